"""One look at one source, from the fetched page to what is recorded and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.check import check, look, rehearse
from monitor.errors import ArchiveError
from monitor.model import Failure, Fetched, NotModified, Page, Part, Past, Source, Subscriber
from tests.fakes import MemoryArchive
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.check import Fetch
    from tests.places import Place, Stored

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SOURCE = Source("northline/voice", ("https://northline.example/voice",), title="Voice Terms")
LEGAL = Subscriber("legal", "email", "legal@northline.example")


def terms(days: int = 30, updated: str = "1 March 2024") -> str:
    """An invented provider's terms."""
    return f"# Voice Terms\n\nLast updated: {updated}\n\n1. Payment. The customer pays within {days} days.\n"


def page(text: str, at: datetime = NOON, *, etag: str | None = None, kind: str = "text/markdown") -> Page:
    """A fetched page."""
    return Page((Part(SOURCE.url, SOURCE.url, text.encode(), kind, etag),), at)


def seen(text: str) -> Past:
    """The past of a source that had one text."""
    first = look(SOURCE, Past(), page(text), NOON)
    assert first.terms is not None
    return Past(revision=1, terms=first.terms, page_digest=page(text).digest, known={first.terms.digest: 1})


def gives(fetched: Fetched) -> Fetch:
    """A fetch that brings this, whatever is asked."""
    return lambda *_: fetched


# --- what a page means --------------------------------------------------------------------


def test_a_first_page_is_read() -> None:
    """Its terms come with the outcome."""
    found = look(SOURCE, Past(), page(terms()), NOON)
    assert (found.kind, found.revision, found.at) == ("first", 1, NOON)
    assert found.terms is not None
    assert found.terms.title == "Voice Terms"


def test_a_changed_page_is_compared_with_the_last_terms() -> None:
    """The comparison shows what the old and what the new text said."""
    found = look(SOURCE, seen(terms(30)), page(terms(14)), NOON)
    assert (found.kind, found.revision) == ("changed", 2)
    assert found.comparison is not None
    assert [(change.old[0].path, change.new[0].path) for change in found.comparison.changes] == [("1", "1")]
    assert "".join(edit.text for edit in found.comparison.changes[0].edits if edit.op != "-").endswith("14 days.")


@pytest.mark.parametrize(
    ("updated", "verdict"),
    [("1 March 2024", "silent"), ("2 March 2026", "undetermined"), ("March 2026", "undetermined")],
)
def test_the_day_of_the_look_decides_whether_an_edit_was_silent(updated: str, verdict: str) -> None:
    """A stated date that still covers the day accuses nobody."""
    found = look(SOURCE, seen(terms(30, updated)), page(terms(14, updated)), NOON)
    assert found.comparison is not None
    assert found.comparison.dates.verdict == verdict


def test_the_same_bytes_are_not_read_again() -> None:
    """They are unchanged, whatever today's reader would make of them."""
    past = seen(terms())
    found = look(replace(SOURCE, section="nowhere"), past, page(terms()), NOON)
    assert (found.kind, found.revision, found.terms) == ("unchanged", 1, None)


def test_the_same_bytes_are_read_where_nothing_is_known_of_them() -> None:
    """A page that no reader could read before gets another chance."""
    past = Past(page_digest=page(terms()).digest)
    assert look(SOURCE, past, page(terms()), NOON).kind == "first"


def test_other_bytes_with_the_same_words_are_unchanged() -> None:
    """A counter in a comment is no change."""
    html = "<html><body><h1>Terms</h1><p>1. The customer pays within 30 days.</p><!-- {} --></body></html>"
    past = look(SOURCE, Past(), page(html.format(1), kind="text/html"), NOON)
    before = Past(revision=1, terms=past.terms, page_digest="other")
    assert look(SOURCE, before, page(html.format(2), kind="text/html"), NOON).kind == "unchanged"


def test_no_page_is_unchanged_or_failed() -> None:
    """As the fetch says."""
    failure = Failure("dns", "this name is not known", NOON)
    assert look(SOURCE, seen(terms()), NotModified(NOON), NOON).kind == "unchanged"
    failed = look(SOURCE, seen(terms()), failure, NOON)
    assert (failed.kind, failed.failure, failed.revision) == ("failed", failure, 1)


@pytest.mark.parametrize(("text", "said"), [("", "the page is empty"), ("---\n", "no words"), ("%PDF-1.7", "a PDF")])
def test_a_page_without_terms_is_a_failure(text: str, said: str) -> None:
    """It says what it found, and takes away no revision."""
    found = look(SOURCE, seen(terms()), page(text), NOON)
    assert (found.kind, found.revision, found.terms) == ("failed", 1, None)
    assert found.failure is not None
    assert (found.failure.kind, found.failure.transient) == ("unreadable", True)
    assert said in found.failure.message


def test_a_selection_that_is_not_there_is_a_failure() -> None:
    """A redesign that moves the terms does not look like their end."""
    found = look(replace(SOURCE, section="Fees"), seen(terms()), page(terms(14)), NOON)
    assert found.kind == "failed"
    assert found.failure is not None
    assert "Fees" in found.failure.message


# --- the whole line ---------------------------------------------------------------------


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """A fresh archive on disk."""
    with open_at(place) as opened:
        yield opened


def test_a_check_records_what_it_found_and_owes_its_notices(archive: Stored) -> None:
    """First nobody is told; of the change each subscriber once, of the same page again nobody."""
    looks = [(NOON, terms(30)), (NOON + DAY, terms(14)), (NOON + 2 * DAY, terms(14))]
    kinds = [
        check(SOURCE, at, fetch=gives(page(text, at)), archive=archive, subscribers=[LEGAL]).kind for at, text in looks
    ]
    assert kinds == ["first", "changed", "unchanged"]
    assert [revision.outcome for revision in archive.revisions(SOURCE.id)] == ["first", "changed"]
    assert [owed.notice.revision for owed in archive.owed(NOON + 2 * DAY)] == [2]
    assert archive.standings()[SOURCE.id].last_checked == NOON + 2 * DAY


def test_a_check_hands_the_past_to_the_fetch(archive: Stored) -> None:
    """So that the server can be asked for changes only."""
    check(SOURCE, NOON, fetch=gives(page(terms(), etag='"v1"')), archive=archive, subscribers=())
    asked: list[Past] = []

    def fetch(source: Source, past: Past, now: datetime) -> Fetched:
        assert (source, now) == (SOURCE, NOON + DAY)
        asked.append(past)
        return NotModified(now)

    assert check(SOURCE, NOON + DAY, fetch=fetch, archive=archive, subscribers=()).kind == "unchanged"
    assert asked[0].validators[SOURCE.url].etag == '"v1"'
    assert asked[0].revision == 1


def test_not_modified_is_no_word_on_a_page_that_another_check_recorded_meanwhile(archive: Stored) -> None:
    """The server compared with the page that was known when it was asked; this check is refused and changes nothing."""
    check(SOURCE, NOON, fetch=gives(page(terms(30))), archive=archive, subscribers=())

    def slowly(source: Source, past: Past, now: datetime) -> Fetched:
        assert past.revision == 1
        check(source, now, fetch=gives(page(terms(14))), archive=archive, subscribers=())
        return NotModified(now)

    with pytest.raises(ArchiveError, match="check again"):
        check(SOURCE, NOON + 2 * DAY, fetch=slowly, archive=archive, subscribers=())
    assert [revision.outcome for revision in archive.revisions(SOURCE.id)] == ["first", "changed"]
    assert archive.standings()[SOURCE.id].revision == 2


def test_a_failed_check_leaves_the_last_good_terms(archive: Stored) -> None:
    """The next page is compared with them, as if nothing had been between."""
    check(SOURCE, NOON, fetch=gives(page(terms(30))), archive=archive, subscribers=())
    failed = check(SOURCE, NOON + DAY, fetch=gives(page("")), archive=archive, subscribers=[LEGAL])
    assert failed.kind == "failed"
    found = check(SOURCE, NOON + 2 * DAY, fetch=gives(page(terms(14))), archive=archive, subscribers=[LEGAL])
    assert (found.kind, found.revision) == ("changed", 2)
    assert archive.owed_count() == 1


def test_any_archive_will_do() -> None:
    """The line leans on what every archive promises, and on nothing else."""
    memory = MemoryArchive()
    for at, days in ((NOON, 30), (NOON + DAY, 14), (NOON + 2 * DAY, 30)):
        check(SOURCE, at, fetch=gives(page(terms(days), at)), archive=memory, subscribers=[LEGAL])
    assert [revision.outcome for revision in memory.revisions(SOURCE.id)] == ["first", "changed", "seen-before"]
    assert [owed.notice.earlier for owed in memory.owed(NOON + 2 * DAY)] == [None, 1]


def test_a_rehearsal_finds_the_same_and_records_nothing(archive: Stored) -> None:
    """The archive is asked for the past only."""
    check(SOURCE, NOON, fetch=gives(page(terms(30))), archive=archive, subscribers=())
    before = archive.standings()
    found = rehearse(SOURCE, archive.past(SOURCE, NOON), NOON + DAY, fetch=gives(page(terms(14))))
    assert (found.kind, found.revision) == ("changed", 2)
    assert archive.standings() == before
    assert archive.owed_count() == 0


# --- pages that are not the terms -----------------------------------------------------------


def wall(number: int, at: datetime = NOON) -> Page:
    """A page that refuses access, under another number each time, with validators of its own."""
    markup = f"<html><body><h1>Access denied</h1><p>Incident {number}</p></body></html>"
    return page(markup, at, etag=f'"wall-{number}"', kind="text/html")


def test_a_page_that_is_no_terms_is_held_at_first_sight(archive: Stored) -> None:
    """It never becomes revision 1: the first good page does, and is compared with nothing."""
    kinds = [
        check(SOURCE, seen.at, fetch=gives(seen), archive=archive, subscribers=[LEGAL]).kind
        for seen in (wall(1), wall(2, NOON + DAY), page(terms(), NOON + 2 * DAY))
    ]
    assert kinds == ["held", "held", "first"]
    assert [(revision.number, revision.outcome) for revision in archive.revisions(SOURCE.id)] == [(1, "first")]
    assert archive.owed_count() == 0


def test_a_source_stands_as_held_since_the_first_such_page(archive: Stored) -> None:
    """It has had no success; and it fails no more, for its server answered."""
    failure = Failure("timeout", "no answer in 30 s", NOON, retry_after=60)
    check(SOURCE, NOON, fetch=gives(failure), archive=archive, subscribers=())
    for number in (1, 2):
        at = NOON + number * DAY
        check(SOURCE, at, fetch=gives(wall(number, at)), archive=archive, subscribers=())
    standing = archive.standings()[SOURCE.id]
    assert standing.held is not None
    assert (standing.held.since, standing.held.digest) == (NOON + DAY, wall(2).digest)
    assert (standing.last_checked, standing.last_success) == (NOON + 2 * DAY, None)
    assert (standing.failures, standing.failure, standing.retry_at) == (0, None, None)


def test_a_change_made_behind_a_held_page_is_told(archive: Stored) -> None:
    """The good page that follows is compared with the last good one; the held ones are told to nobody."""
    looks = (page(terms(30)), wall(1, NOON + DAY), wall(2, NOON + 2 * DAY), page(terms(14), NOON + 3 * DAY))
    found = [check(SOURCE, seen.at, fetch=gives(seen), archive=archive, subscribers=[LEGAL]) for seen in looks]
    assert [one.kind for one in found] == ["first", "held", "held", "changed"]
    assert [one.alert for one in found] == [False, False, False, True]
    assert [owed.notice.revision for owed in archive.owed(NOON + 3 * DAY)] == [2]
    assert archive.standings()[SOURCE.id].held is None


def test_the_same_terms_after_a_held_page_are_unchanged(archive: Stored) -> None:
    """Nothing is back, for nothing was believed to be gone."""
    looks = (page(terms()), wall(1, NOON + DAY), page(terms(), NOON + 2 * DAY))
    found = [check(SOURCE, seen.at, fetch=gives(seen), archive=archive, subscribers=[LEGAL]) for seen in looks]
    assert [one.kind for one in found] == ["first", "held", "unchanged"]
    assert archive.standings()[SOURCE.id].held is None


def test_the_validators_of_a_held_page_are_never_sent(archive: Stored) -> None:
    """Or its server could call it unchanged: those of the last good page are, and at first sight none."""
    asked: list[Past] = []

    def fetch(seen: Page) -> Fetch:
        def bring(_: Source, past: Past, __: datetime) -> Fetched:
            asked.append(past)
            return seen

        return bring

    looks = (wall(1), page(terms(), NOON + DAY, etag='"good"'), wall(2, NOON + 2 * DAY), wall(3, NOON + 3 * DAY))
    for seen in looks:
        check(SOURCE, seen.at, fetch=fetch(seen), archive=archive, subscribers=())
    sent = [past.validators.get(SOURCE.url) for past in asked]
    assert [one and one.etag for one in sent] == [None, None, '"good"', '"good"']


def test_a_held_page_is_not_read_as_the_last_one(archive: Stored) -> None:
    """The same bytes again are held again, not unchanged."""
    for at in (NOON + DAY, NOON + 2 * DAY):
        seen = wall(1, at)
        assert check(SOURCE, at, fetch=gives(seen), archive=archive, subscribers=()).kind == "held"


# --- a document of several parts ------------------------------------------------------------

ANNEX = "https://northline.example/annex"
WHOLE = replace(SOURCE, urls=(SOURCE.url, ANNEX))
RULES = "".join(
    f"<p>{word} are kept for {days} days, and the customer may ask for their end in writing at any time.</p>"
    for days, word in enumerate("Backups Calls Drafts Emails Files Groups Hooks Images Jobs Keys".split(), 30)
)
OUT = {
    "a login": "<h1>Sign in</h1><form><input type=password></form><p>Sign in to go on.</p>",
    "an error": "<h1>Service unavailable</h1><p>Please try again later.</p>",
    "nothing": "<div></div>",
    "another language": "<h1>Anhang</h1>" + "<p>Der Kunde kann jederzeit verlangen, dass sie endet.</p>" * 3,
}


def two_parts(annex: str, at: datetime) -> Page:
    """A contract and its annex, at two addresses."""
    first = f"<html><body><h1>Voice Terms</h1>{RULES.replace('kept', 'billed')}</body></html>"
    second = f"<html><body>{annex}</body></html>"
    parts = ((SOURCE.url, first), (ANNEX, second))
    return Page(tuple(Part(url, url, body.encode(), "text/html") for url, body in parts), at)


@pytest.mark.parametrize("out", OUT)
def test_a_part_that_is_out_is_no_removal_of_its_clauses(archive: Stored, out: str) -> None:
    """The whole is held until the part is back; a change behind that is told."""
    annex = f"<h1>Annex</h1>{RULES}"
    looks = [annex, OUT[out], annex, annex.replace("34 days", "12 days")]
    kinds = []
    for hours, body in enumerate(looks):
        seen = two_parts(body, NOON + timedelta(hours=hours))
        found = check(WHOLE, seen.at, fetch=gives(seen), archive=archive, subscribers=[LEGAL])
        kinds.append((found.kind, found.alert))
    assert kinds == [("first", False), ("held", False), ("unchanged", False), ("changed", True)]
