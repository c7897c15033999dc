"""Lists of addresses as other programs write them."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UsageError
from monitor.sources import Listing, read_list


def listing(name: str, text: str | bytes) -> Listing:
    """What a file of this name and text holds."""
    return read_list(name, text.encode() if isinstance(text, str) else text)


def pairs(name: str, text: str | bytes) -> list[tuple[str, str]]:
    """Its addresses, each with its title."""
    return [(row.url, row.title) for row in listing(name, text).rows]


# --- plain text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "url", "title"),
    [
        ("https://northline.example/terms", "https://northline.example/terms", ""),
        ("northline.example/terms", "https://northline.example/terms", ""),
        ("Voice (EU)\thttps://northline.example/voice#eu", "https://northline.example/voice#eu", "Voice (EU)"),
        ("Voice, http://northline.example/a,b", "http://northline.example/a,b", "Voice"),
        ("Voice,northline.example/voice", "https://northline.example/voice", "Voice"),
        ("https://northline.example/voice, Voice", "https://northline.example/voice", "Voice"),
        ("- [Voice (US)](https://northline.example/us)", "https://northline.example/us", "Voice (US)"),
        ("Voice <https://northline.example/(x)>.  # see mail", "https://northline.example/(x)", "Voice"),
    ],
)
def test_a_line_holds_an_address_and_perhaps_a_title(line: str, url: str, title: str) -> None:
    """In whichever order, with a tab, a comma or brackets between."""
    assert pairs("list.txt", f"# my list\n\n{line}\n") == [(url, title)]
    assert listing("list.txt", f"# my list\n\n{line}\n").rows[0].line == 3


def test_a_line_without_an_address_is_told() -> None:
    """And the others are taken."""
    found = listing("list", "https://northline.example\njust words\n")
    assert (len(found.rows), found.notes) == (1, ('line 2: no address in "just words"',))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    """With a byte order mark, or as Windows writes it."""
    body = "Geschäft\thttps://northline.example".encode(encoding)
    assert pairs("list.txt", body) == [("https://northline.example", "Geschäft")]


# --- CSV --------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_header_names_the_columns(delimiter: str) -> None:
    """In whatever order and case; other columns are passed over, quotes and tags divided."""
    rows = [
        ["Owner", "Tags", "Title", "URL", "id"],
        ["me", '"a|b"', '"Voice, all"', "northline.example", "northline/v"],
    ]
    text = "\n".join(delimiter.join(row) for row in rows)
    (row,) = listing("list.csv", text).rows
    assert (row.line, row.url, row.title, row.id) == (2, "https://northline.example", "Voice, all", "northline/v")
    assert row.tags == ("a", "b")
    assert listing("no-suffix", text).rows == (row,)


def test_without_a_header_the_address_is_found() -> None:
    """The first other cell is the title; a row without an address is told."""
    found = listing("list.csv", "https://northline.example/1,One\nTwo,https://northline.example/2\n\nThree,\n")
    assert [(row.url[-1], row.title) for row in found.rows] == [("1", "One"), ("2", "Two")]
    assert found.notes == ('line 4: no address in "Three "',)


def test_a_cell_without_end_is_no_crash() -> None:
    """The standard library's bound becomes an error that names the file."""
    with pytest.raises(UsageError, match=r"list.csv: is no CSV that can be read \(field larger"):
        listing("list.csv", f'https://northline.example,"{"x" * 200_000}')


# --- OPML -------------------------------------------------------------------------------------


def test_outlines_with_an_address_are_taken() -> None:
    """The page rather than its feed; folders are passed over, whatever the file is called."""
    text = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>My list</title></head><body>
  <outline text="Telephony">
    <outline type="rss" text="North &amp; Line" xmlUrl="https://northline.example/feed"
             htmlUrl="https://northline.example/terms"/>
    <outline title="Harbor\xe4" xmlUrl="https://harbor.example/terms.xml"/>
    <outline text="Desk" type="link" URL="https://harbor.example/desk"/>
  </outline>
</body></opml>"""
    assert pairs("list.txt", text.encode("latin-1")) == [
        ("https://northline.example/terms", "North & Line"),
        ("https://harbor.example/terms.xml", "Harborä"),
        ("https://harbor.example/desk", "Desk"),
    ]


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
BOMB = f'<!DOCTYPE opml [<!ENTITY a0 "ha">{LAUGHS}]><opml><outline text="&a8;" url="https://northline.example"/></opml>'
SMALL = '<!DOCTYPE opml [<!ENTITY x "y">]><opml><outline text="&x;" url="https://a.example"/></opml>'
FILE = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;" url="https://a.example"/></opml>'


@pytest.mark.parametrize(
    "text", [BOMB, SMALL, FILE, "<opml><outline", "<a>" * 5000, "<?xml version='1.0'?>", "<!doctype html>"]
)
def test_hostile_xml_is_refused(text: str) -> None:
    """Entities are never filled in, no file is read, and depth is bounded."""
    with pytest.raises(UsageError, match=r"^list.opml: "):
        listing("list.opml", text)


# --- urlwatch -----------------------------------------------------------------------------------

JOBS = """\
# my jobs
kind: url
name: "Harbor: terms"
url: https://harbor.example/terms   # theirs
filter:
  - css: main
  - html2text
  - xpath: //p
timeout: 30
---
name: 'Northline''s'
navigate: https://northline.example/app
filter:
- css:
    selector: "#terms"
    exclude: .menu
    method: html
headers:
  url: not this
  Cookie: secret
---
name: shell
command: ls
---
url: "https://old.example/"
filter: element-by-id:body,html2text
"""


def test_the_jobs_of_urlwatch_are_taken() -> None:
    """Name, address and what a CSS filter chooses."""
    found = listing("urls.yaml", JOBS)
    assert [(row.url, row.title, row.select, row.remove) for row in found.rows] == [
        ("https://harbor.example/terms", "Harbor: terms", "main", ()),
        ("https://northline.example/app", "Northline's", "#terms", (".menu",)),
        ("https://old.example/", "", "#body", ()),
    ]
    assert listing("no-suffix", JOBS) == found


def test_what_urlwatch_did_besides_is_told() -> None:
    """Each key, filter and job that was not taken over, with its line."""
    assert sorted(listing("urls.yaml", JOBS).notes) == sorted(
        [
            "line 8: the filter xpath was not taken over",
            "line 9: timeout was not taken over",
            "line 11: urlwatch opens this page in a browser; see how it reads without",
            "line 17: method of the filter css was not taken over",
            "line 18: headers was not taken over",
            "line 23: command was not taken over",
            'line 22: this job watches no http(s) address: ""',
        ]
    )


@pytest.mark.parametrize("value", ["&anchor https://a.example", "*alias", "|", "{a: b}", "[https://a.example]"])
def test_yaml_beyond_a_line_is_told_and_not_guessed(value: str) -> None:
    """Anchors, blocks and collections are not read."""
    found = listing("urls.yaml", f"url: {value}\n---\nurl: https://northline.example\n")
    assert [row.url for row in found.rows] == ["https://northline.example"]
    assert "line 1: url was not taken over" in found.notes


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"\n\n", b"# only a comment", bytes(range(256)), codecs.BOM_UTF16_LE + b"\xd8"])
@pytest.mark.parametrize("name", ["list.txt", "list.csv", "list.yaml", "list.opml"])
def test_a_file_without_addresses_is_refused(name: str, body: bytes) -> None:
    """The error names it, and what could be given."""
    with pytest.raises(UsageError, match=rf"{name}: holds no http\(s\) address"):
        listing(name, body)


def test_a_list_without_end_is_refused() -> None:
    """It would be fetched for days."""
    with pytest.raises(UsageError, match="divide it"):
        listing("list.txt", "https://northline.example\n" * 6000)


PIECES = st.sampled_from([*JOBS.splitlines(), *BOMB.split(">"), "url,title", "a\thttps://northline.example", '"'])


@given(st.sampled_from(["a.txt", "a.csv", "a.opml", "a.yaml", "a"]), st.binary() | st.lists(PIECES).map("\n".join))
def test_no_bytes_raise_anything_but_a_usage_error(name: str, body: bytes | str) -> None:
    """Whatever a file holds, it is a list or an error that names it."""
    with suppress(UsageError):
        rows = listing(name, body).rows
        assert rows
        assert all(row.url.lower().startswith(("http://", "https://")) for row in rows)


@pytest.mark.parametrize("piece", ["[(", "([", "(", ")", "https://northline.example/)", "a."])
@pytest.mark.parametrize("name", ["list.txt", "list.csv", "list.yaml"])
def test_lines_without_end_are_left_out_and_told(name: str, piece: str) -> None:
    """A line of a megabyte holds no address that is meant; it costs no more time than its length."""
    start = "url: " if name.endswith("yaml") else ""
    found = listing(name, f"{start}https://northline.example/voice\n{start}{piece * 4_000}\n")
    assert [row.url for row in found.rows] == ["https://northline.example/voice"]
    assert any("longer than 2,000 characters" in note for note in found.notes)
    assert all(len(note) < 200 for note in found.notes)


def test_an_outline_with_an_endless_address_is_left_out_and_told() -> None:
    """The others are taken."""
    outlines = "".join(f"<outline xmlUrl='https://northline.example/{words}'/>" for words in ("a", "a" * 3_000))
    found = listing("list.opml", f"<opml><body>{outlines}</body></opml>")
    assert [row.url for row in found.rows] == ["https://northline.example/a"]
    assert "longer than 2,000 characters" in found.notes[0]
