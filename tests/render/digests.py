"""A digest and heartbeats of an invented watch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model import Clause, Comparison, Edit, Notice, Severity
from tests.render.examples import (
    AT,
    AVAILABILITY,
    CHANGED,
    COMPARISON,
    DATE_ONLY,
    EMERGENCY,
    MOVED,
    REMARKED,
    SEEN_BEFORE,
    hostile_notice,
)

EMPTY = Notice(
    id="n-d19e57",
    type="terms.digest",
    at=AT + timedelta(days=7),
    subscriber="legal",
    source="",
    title="What changed",
    url="",
    revision=0,
    outcome="changed",
    comparison=None,
    message="What changed since the last digest.",
)


def of(notice: Notice, source: str, title: str, days: int = 0, revision: int = 7) -> Notice:
    """A notice of another document, some days later."""
    return replace(
        notice,
        source=source,
        title=title,
        url=f"https://{source.partition('/')[0]}.example/legal",
        at=AT + timedelta(days=days),
        for_digest=True,
        revision=revision,
    )


def digest(*gathered: Notice) -> Notice:
    """A digest of these."""
    return replace(EMPTY, gathered=gathered)


def graved(severity: Severity, count: int = 1) -> Comparison:
    """A comparison of some changes as grave as that."""
    return replace(COMPARISON, changes=tuple(replace(EMERGENCY, severity=severity) for _ in range(count)))


CLOUD = "harbor/cloud-terms", "Harbor Cloud Terms of Service"
FAX = "northline/fax-terms", "Northline Telecom Fax Terms"
_MILD = replace(COMPARISON, changes=(EMERGENCY, MOVED))

DIGEST = digest(
    of(DATE_ONLY, *FAX, revision=2),
    of(replace(CHANGED, comparison=_MILD), *CLOUD, days=1, revision=12),
    replace(CHANGED, for_digest=True),
    of(REMARKED, "northline/voice-terms", CHANGED.title, days=3, revision=8),
    of(replace(SEEN_BEFORE, comparison=_MILD, earlier=11), *CLOUD, days=4, revision=13),
)

HEARTBEAT = replace(
    EMPTY,
    id="n-b3a701",
    type="watch.heartbeat",
    subscriber="ops",
    title="Heartbeat",
    outcome="unchanged",
    message="all quiet: 148 of 150 sources read in the last day, 12 notices told, nothing owed; these 2 were not read:"
    "\nharbor/cloud-terms (failing), not since 2026-03-01 08:00 UTC: harbor.example: answered 503"
    "\nnorthline/fax-terms (held), never yet: it looks like a login page",
)
QUIET_HEARTBEAT = replace(HEARTBEAT, message="all quiet: 150 of 150 sources read in the last day, 0 notices told")


def many(documents: int, each: int = 1) -> Notice:
    """A digest of a great watch after a long time."""
    long = replace(
        AVAILABILITY,
        new=(Clause("5", "5.2", "Availability. " * 40, "", 1, 1),),
        edits=(Edit("+", "word " * 2000),),
        signals=AVAILABILITY.signals * 60,
    )
    told = replace(CHANGED, comparison=replace(COMPARISON, changes=(long,) * 30), remarks=("So it is. " * 200,) * 9)
    return digest(
        *(
            of(told, f"harbor/terms-{number:04}", f"Terms {number} of Harbor " * 30, days=day, revision=day + 2)
            for day in range(each)
            for number in range(documents)
        )
    )


def hostile_digest(text: str) -> Notice:
    """A digest in which every word that a stranger can choose is `text`, also in what is told in a line."""
    one = hostile_notice(text)
    assert one.comparison
    few = replace(one, comparison=replace(one.comparison, changes=()))
    return digest(one, *(replace(few, source=f"northline/terms-{number}") for number in range(21)))


def hostile_heartbeat(text: str) -> Notice:
    """A heartbeat in which every line but the first is `text`."""
    return replace(HEARTBEAT, message="\n".join(["not all is well", *[" ".join(text.split())] * 2]))
