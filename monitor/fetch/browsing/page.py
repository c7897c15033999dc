"""One page in the browser: each request answered by us, until its terms have settled."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.async_api import Error as BrowserError

from monitor.fetch.browsing import scripts
from monitor.fetch.browsing.visit import ANSWERED, NotWanted, Rendered, Visit, Wanted
from monitor.fetch.follow import LONGEST_LOCATION
from monitor.fetch.trouble import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import BrowserContext, CDPSession, Frame, Page, Request, Route

    from monitor.fetch.http import Answer

Found = TypeVar("Found")

POLL = 0.1  # seconds between looks; one takes a few milliseconds of a long page
SPENT = 0.5  # seconds that each further request of a page waits which has asked for all it may
ENOUGH = 400  # characters: menus and "loading" around an empty page are shorter, terms never
PATIENCE = 0.7  # of the time, for pages that show little or never stop; the rest is for reading the page out
AT_ONCE = 6  # requests of one page: as many as browsers make to one host

_BETWEEN = -1
_WORLD = "clausewatch"  # a world of our own: what the page did to its built-in functions is not done here


@dataclass(eq=False)
class Showing:
    """A page that is being shown: how many of its requests are under way, and when one last came or went."""

    visit: Visit
    context: BrowserContext
    under_way: int = 0
    stirred: float = 0.0
    page: Page | None = None
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def render(self) -> Rendered:
        """The page once it has settled; raises `ExchangeError` and `BrowserError`."""
        await self.context.route("**/*", self._answer)
        self.page = page = await self.context.new_page()
        self.context.on("page", _close)
        crash: asyncio.Future[Rendered] = asyncio.get_running_loop().create_future()
        page.on("crash", lambda _: _fail(crash))
        shown = asyncio.ensure_future(self._shown(page))
        try:
            await asyncio.wait({shown, crash}, return_when=asyncio.FIRST_COMPLETED)
            return shown.result() if shown.done() else crash.result()
        finally:
            shown.cancel()
            crash.cancel()

    async def _shown(self, page: Page) -> Rendered:
        await page.goto(self.visit.address, wait_until="commit", timeout=0)
        world = await _world_of(page)
        while True:
            await self._settle(page, world)
            # Both at once: what the driver knows of the address comes later, and may be that of the page before.
            found = await world.ask(f"[location.href, ({scripts.MARKUP})({self.visit.limit})]")
            if found != _BETWEEN:
                url, markup = found
                return Rendered(self._found(url), self._bounded(markup))

    async def _settle(self, page: Page, world: World) -> None:
        """Wait until the text stands still and nothing is under way, or most of the time is over."""
        clock = asyncio.get_running_loop().time
        last, since = _BETWEEN, clock()
        while True:
            if page.is_closed():
                raise BrowserError("the page has been closed")
            length = await world.ask(scripts.TEXT_LENGTH)
            if length != last or self.under_way:
                last, since = length, clock()
            late = self.visit.budget.left() < self.visit.seconds * (1 - PATIENCE)
            still = clock() - max(since, self.stirred) >= self.visit.settle
            if length >= ENOUGH and (still or self.visit.spent):
                return
            if late and (still or length > 0):
                return
            await asyncio.sleep(POLL)

    def _bounded(self, markup: str | None) -> bytes:
        limit = self.visit.limit
        body = b"" if markup is None else markup.encode("utf-8", "replace")
        if markup is None or len(body) > limit:
            message = f"its page has more than {limit:,} bytes; raise fetch.max_bytes if it really is that long"
            raise ExchangeError("too-large", self.visit.host, message, transient=False)
        return body

    def _found(self, url: str) -> str:
        """The address that the page is at; one that the browser made up is none, nor one that scripts blew up."""
        is_address = url.startswith(("http://", "https://")) and len(url) <= LONGEST_LOCATION
        return url if is_address else self.visit.address

    async def _answer(self, route: Route) -> None:
        """Answer one request of the page; one that is not wanted, or not allowed, ends here."""
        with suppress(BrowserError):  # the page has gone on, or is closed
            answer = await self._brought(route.request)
            if answer is None:
                if self.visit.spent:
                    await asyncio.sleep(SPENT)  # a page that asks without end would keep the browser from all else
                await route.abort("aborted")  # with any other word a page would give way to the browser's own
            else:
                await route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)

    async def _brought(self, request: Request) -> Answer | None:
        wanted = self._wanted(request)
        if wanted is None:
            return None
        self.under_way += 1
        try:
            async with self.turns:
                return await in_thread(lambda: self.visit.bring(wanted))
        except (ExchangeError, NotWanted):
            return None
        finally:
            self.under_way -= 1
            self.stirred = asyncio.get_running_loop().time()

    def _wanted(self, request: Request) -> Wanted | None:
        """What is asked for; None where that is never needed, from another window, or from where nobody can say."""
        if request.resource_type not in ANSWERED:
            return None
        try:
            frame = request.frame
        except BrowserError:
            return None
        if frame.page is not self.page:
            return None
        return Wanted(
            request.url,
            request.resource_type,
            _asker(request, frame),
            request.method,
            request.headers,
            request.post_data_buffer or b"",
        )


@dataclass(frozen=True)
class World:
    """Where our own scripts run: in the page's main frame, beside its own scripts."""

    session: CDPSession
    frame: str

    async def ask(self, expression: str) -> Any:  # noqa: ANN401 - whatever the script gives
        """What an expression gives; `_BETWEEN` while one document follows another."""
        try:
            made = await self.session.send("Page.createIsolatedWorld", {"frameId": self.frame, "worldName": _WORLD})
            asked = {"expression": expression, "contextId": made["executionContextId"], "returnByValue": True}
            answer = await self.session.send("Runtime.evaluate", asked)
        except BrowserError:
            return _BETWEEN
        return answer["result"].get("value", _BETWEEN)


async def _world_of(page: Page) -> World:
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    return World(session, tree["frameTree"]["frame"]["id"])


def _fail(crash: asyncio.Future[Rendered]) -> None:
    if not crash.done():
        crash.set_exception(BrowserError("the page has crashed"))


def _asker(request: Request, frame: Frame) -> str:
    """The address of the document that asks: for a frame's document, that of the page it stands in."""
    above = frame.parent_frame if request.is_navigation_request() else None
    return (above or frame).url


async def _close(window: Page) -> None:
    """Close a window that the page opened."""
    with suppress(BrowserError):
        await window.close()


async def in_thread(work: Callable[[], Found]) -> Found:
    """What `work` gives, done on a thread of its own: a slow server keeps no other page's requests waiting."""
    done: Future[Found] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            done.set_exception(error)

    threading.Thread(target=run, name="visit", daemon=True).start()
    return await asyncio.wrap_future(done)
