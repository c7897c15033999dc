"""Dates that stand beside the terms, kept apart from those that the terms state."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from monitor.model import DateEvidence
from monitor.read.evidence import evidence_from_meta, evidence_of_header
from monitor.read.pagedates import evidence_of


def on_page(markup: str) -> list[tuple[str, str, str | None]]:
    """Origin, name and value of each date beside the terms of a page."""
    return [(one.origin, one.name, one.value) for one in evidence_of(BeautifulSoup(markup, "lxml"))]


def json_ld(data: str) -> list[tuple[str, str, str | None]]:
    """The same, of a page with one JSON-LD script."""
    return on_page(f'<script type="application/ld+json">{data}</script><p>Terms</p>')


@pytest.mark.parametrize(
    ("tag", "name", "value"),
    [
        (
            '<meta property="article:modified_time" content="2024-05-01T10:00:00+02:00">',
            "article:modified_time",
            "05-01",
        ),
        ('<meta property="article:published_time" content="2024-05-02">', "article:published_time", "05-02"),
        ('<meta property="og:updated_time" content="1714521600">', "og:updated_time", "05-01"),
        ('<meta name="date" content="May 3, 2024">', "date", "05-03"),
        ('<meta name="DC.date.issued" content="2024-05-04">', "DC.date.issued", "05-04"),
        ('<meta name="dcterms.modified" content="2024-05">', "dcterms.modified", "05"),
        ('<meta http-equiv="last-modified" content="Wed, 01 May 2024 10:00:00 GMT">', "last-modified", "05-01"),
        ('<meta name="revised" content="Northline, 1.5.2024">', "revised", "05-01"),
        ('<meta itemprop="dateModified" content="20240506">', "dateModified", "05-06"),
    ],
)
def test_a_date_in_a_meta_element_is_evidence(tag: str, name: str, value: str) -> None:
    """Whatever the vocabulary and the form that the page writes it in."""
    assert on_page(f"<head>{tag}</head><p>Terms</p>") == [("meta", name, f"2024-{value}")]


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="description" content="Updated 1 May 2024">',
        '<meta name="date" content="soon">',
        '<meta name="date" content="18 days ago">',
        '<meta name="date">',
        '<meta content="2024-05-01">',
        "<p>Updated 1 May 2024</p>",
        "<time>yesterday</time>",
        "<time datetime='PT30M'>half an hour</time>",
    ],
)
def test_what_is_no_date_or_says_something_else_is_no_evidence(tag: str) -> None:
    """A description, a duration, a relative date or a sentence of the terms."""
    assert on_page(tag) == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('{"dateModified": "2024-05-01T10:00:00Z"}', [("dateModified", "2024-05-01")]),
        (
            '{"@graph": [{"@type": "WebSite"}, {"datePublished": "2020-01-02", "dateModified": "2024-05-01"}]}',
            [("datePublished", "2020-01-02"), ("dateModified", "2024-05-01")],
        ),
        ('[{"dateModified": "2024-05-01"}, {"mainEntity": {"dateModified": "2024-06-01"}}]', None),
        ('\n// <![CDATA[\n{"dateModified": "2024-05-01"}\n// ]]>\n', [("dateModified", "2024-05-01")]),
        ('{"dateModified": "2024-05-01",}', []),
        ('{"dateModified": 20240501}', []),
        ('{"dateModified": ["2024-05-01"]}', []),
        ("[" * 100_000 + '"dateModified"' + "]" * 100_000, []),
        ('{"date": ' + "9" * 10_000 + "}", []),
        ('{"a":' * 12 + '{"dateModified": "2024-05-01"}' + "}" * 12, []),
        ('{"dateModified": "2024-05-01", "text": "' + "x" * 300_000 + '"}', []),
        ("", []),
    ],
)
def test_dates_in_json_ld_are_evidence(data: str, found: list[tuple[str, str]] | None) -> None:
    """In lists and graphs, within bounds; what is malformed says nothing."""
    expected = found if found is not None else [("dateModified", "2024-05-01"), ("dateModified", "2024-06-01")]
    assert json_ld(data) == [("json-ld", name, value) for name, value in expected]


def test_a_script_of_another_kind_is_not_read() -> None:
    """The data of a page's own scripts is in no vocabulary."""
    assert on_page('<script>var page = {"dateModified": "2024-05-01"}</script>') == []


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<p>Last updated: <time datetime="2024-05-01">May 1</time></p>', "Last updated"),
        ('<p><span>Updated</span> <b>on</b> <time datetime="2024-05-01T00:00">May 1</time></p>', "Updated on"),
        ("<div>Old.</div><div><time>1 May 2024</time></div>", ""),
        ("<p>" + "word " * 20 + "printed <time>1 May 2024</time></p>", "word word word word word word printed"),
    ],
)
def test_a_time_element_is_named_by_the_words_before_it(markup: str, name: str) -> None:
    """Its attribute wins over its words, and only its own line names it."""
    assert on_page(markup) == [("time", name, "2024-05-01")]


def test_evidence_is_said_once_in_reading_order_and_bounded() -> None:
    """A page that lists a hundred articles does not drown the date of its own."""
    listed = "".join(f"<time>{day} May {year}</time>" for year in range(2001, 2011) for day in range(1, 11))
    found = on_page('<meta name="date" content="2024-05-01"><meta name="date" content="2024-05-01">' + listed)
    assert found[0] == ("meta", "date", "2024-05-01")
    assert len(found) == 20
    assert len(set(found)) == 20


def test_what_is_shown_of_evidence_is_tidy_and_short() -> None:
    """Text from a page holds no control characters, and no more than a date takes."""
    (found,) = evidence_of(BeautifulSoup(f'<time datetime="2024-05-01 \x1b[31m{"x" * 500}">now</time>', "lxml"))
    assert "\x1b" not in found.text
    assert len(found.text) <= 80


def test_deep_and_wide_pages_are_walked_once() -> None:
    """Nested and repeated elements without dates cost no more than their number."""
    assert on_page("<time>" * 3_000 + "soon" + "<div>word <time>never</time></div>" * 3_000) == []


def test_front_matter_and_file_properties_are_evidence() -> None:
    """Each says where it comes from; other keys of either say nothing of dates."""
    meta = {
        "title": "Terms of 2024",
        "date": "2024-05-01",
        "Last_Modified": "1 June 2024",
        "pdf:ModDate": "D:20240702110000+02'00'",
        "docx:modified": "2024-08-03T09:00:00Z",
        "updated": "not yet",
    }
    assert [(one.origin, one.name, one.value) for one in evidence_from_meta(meta)] == [
        ("front-matter", "date", "2024-05-01"),
        ("front-matter", "Last_Modified", "2024-06-01"),
        ("file", "pdf:ModDate", "2024-07-02"),
        ("file", "docx:modified", "2024-08-03"),
    ]


@pytest.mark.parametrize(
    "header", ["Wed, 01 May 2024 10:00:00 GMT", "Wednesday, 01-May-24 10:00:00 GMT", "Wed May  1 10:00:00 2024"]
)
def test_a_last_modified_header_is_evidence_in_all_its_forms(header: str) -> None:
    """HTTP allows three; the text is shown as it was sent."""
    expected = DateEvidence("last-modified", "Last-Modified", " ".join(header.split()), "2024-05-01", "day")
    assert evidence_of_header(header) == (expected,)


@pytest.mark.parametrize("header", [None, "", "0", "-1", "yesterday"])
def test_a_header_without_a_date_is_none(header: str | None) -> None:
    """Servers send nonsense there."""
    assert evidence_of_header(header) == ()


def test_a_date_with_two_readings_is_kept_without_a_value() -> None:
    """It may be shown, and is never guessed."""
    (found,) = evidence_from_meta({"date": "03/04/2024"})
    assert (found.text, found.value) == ("03/04/2024", None)
