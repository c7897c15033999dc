"""Many machines on one archive in PostgreSQL: schedulers, of which one leads, and workers that do its jobs.

    set_up(url)
    with Hosts(url) as hosts:
        ended = schedule(duties, around, stop)           # any number of these
        ended = work(duties, around, stop, concurrency)  # and of these

They are given what they do as `Duties`. The queue is procrastinate's, in the database of
the archive; `Hosts` keeps the pace of requests to each host over all machines.
"""

from __future__ import annotations

import monitor.archive.postgres  # noqa: F401 - says what to install where its driver is missing
from monitor.cluster.database import set_up
from monitor.cluster.duties import USUAL, Duties, Timing
from monitor.cluster.figures import Figures, figures, figures_text
from monitor.cluster.hosts import Hosts
from monitor.cluster.scheduling import schedule
from monitor.cluster.surroundings import Notes, Stop, Surroundings
from monitor.cluster.working import work

__all__ = [
    "USUAL",
    "Duties",
    "Figures",
    "Hosts",
    "Notes",
    "Stop",
    "Surroundings",
    "Timing",
    "figures",
    "figures_text",
    "schedule",
    "set_up",
    "work",
]
