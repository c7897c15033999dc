"""Which commits bring which versions of which documents, and what those are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.history import commits, documents_of, is_shallow, open_repository
from monitor.history.documents import Namer, is_document, source_of
from tests.history.made import DATA, DAY, START, VOICE, Save, git, repository, shas
from tests.history.whole import when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from monitor.history import Document
    from tests.history.whole import Room


def listed(folder: Path, *globs: str) -> list[Document]:
    """The documents of a repository."""
    return documents_of(commits(open_repository(folder)), globs)


def brought(folder: Path, *globs: str) -> dict[str, list[int]]:
    """The numbers of the commits that brought a version, from 1, by document."""
    order = shas(folder)
    return {
        document.path: [order.index(version.commit) + 1 for version in document.versions]
        for document in listed(folder, *globs)
    }


# --- which commits ------------------------------------------------------------------------


def test_each_commit_that_touches_a_document_brings_a_version(room: Room) -> None:
    """Also the first commit of all; a commit that touches two brings two, one that touches none none."""
    history = room.history(
        Save(START, {VOICE: "a", "notes.png": b"\x89PNG"}),
        Save(START + 1),
        Save(START + 2, {VOICE: "b", DATA: "x"}),
    )
    assert brought(history) == {VOICE: [1, 3], DATA: [3]}


def test_a_deleted_file_brings_none_and_goes_on_when_it_comes_back(room: Room) -> None:
    """Its history is one, with the pause in it; nothing is confirmed by time while it is gone."""
    history = room.history(
        Save(START, {VOICE: "a"}),
        Save(START + DAY, {VOICE: None}),
        Save(START + 5 * DAY, {DATA: "x"}),
        Save(START + 9 * DAY, {VOICE: "a"}),
    )
    assert brought(history)[VOICE] == [1, 4]
    assert [version.until for version in listed(history)[0].versions] == [when(START + DAY), when(START + 9 * DAY)]


def test_what_is_no_regular_file_is_no_document(room: Room) -> None:
    """A symbolic link and another repository bring nothing; a file that becomes one of them ends, and may come back."""
    other = "1" * 40
    history = room.history(
        Save(
            START, {VOICE: "a", "link.md": VOICE, "vendor.md": other}, (), {"link.md": "120000", "vendor.md": "160000"}
        ),
        Save(START + 1, {VOICE: "elsewhere"}, (), {VOICE: "120000"}),
        Save(START + 2, {VOICE: "b"}),
    )
    assert brought(history) == {VOICE: [1, 3]}


def test_a_path_may_become_a_folder(room: Room) -> None:
    """The file ends there, and the files in the folder begin."""
    history = room.history(
        Save(START, {"terms.md": "a"}),
        Save(START + 1, {"terms.md": None, "terms.md/voice.md": "b"}),
        Save(START + 2, {"terms.md/voice.md": None, "terms.md": "c"}),
    )
    assert brought(history) == {"terms.md": [1, 3], "terms.md/voice.md": [2]}


def test_a_merge_neither_doubles_nor_loses(room: Room) -> None:
    """The commits of a side line bring their versions; the merge only what no line had, and what it decides anew."""
    history = room.history(
        Save(START, {VOICE: "a", DATA: "x"}),
        Save(START + 1, {VOICE: "b"}),
        Save(START + 2, {DATA: "y"}, (1,)),
        Save(START + 3, {DATA: "y"}, (2, 3)),
    )
    assert brought(history) == {VOICE: [1, 2], DATA: [1, 3]}


def test_a_merge_that_decides_brings_a_version(room: Room) -> None:
    """Where both lines changed a document, what the merge makes of it is a text of its own, if only a return."""
    history = room.history(
        Save(START, {VOICE: "a", DATA: "x"}),
        Save(START + 1, {VOICE: "b", DATA: "y"}),
        Save(START + 2, {VOICE: "c", DATA: "z"}, (1,)),
        Save(START + 3, {VOICE: "b", DATA: "yz"}, (2, 3)),
    )
    assert brought(history) == {VOICE: [1, 2, 3, 4], DATA: [1, 2, 3, 4]}


@settings(max_examples=max(6, settings().max_examples // 4))
@given(steps=st.lists(st.tuples(st.booleans(), st.sampled_from("ab")), min_size=2, max_size=4))
def test_what_was_listed_stays_at_the_front(rooms: Iterator[Room], steps: Sequence[tuple[bool, str]]) -> None:
    """However a branch grows, by commits or by merging others, what it had comes first, and last what it has now."""
    saves = [Save(START, {VOICE: "0", DATA: "0"})]
    for number, (merging, text) in enumerate(steps):
        path, tip = (VOICE if number % 2 else DATA), len(saves)
        if merging:
            saves.append(Save(START + number, {path: f"side {number}"}, (1,)))
        saves.append(Save(START + number, {path: text}, (tip, tip + 1) if merging else (tip,)))
    folder = next(rooms).history(*saves)
    before: dict[str, list[str]] = {}
    for sha in git(folder, "rev-list", "--first-parent", "--reverse", "main").split():
        git(folder, "update-ref", "refs/heads/main", sha)
        documents = listed(folder)
        found = {one.path: [version.commit for version in one.versions] for one in documents}
        assert all(found[path][: len(old)] == old for path, old in before.items())
        blobs = [git(folder, "rev-parse", f"{sha}:{one.path}").strip() for one in documents]
        assert [one.versions[-1].blob for one in documents] == blobs
        before = found


def test_nothing_is_listed_of_a_repository_without_commits(room: Room) -> None:
    """It is a repository all the same."""
    assert listed(room.history()) == []


def test_a_history_of_the_longer_hash_is_read(room: Room) -> None:
    """Repositories may name their objects by SHA-256."""
    folder = repository(room.folder / "long", [Save(START, {VOICE: "a"})], object_format="sha256")
    assert [len(listed(folder)[0].versions[0].commit)] == [64]


def test_a_clone_that_was_cut_off_is_known(room: Room) -> None:
    """Its first commit stands for all before it."""
    whole = room.history(Save(START, {VOICE: "a"}), Save(START + 1, {DATA: "x"}))
    git(room.folder, "clone", "--quiet", "--bare", "--depth=1", whole.as_uri(), "cut")
    assert (is_shallow(open_repository(whole)), is_shallow(open_repository(room.folder / "cut"))) == (False, True)
    assert brought(room.folder / "cut") == {VOICE: [1], DATA: [1]}


# --- how long a version stood ---------------------------------------------------------------


def test_a_version_stands_until_the_clock_of_the_next_one(room: Room) -> None:
    """Which is the latest time that a commit had since, whatever it touched; the last one until the newest commit."""
    history = room.history(
        Save(START, {VOICE: "a"}),
        Save(START + 3 * DAY, {DATA: "x"}),
        Save(START + DAY, {VOICE: "b"}),
        Save(START + 2 * DAY, {DATA: "y"}),
    )
    voice, data = listed(history)
    assert [version.until for version in voice.versions] == [when(START + 3 * DAY), when(START + 2 * DAY)]
    assert [version.until for version in data.versions] == [when(START + 3 * DAY), when(START + 2 * DAY)]


def test_times_beyond_the_calendar_are_the_nearest_in_it(room: Room) -> None:
    """A clock that stood at zero, and one that runs far ahead, make no trouble."""
    history = room.history(Save(0, {VOICE: "a"}), Save(4_000_000_000, {VOICE: "b"}), Save(10**15, {VOICE: "c"}))
    assert [version.at.year for version in listed(history)[0].versions] == [1970, 2096, 9000]


# --- which files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "so"),
    [
        ("a.md", True),
        ("a/b/c.MARKDOWN", True),
        ("a.html", True),
        ("a.htm", True),
        ("a.txt", True),
        ("a.json", False),
        ("md", False),
        ("README.md", False),
        ("readme.fr.md", False),
        ("LICENSE.txt", False),
        ("CONTRIBUTING.md", False),
        ("CHANGELOG.md", False),
        ("License Agreement.md", True),
        ("Harbor/README.md", True),
        (".github/terms.md", False),
        ("a/.hidden/b.md", False),
        (".terms.md", False),
    ],
)
def test_documents_are_known_by_their_names(path: str, so: bool) -> None:
    """By the suffix; not what speaks of the repository itself, and nothing hidden."""
    assert is_document(path) is so


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("Northline/*.md", {"Northline/Voice.md", "Northline/old/Voice.md"}),
        ("Voice.*", {"Northline/Voice.md", "Northline/old/Voice.md", "Harbor/Voice.rst"}),
        ("*/Voice.rst", {"Harbor/Voice.rst"}),
        ("README.md", {"README.md"}),
        ("voice*", set()),
    ],
)
def test_globs_stand_in_for_that(glob: str, found: set[str]) -> None:
    """A glob with a slash is about the path, one without about the name."""
    paths = ["Northline/Voice.md", "Northline/old/Voice.md", "Harbor/Voice.rst", "README.md"]
    assert {path for path in paths if is_document(path, [glob])} == found


def test_several_globs_add_up() -> None:
    """A file that fits any of them is a document."""
    assert [is_document(path, ["a.md", "b.md"]) for path in ("x/a.md", "x/b.md", "x/c.md")] == [True, True, False]


# --- what they are called -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Northline/Voice Terms.md", "northline/voice-terms"),
        ("Northline/Legal/Voice Terms.html", "northline/legal-voice-terms"),
        ("terms.md", "documents/terms"),
        ("Österreich/AGB für Gäste.txt", "osterreich/agb-fur-gaste"),
        ("Северная/Условия.md", "severnaya/usloviya"),
        ("Northline/v1.2.md", "northline/v1-2"),
        ("Northline/notes.rst", "northline/notes-rst"),
        ("Northline/.md", "northline/md"),
        ('odd "path"\n/a\tb.md', "odd-path/a-b"),
    ],
)
def test_a_path_becomes_an_id(path: str, name: str) -> None:
    """Provider and document, in plain letters, without the suffix that says how it is written."""
    assert Namer().name(path) == name


def test_names_without_plain_letters_differ() -> None:
    """They are called by a digest, which is the same wherever they stand in the history."""
    namer = Namer()
    first, second = namer.name("条款/隐私.md"), namer.name("条款/服务.md")
    assert first != second
    assert Namer().name("条款/服务.md") == second


def test_paths_of_one_id_are_numbered_by_their_first_appearance(room: Room) -> None:
    """Whatever is chosen of them: what else is imported, or when, changes no id."""
    history = room.history(
        Save(START, {"Northline/Voice-Terms.html": "b"}),
        Save(START + 1, {"Northline/Voice Terms.md": "a", "Northline/voice terms.txt": "c"}),
    )
    names = {document.path: document.name for document in listed(history)}
    assert names == {
        "Northline/Voice-Terms.html": "northline/voice-terms",
        "Northline/Voice Terms.md": "northline/voice-terms-2",
        "Northline/voice terms.txt": "northline/voice-terms-3",
    }
    assert [document.name for document in listed(history, "*.txt")] == ["northline/voice-terms-3"]


def test_an_id_that_looks_numbered_stays_free_for_its_path() -> None:
    """Numbering goes on past what is taken."""
    namer = Namer()
    paths = ["a/b-2.md", "a/b.md", "a/B.md", "a/b-3.md"]
    assert [namer.name(path) for path in paths] == ["a/b-2", "a/b", "a/b-3", "a/b-3-2"]


def test_the_address_is_the_path_wherever_the_repository_lies() -> None:
    """As a file's address, with every odd byte written out."""
    source = source_of("northline/voice", 'North line/a"b\n#1?.md')
    assert source.url == "file:///North%20line/a%22b%0A%231%3F.md"
    assert source_of("northline/voice", b"a/\xff.md".decode("utf-8", "surrogateescape")).url == "file:///a/%FF.md"


def test_odd_paths_are_read_as_they_are(room: Room) -> None:
    """Quotes, tabs, line ends and bytes that are no text come through whole."""
    odd = [b'a "b"\tc/d\ne.md', "é/ü.md".encode(), b"\xff\xfe/x.md", b":100644 0 0 0 M/x.md"]
    history = room.history(*(Save(START + number, {path: "a"}) for number, path in enumerate(odd)))
    assert [document.path.encode("utf-8", "surrogateescape") for document in listed(history)] == odd
