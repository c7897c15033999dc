"""When a source is looked at in a browser: `render = "auto"`, from the plain page to what is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.check import check, rehearse
from monitor.fetch import Fetcher
from monitor.model import Failure, Page, Part, Past, Source
from tests.fetch.pages import GUARDED, SENTENCE, needs_browser
from tests.fetch.pages import TERMS as RENDERED
from tests.fetch.pages import markup as answer
from tests.fetch.servers import serve

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.model import Fetched, Outcome

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AUTO = Source("northline/voice", ("https://northline.example/voice",), render="auto")
SHELL = '<!doctype html><title>Voice Terms</title><div id="root"></div><script src="/app.js"></script>'
HELD = SHELL.replace("<div", "<nav><a href=/>Home</a></nav><main></main><div")
TERMS = "<!doctype html><title>Voice Terms</title><h1>Voice Terms</h1><p>1. The customer pays within 30 days.</p>"
CHANGED = TERMS.replace("30 days", "14 days")


def _page(text: str) -> Page:
    return Page((Part(AUTO.url, AUTO.url, text.encode(), "text/html; charset=utf-8"),), NOON)


@dataclass
class Twofold:
    """A provider's page, plain and rendered; it remembers how it was asked for."""

    plain: Fetched
    rendered: Fetched
    asked: list[object] = field(default_factory=list)

    def __call__(self, source: Source, past: Past, now: datetime) -> Fetched:
        del past, now
        self.asked.append(source.render)
        return self.rendered if source.render is True else self.plain


def _looked(plain: str, rendered: Fetched, source: Source = AUTO) -> tuple[Outcome, list[object]]:
    provider = Twofold(_page(plain), rendered)
    return rehearse(source, Past(), NOON, fetch=provider), provider.asked


@pytest.mark.parametrize("shell", [SHELL, HELD], ids=["nothing to read", "nothing but a menu"])
def test_an_empty_frame_is_looked_at_again_in_a_browser(shell: str) -> None:
    """What the browser shows decides; the plain page is forgotten."""
    found, asked = _looked(shell, _page(TERMS))
    assert (found.kind, asked) == ("first", ["auto", True])
    assert found.terms is not None
    assert found.terms.title == "Voice Terms"
    assert found.source == AUTO


def test_a_page_that_shows_its_terms_needs_no_browser() -> None:
    """Whoever sets auto for everything pays for a browser only where there is no other way."""
    found, asked = _looked(TERMS, _page(CHANGED))
    assert (found.kind, asked) == ("first", ["auto"])


def test_a_selector_that_matches_nothing_may_match_what_scripts_build() -> None:
    """A source may say which part of the built page holds the terms."""
    source = replace(AUTO, select="main p")
    found, asked = _looked(SHELL, _page(f"<main>{TERMS}</main>"), source)
    assert (found.kind, asked) == ("first", ["auto", True])


def test_where_rendering_fails_that_is_the_outcome() -> None:
    """The trouble that is told is the one that can be helped."""
    trouble = Failure("browser", "northline.example: no browser is installed", NOON, transient=False)
    found, _ = _looked(SHELL, trouble)
    assert (found.kind, found.failure) == ("failed", trouble)


def test_without_auto_the_reason_names_the_option() -> None:
    """No browser is started unasked."""
    found, asked = _looked(SHELL, _page(TERMS), replace(AUTO, render=False))
    assert asked == [False]
    assert found.failure is not None
    assert "set render = true" in found.failure.message


def test_what_was_rendered_is_recorded_and_compared_with_what_is_rendered_next(tmp_path: Path) -> None:
    """From look to look the rendered pages are compared, while the empty frame never changes."""
    with open_archive(tmp_path / "archive.db") as archive:
        kinds = []
        for day, text in enumerate([TERMS, TERMS, CHANGED, CHANGED]):
            provider = Twofold(_page(SHELL), _page(text))
            at = NOON + timedelta(days=day)
            kinds.append(check(AUTO, at, fetch=provider, archive=archive, subscribers=()).kind)
    assert kinds == ["first", "unchanged", "changed", "unchanged"]


@needs_browser
def test_auto_reads_a_page_that_scripts_build_in_a_real_browser() -> None:
    """From the server to the terms."""
    built = f"document.getElementById('root').innerHTML = `{RENDERED}`"
    shell = f"<!doctype html><title>Voice Terms</title><div id=root></div><script>{built}</script>"
    with serve({"/terms": answer(shell)}) as site, Fetcher(GUARDED) as fetcher:
        source = replace(AUTO, urls=(site.url(),), robots="ignore")
        found = rehearse(source, Past(), NOON, fetch=fetcher.fetch)
    assert found.kind == "first"
    assert found.terms is not None
    assert sum(SENTENCE in clause.text for clause in found.terms.clauses) == 8
