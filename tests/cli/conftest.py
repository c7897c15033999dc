"""The servers that all tests of the command share, desks to run it at, and one long story told once."""

from __future__ import annotations

import itertools
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.slow import FLOWS
from tests.cli.stage import Desk, Mailbox, Site, mailbox, website

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.daemons import Restarted
    from tests.cli.slow import Slow
    from tests.cli.story import Story

_numbers = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that look at a flow come last, since it runs beside the others; those of a daemon before them."""
    items.sort(key=_lateness)


def _lateness(item: pytest.Item) -> int:
    fixtures = set(getattr(item, "fixturenames", ()))
    return 2 if fixtures & FLOWS.keys() else int("watch" in fixtures)


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are as long as the documents show them, wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The website."""
    with website() as running:
        yield running


@pytest.fixture(scope="session")
def mail() -> Iterator[Mailbox]:
    """The mail server."""
    with mailbox() as running:
        yield running


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory, site: Site, mail: Mailbox) -> Callable[[], Desk]:
    """Makes desks."""

    def make() -> Desk:
        return Desk(tmp_path_factory.mktemp(f"desk{next(_numbers)}-", numbered=False), site, mail)

    return make


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    """A desk of one's own."""
    return new_desk()


class Flows:
    """What takes seconds, run beside the other tests: each flow once, begun early where one process runs all tests."""

    def __init__(self, pool: ThreadPoolExecutor, new_desk: Callable[[], Desk]) -> None:
        self._pool = pool
        self._new_desk = new_desk
        self._begun: dict[str, Future[Any]] = {}

    def begin(self, name: str) -> Future[Any]:
        """Begin a flow, or find it begun."""
        if name not in self._begun:
            self._begun[name] = self._pool.submit(FLOWS[name], self._new_desk())
        return self._begun[name]


@pytest.fixture(scope="session", autouse=True)
def flows(request: pytest.FixtureRequest, new_desk: Callable[[], Desk]) -> Iterator[Flows]:
    """The flows that the tests of this session ask for; workers that share the tests begin theirs at first need."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    with ThreadPoolExecutor(len(FLOWS)) as pool:
        running = Flows(pool, new_desk)
        for name in FLOWS:
            if name in asked and not hasattr(request.config, "workerinput"):
                running.begin(name)
        yield running


@pytest.fixture
def story(flows: Flows) -> Story:
    """Three rounds over many sources, told by the installed command. Tests look at it and change nothing."""
    told: Story = flows.begin("story").result()
    return told


@pytest.fixture
def locked(flows: Flows) -> Slow:
    """A check of an archive that another process keeps locked."""
    slow: Slow = flows.begin("locked").result()
    return slow


@pytest.fixture
def hanging(flows: Flows) -> Slow:
    """A daemon that was told to stop while a server hung."""
    slow: Slow = flows.begin("hanging").result()
    return slow


@pytest.fixture
def unanswered(flows: Flows) -> Slow:
    """A daemon that was told to stop while the receiver of a webhook did not answer."""
    slow: Slow = flows.begin("unanswered").result()
    return slow


@pytest.fixture
def restarted(flows: Flows) -> Restarted:
    """A daemon that was killed, and the one after it."""
    daemons: Restarted = flows.begin("restarted").result()
    return daemons
