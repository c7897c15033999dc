"""Daemons as the tests run them: started, listened to, and always ended."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.cli.stage import Desk, terms, until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

QUICK = "[daemon]\ntick = 0.05"


@dataclass(slots=True)
class Daemon:
    """A running daemon; `lines` is what it logged so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def logged(self, words: str) -> list[str]:
        """The lines that hold these words."""
        return [line for line in list(self.lines) if words in line]

    def stop(self, name: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and give the exit code."""
        self.process.send_signal(name)
        return self.process.wait(timeout=30)


@contextmanager
def running(desk: Desk, *options: str) -> Iterator[Daemon]:
    """A daemon that is watching; killed at the end if it is still there."""
    process = desk.start("run", *options)
    daemon = Daemon(process)
    assert process.stderr is not None
    stream = process.stderr

    def collect() -> None:
        for line in stream:
            daemon.lines.append(line.rstrip("\n"))

    reader = threading.Thread(target=collect)
    reader.start()
    try:
        until(lambda: daemon.logged("watching") or process.poll() is not None, "the daemon watches")
        yield daemon
    finally:
        process.kill()
        reader.join()
        process.communicate()


@dataclass(frozen=True, slots=True)
class Restarted:
    """A daemon that was killed while it owed a notice, and one that then delivered it and was stopped."""

    desk: Desk
    first: Daemon
    second: Daemon


def restart(desk: Desk) -> Restarted:
    """Kill a daemon that logs JSON and owes a notice, start another one, and stop it when it has told."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms", 'every = "1s"'), desk.hook("ops"), QUICK)
    desk.site.refusing[desk.path("hooks/ops")] = 503
    with running(desk, "--log-format", "json") as first:
        until(lambda: first.logged("northline/terms: first"), "the first check")
        desk.put("terms", terms(14))
        until(lambda: first.logged("ops: http://127.0.0.1"), "the receiver refuses a notice")
        first.stop(signal.SIGKILL)
    del desk.site.refusing[desk.path("hooks/ops")]
    with running(desk) as second:
        until(lambda: second.logged("told: 1"), "the owed notice is told")
        second.stop(signal.SIGINT)
    return Restarted(desk, first, second)
