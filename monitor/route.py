"""Who is told of an outcome: each subscriber at most once, under an id that never changes; and operators of alarms."""

from __future__ import annotations

import hashlib
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from monitor.model import (
    Alarm,
    AlarmKind,
    Comparison,
    Notice,
    NoticeType,
    Outcome,
    OutcomeKind,
    Source,
    Subscriber,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES: dict[OutcomeKind, NoticeType] = {
    "changed": "terms.changed",
    "renumbered": "terms.changed",
    "date-only": "terms.date_changed",
    "seen-before": "terms.seen_before",
}
_ALARMS: dict[AlarmKind, NoticeType] = {
    "failing": "source.failing",
    "recovered": "source.recovered",
    "held": "source.held",
    "moved": "source.moved",
    "stale": "source.stale",
}
_TAG = "tag:"


def route(outcome: Outcome, subscribers: Iterable[Subscriber], operator: str = "") -> tuple[Notice, ...]:
    """The notices an outcome gives, and those of its alarms for the subscriber named `operator`.

    Outcomes without a comparison, such as `first`, and those that are quiet tell nobody of the terms.
    """
    told = tuple(subscribers)
    return (*_of_terms(outcome, told), *_of_source(outcome, told, operator))


def wants(subscriber: Subscriber, outcome: Outcome) -> bool:
    """Whether a subscriber is to be told of an outcome: it concerns them, their source, not muted, and its kind."""
    if outcome.quiet or (outcome.audience is not None and subscriber.name not in outcome.audience):
        return False
    watched = _any_matches(subscriber.sources, outcome.source)
    return watched and outcome.kind in subscriber.only and not _any_matches(subscriber.mute, outcome.source)


def _of_terms(outcome: Outcome, subscribers: Iterable[Subscriber]) -> Iterable[Notice]:
    comparison = outcome.comparison
    if comparison is None or outcome.kind not in _TYPES:
        return ()
    return [_notice(outcome, comparison, subscriber) for subscriber in subscribers if wants(subscriber, outcome)]


def _of_source(outcome: Outcome, subscribers: Iterable[Subscriber], operator: str) -> Iterable[Notice]:
    """What the operator is told, whatever it asks to hear of terms; only muting counts."""
    return [
        _alarm_notice(outcome, alarm, subscriber)
        for subscriber in subscribers
        if operator and subscriber.name == operator and not _any_matches(subscriber.mute, outcome.source)
        for alarm in outcome.alarms
    ]


def _any_matches(patterns: Iterable[str], source: Source) -> bool:
    """Whether a glob of ids ("sinch/*") or of tags ("tag:telephony") fits the source."""
    for pattern in patterns:
        if pattern.startswith(_TAG):
            if any(fnmatchcase(tag, pattern[len(_TAG) :]) for tag in source.tags):
                return True
        elif fnmatchcase(source.id, pattern):
            return True
    return False


def _notice(outcome: Outcome, comparison: Comparison, subscriber: Subscriber) -> Notice:
    source = outcome.source
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
        remarks=outcome.remarks,
    )


def _alarm_notice(outcome: Outcome, alarm: Alarm, subscriber: Subscriber) -> Notice:
    source, type_ = outcome.source, _ALARMS[alarm.kind]
    return Notice(
        id=_notice_id(source.id, type_, _cause(outcome, alarm), outcome.at.isoformat(), subscriber.name),
        type=type_,
        at=outcome.at,
        subscriber=subscriber.name,
        source=source.id,
        title=source.title or (outcome.terms.title if outcome.terms else "") or source.id,
        url=source.url,
        revision=outcome.revision,
        outcome=outcome.kind,
        comparison=None,
        message=alarm.message,
        link=alarm.url,
    )


def _cause(outcome: Outcome, alarm: Alarm) -> str:
    """What raised an alarm: of two of one kind at one check it tells which is which."""
    return outcome.held.kind if alarm.kind == "held" and outcome.held else alarm.url


def _notice_id(*parts: object) -> str:
    """The same for the same news and subscriber, whoever computes it and when."""
    return "msg_" + hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
