"""The decision clock in words: one line in every message, and all of it where there is room."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Amendment, Clock, ContinuedUse, Outcome, Right, Rules, Seen, Source
from monitor.render import (
    clock_line,
    clock_lines,
    mail_html,
    mail_text,
    notice_text,
    outcome_markdown,
    outcome_text,
    redline,
    redline_html,
    redline_markdown,
    redline_page,
    rules_lines,
    slack_messages,
    terms_text,
)
from monitor.render.clock import CLOCK_HEADING, LINE_LENGTH, NOT_ADVICE
from notifiers.letter import mail
from tests.render.clocks import (
    AFTER_DAYS,
    CONSENT,
    NOT_STATED,
    ON_NOTICE,
    ON_POSTING,
    PARENT,
    UNREAD,
    UNWATCHED,
    hostile_clock,
    right,
    told,
)
from tests.render.digests import digest
from tests.render.examples import AT, HOSTILE, TITLE, URL, hostile_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Comparison, Notice

TODAY = AT.date()
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def comparison_of(clock: Clock, language: str = "en") -> Comparison:
    """One changed clause with this clock."""
    comparison = told(clock, language).comparison
    assert comparison
    return comparison


# --- the words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "line"),
    [
        (
            ON_POSTING,
            (
                "Bound since 2 March 2026. Changes take effect when they are posted (clause 14.2). First seen on 2"
                " March 2026. Going on as before accepts the change; you may leave on 30 days’ notice (clause 10)."
            ),
        ),
        (
            AFTER_DAYS,
            (
                "Binds from 2 April 2026; act by 1 April 2026. Changes take effect 1 month after they are posted"
                " (clause 14.2). First seen on 2 March 2026. Objections are to be made within 30 days."
            ),
        ),
        (NOT_STATED, "When it binds is not stated; you may leave on 30 days’ notice (clause 10)."),
        (replace(NOT_STATED, rules=Rules()), "When it binds is not stated."),
        (
            replace(
                NOT_STATED, why=f"{NOT_STATED.why} The rule itself changed: before, it was on-notice.", rules=Rules()
            ),
            "When it binds is not stated. The rule itself changed: before, it was on-notice.",
        ),
        (UNWATCHED, "Governed by General Terms of Northline Telecom, which is not watched: add it."),
        (
            replace(UNWATCHED, bound_since="2026-03-02", why="The document says that it applies from 2 March 2026."),
            (
                "Bound since 2 March 2026. The document says that it applies from 2 March 2026. Governed by General"
                " Terms of Northline Telecom, which is not watched: add it."
            ),
        ),
        (CONSENT, "Changes bind only those who agree to them (clause 12)."),
        (replace(CONSENT, why=""), "Changes take effect only with consent (clause 12)."),
        (
            ON_NOTICE,
            (
                "Changes take effect with notice to you, and the day of that is not known here (under “Changes to these"
                " Terms”)."
            ),
        ),
    ],
)
def test_one_line_says_since_when_until_when_and_why(clock: Clock, line: str) -> None:
    """Days, the rule with its clause, what going on means, and the way out."""
    assert clock_line(clock, TODAY) == line


def test_a_day_is_to_come_or_over_by_the_time_of_the_notice() -> None:
    """The same days read otherwise a month earlier and a month later."""
    clock = replace(AFTER_DAYS, act_by="2026-04-05")
    before, between, after = (clock_line(clock, date(2026, month, day)) for month, day in ((3, 1), (4, 5), (5, 1)))
    assert before.startswith("Binds from 2 April 2026; act by 5 April 2026. ")
    assert between.startswith("Bound since 2 April 2026; act by 5 April 2026. ")
    assert after.startswith("Bound since 2 April 2026; the time to act ended on 5 April 2026. ")
    assert clock_line(replace(clock, bound_since=None), date(2026, 5, 1)).startswith("The time to act ended on 5 April")


def test_where_no_time_is_known_the_first_sight_of_the_words_stands_in() -> None:
    """A clock without either says from when a change binds, which is true before and after."""
    assert clock_line(ON_POSTING, None).startswith("Bound since 2 March 2026")
    assert clock_line(replace(ON_POSTING, seen=Seen()), None).startswith("Binds from 2 March 2026")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "German"),
        ("pt-BR", "Portuguese"),
        ("eo", "eo"),
        ("", "a language that is not read"),
    ],
)
def test_rules_in_another_language_are_said_to_be_not_read(language: str, words: str) -> None:
    """Not read is not the same as not stated."""
    assert clock_line(UNREAD, TODAY, language) == f"When it binds is not read: the document is in {words}."
    assert rules_lines(Rules(read=False), language) == (f"Not read: the document is in {words}.", NOT_ADVICE)


def test_the_language_of_another_document_is_not_that_of_this_one() -> None:
    """Terms in English may be governed by a document in German."""
    governed = replace(UNREAD, governed_by="Allgemeine Bedingungen", governing="northline/agb")
    line = "When it binds is not read: the document is in a language that is not read."
    assert clock_line(governed, TODAY, "en") == line


def test_every_rule_is_quoted_with_its_clause() -> None:
    """Amendment, continued use, termination and objection, a line each, and that none of it is advice."""
    assert rules_lines(AFTER_DAYS.rules) == (
        "Amendment: 1 month after posting (clause 14.2): “Changes take effect one month after posting.”",
        "Continued use: does not accept a change (clause 14.3): “Silence is no acceptance.”",
        (
            "Termination: on 30 days’ notice (clause 10):"
            " “Either party may end this agreement on thirty (30) days’ notice.”"
        ),
        (
            "Objection: within 30 days of posting (clause 14.3):"
            " “The Customer may object within thirty (30) days of posting.”"
        ),
        NOT_ADVICE,
    )


def test_what_is_nowhere_stated_is_said_to_be_so() -> None:
    """Four times not stated; nothing is made up."""
    names = ("Amendment", "Continued use", "Termination", "Objection")
    assert rules_lines(Rules()) == (*(f"{name}: not stated" for name in names), NOT_ADVICE)


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (right(1), "on 1 day’s notice"),
        (right(60, unit="months"), "on 2 months’ notice"),
        (right(14, unit="weeks"), "on 2 weeks’ notice"),
        (right(10, unit="business days"), "on 10 business days’ notice"),
        (right(45, unit="months"), "on 45 days’ notice"),
        (right(30, start="notice"), "within 30 days of notice"),
        (right(before_effect=True), "before the change takes effect"),
        (right(), "a right without a stated time"),
        (Right(right=False), "excluded"),
    ],
)
def test_a_right_to_leave_says_in_which_time(right: Right, words: str) -> None:
    """Times stand as they are printed, and a right is never more than what is stated."""
    assert rules_lines(Rules(termination_by_customer=right))[2] == f"Termination: {words}"


@pytest.mark.parametrize(
    ("amendment", "words"),
    [
        (Amendment("on-posting"), "on posting"),
        (Amendment("on-notice"), "on notice"),
        (Amendment("after-days", 30, start="notice"), "30 days after notice"),
        (Amendment("after-days", 14, unit="weeks"), "after 2 weeks"),
        (Amendment("after-days"), "after a time"),
        (Amendment("on-date"), "on a day that is stated"),
        (Amendment("with-consent"), "only with consent"),
        (Amendment("other-document"), "as another document says"),
        (Amendment("other-document", other="General Terms"), "as another document says: General Terms"),
    ],
)
def test_how_changes_take_effect_is_said_in_words(amendment: Amendment, words: str) -> None:
    """Each mechanism has words of its own."""
    assert rules_lines(Rules(amendment))[0] == f"Amendment: {words}"


def test_the_whole_of_a_clock_says_what_was_seen_and_who_governs() -> None:
    """The rule, the times of the words, the document that decides, and then its rules."""
    lines = clock_lines(PARENT)
    assert lines[:3] == (
        "Why: Changes take effect when they are posted. First seen on 2 March 2026.",
        "First seen 2 March 2026, 09:05 UTC; last not there 2 March 2026, 03:05 UTC.",
        "Governed by General Terms of Northline Telecom (northline/general-terms), whose rules these are:",
    )
    assert lines[3:] == rules_lines(PARENT.rules)
    assert "Governed by General Terms of Northline Telecom, which is not watched: add it." in clock_lines(UNWATCHED)


# --- where it stands --------------------------------------------------------------------------------------


def in_every_sink(notice: Notice) -> Iterator[tuple[str, str]]:
    """A notice with a clock in each sink: its name, and the text that stands right below the headline."""
    comparison = notice.comparison
    assert comparison
    outcome = Outcome(Source(notice.source, (URL,), TITLE), AT, "changed", 7, comparison=comparison)
    yield "console", notice_text(notice, width=2000, colour=False).split("\n")[1]
    yield "terminal", redline(comparison, title=TITLE, width=2000, colour=False).split("\n")[1]
    yield "check", outcome_text(outcome, width=2000, colour=False).split("\n")[3].strip()
    yield "mail", " ".join(mail_text(notice).partition("\n\n")[0].split("\n")[1:])
    yield "markdown", redline_markdown(comparison, title=TITLE).split("\n")[2]
    yield "check markdown", outcome_markdown(outcome).split("\n")[4]
    for name, markup in (
        ("letter", mail_html(notice)),
        ("fragment", redline_html(comparison, title=TITLE)),
        ("page", redline_page(comparison, title=TITLE)),
    ):
        first = BeautifulSoup(markup, "lxml").select_one("h1 + p")
        assert first
        yield name, first.get_text()
    yield "slack", slack_messages(notice)[0]["blocks"][1]["elements"][0]["elements"][0]["text"].strip("\n")
    lines = notice_text(digest(notice), width=2000, colour=False).split("\n")
    yield "digest", lines[lines.index("Revision 7, seen 2 March 2026, 09:05 UTC") + 1].strip()


def test_the_line_stands_right_below_the_headline_in_every_sink() -> None:
    """Whoever reads two lines of a message knows whether to act."""
    line = clock_line(ON_POSTING, TODAY)
    assert dict(in_every_sink(told(ON_POSTING))) == dict.fromkeys(dict(in_every_sink(told(ON_POSTING))), line)


def test_mails_pages_and_fragments_have_the_rules_too() -> None:
    """Below everything else, or folded; a message that is read in passing has the one line alone."""
    notice, comparison = told(AFTER_DAYS), comparison_of(AFTER_DAYS)
    assert mail_text(notice).rstrip().endswith(NOT_ADVICE)
    assert f"\n\n{CLOCK_HEADING}:\n  - Why: Changes take effect" in mail_text(notice)
    for markup in (mail_html(notice), redline_html(comparison, title=TITLE)):
        found = BeautifulSoup(markup, "lxml").select("ul:last-of-type li")
        assert tuple(one.get_text() for one in found) == clock_lines(AFTER_DAYS, "en")
    folded = BeautifulSoup(redline_page(comparison, title=TITLE), "lxml").select(".facts details li")
    assert tuple(one.get_text() for one in folded) == clock_lines(AFTER_DAYS, "en")
    for short in (
        notice_text(notice, colour=False),
        redline(comparison, title=TITLE, colour=False),
        redline_markdown(comparison, title=TITLE),
        str(slack_messages(notice)),
    ):
        assert NOT_ADVICE not in short


def test_a_change_without_a_clock_is_told_without_one() -> None:
    """Of an archive from before there were clocks nothing is said, neither that it is not stated."""
    notice = replace(told(NOT_STATED), comparison=replace(comparison_of(NOT_STATED), clock=None))
    assert notice.comparison
    for shown in (mail_text(notice), mail_html(notice), redline_page(notice.comparison, title=TITLE)):
        assert "not stated" not in shown
        assert CLOCK_HEADING not in shown


def test_terms_are_shown_with_their_rules_at_the_end() -> None:
    """Where they were read; each on a line of its own."""
    shown = terms_text(hostile_terms("Terms"), width=200, colour=False, rules=AFTER_DAYS.rules)
    assert shown.endswith(
        "\n".join([f"{CLOCK_HEADING}:", *(f"  - {one}" for one in rules_lines(AFTER_DAYS.rules)), ""])
    )
    assert CLOCK_HEADING not in terms_text(hostile_terms("Terms"), width=200, colour=False)


# --- what strangers write ------------------------------------------------------------------------------------


def assert_one_plain_line(text: str) -> None:
    """No line end, no control, nothing that hides or turns the order of reading around."""
    assert not [f"U+{ord(char):04X}" for char in text if unicodedata.category(char) in UNSEEN]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_quote_is_words_in_every_sink(text: str) -> None:
    """Each sink escapes it by its own means; terms show it as words, too."""
    clock = hostile_clock(text)
    notice, comparison = told(clock), comparison_of(clock)
    for _, shown in in_every_sink(notice):
        assert_one_plain_line(shown.replace("\u200b", ""))  # by which Markdown keeps a mention from being one
    for shown in (
        mail_text(notice),
        mail_html(notice),
        redline_page(comparison, title=TITLE),
        terms_text(hostile_terms("Terms"), width=80, colour=False, rules=clock.rules),
    ):
        assert_one_plain_line(shown.replace("\n", ""))
    for markup in (mail_html(notice), redline_html(comparison, title=TITLE), redline_page(comparison, title=TITLE)):
        assert not BeautifulSoup(markup, "lxml").find_all(["script", "img", "svg", "iframe", "b"])
    letter = mail(notice, "clausewatch <terms@example.com>", "legal@example.com")
    assert [str(to) for to in letter.get_all("To", [])] == ["legal@example.com"]
    assert letter["Bcc"] is None


words = st.text(max_size=40) | st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=4).map(lambda text: text * 200)
few = st.none() | words
numbers = st.none() | st.integers(-(10**9), 10**9)
days = st.none() | st.dates().map(date.isoformat) | words
times = st.none() | st.datetimes(timezones=st.just(AT.tzinfo))
starts = st.sampled_from(["posting", "notice", ""])
units = st.sampled_from(["days", "business days", "weeks", "months"])
mechanisms = st.sampled_from(
    ["on-posting", "on-notice", "after-days", "on-date", "with-consent", "other-document", "not-stated"]
)
yes = st.sampled_from([None, True, False])
rights = st.builds(Right, yes, numbers, few, few, units, starts, st.booleans())
rules = st.builds(
    Rules,
    st.builds(Amendment, mechanisms, numbers, few, few, few, units, starts),
    st.builds(ContinuedUse, yes, few, few),
    rights,
    rights,
    st.booleans(),
)
clocks = st.builds(Clock, days, days, few, words, st.builds(Seen, times, times), rules, words, words)


def bounded(line: str) -> None:
    """One plain line of a message's length, escapes aside."""
    assert_one_plain_line(line.replace("\u200b", ""))
    assert 0 < len(line) <= 2 * LINE_LENGTH


@settings(max_examples=15, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow])
@given(clocks, st.none() | st.dates(), words)
def test_any_clock_is_one_short_line_in_every_sink(clock: Clock, on: date | None, language: str) -> None:
    """Whatever documents say, and whatever became of what they say."""
    line = clock_line(clock, on, language)
    bounded(line)
    assert len(line) <= LINE_LENGTH
    for sink, shown in in_every_sink(told(clock, language)):
        assert shown, sink
        bounded(shown)


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(clocks, words)
def test_all_that_is_said_of_any_clock_is_a_few_plain_lines(clock: Clock, language: str) -> None:
    """At most eight, the last of which says what it is not."""
    lines: tuple[Any, ...] = clock_lines(clock, language)
    assert 2 <= len(lines) <= 8
    for line in lines:
        assert_one_plain_line(line)
        assert 0 < len(line) <= 3 * LINE_LENGTH
    assert lines[-1] == NOT_ADVICE
