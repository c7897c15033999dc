"""From what was found and what was known to one outcome. Pure: time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.plausible import Doubt, Sight, plausible
from monitor.model import Comparison, Failure, Held, NotModified, Outcome, OutcomeKind, Past, Source, Terms

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Doubt", "Sight", "decide", "decide_without_page", "plausible", "unchanged"]


def decide(source: Source, past: Past, sight: Sight, now: datetime) -> Outcome:
    """What a page that was read means for a source with this past; one that is not plausible is held."""
    if doubt := plausible(past, sight):
        return Outcome(source, now, "held", past.revision, held=_held(past, sight, doubt, now))
    terms, comparison = sight.terms, sight.comparison
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


def _held(past: Past, sight: Sight, doubt: Doubt, now: datetime) -> Held:
    """Held since the first page in a row that has this digest or this reason."""
    digest, before = sight.page.digest, past.held
    lasting = before is not None and (before.digest == digest or before.reason == doubt.reason)
    return Held(doubt.reason, digest, before.since if before and lasting else now)


def _kind(past: Past, terms: Terms, comparison: Comparison) -> OutcomeKind:
    if comparison.verdict == "none":
        return "unchanged"
    if comparison.verdict in {"cosmetic", "renumbered"}:
        return comparison.verdict
    if past.terms and terms.digest != past.terms.digest and terms.digest in past.known:
        return "seen-before"
    return "date-only" if comparison.verdict == "date-only" else "changed"
