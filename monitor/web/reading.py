"""What is read closely: two revisions beside each other, one clause through time, a page as it was sent."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from monitor.compare import compare
from monitor.render import clause_name, redline_docx, redline_main, redline_markdown, redline_page
from monitor.render.html import marked
from monitor.render.phrases import place_words
from monitor.render.safe import language_tag
from monitor.rules import timed
from monitor.text.patterns import pattern
from monitor.web.pages import NotThere, Pages, numbered, trusted
from monitor.web.trails import last_with, trail
from monitor.wire import diff_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.requests import Request

    from monitor.archive import StoredPart
    from monitor.model import Clause, Comparison, Revision, Terms

ACCEPTED = "accepted"
"""The mark of the revision that was accepted last, where a number would stand."""

_NUMBER = pattern(r"[0-9]{1,9}", re.ASCII)
_NOT_IN_NAMES = pattern(r"[^A-Za-z0-9-]+", re.ASCII)
_LONGEST_NAME = 120  # characters of a file's name before its ending: file systems take 255 bytes


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


def _json(pair: Pair) -> bytes:
    return json.dumps(diff_json(pair.comparison), indent=1).encode()


def _markdown(pair: Pair) -> bytes:
    return redline_markdown(pair.comparison, title=pair.title).encode()


def _html(pair: Pair) -> bytes:
    return redline_page(pair.comparison, title=pair.title, url=pair.new.url).encode()


def _docx(pair: Pair) -> bytes:
    return redline_docx(pair.before, pair.after, pair.comparison, at=pair.new.at)


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a comparison is downloaded: what people call it, its file's ending, its media type."""

    said: str
    ending: str
    media: str
    write: Callable[[Pair], bytes]


FORMS: Mapping[str, Form] = {
    "docx": Form("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "html": Form("HTML", "html", "text/html; charset=utf-8", _html),
    "markdown": Form("Markdown", "md", "text/markdown; charset=utf-8", _markdown),
    "json": Form("JSON", "json", "application/json", _json),
}


@dataclass(frozen=True, slots=True)
class Reading(Pages):
    """The pages to read closely."""

    def compare(self, request: Request) -> Response:
        """Two revisions, compared anew and shown as a change is, or sent as a file."""
        name, revisions = self._revisions(request)
        old = self._marked(name, revisions, request.query_params.get("old", ""))
        new = self._marked(name, revisions, request.query_params.get("new", ""))
        form = request.query_params.get("format", "")
        if form and form not in FORMS:
            said = f"A comparison is downloaded as {', '.join(FORMS)}."
            raise NotThere(said)
        shown = {"name": name, "old": old, "new": new, "revisions": revisions, "forms": FORMS}
        shown["accepted"] = self.archive.accepted(name)
        if old == new:
            return self._page(request, "compare.html", main="", **shown)
        pair = self._pair(name, old, new)
        if form:
            return _sent(pair, FORMS[form])
        main = redline_main(pair.comparison, title=pair.title, url=new.url)
        return self._page(request, "compare.html", main=trusted(main), **shown)

    def clause(self, request: Request) -> Response:
        """One clause through time, newest first, as it is called in one revision, or in the last that has it."""
        name, revisions = self._revisions(request)
        path = request.query_params.get("path", "")
        mark = request.query_params.get("revision", "")
        revision = self._marked(name, revisions, mark)
        clause = self._clause(name, revision, path)
        if clause is None and not mark and (number := last_with(revisions, path)):
            revision = numbered(number, revisions)
            clause = self._clause(name, revision, path)
        if clause is None:
            said = f"{name}@{revision.number} has no such clause."
            raise NotThere(said)
        return self._page(
            request,
            "clause.html",
            name=name,
            called=clause_name(clause),
            trail=trail(revisions, clause, revision.number),
            first=revisions[0],
            clause_name=clause_name,
            place=place_words,
            words=lambda step: trusted(marked(step.change.edits)),
            language=language_tag(revision.comparison.new.language) if revision.comparison else "",
        )

    def page(self, request: Request) -> Response:
        """A part of a revision's page as it was sent: bytes to keep, never to be shown by a browser."""
        name, revisions = self._revisions(request)
        revision = numbered(request.path_params["number"], revisions)
        parts = self.archive.exhibit(name, revision.number)
        place = request.path_params["part"]
        if not 1 <= place <= len(parts.parts):
            said = f"The page of {name}@{revision.number} has no part {place}; it has 1 to {len(parts.parts)}."
            raise NotThere(said)
        part = parts.parts[place - 1]
        if part.body is None:
            return self._let_go(request, part)
        headers = {
            "Content-Disposition": _attachment(f"{name}-{revision.number}-page-{place}", "bin"),
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

    def _marked(self, name: str, revisions: Sequence[Revision], mark: str) -> Revision:
        """The revision of a number, the one that was accepted, or the last where nothing is asked for."""
        if not mark:
            return revisions[-1]
        if mark == ACCEPTED:
            accepted = self.archive.accepted(name)
            if accepted is None:
                said = f"No revision of {name} was accepted yet."
                raise NotThere(said)
            return numbered(accepted.revision, revisions)
        if not _NUMBER.fullmatch(mark):
            said = "A revision is a number, or the accepted one."
            raise NotThere(said)
        return numbered(int(mark), revisions)

    def _pair(self, name: str, old: Revision, new: Revision) -> Pair:
        before, after = (self.archive.terms(self._source(name, one), one.number) for one in (old, new))
        comparison = compare(before, after, on=new.at.date())
        if old.number < new.number:  # nobody is bound by going back
            comparison = timed(before, after, comparison, new)
        return Pair(name, old, new, before, after, comparison)

    def _clause(self, name: str, revision: Revision, path: str) -> Clause | None:
        terms = self.archive.terms(self._source(name, revision), revision.number)
        return next((clause for clause in terms.clauses if clause.path == path), None)


def _sent(pair: Pair, form: Form) -> Response:
    name = _attachment(f"{pair.name}-{pair.old.number}-to-{pair.new.number}", form.ending)
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return Response(form.write(pair), headers={**headers, "Content-Type": form.media})


def _attachment(name: str, ending: str) -> str:
    """A file to keep, under a name of letters, digits and hyphens, whatever the document is called (RFC 6266)."""
    safe = _NOT_IN_NAMES.sub("-", name).strip("-")[:_LONGEST_NAME]
    return f'attachment; filename="{safe}.{ending}"'
