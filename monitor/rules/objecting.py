"""Which right customers have to object: to a change of the document, or to a new sub-processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Right
from monitor.rules.hints import any_of, mentions
from monitor.rules.periods import PERIOD, Period, periods
from monitor.rules.words import BEFORE_EFFECT, CHANGE, DOCUMENT, OF_SECTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Start
    from monitor.rules.sentences import Sentence

_OBJECTS = any_of(
    r"\b(?:may|can|right|entitled|opportunity|shall be entitled|wish\w*|able|period|"
    r"permitted)\b(?:\s+[\w',()-]+){0,8}?\s+(?:to\s+)?(?:object\w*|dissent\w*|oppose|reject)\b",
    r"\bobjections?\b.{0,160}\bwithin\b|\bwithin\b.{0,160}\bobject\w*\b|\bnotif\w+\b.{0,80}\bof\b.{0,40}\bobjection",
    r"\b(?:if|unless|does not|do not|should)\b.{0,40}\b(?:customer|you|controller|licensee|the user|client|"
    r"member|subscriber)\b.{0,40}\bobjects?\b",
    r"\b(?:customer|you|controller|client)\b.{0,20}\bobjects?\b",
    r"\b(?:does|do|has|have) not\b.{0,20}\b(?:object|dissent|oppos)\w*\b.{0,80}\bwithin\b",
)
_TO_SUBPROCESSOR = any_of(
    r"\bsub-?\s?(?:processor|contractor)s?\b|\bother processors?\b|\bthird[- ]party processors?\b|\bnew processors?\b"
)
_TO_CHANGE = any_of(
    rf"\b(?:object|dissent|oppos)\w*\b.{{0,60}}\b(?:to|against)\b.{{0,60}}\b(?:changes?|updates?|amend\w*|"
    rf"modif\w*|revis\w*|{DOCUMENT})",
    r"\b(?:changes?|updates?|amendments?|modifications?)\b.{0,200}\b(?:object|dissent|oppos)\w*\b",
    rf"\bobject\w*\b.{{0,80}}\b{CHANGE}",
)
_DATA_RIGHT = any_of(
    r"\bdata subjects?\b.{0,60}\bobject\w*",
    r"\bobject\w*\b.{0,80}\b(?:you|customer|client|user)\s+(?:shall|must|should)\s+(?:\w+\s+){0,2}?(?:cease|"
    r"stop|discontinue)\b",
    r"\bobject\w*\b.{0,40}\b(?:to|against)\b.{0,40}\b(?:processing|direct marketing|profiling|automated|"
    r"our use|the use|collection|legitimate)\b",
    r"\bobject\w*\b.{0,40}\b(?:arbitrat|jurisdiction|venue|discovery|content|material|claim|settlement)",
    r"\bobjectionable\b|\bobjectives?\b",
)
_WITHIN = any_of(
    rf"\bduring the {PERIOD}",
    rf"\bwithin\s+(?:\w+\s+){{0,4}}?{PERIOD}",
    rf"{PERIOD}\s*(?:\w+\s+){{0,4}}?(?:after|from|of|following|to)\b",
    rf"\bno later than\b.{{0,20}}{PERIOD}",
)
_THAT_PERIOD = any_of(r"\b(?:within|during|before the end of)\s+(?:this|that|such|the|said)\s+(?:\w+\s+){0,2}?period\b")
_NEAR = 3
"""Clauses before one that speaks of "this period" in which the period is stated."""

_FROM = any_of(r"\b(?:post\w*|publi\w*|updat\w*)\b")
_FROM_NOTICE = any_of(r"\b(?:notice|notif\w*|inform\w*|e-?mail\w*|receipt|receiv\w*)\b")


def objection_of(about: Sequence[Sentence], sentences: Sequence[Sentence]) -> Right:
    """The customer's right to object to a change or to a new sub-processor, with its window where one is stated.

    `about` are the sentences that speak of changes.
    """
    changing = set(about)
    pairs = zip(sentences, (None, *sentences), strict=False)
    found = [one for one, before in pairs if _objects(one) and (one in changing or _says_to_what(one, before))]
    if not found:
        return Right()
    windows = [(one, _window_of(one, sentences)) for one in found]
    chosen, period = next((pair for pair in windows if pair[1]), windows[0])
    return Right(
        right=True,
        days=period.days if period else None,
        clause=chosen.path,
        quote=chosen.text,
        unit=period.unit if period else "days",
        start=_counted_from(chosen.whole, period),
        before_effect=bool(BEFORE_EFFECT.search(chosen.whole)),
    )


def _objects(sentence: Sentence) -> bool:
    """Whether a sentence gives a right to object, be it to what it may."""
    text = sentence.whole
    if not mentions(text, "object", "reject", "dissent", "oppose") or not _OBJECTS.search(text):
        return False
    return not (_DATA_RIGHT.search(text) or OF_SECTION.search(text))


def _says_to_what(sentence: Sentence, before: Sentence | None) -> bool:
    """Whether it is a right to object to a change or a sub-processor: by itself, or by the sentence before."""
    text = sentence.whole
    if before and before.clause == sentence.clause:
        text = f"{before.whole} {text}"
    return bool(_TO_SUBPROCESSOR.search(f"{sentence.heading} {text}") or _TO_CHANGE.search(text))


def _window_of(objecting: Sentence, sentences: Sequence[Sentence]) -> Period | None:
    """The time in which to object: stated there, or in a sentence before where it speaks of "this period"."""
    if stated := _window(objecting.whole):
        return stated
    if not _THAT_PERIOD.search(objecting.whole):
        return None
    near = [one for one in sentences if 0 <= objecting.clause - one.clause <= _NEAR and one is not objecting]
    before = [one for one in near if (one.clause, one.text) != (objecting.clause, objecting.text)]
    return next((period for one in reversed(before) for period in periods(one.whole)), None)


def _window(text: str) -> Period | None:
    found = _WITHIN.search(text)
    if found is None:
        return None
    return next((one for one in periods(text) if found.start() <= one.start < found.end()), None)


def _counted_from(text: str, period: Period | None) -> Start:
    if period is None:
        return ""
    behind = text[period.end : period.end + 100]
    if _FROM.search(behind):
        return "posting"
    return "notice" if _FROM_NOTICE.search(behind) else ""
