"""How many sources are worked on side by side, and which wait for which."""

from __future__ import annotations

import threading
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from monitor.lanes import Crew, Lanes, each
from monitor.model import Source

PATIENCE = 10.0


def source(name: str, host: str = "") -> Source:
    """A source, on a host of its own unless one is named."""
    return Source(name, (f"https://{host or name.replace('/', '-')}.example/terms",))


def at_once(_: Source) -> float:
    """Every host may be asked again at once."""
    return 0.0


def test_hosts_are_worked_on_at_once() -> None:
    """Two looks that wait for one another both end, and each source is looked at once."""
    together = threading.Barrier(2, timeout=PATIENCE)

    def look(one: Source) -> str:
        together.wait()
        return f"saw {one.id}"

    found = {done.source.id: done.result for done in each([source("a/one"), source("a/two")], look, 2, at_once)}
    assert found == {"a/one": "saw a/one", "a/two": "saw a/two"}


def test_a_slow_host_delays_nobody_else() -> None:
    """Two workers suffice for many sources of a host that does not answer, and for all the others meanwhile."""
    others = [source(f"b/{number}") for number in range(20)]
    answered = threading.Event()
    left = {one.id for one in others}

    def look(one: Source) -> bool:
        if one.id.startswith("slow/"):
            return answered.wait(PATIENCE)
        left.discard(one.id)
        if not left:
            answered.set()
        return True

    slow = [source(f"slow/{number}", "slow") for number in range(20)]
    assert all(done.result is True for done in each([*slow, *others], look, 2, at_once))


def test_one_host_is_asked_one_thing_at_a_time_and_in_order() -> None:
    """However many workers are free."""
    busy = threading.Lock()
    order: list[str] = []

    def look(one: Source) -> None:
        assert busy.acquire(blocking=False)
        order.append(one.id)
        busy.release()

    names = [f"a/{number}" for number in range(30)]
    results = list(each([source(name, "northline") for name in names], look, 8, at_once))
    assert [done.result for done in results] == [None] * 30
    assert order == names


def test_a_host_that_must_wait_takes_no_worker() -> None:
    """With a single worker, the others go first, and the host's next source follows once its time has come."""
    sources = [source("a/1", "a"), source("a/2", "a"), source("b/1"), source("c/1")]

    def wait(one: Source) -> float:
        return 0.05 if one.id.startswith("a/") else 0.0

    order = [done.result for done in each(sources, lambda one: one.id, 1, wait)]
    assert order == ["a/1", "b/1", "c/1", "a/2"]


def test_an_error_of_one_source_stops_no_other() -> None:
    """It is given in place of the result."""

    def look(one: Source) -> str:
        if one.id == "a/bad":
            raise ValueError(one.id)
        return one.id

    found = {done.source.id: done.result for done in each([source("a/bad"), source("a/good")], look, 2, at_once)}
    assert isinstance(found["a/bad"], ValueError)
    assert found["a/good"] == "a/good"


def test_nothing_to_look_at_is_no_work() -> None:
    """No sources give no results."""
    assert list(each([], at_once, 4, at_once)) == []


def test_results_do_not_pile_up() -> None:
    """While nobody takes them, no more looks begin than there are workers and places to put results."""
    begun: list[str] = []
    enough = threading.Semaphore(0)

    def look(one: Source) -> None:
        begun.append(one.id)
        enough.release()

    results = each([source(f"a/{number}") for number in range(100)], look, 3, at_once)
    next(results)
    for _ in range(4):  # the one that was taken, and as many as are put down
        assert enough.acquire(timeout=PATIENCE)
    assert len(begun) <= 1 + 3 + 3
    results.close()  # type: ignore[attr-defined] # it is a generator


def test_whoever_stops_asking_begins_no_further_look() -> None:
    """What has not begun never begins, and what has begun is not waited for."""
    begun: list[str] = []
    second, stopped = threading.Event(), threading.Event()

    def look(one: Source) -> threading.Thread:
        begun.append(one.id)
        if len(begun) > 1:
            second.set()
            stopped.wait(PATIENCE)
        return threading.current_thread()

    results = each([source(f"a/{number}") for number in range(20)], look, 1, at_once)
    worker = next(results).result
    assert second.wait(PATIENCE)
    results.close()  # type: ignore[attr-defined] # it is a generator
    assert isinstance(worker, threading.Thread)
    assert worker.is_alive()
    stopped.set()
    worker.join(PATIENCE)
    assert not worker.is_alive()
    assert len(begun) == 2


def test_lanes_take_more_sources_while_work_goes_on() -> None:
    """A crew goes on until the lanes are finished, and ends what they held by then."""
    seen: list[str] = []
    lanes = Lanes(at_once)
    crew = Crew(lanes, lambda one: seen.append(one.id), 2)
    for number in range(5):
        lanes.add([source(f"a/{number}", f"host{number % 2}")])
    lanes.finish()
    assert crew.wait(PATIENCE)
    assert sorted(seen) == [f"a/{number}" for number in range(5)]


def test_what_is_dropped_never_begins() -> None:
    """A crew ends once what it has in hand is done."""
    begun = threading.Event()
    free = threading.Event()
    seen: list[str] = []

    def look(one: Source) -> None:
        seen.append(one.id)
        begun.set()
        free.wait(PATIENCE)

    lanes = Lanes(at_once)
    lanes.add([source("a/1"), source("a/2"), source("a/3", "a-1")])
    crew = Crew(lanes, look, 1)
    assert begun.wait(PATIENCE)
    lanes.drop()
    assert not crew.wait(0.0)
    free.set()
    assert crew.wait(PATIENCE)
    assert seen == ["a/1"]


@given(
    hosts=st.lists(st.integers(0, 5), max_size=30),
    workers=st.integers(1, 6),
    slow=st.sets(st.integers(0, 5)),
)
def test_every_source_is_worked_on_once_and_in_the_order_of_its_host(
    hosts: list[int], workers: int, slow: set[int]
) -> None:
    """Whatever hosts they are on, whoever must wait, and however many work."""
    sources = [source(f"a/{number}", f"host{host}") for number, host in enumerate(hosts)]
    began: list[tuple[int, str]] = []

    def look(one: Source) -> None:
        began.append((hosts[int(one.id.removeprefix("a/"))], one.id))

    def wait(one: Source) -> float:
        return 0.001 if hosts[int(one.id.removeprefix("a/"))] in slow else 0.0

    assert len(list(each(sources, look, workers, wait))) == len(sources)
    by_host = {
        host: [name for _, name in of]
        for host, of in groupby(sorted(began, key=lambda one: one[0]), lambda one: one[0])
    }
    planned = {host: [one.id for one, at in zip(sources, hosts, strict=True) if at == host] for host in set(hosts)}
    assert by_host == planned
