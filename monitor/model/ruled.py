"""What a document says of its own changes, and what follows from it for one change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

Mechanism: TypeAlias = Literal[
    "on-posting", "on-notice", "after-days", "on-date", "with-consent", "other-document", "not-stated"
]
Unit: TypeAlias = Literal["days", "business days", "weeks", "months"]
Start: TypeAlias = Literal["posting", "notice", ""]


@dataclass(frozen=True, slots=True)
class Amendment:
    """How a change of the document takes effect, for material changes where several rules stand.

    `days` is the number of days of an `after-days` (a month counts as 30), printed in
    `unit` and counted from `start`, "" where the document does not say from what.
    `other` is the document that decides, as this one names it. `clause` is the path of
    the deciding clause, `quote` its sentence; None where nothing is stated.
    """

    mechanism: Mechanism = "not-stated"
    days: int | None = None
    other: str | None = None
    clause: str | None = None
    quote: str | None = None
    unit: Unit = "days"
    start: Start = ""


@dataclass(frozen=True, slots=True)
class ContinuedUse:
    """Whether going on to use the service, or staying silent, accepts a change; None where that is not stated."""

    binds: bool | None = None
    clause: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the customer's, to end the agreement or to object; None where it is not stated.

    `days` is the notice to be given, or the time in which to object; `unit` and `start` as
    of an `Amendment`. `before_effect` says that it is to be used before the change takes effect.
    """

    right: bool | None = None
    days: int | None = None
    clause: str | None = None
    quote: str | None = None
    unit: Unit = "days"
    start: Start = ""
    before_effect: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What a document says of its own changes. `read` is False for one in a language that is not read."""

    amendment: Amendment = field(default_factory=Amendment)
    continued_use: ContinuedUse = field(default_factory=ContinuedUse)
    termination_by_customer: Right = field(default_factory=Right)
    objection: Right = field(default_factory=Right)
    read: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """When new words were first seen, and when they were last not there yet; None where that is not known."""

    first: datetime | None = None
    last_not: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Since when a change binds and until when one can act on it, by the documents' own words.

    `bound_since` and `act_by` are ISO days, None where nothing stated gives one; `clause` is
    the path of the deciding clause and `why` the rule in words, with what it was counted
    from. `rules` are those of the document that decides: its title is `governed_by`, and
    `governing` its source id, both "" where the document decides for itself, the latter
    also where nobody watches that other document.
    """

    bound_since: str | None
    act_by: str | None
    clause: str | None
    why: str
    seen: Seen = field(default_factory=Seen)
    rules: Rules = field(default_factory=Rules)
    governed_by: str = ""
    governing: str = ""
