"""Since when a change binds, and until when one can act on it: days that stated rules and seen times give."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.model import Amendment, Clock, Comparison, Right, Rules, Seen, Side, Start, Unit, is_of_document
from monitor.rules.hints import mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = "January February March April May June July August September October November December".split()
_DAY = timedelta(days=1)
_MONTH = 30  # days that a month counts as in `days`
_SUBPROCESSOR = "processor"
_LONGEST_TITLE = 100  # characters of another document's title in the reason
_OF_RULES = ("amend", "modif", "chang", "updat", "revis", "effective", "part of", "supplement", "incorporat")


@dataclass(frozen=True, slots=True)
class Governing:
    """The other document that decides, which is watched: its title, the id of its source, what it says."""

    title: str
    source: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the days are worked out from: the rules that decide, the days that are stated and seen."""

    rules: Rules
    posted: date | None
    effective: date | None
    seen: Seen
    stated: bool


def has_clock(comparison: Comparison) -> bool:
    """Whether one can ask since when a change binds: its words changed, or it states another effective day.

    A list of documents binds nobody.
    """
    if any(map(is_of_document, comparison.changes)):
        return False
    return comparison.verdict == "substantive" or any(_new_days(comparison.new, comparison.old, ("effective",)))


def changes_rules(comparison: Comparison) -> bool:
    """Whether a change may be one of the rules themselves: one of its clauses speaks of changes of the document."""
    changed = (clause for change in comparison.changes for clause in (*change.old, *change.new))
    return any(mentions(f"{clause.heading} {clause.text}", *_OF_RULES) for clause in changed)


def clock_of(
    rules: Rules,
    comparison: Comparison,
    seen: Seen,
    *,
    before: Amendment | None = None,
    governing: Governing | None = None,
) -> Clock:
    """The clock of one change, by what the new terms say of changes; `before` is how the old ones were.

    Where another document decides, `governing` is that one if it is watched. A day is
    given only where a rule and a seen or stated day make it certain: N days after a
    notice that nobody here has seen give none.
    """
    leaves_it = rules.amendment.mechanism == "other-document"
    parent = governing if leaves_it else None
    decides = parent.rules if parent else rules
    posted, stated = _posted(comparison.new, comparison.old, seen)
    facts = _Facts(decides, posted, _effective(comparison, seen), seen, stated)
    bound, why = _bound(facts)
    if parent:
        why = _by(parent.title, why)
    acts = min(_acts(facts, bound, comparison), default=None)
    return Clock(
        bound_since=bound.isoformat() if bound else None,
        act_by=acts[0].isoformat() if acts else None,
        clause=_clause(decides),
        why=" ".join(filter(None, (why, acts[1] if acts else "", _rule_changed(before, rules)))),
        seen=seen,
        rules=decides,
        governed_by=parent.title if parent else (leaves_it and rules.amendment.other) or "",
        governing=parent.source if parent else "",
    )


def _clause(rules: Rules) -> str | None:
    """The clause that decides: on changes, else on leaving, else on what going on means."""
    amendment, leaving = rules.amendment.clause, rules.termination_by_customer.clause
    return amendment or leaving or rules.objection.clause or rules.continued_use.clause


# --- the days ------------------------------------------------------------------------------------------------------


def _posted(new: Side, old: Side, seen: Seen) -> tuple[date | None, bool]:
    """The day on which the new words were posted, and whether the page states it.

    A stated day counts where the words came between the two looks; else it is the day
    on which they were first seen.
    """
    first, last_not = _day(seen.first), _day(seen.last_not)
    if first is None:
        return None, False
    for value in _new_days(new, old, ("updated", "published")):
        if last_not and last_not <= value <= first:
            return value, True
    return first, False


def _effective(comparison: Comparison, seen: Seen) -> date | None:
    """The day from which the new terms say they apply, where they say it newly."""
    stated = list(_new_days(comparison.new, comparison.old, ("effective",)))
    if stated:
        return stated[-1]
    first = _day(seen.first)
    announced = sorted(day for notice in comparison.notices if (day := _date(notice.date)))
    return next((day for day in announced if first is None or day >= first), None)


def _new_days(new: Side, old: Side, roles: tuple[str, ...]) -> Iterator[date]:
    known = {(one.role, one.value) for one in old.dates}
    for one in new.dates:
        if one.role in roles and one.precision == "day" and (one.role, one.value) not in known:
            day = _date(one.value or "")
            if day:
                yield day


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _day(at: datetime | None) -> date | None:
    return at.astimezone(UTC).date() if at else None


def _after(day: date, days: int, unit: Unit) -> date | None:
    """The day that many days later; None for business days, of which nobody says which they are."""
    try:
        if unit == "months":
            return _months_later(day, days // _MONTH)
        return None if unit == "business days" else day + timedelta(days=days)
    except OverflowError:
        return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


# --- bound since ---------------------------------------------------------------------------------------------------


def _bound(facts: _Facts) -> tuple[date | None, str]:  # noqa: PLR0911 - one answer for each mechanism
    """The day from which the change binds, None where none is certain, and the rule in words."""
    if not facts.rules.read:
        return None, "What the document says of its changes is not read: only English is."
    amendment = facts.rules.amendment
    match amendment.mechanism:
        case "on-posting":
            return _on_posting(facts)
        case "after-days":
            return _after_days(facts)
        case "on-notice":
            return _stated_or(facts, "Changes take effect with notice to you, and the day of that is not known here.")
        case "on-date":
            return _stated_or(facts, "Changes take effect on the day that the provider states, and none is stated yet.")
        case "with-consent":
            return None, "Changes bind only those who agree to them."
        case "other-document":
            return _stated_or(facts, f"How changes take effect is decided by {amendment.other}.")
    return _stated_or(facts, "How changes take effect is not stated.")


def _on_posting(facts: _Facts) -> tuple[date | None, str]:
    rule = "Changes take effect when they are posted."
    if facts.effective and (facts.posted is None or facts.effective > facts.posted):
        return facts.effective, f"{rule} {_says_effective(facts.effective)}"
    if facts.posted is None:
        return None, f"{rule} When these were is not known."
    return facts.posted, f"{rule} {_seen(facts)}"


def _after_days(facts: _Facts) -> tuple[date | None, str]:
    amendment = facts.rules.amendment
    count = _period(amendment.days or 0, amendment.unit)
    rule = f"Changes take effect {count} after {_start(amendment.start)}."
    if facts.effective:
        return facts.effective, f"{rule} {_says_effective(facts.effective)}"
    due = None
    if amendment.start == "posting" and facts.posted:
        due = _after(facts.posted, amendment.days or 0, amendment.unit)
    if due:
        return due, f"{rule} {_seen(facts)}"
    counted = amendment.start == "posting"
    unknown = "No day can be counted." if counted else "The day of your notice is not known here."
    return None, f"{rule} {unknown}"


def _stated_or(facts: _Facts, otherwise: str) -> tuple[date | None, str]:
    if facts.effective:
        return facts.effective, _says_effective(facts.effective)
    return None, otherwise


def _says_effective(day: date) -> str:
    return f"The document says that it applies from {_words(day)}."


def _seen(facts: _Facts) -> str:
    """What the posting is known from."""
    last_not = _day(facts.seen.last_not)
    if facts.posted is None:
        return ""
    if facts.stated:
        return f"The page says that it was changed on {_words(facts.posted)}."
    if last_not is None:
        return f"First seen on {_words(facts.posted)}."
    before = "earlier that day" if last_not == facts.posted else f"on {_words(last_not)}"
    return f"First seen on {_words(facts.posted)}, not there yet {before}."


# --- act by --------------------------------------------------------------------------------------------------------


def _acts(facts: _Facts, bound: date | None, comparison: Comparison) -> Iterator[tuple[date, str]]:
    """The last days on which one can act, each with the reason."""
    rules = facts.rules
    objection, leaving = rules.objection, rules.termination_by_customer
    if objection.right and _concerns(objection, comparison):
        window = _window(objection, facts)
        if window:
            yield window, f"Objections are to be made within {_period(objection.days or 0, objection.unit)}."
    ahead = bound and facts.posted and bound > facts.posted
    if not (bound and ahead):
        return
    if objection.right and objection.before_effect and _concerns(objection, comparison):
        yield bound - _DAY, "Objections are to be made before the change takes effect."
    if leaving.right and leaving.before_effect:
        yield bound - _DAY, "One can leave before the change takes effect."
    if rules.continued_use.binds:
        yield bound - _DAY, "Using the service after the change takes effect accepts it."


def _window(right: Right, facts: _Facts) -> date | None:
    """The end of a time that is counted from the posting; that of a notice nobody here has seen."""
    if right.days is None or right.start != "posting" or facts.posted is None:
        return None
    return _after(facts.posted, right.days, right.unit)


def _concerns(right: Right, comparison: Comparison) -> bool:
    """Whether a right to object is about this change: one to new sub-processors needs a change that names them."""
    if _SUBPROCESSOR not in (right.quote or "").lower():
        return True
    changed = (clause for change in comparison.substantive for clause in (*change.old, *change.new))
    return any(_SUBPROCESSOR in f"{clause.path} {clause.heading} {clause.text}".lower() for clause in changed)


# --- words ---------------------------------------------------------------------------------------------------------


def _rule_changed(then: Amendment | None, now: Rules) -> str:
    """What the old terms said, where the rule itself is among what changed."""
    if then is None or not now.read:
        return ""
    today = now.amendment
    if (then.mechanism, then.days) == (today.mechanism, today.days):
        return ""
    if then.mechanism == "not-stated":
        return "The rule is new: before, nothing was stated."
    days = f" ({_period(then.days, then.unit)})" if then.days else ""
    return f"The rule itself changed: before, it was {then.mechanism}{days}."


def _by(title: str, why: str) -> str:
    """The reason, with the name of the other document by which it holds."""
    rule, stop, rest = why.partition(".")
    return f"{rule}, by {title[:_LONGEST_TITLE].rstrip('.')}{stop}{rest}"


def _period(days: int, unit: Unit) -> str:
    """A period as it was printed: 30 days of the unit months are "1 month"."""
    counts = {"months": days // _MONTH, "weeks": days // 7}
    count = counts.get(unit, days)
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"


def _start(start: Start) -> str:
    return {"posting": "they are posted", "notice": "notice of them"}.get(start, "posting or notice, which is not said")


def _words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
