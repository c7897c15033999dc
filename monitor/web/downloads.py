"""A comparison as a file to take along."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from monitor.render import redline_markdown, redline_page
from monitor.text.patterns import pattern
from monitor.wire import diff_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.model import Comparison

_NOT_IN_NAMES = pattern(r"[^A-Za-z0-9-]+", re.ASCII)
_LONGEST_NAME = 120  # characters of a file's name before its ending: file systems take 255 bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a comparison is downloaded: what people call it, its file's ending, its media type."""

    said: str
    ending: str
    media: str


WORD = Form("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
"""The whole of both texts; it takes these, while the other forms are made of the comparison alone."""

FORMS: Mapping[str, Form] = {
    "docx": WORD,
    "html": Form("HTML", "html", "text/html; charset=utf-8"),
    "markdown": Form("Markdown", "md", "text/markdown; charset=utf-8"),
    "json": Form("JSON", "json", "application/json"),
}

_WRITERS: Mapping[str, Callable[[Comparison, str, str], bytes]] = {
    "html": lambda comparison, title, url: redline_page(comparison, title=title, url=url).encode(),
    "markdown": lambda comparison, title, _: redline_markdown(comparison, title=title).encode(),
    "json": lambda comparison, *_: json.dumps(diff_json(comparison), indent=1).encode(),
}

WRITTEN: Mapping[str, Form] = {key: FORMS[key] for key in _WRITERS}
"""The forms that are made of a comparison alone."""


def written(comparison: Comparison, form: str, *, title: str, url: str) -> bytes:
    """The comparison in one of the forms `WRITTEN`."""
    return _WRITERS[form](comparison, title, url)


def sent(body: bytes, name: str, form: Form) -> Response:
    """A file to keep, never to be shown in its place."""
    return Response(
        body,
        headers={
            "Content-Disposition": attachment(name, form.ending),
            "Content-Type": form.media,
            "X-Content-Type-Options": "nosniff",
        },
    )


def attachment(name: str, ending: str) -> str:
    """A file to keep, under a name of letters, digits and hyphens, whatever the document is called (RFC 6266)."""
    safe = _NOT_IN_NAMES.sub("-", name).strip("-")[:_LONGEST_NAME]
    return f'attachment; filename="{safe}.{ending}"'
