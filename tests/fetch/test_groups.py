from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.groups import rules_for_us

ALL = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ""),
        ("# nothing here\n", ""),
        (ALL + "Disallow: /a", "Disallow: /a"),
        ("user-AGENT :*\r\nDISALLOW:/a # why", "DISALLOW:/a"),
        ("User-agent: other\nDisallow: /\n", ""),
        ("User-agent: other\nUser-agent: *\nDisallow: /a", "Disallow: /a"),
        ("User-agent: other\n\nSitemap: /s.xml\nUser-agent: *\nDisallow: /a", "Disallow: /a"),
        (ALL + "Disallow: /a\nUser-agent: clausewatch\nDisallow: /b", "Disallow: /b"),
        ("User-agent: ClauseWatch/0.1\nDisallow: /b\n\n" + ALL + "Disallow: /a", "Disallow: /b"),
        ("User-agent: clausewatch\nDisallow: /b\nUser-agent: x\nDisallow: /c\nUser-agent: clausewatch\nAllow: /d",
         "Disallow: /b\nAllow: /d"),
        ("User-agent: clausewatch\n\n" + ALL + "Disallow: /a", "Disallow: /a"),
        ("User-agent: clausewatch\nDisallow:\n\n" + ALL + "Disallow: /a", "Disallow:"),
        ("User-agent: clause\nDisallow: /\nUser-agent: clausewatch-x\nDisallow: /c\n" + ALL + "Allow: /", "Allow: /"),
        ("Disallow: /before\n" + ALL + "Crawl-delay: 5\nHost: x\nnonsense", "Crawl-delay: 5"),
        ("<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>", ""),
        ("\n <html>\nUser-agent: *\nDisallow: /", ""),
        ('{"error": "User-agent: *"}\nDisallow: /', ""),
    ],
)  # fmt: skip
def test_only_the_rules_that_are_for_us_are_kept(text: str, rules: str) -> None:
    """Groups that name us go before those for everyone, several are put together, and a page is no rules."""
    assert rules_for_us(text) == (f"User-agent: *\n{rules}" if rules else "")


def test_thousands_of_crawlers_with_thousands_of_rules_come_to_nothing() -> None:
    """What is kept never grows beyond the file, however it is built."""
    names = "".join(f"User-agent: a{number}\n" for number in range(20_000))
    assert rules_for_us(names + "Allow: /\n" * 20_000) == ""


@given(st.lists(st.sampled_from(["User-agent: *", "User-agent: clausewatch", "Disallow: /a", "Allow: /b", "", "x"])))
def test_no_rule_is_made_up_and_reading_twice_changes_nothing(lines: list[str]) -> None:
    """Every line that is kept stood in the file."""
    found = rules_for_us("\n".join(lines))
    assert set(found.splitlines()[1:]) <= set(lines)
    assert rules_for_us(found) == found


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Whatever a site sends in the place of rules."""
    assert isinstance(rules_for_us(text), str)
