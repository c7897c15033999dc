"""Where each key of a TOML text stands.

tomllib tells no lines, so the text is walked a second time. The walk expects
text that tomllib took, and only follows its outline: headers, keys, lists and
inline tables (https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.sources.findings import Place

_TOKEN = pattern(
    r"""
    (?P<skip>[ \t\r]+|\#[^\n]*)
    |(?P<line>\n)
    |(?P<text>"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,])
    |(?P<bare>[^\s\[\]{}=,"'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)

_ENTRY = 2
"""How long the place of a repeated table is: its name and its position."""


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


class Places:
    """The offset and line of every table, key and list entry of a TOML text."""

    def __init__(self, text: str) -> None:
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        walk = _Walk(text)
        self._offsets = walk.offsets
        self._ends = walk.ends

    def offset(self, place: Place) -> int:
        """Where a place begins; for what is not there, where the table around it begins."""
        while place not in self._offsets:
            place = place[:-1]
        return self._offsets[place]

    def line(self, place: Place) -> int:
        """The line a place begins on, from 1."""
        return bisect_right(self._line_starts, self.offset(place))

    def end(self, entry: Place) -> int | None:
        """Where the last key of an entry such as ("source", 0) ends, tables below it included; None for no header."""
        return self._ends.get(entry)


class _Walk:
    """One pass over the tokens of a document, noting the offset of each place and the end of each repeated table."""

    def __init__(self, text: str) -> None:
        self.offsets: dict[Place, int] = {(): 0}
        self.ends: dict[Place, int] = {}
        self._tokens = [
            _Token(match.lastgroup or "", match[0], match.start())
            for match in _TOKEN.finditer(text)
            if match.lastgroup != "skip"
        ]
        self._end = _Token("end", "", len(text))
        self._position = 0
        self._last_index: dict[Place, int] = {}
        self._document()

    def _peek(self) -> _Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._peek()
        self._position += 1
        return token

    def _skip_lines(self) -> None:
        while self._peek().kind == "line":
            self._take()

    def _document(self) -> None:
        table: Place = ()
        self._skip_lines()
        while self._peek().kind != "end":
            if self._peek().text == "[":
                table = self._header()
            else:
                self._pair(table)
            last = self._tokens[self._position - 1]
            self.ends[table[:_ENTRY]] = last.offset + len(last.text)
            self._skip_lines()

    def _header(self) -> Place:
        offset = self._take().offset
        repeated = self._peek().text == "["
        if repeated:
            self._take()
        parts = self._key()
        for _bracket in range(2 if repeated else 1):
            self._take()
        place = self._table(parts[:-1]) + tuple(parts[-1:])
        if repeated:
            self._last_index[place] = self._last_index.get(place, -1) + 1
            self.offsets.setdefault(place, offset)
            place = (*place, self._last_index[place])
        self.offsets.setdefault(place, offset)
        return place

    def _table(self, parts: list[str]) -> Place:
        """The place a header's parts lead to: below a repeated table, always its latest one."""
        place: Place = ()
        for part in parts:
            place = (*place, part)
            if place in self._last_index:
                place = (*place, self._last_index[place])
        return place

    def _key(self) -> list[str]:
        parts: list[str] = []
        while self._peek().kind in {"bare", "text"}:
            token = self._take()
            if token.kind == "text":
                parts.append(tomllib.loads(f"key = {token.text}")["key"])
            else:
                parts.extend(part for part in token.text.split(".") if part)
        return parts

    def _pair(self, table: Place) -> None:
        offset = self._peek().offset
        place = table
        for part in self._key():
            place = (*place, part)
            self.offsets.setdefault(place, offset)
        self._take()
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._peek()
        if opening.text == "[":
            self._list(place)
        elif opening.text == "{":
            self._inline_table(place)
        else:
            while self._peek().kind in {"bare", "text"}:
                self._take()

    def _list(self, place: Place) -> None:
        self._take()
        index = 0
        while self._more("]"):
            self.offsets[(*place, index)] = self._peek().offset
            self._value((*place, index))
            index += 1
        self._take()

    def _inline_table(self, place: Place) -> None:
        self._take()
        while self._more("}"):
            self._pair(place)
        self._take()

    def _more(self, closing: str) -> bool:
        """Whether another entry follows before the closing bracket; steps over lines and commas."""
        while self._peek().kind == "line" or self._peek().text == ",":
            self._take()
        return self._peek().text != closing and self._peek().kind != "end"
