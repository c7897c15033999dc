"""Pages that do not look like the terms: what time confirms, what only a person can, and what comes after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.check import after, look
from monitor.decide import accept, looks_again, marks_of
from tests.decide.pages import SOURCE, document, page, terms_page
from tests.decide.watched import DAY, FRANCE, HOUR, SIXTY, Watched, kinds, terms

SHORT = terms(*((place, None) for place in range(2, 10)))
CHALLENGE = document(
    "<h1>Checking your browser</h1><p>Checking whether you are a robot. Ray ID: {}</p>", "Just a moment..."
)
GERMAN = document(
    "<main><h1>Nutzungsbedingungen</h1>"
    + "".join(
        f"<h2>{number}. Abschnitt</h2><p>{text}</p>"
        for number, text in enumerate(
            (
                "Der Kunde zahlt jede Rechnung innerhalb von dreißig Tagen nach ihrem Datum und ohne Abzug.",
                "Jede Partei kann diesen Vertrag mit einer Frist von sechzig Tagen schriftlich kündigen.",
                "Die Haftung endet bei den Entgelten der letzten zwölf Monate vor dem Anspruch.",
                "Es gilt das Recht Irlands, und die Gerichte in Dublin entscheiden.",
                "Der Anbieter verarbeitet personenbezogene Daten nur nach Weisung des Kunden.",
                "Niemand darf den Dienst ohne Zustimmung weiterverkaufen oder seine Sicherheit prüfen.",
            ),
            1,
        )
    )
    + "</main>",
    "Nutzungsbedingungen",
)


def test_a_page_that_is_merely_much_shorter_is_believed_when_it_is_still_so_after_a_day() -> None:
    """Until then it is held, and the last good revision stays the one compared with."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), SHORT, SHORT, SHORT, SHORT)]
    assert kinds(found) == [("first", False), *[("held", False)] * 4]
    believed = watched.sees(SHORT)
    assert (believed.kind, believed.alert, believed.revision) == ("changed", True, 2)
    assert believed.comparison is not None
    assert believed.comparison.counts == {"removed": 16}


def test_another_short_page_waits_for_itself() -> None:
    """What is confirmed is a text, not that some page was short."""
    watched = Watched()
    watched.sees(terms())
    shorter = terms(*((place, None) for place in range(1, 10)))
    found = [watched.sees(markup, 12 * HOUR) for markup in (SHORT, SHORT, shorter, shorter)]
    assert {outcome.kind for outcome in found} == {"held"}
    assert watched.sees(shorter, 12 * HOUR).kind == "changed"


def test_how_long_a_short_page_is_held_is_configured() -> None:
    """An hour, where somebody wants to know sooner."""
    watched = Watched(replace(SOURCE, hold=HOUR))
    assert [watched.sees(markup, HOUR).kind for markup in (terms(), SHORT, SHORT)] == ["first", "held", "changed"]


def test_a_short_page_that_comes_and_goes_is_never_believed() -> None:
    """Each time the terms are back it begins anew."""
    watched = Watched()
    watched.sees(terms())
    for _ in range(4):
        assert watched.sees(SHORT, 18 * HOUR).kind == "held"
        assert watched.sees(terms(), 18 * HOUR).kind == "unchanged"


def test_failures_between_do_not_end_the_wait() -> None:
    """A server that does not answer says nothing of the page."""
    watched = Watched()
    for markup in (terms(), SHORT):
        watched.sees(markup)
    watched.fails()
    watched.fails()
    assert watched.sees(SHORT, 12 * HOUR).kind == "changed"


@pytest.mark.parametrize("markup", [CHALLENGE, GERMAN], ids=["challenge", "language"])
def test_a_page_that_looks_like_no_terms_is_never_confirmed_by_time(markup: str) -> None:
    """However long it stays."""
    watched = Watched()
    watched.sees(terms())
    assert {watched.sees(markup, timedelta(days=days)).kind for days in (1, 2, 30)} == {"held"}
    assert looks_again(SOURCE, watched.past) is None


def test_terms_that_were_really_replaced_by_another_language_are_released_by_hand() -> None:
    """They become the next revision, and the next page is compared with them."""
    watched = Watched()
    watched.sees(terms())
    assert watched.sees(GERMAN).kind == "held"
    released = look(SOURCE, watched.past, page(GERMAN, at=watched.at), watched.at, accept)
    assert (released.kind, released.alert, released.revision) == ("changed", True, 2)
    assert released.comparison is not None
    assert released.comparison.rewrite


def test_a_change_made_during_an_outage_is_told_when_it_is_over() -> None:
    """Recovery compares with the last good revision, whatever stood there meanwhile."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), CHALLENGE.format(1), CHALLENGE.format(2), terms(SIXTY))]
    assert kinds(found) == [("first", False), ("held", False), ("held", False), ("changed", True)]
    assert found[-1].comparison is not None
    assert len(found[-1].comparison.substantive) == 1


def test_the_end_of_an_outage_alone_is_told_to_nobody() -> None:
    """The terms are as they were."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), CHALLENGE.format(1), terms())]
    assert kinds(found)[1:] == [("held", False), ("unchanged", False)]


def test_what_was_dismissed_is_held_for_good() -> None:
    """A short page of this text is not believed by time any more, and another one is."""
    watched = Watched()
    for markup in (terms(), SHORT):
        watched.sees(markup)
    assert watched.past.held is not None
    memory = replace(watched.past.memory, dismissed=marks_of(watched.past.held))
    watched.past = replace(watched.past, held=None, memory=memory)
    for _ in range(3):
        again = watched.sees(SHORT, DAY)
        assert again.kind == "held"
        assert again.held is not None
        assert again.held.kind == "dismissed"
    shorter = terms(*((place, None) for place in range(1, 10)))
    assert [watched.sees(shorter, DAY).kind for _ in range(2)] == ["held", "changed"]


def test_a_dismissed_wall_is_known_again_until_the_terms_are_back() -> None:
    """Its number differs each time; but the next outage is another one."""
    watched = Watched()
    for markup in (terms(), CHALLENGE.format(1)):
        watched.sees(markup)
    assert watched.past.held is not None
    memory = replace(watched.past.memory, dismissed=marks_of(watched.past.held))
    watched.past = replace(watched.past, held=None, memory=memory)
    found = [watched.sees(markup).held for markup in (CHALLENGE.format(2), terms(), CHALLENGE.format(3))]
    assert [held.kind if held else "" for held in found] == ["dismissed", "", "challenge"]


# --- confirm ---------------------------------------------------------------------------

CAREFUL = replace(SOURCE, confirm=12 * HOUR)


def test_with_confirm_a_change_waits_until_it_is_seen_again() -> None:
    """It is told once, with the revision that it then becomes."""
    watched = Watched(CAREFUL)
    found = [watched.sees(markup) for markup in (terms(), terms(SIXTY), terms(SIXTY), terms(SIXTY), terms(SIXTY))]
    assert [outcome.kind for outcome in found] == ["first", "held", "held", "changed", "unchanged"]
    assert found[1].held is not None
    assert found[1].held.kind == "unconfirmed"
    assert found[3].revision == 2


def test_with_confirm_a_change_that_is_gone_again_is_told_to_nobody() -> None:
    """That is what it is for."""
    watched = Watched(CAREFUL)
    found = [watched.sees(markup) for markup in (terms(), terms(SIXTY), terms(), terms())]
    assert kinds(found)[2:] == [("unchanged", False)] * 2


def test_with_confirm_a_further_change_waits_anew_and_both_are_told() -> None:
    """The comparison is with the last good revision."""
    watched = Watched(CAREFUL)
    for markup in (terms(), terms(SIXTY), terms(SIXTY, FRANCE), terms(SIXTY, FRANCE)):
        assert watched.sees(markup).kind in {"first", "held"}
    told = watched.sees(terms(SIXTY, FRANCE))
    assert told.kind == "changed"
    assert told.comparison is not None
    assert len(told.comparison.substantive) == 2


def test_without_confirm_nothing_waits() -> None:
    """It is off unless somebody asks for it."""
    watched = Watched()
    assert [watched.sees(markup).kind for markup in (terms(), terms(SIXTY))] == ["first", "changed"]


def test_a_look_at_the_same_page_is_worth_while_when_time_confirms_it() -> None:
    """Replays of a history ask when that is."""
    watched = Watched(CAREFUL)
    for markup in (terms(), terms(SIXTY)):
        watched.sees(markup)
    assert looks_again(CAREFUL, watched.past) == watched.at + 12 * HOUR
    watched.sees(terms())
    assert looks_again(CAREFUL, watched.past) is None
    watched.sees(SHORT)
    assert looks_again(CAREFUL, watched.past) == watched.at + 24 * HOUR


# --- a part that is missing --------------------------------------------------------------

THINGS = "apples birches cedars deltas embers flints groves hazels ivory jewels".split()
LONG = tuple(
    f"Clause {number} of the annex says in its own words {word} how {word} is handled, by whom, and for how long {word}"
    f" may be kept before the {number}th of the month in which the customer asks for it in writing and pays for it."
    for number, word in enumerate(THINGS * 4, 1)
)


def long_terms(*, until: int = 40, dated: str = "", first: str = LONG[0]) -> str:
    """Terms of forty long clauses, or only the first of them."""
    return terms_page((first, *LONG[1:until])).replace("</h1>", f"</h1>{dated}")


def test_a_large_part_that_is_missing_is_believed_when_it_still_is_after_a_day() -> None:
    """One page of several may not have been there; it comes back, or it was taken out for good."""
    watched = Watched()
    found = [watched.sees(long_terms(until=until)) for until in (40, 28, 40, 28, 28)]
    assert kinds(found)[1:] == [("held", False), ("unchanged", False), ("held", False), ("held", False)]
    assert found[1].held is not None
    assert found[1].held.kind == "lost"
    assert watched.sees(long_terms(until=28), DAY).kind == "changed"


@pytest.mark.parametrize(
    "after",
    [
        long_terms(until=35),
        long_terms(until=28, first="The customer pays within ten days, and not within thirty as it was before."),
        long_terms(until=28, dated="<p>Last updated: 2 May 2026</p>"),
    ],
    ids=["a smaller part", "a change besides", "another date"],
)
def test_a_part_that_was_taken_out_is_told_at_once(after: str) -> None:
    """Where it is no large one, or somebody was at work on the terms."""
    watched = Watched()
    watched.sees(long_terms(dated="<p>Last updated: 1 May 2026</p>" if "updated" in after else ""))
    assert kinds([watched.sees(after)]) == [("changed", True)]


def test_with_confirm_a_token_that_differs_each_time_does_not_keep_a_change_back() -> None:
    """The change itself was there all along; it waits twice as long, as others might."""
    watched = Watched(CAREFUL)
    watched.sees(terms(extra="<p>Your number here is 0 today.</p>"))
    found = [watched.sees(terms(SIXTY, extra=f"<p>Your number here is {turn} today.</p>")) for turn in range(1, 6)]
    assert kinds(found) == [("held", False)] * 4 + [("changed", True)]


def test_a_dismissed_text_that_is_released_after_all_is_the_terms() -> None:
    """From then on its words are believed, whatever markup they come in."""
    watched = Watched()
    for markup in (terms(), SHORT):
        watched.sees(markup)
    assert watched.past.held is not None
    memory = replace(watched.past.memory, dismissed=marks_of(watched.past.held))
    watched.past = replace(watched.past, held=None, memory=memory)
    fetched = page(SHORT, at=watched.at)
    watched.past = after(watched.past, fetched, look(SOURCE, watched.past, fetched, watched.at, accept))
    assert watched.sees(SHORT.replace("<main>", "<main><!-- -->")).kind == "unchanged"
