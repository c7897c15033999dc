"""Who is told of an outcome: each subscriber at most once, under an id that never changes."""

from __future__ import annotations

import hashlib
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from monitor.model import Notice, NoticeType, Outcome, OutcomeKind, Source, Subscriber

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES: dict[OutcomeKind, NoticeType] = {
    "changed": "terms.changed",
    "renumbered": "terms.changed",
    "date-only": "terms.date_changed",
    "seen-before": "terms.seen_before",
}
_TAG = "tag:"


def route(outcome: Outcome, subscribers: Iterable[Subscriber]) -> tuple[Notice, ...]:
    """The notices an outcome gives. Outcomes without a comparison, such as `first`, tell nobody."""
    if outcome.comparison is None or outcome.kind not in _TYPES:
        return ()
    return tuple(_notice(outcome, subscriber) for subscriber in subscribers if wants(subscriber, outcome))


def wants(subscriber: Subscriber, outcome: Outcome) -> bool:
    """Whether a subscriber is to be told of an outcome: its source, and not muted, and its kind."""
    watched = _any_matches(subscriber.sources, outcome.source)
    return watched and outcome.kind in subscriber.only and not _any_matches(subscriber.mute, outcome.source)


def _any_matches(patterns: Iterable[str], source: Source) -> bool:
    """Whether a glob of ids ("sinch/*") or of tags ("tag:telephony") fits the source."""
    for pattern in patterns:
        if pattern.startswith(_TAG):
            if any(fnmatchcase(tag, pattern[len(_TAG) :]) for tag in source.tags):
                return True
        elif fnmatchcase(source.id, pattern):
            return True
    return False


def _notice(outcome: Outcome, subscriber: Subscriber) -> Notice:
    source, comparison = outcome.source, outcome.comparison
    if comparison is None:
        raise ValueError(f"a {outcome.kind} outcome without a comparison tells nobody")
    return Notice(
        id=_notice_id(source.id, outcome.revision, comparison.new.digest, subscriber.name),
        type=_TYPES[outcome.kind],
        at=outcome.at,
        subscriber=subscriber.name,
        source=source.id,
        title=source.title or comparison.new.title or source.id,
        url=source.url,
        revision=outcome.revision,
        outcome=outcome.kind,
        comparison=comparison,
        earlier=outcome.earlier,
    )


def _notice_id(*parts: object) -> str:
    """The same for the same change and subscriber, whoever computes it and when."""
    return "msg_" + hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
