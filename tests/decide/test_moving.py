"""Clauses that change at every check: named once and muted, until they settle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.decide import looks_again
from monitor.decide.moving import SOON
from tests.decide.pages import SOURCE
from tests.decide.watched import DAY, HOUR, NINETY, ROUND, Watched, kinds, terms

WORDS = "apple birch cedar delta ember flint grove hazel ivory jewel karst linen maple north olive pearl".split()


def quoted(number: int, *more: tuple[int, str], tail: str = "") -> str:
    """Terms with a customer's words among them, others at each look."""
    said = f"{WORDS[number % 16]} {WORDS[(number * 5 + 3) % 16]}{number}.{tail}"
    return terms(*more, extra=f"<h2>11. Voices</h2><p>One of our customers says of the service: {said}</p>")


def volatile() -> Watched:
    """A source whose last clause was found volatile and is muted."""
    watched = Watched()
    found = [watched.sees(quoted(number), 12 * HOUR) for number in range(4)]
    assert "customers says" in found[-1].remarks[0]
    return watched


def test_a_clause_that_changes_at_every_check_is_named_once_and_then_muted() -> None:
    """After a day and three changes in a row; what was told until then was news."""
    watched = Watched()
    found = [watched.sees(quoted(number), 12 * HOUR) for number in range(9)]
    assert [outcome.alert for outcome in found] == [False, True, True, True, *[False] * 5]
    assert [len(outcome.remarks) for outcome in found] == [0, 0, 0, 1, *[0] * 5]
    assert "when it settles" in found[3].remarks[0]
    assert {outcome.quiet for outcome in found[4:]} == {"only clauses that change at every check have changed"}


def test_checks_within_a_day_do_not_make_a_clause_volatile() -> None:
    """A provider may mend a clause several times on the day it is published."""
    watched = Watched()
    found = [watched.sees(quoted(number), HOUR) for number in range(8)]
    assert all(outcome.alert and not outcome.remarks for outcome in found[1:])


@pytest.mark.parametrize("between", ["same page", "not modified", "same words"])
def test_a_check_that_finds_it_unchanged_begins_the_count_anew(between: str) -> None:
    """Edits of every other day are changes to be told, each of them."""
    watched = Watched()
    watched.sees(quoted(0))
    for number in range(1, 9):
        found = watched.sees(quoted(number), DAY)
        assert (found.alert, found.remarks) == (True, ())
        if between == "not modified":
            watched.is_not_modified(DAY)
        else:
            watched.sees(quoted(number) + ("<!-- -->" if between == "same words" else ""), DAY)
    watched.is_not_modified(DAY)
    assert not watched.past.memory.moving


def test_a_count_of_days_is_named_though_checks_between_find_it_unchanged() -> None:
    """It moves once a day and is looked at four times: after five days there is nothing new in that."""
    watched = Watched()
    found = [watched.sees(quoted(number // 4)) for number in range(40)]
    told = [place // 4 for place, outcome in enumerate(found) if outcome.alert]
    assert told == [1, 2, 3, 4, 5]
    assert "when it settles" in found[20].remarks[0]


def test_a_change_of_something_else_begins_the_count_anew() -> None:
    """Only a clause that moves while nothing else does is volatile."""
    watched = Watched()
    watched.sees(quoted(0))
    for number in range(1, 6):
        extra = ((1, f"Either party may end this contract with {number} weeks' written notice."),)
        more = extra if number % 2 else ()
        found = watched.sees(quoted(number, *more).replace("</h1>", f"</h1><p>Part {number} of many.</p>" * number))
        assert (found.alert, found.remarks) == (True, ())


def test_a_real_change_inside_a_volatile_page_is_told_alone() -> None:
    """The muted clause is no part of the message."""
    watched = volatile()
    found = watched.sees(quoted(20, NINETY))
    assert (found.kind, found.alert) == ("changed", True)
    assert found.comparison is not None
    assert [change.new[0].text for change in found.comparison.substantive] == [NINETY[1]]


@pytest.mark.parametrize(
    "told",
    [
        quoted(20, tail=" We may sell what customers say."),
        quoted(20).replace("of the service", "of the whole service"),
        quoted(20).replace("customers says", "customers never says"),
    ],
)
def test_other_words_in_a_muted_clause_are_told(told: str) -> None:
    """Only what moved is muted: the words around it stand, and none come to them."""
    watched = volatile()
    found = watched.sees(told)
    assert (found.kind, found.alert) == ("changed", True)
    assert watched.sees(told.replace("20", "21")).alert  # it is counted anew


def test_a_muted_clause_that_is_taken_away_is_told() -> None:
    """Muted is what it says, not whether it stands."""
    watched = volatile()
    assert watched.sees(terms()).alert
    assert not watched.past.memory.moving


def test_a_clause_that_settles_is_told_as_it_differs_from_what_was_told_last() -> None:
    """Once, after a day of standing still, with a revision of its own."""
    watched = volatile()
    watched.sees(quoted(7), 12 * HOUR)
    found = [watched.sees(quoted(7), 12 * HOUR) for _ in range(5)]
    assert kinds(found) == [("unchanged", False)] * 2 + [("changed", True)] + [("unchanged", False)] * 2
    told = found[2]
    assert "stands still again" in told.remarks[0]
    assert told.comparison is not None
    (change,) = told.comparison.substantive
    assert (WORDS[3] in change.old[0].text, WORDS[7] in change.new[0].text) == (True, True)
    assert [outcome.revision for outcome in found] == [5, 5, 6, 6, 6]


def test_a_clause_that_settles_as_it_was_told_is_told_to_nobody() -> None:
    """There is nothing to add."""
    watched = volatile()
    watched.sees(quoted(7), 12 * HOUR)
    watched.sees(quoted(3), 12 * HOUR)
    assert [watched.sees(quoted(3), DAY).alert for _ in range(3)] == [False] * 3
    assert not watched.past.memory.moving
    assert watched.sees(quoted(9)).alert


def test_a_muted_clause_is_followed_to_another_number() -> None:
    """A clause that came above it moves it, and does not wake it."""
    watched = volatile()
    moved = quoted(3).replace("<h2>11. ", "<h2>11. More</h2><p>Support is given in English and in Irish.</p><h2>12. ")
    assert watched.sees(moved).alert
    assert not watched.sees(moved.replace(f"{WORDS[3]} ", "zebra ")).alert


def test_a_look_at_the_same_page_is_worth_while_while_a_clause_moves() -> None:
    """A page that a history leaves standing has stopped moving by the next round."""
    watched = Watched()
    for number in range(2):
        watched.sees(quoted(number))
    assert looks_again(SOURCE, watched.past) == watched.at + SOURCE.every
    watched.sees(quoted(1))
    assert looks_again(SOURCE, watched.past) == watched.at - ROUND + SOON
    watched.is_not_modified(2 * DAY)
    assert looks_again(SOURCE, watched.past) is None
    muted = volatile()
    assert looks_again(SOURCE, muted.past) == muted.at + SOURCE.every
    muted.is_not_modified()
    assert looks_again(SOURCE, muted.past) == muted.at + timedelta(days=1)


def two(number: int, fee: int) -> str:
    """Terms with a token that moves and a fee that may."""
    return terms(
        extra=f"<h2>11. Token</h2><p>Your number here is {number} today.</p><h2>12. Fee</h2><p>It is {fee} a month.</p>"
    )


def test_a_clause_that_settles_is_told_though_another_goes_on_moving() -> None:
    """A token that never rests hides no fee."""
    watched = Watched()
    for number in range(6):
        watched.sees(two(number, number))
    found = [watched.sees(two(number, 999)) for number in range(6, 14)]
    told = [outcome for outcome in found if outcome.alert]
    assert len(told) == 1
    assert told[0].comparison is not None
    assert [change.new[0].text for change in told[0].comparison.substantive] == ["It is 999 a month."]


@pytest.mark.parametrize(
    "after",
    [
        "Offer 9 of the day: who ends it early pays 90 days, and who waits pays 30 days.",
        "Offer 9 of the day: who ends it early pays 30 days, and who waits never pays 90 days.",
        "Offer 9 of the day: who ends it early pays 30 days, and who waits pays 5 days.",
    ],
    ids=["figures swapped", "a negation", "another figure"],
)
def test_what_is_muted_is_only_what_moves(after: str) -> None:
    """The words around it stand in their order, and none comes in that turns them round."""
    said = "Offer {} of the day: who ends it early pays 30 days, and who waits pays 90 days."
    watched = Watched()
    for number in ("1", "2 (for some)", "3", "4", "5", "6"):
        watched.sees(terms(extra=f"<p>{said.format(number)}</p>"))
    assert not watched.sees(terms(extra=f"<p>{said.format(8)}</p>")).alert
    assert watched.sees(terms(extra=f"<p>{after}</p>")).alert


def test_the_end_of_a_volatile_clause_is_told_though_its_last_words_were_not() -> None:
    """Subscribers know that it moved, and now that it is gone."""
    watched = volatile()
    watched.sees(quoted(9))
    assert watched.sees(terms()).alert


def test_a_muted_clause_is_followed_where_nothing_else_changed() -> None:
    """A line that is no text may move it to another place."""
    watched = volatile()
    aged = quoted(3).replace("</h2><p>One", "</h2><p>Updated 5 days ago</p><p>One")
    assert watched.sees(aged).kind == "cosmetic"
    assert not watched.sees(aged.replace(WORDS[3], "zebra")).alert


def test_a_date_that_is_always_today_is_named_and_muted() -> None:
    """A page that says each day that it was updated today says nothing."""
    watched = Watched()
    pages = [terms().replace("</h1>", f"</h1><p>Last updated: {day} May 2026</p>") for day in range(1, 15)]
    found = [watched.sees(page) for page in pages for _ in range(4)]
    assert sum(outcome.alert for outcome in found) == 5
    assert watched.sees(terms(NINETY).replace("</h1>", "</h1><p>Last updated: 16 May 2026</p>")).alert


def test_a_table_of_rates_may_move_as_a_whole() -> None:
    """Its rows change together at every check, and nothing else does."""
    watched = Watched()

    def rates(day: int) -> str:
        rows = "".join(f"<tr><td>Zone {zone}</td><td>{zone * 100 + day} cents</td></tr>" for zone in range(1, 7))
        return terms(extra=f"<h2>11. Rates</h2><table>{rows}</table>")

    found = [watched.sees(rates(day), DAY) for day in range(10)]
    assert [outcome.alert for outcome in found] == [False, True, True, True, *[False] * 6]
