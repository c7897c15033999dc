"""`demo`: the whole of it, on this machine alone."""

from __future__ import annotations


def demo() -> None:
    """Watch three invented providers on this machine, and see what is told when their terms change."""
    from monitor.cli.demo import show  # noqa: PLC0415 - slow imports stay out of --help

    show()
