"""What every archive gives out just as it is stored, and the links that witness it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import zstandard

from monitor.archive.retention import thin
from monitor.errors import ArchiveDamaged, UnknownRevision
from monitor.model import Page, Part, Validators
from monitor.wire import diff_json
from tests.archive.chained import alter
from tests.archive.made_up import (
    HOUR,
    LINES,
    NOON,
    SIXTY,
    SOURCE,
    THIRTY,
    changed,
    comparison,
    first,
    held,
    outcome,
    page,
    see_change,
    see_first,
    terms_of,
)
from tests.places import open_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.archive import SqliteArchive, Witness
    from tests.places import Place, Stored


@pytest.fixture
def witness(place: Place) -> Iterator[Stored]:
    """An empty archive."""
    with open_at(place, reader=LINES) as opened:
        yield opened


def digest(values: Sequence[str]) -> str:
    """SHA-256 of strings as docs/archive.md hashes them."""
    said = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def test_an_exhibit_has_the_bytes_of_every_part_and_what_was_said_of_them(witness: Witness) -> None:
    """Byte for byte, in reading order, with the validators of the last good page."""
    said = [("a", b"Payment is due.\x00\xff", '"1"'), ("b", b"In 30 days.", None)]
    parts = tuple(Part(asked, f"{asked}/final", body, "text/plain", etag, None) for asked, body, etag in said)
    seen = Page(parts, NOON)
    witness.record(SOURCE, seen, first(THIRTY), ())
    exhibit = witness.exhibit(SOURCE.id, 1)
    assert (exhibit.digest, exhibit.fetched, exhibit.first, exhibit.last_not) == (seen.digest, NOON, NOON, None)
    assert [(part.asked, part.url, part.content_type, part.body, part.digest, part.size) for part in exhibit.parts] == [
        (part.asked, part.url, part.content_type, part.body, part.digest, len(part.body)) for part in parts
    ]
    assert [part.validators for part in exhibit.parts] == [Validators('"1"', None), Validators(None, None)]
    assert (exhibit.change, exhibit.thinned) == (None, None)


def test_the_stored_change_unpacks_to_the_recorded_comparison(witness: Witness) -> None:
    """It is a frame of JSON, as it stands in the archive."""
    see_first(witness)
    see_change(witness, THIRTY, SIXTY, 2, NOON + HOUR)
    change = witness.exhibit(SOURCE.id, 2).change
    assert change is not None
    assert json.loads(zstandard.ZstdDecompressor().decompress(change)) == diff_json(comparison(THIRTY, SIXTY))


def test_validators_of_earlier_pages_are_not_known_any_more(witness: Witness) -> None:
    """Only those of the last good page are kept."""
    witness.record(SOURCE, page(THIRTY, etag='"a"'), first(THIRTY), ())
    see_change(witness, THIRTY, SIXTY, 2, NOON + HOUR)
    assert witness.exhibit(SOURCE.id, 1).parts[0].validators is None
    assert witness.exhibit(SOURCE.id, 2).parts[0].validators == Validators(None, None)


def test_words_were_first_seen_when_their_page_was_held_and_not_when_it_was_believed(witness: Witness) -> None:
    """And last not seen at the last check before that found the old ones."""
    see_first(witness)
    witness.record(SOURCE, page(THIRTY, NOON + HOUR), outcome("unchanged", 1, NOON + HOUR), ())
    new = page(SIXTY, NOON + 2 * HOUR)
    witness.record(SOURCE, new, held(new.digest, NOON + 2 * HOUR), ())
    at = NOON + 9 * HOUR
    witness.record(SOURCE, page(SIXTY, at), changed(THIRTY, SIXTY, 2, at), ())
    exhibit = witness.exhibit(SOURCE.id, 2)
    assert (exhibit.last_not, exhibit.first) == (NOON + HOUR, NOON + 2 * HOUR)


@pytest.mark.parametrize(
    ("kind", "text", "hours"),
    [("unconfirmed", "", 2), ("shrunk", THIRTY, 9), ("shrunk", SIXTY, 2), ("maintenance", "We are at work.", 9)],
)
def test_words_of_a_page_that_differs_at_each_visit_were_first_seen_when_they_were_held(
    witness: Witness, kind: str, text: str, hours: int
) -> None:
    """Not so where other words were held before them."""
    see_first(witness)
    seen = page(f"{SIXTY} Visit 1.", NOON + 2 * HOUR)
    waiting = held(seen.digest, seen.at)
    assert waiting.held
    why = replace(waiting.held, kind=kind, text=terms_of(text).digest, steady=seen.at)
    witness.record(SOURCE, seen, replace(waiting, held=why), ())
    at = NOON + 9 * HOUR
    witness.record(SOURCE, page(f"{SIXTY} Visit 2.", at), changed(THIRTY, SIXTY, 2, at), ())
    exhibit = witness.exhibit(SOURCE.id, 2)
    assert (exhibit.last_not, exhibit.first) == (NOON, NOON + hours * HOUR)


def test_words_that_came_back_were_first_seen_when_they_came_back(witness: Witness) -> None:
    """Not when the very same page was there for the first time."""
    see_first(witness)
    see_change(witness, THIRTY, SIXTY, 2, NOON + HOUR)
    see_change(witness, SIXTY, THIRTY, 3, NOON + 2 * HOUR)
    exhibit = witness.exhibit(SOURCE.id, 3)
    assert (exhibit.last_not, exhibit.first, exhibit.fetched) == (NOON + HOUR, NOON + 2 * HOUR, NOON)


def test_of_a_page_that_was_let_go_the_digest_and_the_size_stay(witness: Stored) -> None:
    """Its bytes are None."""
    see_first(witness)
    see_change(witness, THIRTY, SIXTY, 2, NOON + HOUR)
    see_change(witness, SIXTY, "In 90 days.", 3, NOON + 2 * HOUR)
    assert thin(witness.connections, HOUR, NOON + 1000 * HOUR) == 1
    [part] = witness.exhibit(SOURCE.id, 2).parts
    assert (part.body, part.digest, part.size) == (None, page(SIXTY).digest, len(SIXTY))
    assert witness.exhibit(SOURCE.id, 2).thinned == NOON + 1000 * HOUR
    assert witness.exhibit(SOURCE.id, 1).parts[0].body == THIRTY.encode()


def test_there_is_no_exhibit_of_what_is_not_there(witness: Witness) -> None:
    """Neither of a source never seen nor of a revision that never was."""
    see_first(witness)
    for source, number in ((SOURCE.id, 2), (SOURCE.id, 0), ("northline/none", 1)):
        with pytest.raises(UnknownRevision):
            witness.exhibit(source, number)


def test_altered_bytes_are_no_exhibit(archive: SqliteArchive) -> None:
    """What is handed over was looked at."""
    see_first(archive)
    alter(
        archive.connections.path,
        "UPDATE bodies SET frame = CAST(substr(frame, 1, 12) || x'07' || substr(frame, 14) AS BLOB)",
    )
    with pytest.raises(ArchiveDamaged):
        archive.exhibit(SOURCE.id, 1)


def test_every_link_of_a_source_can_be_made_anew_from_its_proof(witness: Witness) -> None:
    """From strings alone, a title with half a surrogate pair included; the last link is that of the whole chain."""
    see_first(witness)
    see_change(witness, THIRTY, "In \ud800 days.", 2, NOON + HOUR)
    witness.record(SOURCE, page("In \ud800 days.\n"), outcome("unchanged", 2, NOON + 2 * HOUR), ())
    proof = witness.proof(SOURCE.id)
    assert [(link.number, link.revision) for link in proof.links] == [(1, "1"), (2, "2"), (3, "0")]
    assert [bool(link.revised) for link in proof.links] == [True, True, False]
    previous = ""
    for link in proof.links:
        assert link.record == digest([*link.page, *link.revised, *([link.change] if link.revised else [])])
        linked = (previous, link.source, link.digest, link.url, link.at, link.revision, link.record)
        assert (link.previous, link.link) == (previous, digest(linked))
        previous = link.link
    assert (proof.head, proof.number) == (previous, 3)


def test_the_proof_of_a_source_never_seen_has_no_links(witness: Witness) -> None:
    """The chain's last link is there all the same, or "" where nothing was recorded at all."""
    assert (witness.proof("northline/none").links, witness.proof("northline/none").head) == ((), "")
    see_first(witness)
    proof = witness.proof("northline/none")
    assert (proof.links, proof.head) == ((), witness.proof(SOURCE.id).links[0].link)
