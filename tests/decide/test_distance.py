"""How far a told change is from what was accepted, in one sentence."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.check import after, look
from monitor.decide import distance_words, since_accepted
from monitor.model import Distance, Outcome, OutcomeKind, Past, Subscriber
from monitor.route import route
from tests.decide.pages import NOON, SOURCE, page
from tests.decide.watched import FRANCE, NINETY, SIXTY, terms

ACCEPTED = Distance(3, "Ann Lee", datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "C-17", 3)
LEGAL = Subscriber("legal", "email", "legal@northline.example", only=frozenset({"changed", "date-only", "seen-before"}))


def seen(text: str = "") -> Past:
    """The past of a source of which a text was accepted as its first revision."""
    first = look(SOURCE, Past(), page(text or terms()), NOON)
    return replace(after(Past(), page(text or terms()), first), accepted=Distance(1, "Ann Lee", NOON))


def said(outcome: Outcome) -> list[str]:
    """The remarks on a distance that an outcome makes."""
    return [remark for remark in outcome.remarks if "was accepted" in remark]


@pytest.mark.parametrize(
    ("number", "changes", "words"),
    [
        (3, 0, "."),
        (2, 0, "; this is revision 2, which came before it."),
        (4, 0, "; this is revision 4, with no change told since."),
        (4, 1, "; this is revision 4, the 1st change since."),
        (7, 4, "; this is revision 7, the 4th change since."),
        (25, 22, "; this is revision 25, the 22nd change since."),
        (26, 23, "; this is revision 26, the 23rd change since."),
        (15, 12, "; this is revision 15, the 12th change since."),
        (114, 111, "; this is revision 114, the 111th change since."),
    ],
)
def test_a_distance_is_one_sentence(number: int, changes: int, words: str) -> None:
    """It says what was accepted, by whom, when and for which contract, and how far this revision is from there."""
    sentence = distance_words(replace(ACCEPTED, changes=changes), number)
    assert sentence == f"Revision 3 was accepted by Ann Lee on 2 March 2026 (contract C-17){words}"


def test_without_a_contract_none_is_named() -> None:
    """The sentence is whole all the same."""
    assert distance_words(replace(ACCEPTED, ref=""), 3) == "Revision 3 was accepted by Ann Lee on 2 March 2026."


@given(by=st.text(), ref=st.text())
def test_no_name_moves_a_cursor_or_is_endless(by: str, ref: str) -> None:
    """Whatever a name is, the sentence is one line of words in the order in which they are read."""
    sentence = distance_words(replace(ACCEPTED, by=by, ref=ref), 7)
    unseen = {sign for sign in sentence if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unseen <= {"\u200c", "\u200d"}
    assert len(sentence) < 300


def test_a_change_is_told_with_its_distance() -> None:
    """In the notice of every subscriber, behind whatever else is to be remarked."""
    outcome = look(SOURCE, seen(), page(terms(SIXTY)), NOON)
    words = "Revision 1 was accepted by Ann Lee on 1 March 2026; this is revision 2, the 1st change since."
    assert said(outcome) == [words.replace("1 March", f"{NOON.day} {NOON:%B}")]
    [notice] = route(outcome, [replace(LEGAL, sources=("*",))])
    assert notice.remarks == outcome.remarks


def test_a_replay_counts_on_from_change_to_change() -> None:
    """The past after a told change is one change further; one that tells nothing is not."""
    past, told = seen(), []
    for text in (terms(SIXTY), terms(SIXTY), terms(SIXTY, FRANCE), terms(NINETY, FRANCE)):
        outcome = look(SOURCE, past, page(text), NOON)
        past = after(past, page(text), outcome)
        told += [remark.rpartition(", ")[2] for remark in said(outcome)]
    assert told == ["the 1st change since.", "the 2nd change since.", "the 3rd change since."]


@pytest.mark.parametrize("kind", ["first", "unchanged", "cosmetic", "renumbered", "held", "failed"])
def test_what_tells_nobody_has_no_distance(kind: OutcomeKind) -> None:
    """Whatever the outcome: there is no message that it could stand in."""
    changed = look(SOURCE, replace(seen(), accepted=None), page(terms(SIXTY)), NOON)
    assert since_accepted(replace(changed, kind=kind), ACCEPTED).remarks == changed.remarks


def test_what_is_kept_quiet_has_no_distance() -> None:
    """Nor has a change without a comparison to tell, nor one where nothing was accepted."""
    changed = look(SOURCE, replace(seen(), accepted=None), page(terms(SIXTY)), NOON)
    assert said(since_accepted(replace(changed, quiet="it oscillates"), ACCEPTED)) == []
    assert said(since_accepted(replace(changed, comparison=None), ACCEPTED)) == []
    assert said(since_accepted(changed, None)) == []
    assert said(since_accepted(changed, ACCEPTED)) != []
