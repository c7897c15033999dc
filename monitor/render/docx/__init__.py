"""Two terms as one Word document, in which every difference is a tracked change (ECMA-376-1, 17.13.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import Comparison, Terms

__all__ = ["redline_docx"]


def redline_docx(old: Terms, new: Terms, comparison: Comparison, *, at: datetime | None = None) -> bytes:
    """The whole of both terms as the bytes of a Word document.

    Accepting all of its changes gives the clauses of `new`, one paragraph each, and
    rejecting them those of `old`, whatever `comparison` tells. A clause's paragraph is
    its label, a tab, its heading, a space and its text, as far as it has them. `at` is
    when the new terms were seen, in UTC, and becomes the time of each change. Equal
    arguments give equal bytes.
    """
    from monitor.render.docx.flow import paragraphs  # noqa: PLC0415 - python-docx takes longer to load than all others
    from monitor.render.docx.writing import document  # noqa: PLC0415 - the same

    return document(paragraphs(old, new, comparison), title=new.title or old.title, language=new.language, at=at)
