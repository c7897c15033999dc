"""Texts that come back: told once as a return, once as flapping, and then only what is new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.decide.lines import CALM
from tests.decide.watched import DAY, FRANCE, NINETY, SIXTY, TEN, Watched, kinds, terms


def test_an_earlier_text_that_is_back_is_told_with_its_revision() -> None:
    """It says which text it is, and what that undoes."""
    watched = Watched()
    first, changed, back = (watched.sees(markup) for markup in (terms(), terms(SIXTY), terms()))
    assert kinds([first, changed, back]) == [("first", False), ("changed", True), ("seen-before", True)]
    assert (back.revision, back.earlier, back.remarks) == (3, 1, ())
    assert back.comparison is not None
    assert [signal.new for change in back.comparison.changes for signal in change.signals] == ["thirty days"]


def test_a_page_that_goes_back_and_forth_is_told_so_once_and_then_no_more() -> None:
    """The third time says that it flaps; from then on the known variants are told to nobody."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), terms(SIXTY)) * 5]
    assert [outcome.alert for outcome in found] == [False, True, True, True, *[False] * 6]
    assert {outcome.kind for outcome in found[2:]} == {"seen-before"}
    assert "back and forth" in found[3].remarks[0]
    assert "back and forth" in found[4].quiet
    assert [outcome.earlier for outcome in found[2:5]] == [1, 2, 3]


def test_news_in_any_variant_of_a_flapping_page_is_told_alone() -> None:
    """The message holds the new clause, and nothing of what flaps."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY)) * 4:
        watched.sees(markup)
    news = watched.sees(terms(NINETY))
    assert (news.kind, news.alert) == ("changed", True)
    assert news.comparison is not None
    assert [change.new[0].text for change in news.comparison.substantive] == [NINETY[1]]
    other = watched.sees(terms(SIXTY, NINETY))
    assert (other.kind, other.alert) == ("changed", False)
    later = watched.sees(terms(SIXTY, NINETY, FRANCE))
    assert (later.kind, later.alert) == ("changed", True)


def test_a_return_after_a_calm_is_told_again() -> None:
    """What flapped once may be taken back for good a month later."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY)) * 4:
        watched.sees(markup)
    assert not watched.sees(terms()).alert
    assert watched.sees(terms(SIXTY), CALM + DAY).alert


def test_one_clause_that_is_taken_back_is_a_return_though_the_whole_text_is_new() -> None:
    """A clause came, another changed meanwhile, and the first goes again: that undoes what was told."""
    watched = Watched()
    for markup in (terms(), terms(extra="<p>Sundays are free of charge.</p>")):
        watched.sees(markup)
    watched.sees(terms(NINETY, extra="<p>Sundays are free of charge.</p>"))
    gone = watched.sees(terms(NINETY))
    assert (gone.kind, gone.alert, gone.earlier) == ("seen-before", True, 1)


def test_a_return_beside_news_is_told_with_it() -> None:
    """A page that takes one clause back and changes another has changed."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY)):
        watched.sees(markup)
    found = watched.sees(terms(FRANCE))
    assert (found.kind, found.alert) == ("changed", True)
    assert found.comparison is not None
    assert len(found.comparison.substantive) == 2


def test_a_clause_that_goes_for_the_first_time_is_news() -> None:
    """Nothing is a return that was never otherwise."""
    watched = Watched()
    watched.sees(terms())
    gone = watched.sees(terms((4, None)))
    assert (gone.kind, gone.alert) == ("changed", True)


def test_a_third_wording_in_the_same_place_is_news() -> None:
    """Thirty, sixty, thirty, ten: each of them is told."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), terms(SIXTY), terms(), terms(TEN))]
    assert [outcome.alert for outcome in found] == [False, True, True, True]
    assert found[-1].kind == "changed"


def dated(day: int) -> str:
    """Terms that state another day."""
    return terms().replace("</h1>", f"</h1><p>Last updated: {day} May 2026</p>")


def test_a_stated_date_that_goes_back_and_forth_is_told_no_more_than_a_text() -> None:
    """It moved, it went back, it flaps; and then only another date is told."""
    watched = Watched()
    found = [watched.sees(dated(day)) for day in (4, 5, 4, 5, 4, 5)]
    assert [outcome.alert for outcome in found] == [False, True, True, True, False, False]
    assert [outcome.kind for outcome in found[1:4]] == ["date-only", "seen-before", "seen-before"]
    assert kinds([watched.sees(dated(6))]) == [("date-only", True)]


def test_sections_that_change_places_and_back_flap_as_a_text_does() -> None:
    """Their words never went, but the order is a text of its own."""
    watched = Watched()
    there = terms()
    first, last = there.index("<h2>1."), there.index("<h2>2.")
    section = there[first:last]
    back = there[:first] + there[last:].replace("</main>", f"{section}</main>")
    found = [watched.sees(markup) for markup in (there, back) * 3]
    assert [outcome.alert for outcome in found][:2] == [False, True]
    assert not found[-1].alert


# --- whom a return concerns --------------------------------------------------------------


def test_a_return_concerns_those_who_were_told_of_what_it_undoes() -> None:
    """Who never heard of the change hears nothing of its end."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY), terms(SIXTY, FRANCE)):
        watched.sees(markup)
    watched.past = watched.told_to({2: {"legal"}, 3: {"legal", "desk"}})
    assert watched.sees(terms()).audience == frozenset({"legal", "desk"})


def test_a_return_concerns_all_where_nobody_is_known_to_have_been_told() -> None:
    """A history that was brought in tells nobody; those who watch now know only the last text."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY)):
        watched.sees(markup)
    back = watched.sees(terms())
    assert (back.alert, back.audience) == (True, None)


def test_what_nobody_was_told_of_is_undone_quietly() -> None:
    """A notice that was taken down is put up again: nobody knew that it was gone."""
    notice = "<p>We are updating these terms. The new version applies from 1 August 2026.</p>"
    watched = Watched()
    up = terms().replace("</h1>", f"</h1>{notice}")
    found = [watched.sees(markup) for markup in (up, terms(), up)]
    assert [outcome.alert for outcome in found] == [False, False, False]
    assert found[2].quiet == "it undoes what nobody was told of"


@pytest.mark.parametrize("days", [0.25, 1, 10])
def test_how_fast_it_goes_back_and_forth_does_not_count(days: float) -> None:
    """A page served in two variants is as much noise at each check as once a week."""
    watched = Watched()
    found = [watched.sees(markup, timedelta(days=days)) for markup in (terms(), terms(SIXTY)) * 4]
    assert [outcome.alert for outcome in found] == [False, True, True, True, *[False] * 4]


def numbered(*numbers: int) -> str:
    """Terms whose ten headings bear these numbers."""
    there = terms()
    for place, number in reversed(list(enumerate(numbers, 1))):
        there = there.replace(f"<h2>{place}. ", f"<h2>{number}! ")
    return there.replace("! ", ". ")


def test_a_heading_that_the_provider_gives_another_number_is_told_once() -> None:
    """A contract that quotes "section 9" has to know; numbers that go back and forth are told no more."""
    there, other = numbered(*range(1, 11)), numbered(*range(1, 9), 10, 11)
    watched = Watched()
    found = [watched.sees(markup) for markup in (there, other, there, other)]
    assert kinds(found) == [("first", False), ("changed", True), ("renumbered", False), ("renumbered", False)]
    assert found[1].comparison is not None
    assert {change.severity for change in found[1].comparison.changes} == {"low"}


def test_a_document_that_counts_from_another_number_is_renumbered() -> None:
    """All of its headings say the same of each other as before."""
    watched = Watched()
    found = [watched.sees(markup) for markup in (numbered(*range(1, 11)), numbered(*range(4, 14)))]
    assert kinds(found) == [("first", False), ("renumbered", False)]


def test_clauses_that_are_numbered_with_their_section_are_told() -> None:
    """What was "2." under A is quoted as "A.2." from then on."""
    watched = Watched()
    there = terms()
    other = there
    for number in range(10, 0, -1):
        other = other.replace(f"<h2>{number}. ", f"<h2>A.{number}. ")
    found = [watched.sees(markup) for markup in (there, other, there)]
    assert kinds(found) == [("first", False), ("changed", True), ("renumbered", False)]
    assert found[1].comparison is not None
    assert found[1].comparison.verdict == "renumbered"


def test_a_return_undoes_exactly_the_revisions_that_brought_what_goes() -> None:
    """Whoever was told of one of two changes is told that it is taken back, and who heard of a third is not."""
    watched = Watched()
    for markup in (terms(), terms(SIXTY), terms(SIXTY, NINETY), terms(SIXTY, NINETY, FRANCE)):
        watched.sees(markup)
    watched.past = watched.told_to({2: {"anna"}, 3: {"ben"}, 4: {"carla"}})
    assert watched.sees(terms(FRANCE)).audience == frozenset({"anna", "ben"})


def test_wording_that_flapped_and_settles_is_told_as_it_differs_from_what_was_told_last() -> None:
    """After a week of standing still; where it stands as was told there is nothing to add."""
    for last, alerts in ((terms(), 1), (terms(SIXTY), 0)):
        watched = Watched()
        for markup in (terms(), terms(SIXTY)) * 4:
            watched.sees(markup)
        found = [watched.sees(last, DAY) for _ in range(12)]
        assert sum(outcome.alert for outcome in found) == alerts
        if alerts:
            told = next(outcome for outcome in found if outcome.alert)
            assert (told.kind, told.earlier, "stands still again" in told.remarks[0]) == ("seen-before", 9, True)
            assert told.comparison is not None
            assert [signal.new for change in told.comparison.substantive for signal in change.signals] == [
                "thirty days"
            ]


def test_paragraphs_that_are_joined_and_parted_again_flap_as_a_text_does() -> None:
    """Their words are the same, but the clauses are not."""
    joined = terms().replace("</p><h2>5. Matter</h2><p>", " ")
    watched = Watched()
    found = [watched.sees(markup) for markup in (terms(), joined) * 4]
    assert [outcome.alert for outcome in found] == [False, True, True, True, *[False] * 4]


def test_a_list_that_is_shuffled_at_every_visit_is_told_no_more() -> None:
    """Each order is a new text, but the same clauses change places."""
    names = ["Harbor Cloud stores backups.", "Millrace sends mail.", "Oakline answers calls.", "Ferrow prints bills."]
    watched = Watched()
    alerts = 0
    for turn in range(24):
        order = [names[(turn * 3 + place * (1 + turn % 2 * 2)) % 4] for place in range(4)]
        found = watched.sees(terms(extra=f"<ul>{''.join(f'<li>{name}</li>' for name in order)}</ul>"))
        alerts += found.alert
    assert alerts <= 8
