# ruff: noqa: INP001 - a script to run, no package to import
"""Draws docs/images/redline.svg: the beginning of a redline, as `clausewatch diff` prints it on a terminal.

Run `make picture` after a change to how redlines look. The picture holds its text
as text, and loads nothing: no font from elsewhere.
"""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from monitor.compare import compare
from monitor.model import Page, Part, Source, Terms
from monitor.read import read
from monitor.render import redline
from monitor.wiring import utc_now

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "snapshots" / "examples" / "fennimore" / "messaging-supplement"
SEEN = date(2025, 11, 3)  # after the date that the page states, so that the edit is silent
WIDTH = 92  # columns: what a README shows without scrolling
SHOWN = 7  # paragraphs: the title, the facts, and the gravest changes
_REMOTE_FONTS = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Write the picture beside this file."""
    comparison = compare(terms(1), terms(2), on=SEEN)
    text = redline(comparison, title="Fennimore – Messaging Supplement", width=WIDTH, colour=True)
    svg = _REMOTE_FONTS.sub("", drawn(beginning(text)))
    (HERE / "redline.svg").write_text(svg, "utf-8")


def terms(revision: int) -> Terms:
    """One revision of the example."""
    file = DOCUMENT / f"{revision}.html"
    part = Part(str(file), str(file), file.read_bytes(), "text/html; charset=utf-8")
    return read(Page((part,), utc_now()), Source("fennimore/messaging-supplement", (str(file),)))


def beginning(text: str) -> str:
    """The first paragraphs, and the last one, which tells what was only renumbered."""
    paragraphs = text.strip("\n").split("\n\n")
    return "\n\n".join([*paragraphs[:SHOWN], "        …", paragraphs[-1]])


def drawn(text: str) -> str:
    """Text with terminal colours as an SVG image."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="standard")
    for line in text.split("\n"):
        console.print(Text.from_ansi(line))
    return console.export_svg(
        title="clausewatch diff fennimore/messaging-supplement@1 fennimore/messaging-supplement@2",
        theme=DEFAULT_TERMINAL_THEME,
        unique_id="redline",
    )


if __name__ == "__main__":
    main()
