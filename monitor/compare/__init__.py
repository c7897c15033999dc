"""Two terms compared, clause by clause: what was added, removed, modified, moved, split, merged, renumbered.

What compares is imported when it is first asked for: most checks find that nothing changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.compare.topics import TOPICS

if TYPE_CHECKING:
    from datetime import date

    from monitor.model import Comparison, Edit, Terms

__all__ = ["TOPICS", "compare", "word_edits"]


def compare(old: Terms, new: Terms, *, on: date | None = None) -> Comparison:
    """How `new` differs from `old`. `on` is the day the new text was seen; without it a stated month accuses nobody."""
    from monitor.compare import whole  # noqa: PLC0415 - as said above

    return whole.compare(old, new, on=on)


def word_edits(old: str, new: str) -> tuple[Edit, ...]:
    """The edits from one text to another; "=" and "-" join to `old`, "=" and "+" to `new`, exactly."""
    from monitor.compare import edits  # noqa: PLC0415 - as said above

    return edits.word_edits(old, new)
