"""The daemon: rounds of checks and deliveries until it is told to stop, one daemon an archive.

    with sole_daemon(archive, now):
        ended = run(duties, surroundings)

It is given what it does as `Duties`, and does not know how the parts behind them are
made. A new configuration brings new ones: work in hand is finished by the old.
"""

from __future__ import annotations

from monitor.daemon.changes import WatchedFile
from monitor.daemon.duties import Duties, Pace
from monitor.daemon.lock import sole_daemon
from monitor.daemon.running import Request, Surroundings, run, watch
from monitor.daemon.systemd import ServiceManager

__all__ = [
    "Duties",
    "Pace",
    "Request",
    "ServiceManager",
    "Surroundings",
    "WatchedFile",
    "run",
    "sole_daemon",
    "watch",
]
