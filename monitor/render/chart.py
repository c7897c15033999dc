"""Histories as pictures: the changes of a year in a strip, and how a document grew and changed over the years.

SVG without scripts or style attributes; what it looks like stands in the pages' style
sheet. Each picture says in words what it shows, and what it shows also stands beside it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.render.phrases import date_words, times_words
from monitor.render.safe import for_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from monitor.model import Brief, Mark, Severity

YEAR = 365
"""Days of the strip, one unit of its width each."""

_WIDE, _HIGH = 720, 262  # units of the large picture: it is shown as wide as the page
_LEFT, _RIGHT, _TOP, _FLOOR, _MIDDLE = 6, 10, 30, 234, 140  # margins, and where bars and line stand
_NAME = 26  # units above the line and above the bars for what they are called, also in the large letters of telephones
_SHORTEST = 3  # units: a change of one clause beside one of three hundred still shows
_MOST_YEARS = 12  # marks below the picture; of longer histories not every year is named
_GRAVITY: tuple[Severity, ...] = ("high", "medium", "low")


def year_strip(marks: Sequence[Mark], today: date) -> str:
    """The told changes of the year up to today as strokes on a line, in three strengths."""
    first = today - timedelta(days=YEAR)
    strokes = []
    for severity in reversed(_GRAVITY):
        days = sorted({(mark.day - first).days for mark in marks if (mark.severity or "low") == severity})
        top = {"high": 0, "medium": 4, "low": 8}[severity]
        if path := "".join(f"M{day} {top}V16" for day in days if 0 <= day <= YEAR):
            strokes.append(f'<path class="{severity}" d="{path}"/>')
    said = f"{times_words(len(marks), 'change')} in a year"
    return (
        f'<svg class="year" viewBox="0 0 {YEAR} 18" preserveAspectRatio="none" role="img" aria-label="{said}">'
        f'<path class="axis" d="M0 17H{YEAR}"/>{"".join(strokes)}</svg>'
    )


def history_chart(briefs: Sequence[Brief], today: date, link: Callable[[Brief], str]) -> str:
    """How long a document was over time, as a line, and how much each revision changed, as bars that lead to it.

    `briefs` stand oldest first; "" where there are fewer than two.
    """
    if len(briefs) < 2:  # noqa: PLR2004 - one revision is no history
        return ""
    scale = _Scale(briefs, today)
    parts = (*_ground(scale), *_bars(briefs, scale, link), *_line(briefs, scale))
    return (
        f'<svg class="history" viewBox="0 0 {_WIDE} {_HIGH}" role="group" aria-label="{for_html(_said(briefs))}">'
        f"{''.join(parts)}</svg>"
    )


class _Scale:
    """Where days, lengths and changes stand in the picture."""

    def __init__(self, briefs: Sequence[Brief], today: date) -> None:
        self.first = briefs[0].at.date()
        self.last = max(today, briefs[-1].at.date())
        self._days = max(1, (self.last - self.first).days)
        self.longest = max(1, *(brief.length for brief in briefs))
        self._most = max(1, *(brief.changes for brief in briefs))

    def across(self, day: date) -> float:
        share = (day - self.first).days / self._days
        return round(_LEFT + share * (_WIDE - _LEFT - _RIGHT), 1)

    def up(self, length: int) -> float:
        return round(_MIDDLE - length / self.longest * (_MIDDLE - _TOP), 1)

    def bar(self, changes: int) -> float:
        return round(max(_SHORTEST, changes / self._most * (_FLOOR - _MIDDLE - _NAME - 14)), 1)


def _said(briefs: Sequence[Brief]) -> str:
    span = f"from {date_words(briefs[0].at.date().isoformat())} to {date_words(briefs[-1].at.date().isoformat())}"
    return (
        f"{times_words(len(briefs), 'revision')} {span}; {times_words(briefs[0].length, 'word')} at first,"
        f" {times_words(briefs[-1].length, 'word')} now"
    )


def _ground(scale: _Scale) -> Iterator[str]:
    """What the two halves are called, a line for each year, and the line the bars stand on."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = -(-len(years) // _MOST_YEARS) or 1
    for year in years[::step]:
        across = scale.across(date(year, 1, 1))
        yield f'<path class="axis" d="M{across} {_TOP}V{_MIDDLE}M{across} {_MIDDLE + _NAME}V{_FLOOR}"/>'
        yield f'<text x="{across}" y="{_HIGH - 6}" text-anchor="middle">{year}</text>'
    yield f'<path class="axis" d="M{_LEFT} {_FLOOR}H{_WIDE - _RIGHT}M{_LEFT} {_MIDDLE}H{_WIDE - _RIGHT}"/>'
    yield f'<text x="{_LEFT}" y="{_TOP - 9}">length: up to {times_words(scale.longest, "word")}</text>'
    yield f'<text x="{_LEFT}" y="{_MIDDLE + _NAME - 6}">changes</text>'


def _bars(briefs: Iterable[Brief], scale: _Scale, link: Callable[[Brief], str]) -> Iterator[str]:
    """Bars to click on; the keyboard goes by the list beside the picture, which has the same links."""
    for brief in briefs:
        if not brief.compared:
            continue
        across, high = scale.across(brief.at.date()), scale.bar(brief.changes)
        grave = (brief.severity or "low") if brief.told else "quiet"
        silent = f'<circle class="silent" cx="{across}" cy="{_FLOOR - high - 6}" r="3"/>' if _is_silent(brief) else ""
        said = f"Revision {brief.revision}, {date_words(brief.at.date().isoformat())}: {brief.words}{_aside(brief)}"
        yield (
            f'<a href="{for_html(link(brief))}" tabindex="-1"><title>{for_html(said)}</title>'
            f'<path class="bar {grave}" d="M{across} {_FLOOR}v-{high}"/>{silent}</a>'
        )


def _is_silent(brief: Brief) -> bool:
    return brief.told and brief.dates == "silent"


def _aside(brief: Brief) -> str:
    return "; silent edit" if _is_silent(brief) else ""


def _line(briefs: Sequence[Brief], scale: _Scale) -> Iterator[str]:
    """The length as steps: a document keeps its length until the next revision. Unreadable ones have none."""
    known = [brief for brief in briefs if brief.length]
    if not known:
        return
    start = f"M{scale.across(known[0].at.date())} {scale.up(known[0].length)}"
    steps = "".join(f"H{scale.across(one.at.date())}V{scale.up(one.length)}" for one in known[1:])
    yield f'<path class="length" d="{start}{steps}H{_WIDE - _RIGHT}"/>'
