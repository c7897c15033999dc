"""Telling the service manager how the daemon is: sd_notify(3), over a datagram socket of its own.

What is on the package index for this was last kept up years ago, and the protocol is a line of text.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MICROSECONDS = 1_000_000


class ServiceManager:
    """The service manager that started this process; where none did, nothing is told to anybody.

    `pause` is how many seconds may pass between two `alive`: half of what the manager
    waits before it restarts the service, None where it does not watch over it.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        self.pause = _pause(environ)

    def ready(self, status: str) -> None:
        """The daemon works, by its first configuration or by another one."""
        self._say("READY=1", f"STATUS={_line(status)}")

    def reloading(self) -> None:
        """The daemon looks at a new configuration; `ready` follows, whatever it finds."""
        self._say("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def status(self, status: str) -> None:
        """How the daemon is, for `systemctl status`."""
        self._say(f"STATUS={_line(status)}")

    def alive(self) -> None:
        """Rounds go on."""
        if self.pause is not None:
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """The daemon ends what is in hand."""
        self._say("STOPPING=1", "STATUS=finishing the work in hand")

    def _say(self, *lines: str) -> None:
        if not self._address:
            return
        # A leading @ stands for the null byte of an abstract address. A manager that does not listen is no trouble.
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.setblocking(False)  # noqa: FBT003 - the standard library's own
            out.sendto("\n".join(lines).encode("utf-8", "replace"), address)


def _pause(environ: Mapping[str, str]) -> float | None:
    """Half of the watchdog's time in seconds, where it is meant for this process (sd_watchdog_enabled(3))."""
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    microseconds = environ.get("WATCHDOG_USEC", "")
    if not microseconds.isascii() or not microseconds.isdecimal() or not int(microseconds):
        return None
    return int(microseconds) / _MICROSECONDS / 2


def _line(words: str) -> str:
    return " ".join(words.split())
