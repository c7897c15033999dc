"""An outline opens a comparison where it may concern a clause, and gives then the very changes that were recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.archive import Outline
from monitor.archive.blobs import Packed, from_json_bytes, json_bytes, pack, quick_json
from monitor.errors import ArchiveDamaged
from monitor.model import Change, Clause, Revision
from monitor.wire import diff_json
from tests.archive.made_up import NOON, SIXTY, THIRTY, comparison
from tests.places import open_at
from tests.web.test_pages import DAY, VOICE, document, see

if TYPE_CHECKING:
    from tests.places import Place

ANY_TEXT = st.text(st.characters(codec=None))
PATHS = st.text(st.sampled_from('ab/~."\\\n\x7f\x1fäß日😀\ud800\udc00'), min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    max_leaves=12,
)


def outline(*paths: str) -> Outline:
    """Of a revision in which a clause at each of these paths came and another one went."""
    changes = [
        Change("modified", (Clause("gone", None, "", THIRTY, 0, 1),), (Clause(path, None, "", SIXTY, 0, 1),))
        for path in paths
    ]
    made = replace(comparison(THIRTY, SIXTY), changes=tuple(changes))
    revision = Revision("northline/messaging", 2, NOON, "changed", "", "", "", "")
    return Outline(revision, pack(json_bytes(diff_json(made))))


def test_outlines_are_the_revisions_with_the_changes_that_were_recorded(place: Place) -> None:
    """Oldest first; the first one has none, and of another source there are none."""
    with open_at(place) as archive:
        for days, term in enumerate((30, 45, 60)):
            see(archive, VOICE, document("Northline Voice Terms", term), NOON + days * DAY)
        found, revisions = archive.outlines(VOICE.id), archive.revisions(VOICE.id)
        assert [one.revision for one in found] == [replace(one, comparison=None) for one in revisions]
        assert found[0].changes_near("1") == ()
        for one, revision in zip(found[1:], revisions[1:], strict=True):
            assert revision.comparison
            (path,) = {clause.path for change in revision.comparison.changes for clause in change.new}
            near = one.changes_near(path)
            assert tuple(sketch.whole() for sketch in near) == revision.comparison.changes
            assert [sketch.new for sketch in near] == [(path,)]
            assert one.changes_near("99") == ()
            assert one.language == revision.comparison.new.language
        assert archive.outlines("northline/none") == []


@given(PATHS, st.sampled_from(["", "/b", "~2", "/b/(c)~3"]))
def test_a_change_of_a_clause_is_never_passed_over(path: str, below: str) -> None:
    """Nor one above it or below it, whatever letters its path has."""
    changed = outline("a0", path + below)
    for asked in (path, path + below, path + below + "/d"):
        near = changed.changes_near(asked)
        assert [one.new for one in near] == [("a0",), (path + below,)]
        assert near[1].whole().new[0].text == SIXTY


def test_a_clause_that_stands_far_down_is_not_passed_over() -> None:
    """Where there are too many paths above it to look for each."""
    assert outline("a").changes_near("a" + "/b" * 10_000)


def test_a_clause_beside_is_left_alone() -> None:
    """What is not told of it is not opened."""
    assert outline("4/4.1", "5/5.2").changes_near("4/4.2") == ()
    assert outline("4/4.1").changes_near("4") != ()
    assert outline("4").changes_near("4/4.2") != ()


def test_damage_is_told() -> None:
    """By what it is a change of."""
    broken = replace(outline("1"), packed=Packed(9, b"no frame"))
    with pytest.raises(ArchiveDamaged, match="northline/messaging@2"):
        broken.changes_near("1")


@given(JSON)
def test_json_that_is_read_quickly_says_the_same(value: object) -> None:
    """Lone surrogates included, which its reader refuses."""
    kept = json_bytes(value)
    assert quick_json(kept) == from_json_bytes(kept)
