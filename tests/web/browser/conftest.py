from __future__ import annotations

import inspect
from concurrent.futures import Executor, ThreadPoolExecutor
from shutil import copyfile, which
from typing import TYPE_CHECKING

import pytest

from tests.web import invented
from tests.web.browser.guests import Guests
from tests.web.browser.served import TOKEN, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.web.browser.served import Served


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of invented providers, to be read."""
    return invented.make(tmp_path_factory.mktemp("year") / "archive.db")


@pytest.fixture(scope="session")
def served(archive: Path) -> Iterator[Served]:
    """Its pages on this machine, without a token."""
    with serving(archive) as pages:
        yield pages


@pytest.fixture(scope="session")
def locked(archive: Path) -> Iterator[Served]:
    """Its pages for those who know the token."""
    with serving(archive, TOKEN) as pages:
        yield pages


@pytest.fixture
def writable(archive: Path, tmp_path: Path) -> Iterator[Served]:
    """Pages over a copy of the archive, for one test to change it."""
    with serving(copyfile(archive, tmp_path / "archive.db")) as pages:
        yield pages


@pytest.fixture(scope="session")
def desk() -> Iterator[Executor]:
    """The one thread that speaks to the browser, in which these tests run.

    In the thread of all tests its driver would keep a loop running, and no other test could run one of its own.
    """
    with ThreadPoolExecutor(1) as desk:
        yield desk


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test at the desk."""
    desk = pyfuncitem.funcargs.get("desk")
    if not isinstance(desk, Executor):
        return None
    asked = inspect.signature(pyfuncitem.obj).parameters
    desk.submit(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in asked}).result()
    return True


@pytest.fixture(scope="session")
def chromium(desk: Executor) -> Iterator[Browser]:
    """A browser that has no way out of this machine, whatever a page asks for."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - tests without it are left out

    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(which, names)), None)
    walls = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    driver = desk.submit(lambda: sync_playwright().start()).result()
    browser = desk.submit(driver.chromium.launch, executable_path=found, args=walls).result()
    yield browser
    desk.submit(browser.close).result()
    desk.submit(driver.stop).result()


@pytest.fixture
def guests(desk: Executor, chromium: Browser, served: Served) -> Iterator[Guests]:
    """Browsers before the pages, of which none may have seen a fault in the end."""
    yield from _guests(desk, chromium, served)


@pytest.fixture
def strangers(desk: Executor, chromium: Browser, locked: Served) -> Iterator[Guests]:
    """The same before pages that need the token."""
    yield from _guests(desk, chromium, locked)


@pytest.fixture
def editors(desk: Executor, chromium: Browser, writable: Served) -> Iterator[Guests]:
    """The same before pages that may be changed."""
    yield from _guests(desk, chromium, writable)


def _guests(desk: Executor, chromium: Browser, served: Served) -> Iterator[Guests]:
    guests = Guests(chromium, served.base)
    try:
        yield guests
    finally:
        desk.submit(guests.leave).result()
    assert guests.faults == []
