from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Comparison, DatesComparison, DatesVerdict, Side, Signal, StatedDate
from monitor.render import clause_name, counts_words, dates_words, headline, verdict_words
from monitor.render.phrases import date_words, signal_words, time_words
from tests.render.examples import AT, CHANGED, COMPARISON, DATE_ONLY, FOLLOWS, SEEN_BEFORE, clause, notice, side


def dated(verdict: DatesVerdict, old: str | None, new: str | None) -> Comparison:
    """A comparison with these dates."""
    return replace(COMPARISON, dates=DatesComparison(verdict, old, new))


def test_the_headline_says_document_change_and_gravity() -> None:
    """One line tells the provider, the document, what changed and how grave it is."""
    assert headline(CHANGED) == (
        "Northline Telecom Voice Terms: 1 clause changed, 1 added, 1 removed, 1 moved, 1 retitled (high)"
    )


def test_the_headline_names_the_provider_where_the_title_does_not() -> None:
    """A title such as "Voice Terms" alone does not say whose terms they are."""
    assert headline(replace(CHANGED, title="Voice Terms")).startswith("Northline – Voice Terms: 1 clause")
    assert headline(replace(CHANGED, title="")).startswith("Northline – Voice Terms: 1 clause")


def test_the_headline_says_that_an_earlier_text_is_back() -> None:
    """A text seen before is told as such, with the revision that it was."""
    assert "the text of revision 3 is back; 1 clause changed" in headline(SEEN_BEFORE)


def test_the_headline_says_that_only_the_date_moved() -> None:
    """A moved date is told with both dates, and without a severity."""
    assert headline(DATE_ONLY).endswith(": only the stated date moved from October 2025 to 2 March 2026")


def test_the_headline_of_a_rewritten_document_says_so() -> None:
    """Counts alone would hide that nothing is left of the old text."""
    rewritten = replace(COMPARISON, rewrite=True)
    assert ": rewritten, 1 clause changed" in headline(notice(comparison=rewritten))
    assert "read it as a new document" in verdict_words(rewritten)


def test_the_headline_of_a_change_without_words_says_what_it_was() -> None:
    """A subscriber who asked for renumberings is told of them in plain words."""
    renumbered = replace(COMPARISON, verdict="renumbered", changes=(FOLLOWS,))
    assert headline(notice("renumbered", renumbered)).endswith(": only clause numbers changed")
    assert headline(notice("changed", renumbered)).endswith(": only clause numbers changed")


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (dated("silent", "2025-10", "2025-10"), "Silent edit: the text changed, but the page still says “Updated: Oct"),
        (dated("silent", "2024", "2024"), "Silent edit: the text changed, but the page still says “2024”."),
        (dated("announced", "2025-10", "2026-03-02"), "the stated date moved from October 2025 to 2 March 2026."),
        (dated("announced", None, "2026-03-02"), "Announced: the stated date moved to 2 March 2026."),
        (dated("announced", "2025", None), "Announced: the stated date moved from 2025 and is gone."),
        (dated("undetermined", "2025-10", "2025-10"), "the stated month, October 2025, still covers it."),
        (dated("undetermined", "2025", "2025"), "the stated year, 2025, still covers it."),
        (dated("date-only", "2025-10", "2025-11"), "to November 2025; no word of the terms changed."),
        (dated("unchanged", "2025-10", "2025-10"), "The stated date did not move."),
        (dated("undated", None, None), "The page states no date of its own."),
    ],
)
def test_the_dates_are_told_as_a_sentence(comparison: Comparison, words: str) -> None:
    """Each dates verdict has its sentence, with the dates as people write them."""
    assert words in dates_words(comparison)


def test_a_version_or_a_note_that_announced_the_change_is_named() -> None:
    """Where no date moved, the sentence says what did."""
    same = dated("announced", "2025-10", "2025-10")
    version = replace(same, old=replace(side(), version="1"), new=replace(side(), version="2"))
    noted = replace(same, new=replace(side(), notes=("Added emergency calls.",)))
    assert "the stated version is now “2”" in dates_words(version)
    assert "own list of revisions has a new entry" in dates_words(noted)


def test_counts_stand_in_a_fixed_order_in_plain_words() -> None:
    """Counts begin with what was modified, whatever came first in the document."""
    assert counts_words(COMPARISON) == "1 modified, 1 added, 1 removed, 1 moved, 1 retitled, 5 renumbered, 1 relinked"
    assert counts_words(replace(COMPARISON, changes=())) == "no clause changed"


@pytest.mark.parametrize(
    ("label", "heading", "path", "name"),
    [
        ("4.2", "Availability.", "4/4.2", "4.2 Availability"),
        (None, "Availability:", "Availability", "Availability"),
        ("4.2", "", "4/4.2", "4.2"),
        ("(a)", "", "15/(a)", "15 › (a)"),
        (None, "", "Definitions/Recording", "Definitions › Recording"),
    ],
)
def test_a_clause_is_called_what_a_person_would_call_it(label: str | None, heading: str, path: str, name: str) -> None:
    """Label and heading, or where it stands when these alone would not find it."""
    assert clause_name(clause(label, heading, "Some words.", path=path)) == name


def test_a_clause_without_any_name_is_called_by_its_first_words() -> None:
    """Eight words are enough to find it."""
    nameless = replace(clause(None, "", "One two three four five six seven eight nine."), path="")
    assert clause_name(nameless) == "“One two three four five six seven eight…”"


def test_a_very_long_heading_is_cut_at_a_word() -> None:
    """A name fits a line."""
    name = clause_name(clause("1", "terms " * 60))
    assert len(name) <= 90
    assert name.endswith("terms…")


def test_signals_say_what_came_what_went_and_what_became_of_it() -> None:
    """A value on one side alone is new or gone."""
    assert signal_words(Signal("duration", "30 days", "60 days")) == "duration: 30 days → 60 days"
    assert signal_words(Signal("amount", None, "EUR 5")) == "amount: EUR 5 (new)"
    assert signal_words(Signal("amount", "EUR 5", None)) == "amount: EUR 5 (gone)"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2020", "2020"), ("2020-10", "October 2020"), ("2020-10-05", "5 October 2020"), ("2020-19", "2020-19"), ("", "")],
)
def test_dates_are_written_as_people_write_them(value: str, words: str) -> None:
    """A value that is no date stays as it is."""
    assert date_words(value) == words


def test_times_are_written_in_utc_whatever_the_locale() -> None:
    """The month is a word, so that nobody takes it for the day."""
    assert time_words(AT) == "2 March 2026, 09:05 UTC"


def test_a_side_without_a_title_is_called_untitled() -> None:
    """A file may have no title; the line still reads."""
    bare = Side("", "", "", 1, (StatedDate("updated", "", None, "day"),))
    assert dates_words(replace(dated("silent", None, None), new=bare)).endswith("list of revisions has no new entry.")
