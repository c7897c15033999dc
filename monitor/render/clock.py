"""Since when a change binds, until when one can act on it, and why, in words: by the documents' own sentences."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from monitor.render.phrases import NAME_LENGTH, date_words, place_words, time_words
from monitor.render.safe import clip, for_terminal, language_tag

if TYPE_CHECKING:
    from datetime import date

    from monitor.model import Amendment, Clock, Comparison, Mechanism, Right, Rules, Seen, Start, Unit

LINE_LENGTH = 360
"""Characters of the one line in a message: three or four lines of a mail, however long a rule is."""

QUOTE_LENGTH = 400
"""Characters of a quoted sentence; the clause named beside it has the rest."""

_RULE_LENGTH = 150  # characters of the rule, of what it was counted from, and of what one can do

CLOCK_HEADING = "What is said of changes of the terms"
NOT_ADVICE = "Read from the documents’ own words; not legal advice."

_NOT_STATED = "not stated"
_ADD_IT = "which is not watched: add it"
_MECHANISMS: dict[Mechanism, str] = {
    "on-posting": "on posting",
    "on-notice": "on notice",
    "on-date": "on a day that is stated",
    "with-consent": "only with consent",
    "other-document": "as another document says",
    "not-stated": _NOT_STATED,
}
_STARTS: dict[Start, str] = {"posting": "posting", "notice": "notice", "": ""}
_UNITS: dict[Unit, tuple[str, int]] = {  # a unit's name, and how many days the rules count for it
    "days": ("day", 1),
    "business days": ("business day", 1),
    "weeks": ("week", 7),
    "months": ("month", 30),
}
_LANGUAGES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "zh": "Chinese",
}


# --- the one line of a message ------------------------------------------------------------------------


def clock_line(clock: Clock, on: date | None, language: str = "") -> str:
    """One line: bound since, act by, why; or what is not stated, and what one can do all the same.

    `on` is the day on which the change is told, by which a later day is one to come;
    where it is not known, that on which the new words were first seen stands in.
    `language` is the document's, for where its rules are not read.
    """
    return _line(_told(clock, on or _first_seen(clock.seen), language), LINE_LENGTH)


def said_of_clock(comparison: Comparison, on: date | None = None) -> tuple[str, ...]:
    """The line of a comparison's clock, or none where it has no clock."""
    clock = comparison.clock
    return (clock_line(clock, on, comparison.new.language),) if clock else ()


def _told(clock: Clock, on: date | None, language: str) -> str:
    _, _, further = clock.why.strip().partition(". ")
    if clock.bound_since or clock.act_by:
        return _sentences(_days(clock, on), *_reason(clock))
    if _governed_elsewhere(clock):
        return _sentences(_governed(clock), further)
    if not clock.rules.read:
        return _sentences(f"When it binds is not read: {_unread(clock, language)}")
    if clock.rules.amendment.mechanism == "not-stated":
        return _sentences("; ".join(("When it binds is not stated", *_leaving(clock.rules))), further)
    return _sentences(*_reason(clock))


def _sentences(*parts: str) -> str:
    """Each part as a sentence."""
    words = (part.strip().rstrip(".") for part in parts)
    return " ".join(f"{one[:1].upper()}{one[1:]}{'' if one.endswith('…') else '.'}" for one in words if one)


def _days(clock: Clock, on: date | None) -> str:
    today = on.isoformat() if on else ""
    parts = []
    if clock.bound_since:
        begins = "Bound since" if clock.bound_since <= today else "Binds from"
        parts.append(f"{begins} {date_words(clock.bound_since)}")
    if clock.act_by:
        over = "the time to act ended on" if clock.act_by < today else "act by"
        parts.append(f"{over} {date_words(clock.act_by)}")
    return "; ".join(parts)


def _reason(clock: Clock) -> tuple[str, str, str]:
    """The rule with its clause, what was counted from, and what one can do; each "" where there is nothing to say."""
    why = clock.why.strip() or f"Changes take effect {_amended(clock.rules.amendment)}"
    rule, _, further = why.partition(". ")
    doing = []
    if clock.rules.continued_use.binds and "accepts" not in why:
        doing.append("going on as before accepts the change")
    if not clock.act_by:
        doing += _leaving(clock.rules)
    if _governed_elsewhere(clock):
        doing.append(f"g{_governed(clock)[1:]}")
    first = f"{clip(rule.rstrip('.'), _RULE_LENGTH)}{_rule_place(clock)}"
    return first, clip(further, _RULE_LENGTH), clip("; ".join(doing), _RULE_LENGTH)


def _rule_place(clock: Clock) -> str:
    """The clause of the rule, where the reason is the rule, and no day that the document states of itself."""
    amendment = clock.rules.amendment
    if clock.bound_since and amendment.mechanism not in {"on-posting", "after-days"}:
        return ""
    return _place(amendment.clause)


def _leaving(rules: Rules) -> tuple[str, ...]:
    right = rules.termination_by_customer
    if not right.right:
        return ()
    return (f"you may leave {_given(right)}".rstrip() + _place(right.clause),)


def _governed_elsewhere(clock: Clock) -> bool:
    return bool(clock.governed_by and not clock.governing)


def _governed(clock: Clock) -> str:
    return f"Governed by {clip(clock.governed_by, NAME_LENGTH)}, {_ADD_IT}"


# --- the whole of it --------------------------------------------------------------------------------------


def clock_lines(clock: Clock, language: str = "") -> tuple[str, ...]:
    """All that a clock was worked out from, a line each: why, what was seen when, who governs, and every rule."""
    why = (f"Why: {clock.why}",) if clock.why.strip() else ()
    lines = (*why, *_seen(clock.seen), *_governor(clock))
    return (*(_line(line, LINE_LENGTH) for line in lines), *rules_lines(clock.rules, _own(clock, language)))


def block_of_clock(comparison: Comparison) -> tuple[str, ...]:
    """The lines of a comparison's clock, or none where it has no clock."""
    return clock_lines(comparison.clock, comparison.new.language) if comparison.clock else ()


def rules_lines(rules: Rules, language: str = "") -> tuple[str, ...]:
    """Each rule of a document with its clause and its words, a line each, and that this is no advice."""
    if not rules.read:
        return (f"Not read: {_in_language(language)}.", NOT_ADVICE)
    amendment, use = rules.amendment, rules.continued_use
    accepts = {True: "accepts a change", False: "does not accept a change", None: _NOT_STATED}[use.binds]
    leaving, objection = rules.termination_by_customer, rules.objection
    found = (
        ("Amendment", _amended(amendment), amendment.clause, amendment.quote),
        ("Continued use", accepts, use.clause, use.quote),
        ("Termination", _right(leaving, _given(leaving)), leaving.clause, leaving.quote),
        ("Objection", _right(objection, _window(objection)), objection.clause, objection.quote),
    )
    return (*(_rule(*one) for one in found), NOT_ADVICE)


def _rule(name: str, words: str, clause: str | None, quote: str | None) -> str:
    said = f": “{_line(quote, QUOTE_LENGTH)}”" if quote else ""
    return f"{_line(f'{name}: {words}{_place(clause)}', LINE_LENGTH)}{said}"


def _amended(amendment: Amendment) -> str:
    if amendment.mechanism == "after-days":
        span = _span(amendment.days, amendment.unit) if amendment.days is not None else "a time"
        start = _STARTS[amendment.start]
        return f"{span} after {start}" if start else f"after {span}"
    if amendment.mechanism == "other-document" and amendment.other:
        return f"as another document says: {clip(amendment.other, NAME_LENGTH)}"
    return _MECHANISMS[amendment.mechanism]


def _right(right: Right, how: str) -> str:
    if right.right is None:
        return _NOT_STATED
    return how or "a right without a stated time" if right.right else "excluded"


def in_time(right: Right) -> str:
    """How long there is to use a right: "30 days", "" where no number is stated."""
    return _span(right.days, right.unit) if right.days is not None else ""


def _given(right: Right) -> str:
    """How a right to leave is used: after a notice of one's own, or within a time that something began."""
    if right.days is None or right.start or right.before_effect:
        return _window(right)
    span = _span(right.days, right.unit)
    return f"on {span}{'’' if span.endswith('s') else '’s'} notice"


def _window(right: Right) -> str:
    """Within which time a right is to be used."""
    parts = []
    if right.days is not None:
        start = f" of {_STARTS[right.start]}" if right.start else ""
        parts.append(f"within {_span(right.days, right.unit)}{start}")
    if right.before_effect:
        parts.append("before the change takes effect")
    return ", ".join(parts)


def _span(days: int, unit: Unit) -> str:
    """A time as it is printed: 60 days that were printed in months are "2 months"."""
    name, each = _UNITS[unit]
    if days % each:
        name, each = "day", 1
    number = days // each
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _seen(seen: Seen) -> tuple[str, ...]:
    last = f"; last not there {time_words(seen.last_not)}" if seen.last_not else ""
    return (f"First seen {time_words(seen.first)}{last}.",) if seen.first else ()


def _first_seen(seen: Seen) -> date | None:
    return seen.first.astimezone(UTC).date() if seen.first else None


def _governor(clock: Clock) -> tuple[str, ...]:
    if not clock.governed_by:
        return ()
    if _governed_elsewhere(clock):
        return (f"{_governed(clock)}.",)
    return (f"Governed by {clip(clock.governed_by, NAME_LENGTH)} ({clock.governing}), whose rules these are:",)


# --- pieces ------------------------------------------------------------------------------------------------


def _own(clock: Clock, language: str) -> str:
    """The language of the document whose rules these are, where it is the one that changed."""
    return "" if clock.governed_by else language


def _unread(clock: Clock, language: str) -> str:
    return _in_language(_own(clock, language))


def _in_language(language: str) -> str:
    code = language.partition("-")[0].casefold()
    known = _LANGUAGES.get(code) or clip(language_tag(language), NAME_LENGTH)
    return f"the document is in {known}" if known else "the document is in a language that is not read"


def _place(path: str | None) -> str:
    """Where a rule stands: " (clause 14.2)"; a clause without a number is named by the headings above it."""
    words = place_words(path or "")
    if not words:
        return ""
    named = f"clause {words}" if any(character.isdigit() for character in words) else f"under “{words}”"
    return f" ({clip(named, NAME_LENGTH)})"


def _line(text: str, limit: int) -> str:
    return clip(" ".join(for_terminal(text).split()), limit)
