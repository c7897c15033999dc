"""The web of terms as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Tie, Web
    from monitor.wire.plain import Json


def web_json(web: Web, only: str = "") -> Json:
    """The web as `links --format json` prints it; of one source (`only`) what it names and what names it."""
    ties = [tie for tie in web.ties if not only or only in {tie.source, tie.watched}]
    near = {only, *(tie.source for tie in ties), *(tie.watched for tie in ties)}
    return {
        "sources": [
            {"source": one.source.id, "title": one.title, "url": one.source.url}
            for one in web.members
            if not only or one.source.id in near
        ],
        "links": [_tie_json(tie) for tie in ties],
    }


def _tie_json(tie: Tie) -> Json:
    document = tie.document
    return {
        "source": tie.source,
        "kind": document.kind,
        "text": document.name,
        "target": document.target,
        "clause": document.clause,
        "watched": tie.watched or None,
    }
