"""A Chromium that cannot reach the network by itself: found, started, and ended for certain."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from playwright.async_api import Error as BrowserError
from playwright.async_api import async_playwright

from monitor.fetch.browsing.page import Showing
from monitor.fetch.browsing.running import TOO_SLOW
from monitor.fetch.trouble import ExchangeError

__all__ = ["BrowserError", "Engine", "NoBrowser", "start"]

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Playwright

    from monitor.fetch.browsing.visit import Rendered, Visit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CLOSING = 3.0  # seconds; a context closes in 0.02, also one whose page runs in circles
MOST_HEAP = 384  # MB for the objects of one page's scripts; large applications take some 100
MOST_MEMORY = 1_000  # MB for one of the browser's processes; the largest was 240 with a page of 8 MB
WATCH = 0.25  # seconds between looks at that; buffers, which are no objects, can grow by 1 GB a second

# What the browser would do past the routes that answer its requests has nowhere to go: its only way out is a proxy
# that takes no connection, no name resolves, and what speaks UDP may not.
_WALLS = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-gpu",
    f"--js-flags=--max-old-space-size={MOST_HEAP}",
)
# What the browser needs of the environment. The rest is ours: it may hold passwords.
_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")

_CRASHED = "the browser could not go on with its page; it will be tried again"


class NoBrowser(Exception):
    """No Chromium is installed where one is looked for."""


@dataclass(frozen=True)
class Engine:
    """A running browser: the driver that speaks to it, its process, and the door that stays shut."""

    driver: Playwright
    browser: Browser
    session: CDPSession
    process: int
    folder: Path
    door: socket.socket
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    closing: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def runs(self) -> bool:
        """Whether it can be asked for a page. That it has ended shows at the driver only after a while."""
        return self.browser.is_connected() and not self.ended.is_set()

    async def show(self, visit: Visit) -> Rendered:
        """One page in a context of its own, of which nothing is left afterwards; raises `ExchangeError`."""
        try:
            async with asyncio.timeout(visit.budget.remaining()):
                return await self._shown(visit, await self._context())
        except TimeoutError as error:
            raise ExchangeError("timeout", visit.host, TOO_SLOW) from error
        except BrowserError as error:
            await self._notice_end()
            raise ExchangeError("browser", visit.host, _CRASHED) from error

    async def _shown(self, visit: Visit, context: BrowserContext) -> Rendered:
        shown = asyncio.ensure_future(Showing(visit, context).render())
        watch = asyncio.ensure_future(self._watch())
        try:
            await asyncio.wait({shown, watch}, return_when=asyncio.FIRST_COMPLETED)
            return shown.result() if shown.done() else watch.result()
        finally:
            shown.cancel()
            watch.cancel()
            self._close_by_itself(context)

    async def _context(self) -> BrowserContext:
        try:
            return await self.browser.new_context(
                accept_downloads=False,
                service_workers="block",
                locale="en-US",
                timezone_id="UTC",
                reduced_motion="reduce",
            )
        except asyncio.CancelledError:
            self.kill()  # it did not even give an empty page in the time there was
            raise

    async def _notice_end(self) -> None:
        """Take it for ended where it does not answer: where its driver ended before it, nothing else says so."""
        try:
            async with asyncio.timeout(CLOSING):
                await self.session.send("Browser.getVersion")
        except (TimeoutError, BrowserError):
            self.kill()

    async def _watch(self) -> NoReturn:
        """End each process that takes too much memory: a page's alone where it is a page's, or else all.

        Raises `BrowserError` when there is nobody left to ask.
        """
        while True:
            found = await self.session.send("SystemInfo.getProcessInfo")
            for one in found["processInfo"]:
                if _memory_of(one["id"]) > MOST_MEMORY and one["type"] == "renderer":
                    os.kill(one["id"], signal.SIGKILL)
                elif _memory_of(one["id"]) > MOST_MEMORY:
                    self.kill()
            await asyncio.sleep(WATCH)

    def _close_by_itself(self, context: BrowserContext) -> None:
        """Let a context close: whoever waits for its page need not wait for that, too."""
        closing = asyncio.ensure_future(self._close(context))
        self.closing.add(closing)
        closing.add_done_callback(self.closing.discard)

    async def _close(self, context: BrowserContext) -> None:
        try:
            async with asyncio.timeout(CLOSING):
                await context.close()
        except TimeoutError:
            self.kill()
        except BrowserError:
            pass  # it is gone already

    def kill(self) -> None:
        """End the browser's processes, whatever they do: they are a group of their own."""
        self.ended.set()
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(self.process) == self.process != os.getpgrp():
                os.killpg(self.process, signal.SIGKILL)

    async def end(self) -> None:
        """Close the browser and its driver, and take away what is left of it on the disk."""
        await asyncio.gather(*self.closing, return_exceptions=True)
        try:
            async with asyncio.timeout(CLOSING):
                await self.browser.close()
        except (TimeoutError, BrowserError):
            self.kill()
        with suppress(TimeoutError, BrowserError):
            async with asyncio.timeout(CLOSING):
                await self.driver.stop()
        self.door.close()
        if self.folder.name.startswith("playwright"):  # a browser that was killed took nothing away
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


async def start() -> Engine:
    """A browser, started; raises `NoBrowser`, and `BrowserError` where it does not start."""
    driver = await async_playwright().start()
    door = _shut_door()
    try:
        browser = await driver.chromium.launch(
            executable_path=_found(driver),
            args=[*_WALLS, f"--proxy-server=http://127.0.0.1:{door.getsockname()[1]}"],
            chromium_sandbox=os.geteuid() != 0,  # for root there is none: Chromium would not start
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        session = await browser.new_browser_cdp_session()
        return Engine(driver, browser, session, await _process_of(session), await _folder_of(session), door)
    except BaseException:
        door.close()
        with suppress(TimeoutError, BrowserError):
            async with asyncio.timeout(CLOSING):
                await driver.stop()
        raise


def _shut_door() -> socket.socket:
    """A port of this machine that nobody listens on, nor ever can while it is held."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    return door


def _found(driver: Playwright) -> str:
    """The Chromium of this machine, or one that Playwright has installed."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if Path(driver.chromium.executable_path).exists():
        return driver.chromium.executable_path
    raise NoBrowser


async def _process_of(session: CDPSession) -> int:
    found = await session.send("SystemInfo.getProcessInfo")
    return int(next(one["id"] for one in found["processInfo"] if one["type"] == "browser"))


async def _folder_of(session: CDPSession) -> Path:
    """Where the browser keeps its profile."""
    line = str((await session.send("SystemInfo.getInfo"))["commandLine"])
    return Path(line.partition("--user-data-dir=")[2].partition(" --")[0])


def _memory_of(process: int) -> int:
    """The memory of a process in MB; 0 where it has ended, or the system does not tell as Linux does."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000
