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

    `turns` says how often it came or went after the first revision, `revision` with
    which one it did so last, and `at` when.
    """

    turns: int
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Moving:
    """A clause that changed at each of the last `times` checks, from `since` to `last`, while nothing else did.

    `often` counts its changes, from `began` on, also where checks between them found none. `frame` holds
    the words that stayed throughout, in their order, and `longest` says how many words
    the clause had at most. Once it is `muted`, `told` is the clause as subscribers were
    last told of it, and `steady` the time since when it stands still, if it does.
    """

    since: datetime
    last: datetime
    times: int
    frame: tuple[str, ...] = ()
    longest: int = 0
    often: int = 0
    began: datetime | None = None
    muted: bool = False
    told: Clause | None = None
    steady: datetime | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What the checks of a source leave behind for the next one.

    `moving` is keyed by the clause's path; `dismissed` holds digests of texts that an
    operator said are not the terms; `warned` names the alarms that were raised and are
    not over; `failing_since` is the first check of those in a row without success, be
    it failed or held. While wording goes back and forth and is told no more, `adrift`
    is the last revision that was told of, and `drifted` when it turned last.
    """

    moving: Mapping[str, Moving] = field(default_factory=lambda: MappingProxyType({}))
    dismissed: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    failing_since: datetime | None = None
    adrift: int = 0
    drifted: datetime | None = None
