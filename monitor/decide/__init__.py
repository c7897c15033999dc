"""From what was found and what was known to one outcome. Pure: time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Comparison, Failure, NotModified, Outcome, OutcomeKind, Past, Source, Terms

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["decide", "decide_without_page", "unchanged"]


def decide(source: Source, past: Past, terms: Terms, comparison: Comparison | None, now: datetime) -> Outcome:
    """What terms that were read mean for a source with this past.

    `comparison` is that of the last good terms with these, or None at first sight.
    """
    if comparison is None:
        return Outcome(source, now, "first", past.revision + 1, terms)
    kind = _kind(past, terms, comparison)
    if kind in {"unchanged", "cosmetic"}:
        return Outcome(source, now, kind, past.revision, terms)
    earlier = past.known.get(terms.digest) if kind == "seen-before" else None
    return Outcome(source, now, kind, past.revision + 1, terms, comparison, earlier=earlier)


def decide_without_page(source: Source, past: Past, fetched: NotModified | Failure, now: datetime) -> Outcome:
    """What it means that there is no page to read: nothing changed, or the document could not be had."""
    if isinstance(fetched, NotModified):
        return unchanged(source, past, now)
    return Outcome(source, now, "failed", past.revision, failure=fetched)


def unchanged(source: Source, past: Past, now: datetime) -> Outcome:
    """The same page as last time."""
    return Outcome(source, now, "unchanged", past.revision)


def _kind(past: Past, terms: Terms, comparison: Comparison) -> OutcomeKind:
    if comparison.verdict == "none":
        return "unchanged"
    if comparison.verdict in {"cosmetic", "renumbered"}:
        return comparison.verdict
    if past.terms and terms.digest != past.terms.digest and terms.digest in past.known:
        return "seen-before"
    return "date-only" if comparison.verdict == "date-only" else "changed"
