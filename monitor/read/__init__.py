"""From a fetched page to terms: decode, find the terms on the page, divide them into clauses, read what is stated."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import NothingToRead, SelectorMatchedNothing
from monitor.model import Clause, Page, Part, Source, Terms
from monitor.read.content import text_content
from monitor.read.decode import decode
from monitor.read.html import html_layout
from monitor.read.markdown import as_markdown, markdown_layout
from monitor.read.segment import CONTENTS_TITLES, clauses_of
from monitor.read.stated import stated
from monitor.text.fold import key, words
from monitor.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.read.blocks import Layout

__all__ = ["READER_VERSION", "as_markdown", "read"]

READER_VERSION = "1"
"""Changes whenever the same page may read differently: stored pages are then read anew on both sides."""


_ENOUGH = 200  # characters of prose to tell a language by
_TITLE_WITHIN = 12  # blocks, or a third of the document: a first-level heading further down is a section's


def read(page: Page, source: Source) -> Terms:
    """The terms on a page.

    Raises `monitor.errors.ReadError` where there are none, or where what the
    source selects is not on the page.
    """
    layouts = [_layout(part, source) for part in page.parts]
    clauses = clauses_of([block for layout in layouts for block in layout.blocks])
    if source.section:
        clauses = _section(clauses, source)
    if not any(words(clause.text) or words(clause.heading) for clause in clauses):
        raise NothingToRead(page.url)
    facts = stated(clauses)
    return Terms(
        title=_title(layouts[0], facts.clauses),
        language=detect(_prose(clauses)) or layouts[0].language,
        clauses=facts.clauses,
        dates=facts.dates,
        version=facts.version,
        notes=facts.notes,
        left_out=tuple(part for layout in layouts for part in layout.left_out),
        digest=_digest(facts.clauses),
    )


def _layout(part: Part, source: Source) -> Layout:
    form, text = decode(part)
    if form == "html":
        return html_layout(text, source)
    layout = markdown_layout(text)
    content = text_content(layout.blocks)
    return replace(layout, blocks=content.blocks, left_out=content.left_out)


def _title(layout: Layout, clauses: Sequence[Clause]) -> str:
    """What the document calls itself: front matter, its first-level heading, its first heading, the page's title."""
    if layout.meta.get("title"):
        return layout.title
    early = layout.blocks[: max(_TITLE_WITHIN, len(layout.blocks) // 3)]
    named = [block.text for block in early if block.kind == "heading" and block.level == 1]
    first = [clause.heading for clause in clauses[:5] if clause.role == "heading" and not clause.label]
    return next((title for title in [*named, *first] if key(title) not in CONTENTS_TITLES), layout.title)


def _section(clauses: Sequence[Clause], source: Source) -> tuple[Clause, ...]:
    """The heading that the source names, and all that stands under it."""
    wanted = key(source.section or "")
    for place, clause in enumerate(clauses):
        if clause.heading and key(clause.heading) == wanted:
            chosen = [clause]
            for below in clauses[place + 1 :]:
                if below.depth <= clause.depth:
                    break
                chosen.append(below)
            return tuple(replace(one, ordinal=number) for number, one in enumerate(chosen, 1))
    raise SelectorMatchedNothing(source.id, f"no heading on the page reads {source.section!r}; correct `section`")


def _prose(clauses: Iterable[Clause]) -> str:
    """The sentences of a document, or all its words where it has hardly any: tables are full of names."""
    spoken = " ".join(clause.text for clause in clauses if clause.role != "row")
    return spoken if len(spoken) >= _ENOUGH else " ".join(f"{clause.heading} {clause.text}" for clause in clauses)


def _digest(clauses: Iterable[Clause]) -> str:
    """SHA-256 over all words in reading order: labels, headings and texts, however they are marked up."""
    spoken = (
        word for clause in clauses for part in (clause.label or "", clause.heading, clause.text) for word in words(part)
    )
    return hashlib.sha256(" ".join(spoken).encode()).hexdigest()
