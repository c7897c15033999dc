"""What processes have spent, as the kernel counts it (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_ALL = slice(11, 15)  # utime and stime, its own and those of its children that have ended


def cpu_of(process: int) -> float:
    """Seconds of CPU that a process has taken, and its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[_ALL])) / _TICKS


def cpu_of_family(process: int) -> float:
    """The same with the children that live: a database server has one for each connection."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
    return cpu_of(process) + sum(_if_there(int(child)) for child in children)


def peak_mb(process: int) -> float:
    """The most memory that a process has had in hand at once, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


def _if_there(process: int) -> float:
    try:
        return cpu_of(process)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
