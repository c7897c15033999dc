"""From a fetched page to terms: decode, find the terms on the page, divide them into clauses, read what is stated.

What reads is imported when it is first asked for: most checks find the page as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.read.lessons import FEWEST_PAGES, NOTHING_LEARNED, Lesson, host_of
from monitor.read.suffixes import content_type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Learned, Page, Source, Terms

__all__ = [
    "FEWEST_PAGES",
    "NOTHING_LEARNED",
    "READER_VERSION",
    "Lesson",
    "as_markdown",
    "content_type_of",
    "host_of",
    "learn_alike",
    "learn_restless",
    "read",
]

READER_VERSION = "3"
"""Changes whenever the same page may read differently: stored pages are then read anew on both sides."""


def read(page: Page, source: Source, learned: Learned = NOTHING_LEARNED) -> Terms:
    """The terms on a page, without what was learned of its host; of an index, the documents it lists, if any.

    Raises `monitor.errors.ReadError` where there are none, or where what the
    source selects is not on the page.
    """
    if source.kind == "index":
        from monitor.read import index  # noqa: PLC0415 - as said above

        return index.read(page, source)
    from monitor.read import whole  # noqa: PLC0415 - as said above

    return whole.read(page, source, learned)


def learn_alike(source: Source, page: Page, beside: Page) -> tuple[Lesson, ...]:
    """What a source's page and another document of its host print alike around their terms. Raises `ReadError`."""
    from monitor.read import whole  # noqa: PLC0415 - as said above

    return whole.learn_alike(source, page, beside)


def learn_restless(source: Source, pages: Sequence[Page], learned: Learned) -> tuple[Lesson, ...]:
    """What differs on every one of a source's pages, oldest first, while the rest stays. Raises `ReadError`."""
    from monitor.read import whole  # noqa: PLC0415 - as said above

    return whole.learn_restless(source, pages, learned)


def as_markdown(terms: Terms) -> str:
    """Terms as Markdown that a person can read and `read` reads back to the same words."""
    from monitor.read import markdown  # noqa: PLC0415 - as said above

    return markdown.as_markdown(terms)
