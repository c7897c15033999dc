"""The labels that a word processor prints before numbered paragraphs: "4.2", "(a)", "Article IV" (ECMA-376, 17.9).

They stand nowhere in the text: they follow from the levels of a list and from what was counted so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.read.docx.styles import space_of, value
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from lxml import etree

_LEVELS = 9
_PLACE = pattern(r"%([1-9])")
_HIGHEST = 4000  # above it a list counts in plain figures
_CJK = "〇一二三四五六七八九"
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what it prints ("%1.%2"), how it counts, from where on, and after which level anew."""

    text: str
    form: str = "decimal"
    start: int = 1
    style: str = ""
    restart: int | None = None
    plain: bool = False  # prints the numbers of the levels above in plain figures too

    @property
    def bullet(self) -> bool:
        """Whether it prints a sign and no number."""
        return self.form == "bullet"


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs refer to: the levels, and which other lists it goes on counting with."""

    counted: str
    levels: Mapping[int, Level]
    anew: frozenset[int] = frozenset()  # levels at which it begins to count anew


@dataclass(slots=True)
class Counter:
    """What was counted so far, list by list; `seen` are those that have begun."""

    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    def label(self, name: str, found: List, at: int) -> str:
        """Count one paragraph at a level, and give the label that it prints, or ""."""
        counts = self.counts.setdefault(found.counted, {})
        if at in found.anew and (name, at) not in self.seen:
            counts.pop(at, None)
        self.seen.add((name, at))
        level = found.levels[at]
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [one for one in counts if one > at]:
            known = found.levels.get(deeper)
            if known is None or known.restart is None or 0 < known.restart >= at + 1:
                del counts[deeper]
        return "" if level.bullet else self._printed(found, counts, level).strip()

    def _printed(self, found: List, counts: dict[int, int], level: Level) -> str:
        def number(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            above = found.levels.get(place)
            if above is None:
                return ""
            return formed(counts.setdefault(place, above.start), "decimal" if level.plain else above.form)

        return _PLACE.sub(number, level.text)


def lists_of(numbering: etree._Element | None, linked: Mapping[str, str]) -> dict[str, List]:
    """The lists of a document by their id; `linked` gives the list that a numbering style names."""
    if numbering is None:
        return {}
    space = space_of(numbering)
    abstract = {str(one.get(f"{space}abstractNumId")): one for one in numbering.iterfind(f"{space}abstractNum")}
    plain = {str(one.get(f"{space}numId")): one for one in numbering.iterfind(f"{space}num")}
    found = {}
    for name, one in plain.items():
        counted = value(one, "abstractNumId") or ""
        origin = abstract.get(counted)
        style = None if origin is None else value(origin, "numStyleLink")
        if style and (other := plain.get(linked.get(style, ""))) is not None:
            counted = value(other, "abstractNumId") or ""
            origin = abstract.get(counted)
        if origin is not None:
            found[name] = _overridden(List(counted, _levels(origin, {})), one)
    return found


def _levels(parent: etree._Element, base: Mapping[int, Level]) -> dict[int, Level]:
    space = space_of(parent)
    levels = dict(base)
    for one in parent.iterfind(f"{space}lvl"):
        restart = value(one, "lvlRestart")
        levels[min(_LEVELS - 1, _number(one.get(f"{space}ilvl"), 0))] = Level(
            value(one, "lvlText") or "",
            value(one, "numFmt") or "decimal",
            _number(value(one, "start"), 1),
            value(one, "pStyle") or "",
            _number(restart, 0) if restart else None,
            one.find(f"{space}isLgl") is not None,
        )
    return levels


def _overridden(found: List, num: etree._Element) -> List:
    """A list with what its own entry says otherwise: other levels, another start."""
    space = space_of(num)
    levels = dict(found.levels)
    anew = set()
    for one in num.iterfind(f"{space}lvlOverride"):
        at = _number(one.get(f"{space}ilvl"), 0)
        levels = _levels(one, levels)
        start = value(one, "startOverride")
        if start and at in levels:
            levels[at] = replace(levels[at], start=_number(start, 1))
            anew.add(at)
    return List(found.counted, levels, frozenset(anew))


def _number(text: object, other: int) -> int:
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else other  # noqa: PLR2004 - no such list


def formed(number: int, form: str) -> str:
    """A number as a list prints it (ECMA-376, part 1, 17.18.59)."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(97 + (number - 1) % _LETTERS) * min(9, (number - 1) // _LETTERS + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number < _HIGHEST:
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    if form.startswith(("chinese", "japanese", "taiwanese", "ideograph")) and 0 < number < 100:  # noqa: PLR2004 - two signs
        tens, ones = divmod(number, 10)
        return (_CJK[tens] if tens > 1 else "") + ("十" if tens else "") + (_CJK[ones] if ones else "")
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for worth, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        out += letters * (number // worth)
        number %= worth
    return out
