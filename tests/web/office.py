"""An office with two watched documents, of which one has a page that is held, and browsers that ask for its pages."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from shutil import copyfile
from typing import TYPE_CHECKING, Self

from starlette.testclient import TestClient

from monitor.archive import open_archive
from monitor.check import check
from monitor.model import Page, Part, Source, Subscriber
from monitor.web import make_app
from monitor.web.pages import Teams
from monitor.web.security import WebSettings, guarded, hosts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from httpx2 import Response
    from starlette.types import ASGIApp

    from monitor.model import Outcome

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HERE = "http://localhost:8000"
OWN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = "harbour-lantern-42"
VOICE = Source("northline/voice", ("https://northline.example/voice",), "Northline Voice Terms")
QUAY = Source("quay/dns", ("https://quay.example/dns",), "Quay DNS Terms")
THIRD = Source("quay/fees", ("https://quay.example/fees",))
LEGAL = Subscriber("legal", "console", "")
OPS = Subscriber("ops", "console", "", sources=())
HOSTILE = "\u202e</p><script>alert(1)</script>\x1b[2J\x00\"'"

WALL = "# Access denied\n\nYour request was refused by the firewall. Incident 4711.\n"


def terms(days: int, last: str = "Faults are looked into.") -> str:
    """Terms of three clauses."""
    rule = "Changes to these terms take effect when they are posted."
    return f"# Northline Voice Terms\n\n1. Payment is due in {days} days.\n\n2. {rule}\n\n3. {last}\n"


class Office:
    """An archive, the pages over it behind the guard, and browsers; `kept` is an archive that was filled before."""

    def __init__(self, folder: Path, token: str = "", kept: Path | None = None) -> None:
        self._open = ExitStack()
        self.token = token
        self.path = folder / "archive.db"
        if kept:
            copyfile(kept, self.path)
        self.archive = self._open.enter_context(open_archive(self.path))
        self.sources = (VOICE, QUAY, THIRD)
        app = make_app(self.sources, self.archive, lambda: NOON + 30 * DAY, teams=Teams((LEGAL, OPS), "ops"))
        self.routes = app.routes
        self._settings = WebSettings(hosts_of("127.0.0.1", ""), token, b"k" * 32)
        self.app = guarded(app, self._settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def see(self, source: Source, text: str, at: datetime, media: str = "text/markdown") -> Outcome:
        """Look at a source that says this."""
        page = Page((Part(source.url, source.url, text.encode(), media),), at)
        subscribers = (LEGAL, OPS)
        return check(
            source,
            at,
            fetch=lambda *_: page,
            archive=self.archive,
            subscribers=subscribers,
            operator="ops",
            sources=self.sources,
        )

    def browser(self, client: str = "127.0.0.1", base: str = HERE) -> TestClient:
        """A browser with no cookies."""
        opened = TestClient(self.app, base_url=base, client=(client, 50_000), follow_redirects=False)
        return self._open.enter_context(opened)

    @contextmanager
    def without_patience(self) -> Iterator[ASGIApp]:
        """The same pages over the same file, which wait for no other writer."""
        with open_archive(self.path, patience=0.0) as hasty:
            yield guarded(make_app(self.sources, hasty, lambda: NOON + 30 * DAY), self._settings)

    def told(self) -> list[tuple[str, str]]:
        """Who is owed what."""
        return [(one.notice.subscriber, one.notice.type) for one in self.archive.owed(NOON + 60 * DAY)]

    def dump(self) -> list[str]:
        """All that is known of sources and was noted of revisions: what no reader may change."""
        with self.archive.connections.reading() as conn:
            tables = ("log", "standings", "revisions", "notices", "memories")
            known = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return [str(tuple(row)) for one in tables if one in known for row in conn.execute(f"SELECT * FROM {one}")]  # noqa: S608 - own names


def form_token(answer: Response) -> str:
    """The token in the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def hidden(answer: Response, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, answer.text
    return found[1]


def sign_in(browser: TestClient) -> None:
    """Send the form of /login as a browser does."""
    fields = {"csrf": form_token(browser.get("/login")), "token": TOKEN, "next": "/"}
    assert browser.post("/login", data=fields, headers=OWN).status_code == 303
