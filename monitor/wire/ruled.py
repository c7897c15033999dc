"""What documents say of their own changes as plain data, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.model import Amendment, Clock, ContinuedUse, Right, Rules, Seen

if TYPE_CHECKING:
    from monitor.wire.plain import Json


def rules_json(rules: Rules) -> Json:
    """Rules as `read --format json` prints them."""
    return asdict(rules)


def rules_from(data: Json) -> Rules:
    """The rules that `rules_json` described."""
    return Rules(
        amendment=Amendment(**data["amendment"]),
        continued_use=ContinuedUse(**data["continued_use"]),
        termination_by_customer=Right(**data["termination_by_customer"]),
        objection=Right(**data["objection"]),
        read=data["read"],
    )


def clock_json(clock: Clock) -> Json:
    """A clock as a diff has it; times are ISO 8601 in UTC."""
    seen = {
        name: at.isoformat() if at else None
        for name, at in (("first", clock.seen.first), ("last_not", clock.seen.last_not))
    }
    return {**asdict(clock), "seen": seen, "rules": rules_json(clock.rules)}


def clock_from(data: Json) -> Clock:
    """The clock that `clock_json` described."""
    seen = {name: datetime.fromisoformat(at) if at else None for name, at in data["seen"].items()}
    return Clock(**{**data, "seen": Seen(**seen), "rules": rules_from(data["rules"])})
