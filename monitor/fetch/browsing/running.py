"""A browser on a thread of its own: started at the first page, started anew where it ended, and kept."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError, wait
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    from monitor.fetch.browsing.engine import Engine
    from monitor.fetch.browsing.visit import Rendered, Visit

PAGES = 3  # at once: each takes some 100 MB while it is shown
STARTING = 30.0  # seconds for the browser to start, which is no page's time; 1 on the reference machine
ENDING = 15.0  # seconds for all of it to end; each step of that has its own time

LOOK = 0.5  # seconds between looks from outside whether a page's time is over
LATE = 1.0  # seconds beyond it after which the browser is ended: a page that floods the driver delays its own end
TOO_SLOW = "its page was not done in the time allowed; it will be tried again, or raise fetch.timeout"

_NEEDED = "its page is to be rendered, and no browser is installed for that"
_INSTALL = "pip install 'clausewatch[browser]', and install Chromium (docs/rendering.md)"


class Running:
    """Renders pages; safe to share between threads.

    After `close` every page waiting or under way raises `concurrent.futures.CancelledError`.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._engine: Engine | None = None
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(PAGES)

        self._showing: set[asyncio.Task[Rendered]] = set()

    def render(self, visit: Visit) -> Rendered:
        """The page once its scripts are done with it; raises `ExchangeError`."""
        with self._guard:
            if self._closed:
                raise CancelledError
            shown = asyncio.run_coroutine_threadsafe(self._shown(visit), self._running())
        while not wait([shown], LOOK).done:
            if visit.budget.left() < -LATE:
                self._give_up()
                shown.cancel()
                raise ExchangeError("timeout", visit.host, TOO_SLOW)
        return shown.result()

    def _give_up(self) -> None:
        """End a browser that keeps us so busy that not even its time is noticed to be over."""
        if self._engine:
            self._engine.kill()

    def close(self) -> None:
        """End what is under way, and the browser with all it left on the disk."""
        with self._guard:
            self._closed = True
            loop, thread, self._loop = self._loop, self._thread, None
        if loop is None or thread is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._end(), loop).result(ENDING)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(ENDING)

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_run, args=(self._loop,), name="browser", daemon=True)
            self._thread.start()
        return self._loop

    async def _shown(self, visit: Visit) -> Rendered:
        task = cast("asyncio.Task[Rendered]", asyncio.current_task())
        self._showing.add(task)
        try:
            async with self._slots:
                return await self._shown_by(await self._started(visit.host), visit)
        finally:
            self._showing.discard(task)

    async def _shown_by(self, engine: Engine, visit: Visit) -> Rendered:
        """The page, in another browser where this one ended meanwhile: that may be another page's fault."""
        try:
            with visit.budget:
                return await engine.show(visit)
        except ExchangeError as trouble:
            if trouble.kind != "browser" or engine.runs:
                raise
        another = await self._started(visit.host)
        with visit.budget:
            return await another.show(visit)

    async def _started(self, host: str) -> Engine:
        """The browser, started anew where there is none yet or the last one ended."""
        async with self._starting:
            if self._engine and not self._engine.runs:
                await self._engine.end()
                self._engine = None
            if self._engine is None:
                self._engine = await _start(host)
            return self._engine

    async def _end(self) -> None:
        for task in self._showing:
            task.cancel()
        await asyncio.gather(*self._showing, return_exceptions=True)
        if self._engine:
            await self._engine.end()


async def _start(host: str) -> Engine:
    try:
        from monitor.fetch.browsing import engine  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise ExchangeError("browser", host, f"{_NEEDED}; {_INSTALL}", transient=False) from error
    try:
        async with asyncio.timeout(STARTING):
            return await engine.start()
    except engine.NoBrowser as error:
        raise ExchangeError("browser", host, f"{_NEEDED}; {_INSTALL}", transient=False) from error
    except (TimeoutError, engine.BrowserError) as error:
        message = "the browser that is to render its page does not start (docs/rendering.md); it will be tried again"
        raise ExchangeError("browser", host, message) from error


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Keep the loop until it is stopped; what then still waits has nobody left to tell."""
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(lambda *_: None)  # what happens to a page that was given up needs no log
    loop.run_forever()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()
