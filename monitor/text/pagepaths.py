"""The paths of those web pages that messages lead to as well; `monitor.web.links` has the others."""

from __future__ import annotations

from urllib.parse import quote

OVERVIEW = "/"
"""How the whole watch stands."""


def document(name: str) -> str:
    """The page of a document, by its source id."""
    return f"/documents/{quote(name, errors='replace')}"


def change(name: str, number: int) -> str:
    """The redline of a revision against the one before."""
    return f"{document(name)}/{number}/change"


def held(name: str) -> str:
    """The page that is held for a document."""
    return f"{document(name)}/held"
