"""What is read closely: two revisions beside each other, one clause through time, a page as it was sent."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from monitor.compare import compare
from monitor.model import SUBSTANTIVE
from monitor.render import clause_name, redline_docx
from monitor.render.html import marked
from monitor.render.onsite import anchor
from monitor.render.phrases import place_words
from monitor.render.safe import language_tag
from monitor.rules import has_clock, said_in, timed
from monitor.text.patterns import pattern
from monitor.web import links
from monitor.web.changes import Download, briefs_of, document_id, redline, revision_of
from monitor.web.documents import CHOICES
from monitor.web.downloads import FORMS, WORD, attachment, sent, written
from monitor.web.kept import Kept
from monitor.web.pages import NotThere, Pages, trusted
from monitor.web.trails import last_with, trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from monitor.archive import Outline, StoredPart
    from monitor.model import Clause, Comparison, Revision, Terms
    from monitor.web.trails import Step
    from monitor.wire import Sketch

ACCEPTED = "accepted"
"""The mark of the revision that was accepted last, where a number would stand."""

KEPT = 4_000_000
"""Characters of changes that are kept at most, some 20 MB: a hundred comparisons of a third of a long document."""

_ENTRY = 2_000
"""Characters that a comparison counts for besides those of its changes."""

_NUMBER = pattern(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two revisions of one document, compared anew."""

    name: str
    old: Revision
    new: Revision
    before: Terms
    after: Terms
    comparison: Comparison

    @property
    def title(self) -> str:
        """What the document calls itself."""
        return self.after.title or self.before.title or self.name


@dataclass(frozen=True, slots=True)
class Reading(Pages):
    """The pages to read closely."""

    compared: Kept[Comparison] = field(default_factory=lambda: Kept(KEPT, _size))

    def compare(self, request: Request) -> Response:
        """Two revisions, compared anew and shown as a change is, or sent as a file."""
        name = document_id(request)
        old = self._marked(name, request.query_params.get("old", ""))
        new = self._marked(name, request.query_params.get("new", ""))
        form = request.query_params.get("format", "")
        if form and form not in FORMS:
            said = f"A comparison is downloaded as {', '.join(FORMS)}."
            raise NotThere(said)
        shown = {"name": name, "old": old, "new": new, "revisions": briefs_of(self, name, limit=CHOICES)}
        shown["accepted"] = self.archive.accepted(name)
        if old == new:
            return self._page(request, "compare.html", redline=None, downloads=(), **shown)
        pair = self._pair(name, old, new)
        if form:
            return _sent(pair, form)
        numbers = (old.number, new.number)
        shown["redline"] = redline(pair.comparison, name, numbers, request, title=pair.title, url=new.url)
        return self._page(request, "compare.html", downloads=_downloads(pair), **shown)

    def clause(self, request: Request) -> Response:
        """One clause through time, newest first, as it is called in one revision, or in the last that has it."""
        name = document_id(request)
        path, mark = request.query_params.get("path", ""), request.query_params.get("revision", "")
        outlines = self.archive.outlines(name)
        if not outlines:
            raise NotThere(_no_revision(name))
        at = self._outline(name, mark, outlines)
        clause = self._clause(at.revision, path)
        if clause is None and not mark and (number := last_with(outlines, path)):
            at = _numbered(number, outlines)
            clause = self._clause(at.revision, path)
        clause = clause or _recorded(outlines, at.revision.number, path)
        if clause is None:
            said = f"{name}@{at.revision.number} has no such clause."
            raise NotThere(said)
        return self._page(
            request,
            "clause.html",
            name=name,
            called=clause_name(clause),
            trail=trail(outlines, clause, at.revision.number),
            first=outlines[0].revision,
            clause_name=clause_name,
            mark=_mark,
            place=place_words,
            words=lambda step: trusted(marked(step.change.edits)),
            language=language_tag(at.language),
        )

    def page(self, request: Request) -> Response:
        """A part of a revision's page as it was sent: bytes to keep, never to be shown by a browser."""
        name, number = document_id(request), request.path_params["number"]
        parts = self.archive.exhibit(name, number)
        place = request.path_params["part"]
        if not 1 <= place <= len(parts.parts):
            said = f"The page of {name}@{number} has no part {place}; it has 1 to {len(parts.parts)}."
            raise NotThere(said)
        part = parts.parts[place - 1]
        if part.body is None:
            return self._let_go(request, part)
        headers = {
            "Content-Disposition": attachment(f"{name}-{number}-page-{place}", "bin"),
            "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(part.digest)).decode()}:",  # RFC 9530
            "ETag": f'"{part.digest}"',
            "Last-Modified": format_datetime(parts.fetched, usegmt=True),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(part.body, media_type="application/octet-stream", headers=headers)

    def _let_go(self, request: Request, part: StoredPart) -> Response:
        said = f"The bytes of this page were let go, as the archive is told to; their SHA-256 was {part.digest}."
        page = self.templates.get_template("error.html").render(request=request, said=said, head="No longer there")
        return HTMLResponse(page, status_code=410)

    def _marked(self, name: str, mark: str) -> Revision:
        """The revision of a number, the one that was accepted, or the last where nothing is asked for."""
        if mark:
            return revision_of(self, name, self._number(name, mark))
        last = briefs_of(self, name, limit=1)
        if not last:
            raise NotThere(_no_revision(name))
        return revision_of(self, name, last[0].revision)

    def _outline(self, name: str, mark: str, outlines: Sequence[Outline]) -> Outline:
        """As `_marked`, of these."""
        return _numbered(self._number(name, mark), outlines) if mark else outlines[-1]

    def _number(self, name: str, mark: str) -> int:
        if mark == ACCEPTED:
            accepted = self.archive.accepted(name)
            if accepted is None:
                said = f"No revision of {name} was accepted yet."
                raise NotThere(said)
            return accepted.revision
        if not _NUMBER.fullmatch(mark):
            said = "A revision is a number, or the accepted one."
            raise NotThere(said)
        return int(mark)

    def _pair(self, name: str, old: Revision, new: Revision) -> Pair:
        before, after = (self.archive.terms(self._source(name, one), one.number) for one in (old, new))
        pair = (name, old.number, new.number, hash(before), hash(after))  # its terms change with what is read of them
        comparison = self.compared.of(pair, lambda: self._compared(before, after, old, new))
        return Pair(name, old, new, before, after, comparison)

    def _compared(self, before: Terms, after: Terms, old: Revision, new: Revision) -> Comparison:
        there = partial(compare, before, after, on=new.at.date())
        if old.number > new.number:  # nobody is bound by going back
            return self.aside(there)
        comparison, said = self.aside.both(there, lambda: said_in(before, after))
        return timed(comparison, said, new) if has_clock(comparison) else comparison

    def _clause(self, revision: Revision, path: str) -> Clause | None:
        terms = self.archive.terms(self._source(revision.source, revision), revision.number)
        return next((clause for clause in terms.clauses if clause.path == path), None)


def _no_revision(name: str) -> str:
    return f"{name} has no revision."


def _numbered(number: int, outlines: Sequence[Outline]) -> Outline:
    """The one of this number. Raises `NotThere`."""
    found = next((one for one in outlines if one.revision.number == number), None)
    if found is None:
        said = f"{outlines[0].revision.source} has no revision {number}."
        raise NotThere(said)
    return found


def _size(comparison: Comparison) -> int:
    return _ENTRY + sum(len(edit.text) for change in comparison.changes for edit in change.edits)


def _mark(step: Step) -> str:
    """The end of the address of a change where it is shown on its page; "" where it stands in a list there."""
    return f"#{anchor(step.change)}" if step.change and step.change.kind in SUBSTANTIVE else ""


def _recorded(outlines: Sequence[Outline], number: int, path: str) -> Clause | None:
    """A clause of a revision as a change told of it at the time: a later reader may call it by another path."""
    came = (one.whole().new for one in _changes_near(outlines, number, path) if path in one.new)
    went = (one.whole().old for one in _changes_near(outlines, number + 1, path) if path in one.old)
    return next((clause for side in (*came, *went) for clause in side if clause.path == path), None)


def _changes_near(outlines: Sequence[Outline], number: int, path: str) -> tuple[Sketch, ...]:
    found = next((one for one in outlines if one.revision.number == number), None)
    return found.changes_near(path) if found else ()


def _sent(pair: Pair, form: str) -> Response:
    name = f"{pair.name}-{pair.old.number}-to-{pair.new.number}"
    if FORMS[form] is WORD:
        return sent(redline_docx(pair.before, pair.after, pair.comparison, at=pair.new.at), name, WORD)
    return sent(written(pair.comparison, form, title=pair.title, url=pair.new.url), name, FORMS[form])


def _downloads(pair: Pair) -> list[Download]:
    asked = {"old": pair.old.number, "new": pair.new.number}
    return [Download(form.said, key, links.compare(pair.name, **asked, format=key)) for key, form in FORMS.items()]
