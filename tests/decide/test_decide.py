"""What was found and what was known become one outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.decide import Sight, decide, decide_without_page, unchanged
from monitor.model import (
    REVISING,
    Change,
    Clause,
    Comparison,
    DatesComparison,
    Failure,
    Held,
    NotModified,
    Past,
    Side,
    Source,
    Terms,
    Verdict,
)
from monitor.read import read
from tests.decide.pages import NOON, page, terms_page

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import OutcomeKind

LATER = NOON + timedelta(hours=6)
SOURCE = Source("northline/voice", ("https://northline.example/voice",))


CLAUSE = Clause("1", "1.", "", "The customer pays within thirty days.", 0, 1)


def terms(digest: str) -> Terms:
    """Terms that go by their digest."""
    return Terms("Voice Terms", "en", (CLAUSE,), digest=digest)


def sight(digest: str, comparison: Comparison | None = None) -> Sight:
    """A page on which these terms were read."""
    return Sight(page("<h1>Voice Terms</h1>"), terms(digest), comparison)


def compared(verdict: Verdict, old: str = "old", new: str = "new") -> Comparison:
    """A comparison with this verdict, and what brings it about."""
    sides = Side("Voice Terms", "en", old, 5), Side("Voice Terms", "en", new, 5)
    dates = DatesComparison("date-only" if verdict == "date-only" else "undated")
    other = replace(CLAUSE, text=f"The customer pays as {new} has it.")
    changes = (Change("modified", (CLAUSE,), (other,)),) if verdict == "substantive" else ()
    return Comparison(verdict, *sides, dates, changes)


PAST = Past(revision=4, terms=terms("old"), known={"old": 4, "older": 2})


def test_what_was_never_seen_is_first() -> None:
    """It brings revision 1, and compares with nothing."""
    found = decide(SOURCE, Past(), sight("new"), NOON)
    assert (found.kind, found.revision, found.terms, found.comparison) == ("first", 1, terms("new"), None)
    assert not found.alert


def test_a_history_that_cannot_be_read_any_more_goes_on_with_a_further_revision() -> None:
    """Without old terms there is nothing to compare with; the numbers do not begin anew."""
    assert decide(SOURCE, Past(revision=4), sight("new"), NOON).revision == 5


@pytest.mark.parametrize(
    ("verdict", "kind", "revision", "alert"),
    [
        ("none", "unchanged", 4, False),
        ("cosmetic", "cosmetic", 4, False),
        ("renumbered", "renumbered", 5, False),
        ("date-only", "date-only", 5, True),
        ("substantive", "changed", 5, True),
    ],
)
def test_each_verdict_has_its_outcome(verdict: Verdict, kind: OutcomeKind, revision: int, *, alert: bool) -> None:
    """What alters a word, a label or a date brings a revision of its own, with its comparison and its terms."""
    comparison = compared(verdict)
    found = decide(SOURCE, PAST, sight("new", comparison), NOON)
    assert (found.kind, found.revision, found.alert) == (kind, revision, alert)
    assert found.comparison == (comparison if kind in REVISING else None)
    assert (found.terms, found.at, found.earlier) == (terms("new"), NOON, None)


@pytest.mark.parametrize("verdict", ["substantive", "date-only"])
def test_an_earlier_text_that_is_back_names_its_revision(verdict: Verdict) -> None:
    """Also where only the date went back."""
    found = decide(SOURCE, PAST, sight("older", compared(verdict, new="older")), NOON)
    assert (found.kind, found.revision, found.earlier, found.alert) == ("seen-before", 5, 2, True)


def test_numbers_that_go_back_are_renumbered() -> None:
    """A text that differs in its labels alone is no return of an earlier one."""
    found = decide(SOURCE, PAST, sight("older", compared("renumbered", new="older")), NOON)
    assert (found.kind, found.earlier) == ("renumbered", None)


def test_the_last_text_itself_is_not_back() -> None:
    """Where words are equal but the list of dates is not, only the date has moved."""
    assert decide(SOURCE, PAST, sight("old", compared("date-only", new="old")), NOON).kind == "date-only"


def test_not_modified_is_unchanged() -> None:
    """The revision stays; nothing is compared."""
    found = decide_without_page(SOURCE, PAST, NotModified(NOON), NOON)
    assert found == unchanged(SOURCE, PAST, NOON)
    assert (found.kind, found.revision, found.terms) == ("unchanged", 4, None)


def test_a_failure_keeps_the_revision_and_says_why() -> None:
    """It alerts nobody."""
    failure = Failure("timeout", "no answer in 30 s", NOON)
    found = decide_without_page(SOURCE, PAST, failure, NOON)
    assert (found.kind, found.revision, found.failure, found.alert) == ("failed", 4, failure, False)


@given(
    revision=st.integers(1, 10_000),
    digest=st.sampled_from(["old", "older", "new"]),
    verdict=st.sampled_from(["none", "cosmetic", "renumbered", "date-only", "substantive"]),
)
def test_a_revision_is_made_exactly_when_something_differs(revision: int, digest: str, verdict: Verdict) -> None:
    """The number grows by one with an outcome that revises, and stays with any other."""
    past = Past(revision=revision, terms=terms("old"), known={"old": revision, "older": 1})
    found = decide(SOURCE, past, sight(digest, compared(verdict, new=digest)), NOON)
    assert found.revision == revision + (found.kind in REVISING)
    assert (found.comparison is not None) == (found.kind in REVISING)
    assert (found.earlier is not None) == (found.kind == "seen-before")


# --- held -----------------------------------------------------------------------------

WALL = "<h1>Access denied</h1><p>Incident {}</p>"


def wall(number: int, at: datetime = NOON) -> Sight:
    """A page that refuses access, with a number of its own."""
    markup = WALL.format(number)
    seen = page(markup, at=at)
    return Sight(seen, read(seen, SOURCE))


def test_a_page_that_is_not_plausible_is_held() -> None:
    """It says why and since when, brings no revision and no terms, and alerts nobody."""
    found = decide(SOURCE, Past(), wall(1), NOON)
    assert (found.kind, found.revision, found.terms, found.comparison, found.alert) == ("held", 0, None, None, False)
    text = wall(1).terms.digest
    reason = "the page refuses access, and shows no terms"
    assert found.held == Held(reason, wall(1).page.digest, NOON, "blocked", text, NOON)


def test_a_page_is_held_since_its_kind_was_first_seen_and_its_text_since_that_was() -> None:
    """Another request number is no other page, but another text; another reason begins anew."""
    first = decide(SOURCE, Past(), wall(1), NOON).held
    assert first is not None
    again = decide(SOURCE, Past(held=first), wall(2), LATER).held
    assert again is not None
    assert (again.since, again.steady) == (NOON, LATER)
    same = decide(SOURCE, Past(held=first), wall(1), LATER).held
    assert same == first
    other = decide(SOURCE, Past(held=replace(first, kind="login")), wall(2), LATER).held
    assert other is not None
    assert other.since == LATER


def test_a_held_page_keeps_the_revision() -> None:
    """Beside good terms, too."""
    last = read(page(terms_page()), SOURCE)
    seen = wall(1)
    past = Past(revision=4, terms=last)
    found = decide(SOURCE, past, replace(seen, comparison=compare(last, seen.terms)), NOON)
    assert (found.kind, found.revision, found.alert) == ("held", 4, False)
