"""What the styles of a DOCX say of a paragraph: its level as a heading, its list, its weight (ECMA-376, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

_HEADING = pattern(r"heading (\d)", re.IGNORECASE)
_CONTENTS = pattern(r"toc \d", re.IGNORECASE)
_BODY_LEVEL = 9  # the outline level of what is no heading
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST = 20  # styles that are based on one another


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits: the level of a heading, from 1, or 0; its list, and at which level of it."""

    level: int = 0
    title: bool = False
    contents: bool = False
    bold: bool = False
    numbering: str = ""
    at: int | None = None


def styles_of(root: etree._Element | None) -> dict[str, Style]:
    """The styles of a document by their id."""
    if root is None:
        return {}
    space = space_of(root)
    known = {str(one.get(f"{space}styleId")): one for one in root.iterfind(f"{space}style")}
    return {name: _style(name, known, space) for name in known}


def default_of(root: etree._Element | None) -> str:
    """The id of the style of paragraphs that name none."""
    if root is None:
        return ""
    space = space_of(root)
    return next(
        (
            str(one.get(f"{space}styleId"))
            for one in root.iterfind(f"{space}style")
            if one.get(f"{space}type") == "paragraph" and str(one.get(f"{space}default")) not in _OFF | {"None"}
        ),
        "",
    )


def _style(name: str, known: Mapping[str, etree._Element], space: str) -> Style:
    """A style as its own settings have it, and where it has none as those of the styles it is based on."""
    level, bold, numbering, at = None, None, None, None
    title = contents = False
    for one in _ancestry(name, known):
        words = str(value(one, "name") or "")
        title = title or words.lower() == "title"
        contents = contents or bool(_CONTENTS.fullmatch(words))
        if level is None:
            level = _level(one, words)
        if bold is None:
            bold = on(one.find(f"{space}rPr/{space}b"), space)
        if numbering is None and (found := one.find(f"{space}pPr/{space}numPr")) is not None:
            numbering, at = value(found, "numId"), value(found, "ilvl")
    return Style(level or 0, title, contents, bold or False, numbering or "", int(at) if at and at.isdigit() else None)


def _ancestry(name: str, known: Mapping[str, etree._Element]) -> list[etree._Element]:
    found: list[etree._Element] = []
    while name in known and len(found) < _DEEPEST:
        found.append(known[name])
        name = value(known[name], "basedOn") or ""
    return found


def _level(style: etree._Element, name: str) -> int | None:
    """The level of a heading: as the style outlines it, or as its name says in every language of the program."""
    space = space_of(style)
    outline = style.find(f"{space}pPr/{space}outlineLvl")
    if outline is not None:
        said = str(outline.get(f"{space}val"))
        return int(said) + 1 if said.isdigit() and int(said) < _BODY_LEVEL else 0
    named = _HEADING.fullmatch(name)
    return int(named.group(1)) if named else None


def space_of(element: etree._Element) -> str:
    """The element's namespace as it stands before names: the two editions of the standard have one each."""
    return str(element.tag).rpartition("}")[0] + "}"


def value(parent: etree._Element, name: str) -> str | None:
    """The value of a child element, None where there is none."""
    space = space_of(parent)
    child = parent.find(f"{space}{name}")
    return None if child is None else str(child.get(f"{space}val") or "")


def on(switch: etree._Element | None, space: str) -> bool | None:
    """Whether a switch such as `b` is on; None where it stands nowhere."""
    return None if switch is None else str(switch.get(f"{space}val")).lower() not in _OFF
