"""Histories are drawn to scale, say in words what they show, and take nothing from a text for markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Brief, Mark
from monitor.render.chart import YEAR, history_chart, year_strip

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def brief(number: int, at: datetime, **said: Any) -> Brief:  # noqa: ANN401 - of a brief
    """A revision of a document."""
    given = {"words": "1 clause changed", "compared": number > 1, **said}
    return Brief("northline/voice", number, at, "changed", **given)


def address(one: Brief) -> str:
    """Where its change is."""
    return f"/{one.revision}?a&b"


def test_a_year_has_a_stroke_for_each_day_with_a_change() -> None:
    """The graver the higher; changes of one day are one stroke, and those before the year are none."""
    today = NOON.date()
    marks = [
        Mark(today, "high", silent=False),
        Mark(today, "high", silent=True),
        Mark(today - 10 * DAY, "low", silent=False),
        Mark(today - 400 * DAY, "medium", silent=False),
    ]
    svg = year_strip(marks, today)
    assert f'<path class="high" d="M{YEAR} 0V16"/>' in svg
    assert f'<path class="low" d="M{YEAR - 10} 8V16"/>' in svg
    assert "medium" not in svg
    assert "4 changes in a year" in svg


def test_one_revision_is_no_history() -> None:
    """There is nothing to draw."""
    assert history_chart([brief(1, NOON, length=10)], NOON.date(), address) == ""


def test_bars_stand_in_proportion_and_lead_to_their_changes() -> None:
    """A change of twice as many clauses is twice as high; a silent edit has a ring."""
    briefs = [
        brief(1, NOON, length=100),
        brief(2, NOON + 10 * DAY, length=100, changes=10, severity="high", dates="silent"),
        brief(3, NOON + 20 * DAY, length=200, changes=20, severity="low", dates="announced"),
        brief(4, NOON + 30 * DAY, length=200, changes=20, quiet="made up"),
    ]
    svg = history_chart(briefs, (NOON + 40 * DAY).date(), address)
    heights = [float(high) for high in re.findall(r'class="bar [a-z]+" d="M[\d.]+ \d+v-([\d.]+)"', svg)]
    assert heights[1] == 2 * heights[0] == heights[2]
    assert svg.count('class="silent"') == 1
    assert 'class="bar quiet"' in svg
    assert 'href="/2?a&amp;b"' in svg
    assert "4 revisions from 2 March 2026 to 1 April 2026; 100 words at first, 200 words now" in svg


_briefs = st.lists(
    st.builds(
        brief,
        st.integers(1, 999),
        st.datetimes(datetime(1999, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given a zone
        words=st.text(st.characters(exclude_categories=["C"])),
        changes=st.integers(0, 10_000),
        length=st.integers(0, 10_000_000),
        severity=st.sampled_from(["high", "medium", "low", None]),
    ),
    max_size=12,
)


@given(_briefs)
def test_any_history_is_a_picture_with_all_of_it_inside(briefs: list[Brief]) -> None:
    """Well formed whatever is said, and nothing stands outside its frame."""
    ordered = sorted(briefs, key=lambda one: one.at)
    svg = history_chart(ordered, NOON.date(), address)
    if not svg:
        return
    picture = fromstring(svg)  # noqa: S314 - our own
    for path in picture.iter("path"):
        for across in re.findall(r"[MH]([\d.-]+)", path.attrib["d"]):
            assert 0 <= float(across) <= 720
        for up in re.findall(r"V([\d.-]+)", path.attrib["d"]):
            assert 0 <= float(up) <= 262
