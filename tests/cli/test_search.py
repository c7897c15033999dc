"""`search`: clauses by their words, brought up to date first, for people and for programs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.check import check
from monitor.model import Find, Page, Part, Source
from monitor.render.found import finds_text
from tests.cli.schemas import faults

if TYPE_CHECKING:
    from monitor.archive import Archive
    from tests.cli.stage import Desk, Ended

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VOICE = Source("northline/voice", ("https://northline.example/voice",))
CLOUD = Source("harbor/cloud", ("https://harbor.example/cloud",))
PAY = "# {} Terms\n\n1. Payment is due in {} days.\n\n2. {}\n"
RED = "\x1b[31m"


def see(archive: Archive, source: Source, text: str, at: datetime) -> None:
    """Look at a source that says this."""
    page = Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)
    check(source, at, fetch=lambda *_: page, archive=archive, subscribers=[], sources=(source,))


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with an archive of two providers, one of which changed its terms; nothing was searched yet."""
    desk.archive.parent.mkdir()
    with open_archive(desk.archive) as archive:
        see(archive, VOICE, PAY.format("Voice", 30, "Faults are mended."), NOON)
        see(archive, CLOUD, PAY.format("Cloud", 14, f"Faults {RED} are not\u202e."), NOON)
        see(archive, VOICE, PAY.format("Voice", 60, "Faults are mended."), NOON + DAY)
    return desk


def search(desk: Desk, *arguments: str) -> Ended:
    """Run the command on that archive."""
    return desk.inside("search", *arguments, "--archive", str(desk.archive))


def test_clauses_are_printed_with_the_revisions_they_stood_in(shelf: Desk) -> None:
    """What stands now first."""
    ended = search(shelf, "payment", "--provider", "northline")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "northline/voice@2  1\n"
        "  Voice Terms; stands since revision 2, 3 March 2026\n"
        "  Payment is due in 60 days.\n"
        "northline/voice@1  1\n"
        "  Voice Terms; stood in revision 1, from 2 March 2026 until 3 March 2026\n"
        "  Payment is due in 30 days.\n"
    )


def test_as_json_it_keeps_its_schema(shelf: Desk) -> None:
    """With the words that were looked for, and whether there are more."""
    found = search(shelf, "payment", "--limit", "2", "--format", "json").json
    assert faults("search", found) == []
    assert (len(found["finds"]), found["more"], found["newest_first"], found["behind"]) == (2, True, False, 0)
    assert [run["text"] for run in found["finds"][0]["snippet"] if run["found"]] == ["Payment"]


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (("--source", "harbor/cloud"), ["harbor/cloud@1"]),
        (("--provider", "harbor"), ["harbor/cloud@1"]),
        (("--current",), ["harbor/cloud@1", "northline/voice@2"]),
        (("--from", "2026-03-04"), ["harbor/cloud@1", "northline/voice@2"]),
        (("--to", "2026-03-02"), ["harbor/cloud@1", "northline/voice@1"]),
        (("--source", "harbor/none"), []),
    ],
)
def test_a_search_can_be_narrowed(shelf: Desk, options: tuple[str, ...], sources: list[str]) -> None:
    """To a document, a provider, days, and what stands now."""
    lines = search(shelf, "payment", *options).out.splitlines()
    assert sorted(line.split()[0] for line in lines if "@" in line) == sources


def test_that_nothing_is_found_is_no_trouble(shelf: Desk) -> None:
    """It is said, and the exit code is 0."""
    ended = search(shelf, "zebra")
    assert (ended.code, ended.out) == (0, "nothing found\n")


def test_that_there_are_more_is_said_beside_the_result(shelf: Desk) -> None:
    """With what to do."""
    ended = search(shelf, "payment", "--limit", "1")
    assert len(ended.out.splitlines()) == 3
    assert "there are more" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("",), "WORDS"),
        (("*",), "WORDS"),
        (("payment", "--from", "yesterday"), "--from"),
        (("payment", "--to", "2026-02-30"), "--to"),
        (("payment", "--from", "2026-03-03", "--to", "2026-03-02"), "--to"),
        (("payment", "--provider", "harbor", "--source", "northline/voice"), "--source"),
    ],
)
def test_a_bad_question_is_told_in_a_line(shelf: Desk, arguments: tuple[str, ...], said: str) -> None:
    """That names what is wrong."""
    ended = search(shelf, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"clausewatch: {said}: ")


@pytest.mark.parametrize("words", ['"faults', "faults\x1b[31m", "' OR 1=1; --x faults", "faults \udcff", "faults\0"])
def test_hostile_words_stay_words(shelf: Desk, words: str) -> None:
    """In what is asked for as in what is found."""
    ended = search(shelf, words)
    assert ended.code == 0
    assert not {"\x1b", "\u202e"} & set(ended.out)


def test_on_a_terminal_the_words_are_bold() -> None:
    """And nothing of the page's own is painted."""
    snippet = (("Late ", False), (f"fees{RED}", True))
    find = Find("a/b", "1", "1.", "", snippet, 1, NOON, 1)
    text = finds_text([find], {}, width=80, colour=True)
    assert "\x1b[1mfees[31m\x1b[0m" in text


def test_what_came_since_is_found_at_once(shelf: Desk) -> None:
    """The archive is searched as it is now."""
    assert search(shelf, "payment").code == 0
    with open_archive(shelf.archive) as archive:
        see(archive, CLOUD, PAY.format("Cloud", 14, "Storms are no fault of ours."), NOON + 2 * DAY)
    assert "stands since revision 2, 4 March 2026" in search(shelf, "storms").out
