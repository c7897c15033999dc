"""One daemon an archive."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.errors import ArchiveError, DaemonRunning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


@contextmanager
def sole_daemon(archive: Path, now: datetime) -> Iterator[None]:
    """Hold the archive's daemon lock; it dies with the process, however that ends.

    Raises `DaemonRunning`, saying who holds it, where another daemon does.
    """
    handle = _lock_file(archive.resolve())
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DaemonRunning(str(archive), _holder(handle)) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(_self(now)).encode(), 0)
        yield
    finally:
        os.close(handle)


def _lock_file(archive: Path) -> int:
    place = archive.with_name(f"{archive.name}.lock")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ArchiveError(str(place), f"cannot be made ({error.strerror}); check its folder") from error


def _self(now: datetime) -> dict[str, object]:
    return {"pid": os.getpid(), "host": platform.node(), "since": now.isoformat(timespec="seconds")}


def _holder(handle: int) -> str:
    try:
        held = json.loads(os.pread(handle, 4096, 0))
        return (
            f"a daemon already works on this archive: process {held['pid']} on {held['host']}, since {held['since']}; "
            "stop it first, or give this one another archive"
        )
    except (ValueError, KeyError, TypeError):
        return "a daemon already works on this archive; stop it first, or give this one another archive"
