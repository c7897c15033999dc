"""`add`: an address or a list of them, shown as they read, and written into the configuration where that is wanted."""

from __future__ import annotations

import io
import os
import pty
import sys
import tomllib
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING, Any

import pytest

from monitor.cli import main
from tests.cli.stage import Desk, Ended, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MENU = "".join(f"<li><a href='/p{n}'>Product {n} for everybody</a></li>" for n in range(12))
LOGIN = "<html><title>Sign in</title><body><h1>Sign in</h1><form><input type=password></form></body></html>"
COMMENTED = "# --- who is told ---"


def document(title: str, *, updated: str = "1 March 2024", party: str = "Northline Telecom") -> str:
    """A page of an invented provider, with a menu around its terms."""
    clauses = "".join(
        f"<h2>{n}. Part {n}</h2><p>{party} carries the calls of the customer, who pays each invoice within {n * 5} days"
        f" after it came, unless the parties agree otherwise in writing, as part {n} says of it.</p>"
        for n in range(1, 8)
    )
    dated = f"<p>Last updated: {updated}</p>" if updated else ""
    body = f"<nav><ul>{MENU}</ul></nav><main><h1>{title}</h1>{dated}{clauses}</main>"
    return f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.fixture
def reader(desk: Desk) -> Desk:
    """A desk whose website has some pages, and whose configuration watches one of them."""
    for name in ("voice", "fax"):
        desk.put(name, document(f"Northline {name.title()} Terms", party=name), kind="text/html")
    desk.put("undated", document("Harbor Terms", updated="", party="Harbor Cloud"), kind="text/html")
    desk.put("login", LOGIN, kind="text/html")
    desk.put("watched", terms())
    desk.configure(desk.source("watched", "# mine"), COMMENTED, '[[subscriber]]\nname = "me"\nchannel = "console"')
    return desk


def entries(desk: Desk) -> list[dict[str, Any]]:
    """The sources of the configuration, as they are written."""
    found: list[dict[str, Any]] = tomllib.loads(text_of(desk))["source"]
    return found


def text_of(desk: Desk) -> str:
    """The configuration's text."""
    return (desk.folder / "sources.toml").read_text("utf-8")


def at_a_terminal(desk: Desk, answer: bytes, *arguments: str) -> Ended:
    """Run the command where somebody sits and answers; `err` is what the terminal showed."""
    ours, theirs = pty.openpty()
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    before = sys.stdin, sys.argv
    try:
        os.write(ours, answer)
        with open(theirs, closefd=False) as keys, open(theirs, "w", closefd=False) as screen:
            sys.stdin, sys.argv = keys, ["clausewatch", *arguments]
            with chdir(desk.folder), redirect_stdout(out), redirect_stderr(screen), pytest.raises(SystemExit) as ended:
                main()
    finally:
        sys.stdin, sys.argv = before
        os.close(theirs)
        shown = b"".join(_rest(ours)).decode()
        os.close(ours)
    return Ended(int(ended.value.code or 0), out.buffer.getvalue().decode(), shown)


def _rest(terminal: int) -> Iterator[bytes]:
    """What a terminal showed, which may come in pieces; once nobody writes to it any more, Linux says EIO."""
    with suppress(OSError):
        while piece := os.read(terminal, 65_536):
            yield piece


# --- one address --------------------------------------------------------------------------------


def test_an_address_is_shown_as_it_reads(reader: Desk) -> None:
    """What it calls itself, its dates, its size, both ends, what was left out; and nothing is written unasked."""
    before = text_of(reader)
    ended = reader.inside("add", reader.url("voice"))
    assert ended.code == 0
    facts = {line.split()[0]: " ".join(line.split()[1:]) for line in ended.out.splitlines() if line.startswith("  ")}
    assert ended.out.startswith("Northline Voice Terms\n")
    assert facts["address"] == reader.url("voice")
    assert (facts["language"], facts["updated"][:10], facts["looks"]) == ("en", "2024-03-01", "like terms")
    assert facts["clauses"].startswith("16, with ")
    assert facts["first"].startswith("Northline Voice Terms")
    assert facts["last"].startswith("voice carries the calls")
    assert "Product 0 for everybody" in ended.out
    table = tomllib.loads(ended.out[ended.out.index("[[source]]") :])["source"][0]
    assert table == {
        "id": "127-0-0-1/northline-voice-terms", "title": "Northline Voice Terms", "url": reader.url("voice"),
    }  # fmt: skip
    assert ended.err == (
        "nothing was written; append the lines above to sources.toml, or let `clausewatch add --yes` do it\n"
    )
    assert text_of(reader) == before


def test_with_consent_the_entry_is_written_and_comments_stay(reader: Desk) -> None:
    """Among the sources, above what follows them; and the next check looks at it."""
    before = text_of(reader)
    ended = reader.inside("add", "--yes", "--every", "12h", "--tag", "telephony", reader.url("voice"))
    assert ended.code == 0
    assert "added to sources.toml; `clausewatch check 127-0-0-1/northline-voice-terms`" in ended.out
    assert (entries(reader)[1]["every"], entries(reader)[1]["tags"]) == ("12h", ["telephony"])
    assert [line for line in before.splitlines() if line not in text_of(reader).splitlines()] == []
    assert text_of(reader).index("telephony") < text_of(reader).index(COMMENTED)
    assert reader.inside("check", "127-0-0-1/*").out.startswith("first ")


def test_selectors_are_used_for_the_reading_and_go_into_the_entry(reader: Desk) -> None:
    """So that others can be tried until the ends are right."""
    ended = reader.inside(
        "add", "--section", "3. Part 3", "--remove", "nav", "--id", "a/b", "--yes", reader.url("voice")
    )
    assert "clauses   2, with" in ended.out
    assert "only " in ended.out
    wanted = {"id": "a/b", "section": "3. Part 3", "remove": ["nav"]}
    assert {key: entries(reader)[1].get(key) for key in wanted} == wanted


def test_a_selector_that_matches_nothing_is_told(reader: Desk) -> None:
    """As any page that cannot be read; nothing is written."""
    ended = reader.inside("add", "--yes", "--select", "#nowhere", reader.url("voice"))
    assert ended.code == 2
    assert "not read" in ended.out
    assert "#nowhere" in ended.out
    assert len(entries(reader)) == 1


@pytest.mark.parametrize(("name", "said"), [("login", "doubtful"), ("nowhere", "not read")])
def test_a_doubtful_page_needs_more_than_a_yes(reader: Desk, name: str, said: str) -> None:
    """It is shown with the reason, and only --all adds it."""
    refused = reader.inside("add", "--yes", reader.url(name))
    assert (refused.code, refused.err) == (2, "doubtful, so nothing was written; --all adds it all the same\n")
    assert f"\n  {said}" in f"\n{refused.out}"
    assert len(entries(reader)) == 1
    assert reader.inside("add", "--yes", "--all", reader.url(name)).code == 0
    assert entries(reader)[1]["url"] == reader.url(name)


def test_what_is_watched_already_is_refused_by_name(reader: Desk) -> None:
    """Before anything is fetched, or after a redirect led there."""
    again = reader.inside("add", "--yes", reader.url("watched"))
    line = text_of(reader).splitlines().index("[[source]]") + 1
    expected = f"{reader.url('watched')}: is watched already, as northline/watched (sources.toml:{line})\n"
    assert (again.code, again.err) == (2, f"clausewatch: {expected}")
    reader.put("moved", "", status=301, headers={"Location": reader.url("watched")})
    moved = reader.inside("add", "--yes", reader.url("moved"))
    assert moved.code == 2
    assert f"leads to {reader.url('watched')}, which is watched already," in " ".join(moved.out.split())
    taken = reader.inside("add", "--yes", "--id", "northline/watched", reader.url("voice"))
    assert "northline/watched: is the id of another source" in taken.err
    assert len(entries(reader)) == 1


def test_two_documents_at_one_address_are_two_entries(reader: Desk) -> None:
    """A fragment stays in the entry, and an id that is taken gets a number."""
    reader.put("both", document("Both Terms").replace("<h2>2", "<h2 id=us>2").replace("<h2>5", "<h2 id=eu>5"))
    for fragment in ("eu", "us"):
        reader.inside("add", "--yes", "--all", f"{reader.url('both')}#{fragment}", "--title", "Both")
    assert [entry["url"].partition("#")[2] for entry in entries(reader)[1:]] == ["eu", "us"]
    assert [entry["id"] for entry in entries(reader)[1:]] == ["127-0-0-1/both", "127-0-0-1/both-2"]


def test_a_hostile_title_harms_neither_terminal_nor_file(reader: Desk) -> None:
    """Control characters, bidi marks, TOML's own syntax, and the name of a variable."""
    evil = 'Evil\x1b[31m\u202e "]\n[fetch]\ntimeout = 1 \x07'
    reader.put("evil", document(evil), kind="text/html; charset=utf-8")
    reader.put("variable", document("env:HOME", party="Harbor"), kind="text/html")
    shown = reader.inside("add", "--yes", reader.url("evil"))
    assert {"\x1b", "\x07", "\u202e"} & set(shown.out + text_of(reader)) == set()
    assert reader.inside("add", "--yes", reader.url("variable")).code == 0
    titles = [entry["title"] for entry in entries(reader)[1:]]
    assert (titles[0][:4], titles[0][-22:], titles[1]) == ("Evil", '"] [fetch] timeout = 1', "env :HOME")
    assert reader.inside("validate").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "add: give one address"),
        (("--from", "list.txt", "northline.example"), "add: give one address"),
        (("--from", "list.txt", "--id", "a/b"), "--id: names one source"),
        (("--select", "<<", "northline.example"), '--select: "<<" is no CSS selector'),
        (("--tag", " ", "northline.example"), "--tag: must not be empty"),
        (("--every", "often", "northline.example"), '--every: "often" is no duration'),
        (("--id", "Northline", "northline.example"), '--id: "Northline" is no source id'),
        (("ftp://northline.example",), "ftp://northline.example: "),
        (("http://[northline",), "http://[northline: is no address"),
        (("https://me:secret@northline.example",), "https://***@northline.example: holds a user name"),
        (("https://north\u200bline.example",), "https://northline.example: holds characters that cannot be seen"),
        (("--from", "nowhere.txt"), "nowhere.txt: cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(reader: Desk, arguments: tuple[str, ...], said: str) -> None:
    """Named by the option or address it is about; nothing is fetched or written."""
    before = text_of(reader)
    ended = reader.inside("add", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"clausewatch: {said}")
    assert text_of(reader) == before


def test_without_a_configuration_one_is_made(desk: Desk) -> None:
    """An address without a scheme gets https://; a private one is not fetched, and can be added all the same."""
    ended = desk.inside("add", "--yes", "--all", f"127.0.0.1:{desk.site.port}/terms")
    assert ended.code == 0
    assert "not read" in ended.out
    assert entries(desk) == [{"id": "127-0-0-1/terms", "url": f"https://127.0.0.1:{desk.site.port}/terms"}]
    assert text_of(desk).startswith("# What clausewatch watches")


@pytest.mark.parametrize(("name", "answer", "added"), [("voice", b"\n", 1), ("voice", b"n\n", 0), ("login", b"\n", 0)])
def test_at_a_terminal_the_question_is_asked(reader: Desk, name: str, answer: bytes, added: int) -> None:
    """Enter alone agrees to what reads well, and to nothing doubtful."""
    ended = at_a_terminal(reader, answer, "add", reader.url(name))
    assert f"Add it to sources.toml{'' if name == 'voice' else ' all the same'}? [" in ended.err
    assert (ended.code, len(entries(reader))) == (0 if name == "voice" else 2, 1 + added)


# --- a list -----------------------------------------------------------------------------------------


@pytest.fixture
def listed(reader: Desk) -> Desk:
    """The reader with a list of each kind of address."""
    names = ["voice", "voice", "undated", "login", "nowhere", "watched"]
    rows = [f"Document {name},{reader.url(name)},{name}|all,northline/{name}" for name in names]
    text = "\n".join(["title,url,tags,id", *rows, "Words,only", "Bad,https://a:b@northline.example"])
    (reader.folder / "list.csv").write_text(text, "utf-8")
    return reader


def marks(ended: Ended) -> list[tuple[str, str]]:
    """The rows of the table: each mark, and the id or address beside it."""
    lines = [line for line in ended.out.splitlines() if line[1:2] == " " and line[0] in "+?x="]
    return [(line[0], line.split()[1]) for line in lines]


def test_a_list_becomes_a_table(listed: Desk) -> None:
    """Each address with its mark and what is to be said of it; without consent nothing is written."""
    before = text_of(listed)
    ended = listed.inside("add", "--from", "list.csv")
    assert marks(ended) == [
        ("+", "northline/voice"),
        ("=", listed.url("voice")),
        ("+", "northline/undated"),
        ("?", "northline/login"),
        ("x", listed.url("nowhere")),
        ("=", listed.url("watched")),
        ("x", "https://***@northline.example"),
    ]
    assert "stands on line 2 of the list already" in ended.out
    assert "states no date" in ended.out
    assert "answered 404" in ended.out
    assert "is watched already, as northline/watched" in ended.out
    assert "7 addresses: 2 read well (+), 1 doubtful (?), 2 not read (x), 2 watched already (=)" in ended.out
    assert 'list.csv: line 8: no address in "Words only"' in ended.err
    assert (ended.code, text_of(listed)) == (2, before)
    assert max(map(len, ended.out.splitlines())) <= 100


def test_those_that_read_well_are_added_at_once(listed: Desk) -> None:
    """With the list's titles, tags and ids, and what the options say of all."""
    ended = listed.inside("add", "--from", "list.csv", "--yes", "--every", "1d", "--tag", "imported")
    assert (ended.code, len(listed.site.came(listed.path("watched")))) == (2, 0)
    assert entries(listed)[1] == {
        "id": "northline/voice",
        "title": "Document voice",
        "url": listed.url("voice"),
        "every": "1d",
        "tags": ["imported", "voice", "all"],
    }
    assert [entry["id"] for entry in entries(listed)] == ["northline/watched", "northline/voice", "northline/undated"]


def test_doubtful_ones_are_added_where_that_is_asked_for(listed: Desk) -> None:
    """All but what is no address or watched already; a second run then finds nothing new."""
    assert listed.inside("add", "--from", "list.csv", "--yes", "--all").code == 2  # of one no entry can be made
    assert [entry["id"] for entry in entries(listed)[1:]] == [
        "northline/voice", "northline/undated", "northline/login", "northline/nowhere",
    ]  # fmt: skip
    again = listed.inside("add", "--from", "list.csv", "--yes", "--all")
    assert {mark for mark, _ in marks(again)} == {"=", "x"}
    assert len(entries(listed)) == 5


def test_titles_and_ids_come_from_the_pages_where_a_list_has_none(reader: Desk) -> None:
    """A list of bare addresses is enough; the same text at another address, and few words, are doubtful."""
    reader.put("copy", reader.site.sheets[reader.path("voice")].body, kind="text/html")
    reader.put("short", "# Short Terms\n\nYou pay within 30 days. We carry your calls.")
    urls = "\n".join(reader.url(name) for name in ("voice", "copy", "fax", "short"))
    (reader.folder / "list.txt").write_text(urls, "utf-8")
    ended = reader.inside("add", "--from", "list.txt", "--yes")
    assert [mark for mark, _ in marks(ended)] == ["+", "?", "+", "?"]
    assert "reads the same as 127-0-0-1/northline-voice-terms" in ended.out
    assert "only 11 words" in ended.out
    assert [entry["title"] for entry in entries(reader)[1:]] == ["Northline Voice Terms", "Northline Fax Terms"]


def test_a_list_that_reads_well_ends_well(reader: Desk) -> None:
    """Exit 0, whether it was added or only looked at."""
    (reader.folder / "list.txt").write_text(reader.url("voice"), "utf-8")
    looked, added = reader.inside("add", "--from", "list.txt"), reader.inside("add", "--from", "list.txt", "--yes")
    assert (looked.code, looked.err) == (0, "nothing was written; with --yes, 1 are added to sources.toml\n")
    assert (added.code, added.err, len(entries(reader))) == (0, "", 2)


def test_a_list_is_read_within_bounds(reader: Desk, tmp_path: Path) -> None:
    """A device has no end, and a list of this size is none."""
    large = tmp_path / "large.txt"
    large.write_bytes(b" " * 5_000_001)
    for path, said in (("/dev/zero", "is no regular file"), (str(large), "has more than 5,000,000 bytes")):
        assert said in reader.inside("add", "--from", path).err
