"""What the story is printed on: stdout, with colours where it is a terminal or they are asked for."""

from __future__ import annotations

import os
from io import StringIO

from rich.console import Console
from rich.text import Text

from monitor.cli.printing import colour, width, write
from monitor.render import for_terminal

_BAR = "│ "


class Paper:
    """Takes chapters, sentences and messages, and sets one blank line between them.

    Foreign words come in through `quoted`, or are made safe for a terminal before.
    """

    def __init__(self) -> None:
        asked = bool(os.environ.get("FORCE_COLOR")) and not os.environ.get("NO_COLOR")
        self.colour = colour() or asked
        self.width = width()
        self._blank = True

    def title(self, words: str) -> None:
        """What this is."""
        self._print(Text(words, style="bold"))

    def chapter(self, words: str) -> None:
        """A new part of the story."""
        rule = "─" * max(0, self.width - len(words) - 4)
        self.gap()
        self._print(Text.assemble(("── ", "cyan"), (words, "bold cyan"), (f" {rule}", "cyan")))

    def say(self, words: str) -> None:
        """A paragraph of the story."""
        self.gap()
        self._print(Text(words))

    def verbatim(self, text: str) -> None:
        """Text that was made for a terminal; one of several paragraphs stands by itself."""
        lines = text.strip("\n")
        alone = "\n\n" in lines
        if alone:
            self.gap()
        self._write(lines)
        if alone:
            self.gap()

    def gap(self) -> None:
        """One blank line, unless there is one already."""
        if not self._blank:
            self._write("")

    def bar(self, line: Text, indent: str = "") -> None:
        """A line of a message, behind a bar; one that is too long goes on behind the bar and the indent."""
        room = self.width - len(_BAR) - len(indent)
        for row in line.wrap(Console(width=room, _environ={}), room) or [Text()]:
            self._print(Text.assemble((_BAR, "blue"), (indent, "blue"), row))

    def quoted(self, text: str) -> None:
        """Foreign text, line by line, behind a bar."""
        for line in for_terminal(text, lines=True).rstrip("\n").split("\n"):
            self.bar(Text(line))

    def _print(self, text: Text) -> None:
        out = StringIO()
        # rich otherwise asks the environment for colours and width, which were decided above
        console = Console(
            file=out,
            width=self.width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )
        console.print(text)
        self._write("\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")))

    def _write(self, lines: str) -> None:
        write(f"{lines}\n")
        self._blank = not lines
