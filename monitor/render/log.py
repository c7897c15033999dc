"""What people did with revisions, and what nobody has looked at yet, in words for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.render.safe import for_header, for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from monitor.model import LogEntry, Unreviewed

_NAME = 80  # characters of a name or a contract
_SHOWN = 10  # changes that nobody has looked at: more are a list for a program, and JSON has all


def entry_words(entry: LogEntry) -> str:
    """An entry in one line: what was done, to whom, by whom, for which contract, and the note."""
    to = f" to {for_header(entry.to, _NAME)}" if entry.to else ""
    contract = f" (contract {for_header(entry.ref, _NAME)})" if entry.ref else ""
    note = f": {for_terminal(entry.note)}" if entry.note else ""
    return f"{entry.kind}{to} by {for_header(entry.by, _NAME)}{contract}{note}"


def entry_lines(entries: Sequence[LogEntry], indent: int) -> Iterator[RenderableType]:
    """What was done with one revision, oldest first as it happened; `entries` stand newest first."""
    for entry in reversed(entries):
        yield Padding(entry_line(entry.at, entry_words(entry), style="dim"), (0, 0, 0, indent))


def entry_line(at: datetime, words: str, *, style: str = "") -> RenderableType:
    """A time and words beside it: where they need more lines, none of these can look like an entry of its own."""
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(no_wrap=True)
    line.add_column(overflow="fold")
    line.add_row(Text(f"{at:%Y-%m-%d %H:%M}", style=style), Text(words, style=style))
    return line


def unreviewed_lines(found: Sequence[Unreviewed]) -> Iterator[RenderableType]:
    """The oldest changes that nobody has looked at, and how many more there are."""
    if not found:
        return
    count = "1 change was" if len(found) == 1 else f"{len(found)} changes were"
    yield Text(f"{count} neither accepted nor acknowledged:")
    for one in found[:_SHOWN]:
        to = f", assigned to {for_header(one.assigned_to, _NAME)}" if one.assigned_to else ""
        yield Padding(Text(f"{one.source}@{one.revision} of {one.at:%Y-%m-%d %H:%M}{to}"), (0, 0, 0, 2))
    if found[_SHOWN:]:
        yield Padding(Text(f"and {len(found) - _SHOWN} more"), (0, 0, 0, 2))
