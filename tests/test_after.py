"""The past goes on from look to look as an archive would have it: histories are replayed by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.archive import open_archive
from monitor.check import after, check, look
from monitor.model import Failure, Fetched, NotModified, Past
from tests.decide.pages import NOON, SOURCE, document, page
from tests.decide.watched import FRANCE, NINETY, SIXTY, terms

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from monitor.model import Outcome

SHORT = terms(*((place, None) for place in range(2, 10)))
PAGES = {
    "as it was": terms(),
    "sixty days": terms(SIXTY),
    "ninety days": terms(NINETY),
    "both": terms(SIXTY, NINETY),
    "France": terms(SIXTY, FRANCE),
    "much shorter": SHORT,
    "a wall": document("<h1>Access denied</h1><p>Incident 7</p>"),
    "dated": terms().replace("</h1>", "</h1><p>Last updated: 1 May 2026</p>"),
    "a quote": terms(extra="<p>One of our customers says: maple</p>"),
    "another quote": terms(extra="<p>One of our customers says: grove</p>"),
}
CAREFUL = replace(SOURCE, confirm=timedelta(hours=12))

Step = tuple[str, int]
steps = st.lists(
    st.tuples(st.sampled_from([*PAGES, "failure", "not modified"]), st.sampled_from([1, 6, 13, 25, 900])), max_size=9
)


def fetched(what: str, at: datetime) -> Fetched:
    """What a fetch brings at that time."""
    if what == "failure":
        return Failure("timeout", "no answer in 30 s", at)
    return NotModified(at) if what == "not modified" else page(PAGES[what], at=at)


def told(outcome: Outcome) -> tuple[object, ...]:
    """All that an outcome says, but what is remembered for later."""
    return (outcome.kind, outcome.revision, outcome.alert, outcome.quiet, outcome.remarks, outcome.earlier)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, careful=st.booleans(), cut=st.integers(0, 9))
def test_a_replay_in_memory_finds_what_checks_with_an_archive_find(
    tmp_path_factory: object, steps: list[Step], *, careful: bool, cut: int
) -> None:
    """Also where the first looks were recorded, and the rest goes on from there."""
    source = CAREFUL if careful else SOURCE
    with open_archive(_fresh(tmp_path_factory)) as archive:
        past, at = Past(), NOON
        for place, (what, hours) in enumerate(steps):
            at += timedelta(hours=hours)
            if place == cut:
                past = archive.past(source, at)
            seen = fetched(what, at)
            expected = look(source, past, seen, at)
            past = after(past, seen, expected)
            found = check(source, at, fetch=lambda *_, seen=seen: seen, archive=archive, subscribers=())
            assert told(found) == told(expected)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_no_order_of_checks_loses_a_text(steps: list[Step]) -> None:
    """A text that looks like the terms is known from its first sight on; one merely shorter once it stayed a day."""
    past, at = Past(), NOON
    since: dict[str, datetime] = {}
    for what, hours in steps:
        at += timedelta(hours=hours)
        seen = fetched(what, at)
        outcome = look(SOURCE, past, seen, at)
        before, past = past, after(past, seen, outcome)
        if what in {"failure", "not modified"}:
            since = since if what == "failure" else {}  # the server says that the last good page stands again
            continue
        since = {what: since.get(what, at)}
        stood = at - since[what] >= timedelta(days=1)
        if what != "a wall" and (what != "much shorter" or stood):
            assert outcome.kind != "held"
            assert past.terms is not None
            assert past.terms.digest in past.known
        assert set(before.known) <= set(past.known)


def _fresh(factory: object) -> Path:
    folder: Path = factory.mktemp("archive")  # type: ignore[attr-defined] # pytest's, whose type is private
    return folder / "archive.db"
