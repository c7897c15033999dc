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


@pytest.fixture(scope="session", autouse=True)
def flows(request: pytest.FixtureRequest, new_desk: Callable[[], Desk]) -> Iterator[dict[str, Future[Any]]]:
    """What takes seconds runs beside the other tests, as far as any test asks for it."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    wanted = [name for name in FLOWS if name in asked]
    with ThreadPoolExecutor(max(1, len(wanted))) as pool:
        yield {name: pool.submit(FLOWS[name], new_desk()) for name in wanted}


@pytest.fixture
def story(flows: dict[str, Future[Story]]) -> Story:
    """Three rounds over many sources, told by the installed command. Tests look at it and change nothing."""
    return flows["story"].result()


@pytest.fixture
def locked(flows: dict[str, Future[Slow]]) -> Slow:
    """A check of an archive that another process keeps locked."""
    return flows["locked"].result()


@pytest.fixture
def hanging(flows: dict[str, Future[Slow]]) -> Slow:
    """A daemon that was told to stop while a server hung."""
    return flows["hanging"].result()


@pytest.fixture
def restarted(flows: dict[str, Future[Restarted]]) -> Restarted:
    """A daemon that was killed, and the one after it."""
    return flows["restarted"].result()
