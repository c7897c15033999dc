"""How the watch stands, in the words of the operator's heartbeat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.render.safe import for_header

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.model import GivenUp, SourceStatus, StatusReport

NAMED = 14
"""Sources named at most: with what is said before and after them they make the 20 lines that a message shows."""

_REASONS = 5  # for which notices were given up: one channel is out of order at a time, or all are

_DAY = timedelta(days=1)
_QUIET_SHARE = 0.9  # of the sources: with fewer read, or with anything given up, it is no longer quiet
_WHY_LENGTH = 200  # characters of a reason: some hold an address


def heartbeat_words(report: StatusReport, told: int, now: datetime) -> str:
    """A line that says how all stands, then a line for each source that was not read in the last day, gravest first.

    `told` is how many notices were delivered since the last heartbeat.
    """
    unread = sorted((one for one in report.sources if not _was_read(one, now)), key=_gravity)
    read = len(report.sources) - len(unread)
    quiet = not report.parked and read >= _QUIET_SHARE * len(report.sources)
    figures = f"{read} of {_count(len(report.sources), 'source')} read in the last day, {_count(told, 'notice')} told"
    head = f"{'all quiet' if quiet else 'not all is well'}: {figures}, {_owed(report)}"
    if unread:
        head += f"; {'this one was' if len(unread) == 1 else f'these {len(unread)} were'} not read:"
    lines = [head, *(_line(one) for one in unread[:NAMED])]
    if unread[NAMED:]:
        lines.append(f"and {len(unread) - NAMED} more; `clausewatch status` lists them")
    return "\n".join([*lines, *(given_up_words(one) for one in report.given_up[:_REASONS])])


def given_up_words(one: GivenUp) -> str:
    """What was given up, why, and what to do."""
    why = for_header(one.error, _WHY_LENGTH) or "no reason is known"
    them = "it" if one.notices == 1 else "them"
    given_up = f"{_count(one.notices, 'notice')} to {for_header(one.subscriber)} given up: {why}"
    return f"{given_up}; mend that, then `clausewatch deliver --parked` sends {them}"


def _was_read(one: SourceStatus, now: datetime) -> bool:
    return bool(one.last_success and now - one.last_success <= _DAY)


def _gravity(one: SourceStatus) -> tuple[bool, float, str]:
    """Those never read first, then those that were not read for longest."""
    return bool(one.last_success), one.last_success.timestamp() if one.last_success else 0.0, one.source


def _line(one: SourceStatus) -> str:
    since = f"not since {one.last_success:%Y-%m-%d %H:%M} UTC" if one.last_success else "never yet"
    why = f": {for_header(one.error, _WHY_LENGTH)}" if one.error else ""
    return f"{one.source} ({one.state}), {since}{why}"


def _owed(report: StatusReport) -> str:
    owed = f"{_count(report.owed, 'notice')} owed" if report.owed else "nothing owed"
    return f"{owed}, {report.parked} given up" if report.parked else owed


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
