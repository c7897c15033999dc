"""What a search finds, and the days that revisions give, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Day, Find
    from monitor.wire.plain import Json


def find_json(find: Find, title: str = "") -> Json:
    """A clause that was found, as `search --format json` lists it; `title` is its document's."""
    return {
        "source": find.source,
        "title": title,
        "path": find.path,
        "label": find.label or None,
        "heading": find.heading,
        "snippet": [{"text": text, "found": found} for text, found in find.snippet],
        "first": find.first,
        "at": find.at.isoformat(),
        "last": find.last,
        "gone": find.gone.isoformat() if find.gone else None,
    }


def day_json(day: Day, identifier: str) -> Json:
    """A day that a revision gives, with the identifier that its event has in calendars."""
    return {
        "id": identifier,
        "day": day.day.isoformat(),
        "kind": day.kind,
        "source": day.source,
        "revision": day.revision,
        "at": day.at.isoformat(),
        "title": day.title,
        "url": day.url,
        "words": day.words,
        "aside": day.aside or None,
    }
