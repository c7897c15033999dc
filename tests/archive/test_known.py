"""What is known of sources without looking at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.catalogue import catch_up
from monitor.check import check
from monitor.model import Failure, Query, Source
from tests.places import open_at
from tests.test_catalogue import FAULTS, LINES, NOON, VOICE, see

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.places import Place, Stored

FAX = Source("northline/fax", ("https://northline.example/fax",))


@pytest.fixture
def archive(place: Place) -> Iterator[Stored]:
    """Two documents of providers with names alike, and one that could never be had."""
    with open_at(place) as opened:
        see(opened, VOICE, NOON, FAULTS)
        see(opened, LINES, NOON, FAULTS)
        failed = Failure("timeout", "did not finish in the time allowed", NOON)
        check(FAX, NOON, fetch=lambda *_: failed, archive=opened, subscribers=[])
        yield opened


def test_every_source_is_known_by_its_last_revision(archive: Stored) -> None:
    """Of all, or of one provider, whose name is not the beginning of another one's."""
    assert dict(archive.known()) == {FAX.id: 0, VOICE.id: 1, LINES.id: 1}
    assert dict(archive.known("northline")) == {FAX.id: 0, VOICE.id: 1}
    assert dict(archive.known("north")) == {}


def test_some_sources_are_asked_for_without_the_others(archive: Stored) -> None:
    """They stand as among all; those that were never checked are left out."""
    found = archive.standings_of([VOICE.id, FAX.id, "quay/none"])
    assert found == {name: archive.standings()[name] for name in (VOICE.id, FAX.id)}


def test_it_is_known_when_words_stand_in_too_many_clauses(archive: Stored) -> None:
    """More than are put in order; what is no word stands in none."""
    see(archive, LINES, NOON, *(f"Line {number} is charged." for number in range(1_001)))
    catch_up(archive, [VOICE, LINES])
    assert archive.too_many(Query("charged"))
    assert not archive.too_many(Query("charged", provider="harbor"))
    assert not archive.too_many(Query("*"))


def test_the_newest_finds_can_come_first(archive: Stored) -> None:
    """Whether or not they stand any more."""
    see(archive, VOICE, NOON.replace(day=3), FAULTS, "A fault of a line is mended.")
    see(archive, VOICE, NOON.replace(day=4), FAULTS)
    catch_up(archive, [VOICE, LINES])
    first = archive.search(Query("fault*", newest=True), 1)[0]
    assert (first.first, first.gone) == (2, NOON.replace(day=4))
    assert archive.search(Query("fault*"), 1)[0].gone is None
