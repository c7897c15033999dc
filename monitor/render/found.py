"""Clauses that a search found, in words: what they are called, since when and until when they stand there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from monitor.model import Clause
from monitor.render.listing import printed
from monitor.render.phrases import clause_name, date_words
from monitor.render.safe import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from monitor.model import Find


def found_name(find: Find) -> str:
    """What a person would call the clause, without its words where it has any other name: these stand below it."""
    said = "".join(text for text, _ in find.snippet)
    clause = Clause(find.path, find.label or None, find.heading, "", 0, 0)
    return clause_name(clause) or clause_name(replace(clause, text=said)) or "a clause"


def stood_words(find: Find) -> str:
    """In which revisions the clause read so: "stands since revision 3, 2 March 2026"."""
    if find.gone is None:
        return f"stands since revision {find.first}, {_day(find.at)}"
    which = f"revision {find.first}" if find.first == find.last else f"revisions {find.first} to {find.last}"
    return f"stood in {which}, from {_day(find.at)} until {_day(find.gone)}"


def _day(at: datetime) -> str:
    return date_words(at.date().isoformat())


def finds_text(finds: Sequence[Find], titles: Mapping[str, str], *, width: int, colour: bool) -> str:
    """What was found for a terminal: the document and the clause, since when it stands there, its words."""
    lines = [line for find in finds for line in _lines(find, titles.get(find.source, ""))]
    return printed(lines or [Text("nothing found")], width, colour)


def _lines(find: Find, title: str) -> Iterator[RenderableType]:
    yield Text.assemble((for_terminal(f"{find.source}@{find.last}"), "cyan"), "  ", for_terminal(found_name(find)))
    yield _aside(Text("; ".join(part for part in (for_terminal(title), stood_words(find)) if part), style="dim"))
    yield _aside(_words(find))


def _aside(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)


def _words(find: Find) -> Text:
    words = Text()
    for run, found in find.snippet:
        words.append(for_terminal(run), "bold" if found else "")
    return words
