"""The queue of a cluster: which jobs there are, how they are put into it, and how they end.

A job is kept by procrastinate in the database of the archive. Its lock lets one of a
host be done at a time, its queueing lock lets one of a source wait at a time.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procrastinate import App, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy
from psycopg.errors import OperationalError

from monitor.cluster.database import conninfo
from monitor.read import host_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from psycopg import AsyncConnection

    from monitor.model import Source

_LOG = logging.getLogger("clausewatch")

CHECK = "check"
DELIVER = "deliver"
QUEUE = "clausewatch"

AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""A time that is over by every clock: this machine's may be another than the database's."""

BATCH = 500
"""Jobs put into the queue by one statement."""

SET_BACK = 60.0
"""Seconds before a source is looked at again after an error of ours, or by a worker that does not know it."""

_URGENT = 1  # what is owed goes before what is due: a pass is short, and a round may take hours
_AGAIN = 0.5  # seconds between two tries to write how a job ended
_PATIENCE = 5.0  # seconds that a connection is waited for

_TAKEN = """
SELECT args->>'source' AS source FROM procrastinate_jobs AS job
WHERE task_name = 'check' AND (status IN ('todo', 'doing') OR (status = 'failed' AND EXISTS (
    SELECT 1 FROM procrastinate_events AS event
    WHERE event.job_id = job.id AND event.type = 'failed' AND event.at > now() - make_interval(secs => %(set_back)s)
)))
"""

# The disk is not waited for: a job that a database forgets to have given away is found done when it is taken again.
_FETCH = """
SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
FROM procrastinate_fetch_job_v2(%(queues)s::varchar[], %(worker_id)s)
WHERE set_config('synchronous_commit', 'off', true) = 'off'
"""


class PutBackError(Exception):
    """A job is not done now and waits in the queue until `at`, which is so many seconds from now."""

    def __init__(self, at: datetime = AT_ONCE, seconds: float = 0.0) -> None:
        super().__init__("put back")
        self.at = at
        self.seconds = seconds


class PuttingBack(BaseRetryStrategy):
    """Puts back what asks for it, and what was broken off because its worker ends; a bug is not tried again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 - as the base class has it
        """When a job is done again; None for never."""
        if isinstance(exception, PutBackError):
            return RetryDecision(retry_at=exception.at)
        return RetryDecision(retry_at=AT_ONCE) if isinstance(exception, asyncio.CancelledError) else None


class _Jobs(JobManager):
    """Jobs that are taken at once, and whose end is written even where the database is away for a while.

    Unless this process ends first: a job whose end is not written would keep its host for as long as its worker lives.
    """

    def __init__(self, connector: PsycopgConnector, leaving: Callable[[], bool], ended: Callable[[], None]) -> None:
        super().__init__(connector)
        self._leaving = leaving
        self._ended = ended

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take the next job whose host is free."""
        row = await self.connector.execute_query_one_async(_FETCH, queues=queues, worker_id=worker_id)
        return Job.from_row(row) if row["id"] is not None else None

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Remember that a job was done."""
        await self._insist(lambda: self.finish_job_by_id_async(_number(job), status, delete_job))

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Put a job back; where another one of its source waits already, that one stands for both."""
        try:
            await self._insist(
                lambda: self.retry_job_by_id_async(_number(job), retry_at or AT_ONCE, priority, queue, lock)
            )
        except UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=True)

    async def _insist(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write something, as often as it takes. Raises `UniqueViolation`."""
        while True:
            try:
                await write()
            except UniqueViolation:
                raise
            except ConnectorException as error:
                if not isinstance(error.__cause__, OperationalError):
                    # It is no longer ours: this worker was silent for so long that its jobs were given to others.
                    _LOG.debug("a job was ended by another worker", exc_info=error)
                elif self._leaving():
                    raise
                else:
                    await asyncio.sleep(_AGAIN)
                    continue
            self._ended()
            return


def _number(job: Job) -> int:
    if job.id is None:  # one that was never put into the queue
        raise LookupError(job.task_name)
    return job.id


async def _configure(conn: AsyncConnection) -> None:
    """Each statement by itself: the queue makes no others, and saves two ways to the database for each."""
    await conn.set_autocommit(True)


def app_at(url: str, leaving: Callable[[], bool] = lambda: False, ended: Callable[[], None] = lambda: None) -> App:
    """The queue in a database. `leaving` says whether this process ends, `ended` is told of each job that ended.

    Raises `ArchiveError` for an address that is none.
    """
    connector = PsycopgConnector(
        conninfo=conninfo(url, "clausewatch queue"),
        min_size=1,
        max_size=4,
        timeout=_PATIENCE,
        reconnect_timeout=_PATIENCE,
        configure=_configure,
    )
    app = App(connector=connector)
    app.job_manager = _Jobs(connector, leaving, ended)
    return app


def check_of(source: Source) -> Job:
    """The job to look at a source."""
    return Job(
        queue=QUEUE,
        lock=f"host:{host_of(source.url)}",
        queueing_lock=f"check:{source.id}",
        task_name=CHECK,
        task_kwargs={"source": source.id},
    )


def delivery() -> Job:
    """The job to deliver what is owed."""
    return Job(queue=QUEUE, lock=None, queueing_lock=DELIVER, task_name=DELIVER, priority=_URGENT)


async def defer(app: App, jobs: Sequence[Job]) -> None:
    """Put jobs into the queue; those that wait there already are left as they are."""
    for first in range(0, len(jobs), BATCH):
        await _defer(app.job_manager, jobs[first : first + BATCH])


async def _defer(manager: JobManager, jobs: Sequence[Job]) -> None:
    try:
        await manager.batch_defer_jobs_async(list(jobs))
    except AlreadyEnqueued:  # another process was quicker with one of them, and none of them was taken
        for job in jobs:
            with suppress(AlreadyEnqueued):
                await manager.defer_job_async(job)


async def taken(app: App) -> frozenset[str]:
    """The sources that have a job, or had one that failed just now."""
    rows = await app.connector.execute_query_all_async(_TAKEN, set_back=SET_BACK)
    return frozenset(row["source"] for row in rows)


def spread(sources: Iterable[Source], most: int) -> list[Source]:
    """So many sources of each host at most, in the order they came: one with thousands keeps nobody else waiting."""
    found: list[Source] = []
    of_host: dict[str, int] = {}
    for source in sources:
        host = host_of(source.url)
        of_host[host] = of_host.get(host, 0) + 1
        if of_host[host] <= most:
            found.append(source)
    return found
