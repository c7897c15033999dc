from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.cluster import figures
from monitor.cluster.queue import QUEUE, app_at, check_of, defer, spread
from monitor.errors import ArchiveError, ConfigError
from monitor.model import Source
from tests.cli.stage import terms, until
from tests.cluster.stage import QUICK, cluster

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

    from monitor.cluster import Duties
    from monitor.model import Outcome
    from tests.cluster.stage import Cluster
    from tests.postgres import Server


def _put(there: Cluster, *sources: Source) -> None:
    """Put the jobs of these sources into the queue, as whoever leads does."""

    async def put() -> None:
        app = app_at(there.url)
        async with app.open_async():
            await defer(app, [check_of(source) for source in sources])

    asyncio.run(put())


def _killed(there: Cluster) -> None:
    """Take a job as a worker that is killed in the midst of it: nobody hears of it again."""

    async def take(app: App) -> None:
        async with app.open_async():
            number = await app.job_manager.register_worker()
            assert await app.job_manager.fetch_job([QUEUE], number)

    asyncio.run(take(app_at(there.url)))


def test_what_is_due_is_looked_at_by_workers(url: str) -> None:
    """A scheduler and two workers look at every source once, and no job is left."""
    with cluster(url) as there:
        sources = there.sources(6)
        there.scheduler(there.duties(*sources))
        for _ in range(2):
            there.worker(there.duties(*sources))
        there.looked(*sources)
        until(lambda: not there.jobs(), "the queue is empty")
        assert sorted(one.path for one in there.site.requests) == [f"/p{n}" for n in range(6)]


def test_a_host_is_asked_one_thing_at_a_time_by_all_workers(url: str) -> None:
    """However many workers there are, a host never sees two requests at once, and its pause is kept."""
    with cluster(url, host_delay=0.1) as there:
        sources = there.sources(6)
        there.site.busy = 0.03
        for _ in range(3):
            there.worker(there.duties(*sources))
        _put(there, *sources)
        there.looked(*sources)
        assert not there.site.overlapping
        # A page may be noted late when the machine is busy, and the next one then seems to come early.
        assert all(gap > 0.07 for gap in there.site.gaps)


def test_a_source_waits_in_the_queue_only_once(url: str) -> None:
    """What is put into the queue twice, together with others, is there once, and the others are there as well."""
    with cluster(url) as there:
        first, second, third = there.sources(3)
        _put(there, first)
        _put(there, second, first, third)
        assert sorted(there.jobs()) == [(one.id, "todo") for one in (first, second, third)]


def test_rounds_put_nothing_into_the_queue_that_is_there(url: str) -> None:
    """Round after round a source that nobody looks at is due, and has one job."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        rounds = threading.Semaphore(0)
        there.scheduler(there.duties(source, remind=rounds.release))
        for _ in range(5):
            assert rounds.acquire(timeout=10)
        assert there.jobs() == [(source.id, "todo")]


def test_a_job_that_is_done_twice_leaves_nothing_twice(url: str) -> None:
    """A source that was looked at meanwhile is not asked for again, whatever the queue says."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        there.worker(there.duties(source))
        for _ in range(2):
            _put(there, source)
            until(lambda: not there.jobs(), "the job is done")
        assert len(there.site.requests) == 1
        assert len(there.archive.looks(source.id, 10)) == 1


def test_another_worker_does_the_job_of_one_that_was_killed(url: str) -> None:
    """The job of a worker that is silent goes back into the queue and is done."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        _put(there, source)
        _killed(there)
        assert there.jobs() == [(source.id, "doing")]
        there.worker(there.duties(source))
        there.scheduler(there.duties(source))
        there.looked(source)
        until(lambda: not there.jobs(), "the queue is empty")
        assert len(there.site.requests) == 1


def test_a_job_is_taken_without_waiting_for_the_disk(postgres_server: Server, url: str) -> None:
    """Jobs are taken one after another, and one that is forgotten to be taken does no harm."""

    async def take() -> Job | None:
        app = app_at(url)
        async with app.open_async():
            number = await app.job_manager.register_worker()
            with postgres_server.endless_commits():
                return await asyncio.wait_for(app.job_manager.fetch_job([QUEUE], number), 10)

    with cluster(url) as there:
        _put(there, *there.sources(1))
        taken = asyncio.run(take())
        assert taken
        assert there.jobs() == [(taken.task_kwargs["source"], "doing")]


def test_a_job_that_the_database_forgot_to_have_given_away_is_done_once(url: str) -> None:
    """As after a crash: it is given away again while it is done, and its host is asked once."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        there.site.gate.clear()
        there.worker(there.duties(source))
        _put(there, source)
        until(lambda: there.site.under_way, "the page is asked for")
        there.ask("UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL RETURNING id")
        there.site.gate.set()
        there.looked(source)
        until(lambda: not there.jobs(), "the queue is empty")
        assert len(there.site.requests) == 1


def test_a_worker_that_stops_puts_back_what_it_cannot_finish(url: str) -> None:
    """A page that does not come is broken off; its job waits for another worker, which does it."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        there.site.gate.clear()
        worker = there.worker(there.duties(source), timing=replace(QUICK, patience=0.2))
        _put(there, source)
        until(lambda: there.site.under_way, "the page is asked for")
        assert worker.end()
        assert there.jobs() == [(source.id, "todo")]
        assert not there.archive.standings()
        there.site.gate.set()
        there.worker(there.duties(source))
        there.looked(source)


def test_a_change_is_told_without_waiting_for_a_round(url: str) -> None:
    """Whoever finds a change puts its delivery into the queue; nobody needs to lead for that."""
    with cluster(url) as there:
        (source,) = there.sources(1, every=0.001)
        there.worker(there.duties(source))
        _put(there, source)
        there.looked(source)
        there.site.texts["/p0"] = terms(14)
        until(lambda: not there.jobs(), "the first look is over")
        _put(there, source)
        until(lambda: there.letters.sent, "the change is told")
        assert len(set(there.letters.sent)) == len(there.letters.sent) == 1


def test_whoever_leads_sees_to_what_is_owed(url: str) -> None:
    """A notice whose delivery is not in the queue is delivered all the same."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        duties = there.duties(source)
        duties.look(source)
        there.site.texts["/p0"] = terms(14)
        duties.look(source)
        assert there.archive.owed_count() == 1
        there.worker(there.duties(source))
        there.scheduler(there.duties(source))
        until(lambda: there.letters.sent, "the notice is sent")


def test_an_archive_that_cannot_take_a_check_is_tried_again(url: str) -> None:
    """A job during which the archive fails is put back, and done later."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        tries: list[str] = []
        look = there.duties(source).look

        def failing(source: Source) -> Outcome:
            tries.append(source.id)
            if len(tries) == 1:
                raise ArchiveError("archive", "could not be reached")
            return look(source)

        there.worker(there.duties(source, look=failing))
        _put(there, source)
        until(lambda: tries and there.jobs() == [(source.id, "todo")], "the job was put back")
        there.ask("UPDATE procrastinate_jobs SET scheduled_at = now() RETURNING id")
        there.looked(source)
        assert len(tries) == 2


def test_a_bug_is_not_tried_again_at_once(url: str) -> None:
    """A source that sets off a bug has its rest before it is put into the queue again; the others go on."""
    with cluster(url) as there:
        broken, sound = there.sources(2)
        tries: list[str] = []
        look = there.duties(sound).look

        def buggy(source: Source) -> Outcome:
            tries.append(source.id)
            if source is broken:
                raise ZeroDivisionError
            return look(source)

        rounds = threading.Semaphore(0)
        there.worker(there.duties(broken, sound, look=buggy))
        there.scheduler(there.duties(broken, sound, remind=rounds.release))
        there.looked(sound)
        until(lambda: (broken.id, "failed") in there.jobs(), "the bug is noted")
        for _ in range(5):
            assert rounds.acquire(timeout=10)
        assert tries.count(broken.id) == 1


def test_a_worker_leaves_alone_what_it_does_not_know(url: str) -> None:
    """A source that is in no configuration of this worker is not looked at, and does not stop the others."""
    with cluster(url) as there:
        strange, known = there.sources(2)
        there.worker(there.duties(known))
        _put(there, strange, known)
        there.looked(known)
        assert (strange.id, "failed") in there.jobs()
        assert strange.id not in there.archive.standings()


def test_a_worker_takes_another_configuration(url: str) -> None:
    """A source that was added while it runs is looked at, with what belongs to the new configuration."""
    with cluster(url) as there:
        known, added = there.sources(2)
        there.worker(there.duties(known), renew=lambda: there.duties(known, added))
        _put(there, known, added)
        there.looked(known, added)


def test_a_configuration_with_faults_leaves_the_one_before_in_force(url: str) -> None:
    """A worker that cannot use a new configuration goes on by the one it has."""

    def faulty() -> Duties:
        raise ConfigError("sources.toml")

    with cluster(url) as there:
        (source,) = there.sources(1)
        there.worker(there.duties(source), renew=faulty)
        _put(there, source)
        there.looked(source)


def test_a_job_that_is_put_back_gives_way_to_one_that_waits(url: str) -> None:
    """Where another job of the same source came into the queue meanwhile, one of them is left."""
    with cluster(url) as there:
        (source,) = there.sources(1)
        there.site.gate.clear()
        worker = there.worker(there.duties(source), timing=replace(QUICK, patience=0.2))
        _put(there, source)
        until(lambda: there.site.under_way, "the page is asked for")
        _put(there, source)
        assert worker.end()
        assert there.jobs() == [(source.id, "todo")]


def test_a_job_whose_host_is_not_free_yet_goes_back(url: str) -> None:
    """A worker does not wait for a host with a long pause: it puts the job back with the time when it may begin."""
    with cluster(url, host_delay=600.0) as there:
        first, second = there.sources(2)
        worker = there.worker(there.duties(first, second), concurrency=1)
        _put(there, first, second)
        there.looked(first)
        later = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > now()"
        until(lambda: there.ask(later) == [(1,)], "the job is put back")
        assert worker.end()
        assert len(there.site.requests) == 1


def test_a_host_with_many_sources_keeps_nobody_else_waiting() -> None:
    """Of a host that has many only the first ones are put into the queue at once."""
    crowd = [Source(f"northline/p{n}", (f"https://northline.example/{n}",)) for n in range(5)]
    other = Source("harbor/cloud", ("https://harbor.example/cloud",))
    assert spread([*crowd, other], 2) == [*crowd[:2], other]


def test_one_leads_and_another_takes_over(url: str) -> None:
    """Of two schedulers one leads; when its connection is lost, the other one does, and goes on with the rounds."""
    with cluster(url) as there:
        members = [there.scheduler(there.duties(*there.sources(1))) for _ in range(2)]

        def leading() -> list[int]:
            return [
                place for place, one in enumerate(members) if one.notes.said[-1:] == ["leading, watching 1 sources"]
            ]

        until(lambda: len(leading()) == 1, "one leads")
        (first,) = leading()
        members[1 - first].notes.said.clear()
        there.ask("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1668048243")
        until(lambda: len(leading()) == 1 and members[first].notes.said.count("leading, watching 1 sources"), "again")
        (second,) = leading()
        members[second].end()
        until(lambda: leading() == [1 - second], "the other one leads")
        assert figures(url).leader


def test_workers_and_schedulers_outlive_a_restart_of_the_database(postgres_server: Server, url: str) -> None:
    """After the database was killed and started anew the cluster goes on by itself."""
    with cluster(url) as there:
        sources = there.sources(4, every=0.2)
        there.scheduler(there.duties(*sources))
        there.worker(there.duties(*sources))
        there.looked(*sources)
        postgres_server.restart("immediate")
        before = len(there.site.requests)
        until(lambda: len(there.site.requests) > before + 4, "checks go on")


def test_figures_tell_of_the_whole_cluster(url: str) -> None:
    """Jobs that wait, that are done and that failed are counted, as are workers and who leads."""
    with cluster(url) as there:
        one, other = there.sources(2)
        empty = figures(url, QUICK)
        assert (empty.waiting, empty.doing, empty.failed, empty.workers, empty.leader) == (0, 0, 0, 0, "")
        there.site.gate.clear()
        there.worker(there.duties(one, other))
        there.scheduler(there.duties(one, other))
        until(lambda: there.site.under_way, "a page is asked for")
        found = figures(url)
        assert (found.waiting, found.doing, found.failed, found.workers) == (1, 1, 0, 1)
        assert found.leader
