"""How a process that reads many pages keeps small and quick."""

from __future__ import annotations

from contextlib import suppress

_ALLOCATIONS = 50_000  # between two collections: the tree of a page has thousands of objects that refer to one another
_MMAP_THRESHOLD = -3  # of malloc.h: from which size on a block is mapped by itself, and given back when it is freed
_LARGE = 65_536  # bytes: memory grew by a quarter from 400 sources to 4,000 without it


def manage_memory() -> None:
    """Leave out of garbage collections what stays for good, and have fewer: they took a quarter of reading a page.

    And give large blocks back: glibc else comes to keep those of every page, and memory grows with the sources.
    """
    import ctypes  # noqa: PLC0415 - slow imports stay out of --help
    import gc  # noqa: PLC0415

    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    with suppress(AttributeError):  # another C library, which has no such thing
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
