"""How a browser numbers the items of a list: start, value, type and reversed (HTML Standard, 4.4.5 and 4.4.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_ROMAN = 399  # no list of terms is longer
_LONGEST_NUMBER = 9  # digits; a longer "value" is an attack or a mistake


@dataclass(slots=True)
class OpenList:
    """A list that is being read: `kind` is "" for bullets, else one of 1, a, A, i, I."""

    kind: str
    count: int = 1
    step: int = 1

    def marker(self, value: str) -> str | None:
        """The number before the next item, whose `value` attribute is given; None before a bullet."""
        if not self.kind:
            return None
        if _is_number(value):
            self.count = int(value)
        printed = f"{_numbered(self.count, self.kind)}."
        self.count += self.step
        return printed


def opened(tag: Tag) -> OpenList:
    """The list that an `ol`, `ul`, `menu` or `dir` opens."""
    if tag.name != "ol" or "none" in str(tag.get("style") or ""):
        return OpenList("")
    kind = str(tag.get("type") or "1")
    start = str(tag.get("start") or "")
    backwards = "reversed" in tag.attrs
    usual = len(tag.find_all("li", recursive=False)) if backwards else 1
    first = int(start) if _is_number(start) else usual
    return OpenList(kind if kind in "1aAiI" else "1", first, -1 if backwards else 1)


def _is_number(text: str) -> bool:
    digits = text.strip().removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER


def _numbered(value: int, kind: str) -> str:
    if kind in "aA" and value > 0:
        return _letters(value).upper() if kind == "A" else _letters(value)
    if kind in "iI" and 0 < value <= _LARGEST_ROMAN:
        return _roman(value).upper() if kind == "I" else _roman(value)
    return str(value)


def _letters(value: int) -> str:
    out = ""
    while value:
        value, rest = divmod(value - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def _roman(value: int) -> str:
    out = ""
    for number, letters in _ROMAN:
        while value >= number:
            out, value = out + letters, value - number
    return out
