"""What a file's name says of what it holds, alike on every machine."""

from __future__ import annotations

CONTENT_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".htm": "text/html",
    ".html": "text/html",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xhtml": "application/xhtml+xml",
}


def content_type_of(name: str) -> str:
    """The content type of a file with this name; "" where the content alone counts.

    >>> content_type_of("Voice Terms.HTML")
    'text/html'
    """
    return CONTENT_TYPES.get(f".{name.rpartition('.')[2].lower()}", "")
