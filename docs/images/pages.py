# ruff: noqa: INP001 - a script to run, no package to import
"""Takes docs/images/pages-overview.png and pages-change.png: the pages over two years of invented terms.

Run `make picture` after a change to how pages look. It needs Chromium (`make browser`), serves
on this machine only, and says the same terms on the same days each time.
"""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import sync_playwright

from monitor.archive import open_archive
from monitor.catalogue import catch_up
from monitor.check import check
from monitor.model import Failure, LogEntry, Page, Part, Source
from monitor.render.phrases import date_words
from monitor.web import links, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

    from monitor.archive import Library
    from monitor.model import Fetched

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LATELY = timedelta(hours=2)
WIDTH, LOW, HIGH = 1280, 745, 1180  # pixels: what a README shows without scrolling far

COMMON = """1. Changes
1.1 {name} may change these terms. Changes take effect {effect} after they are posted on this page.
1.2 A customer who does not agree may terminate in writing before a change takes effect.
2. Fees
2.1 Fees are invoiced monthly in arrears and are due within {days} days of the invoice.
2.2 Late payment bears interest of {interest} percent a year.
2.3 {name} may adjust fees once in a calendar year, by no more than {raise_} percent.
3. Service
3.1 The service is available {uptime} percent of each month, planned maintenance apart.
3.2 {maintenance}
3.3 For each full hour of downtime the customer is credited {credit} percent of the monthly fee.
4. Data
4.1 Customer data stays the customer's. {name} processes it on instruction only.
4.2 {audit}
4.3 Backups are kept for {kept} days and deleted thereafter.
5. Liability
5.1 Liability for intent and gross negligence is unlimited.
5.2 In all other cases the liability of {name} ends at {cap} euros in a contract year.
6. Term
6.1 Either party may terminate with {notice} days' notice to the end of a month.
6.2 {name} may suspend the service where an invoice is overdue by more than {overdue} days.
"""

FIRST: dict[str, str | int] = {
    "effect": "30 days",
    "days": 30,
    "interest": 5,
    "raise_": 3,
    "uptime": "99.9",
    "credit": 5,
    "kept": 90,
    "cap": "500,000",
    "notice": 60,
    "overdue": 30,
    "maintenance": "Planned maintenance is announced five business days ahead.",
    "audit": "The customer may audit the processing once a year, itself or by a third party.",
}
"""What the terms say at first, of everything in which they differ later."""

GRAVE: dict[str, str | int] = {
    "days": 14,
    "cap": "100,000",
    "notice": 30,
    "credit": 2,
    "maintenance": "Planned maintenance is announced two business days ahead.",
    "audit": "The customer may request a summary of the latest audit report once a year.",
}
"""What a change of the second picture brings."""


@dataclass(frozen=True)
class Told:
    """A document: its id, its title, and how many days ago it came to say what, with the day that it states."""

    name: str
    title: str
    says: tuple[tuple[int, dict[str, str | int], int], ...]

    @property
    def source(self) -> Source:
        """As it is watched."""
        return Source(self.name, (f"https://{self.name.replace('/', '.example/legal/')}",), self.title)

    def text(self, until: int) -> str:
        """What it says after so many of its changes, as Markdown."""
        said = FIRST | {"name": self.name.partition("-")[0].title()}
        for _, brought, _ in self.says[: until + 1]:
            said |= brought
        stated = date_words((NOW - self.says[until][2] * DAY).date().isoformat())
        lines = COMMON.format_map(said).splitlines()
        clauses = [f"## {line}" if line[1] == "." and line[2] == " " else line for line in lines]
        return "\n\n".join([f"# {self.title}", f"Last updated: {stated}", *clauses])


LEFT: dict[str, str | int] = {}
DOCUMENTS = (
    Told("fennimore-mail/messaging-supplement", "Fennimore Messaging Supplement",
         ((700, LEFT, 700), (250, {"uptime": "99.5"}, 250), (80, {"days": 21, "interest": 8}, 80))),
    Told("harbor-cloud/acceptable-use", "Harbor Acceptable Use Policy",
         ((690, LEFT, 690), (130, {"overdue": 14}, 690), (41, {"overdue": 10}, 41))),
    Told("harbor-cloud/data-processing", "Harbor Data Processing Addendum",
         ((690, LEFT, 690), (290, {"kept": 60}, 290), (160, {"kept": 30}, 160), (20, {"audit": GRAVE["audit"]}, 160))),
    Told("harbor-cloud/terms-of-service", "Harbor Cloud Terms of Service",
         ((690, LEFT, 690), (330, {"interest": 6}, 330), (210, {"raise_": 5}, 210), (100, {"kept": 60}, 100),
          (3, GRAVE, 100))),
    Told("northline-telecom/service-levels", "Northline Service Levels",
         ((640, LEFT, 640), (300, {"uptime": "99.95"}, 300), (12, {"uptime": "99.5", "credit": 3}, 12))),
    Told("northline-telecom/voice-terms", "Northline Voice Terms",
         ((640, LEFT, 640), (190, {"notice": 90}, 190))),
    Told("quayside-dns/registry-agreement", "Quayside Registry Agreement",
         ((500, LEFT, 500), (60, {"raise_": 7}, 60))),
    Told("quayside-dns/privacy-notice", "Quayside Privacy Notice", ((500, LEFT, 500),)),
)  # fmt: skip
CHANGED, HELD, FAILING = DOCUMENTS[3], DOCUMENTS[5], DOCUMENTS[7]
WALL = "# Please confirm that you are human\n\nOur systems have noticed unusual traffic.\n"
SOURCES = tuple(one.source for one in DOCUMENTS)


def main() -> None:
    """Write the pictures beside this file."""
    with TemporaryDirectory() as folder, open_archive(Path(folder) / "archive.db") as archive:
        fill(archive)
        app = make_app(SOURCES, archive, lambda: NOW)
        with serving(app) as base, sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=chromium())
            page = browser.new_page(viewport={"width": WIDTH, "height": LOW}, color_scheme="light")
            change = links.change(CHANGED.name, len(CHANGED.says))
            for name, address, high in (("overview", links.overview(order="state"), LOW), ("change", change, HIGH)):
                page.set_viewport_size({"width": WIDTH, "height": high})
                page.goto(base + address)
                page.screenshot(path=HERE / f"pages-{name}.png")
            browser.close()


def chromium() -> str | None:
    """The browser of the system, or None for that of Playwright."""
    return next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)


def fill(archive: Library) -> None:
    """Two years of looks at every document."""
    for told in DOCUMENTS:
        for count, (ago, _, _) in enumerate(told.says):
            if count:
                see(archive, told, told.text(count - 1), NOW - (ago + 1) * DAY)
            see(archive, told, told.text(count), NOW - ago * DAY)
        lately = 10 * DAY if told in (HELD, FAILING) else LATELY
        see(archive, told, told.text(len(told.says) - 1), NOW - lately)
    for before in (2 * DAY, LATELY):
        see(archive, HELD, WALL, NOW - before)
    for days in range(8, -1, -1):
        at = NOW - days * DAY - LATELY
        look(archive, FAILING, Failure("http", "the server answered 503", at), at)
    looked_at = ((0, 2), (0, 3), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3), (4, 2), (5, 2))
    for place, revision in looked_at:
        archive.note(LogEntry(DOCUMENTS[place].name, revision, "acknowledged", "Ines Marrow", NOW - 40 * DAY))
    archive.note(LogEntry(CHANGED.name, 4, "accepted", "Ines Marrow", NOW - 90 * DAY, ref="C-1042"))
    catch_up(archive, SOURCES)


def see(archive: Library, told: Told, text: str, at: datetime) -> None:
    """Look at a document that says this."""
    url = told.source.url
    look(archive, told, Page((Part(url, url, text.encode(), "text/markdown"),), at), at)


def look(archive: Library, told: Told, came: Fetched, at: datetime) -> None:
    """Look at a document for which this comes."""
    check(told.source, at, fetch=lambda *_: came, archive=archive, subscribers=[], sources=SOURCES)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The pages on a free port of this machine, while the block lasts."""
    ear = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [ear]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{ear.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        ear.close()


if __name__ == "__main__":
    main()
