"""What is learned of a host keeps its pages quiet, through whole checks; real changes are told, learning never is."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from monitor.archive import open_archive
from monitor.archive.migrations import MIGRATIONS
from monitor.archive.stored import TODAYS_READER
from monitor.check import check
from monitor.model import Learned, NotModified, Page, Part, Source
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from monitor.model import Outcome, Terms
    from monitor.read import Lesson
    from tests.places import Place, Stored

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOST = "https://northline.example"
ASK = "Was this page helpful? Tell the people who wrote it."
NOTE = "Would other readers like the short and plain pages of Northline too?"
VOICE = (
    "Northline connects calls within its network and to the networks of others that it has agreements with.",
    "The customer pays the price of each call as it stands in the list that the order names.",
    "Calls to emergency numbers are free of charge, and they are connected before all other calls.",
    "A call that is cut off by the network is credited with the next invoice, if the customer asks for it.",
)
STORE = (
    "Harbor stores the files that its customers send, on machines that stand in two different towns.",
    "Files which a customer deletes are gone from both towns after a week, and from all copies of them.",
    "Whoever shares a folder with others answers for what these others put into it.",
    "Space that is used beyond the plan is counted by the day and charged with the month.",
)


class Watch:
    """An archive and a clock: each look is an hour after the one before."""

    def __init__(self, archive: Stored) -> None:
        self.archive = archive
        self.now = NOON

    def look(self, name: str, sentences: Sequence[str], after: str = "", *, host: str = HOST) -> Outcome:
        """Check a source whose page has these sentences, each under a heading, and something after them."""
        self.now += timedelta(hours=1)
        fetched = page_of(name, sentences, after, self.now, host)
        source = Source(f"northline/{name}", (fetched.url,))
        return check(source, self.now, fetch=lambda *_: fetched, archive=self.archive, subscribers=())

    def learned(self, name: str) -> Learned:
        """What is known when a source is looked at next."""
        return self.archive.past(Source(f"northline/{name}", (f"{HOST}/{name}",)), self.now).learned


def page_of(name: str, sentences: Sequence[str], after: str, at: datetime, host: str = HOST) -> Page:
    """A page whose bytes are never the same twice."""
    body = f"<main><!-- {at} --><h1>{name}</h1>"
    body += "".join(f"<h2>{name} {number}</h2><p>{one}</p>" for number, one in enumerate(sentences, 1))
    body += f"<p>This is the end of what is said of {name}.</p>{after}</main>"
    return Page((Part(f"{host}/{name}", f"{host}/{name}", body.encode(), "text/html"),), at)


@pytest.fixture
def watch(place: Place) -> Iterator[Watch]:
    """An empty archive that reads and learns as clausewatch does."""
    with open_at(place) as archive:
        yield Watch(archive)


def counter(number: int) -> str:
    """A line that is another one at every visit."""
    return f"<p>{number:,} people have read this page.</p>"


# --- shared by two documents -------------------------------------------------------------


def test_a_question_that_two_documents_share_may_change_and_nobody_is_told(watch: Watch) -> None:
    """Neither learning it nor its new words look like a provider's change."""
    kinds = [watch.look("voice", VOICE, f"<p>{ASK}</p>").kind, watch.look("storage", STORE, f"<p>{ASK}</p>").kind]
    kinds += [watch.look("voice", VOICE, f"<p>{ASK}</p>").kind]
    other = "<p>Did you find what you came for? Write to the editors.</p>"
    kinds += [watch.look("voice", VOICE, other).kind, watch.look("storage", STORE, other).kind]
    assert kinds == ["first", "first", "unchanged", "unchanged", "unchanged"]


def test_a_note_that_two_documents_share_may_go_from_one_and_nobody_is_told(watch: Watch) -> None:
    """What is known by its words is no part of the terms, whether it is printed or not; new words are told."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    watch.look("storage", STORE, f"<p>{NOTE}</p>")
    assert watch.look("voice", VOICE).kind == "unchanged"
    assert watch.look("storage", STORE, "<p>Northline moves all files abroad.</p>").kind == "changed"


def test_a_change_in_a_section_that_two_documents_share_is_told_for_both(watch: Watch) -> None:
    """A section with a heading of its own is never boilerplate."""
    contact = "<h2>Contact</h2><p>Northline is reached by letter, at {} Street.</p>"
    for name, sentences in (("voice", VOICE), ("storage", STORE)):
        assert watch.look(name, sentences, contact.format("Harbor")).kind == "first"
    for name, sentences in (("voice", VOICE), ("storage", STORE)):
        told = watch.look(name, sentences, contact.format("Bridge"))
        assert (told.kind, told.alert) == ("changed", True)
        assert told.comparison is not None
        assert [change.kind for change in told.comparison.changes] == ["modified"]


def test_a_real_change_is_told_alone_once_something_was_learned(watch: Watch) -> None:
    """What is left out stands on neither side of the comparison."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    watch.look("storage", STORE, f"<p>{NOTE}</p>")
    told = watch.look("voice", [*VOICE[:3], STORE[0]], f"<p>{NOTE}</p>")
    assert told.comparison is not None
    assert NOTE not in "".join(edit.text for change in told.comparison.changes for edit in change.edits)
    assert watch.look("voice", [*VOICE[:3], STORE[0]], f"<p>{NOTE}</p>").kind == "unchanged"


def test_an_earlier_text_is_known_again_once_something_was_learned(watch: Watch) -> None:
    """What today's reading makes of the last text is remembered, as for a new reader."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    watch.look("storage", STORE, f"<p>{NOTE}</p>")
    assert watch.look("voice", VOICE[:3], f"<p>{NOTE}</p>").kind == "changed"
    back = watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    assert (back.kind, back.earlier) == ("seen-before", 1)


def test_what_is_learned_during_a_check_does_not_mix_with_it(watch: Watch) -> None:
    """A reading is kept under what it was made with: the next check compares like with like."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    edited, source = [*VOICE[:3], STORE[0]], Source("northline/voice", (f"{HOST}/voice",))

    def fetch(*_: object) -> Page:
        watch.look("storage", STORE, f"<p>{NOTE}</p>")
        return page_of("voice", edited, f"<p>{NOTE}</p>", watch.now)

    assert check(source, watch.now, fetch=fetch, archive=watch.archive, subscribers=()).kind == "changed"
    assert watch.learned("voice").boilerplate
    assert watch.look("voice", edited, f"<p>{NOTE}</p>").kind == "unchanged"


def test_each_host_is_learned_for_itself(watch: Watch) -> None:
    """Two providers that print the same teach nothing of each other; the port is part of the host."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    watch.look("storage", STORE, f"<p>{NOTE}</p>", host="https://northline.example:8443")
    assert watch.learned("voice") == watch.learned("storage") == Learned()


def test_what_was_learned_is_kept_with_why_and_from_which_sources(watch: Watch) -> None:
    """An operator can look it up; a revision that is shown says what was left out."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    watch.look("storage", STORE, f"<p>{NOTE}</p>")
    with watch.archive.connections.reading() as conn:
        rows = conn.execute("SELECT host, kind, source, words, why, at FROM learned ORDER BY source, why").fetchall()
    assert [tuple(row)[:5] for row in rows] == [
        ("northline.example", "boilerplate", name, NOTE, why)
        for name in ("northline/storage", "northline/voice")
        for why in ("asks the reader where two documents end", "ends two documents alike")
    ]
    assert {datetime.fromisoformat(row["at"]) for row in rows} == {watch.now}
    shown = watch.archive.terms(Source("northline/voice", (f"{HOST}/voice",)), 1)
    assert [part.why for part in shown.left_out] == ["printed alike on other pages of northline.example"]


# --- different at every fetch ------------------------------------------------------------


def test_a_counter_is_told_until_it_is_learned_and_a_real_change_after_that_once(watch: Watch) -> None:
    """Four fetches teach it; from then on the page is quiet until a clause changes."""
    kinds = [watch.look("voice", VOICE, counter(number)).kind for number in (1204, 1310, 1344, 1466, 1570, 1688)]
    assert kinds == ["first", "changed", "changed", "changed", "unchanged", "unchanged"]
    edited = [*VOICE[:3], VOICE[3].replace("next", "last")]
    told = watch.look("voice", edited, counter(1701))
    assert told.comparison is not None
    assert (told.kind, told.comparison.counts) == ("changed", {"modified": 1})
    assert watch.look("voice", edited, counter(1809)).kind == "unchanged"
    shown = watch.archive.terms(Source("northline/voice", (f"{HOST}/voice",)), told.revision)
    assert [part.why for part in shown.left_out] == ["differs at every fetch"]


def test_a_counter_of_one_document_hides_nothing_of_another(watch: Watch) -> None:
    """At the same place of another page there may be a clause."""
    for number in (1204, 1310, 1344, 1466):
        watch.look("voice", VOICE, counter(number))
    assert watch.learned("voice").restless
    watch.look("storage", STORE, "<p>Northline stores the files in Sweden.</p>")
    assert watch.look("storage", STORE, "<p>Northline stores the files abroad.</p>").kind == "changed"


def test_edits_with_quiet_fetches_between_them_are_no_counter(watch: Watch) -> None:
    """Whether the quiet one brought other bytes or none."""
    source = Source("northline/voice", (f"{HOST}/voice",))
    for town in ("Sweden", "Norway", "Iceland", "Finland", "Denmark"):
        assert watch.look("voice", VOICE, f"<p>Northline keeps its records in {town}.</p>").kind in {"first", "changed"}
        check(source, watch.now, fetch=lambda *_: NotModified(watch.now), archive=watch.archive, subscribers=())
    assert watch.learned("voice") == Learned()
    for town in ("Estonia", "Latvia", "Poland", "Germany", "France"):
        for _ in range(2):
            watch.look("voice", VOICE, f"<p>Northline keeps its records in {town}.</p>")
    assert watch.learned("voice") == Learned()


# --- the archive -------------------------------------------------------------------------


def test_another_version_of_the_reader_learns_anew(place: Place, watch: Watch) -> None:
    """Its marks may mean something else; the old ones are there for whoever goes back."""
    for name, sentences in (("voice", VOICE), ("storage", STORE)):
        watch.look(name, sentences, f"<p>{NOTE}</p>")
    before = watch.learned("voice")
    with open_at(place, reader=replace(TODAYS_READER, version="next")) as archive:
        later = Watch(archive)
        later.now = watch.now
        assert later.learned("voice") == Learned()
        assert later.look("voice", VOICE, f"<p>{NOTE}</p>").kind == "unchanged"
        assert later.look("voice", VOICE[:3], f"<p>{NOTE}</p>").kind == "changed"
        assert later.learned("storage") == before
        assert later.look("storage", STORE, f"<p>{NOTE}</p>").kind == "unchanged"
    assert watch.learned("voice") == before


def test_learning_looks_at_few_pages_and_only_where_a_text_is_new(place: Place) -> None:
    """The last four of a source, and one of the document of its host that was looked at last."""
    alike: list[tuple[str, ...]] = []
    restless: list[int] = []

    def learn_alike(_: Source, page: Page, beside: Page) -> tuple[Lesson, ...]:
        alike.append((page.url[-5:], beside.url[-5:]))
        return ()

    def learn_restless(_: Source, pages: Sequence[Page], learned: Learned) -> tuple[Lesson, ...]:
        assert learned == Learned()
        restless.append(len(pages))
        return ()

    reader = replace(TODAYS_READER, alike=learn_alike, restless=learn_restless)
    with open_at(place, reader=reader) as archive:
        watch = Watch(archive)
        for name in ("aaaaa", "bbbbb", "ccccc"):
            watch.look(name, VOICE)
        assert alike == [("bbbbb", "aaaaa"), ("ccccc", "bbbbb")]
        watch.look("aaaaa", VOICE)
        assert (len(alike), restless) == (2, [])
        for number in range(1, 6):
            watch.look("ccccc", VOICE, counter(number))
        assert alike[2:] == [("ccccc", "aaaaa")] * 5
        assert restless == [4, 4, 4]
        again = page_of("ccccc", VOICE, counter(5), watch.now, HOST)
        check(
            Source("northline/ccccc", (again.url,)), watch.now, fetch=lambda *_: again, archive=archive, subscribers=()
        )
        watch.look("ccccc", VOICE, counter(6))
        assert restless == [4, 4, 4]


def test_a_page_that_was_read_knowing_what_was_learned_is_not_read_again(place: Place) -> None:
    """Only a lesson of later makes another reading of it."""
    reads: list[str] = []

    def counted(page: Page, source: Source, learned: Learned) -> Terms:
        reads.append(page.url.rpartition("/")[2])
        return TODAYS_READER.read(page, source, learned)

    with open_at(place, reader=replace(TODAYS_READER, read=counted)) as archive:
        watch = Watch(archive)
        watch.look("voice", VOICE, f"<p>{NOTE}</p>")
        watch.look("storage", STORE, f"<p>{NOTE}</p>")
        assert reads == []
        for sentences in (VOICE[:3], VOICE[:2], VOICE[1:]):
            assert watch.look("voice", sentences, f"<p>{NOTE}</p>").kind == "changed"
        assert reads == ["voice"]


def test_a_page_that_is_damaged_does_not_keep_a_check_from_being_recorded(watch: Watch) -> None:
    """Nothing is learned then, and that is all."""
    watch.look("voice", VOICE, f"<p>{NOTE}</p>")
    with watch.archive.connections.writing() as conn:
        conn.execute("UPDATE bodies SET frame = ?", (b"\0",))
    assert watch.look("storage", STORE, f"<p>{NOTE}</p>").kind == "first"
    assert watch.learned("storage") == Learned()
    assert watch.archive.standings()["northline/storage"].revision == 1


def test_an_archive_of_the_first_release_gets_the_new_table(tmp_path: Path) -> None:
    """What it holds stays."""
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        MIGRATIONS.apply(Database(conn), stop_before="0002_learned")
        assert not Database(conn)["learned"].exists()
        conn.execute(
            "INSERT INTO texts (source, digest, revision) VALUES ('northline/voice', 'a', 1)",
        )
    with open_archive(path) as archive:
        past = archive.past(Source("northline/voice", (f"{HOST}/voice",)), NOON)
        kept = archive.connections.get().execute("SELECT digest, revision FROM texts").fetchall()
        assert ([tuple(row) for row in kept], past.learned) == ([("a", 1)], Learned())


def test_no_mark_holds_words_of_the_page(watch: Watch) -> None:
    """Class names and texts from the web are kept as digests where they decide something."""
    for number in (1204, 1310, 1344, 1466):
        watch.look("voice", VOICE, f'<div class="\u202e x\x1b[31m">{counter(number)}</div><p>{ASK}</p>')
    watch.look("storage", STORE, f"<p>{ASK}</p>")
    learned = watch.learned("voice")
    assert learned.restless
    assert learned.boilerplate
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for mark in learned.restless | learned.boilerplate)
