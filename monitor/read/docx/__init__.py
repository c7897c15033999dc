"""A DOCX as blocks: made plain with its labels as words, turned into HTML by mammoth, then read as HTML is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import mammoth  # type: ignore[import-untyped]

from monitor.errors import UnreadableType
from monitor.read.blocks import Layout
from monitor.read.docx.archive import parts_of
from monitor.read.docx.plain import plain
from monitor.read.filed import file_surface
from monitor.read.tree import parse, tree_of
from monitor.text.fold import tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["docx_layout"]

_BACK = pattern(r'\s*<a href="#(?:footnote|endnote)-ref-[\w-]*">↑</a>')  # from a note to where it is referred to
_PROPERTIES = ("title", "created", "modified", "language")


def docx_layout(body: bytes, subject: str) -> Layout:
    """The blocks of a DOCX, its title and its dates: "docx:title", "docx:created" and "docx:modified" in `meta`.

    `subject` is what messages name. Raises `UnreadableType` for one that is damaged or
    locked, and `TooMuchToRead` for one that unpacks to more than any terms.
    """
    parts = parts_of(body, subject)
    said = _properties(parts.core)
    made = plain(parts, subject)
    try:
        markup = mammoth.convert_to_html(
            made, include_embedded_style_map=False, convert_image=mammoth.images.img_element(_nowhere)
        ).value
    except Exception as error:  # mammoth says nowhere what it raises for which damage
        message = "is a DOCX file that cannot be understood; save it as PDF and give that"
        raise UnreadableType(subject, message) from error
    blocks = tuple(raw.block for raw in tree_of(parse(_BACK.sub("", markup), subject)).blocks)
    title = said.get("title", "")
    return Layout(
        blocks,
        title=title,
        language=re.split(r"[-_]", said.get("language", ""))[0].lower(),
        meta={f"docx:{name}": text for name, text in said.items() if name != "language"},
        surface=file_surface(blocks, title),
    )


def _nowhere(_image: object) -> dict[str, str]:
    """A picture is its alternative text: it is neither opened nor copied."""
    return {"src": ""}


def _properties(core: etree._Element | None) -> dict[str, str]:
    """What the document says of itself (ECMA-376, part 2, 11): title, dates, language."""
    if core is None:
        return {}
    said = {str(one.tag).rpartition("}")[2]: tidy(str(one.text or "")) for one in core}
    return {name: said[name] for name in _PROPERTIES if said.get(name)}
