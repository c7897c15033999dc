"""How a cluster stands, over all its machines: jobs, workers, and who leads."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from monitor.archive.postgres.connections import named_errors, place_of
from monitor.cluster.database import conninfo
from monitor.cluster.duties import USUAL, Timing
from monitor.cluster.leading import HELD_FOR, LEADERSHIP_IS_HELD

_JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs
"""
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"


@dataclass(frozen=True, slots=True)
class Figures:
    """Jobs that wait, that are done right now, and that failed within a day; workers alive; who leads, "" if nobody."""

    waiting: int
    doing: int
    failed: int
    workers: int
    leader: str

    def words(self) -> str:
        """All of it, in a line for people."""
        jobs = f"{self.waiting} jobs wait, {self.doing} are in hand, {self.failed} failed within a day"
        leader = f"{self.leader} leads" if self.leader else "nobody leads; start `clausewatch run`"
        return f"cluster: {self.workers} workers; {jobs}; {leader}"


def figures(url: str, timing: Timing = USUAL) -> Figures:
    """How the cluster at a database stands. Raises `ArchiveError`."""
    with named_errors(place_of(url)), psycopg.connect(conninfo(url, "clausewatch figures"), autocommit=True) as conn:
        waiting, doing, failed = conn.execute(_JOBS).fetchone() or (0, 0, 0)
        (workers,) = conn.execute(_WORKERS, (timing.silence,)).fetchone() or (0,)
        (leader,) = conn.execute(LEADERSHIP_IS_HELD).fetchone() or ("",)
        return Figures(waiting, doing, failed, workers, leader.removeprefix(HELD_FOR).strip())


def figures_text(found: Figures) -> bytes:
    """The same in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""
    rows = (
        ("clausewatch_jobs_waiting", "Jobs that wait in the queue.", found.waiting),
        ("clausewatch_jobs_doing", "Jobs that are being done.", found.doing),
        ("clausewatch_jobs_failed", "Jobs that failed within a day.", found.failed),
        ("clausewatch_workers", "Workers that are alive.", found.workers),
        ("clausewatch_leaders", "Schedulers that lead: one, or none for a moment.", int(bool(found.leader))),
    )
    lines = (f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value}.0\n" for name, words, value in rows)
    return "".join(lines).encode()
