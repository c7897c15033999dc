"""What operators are told of sources that have moved: each new address once."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import NotModified, Outcome, Page, Part
from tests.decide.operated import ELSEWHERE, HOUR, NOON, SOURCE, Watch


def test_a_new_address_is_told_once() -> None:
    """With the address beside the message, for whoever shows it to make harmless."""
    watch = Watch()
    assert watch.reads(NOON, moved=ELSEWHERE) == ["moved"]
    assert (watch.only.url, watch.message.split("\n")[0]) == (ELSEWHERE, "has moved")
    assert ELSEWHERE not in watch.message
    assert watch.reads(NOON + HOUR, moved=ELSEWHERE) == []


def test_another_new_address_is_told_and_an_old_one_not_again() -> None:
    """Also where a server alternates."""
    watch = Watch()
    addresses = [ELSEWHERE, "", f"{ELSEWHERE}-2", ELSEWHERE, f"{ELSEWHERE}-2"]
    told = [watch.reads(NOON + number * HOUR, moved=url) for number, url in enumerate(addresses)]
    assert told == [["moved"], [], ["moved"], [], []]


def test_an_address_that_differs_at_every_look_is_no_move() -> None:
    """After a few of them nothing more is told, and nothing more is kept."""
    watch = Watch()
    told = [watch.reads(NOON + number * HOUR, moved=f"{ELSEWHERE}/{number}") for number in range(50)]
    assert sum(map(len, told)) == 4
    assert len(watch.past.memory.warned) == 4


def test_a_corrected_address_begins_anew() -> None:
    """What was told of the old one is forgotten."""
    watch = Watch()
    watch.reads(NOON, moved=ELSEWHERE)
    watch.source = replace(SOURCE, urls=(ELSEWHERE,))
    assert watch.reads(NOON + HOUR) == []
    assert watch.past.memory.warned == frozenset()


def test_what_a_page_calls_its_own_address_is_told_with_less_certainty() -> None:
    """It may be careless."""
    watch = Watch()
    assert watch.reads(NOON, canonical="/policies/voice") == ["moved"]
    assert (watch.only.url, watch.message.split("\n")[0]) == (ELSEWHERE, "may have moved")
    assert watch.reads(NOON + HOUR, canonical="/policies/voice") == []
    assert watch.reads(NOON + 2 * HOUR, moved=ELSEWHERE) == []


def test_which_part_has_moved_is_said() -> None:
    """Where a document is in several."""
    two = replace(SOURCE, urls=(SOURCE.url, f"{SOURCE.url}-annex"))
    page = Page(tuple(Part(url, ELSEWHERE, b"", moved=ELSEWHERE) for url in two.urls), NOON)
    watch = Watch(two)
    assert watch.see(Outcome(two, NOON, "unchanged", 7), page) == ["moved", "moved"]
    asked = [f"It is asked for at {two.urls[1]}." in alarm.message for alarm in watch.last.alarms]
    assert asked == [False, True]


def test_where_a_challenge_stands_nothing_has_moved() -> None:
    """But a page that is held as another than the terms may be there because they have."""
    assert Watch().held(NOON, "challenge", moved="https://northline.example/are-you-human") == ["held"]
    assert Watch().held(NOON, "elsewhere", moved="https://northline.example/") == ["held", "moved"]


def test_a_move_is_no_outage() -> None:
    """It neither ends nor begins one, and outlasts one."""
    watch = Watch()
    watch.reads(NOON, moved=ELSEWHERE)
    watch.held(NOON + HOUR)
    assert watch.reads(NOON + 2 * HOUR, moved=ELSEWHERE) == ["recovered"]
    assert watch.reads(NOON + 3 * HOUR, moved=ELSEWHERE) == []


def test_a_page_that_moved_and_did_not_change_has_moved() -> None:
    """Also where the server only says that nothing has changed; once, as ever."""
    watch = Watch()
    moved = NotModified(NOON, ((SOURCE.url, ELSEWHERE),))
    assert watch.see(Outcome(SOURCE, NOON, "unchanged", 7), moved) == ["moved"]
    assert watch.only.url == ELSEWHERE
    assert watch.see(Outcome(SOURCE, NOON + HOUR, "unchanged", 7), moved) == []
    assert watch.reads(NOON + 2 * HOUR, moved=ELSEWHERE) == []
