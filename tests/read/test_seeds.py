"""The three documents the project was made for: each reads the same as a file, as text and as a page.

What is expected is kept in golden files without the documents' text;
`CLAUSEWATCH_GOLDEN=write .venv/bin/pytest tests/read` writes them anew: read the diff before it is kept.
"""

from __future__ import annotations

import http.server
import json
import os
import threading
from contextlib import contextmanager
from datetime import date
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import monitor
from monitor.compare import compare
from monitor.fetch import Fetcher, FetchSettings
from monitor.model import Comparison, Page, Past, Source, Terms
from monitor.read import read
from monitor.text.fold import words
from tests.read.reading import AT, SOURCE, at, page, paths
from tests.read.seed_pages import framed, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(monitor.__file__).parents[2] / "shared" / "seeds"
GOLDEN = Path(__file__).parents[1] / "golden" / "seeds"
MICROSOFT, GENESYS, SINCH = "000_7924802723f4e006", "001_4a1cefb3bd755b23", "002_1b5ec5f64297bd7d"
FRAME = {
    MICROSOFT: ("# Supplemental Terms", None),
    GENESYS: ("Genesys Cloud Voice", None),
    SINCH: ("Contact Pro Supplemental Terms", "Home"),
}
SETTINGS = FetchSettings(timeout=5.0, host_delay=0.0, allow_private=(ip_network("127.0.0.0/8"),))

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir() and os.environ.get("CI") != "true", reason="needs the shared seeds beside the repository"
)
each_seed = pytest.mark.parametrize("name", [MICROSOFT, GENESYS, SINCH])


def seed(name: str) -> str:
    """The text of a seed."""
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8")


@cache
def golden(name: str) -> dict[str, Any]:
    """What is expected of a seed."""
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return found


def outline(terms: Terms) -> dict[str, Any]:
    """All that was read, the texts as the number of their words."""
    return {
        "title": terms.title,
        "language": terms.language,
        "version": terms.version,
        "dates": [[stated.role, stated.value, stated.precision] for stated in terms.dates],
        "notes": len(terms.notes),
        "digest": terms.digest,
        "clauses": [
            [one.path, one.label, one.heading, one.role, one.depth, len(words(one.text))] for one in terms.clauses
        ],
    }


def readings(terms: Terms) -> list[tuple[str, str | None, str, int]]:
    """The outline without roles and depths, which markup may decide: path, label, heading and number of words."""
    return [(one.path, one.label, one.heading, len(words(one.text))) for one in terms.clauses]


@contextmanager
def served(body: str, kind: str) -> Iterator[str]:
    """A real server that sends one document; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/terms"
        finally:
            server.shutdown()
            thread.join()


def fetched(body: str, kind: str) -> Terms:
    """The terms as they are read when a server sends them."""
    with served(body, kind) as url, Fetcher(SETTINGS) as fetcher:
        source = Source("northline/terms", (url,), robots="ignore")
        got = fetcher.fetch(source, Past(), AT)
        assert isinstance(got, Page), got
        return read(got, source)


def from_file(body: str) -> Terms:
    """The terms as they are read from a file."""
    return read(page(body, url="file:///terms.txt"), SOURCE)


def told(old: str, new: str, on: date | None = None) -> Comparison:
    """How two versions of a text differ."""
    return compare(from_file(old), from_file(new), on=on)


@each_seed
def test_a_seed_reads_as_expected_from_its_file(name: str) -> None:
    """Structure, labels, headings, roles, dates and digest are those that were checked by hand."""
    found = outline(from_file(seed(name)))
    if os.environ.get("CLAUSEWATCH_GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        clauses = ",\n".join(f"  {json.dumps(clause, ensure_ascii=False)}" for clause in found["clauses"])
        rest = json.dumps({**found, "clauses": []}, indent=1, ensure_ascii=False)
        (GOLDEN / f"{name}.json").write_text(rest.replace("[]\n}", f"[\n{clauses}\n ]\n}}\n"), encoding="utf-8")
    assert found == golden(name)


@each_seed
@pytest.mark.parametrize("kind", ["text/markdown", "text/plain; charset=utf-8"])
def test_a_seed_reads_the_same_when_it_is_served(name: str, kind: str) -> None:
    """What a server calls the text changes nothing."""
    assert outline(fetched(seed(name), kind)) == golden(name)


@each_seed
@pytest.mark.parametrize("build", ["plain", "framed"])
def test_a_seed_reads_the_same_as_a_page(name: str, build: str) -> None:
    """Built into HTML in two ways, menus and all, it has the same clauses in the same places and the same digest."""
    text = seed(name)
    terms = fetched(plain(text) if build == "plain" else framed(text, *FRAME[name]), "text/html; charset=utf-8")
    expected = golden(name)
    clauses = [(path, label, heading, count) for path, label, heading, _, _, count in expected["clauses"]]
    assert readings(terms) == clauses
    for fact in ("digest", "version", "dates", "notes"):
        assert outline(terms)[fact] == expected[fact]


# --- what each of them must show ------------------------------------------------------


def test_microsoft_has_its_eighteen_clauses_under_their_parts() -> None:
    """Clause 1 before the parts with its two items, 2 to 12 under the general terms, 13 to 18 under the preview's."""
    terms = from_file(seed(MICROSOFT))
    numbered = [one for one in terms.clauses if one.label and one.label[0].isdigit()]
    assert [one.path for one in numbered] == [
        "1",
        *(f"GENERAL TERMS/{number}" for number in range(2, 13)),
        *(f"PREVIEW ACCESS/{number}" for number in range(13, 19)),
    ]
    assert all(one.heading and one.text for one in numbered)
    assert [path for path in paths(terms) if path.startswith("1/")] == ["1/(i)", "1/(ii)"]
    assert at(terms, "GENERAL TERMS/8").heading == "Taxes and Fees."
    assert not any(
        word in f"{one.heading} {one.text}" for one in terms.clauses for word in ("ReneeW", "noindex", "author:")
    )


def test_an_edit_in_an_inline_item_says_which() -> None:
    """An edit of item (v) of Microsoft's clause 15 falls in 15(v)."""
    old = seed(MICROSOFT)
    new = old.replace("you may not use Previews to access", "you must not use Previews to access")
    assert new != old
    (change,) = told(old, new, date(2020, 11, 2)).changes
    assert change.within == ("15(v)",)


def test_an_edit_within_microsofts_month_accuses_nobody() -> None:
    """October 2020 covers an edit of that month; in November the same edit is silent."""
    old = seed(MICROSOFT)
    new = old.replace("on 30 days' notice", "on 60 days' notice")
    assert new != old
    assert told(old, new, date(2020, 10, 31)).dates.verdict == "undetermined"
    assert told(old, new, date(2020, 11, 1)).dates.verdict == "silent"
    assert told(old, new.replace("October 2020", "November 2020"), date(2020, 11, 3)).dates.verdict == "announced"


def test_genesys_has_eight_obligations_with_their_items() -> None:
    """Both levels count from 1 at one indent, and still each item stands under its obligation."""
    terms = from_file(seed(GENESYS))
    tops = ["1", *(f"1~{number}" for number in range(2, 9))]
    assert [path for path in paths(terms) if path in tops] == tops
    below = {top: sum(path.startswith(f"{top}/") for path in paths(terms)) for top in tops}
    assert list(below.values()) == [5, 2, 4, 0, 0, 0, 0, 0]
    continued = [one for one in terms.clauses if one.path in {"1~5~2", "1~5~3"}]
    assert [(one.label, one.role) for one in continued] == [(None, "paragraph")] * 2
    assert len(terms.notes) == 3
    assert terms.dates == ()


DATED = (
    "September 27, 2023 - Updated the list of partners.\n\n\nMay 3, 2022 - Moved the section on fees.\n",
    "October 9, 2023 - Made the section on resale clearer.\n\n\n",
)
TABLE = (
    "| Modified date | Revision |\n|---|---|\n{new}| September 27, 2023 | Updated the list of partners. |\n"
    "| May 3, 2022 | Moved the section on fees. |\n"
)


def genesys(notes: str) -> str:
    """The seed with another list of revisions, its heading included."""
    return seed(GENESYS).partition("Modified date")[0] + notes


@pytest.mark.parametrize("form", ["lines", "table"])
def test_a_dated_list_of_revisions_gives_dated_notes(form: str) -> None:
    """Its newest date is the date of the last update, whether the list is lines or a table."""
    lines, table = f"Modified date\n\n{DATED[0]}", "\n" + TABLE.format(new="")
    terms = from_file(genesys(lines if form == "lines" else table))
    assert [note[:14] for note in terms.notes] == [
        "September 27, ",
        "May 3, 2022 - " if form == "lines" else "May 3, 2022 | ",
    ]
    assert [(stated.role, stated.value) for stated in terms.dates] == [("updated", "2023-09-27")]


@pytest.mark.parametrize("form", ["undated", "lines", "table"])
def test_one_new_note_is_date_only_and_announces_an_edit(form: str) -> None:
    """A note says when, and the text says what: alone a note is a date, with an edit it announces it."""
    old, new = {
        "undated": (seed(GENESYS), seed(GENESYS).replace("Added Legal", "Made resale clearer.\n\n\nAdded Legal")),
        "lines": (genesys(f"Modified date\n\n{DATED[0]}"), genesys(f"Modified date\n\n{DATED[1]}{DATED[0]}")),
        "table": (
            genesys("\n" + TABLE.format(new="")),
            genesys("\n" + TABLE.format(new="| October 9, 2023 | Made resale clearer. |\n")),
        ),
    }[form]
    assert old != new
    alone = told(old, new)
    assert (alone.verdict, alone.dates.verdict, alone.changes) == ("date-only", "date-only", ())
    edited = told(old, new.replace("one (1) calendar year", "two (2) calendar years"))
    assert (edited.verdict, edited.dates.verdict, len(edited.changes)) == ("substantive", "announced", 1)
    silent = told(old, old.replace("one (1) calendar year", "two (2) calendar years"))
    assert (silent.verdict, silent.dates.verdict) == ("substantive", "silent")


def test_sinch_is_read_without_what_surrounds_it() -> None:
    """Of a thousand lines of menus only clauses 1 to 4.6 and the glossary's own 1.1 to 1.5 are left."""
    terms = from_file(seed(SINCH))
    assert (terms.version, [(one.role, one.value) for one in terms.dates]) == ("1", [("updated", "2022-03-31")])
    decimals = [path for path in paths(terms) if path.rpartition("/")[2].count(".") == 1]
    assert [path for path in decimals if not path.startswith("Glossary")] == [
        *("1/1.1", "1/1.2", "2/2.1", "2/2.2", "2/2.3", "3/3.1", "3/3.2", "3/3.3"),
        *("4/4.1", "4/4.2", "4/4.3", "4/4.4", "4/4.5", "4/4.6"),
    ]
    assert [path for path in paths(terms) if path.startswith("4/4.6/")] == [f"4/4.6/({letter})" for letter in "abcd"]
    assert [path for path in decimals if path.startswith("Glossary")] == [
        f"Glossary/1.{number}" for number in range(1, 6)
    ]
    assert not {"Careers", "LinkedIn", "English", "Talk to an expert", "Home"} & {one.text for one in terms.clauses}
    assert terms.left_out[0].words > 1000


def test_a_change_in_sinchs_menu_is_none() -> None:
    """What is left out cannot raise an alarm; a new version label is a date."""
    old = seed(SINCH)
    assert told(old, old.replace("Careers", "Jobs")).verdict == "none"
    assert told(old, old.replace("Version 1 -", "Version 2 -")).verdict == "date-only"
