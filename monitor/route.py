"""Who is told of an outcome: each subscriber at most once, under an id that never changes; and operators of alarms.

What is to be told and is not wanted at once waits for the subscriber's digest: only muting keeps silent.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from monitor.model import (
    Alarm,
    AlarmKind,
    Change,
    ChangeKind,
    Comparison,
    Dependant,
    Mute,
    Narrowing,
    Notice,
    NoticeType,
    Outcome,
    OutcomeKind,
    Severity,
    Source,
    Subscriber,
    is_of_document,
)
from monitor.text.changed import has_changed
from monitor.text.fold import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TYPES: dict[OutcomeKind, NoticeType] = {
    "changed": "terms.changed",
    "renumbered": "terms.changed",
    "date-only": "terms.date_changed",
    "seen-before": "terms.seen_before",
}
_DOCUMENTS: dict[ChangeKind, NoticeType] = {
    "added": "terms.document_added",
    "removed": "terms.document_withdrawn",
}
_ALARMS: dict[AlarmKind, NoticeType] = {
    "failing": "source.failing",
    "recovered": "source.recovered",
    "held": "source.held",
    "moved": "source.moved",
    "stale": "source.stale",
}
_GRAVITY: dict[Severity, int] = {"low": 0, "medium": 1, "high": 2}
_TAG = "tag:"

MOST_REASONS = 3
"""Documents that are named as the reason why somebody is told of terms they do not watch: each is reason enough."""

LONGEST_TITLE = 150
"""Characters of a title in a sentence: titles have fewer than a hundred."""


def route(
    outcome: Outcome, subscribers: Iterable[Subscriber], operator: str = "", dependants: Iterable[Dependant] = ()
) -> tuple[Notice, ...]:
    """The notices an outcome gives, and those of its alarms for the subscriber named `operator`.

    Those that wait for a digest are marked so; alarms never are. Outcomes without a comparison, such as `first`, and
    those that are quiet tell nobody of the terms. Whoever watches not these terms but one of the `dependants`
    is told as well, and why.
    """
    told = tuple(subscribers)
    beside = _of_dependants(outcome, told, tuple(dependants))
    return (*_of_terms(outcome, told), *beside, *_of_source(outcome, told, operator))


def wants(subscriber: Subscriber, outcome: Outcome) -> bool:
    """Whether a subscriber is to be told of an outcome, at once or later.

    It concerns them, their source and its kind, and is not muted: neither the source nor every clause that changed.
    """
    if outcome.quiet or (outcome.audience is not None and subscriber.name not in outcome.audience):
        return False
    watched = _any_matches(subscriber.sources, outcome.source)
    if not watched or outcome.kind not in subscriber.only or _is_muted(subscriber, outcome):
        return False
    return not _substantive(outcome) or bool(_counting(subscriber, outcome))


def _of_terms(outcome: Outcome, subscribers: Iterable[Subscriber]) -> Iterable[Notice]:
    comparison = outcome.comparison
    if comparison is None or outcome.kind not in _TYPES:
        return ()
    wanting = [subscriber for subscriber in subscribers if wants(subscriber, outcome)]
    if not any(map(is_of_document, comparison.changes)):
        return [_notice(outcome, comparison, subscriber) for subscriber in wanting]
    return [notice for subscriber in wanting for notice in _of_index(outcome, comparison, subscriber)]


def _of_index(outcome: Outcome, comparison: Comparison, subscriber: Subscriber) -> Iterator[Notice]:
    """A notice of the documents that were added and one of those withdrawn; of other news of an index, one of these.

    Where nothing was added or withdrawn it is told as a change. A notice whose documents are all muted is none.
    """
    counting = _counting(subscriber, outcome)
    notice = _notice(outcome, comparison, subscriber)
    kinds = {change.kind for change in counting}
    if not kinds & _DOCUMENTS.keys():
        yield notice
    for kind, type_ in _DOCUMENTS.items():
        if kind in kinds:
            told = [change for change in counting if change.kind in {kind, "modified"}]
            later = _waits(subscriber, told)
            yield replace(notice, id=notice_id(notice.id, type_), type=type_, for_digest=later)


def _of_dependants(
    outcome: Outcome, subscribers: Iterable[Subscriber], dependants: tuple[Dependant, ...]
) -> Iterator[Notice]:
    """What those are told who watch a document beside these terms: as if they watched these, with the reason."""
    for subscriber in subscribers:
        near = [one for one in dependants if _watches(subscriber, one, outcome)]
        if near and not _any_matches(subscriber.sources, outcome.source):
            said = replace(outcome, remarks=(*outcome.remarks, *map(_because, near[:MOST_REASONS])))
            yield from _of_terms(said, [replace(subscriber, sources=(outcome.source.id,))])


def _watches(subscriber: Subscriber, one: Dependant, outcome: Outcome) -> bool:
    """Whether a subscriber watches a dependant, and does not mute it."""
    return _any_matches(subscriber.sources, one.source) and not _is_muted(
        subscriber, replace(outcome, source=one.source)
    )


def _because(one: Dependant) -> str:
    title = tidy(one.title)[:LONGEST_TITLE]
    return f"Part of {title}, which you watch." if one.whole else f"{title}, which you watch, is part of these terms."


def _of_source(outcome: Outcome, subscribers: Iterable[Subscriber], operator: str) -> Iterable[Notice]:
    """What the operator is told, whatever it asks to hear of terms; only muting counts."""
    return [
        _alarm_notice(outcome, alarm, subscriber)
        for subscriber in subscribers
        if operator and subscriber.name == operator and not _is_muted(subscriber, outcome)
        for alarm in outcome.alarms
    ]


# --- muting -------------------------------------------------------------------------------


def _is_muted(subscriber: Subscriber, outcome: Outcome) -> bool:
    """Whether a subscriber does not want to hear of the source at all, today."""
    return any(not mute.clause for mute in _mutes(subscriber, outcome))


def _mutes(subscriber: Subscriber, outcome: Outcome) -> Iterator[Mute]:
    """What a subscriber mutes of the source, today."""
    for mute in subscriber.mute:
        lasts = mute.until is None or outcome.at.date() <= mute.until
        if lasts and _any_matches([mute.sources], outcome.source):
            yield mute


def _counting(subscriber: Subscriber, outcome: Outcome) -> tuple[Change, ...]:
    """The substantive changes but those of muted clauses.

    One that a muted clause has a part in only, such as by its old place, counts: at that
    path may stand something else by now.
    """
    muted = [mute.clause for mute in _mutes(subscriber, outcome) if mute.clause]
    return tuple(
        change
        for change in _substantive(outcome)
        if not (paths := _paths(change)) or not all(_fits_any(path, muted) for path in paths)
    )


def _substantive(outcome: Outcome) -> tuple[Change, ...]:
    return outcome.comparison.substantive if outcome.comparison else ()


# --- what is told at once -----------------------------------------------------------------


def _for_digest(subscriber: Subscriber, outcome: Outcome) -> bool:
    """Whether an outcome waits for the digest: all does where there is one, else what no change makes urgent."""
    return _waits(subscriber, _counting(subscriber, outcome))


def _waits(subscriber: Subscriber, changes: Iterable[Change]) -> bool:
    """Whether nothing of these changes makes them urgent for somebody."""
    if subscriber.digest:
        return True
    narrowing = subscriber.narrowing
    return narrowing != Narrowing() and not any(_fits(change, narrowing) for change in changes)


def _fits(change: Change, narrowing: Narrowing) -> bool:
    """Whether a change is one of those to be told at once: it fits each filter that is given."""
    return (
        _GRAVITY[change.severity] >= _GRAVITY[narrowing.severity]
        and (not narrowing.topics or not narrowing.topics.isdisjoint(change.topics))
        and (not narrowing.clauses or any(_fits_any(path, narrowing.clauses) for path in _paths(change)))
        and (not narrowing.words or has_changed(change, narrowing.words))
    )


def _paths(change: Change) -> frozenset[str]:
    return frozenset(clause.path for clause in (*change.old, *change.new))


def _fits_any(path: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(path, glob) for glob in globs)


# --- sources ------------------------------------------------------------------------------


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
        id=notice_id(source.id, outcome.revision, comparison.new.digest, subscriber.name),
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
        for_digest=_for_digest(subscriber, outcome),
    )


def _alarm_notice(outcome: Outcome, alarm: Alarm, subscriber: Subscriber) -> Notice:
    source, type_ = outcome.source, _ALARMS[alarm.kind]
    return Notice(
        id=notice_id(source.id, type_, _cause(outcome, alarm), outcome.at.isoformat(), subscriber.name),
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


def notice_id(*parts: object) -> str:
    """The name of a notice: the same for the same news and subscriber, whoever computes it and when."""
    return "msg_" + hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
