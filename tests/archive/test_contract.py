"""What every archive promises, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING, TypeAlias

import pytest

from monitor.archive import Archive, Imported, Reader
from monitor.errors import ArchiveError, NothingToRead, UnknownRevision
from monitor.model import Learned, Linked, Naming, Notice, NotModified, Page, Part, Source, Terms, Validators
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    comparison,
    failed,
    first,
    held,
    notice_of,
    outcome,
    page,
    read_lines,
    see_change,
    see_first,
    terms_of,
)
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.places import Place

Opener: TypeAlias = Callable[[Reader], Archive]


@pytest.fixture
def store(place: Place) -> Iterator[Opener]:
    """Open one and the same archive anew at each call, empty at first."""
    with ExitStack() as opened:
        yield lambda reader: opened.enter_context(closing(open_at(place, reader=reader)))


@pytest.fixture
def archive(store: Opener) -> Archive:
    """An empty archive."""
    return store(LINES)


def test_of_a_source_never_seen_nothing_is_known(archive: Archive) -> None:
    """Past, standings, revisions and what is owed are empty at first."""
    past = archive.past(SOURCE, NOON)
    assert (past.revision, past.terms, past.page_digest, dict(past.known)) == (0, None, None, {})
    assert archive.standings() == {}
    assert list(archive.revisions(SOURCE.id)) == []
    assert (list(archive.owed(NOON)), archive.owed_count(), list(archive.parked())) == ([], 0, [])


def test_a_first_sight_becomes_revision_1(archive: Archive) -> None:
    """The first page brings a revision, terms to compare with, and validators to ask with."""
    seen = page(THIRTY, etag='"a"')
    archive.record(SOURCE, seen, first(THIRTY), ())
    past = archive.past(SOURCE, NOON)
    assert (past.revision, past.terms, past.page_digest, past.page_at) == (1, terms_of(THIRTY), seen.digest, NOON)
    assert past.validators == {SOURCE.url: Validators('"a"', None)}
    assert past.known == {terms_of(THIRTY).digest: 1}
    [revision] = archive.revisions(SOURCE.id)
    assert (revision.number, revision.outcome, revision.title, revision.url) == (1, "first", SOURCE.title, SOURCE.url)
    assert (revision.digest, revision.page_digest) == (terms_of(THIRTY).digest, seen.digest)
    assert (revision.at, revision.comparison) == (NOON, None)


def test_a_change_becomes_the_next_revision_with_its_comparison(archive: Archive) -> None:
    """What changed is given back as it was recorded, and each revision keeps its own terms."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    before, after = archive.revisions(SOURCE.id)
    assert before.comparison is None
    assert (after.number, after.outcome, after.comparison) == (2, "changed", comparison(THIRTY, SIXTY))
    assert archive.past(SOURCE, NOON).terms == terms_of(SIXTY)
    assert archive.terms(SOURCE, 1) == terms_of(THIRTY)
    assert archive.terms(SOURCE, 2) == terms_of(SIXTY)


def test_an_unchanged_text_on_another_page_makes_that_page_the_last_good_one(archive: Archive) -> None:
    """No revision is made, but the next comparison and the next request start from the newer page."""
    see_first(archive)
    again = page(THIRTY + "\n\n", NOON + HOUR, etag='"b"')
    archive.record(SOURCE, again, outcome("unchanged", 1, NOON + HOUR), ())
    past = archive.past(SOURCE, NOON)
    assert (past.revision, past.page_digest, past.page_at) == (1, again.digest, NOON + HOUR)
    assert past.validators[SOURCE.url].etag == '"b"'
    assert len(archive.revisions(SOURCE.id)) == 1


def test_not_modified_keeps_page_and_validators(archive: Archive) -> None:
    """A server that says nothing changed leaves what we hold, and counts as a success."""
    archive.record(SOURCE, page(THIRTY, etag='"a"'), first(THIRTY), ())
    archive.record(SOURCE, NotModified(NOON + HOUR), outcome("unchanged", 1, NOON + HOUR), ())
    past = archive.past(SOURCE, NOON)
    assert (past.page_digest, past.validators[SOURCE.url].etag) == (page(THIRTY).digest, '"a"')
    standing = archive.standings()[SOURCE.id]
    assert (standing.last_checked, standing.last_success, standing.last_change) == (NOON + HOUR, NOON + HOUR, None)


def test_what_the_last_terms_name_is_kept_with_their_check(archive: Archive) -> None:
    """In the place of what was named before; a look that reads nothing leaves it."""
    assert archive.links() == {}
    see_first(archive)
    assert archive.links() == {SOURCE.id: Naming("Messaging Terms")}
    belonging = "This supplement is part of the Northline Customer\ud800 Agreement."
    see_change(archive, THIRTY, belonging, 2, NOON + HOUR)
    named = Naming("Messaging Terms", (Linked("Northline Customer Agreement", "", "parent", "1"),))
    belonging = "This supplement is part of the Northline Customer Agreement."
    see_change(archive, THIRTY, belonging, 3, NOON + 2 * HOUR)
    archive.record(SOURCE, NotModified(NOON + 3 * HOUR), outcome("unchanged", 3, NOON + 3 * HOUR), ())
    assert archive.links() == {SOURCE.id: named}


def test_failures_are_counted_until_a_success(archive: Archive) -> None:
    """A failure keeps what is known, says what went wrong and when to come again; a success clears all of it."""
    see_first(archive)
    for hours in (1, 2):
        fault = failed(NOON + hours * HOUR, retry_after=600)
        assert fault.failure
        archive.record(SOURCE, fault.failure, fault, ())
    standing = archive.standings()[SOURCE.id]
    assert (standing.failures, standing.failure) == (2, fault.failure)
    assert (standing.last_checked, standing.last_success) == (NOON + 2 * HOUR, NOON)
    past = archive.past(SOURCE, NOON)
    assert (past.failures, past.revision, past.terms) == (2, 1, terms_of(THIRTY))
    assert past.retry_at == NOON + 2 * HOUR + HOUR / 6
    archive.record(SOURCE, NotModified(NOON + 3 * HOUR), outcome("unchanged", 1, NOON + 3 * HOUR), ())
    standing = archive.standings()[SOURCE.id]
    assert (standing.failures, standing.failure, standing.retry_at) == (0, None, None)


@pytest.mark.parametrize("seconds", [-5.0, 1e300, float("inf"), float("nan")])
def test_a_senseless_retry_after_does_not_keep_a_failure_from_being_recorded(archive: Archive, seconds: float) -> None:
    """Whatever number a server names, the time to come again is a date, not before the failure."""
    fault = failed(NOON, revision=0, retry_after=seconds)
    assert fault.failure
    archive.record(SOURCE, fault.failure, fault, ())
    retry_at = archive.standings()[SOURCE.id].retry_at
    assert retry_at
    assert NOON <= retry_at <= NOON + 366 * 24 * HOUR


def test_a_page_that_could_not_be_read_is_no_good_page(archive: Archive) -> None:
    """A failed check that did fetch bytes leaves the last good page in place."""
    see_first(archive)
    archive.record(SOURCE, page("", NOON + HOUR), failed(NOON + HOUR), ())
    past = archive.past(SOURCE, NOON)
    assert (past.failures, past.page_digest) == (1, page(THIRTY).digest)


def test_a_held_page_is_remembered_but_the_last_good_one_stays(archive: Archive) -> None:
    """Recovery is compared with the last good revision, and asks with its validators."""
    archive.record(SOURCE, page(THIRTY, etag='"a"'), first(THIRTY), ())
    odd = page("Are you human?", NOON + HOUR, etag='"odd"')
    hold = held(odd.digest, NOON + HOUR)
    archive.record(SOURCE, odd, hold, ())
    past = archive.past(SOURCE, NOON)
    assert (past.held, past.terms, past.page_digest) == (hold.held, terms_of(THIRTY), page(THIRTY).digest)
    assert past.validators[SOURCE.url].etag == '"a"'
    assert archive.standings()[SOURCE.id].held == hold.held
    archive.record(SOURCE, page(THIRTY, NOON + 2 * HOUR), outcome("unchanged", 1, NOON + 2 * HOUR), ())
    assert archive.past(SOURCE, NOON).held is None


def test_a_page_may_be_held_at_first_sight(archive: Archive) -> None:
    """There is then no revision, and the next good page is the first."""
    odd = page("Are you human?")
    archive.record(SOURCE, odd, held(odd.digest, NOON, revision=0), ())
    assert archive.past(SOURCE, NOON).revision == 0
    see_first(archive, at=NOON + HOUR)
    assert archive.past(SOURCE, NOON).revision == 1


def test_known_texts_name_the_last_revision_that_had_them(archive: Archive) -> None:
    """A text that returns is known, by its latest revision."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
    back = replace(changed(SIXTY, THIRTY, 3, NOON + 2 * HOUR), kind="seen-before", earlier=1)
    told = replace(notice_of(back), type="terms.seen_before", earlier=1)
    archive.record(SOURCE, page(THIRTY, NOON + 2 * HOUR), back, [told])
    assert archive.past(SOURCE, NOON).known == {terms_of(THIRTY).digest: 3, terms_of(SIXTY).digest: 2}
    assert [owed.notice for owed in archive.owed(NOON + 2 * HOUR)] == [told]


def shout(page: Page, source: Source, learned: Learned) -> Terms:
    """Read as a later reader might: differently."""
    return terms_of("\n".join(clause.text.upper() for clause in read_lines(page, source, learned).clauses))


def refuse(page: Page, source: Source, learned: Learned) -> Terms:  # noqa: ARG001 - there is nothing to leave out
    """Read nothing at all."""
    raise NothingToRead(f"{source.id} {page.url}")


def test_a_new_reader_reads_the_last_page_anew(store: Opener) -> None:
    """Past terms are today's reader's, and their digest is known as the last revision's."""
    see_first(store(LINES))
    newer = store(replace(LINES, version="2", read=shout))
    for _ in range(2):
        past = newer.past(SOURCE, NOON)
        assert past.terms == terms_of(THIRTY.upper())
        assert past.known == {terms_of(THIRTY).digest: 1, terms_of(THIRTY.upper()).digest: 1}
    assert newer.terms(SOURCE, 1) == terms_of(THIRTY.upper())


def test_what_a_new_reader_made_of_a_text_stays_known(store: Opener) -> None:
    """When an earlier text comes back after a change of reader, it is known by what today's reader makes of it."""
    see_first(store(LINES))
    newer = store(replace(LINES, version="2", read=shout))
    newer.past(SOURCE, NOON)
    see_change(newer, THIRTY.upper(), SIXTY.upper(), 2, NOON + HOUR)
    assert newer.past(SOURCE, NOON).known[terms_of(THIRTY.upper()).digest] == 1


def test_new_selectors_read_the_last_page_anew(archive: Archive) -> None:
    """A selector that is configured later holds for the page we have too."""
    see_first(archive, f"Menu\n{THIRTY}")
    narrowed = replace(SOURCE, section="Payment")
    assert archive.past(narrowed, NOON).terms == terms_of(THIRTY)
    assert archive.past(SOURCE, NOON).terms == terms_of(f"Menu\n{THIRTY}")


def test_a_reading_is_remembered(store: Opener) -> None:
    """The reader is asked once for one page, version and selectors."""
    see_first(store(LINES))
    same_version = store(replace(LINES, read=refuse))
    assert same_version.past(SOURCE, NOON).terms == terms_of(THIRTY)


def test_a_page_that_todays_reader_cannot_read_keeps_its_last_reading(store: Opener) -> None:
    """A worse reader does not make a source look new; with no reading at all there are no terms."""
    see_first(store(LINES))
    newer = store(replace(LINES, version="2", read=refuse))
    assert newer.past(SOURCE, NOON).terms == terms_of(THIRTY)
    assert newer.terms(SOURCE, 1) == terms_of(THIRTY)
    newer.record(SOURCE, page(THIRTY + "\n", NOON + HOUR), outcome("unchanged", 1, NOON + HOUR), ())
    assert newer.past(SOURCE, NOON).terms is None


def test_the_same_bytes_of_another_type_or_place_are_another_page(archive: Archive) -> None:
    """A page is read with the address and type it came with, also when only those change."""
    moved = page(THIRTY, NOON + HOUR, url="https://northline.example/legal/terms")
    see_first(archive)
    archive.record(SOURCE, moved, outcome("cosmetic", 1, NOON + HOUR), ())
    assert archive.past(SOURCE, NOON).page_at == NOON + HOUR
    assert archive.past(SOURCE, NOON).page_digest == moved.digest == page(THIRTY).digest


def test_a_page_of_several_parts_is_read_whole(store: Opener) -> None:
    """Every part keeps its bytes and its validators."""
    urls = ("https://northline.example/1", "https://northline.example/2")
    source = replace(SOURCE, urls=urls)
    parts = tuple(
        Part(url, url, line.encode(), etag=line[-3:]) for url, line in zip(urls, (THIRTY, SIXTY), strict=True)
    )
    both = replace(outcome("first", 1), terms=terms_of(f"{THIRTY}\n{SIXTY}"), source=source)
    store(LINES).record(source, Page(parts, NOON), both, ())
    past = store(replace(LINES, version="2")).past(source, NOON)
    assert past.terms == both.terms
    assert {asked: pair.etag for asked, pair in past.validators.items()} == {urls[0]: "ys.", urls[1]: "ys."}


def test_unknown_revisions_are_refused(archive: Archive) -> None:
    """The error names source and revision."""
    see_first(archive)
    with pytest.raises(UnknownRevision, match="northline/messaging@7"):
        archive.terms(SOURCE, 7)


def test_a_history_without_configuration_can_be_read(archive: Archive) -> None:
    """Whoever knows only a source's name gets its terms."""
    see_first(archive)
    assert archive.terms(Source(id=SOURCE.id, urls=("https://elsewhere.example/",)), 1) == terms_of(THIRTY)


def test_all_revisions_come_in_the_order_of_time(archive: Archive) -> None:
    """Sources are mixed as their revisions were made."""
    other = replace(SOURCE, id="harbor-cloud/terms")
    see_first(archive)
    archive.record(other, page(SIXTY), replace(first(SIXTY, NOON + HOUR), source=other), ())
    see_change(archive, THIRTY, SIXTY, 2, NOON + 2 * HOUR)
    found = [(revision.source, revision.number) for revision in archive.all_revisions()]
    assert found == [(SOURCE.id, 1), (other.id, 1), (SOURCE.id, 2)]


def test_a_recorded_history_is_kept_whole_and_nobody_is_told(archive: Archive) -> None:
    """With what is printed of its versions, of which the last word counts; on what changed meanwhile nothing is put."""
    looks = [(page(THIRTY), first(THIRTY)), (page(SIXTY, NOON + HOUR), changed(THIRTY, SIXTY, 2, NOON + HOUR))]
    old = Imported("Terms\ud800.md", "a1", 1, SOURCE.id, NOON, NOON, NOON + HOUR, "first", alert=False)
    new = replace(old, revision="b2", ordinal=2, at=NOON + HOUR, outcome="changed", alert=True)
    archive.record_history(SOURCE, looks, [new, old], None)
    assert [one.comparison for one in archive.revisions(SOURCE.id)] == [None, comparison(THIRTY, SIXTY)]
    assert (list(archive.imported()), list(archive.imported("none.md")), archive.owed_count()) == ([old, new], [], 0)
    later = [(page(THIRTY, NOON + 2 * HOUR), changed(SIXTY, THIRTY, 3, NOON + 2 * HOUR))]
    with pytest.raises(ArchiveError, match="meanwhile"):
        archive.record_history(SOURCE, later, [replace(new, alert=False)], NOON)
    assert (list(archive.imported(old.document)), len(archive.revisions(SOURCE.id))) == ([old, new], 2)
    archive.record_history(SOURCE, later, [replace(new, alert=False)], NOON + HOUR)
    assert [one.alert for one in archive.imported()] == [False, False]
    assert len(archive.revisions(SOURCE.id)) == 3


def test_a_check_that_was_overtaken_is_refused_whole(archive: Archive) -> None:
    """Of two checks that found the same change only one is recorded and told."""
    see_first(archive)
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    with pytest.raises(ArchiveError, match="northline/messaging@2"):
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "ops")
    with pytest.raises(ArchiveError, match="northline/messaging@1"):
        archive.record(SOURCE, page(THIRTY), outcome("unchanged", 1, NOON + HOUR), ())
    assert archive.owed_count() == 1
    assert archive.past(SOURCE, NOON).page_digest == page(SIXTY).digest


def test_notices_are_owed_in_order_until_delivered(archive: Archive) -> None:
    """Each notice is given back as it was recorded; a delivered one never again."""
    see_first(archive)
    told = see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal", "ops")
    assert [owed.notice for owed in archive.owed(NOON + HOUR)] == [notice_of(told), notice_of(told, "ops")]
    archive.delivered(notice_of(told).id, NOON + 2 * HOUR)
    assert [owed.notice.subscriber for owed in archive.owed(NOON + HOUR)] == ["ops"]
    assert archive.owed_count() == 1


def test_a_notice_that_is_known_already_is_not_owed_again(archive: Archive) -> None:
    """The id of a notice settles that it was recorded, and delivered."""
    see_first(archive)
    told = see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    archive.delivered(notice_of(told).id, NOON + HOUR)
    archive.record(SOURCE, NotModified(NOON + 2 * HOUR), outcome("unchanged", 2, NOON + 2 * HOUR), [notice_of(told)])
    assert archive.owed_count() == 0


def test_a_notice_that_was_put_off_comes_when_its_time_has_come(archive: Archive) -> None:
    """It counts as owed meanwhile, and remembers tries, the first one's time and the last error."""
    see_first(archive)
    notice = notice_of(see_change(archive, THIRTY, SIXTY, 2, NOON, "legal")).id
    archive.put_off(notice, NOON, NOON + HOUR, "500 Internal Server Error")
    archive.put_off(notice, NOON + HOUR, NOON + 3 * HOUR, "429 Too Many Requests")
    assert (list(archive.owed(NOON + 2 * HOUR)), archive.owed_count()) == ([], 1)
    [owed] = archive.owed(NOON + 3 * HOUR)
    assert (owed.attempts, owed.first_tried, owed.error) == (2, NOON, "429 Too Many Requests")


def test_a_parked_notice_is_kept_apart(archive: Archive) -> None:
    """It is not owed any more, is listed with its last error, and can still be delivered."""
    see_first(archive)
    notice = notice_of(see_change(archive, THIRTY, SIXTY, 2, NOON, "legal")).id
    archive.park(notice, NOON, "no such channel")
    assert (list(archive.owed(NOON + HOUR)), archive.owed_count()) == ([], 0)
    [parked] = archive.parked()
    assert (parked.notice.id, parked.error, parked.attempts) == (notice, "no such channel", 1)
    archive.delivered(notice, NOON + HOUR)
    assert list(archive.parked()) == []


def test_what_was_delivered_is_never_owed_again(archive: Archive) -> None:
    """A slower process that failed to send it changes nothing."""
    see_first(archive)
    notice = notice_of(see_change(archive, THIRTY, SIXTY, 2, NOON, "legal")).id
    archive.delivered(notice, NOON)
    archive.put_off(notice, NOON, NOON, "timed out")
    archive.park(notice, NOON, "timed out")
    assert (archive.owed_count(), list(archive.parked())) == (0, [])


def test_an_unknown_notice_is_refused(archive: Archive) -> None:
    """A mark on a notice that is not there would be lost."""
    with pytest.raises(ArchiveError, match="no-such-notice"):
        archive.delivered("no-such-notice", NOON)


def test_a_notice_without_its_change_is_refused_whole(archive: Archive) -> None:
    """What could not be told is not recorded: neither the notice nor the check that brought it."""
    see_first(archive)
    with pytest.raises(ArchiveError):
        archive.record(
            SOURCE,
            page(SIXTY),
            outcome("unchanged", 1, NOON + HOUR),
            [notice_of(changed(THIRTY, SIXTY, 2))],
        )
    assert archive.past(SOURCE, NOON).page_digest == page(THIRTY).digest


def test_a_bug_on_the_way_leaves_nothing_behind(archive: Archive) -> None:
    """Notices that fail to come undo the whole check."""
    see_first(archive)
    told = changed(THIRTY, SIXTY, 2, NOON + HOUR)

    def broken() -> Iterator[Notice]:
        yield notice_of(told)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        archive.record(SOURCE, page(SIXTY), told, broken())
    assert archive.past(SOURCE, NOON).revision == 1
    see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR, "legal")
    assert archive.owed_count() == 1


HOSTILE = "'); DROP TABLE pages;--\x00\x1b[31m\ud800\udfff\u202e\U0001f600"


def test_hostile_text_comes_back_as_it_was(store: Opener) -> None:
    """NULs, lone surrogates, quotes and controls survive wherever text from the web is kept."""
    source = replace(SOURCE, title="", urls=(f"https://northline.example/{HOSTILE}",))
    terms = replace(terms_of(HOSTILE), title=HOSTILE)
    archive = store(LINES)
    archive.record(source, page(HOSTILE, url=source.url, etag=HOSTILE), replace(first(HOSTILE), terms=terms), ())
    told = replace(changed(HOSTILE, SIXTY, 2), source=source)
    notice = replace(notice_of(told), title=HOSTILE, url=source.url, subscriber=HOSTILE)
    archive.record(source, page(SIXTY, url=source.url), told, [notice])
    archive.put_off(notice.id, NOON, NOON, HOSTILE)
    fault = failed(NOON, revision=2)
    assert fault.failure
    fault = replace(fault, failure=replace(fault.failure, message=HOSTILE))
    archive.record(source, fault.failure or NotModified(NOON), fault, ())

    again = store(LINES)
    [owed] = again.owed(NOON)
    assert (owed.notice, owed.error) == (notice, HOSTILE)
    assert again.revisions(SOURCE.id)[0].title == HOSTILE
    assert again.revisions(SOURCE.id)[1].url == source.url
    assert again.terms(source, 1) == terms
    assert again.standings()[SOURCE.id].failure == fault.failure


def test_two_archives_open_at_once_record_side_by_side(store: Opener) -> None:
    """Two processes' archives, here two threads', lose nothing of each other's work."""
    together = Barrier(2, timeout=10)

    def work(provider: str) -> int:
        archive = store(LINES)
        source = replace(SOURCE, id=f"{provider}/terms")
        together.wait()
        archive.record(source, page("0"), replace(first("0"), source=source), ())
        for number in range(1, 20):
            told = replace(changed(f"{number - 1}", f"{number}", number + 1), source=source)
            archive.record(source, page(f"{number}"), told, [notice_of(told, source=source)])
        return archive.past(source, NOON).revision

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, ("northline", "harbor-cloud"))) == [20, 20]
    archive = store(LINES)
    assert archive.owed_count() == 38
    assert [revision.number for revision in archive.revisions("northline/terms")] == list(range(1, 21))
