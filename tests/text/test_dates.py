"""Printed dates in the languages of terms, and how much of them is certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.dates import last_day, printed_dates

MONTHS = {
    "English": "January February March April May June July August September October November December",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
}
PRINTED = {
    "English": ["{d} {m} {y}", "{m} {d}, {y}", "{m} {d} {y}", "{d}-{m}-{y}", "{d} of {m}, {y}"],
    "German": ["{d}. {m} {y}", "{d} {m} {y}", "{d}.{n}.{y}", "{d:02}.{n:02}.{y}"],
    "French": ["{d} {m} {y}", "{d}er {m} {y}"],
    "Spanish": ["{d} de {m} de {y}", "{d} de {m} del {y}"],
    "Portuguese": ["{d} de {m} de {y}", "{d}º de {m} de {y}"],
    "Italian": ["{d} {m} {y}", "{d}° {m} {y}"],
    "Dutch": ["{d} {m} {y}"],
    "Polish": ["{d} {m} {y}", "{d} {m} {y} r."],
    "Swedish": ["{d} {m} {y}", "den {d} {m} {y}"],
    "Korean": ["{y}년 {n}월 {d}일", "{y}. {n}. {d}."],
    "Czech": ["{d}. {n}. {y}"],
    "Heisei": ["平成{era}年{n}月{d}日", "{y}年（平成{era}年）{n}月{d}日"],
    "Japanese": ["{y}年{n}月{d}日", "{y} 年 {n} 月 {d} 日", "{y}/{n:02}/{d:02}"],
    "Chinese": ["{y}年{n:02}月{d:02}日", "{y}年{n}月{d}日", "{y}-{n:02}-{d:02}", "{y}.{n:02}.{d:02}"],
}


def value(text: str) -> tuple[str | None, str]:
    """The value and precision of the one date in a text."""
    (found,) = printed_dates(text)
    assert text[found.start : found.end] == found.text
    return found.value, found.precision


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(PRINTED)), st.data())
def test_a_date_reads_back_in_every_language(day: date, language: str, data: st.DataObject) -> None:
    """However a language prints a day, its value is that day."""
    names = MONTHS.get(language, MONTHS["English"]).split()
    style = data.draw(st.sampled_from(PRINTED[language]))
    text = style.format(d=day.day, era=day.year - 1988, m=names[day.month - 1], n=day.month, y=day.year)
    assert value(f"Stand {text}; more") == (day.isoformat(), "day")


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(MONTHS)), st.booleans())
def test_a_month_is_a_month_and_no_day(day: date, language: str, capitals: bool) -> None:
    """A month without a day is as precise as it was printed, in capitals too."""
    name = MONTHS[language].split()[day.month - 1]
    text = f"{name.upper() if capitals else name} {day.year}"
    assert value(text) == (day.isoformat()[:7], "month")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("July 8th, 2026", ("2026-07-08", "day")),
        ("1st January 2024", ("2024-01-01", "day")),
        ("Sept. 3, 2024", ("2024-09-03", "day")),
        ("8. Jul. 2026", ("2026-07-08", "day")),
        ("15 déc. 2023", ("2023-12-15", "day")),
        ("JULY 8, 2026", ("2026-07-08", "day")),
        ("Tuesday, July 8, 2026", ("2026-07-08", "day")),
        ("07/2026", ("2026-07", "month")),
        ("2026-07", ("2026-07", "month")),
        ("2026年7月", ("2026-07", "month")),
        ("2026年", ("2026", "year")),
        ("2026", ("2026", "year")),
        ("08.07.26", ("2026-07-08", "day")),
        ("13/04/2024", ("2024-04-13", "day")),
        ("04/13/2024", ("2024-04-13", "day")),
        ("04/04/2024", ("2024-04-04", "day")),
        ("03/04/2024", (None, "day")),
        ("3-4-2024", (None, "day")),
        ("令和6年5月1日", ("2024-05-01", "day")),
        ("令和元年5月1日", ("2019-05-01", "day")),
        ("昭和64年1月", ("1989-01", "month")),
        ("民國113年5月1日", ("2024-05-01", "day")),
        ("２０２４年５月１日", ("2024-05-01", "day")),
        ("２０２４／０５／０１", ("2024-05-01", "day")),
        ("二〇二四年十二月三十一日", ("2024-12-31", "day")),
        ("二零二四年五月", ("2024-05", "month")),
        ("自2024-05-01起生效", ("2024-05-01", "day")),
        ("8-Jul-26", ("2026-07-08", "day")),
        ("8/Jul/2026", ("2026-07-08", "day")),
        ("2026-Jul-08", ("2026-07-08", "day")),
        ("8th of July, 2026", ("2026-07-08", "day")),
        ("1st day of July, 2026", ("2026-07-01", "day")),
        ("July 8. 2026", ("2026-07-08", "day")),
        ("1.º de enero de 2024", ("2024-01-01", "day")),
        ("2024-05-01T10:00:00Z", ("2024-05-01", "day")),
        ("2024-05-01T10:00:00.123+02:00", ("2024-05-01", "day")),
        ("Wed, 01 May 2024 10:00:00 GMT", ("2024-05-01", "day")),
        ("2024. május 1.", ("2024-05-01", "day")),
        ("1. ledna 2024", ("2024-01-01", "day")),
        ("1 мая 2024", ("2024-05-01", "day")),
        ("NİSAN 2024", ("2024-04", "month")),
        ("KASIM 2024", ("2024-11", "month")),
        ("Stand: 1.5.24", ("2024-05-01", "day")),
        ("05.2024", ("2024-05", "month")),
    ],
)
def test_a_date_is_as_certain_as_its_figures(text: str, expected: tuple[str | None, str]) -> None:
    """Day and month in figures have a value only where their order is certain."""
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Section 1.2.20", "version 1.2.24", "Sections 10.11.12", "v. 10.11.12", "1.2.24 Fees", "10.0.0.12",
        "Regulation (EU) 2016/679", "Ley 7/2021", "Real Decreto Legislativo 1/2007", "Decree No. 10/2023",
        "01-23-45-67-89", "01.02.03.04.05", "+1 555-01-2024", "1.1999", "long ago 2019", "2011/12", "99年1月1日",
        "平成99年13月1日", "00.05.2024", "0/0/2024", "May 00, 2024",
        "", "30 days", "you may not", "in March we", "20240708", "1899", "version 12.4", "2026-13-01",
        "call 0190 2024-5",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_no_day(text: str) -> None:
    """A number or a word that a date may hold is no date alone."""
    assert all(found.precision == "year" for found in printed_dates(text))


@pytest.mark.parametrize("text", ["31 February 2024", "February 30, 2024", "29.02.2023", "2024-02-31"])
def test_a_day_that_does_not_exist_has_no_value(text: str) -> None:
    """A misprinted day is never mended."""
    assert not [found for found in printed_dates(text) if found.precision != "year"]


def test_a_bare_year_counts_only_alone() -> None:
    """Beside a full date a year is a number; by itself it is the date."""
    assert [found.text for found in printed_dates("In 2024, on 1 May 2024 and 2 May 2025")] == [
        "1 May 2024",
        "2 May 2025",
    ]
    assert [found.text for found in printed_dates("2019 to 2024")] == ["2019", "2024"]


@pytest.mark.parametrize(
    ("stated", "last"),
    [("2020", "2020-12-31"), ("2020-02", "2020-02-29"), ("2021-12", "2021-12-31"), ("2020-10-05", "2020-10-05")],
)
def test_a_period_lasts_to_its_last_day(stated: str, last: str) -> None:
    """A month covers its days and a year its months."""
    assert last_day(stated) == last


@given(st.text(st.sampled_from("0123456789./-, 年月日令和元二〇０２ MaydejulioİıT:Z"), max_size=60))
def test_any_text_has_dates_that_exist_or_none(text: str) -> None:
    """Whatever the figures, a value is a real day, month or year."""
    for found in printed_dates(text):
        assert text[found.start : found.end] == found.text
        if found.value:
            date.fromisoformat(last_day(found.value))


@pytest.mark.parametrize("piece", ["2024 ", "may ", "1.2.", "1 May 2024 ", "2024年（", "二〇二四年", "令和6", "1", " "])
def test_a_long_text_is_searched_within_bounds(piece: str) -> None:
    """Only what stands near a year is looked at, and of that no more than a clause can hold."""
    assert len(printed_dates(piece * (200_000 // len(piece)))) <= 110_000
