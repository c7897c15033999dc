"""The catalogue follows from what was recorded: lines of revisions, words with the revisions they stood in, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.archive import open_archive
from monitor.archive.searches import LOOKED_AT, bounded
from monitor.catalogue import MAKER, behind, catch_up, catch_up_with, entry_of
from monitor.check import check
from monitor.errors import ArchiveDamaged, SearchTooWide
from monitor.model import Behind, Entry, Page, Part, Profile, Query, Source
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.places import Place, Stored

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",))
LINES = Source("northline-two/lines", ("https://northline.example/lines",))
FAULTS = "Faults are looked into within a day of a notice by the customer."
PAY = "Payment is due in {} days after the invoice was sent to the customer."


def see(archive: Stored, source: Source, at: datetime, *clauses: str) -> None:
    """Look at a source that says this."""
    rows = "\n\n".join(f"{number}. {text}" for number, text in enumerate(clauses, 1))
    text = f"# Voice Terms\n\nChanges to these terms take effect 30 days after they are posted.\n\n{rows}\n"
    page = Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)
    check(source, at, fetch=lambda *_: page, archive=archive, subscribers=[], sources=(VOICE, LINES))


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """One document in three revisions: its payment was reworded, then its clauses changed places."""
    with open_at(place) as opened:
        see(opened, VOICE, NOON, PAY.format(30), FAULTS)
        see(opened, VOICE, NOON + DAY, PAY.format(60), FAULTS)
        see(opened, VOICE, NOON + 2 * DAY, FAULTS, PAY.format(60))
        yield opened


def found(archive: Stored, words: str, **asked: Any) -> list[tuple[str, int, int, bool]]:  # noqa: ANN401 - of a query
    """Source, first and last revision of what was found, and whether it still stands."""
    finds = archive.search(Query(words, **asked), 20)
    return [(one.source, one.first, one.last, one.gone is None) for one in finds]


def test_a_revision_is_told_in_a_line(archive: Stored) -> None:
    """What happened, how grave it is, since when it binds, and how long the text is."""
    assert catch_up(archive, [VOICE]) == 3
    last, second, first = archive.briefs(VOICE.id)
    assert (first.words, first.compared, first.told) == ("watched from now on", False, False)
    assert (second.words, second.severity, second.changes, second.told) == ("1 clause changed (high)", "high", 1, True)
    assert "2 April 2026" in second.clock
    assert (last.revision, last.clauses, last.length) == (3, first.clauses, first.length)
    assert [brief.revision for brief in archive.briefs(VOICE.id, before=3, limit=1)] == [2]
    assert archive.latest([VOICE.id])[VOICE.id] == (last, last)
    days = [(mark.day, mark.severity) for mark in archive.marks([VOICE.id], NOON + 2 * DAY)[VOICE.id]]
    assert days == [((NOON + 2 * DAY).date(), last.severity)]


def test_words_are_found_with_the_revisions_they_stood_in(archive: Stored) -> None:
    """What stands now comes first; a clause that only moved is one and the same."""
    catch_up(archive, [VOICE])
    assert found(archive, "payment invoice") == [(VOICE.id, 2, 3, True), (VOICE.id, 1, 1, False)]
    assert found(archive, "faults") == [(VOICE.id, 1, 3, True)]
    assert found(archive, '"in 30 days"') == [(VOICE.id, 1, 1, False)]
    assert found(archive, "payment", current=True) == [(VOICE.id, 2, 3, True)]
    assert found(archive, "payment -60") == [(VOICE.id, 1, 1, False)]
    assert found(archive, "paym*", until=NOON.date()) == [(VOICE.id, 1, 1, False)]
    assert found(archive, "payment", since=(NOON + 2 * DAY).date()) == [(VOICE.id, 2, 3, True)]


def test_a_clause_stands_where_it_stands_now(archive: Stored) -> None:
    """With the number it has in the last revision that has it."""
    catch_up(archive, [VOICE])
    assert [(one.path, one.label) for one in archive.search(Query("faults"), 9)] == [("1", "1.")]


def test_a_provider_is_asked_for_by_its_whole_name(archive: Stored) -> None:
    """Not by a name that only begins so; a document likewise."""
    see(archive, LINES, NOON, FAULTS)
    catch_up(archive, [VOICE, LINES])
    assert {source for source, *_ in found(archive, "faults")} == {VOICE.id, LINES.id}
    assert {source for source, *_ in found(archive, "faults", provider="northline")} == {VOICE.id}
    assert {source for source, *_ in found(archive, "faults", source=LINES.id)} == {LINES.id}
    assert found(archive, "northline") == []  # names of documents are no words of theirs


def test_every_clause_knows_which_revision_brought_its_words(archive: Stored) -> None:
    """Of the last revision and of earlier ones."""
    catch_up(archive, [VOICE])
    assert archive.since(VOICE.id, 3)["", PAY.format(60)] == [2]
    assert archive.since(VOICE.id, 3)["", FAULTS] == [1]
    assert archive.since(VOICE.id, 1)["", PAY.format(30)] == [1]
    assert ("", PAY.format(60)) not in archive.since(VOICE.id, 1)


def test_what_comes_back_was_brought_by_the_revision_that_brought_it_back(archive: Stored) -> None:
    """Words that were gone in between are not taken for words that stayed."""
    see(archive, VOICE, NOON + 3 * DAY, FAULTS, PAY.format(30))
    catch_up(archive, [VOICE])
    assert archive.since(VOICE.id, 4)["", PAY.format(30)] == [4]
    assert found(archive, '"in 30 days"') == [(VOICE.id, 4, 4, True), (VOICE.id, 1, 1, False)]


def test_the_days_that_revisions_give_are_known(archive: Stored) -> None:
    """Of all, or of one provider."""
    catch_up(archive, [VOICE])
    days = archive.days(date(2026, 1, 1), date(2026, 12, 31))
    assert ("binds", date(2026, 4, 2), 2) in [(one.kind, one.day, one.revision) for one in days]
    assert archive.days(date(2026, 1, 1), date(2026, 12, 31), "northline-two") == []


def test_the_last_terms_say_their_title_and_rules(archive: Stored) -> None:
    """So that a page can show them without reading them anew."""
    catch_up(archive, [VOICE])
    profile = archive.profiles([VOICE.id])[VOICE.id]
    assert profile.title == "Voice Terms"
    assert any("30 days" in line for line in profile.rules)


def test_taking_in_goes_on_where_it_stopped(archive: Stored) -> None:
    """Step by step gives what all at once gives."""
    assert catch_up_with(archive, VOICE.id, [VOICE]) == 3
    assert catch_up(archive, [VOICE]) == 0
    see(archive, VOICE, NOON + 3 * DAY, FAULTS, PAY.format(90))
    assert behind(archive, [VOICE]) == [Behind(VOICE.id, 3, 4, MAKER)]
    assert catch_up(archive, [VOICE]) == 1
    assert found(archive, "payment") == [
        (VOICE.id, 4, 4, True),
        (VOICE.id, 2, 3, False),
        (VOICE.id, 1, 1, False),
    ]


def test_another_maker_makes_it_anew(archive: Stored) -> None:
    """What an earlier release took in is not found twice."""
    catch_up(archive, [VOICE])
    entries = [entry_at(archive, number) for number in (1, 2, 3)]
    assert archive.catalogue(Behind(VOICE.id, 0, 3, "another"), entries, Profile("Voice Terms"))
    assert found(archive, "faults") == [(VOICE.id, 1, 3, True)]
    assert len(archive.briefs(VOICE.id)) == 3


def test_whoever_comes_second_takes_in_nothing(archive: Stored) -> None:
    """Two processes that look at once do not take a revision in twice."""
    [late] = behind(archive, [VOICE])
    assert catch_up(archive, [VOICE]) == 3
    assert not archive.catalogue(late, [entry_at(archive, 1)], Profile(""))
    assert len(archive.briefs(VOICE.id)) == 3


def test_what_is_read_otherwise_is_made_anew_by_whoever_knows_how(archive: Stored) -> None:
    """With a part of the page chosen, words outside of it are found no more; who knows of no choice leaves it so."""
    catch_up(archive, [VOICE])
    chosen = replace(VOICE, section="Voice Terms", remove=(".menu",))
    assert catch_up(archive, [chosen]) == 3
    assert behind(archive, []) == []
    assert catch_up(archive, [chosen]) == 0
    assert catch_up(archive, [VOICE]) == 3


def test_a_damaged_document_does_not_keep_the_others_out(archive: Stored) -> None:
    """It is told of once they are taken in, and stays behind."""
    see(archive, LINES, NOON, PAY.format(30))
    see(archive, LINES, NOON + DAY, PAY.format(10))
    with archive.connections.writing() as conn:
        conn.execute("UPDATE changes SET frame = ? WHERE source = ?", (b"\0", LINES.id))
    assert [one.source for one in behind(archive, [])] == [LINES.id, VOICE.id]
    with pytest.raises(ArchiveDamaged):
        catch_up(archive, [VOICE, LINES])
    assert behind(archive, []) == [Behind(LINES.id, 0, 2, MAKER)]
    assert found(archive, "faults") == [(VOICE.id, 1, 3, True)]


def entry_at(archive: Stored, number: int) -> Entry:
    """What is taken in of one revision."""
    return entry_of(archive.revision(VOICE.id, number), archive.terms(VOICE, number))


@pytest.mark.parametrize(
    "words", ["", "   ", '"', '""', "-faults", "*", "AND", "NOT", '" OR 1', "a:b", "(", "\0", "^x", "{heading}"]
)
def test_no_query_is_taken_for_more_than_words(archive: Stored, words: str) -> None:
    """What the index has a meaning for is looked for like any other word, or asks for nothing."""
    catch_up(archive, [VOICE])
    assert found(archive, words) == []


def test_of_a_clause_without_end_the_start_is_shown(archive: Stored) -> None:
    """Where its words are looked for ends somewhere; it is found all the same."""
    filling = "Nothing else is said here. " * (LOOKED_AT // 20)
    see(archive, LINES, NOON, f"{FAULTS} {filling}Finally it names a lighthouse.")
    catch_up(archive, [LINES])
    [find] = archive.search(Query("lighthouse"), 9)
    said = "".join(run for run, _ in find.snippet)
    assert (said.startswith(FAULTS), said.endswith("…")) == (True, True)
    assert not any(marked for _, marked in find.snippet)


def test_words_without_spaces_between_them_are_found(archive: Stored) -> None:
    """In Japanese and Chinese a word may stand anywhere in a sentence."""
    see(archive, LINES, NOON, "お客様は三十日前に通知するものとします。")
    catch_up(archive, [LINES])
    assert found(archive, "通知") == [(LINES.id, 1, 1, True)]
    assert found(archive, "知通") == []


def test_the_places_of_told_changes_stand_in_the_order_of_time(archive: Stored) -> None:
    """Newest first, or on from a place."""
    places = archive.told()
    assert [(one.source, one.number) for one in places] == [(VOICE.id, 3), (VOICE.id, 2)]
    assert [one.number for one in archive.told("northline", after=places[1])] == [3]
    assert archive.told("northline-two") == []
    assert [one.number for one in archive.told(VOICE.id, limit=1)] == [3]


def test_a_search_that_asks_for_too_much_is_given_up(tmp_path: Path) -> None:
    """And said to be so; the connection can be asked the next thing."""
    endless = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with open_archive(tmp_path / "archive.db") as archive, archive.connections.reading() as conn:
        with pytest.raises(SearchTooWide, match="add a word"), bounded(conn, Query("payment"), 0.01):
            conn.execute(endless).fetchall()
        assert conn.execute("SELECT 1").fetchone()[0] == 1
