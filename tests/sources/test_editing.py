"""Adding entries: what stands in the file stays, and what would not load is never written."""

from __future__ import annotations

import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ClausewatchError, ConfigError, UsageError
from monitor.sources import Entry, append, as_toml, entry_faults, foreign, load, parse, with_entries

SHIPPED = (Path(__file__).parents[2] / "sources.toml").read_text("utf-8")
VOICE = Entry("northline/voice", "Voice Terms", "https://northline.example/voice")
WHOLE = Entry(
    id="northline/fax",
    title="Fax Terms",
    url="https://northline.example/legal#fax",
    every="12h",
    select="main",
    remove=(".menu", "#ads"),
    section="Fax",
    start="1. Fax",
    end="Annex",
    tags=("telephony", "old"),
)
SOURCE = '[[source]]\nid = "harbor/cloud"\nurl = "https://harbor.example/terms"   # theirs\n'
SUBSCRIBER = '# --- who is told ---\n\n[[subscriber]]\nname = "me"\nchannel = "console"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A configuration with a comment in every place."""
    path = tmp_path / "sources.toml"
    path.write_text(f"# mine\n\n{SOURCE}\n{SUBSCRIBER}# the end", "utf-8")
    return path


def test_an_entry_is_written_below_the_last_source(file: Path) -> None:
    """And every byte of what stood there stays where it was, comments and all."""
    append(file, [VOICE], {})
    assert file.read_text("utf-8") == f"# mine\n\n{SOURCE}\n{as_toml(VOICE)}\n{SUBSCRIBER}# the end"


def test_what_is_written_is_what_is_read() -> None:
    """Every key of an entry ends up in its source."""
    (source,) = parse(with_entries("", [WHOLE]), name="a", folder=Path(), environ={}).sources
    assert (source.id, source.title, source.urls, source.tags) == (WHOLE.id, WHOLE.title, (WHOLE.url,), WHOLE.tags)
    assert (source.select, source.remove, source.section) == (WHOLE.select, WHOLE.remove, WHOLE.section)
    assert (source.start, source.end, source.every.total_seconds()) == (WHOLE.start, WHOLE.end, 12 * 3600)


def test_keys_that_say_nothing_are_not_written() -> None:
    """A short entry is easier to read."""
    assert as_toml(replace(VOICE, title="")).splitlines() == [
        "[[source]]",
        'id = "northline/voice"',
        'url = "https://northline.example/voice"',
    ]


def test_the_shipped_file_takes_an_entry_without_losing_a_line() -> None:
    """The entry stands among the sources, not under the heading of the subscribers."""
    longer = with_entries(SHIPPED, [VOICE, WHOLE])
    added = f"\n{as_toml(VOICE)}\n{as_toml(WHOLE)}"
    assert longer.replace(added, "", 1) == SHIPPED
    assert longer.index(added) < longer.index("# --- who is told")
    assert len(parse(longer, name="a", folder=Path(), environ={}).sources) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet",
        SUBSCRIBER,
        f"{SUBSCRIBER}{SOURCE}",
        SOURCE.rstrip(),
        f"{SOURCE}[source.headers]\nAccept-Language = 'en' # last\n# after\n[fetch]\ntimeout = 3\n",
        f'{SOURCE}tags = [\n  "a", # one\n  "[[source]]",\n]\n[daemon]\ntick = 2\n',
        f"{SOURCE}\n{SUBSCRIBER}\n{SOURCE.replace('cloud', 'desk').replace('terms', 'desk')}",
        SOURCE.replace("\n", "\r\n"),
        "source = []\n[fetch]\ntimeout = 3\n",
        'source = [\n  {id = "harbor/cloud", url = "https://harbor.example/terms"}, # theirs\n]\n',
    ],
)
def test_every_layout_takes_an_entry(text: str) -> None:
    """Tables below a source, lists over lines, sources between other tables, Windows' line ends, one inline list."""
    before = parse(text, name="a", folder=Path(), environ={})
    longer = with_entries(text, [VOICE, WHOLE])
    after = parse(longer, name="a", folder=Path(), environ={})
    assert [source.id for source in after.sources] == [*(one.id for one in before.sources), VOICE.id, WHOLE.id]
    assert after.sources[: len(before.sources)] == before.sources
    assert after.subscribers == before.subscribers
    assert after.fetch == before.fetch
    assert [line for line in text.splitlines() if "#" in line and line.strip() not in longer] == []
    assert ("\r\n" in text) == ("\r\n" in longer)
    assert longer.count("\r\n") in {0, longer.count("\n")}


@given(st.text(), st.lists(st.text(), max_size=3), st.text())
def test_no_words_break_out_of_their_value(title: str, tags: list[str], section: str) -> None:
    """Whatever a stranger's title holds, TOML reads the same words back, or the entry is refused."""
    entry = Entry("northline/voice", foreign(title), "https://northline.example", section=section, tags=tuple(tags))
    if not entry_faults(entry):
        (table,) = tomllib.loads(as_toml(entry))["source"]
        assert table.get("title", "") == foreign(title)
        assert (table.get("tags", []), table.get("section", "")) == (tags, section)


def test_a_title_names_no_variable_of_the_environment() -> None:
    """A page that calls itself env:PASSWORD does not get the password into messages."""
    assert not entry_faults(replace(VOICE, title=foreign("env:PASSWORD")))
    assert entry_faults(replace(VOICE, title="env:PASSWORD"))


def test_an_entry_that_is_there_is_refused_by_name(file: Path) -> None:
    """The entry there is named with its line; scheme, port and letter case make no other address."""
    before = file.read_bytes()
    for url in ("https://harbor.example/terms", "http://HARBOR.example:80/terms"):
        with pytest.raises(UsageError, match=r"watched already, as harbor/cloud \(.*sources.toml:3\)"):
            append(file, [replace(VOICE, url=url)], {})
    with pytest.raises(UsageError, match=r"is the id of another source: harbor/cloud \(.*sources.toml:3\)"):
        append(file, [replace(VOICE, id="harbor/cloud")], {})
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "other", [{"url": "https://harbor.example/terms#eu"}, {"section": "EU"}, {"start": "EU"}, {"select": "#eu"}]
)
def test_another_document_at_a_watched_address_is_taken(file: Path, other: dict[str, str]) -> None:
    """A fragment, a section or a selector chooses one of several documents."""
    entry = Entry(**{"id": "harbor/eu", "title": "", "url": "https://harbor.example/terms", **other})  # type: ignore[arg-type]
    assert [source.id for source in append(file, [entry], {}).sources] == ["harbor/cloud", "harbor/eu"]


def test_all_entries_are_written_or_none(file: Path) -> None:
    """One that is wrong keeps the others out, and no half-made file stays behind."""
    before = file.read_bytes()
    for wrong in (replace(WHOLE, every="often"), replace(WHOLE, id=VOICE.id), replace(WHOLE, title="two\nlines")):
        with pytest.raises(ClausewatchError):
            append(file, [VOICE, wrong], {})
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_file_with_faults_is_left_alone(file: Path) -> None:
    """Its faults are told first."""
    file.write_text(f"{SOURCE}evry = '1h'\n", "utf-8")
    with pytest.raises(ConfigError, match="evry"):
        append(file, [VOICE], {})
    assert "northline" not in file.read_text("utf-8")


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    """With a comment that says what it is, and the entry."""
    path = tmp_path / "new.toml"
    append(path, [VOICE], {})
    assert path.read_text("utf-8").startswith("# What clausewatch watches")
    assert [source.id for source in load(path, {}).sources] == ["northline/voice"]


def test_a_folder_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(ConfigError, match=r"new.toml: cannot be written \(No such file"):
        append(tmp_path / "nowhere" / "new.toml", [VOICE], {})


def test_permissions_links_and_byte_order_mark_stay(file: Path) -> None:
    """The file behind a link is replaced, not the link."""
    file.write_bytes(b"\xef\xbb\xbf" + SOURCE.encode())
    file.chmod(0o640)
    link = file.with_name("link.toml")
    link.symlink_to(file)
    append(link, [VOICE], {})
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.read_bytes() == b"\xef\xbb\xbf" + f"{SOURCE}\n{as_toml(VOICE)}".encode()


def test_two_that_add_at_once_lose_nothing(file: Path) -> None:
    """Each waits for the other."""
    entries = [replace(VOICE, id=f"northline/{n}", url=f"https://northline.example/{n}") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda entry: append(file, [entry], {}), entries))
    assert len(load(file, {}).sources) == 9
