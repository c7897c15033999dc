"""A browser from its start to its end, by whatever hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import Fetcher
from monitor.model import Fetched, Page
from tests.fetch.pages import GUARDED, SENTENCE, browsers, built, driver, markup, needs_browser, show
from tests.fetch.servers import Answer, Canned, Seen, page, serve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = needs_browser

ROOT = Path(__file__).parents[2]
SHELL = markup('<!doctype html><title>Northline Terms</title><div id="root"></div><script src="/app.js"></script>')


def _text(fetcher: Fetcher, url: str) -> str:
    return page(show(fetcher, url)).parts[0].body.decode()


def _told(fetched: Fetched) -> str:
    return fetched.parts[0].body.decode() if isinstance(fetched, Page) else ""


def test_a_browser_that_was_killed_is_started_anew_and_leaves_nothing_behind() -> None:
    """Neither processes nor profiles stay, whether the browser ended by force or with its fetcher."""
    before = browsers().keys()
    with serve({"/terms": built("")}) as site, Fetcher(GUARDED) as fetcher:
        _text(fetcher, site.url())
        ((killed, first),) = _since(before)
        os.killpg(killed, signal.SIGKILL)
        text = next(text for _ in range(3) if (text := _told(show(fetcher, site.url()))))
        ((running, second),) = _since(before)
        assert SENTENCE in text
        assert second.exists()
    assert running != killed
    assert (_since(before), first.exists(), second.exists()) == ([], False, False)


@pytest.fixture
def nearby() -> Iterator[str]:
    """A folder for temporary files with a short name: the names of a browser's sockets have 107 characters at most."""
    with TemporaryDirectory(prefix="cw-") as folder:
        yield folder


def test_a_driver_that_was_killed_is_started_anew(nearby: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else says that it is gone: the page that was under way is shown by the next one."""
    monkeypatch.setenv("TMPDIR", nearby)  # a driver that is killed leaves an empty folder there
    before, asked, killed = browsers().keys(), threading.Event(), threading.Event()

    def late(_: Seen) -> Canned:
        asked.set()
        killed.wait(30)
        return Canned()

    answers: dict[str, Answer] = {"/terms": built("fetch('/late')"), "/late": late}
    slow = replace(GUARDED, timeout=60.0)
    with serve(answers) as site, Fetcher(slow) as fetcher, ThreadPoolExecutor(1) as pool:
        shown = pool.submit(_text, fetcher, site.url())
        assert asked.wait(30)
        ((browser, _),) = _since(before)
        os.kill(driver(browser), signal.SIGKILL)
        killed.set()
        assert SENTENCE in shown.result()
        assert SENTENCE in _text(fetcher, site.url())
    assert _since(before) == []


def test_closing_ends_a_page_that_is_under_way() -> None:
    """A daemon that stops waits for no page, and leaves no browser."""
    before, asked = browsers().keys(), threading.Event()

    def note(_: Seen) -> Canned:
        asked.set()
        return Canned(b"while (true) { }", headers={"Content-Type": "text/javascript"})

    slow = replace(GUARDED, timeout=60.0)
    with serve({"/terms": SHELL, "/app.js": note}) as site, Fetcher(slow) as fetcher, ThreadPoolExecutor(1) as pool:
        shown = pool.submit(show, fetcher, site.url())
        assert asked.wait(30)
        fetcher.close()
        with pytest.raises(CancelledError):
            shown.result()
    assert _since(before) == []


def _since(before: Iterable[int]) -> list[tuple[int, Path]]:
    return [(pid, folder) for pid, folder in browsers().items() if pid not in before]


def test_without_playwright_the_error_says_what_to_install() -> None:
    """The extra is not needed for anything else; nothing is tried again."""
    program = """
import sys
sys.modules["playwright"] = None
from monitor.fetch import Fetcher
from tests.fetch.pages import GUARDED, show
with Fetcher(GUARDED) as fetcher:
    failed = show(fetcher, sys.argv[1])
print(failed.kind, failed.transient, failed.message)
"""
    with serve({"/terms": built("")}) as site:
        told = _run(program, site.url())
    assert told.startswith("browser False ")
    assert "pip install 'clausewatch[browser]'" in told


def test_without_chromium_the_error_says_what_to_install() -> None:
    """A browser is looked for by its usual names."""
    program = """
import sys
from monitor.fetch import Fetcher
from tests.fetch.pages import GUARDED, show
with Fetcher(GUARDED) as fetcher:
    failed = show(fetcher, sys.argv[1])
print(failed.kind, failed.transient, failed.message)
"""
    with serve({"/terms": built("")}) as site:
        told = _run(program, site.url(), PATH="/nowhere", PLAYWRIGHT_BROWSERS_PATH="/nowhere")
    assert told.startswith("browser False ")
    assert "Chromium" in told


def test_plain_pages_import_no_browser() -> None:
    """Whoever renders nothing pays nothing for it."""
    program = """
import sys
from monitor.fetch import Fetcher
from monitor.model import Past
from tests.fetch.servers import NOW, SETTINGS, source
with Fetcher(SETTINGS) as fetcher:
    fetcher.fetch(source(sys.argv[1]), Past(), NOW)
print([name for name in sys.modules if name.startswith(("asyncio", "playwright"))])
"""
    with serve() as site:
        assert _run(program, site.url()) == "[]"


def _run(program: str, url: str, **environ: str) -> str:
    command = [sys.executable, "-c", program, url]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=True, capture_output=True, text=True)
    return ran.stdout.strip()
