"""Where each page is: one function for each, without a request, for templates, feeds and messages."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def document(name: str) -> str:
    """The page of a document, by its source id."""
    return f"/documents/{quote(name)}"


def revision(name: str, number: int) -> str:
    """The terms of one revision."""
    return f"{document(name)}/{number}"


def change(name: str, number: int) -> str:
    """The redline of a revision against the one before."""
    return f"{document(name)}/{number}/change"


def page(name: str, number: int, part: int) -> str:
    """A part of the page that a revision was read from, as it was sent."""
    return f"{document(name)}/{number}/page/{part}"


def compare(name: str, **asked: str | int) -> str:
    """Any two revisions beside each other; `asked` are `old`, `new` and `format`."""
    return f"{document(name)}/compare{_query(asked)}"


def clause(name: str, path: str, number: int | None = None) -> str:
    """One clause through time, by its path in a revision, or in the last one that has it."""
    asked: dict[str, str | int] = {"path": path} | ({} if number is None else {"revision": number})
    return f"{document(name)}/clause{_query(asked)}"


def held(name: str) -> str:
    """The page that is held for a document."""
    return f"{document(name)}/held"


def document_feed(name: str) -> str:
    """What changed in one document, as a feed."""
    return f"{document(name)}/feed.atom"


def provider_feed(provider: str) -> str:
    """What changed at one provider, as a feed."""
    return f"/providers/{quote(provider, safe='')}/feed.atom"


def calendar(provider: str) -> str:
    """The deadlines of one provider, as a calendar."""
    return f"/calendar/{quote(provider, safe='')}.ics"


def search(**asked: str | int) -> str:
    """What was found for some words; `asked` are the fields of the form."""
    return f"/search{_query(asked)}"


def _query(asked: dict[str, str | int]) -> str:
    return f"?{urlencode(asked)}" if asked else ""
