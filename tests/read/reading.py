"""Short ways to read a text, and to say what was read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.model import Page, Part, Source
from monitor.read import read

if TYPE_CHECKING:
    from monitor.model import Clause, Terms

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://northline.example/terms"
SOURCE = Source("northline/terms", (URL,))
PROSE = "Northline provides the service as it is described in the order, and you pay for it what the order says."


def page(body: str | bytes, kind: str = "", url: str = URL) -> Page:
    """A page of one part, as a server would send it."""
    return Page((Part(url, url, body.encode() if isinstance(body, str) else body, kind),), AT)


def text(body: str, source: Source = SOURCE) -> Terms:
    """The terms in a Markdown or plain text."""
    return read(page(body, "text/markdown"), source)


def html(body: str, source: Source = SOURCE) -> Terms:
    """The terms in an HTML page."""
    return read(page(body, "text/html; charset=utf-8"), source)


def said(terms: Terms) -> list[str]:
    """What each clause says, heading and text, in order."""
    return [f"{clause.heading} {clause.text}".strip() for clause in terms.clauses]


def paths(terms: Terms) -> list[str]:
    """Where each clause stands, in order."""
    return [clause.path for clause in terms.clauses]


def labels(terms: Terms) -> list[str | None]:
    """The label of each clause, in order."""
    return [clause.label for clause in terms.clauses]


def roles(terms: Terms) -> list[str]:
    """The role of each clause, in order."""
    return [clause.role for clause in terms.clauses]


def at(terms: Terms, path: str) -> Clause:
    """The clause at a path."""
    (found,) = (clause for clause in terms.clauses if clause.path == path)
    return found
