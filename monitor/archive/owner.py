"""Which process holds a claim, and whether it still lives."""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from pathlib import Path

_STARTED = 19  # of the fields behind the name in /proc/PID/stat (proc(5)): when the process began


def this_process() -> str:
    """This process by its machine, its number and when it began: numbers are given again."""
    return f"{platform.node()}/{os.getpid()}/{_began(os.getpid())}"


def has_ended(owner: str) -> bool:
    """Whether a process that called itself so is known to have ended; of other machines nothing is known."""
    host, _, rest = owner.rpartition("/")[0].rpartition("/")
    began = owner.rpartition("/")[2]
    if host != platform.node() or not rest.isdecimal():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return bool(began) and _began(int(rest)) not in {"", began}


def _began(number: int) -> str:
    """When a process began, in ticks since its machine did; "" where the system does not tell."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[_STARTED]
    return ""
