"""From a fetched page to terms: decode, find the terms on the page, divide them into clauses, read what is stated."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.errors import NeedsScripts, NothingToRead, SelectorMatchedNothing
from monitor.model import Clause, Learned, Page, Part, Source, Terms
from monitor.read.blocks import bounded
from monitor.read.content import text_content
from monitor.read.decode import decode
from monitor.read.evidence import evidence_from_meta, evidence_of_header
from monitor.read.learned import Known, Placed
from monitor.read.learning import boilerplate, restless
from monitor.read.lessons import NOTHING_LEARNED, Lesson, host_of
from monitor.read.markdown import markdown_layout
from monitor.read.ranges import fragment_of, lines_between
from monitor.read.references import references_of
from monitor.read.segment import CONTENTS_TITLES, clauses_of
from monitor.read.stated import stated
from monitor.text.fold import key, words
from monitor.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import DateEvidence
    from monitor.read.blocks import Layout
    from monitor.read.decode import Decoded

_ENOUGH = 200  # characters of prose to tell a language by
_LONGEST_LESSON = 2_000_000  # characters of markup that is learned from: each change has up to six pages read again
_TITLE_WITHIN = 12  # blocks, or a third of the document: a first-level heading further down is a section's


def read(page: Page, source: Source, learned: Learned = NOTHING_LEARNED) -> Terms:
    """The terms on a page, without what was learned of its host.

    Raises `monitor.errors.ReadError` where there are none, or where what the
    source selects is not on the page.
    """
    layouts = [_layout(part, source, learned) for part in page.parts]
    clauses = clauses_of([block for layout in layouts for block in layout.blocks])
    if source.section:
        clauses = _section(clauses, source)
    if not any(words(clause.text) or words(clause.heading) for clause in clauses):
        raise (NeedsScripts if any(layout.surface.scripts for layout in layouts) else NothingToRead)(page.url)
    facts = stated(clauses)
    return Terms(
        title=_title(layouts[0], facts.clauses),
        language=detect(_prose(clauses), layouts[0].language),
        clauses=facts.clauses,
        dates=facts.dates,
        version=facts.version,
        notes=facts.notes,
        left_out=tuple(part for layout in layouts for part in layout.left_out),
        digest=_digest(facts.clauses),
        references=references_of(facts.clauses, page.url),
        evidence=_evidence(page, layouts),
        surface=layouts[0].surface,
    )


def _evidence(page: Page, layouts: Sequence[Layout]) -> tuple[DateEvidence, ...]:
    """The dates beside the terms: on the page or in the file, and in the header that each part came with."""
    found: list[DateEvidence] = []
    for part, layout in zip(page.parts, layouts, strict=True):
        found += layout.evidence or evidence_from_meta(layout.meta)
        found += evidence_of_header(part.last_modified)
    return tuple(dict.fromkeys(found))


def learn_alike(source: Source, page: Page, beside: Page) -> tuple[Lesson, ...]:
    """What a source's page and another document of its host print alike around their terms. Raises `ReadError`."""
    return boilerplate(_places(page, source), _places(beside, Source(source.id, (beside.url,))))


def learn_restless(source: Source, pages: Sequence[Page], learned: Learned) -> tuple[Lesson, ...]:
    """What differs on every one of a source's pages, oldest first, while the rest stays. Raises `ReadError`."""
    return restless([_places(page, source) for page in pages], learned)


def _places(page: Page, source: Source) -> tuple[Placed, ...]:
    """The blocks of a page with where they stand; none of what has no elements, is huge, an index or chosen by hand."""
    found = decode(page.parts[0])
    chosen = source.select or source.kind == "index"
    if len(page.parts) > 1 or found.form != "html" or chosen or len(found.text) > _LONGEST_LESSON:
        return ()
    from monitor.read.html import html_places  # noqa: PLC0415 - as below

    return html_places(found.text, source, fragment_of(page.parts[0].asked))


def _layout(part: Part, source: Source, learned: Learned) -> Layout:
    found = decode(part)
    if found.form == "html":
        from monitor.read.html import html_layout  # noqa: PLC0415 - a page that did not change needs no parser

        return html_layout(found.text, source, fragment_of(part.asked), Known(learned, host_of(part.url)))
    if found.form in {"pdf", "docx"}:
        layout = _file_layout(found, part.url)
        return replace(layout, blocks=tuple(lines_between(bounded(layout.blocks, part.url), source)))
    layout = markdown_layout(found.text)
    content = text_content(lines_between(bounded(layout.blocks, part.url), source))
    return replace(layout, blocks=content.blocks, left_out=content.left_out)


def _file_layout(found: Decoded, subject: str) -> Layout:
    if found.form == "pdf":
        from monitor.read.pdf import pdf_layout  # noqa: PLC0415 - few sources are files

        return pdf_layout(found.body, subject)
    from monitor.read.docx import docx_layout  # noqa: PLC0415 - the same

    return docx_layout(found.body, subject)


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
        if clause.heading and wanted in {key(clause.heading), key(f"{clause.label or ''} {clause.heading}")}:
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
    spoken = (key(f"{clause.label or ''} {clause.heading} {clause.text}") for clause in clauses)
    return hashlib.sha256(" ".join(filter(None, spoken)).encode()).hexdigest()
