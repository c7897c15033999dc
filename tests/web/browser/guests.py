"""Browsers of visitors, and what is wrong with what they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

LONGEST = 5_000  # milliseconds for anything: pages take some hundredths of a second
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}


_TELL = """
document.addEventListener("securitypolicyviolation",
  (event) => console.error("refused by the policy: " + event.violatedDirective + " " + event.blockedURI));
"""


class Guests:
    """Opens a browser of its own for each guest, and notes the faults that all of them see."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser = browser
        self.base = base
        self._opened: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, **how: Any) -> Page:  # noqa: ANN401 - whatever a context may be opened with
        """An empty page in a browser without cookies."""
        options = {"base_url": self.base, "reduced_motion": "reduce", "viewport": WIDE, **how}
        context = self._browser.new_context(**options)
        self._opened.append(context)
        context.set_default_timeout(LONGEST)
        context.add_init_script(_TELL)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"error in a script: {error.error}"))
        context.on("request", self._asked)
        context.on("dialog", self._interrupted)
        return context.new_page()

    def forgive(self, words: str) -> None:
        """Take one fault back that was to be seen: browsers note refusals on the console."""
        self.faults.remove(next(fault for fault in self.faults if words in fault))

    def leave(self) -> None:
        """Close all browsers."""
        while self._opened:
            self._opened.pop().close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.page.url if message.page else ''} on the console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _interrupted(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()
