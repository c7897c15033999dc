"""Where each page is: one function for each, without a request, for templates, feeds and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from monitor.text import pagepaths

if TYPE_CHECKING:
    from collections.abc import Callable

document = pagepaths.document
held = pagepaths.held


def overview(**asked: str | int) -> str:
    """The first page; `asked` are the fields of its form."""
    return f"/{_query(asked)}"


def revision(name: str, number: int) -> str:
    """The terms of one revision."""
    return f"{document(name)}/{number}"


def change(name: str, number: int, **asked: str) -> str:
    """The redline of a revision against the one before; `asked` are `view` and `format`."""
    return f"{pagepaths.change(name, number)}{_query({**asked})}"


def page(name: str, number: int, part: int) -> str:
    """A part of the page that a revision was read from, as it was sent."""
    return f"{document(name)}/{number}/page/{part}"


def compare(name: str, **asked: str | int) -> str:
    """Any two revisions beside each other; `asked` are `old`, `new`, `view` and `format`."""
    return f"{document(name)}/compare{_query(asked)}"


def clause(name: str, path: str, number: int | None = None) -> str:
    """One clause through time, by its path in a revision, or in the last one that has it."""
    asked: dict[str, str | int] = {"path": path} | ({} if number is None else {"revision": number})
    return f"{document(name)}/clause{_query(asked)}"


def clauses(name: str, number: int) -> Callable[[str], str]:
    """As `clause`, for many paths of one revision."""
    start = f"{document(name)}/clause?revision={number}&path="
    return lambda path: f"{start}{quote(path, safe='', errors='replace')}"


def decided(name: str, done: str) -> str:
    """What became of the page that was held for a document."""
    return f"{held(name)}{_query({'done': done})}"


def all_held() -> str:
    """Every page that is held."""
    return "/held"


def log(name: str, number: int) -> str:
    """What was done with a revision; forms that add to it are sent there, too."""
    return f"{revision(name, number)}/log"


def unreviewed(**asked: str) -> str:
    """The changes that nobody has looked at; `asked` are `to` and `after`."""
    return f"/unreviewed{_query({**asked})}"


def login(back: str) -> str:
    """The form to sign in, which leads on to a page of ours."""
    return f"/login{_query({'next': back})}"


def document_feed(name: str) -> str:
    """What changed in one document, as a feed."""
    return f"{document(name)}/feed.atom"


def provider_feed(provider: str) -> str:
    """What changed at one provider, as a feed."""
    return f"/providers/{quote(provider, safe='')}/feed.atom"


def calendar(provider: str) -> str:
    """The deadlines of one provider, as a calendar."""
    return f"/calendar/{quote(provider, safe='')}.ics"


def linked() -> str:
    """The providers, each with what belongs together."""
    return "/linked"


def linked_provider(provider: str) -> str:
    """What belongs together at one provider."""
    return f"/linked/{quote(provider, safe='')}"


def document_linked(name: str) -> str:
    """What one document names, and what names it."""
    return f"{document(name)}/linked"


def search(**asked: str | int) -> str:
    """What was found for some words; `asked` are the fields of the form."""
    return f"/search{_query(asked)}"


def search_feed(**asked: str | int) -> str:
    """The same as a feed, newest first."""
    return f"/search.atom{_query(asked)}"


def _query(asked: dict[str, str | int]) -> str:
    return f"?{urlencode(asked, errors='replace')}" if asked else ""
