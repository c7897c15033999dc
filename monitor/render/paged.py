"""Which page of the site each message leads to, where there is a site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text import pagepaths

if TYPE_CHECKING:
    from monitor.model import Notice


def paged(notice: Notice, base: str) -> Notice:
    """The notice, and each that it gathered, with the address of its page; `base` is the site's ("https://...").

    Of a change it is its redline, of a page that is held that page, of other news of a source its document once it
    has a revision, and of a heartbeat the overview. A digest has none of its own: what it gathered has.
    """
    path = _path(notice)
    page = f"{base.rstrip('/')}{path}" if path else ""
    return replace(notice, page=page, gathered=tuple(paged(one, base) for one in notice.gathered))


def page_words(notice: Notice) -> str:
    """What the link to a notice's page is called, after "Open"."""
    if notice.type == "watch.heartbeat":
        return "the overview"
    if notice.type == "source.held":
        return "the held page"
    return "the document's page" if notice.comparison is None else "this change"


def _path(notice: Notice) -> str:
    if notice.type == "watch.heartbeat":
        return pagepaths.OVERVIEW
    if notice.type == "source.held":
        return pagepaths.held(notice.source)
    if not notice.revision or not notice.source:
        return ""
    if notice.comparison is None:
        return pagepaths.document(notice.source)
    return pagepaths.change(notice.source, notice.revision)
