"""How many of the last good words a page has kept."""

from __future__ import annotations

import pytest

from monitor.compare import compare
from monitor.decide.weights import Kept, kept_of, size_of, weight
from monitor.model import Clause, Terms


def terms(*clauses: tuple[str, str]) -> Terms:
    """Terms of headings and texts."""
    return Terms(
        "Voice", "en", tuple(Clause(str(n), None, heading, text, 0, n) for n, (heading, text) in enumerate(clauses, 1))
    )


FEES = ("", "You pay every invoice within thirty days of its date.")
LAW = ("", "The law of Ireland governs all of this, and Dublin decides.")


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("You pay, in ten days.", 5), ("利用規約", 5), ("Zahlung später", 2)]
)
def test_words_are_counted_roughly(text: str, words: int) -> None:
    """Chinese and Japanese by character, and once more for each run of them."""
    assert weight(text) == words


def test_what_is_gone_is_not_kept() -> None:
    """A clause that was removed, the words that were struck from another, and headings, too."""
    last = terms(FEES, LAW)
    assert kept_of(last, last, compare(last, last)) == Kept(21, 21, 1.0)
    shorter = terms(FEES)
    assert kept_of(last, shorter, compare(last, shorter)).share == pytest.approx(10 / 21)
    edited = terms(("", FEES[1].replace("thirty", "ten")), LAW)
    assert kept_of(last, edited, compare(last, edited)).share == pytest.approx(20 / 21)
    titled = terms(("Fees and all that", ""), FEES, LAW)
    assert kept_of(titled, last, compare(titled, last)).share == pytest.approx(21 / 25)


def test_stated_dates_do_not_count() -> None:
    """They are not compared."""
    date = Clause("1", None, "", "Last updated: 1 March 2026", 0, 1, role="date")
    assert size_of(Terms("Voice", "en", (date,))) == 0
    nothing = Terms("Voice", "en", (date,))
    assert kept_of(nothing, terms(FEES), compare(nothing, terms(FEES))).share == 1.0
