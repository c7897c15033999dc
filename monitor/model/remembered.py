"""What is remembered of a source's earlier texts and checks, beside its revisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from monitor.model.terms import Clause


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one text that a source had: a clause's, a stated date's, or a whole document's.

    `turns` says how often it came or went since the first revision, `revision` is the
    last that had it, `at` when it last came or went.
    """

    turns: int
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Moving:
    """A clause that changed at each of the last `times` checks, since `since`, while nothing else did.

    Once it is `muted`, `told` is the clause as subscribers were last told of it, and
    `steady` the time since when it stands still, if it does.
    """

    since: datetime
    times: int
    muted: bool = False
    told: Clause | None = None
    steady: datetime | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What the checks of a source leave behind for the next one.

    `moving` is keyed by the clause's path; `dismissed` holds digests of texts that an
    operator said are not the terms; `warned` names the alarms that were raised and are
    not over; `failing_since` is the first failure of those in a row.
    """

    moving: Mapping[str, Moving] = field(default_factory=lambda: MappingProxyType({}))
    dismissed: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    failing_since: datetime | None = None
