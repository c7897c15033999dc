"""The log of what people did with revisions, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from monitor.decide import distance_words
from monitor.render.listing import printed
from monitor.render.log import entry_line, entry_lines, entry_words
from monitor.render.safe import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from monitor.model import Distance, LogEntry


def log_text(entries: Sequence[LogEntry], *, width: int, colour: bool) -> str:
    """Entries, a line each, in the order they are given."""
    if not entries:
        return "nothing yet\n"
    lines = [entry_line(one.at, f"{one.source}@{one.revision}  {entry_words(one)}") for one in entries]
    return printed(lines, width, colour)


def reviewed_text(
    entries: Sequence[LogEntry], accepted: Distance | None, number: int, *, width: int, colour: bool
) -> str:
    """What was done with one revision, and how far it is from the accepted one; "" where there is nothing to say."""
    lines: list[RenderableType] = list(entry_lines(entries, 0))
    if accepted:
        lines.append(Text(for_terminal(distance_words(accepted, number))))
    return printed(["", *lines], width, colour) if lines else ""
