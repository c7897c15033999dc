"""Indexes of documents, watched: from a page on a real server to the archive and to who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import SqliteArchive, open_archive
from monitor.check import check, look
from monitor.model import Mute, Narrowing, Page, Part, Source, Subscriber
from monitor.sources import parse
from tests.cli.stage import Desk, Mailbox, website

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.model import Notice, Outcome

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://harbor.example/legal"
INDEX = Source("harbor/index", (URL,), title="Harbor legal documents", kind="index")
LEGAL = Subscriber("legal", "console", "")
LISTED = {f"/legal/{name}": f"{name.title()} Terms" for name in ("voice", "fax", "mail", "chat")}


def markup(documents: dict[str, str], visit: int = 0) -> str:
    """A web page that lists these; `visit` is in its footer."""
    links = "".join(f'<li><a href="{where}">{name}</a></li>' for where, name in documents.items())
    main = f"<main><h2>Documents</h2><ul>{links}</ul></main>"
    head = "<!doctype html><html lang='en'><head><title>Legal</title></head>"
    return f"{head}<body>{main}<footer>{visit}</footer></body></html>"


def page(documents: dict[str, str], at: datetime = NOON) -> Page:
    """The same as it is fetched, other bytes each time."""
    body = markup(documents, int(at.timestamp()))
    return Page((Part(URL, URL, body.encode(), "text/html"),), at)


class Watch:
    """An archive, and an index that is looked at once a day."""

    def __init__(self, archive: SqliteArchive, source: Source = INDEX, subscriber: Subscriber = LEGAL) -> None:
        self.archive, self.source, self.subscriber = archive, source, subscriber
        self.now = NOON

    def looks(self, *lists: dict[str, str], after: timedelta = DAY) -> Outcome:
        """Look at one page after another; what the last look found."""
        for documents in lists:
            self.now += after
            now = self.now
            found = check(
                self.source,
                now,
                fetch=lambda *_, documents=documents, now=now: page(documents, now),
                archive=self.archive,
                subscribers=[self.subscriber],
            )
        return found

    @property
    def told(self) -> list[Notice]:
        """The notices that are owed, oldest first."""
        return [one.notice for one in self.archive.owed(self.now)]

    @property
    def types(self) -> list[str]:
        """And their types."""
        return [one.type.removeprefix("terms.") for one in self.told]


@pytest.fixture(name="archive")
def _archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with open_archive(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture(name="watch")
def _watch(archive: SqliteArchive) -> Watch:
    return Watch(archive)


def without(*names: str) -> dict[str, str]:
    """What is listed but for these."""
    return {where: name for where, name in LISTED.items() if name.split()[0].lower() not in names}


# --- what is told -------------------------------------------------------------------------


def test_a_document_that_appears_is_told_and_one_that_vanishes_is(watch: Watch) -> None:
    """Each by a notice of its own type, which the archive gives back as it was."""
    first = watch.looks(LISTED)
    assert (first.kind, first.alert) == ("first", False)
    found = watch.looks(without("fax") | {"/legal/dpa": "Data Processing Addendum"})
    assert (found.kind, found.revision, found.alert) == ("changed", 2, True)
    assert sorted(watch.types) == ["document_added", "document_withdrawn"]
    assert len({one.id for one in watch.told}) == 2
    assert {one.revision for one in watch.told} == {2}


def test_a_list_of_documents_binds_nobody(watch: Watch) -> None:
    """Since when it does is not asked, whatever its documents are called."""
    watch.looks(LISTED)
    found = watch.looks(LISTED | {"/legal/changes": "How we may amend these terms"})
    assert found.comparison is not None
    assert (found.alert, found.comparison.clock) == (True, None)


def test_the_same_documents_in_another_order_or_under_another_heading_are_no_change(watch: Watch) -> None:
    """Where a document stands says nothing."""
    watch.looks(LISTED)
    found = watch.looks(dict(reversed(LISTED.items())))
    assert (found.kind, found.revision, watch.told) == ("cosmetic", 1, [])
    assert watch.looks(LISTED).kind == "cosmetic"


def test_another_name_is_told_low_and_another_address_is_no_new_document(watch: Watch) -> None:
    """A new edition of a file has a new address, and is the document that it was."""
    watch.looks(LISTED | {"/prices-2026-01.pdf": "Price List"})
    found = watch.looks({**LISTED, "/legal/fax": "Facsimile Terms", "/prices-2026-02.pdf": "Price List"})
    assert found.comparison is not None
    told = [(one.kind, one.severity, one.new[0].text) for one in found.comparison.changes]
    assert told == [("modified", "low", "Facsimile Terms"), ("modified", "medium", "Price List")]
    assert watch.types == ["changed"]
    link = found.comparison.changes[1].signals[0]
    assert (link.kind, link.old, link.new) == (
        "link",
        "https://harbor.example/prices-2026-01.pdf",
        "https://harbor.example/prices-2026-02.pdf",
    )


def test_two_documents_of_one_name_are_not_mistaken_for_one_another(watch: Watch) -> None:
    """Where names do not tell them apart, addresses do: without their numbers, if that is all that differs."""
    files = {"/voice-1.pdf": "Service Terms", "/fax-1.pdf": "Service Terms"}
    watch.looks(LISTED | files)
    found = watch.looks(LISTED | {"/voice-2.pdf": "Service Terms", "/fax-3.pdf": "Service Terms"})
    assert found.comparison is not None
    pairs = [(one.old[0].links[0].target[-9:], one.new[0].links[0].target[-9:]) for one in found.comparison.changes]
    assert pairs == [("ice-1.pdf", "ice-2.pdf"), ("fax-1.pdf", "fax-3.pdf")]


def test_a_document_that_is_back_was_seen_before_and_one_that_flaps_is_told_no_more(watch: Watch) -> None:
    """The memory of clauses is that of documents, too."""
    watch.looks(LISTED, without("fax"))
    back = watch.looks(LISTED)
    assert (back.kind, back.earlier, watch.types[-1]) == ("seen-before", 1, "document_added")
    flapping = watch.looks(without("fax"), LISTED, without("fax"), LISTED)
    assert (flapping.alert, flapping.quiet) == (False, "the wording goes on going back and forth between known texts")


def test_another_document_of_a_withdrawn_one_s_name_is_new(watch: Watch) -> None:
    """What is known of a document hangs on its address as well."""
    watch.looks(LISTED, without("fax"))
    found = watch.looks(without("fax") | {"/elsewhere/facsimile-policy": "Fax Terms"})
    assert (found.kind, watch.types[-1]) == ("changed", "document_added")


def test_no_document_is_taken_for_a_menu_a_button_or_an_announcement(watch: Watch) -> None:
    """What goes whole above a text is a menu; in a list of documents it is documents."""
    coming = {"/legal/coming": "Upcoming changes to our Terms, effective 1 May 2026"}
    watch.looks(LISTED | coming)
    assert watch.looks(LISTED).alert
    others = {"/terms/sms": "Messaging", "/terms/video": "Video"}
    replaced = watch.looks(others, others, after=timedelta(hours=25))
    assert (replaced.alert, watch.types[1:]) == (True, ["document_added", "document_withdrawn"])


def test_a_change_waits_to_be_confirmed_where_the_source_says_so(archive: SqliteArchive) -> None:
    """A list that is other for an hour is told to nobody."""
    watch = Watch(archive, replace(INDEX, confirm=timedelta(hours=12)))
    watch.looks(LISTED)
    assert watch.looks(without("fax"), after=timedelta(hours=1)).kind == "held"
    assert watch.looks(without("fax"), after=timedelta(hours=13)).kind == "changed"


# --- pages that are not believed ----------------------------------------------------------


def test_a_page_that_lost_most_of_its_documents_is_held_until_it_stays_so(watch: Watch) -> None:
    """A list that loads in parts, or an outage behind it."""
    watch.looks(LISTED)
    held = watch.looks(without("fax", "mail", "chat"), after=timedelta(hours=1))
    assert held.held is not None
    assert (held.held.kind, watch.told) == ("delisted", [])
    assert watch.looks(without("fax", "mail", "chat"), after=timedelta(hours=25)).kind == "changed"
    assert watch.types == ["document_withdrawn"]


def test_a_page_that_lists_nothing_is_held_for_as_long_as_it_does(watch: Watch) -> None:
    """Also at first sight."""
    for _ in range(3):
        found = watch.looks({}, after=3 * DAY)
        assert found.held is not None
        assert found.held.kind == "unlisted"
    watch.looks(LISTED)
    assert watch.looks({}, {}, after=3 * DAY).kind == "held"
    assert watch.looks(LISTED).kind == "unchanged"
    assert watch.told == []


# --- whom it concerns ---------------------------------------------------------------------


def test_mutes_filters_and_digests_count_for_documents(archive: SqliteArchive) -> None:
    """A muted heading is told to nobody, what a filter leaves out waits."""
    muted = Watch(archive, subscriber=replace(LEGAL, mute=(Mute("*", "Documents/*"),)))
    muted.looks(LISTED, without("fax"))
    assert muted.told == []
    words = Watch(archive, replace(INDEX, id="harbor/two"), replace(LEGAL, narrowing=Narrowing(words=("fax terms",))))
    words.looks(LISTED, without("fax") | {"/legal/dpa": "Data Processing Addendum"})
    assert words.types == ["document_withdrawn"]


def test_a_source_whose_kind_changes_is_read_anew_and_nobody_is_told(archive: SqliteArchive) -> None:
    """What was a text is a list from now on; the page itself did not change."""
    prose = "<p>Harbor provides the service as it is described in the order, and you pay for it in time.</p>" * 4
    body = markup(LISTED).replace("</main>", f"{prose}</main>").encode()
    fetched = Page((Part(URL, URL, body, "text/html"),), NOON)
    text = replace(INDEX, kind="terms")
    found = check(text, NOON, fetch=lambda *_: fetched, archive=archive, subscribers=[LEGAL])
    assert found.kind == "first"
    past = archive.past(INDEX, NOON + DAY)
    assert past.terms is not None
    assert [clause.role for clause in past.terms.clauses] == ["document"] * 4
    assert look(INDEX, past, fetched, NOON + DAY).kind == "unchanged"
    assert archive.owed(NOON + DAY) == []


# --- at the desk --------------------------------------------------------------------------


def test_an_index_is_configured_checked_told_and_shown(tmp_path: Path) -> None:
    """The whole way: from sources.toml over a web server to a webhook and to what the commands print."""
    with website() as site:
        desk = Desk(tmp_path, site, Mailbox(25))
        watched = f'[[source]]\nid = "harbor/dpa"\nurl = "{site.url("/legal/dpa")}"\n'
        desk.configure(desk.source("index", 'kind = "index"'), watched, desk.hook("legal"))
        names = ("check", "northline/index", "--format", "text")
        desk.put("index", markup(LISTED), kind="text/html")
        assert "watched from now on: Legal, 4 documents" in desk.inside(*names).out
        desk.put("index", markup(without("fax") | {"/legal/dpa": "Data Processing Addendum"}), kind="text/html")
        done = desk.inside(*names)
        assert done.code == 1
        assert "1 document added, 1 withdrawn (medium)" in done.out
        assert "Watched already, as harbor/dpa." in done.out
        assert desk.inside("deliver").code == 0
        posted = sorted(post.body.decode() for post in desk.posted("legal"))
        assert len(posted) == 2
        assert (
            f'"documents":[{{"title":"Data Processing Addendum","url":"{site.url("/legal/dpa")}","watched":true}}]'
            in posted[0]
        )
        assert '"type":"terms.document_withdrawn"' in posted[1]
        assert "1 document added, 1 withdrawn" in desk.inside("history", "northline/index").out
        assert site.url("/legal/voice") in desk.inside("show", "northline/index").out
        assert desk.inside("status").code in {0, 2}
        assert "- [Voice Terms](<" in (tmp_path / "snapshots" / "northline" / "index.md").read_text("utf-8")


def test_an_index_knows_what_the_other_sources_watch_and_takes_no_start_or_end(tmp_path: Path) -> None:
    """An address counts however it is written."""
    text = """
        [[source]]
        id = "harbor/index"
        kind = "index"
        url = "https://harbor.example/legal"
        [[source]]
        id = "harbor/voice"
        url = "http://www.harbor.example/legal/voice/#fees"
    """
    index, voice = parse(text, name="sources.toml", folder=tmp_path, environ={}).sources
    assert (index.kind, dict(index.watched)) == ("index", {"harbor.example/legal/voice?[]": "harbor/voice"})
    assert (voice.kind, dict(voice.watched)) == ("terms", {})
    for line, message in (('start = "Terms"', "is for terms"), ('kind = "list"', "index")):
        wrong = text.replace('kind = "index"', line if "kind" in line else f'kind = "index"\n{line}')
        with pytest.raises(Exception, match=message):
            parse(wrong, name="sources.toml", folder=tmp_path, environ={})
