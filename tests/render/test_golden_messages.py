from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.render import (
    mail_html,
    mail_subject,
    mail_text,
    notice_text,
    redline,
    redline_html,
    redline_markdown,
    redline_page,
    slack_messages,
)
from monitor.wire import diff_from, notice_json
from tests.render import golden
from tests.render.clocks import AFTER_DAYS, CLOCKED, told
from tests.render.digests import DIGEST, HEARTBEAT, digest
from tests.render.examples import (
    CHANGED,
    COMPARISON,
    DATE_ONLY,
    FAILING,
    HELD,
    RECOVERED,
    RELOCATED,
    REMARKED,
    SEEN_BEFORE,
    SHRUNK,
    STALE,
    TITLE,
    URL,
)

if TYPE_CHECKING:
    from monitor.model import Notice

NOTICES = {
    "changed": CHANGED,
    "date-only": DATE_ONLY,
    "seen-before": SEEN_BEFORE,
    "remarked": REMARKED,
    "failing": FAILING,
    "recovered": RECOVERED,
    "held": HELD,
    "shrunk": SHRUNK,
    "stale": STALE,
    "moved": RELOCATED,
    "digest": DIGEST,
    "heartbeat": HEARTBEAT,
    **CLOCKED,
    "clock-digest": digest(*(replace(one, source=f"northline/{name}") for name, one in CLOCKED.items())),
}


@pytest.fixture(params=NOTICES, name="case")
def _case(request: pytest.FixtureRequest) -> tuple[str, Notice]:
    return str(request.param), NOTICES[request.param]


def test_the_input_of_the_golden_messages_stands_beside_them(case: tuple[str, Notice]) -> None:
    """The notice itself, as JSON, stands beside the messages made from it."""
    name, notice = case
    golden.check(f"{name}.notice.json", json.dumps(notice_json(notice), indent=1, ensure_ascii=False) + "\n")


def test_the_mail_is_as_it_was_read_and_approved(case: tuple[str, Notice]) -> None:
    """Subject, text and HTML of a mail, word for word."""
    name, notice = case
    golden.check(f"{name}.mail.txt", f"Subject: {mail_subject(notice)}\n\n{mail_text(notice)}")
    golden.check(f"{name}.mail.html", mail_html(notice))


def test_the_slack_message_is_as_it_was_read_and_approved(case: tuple[str, Notice]) -> None:
    """Every block of the Slack messages."""
    name, notice = case
    golden.check(f"{name}.slack.json", json.dumps(slack_messages(notice), indent=1, ensure_ascii=False) + "\n")


def test_the_console_message_is_as_it_was_read_and_approved(case: tuple[str, Notice]) -> None:
    """The text on a terminal, with colours as escape sequences."""
    name, notice = case
    golden.check(f"{name}.console.txt", notice_text(notice, colour=True))


def test_the_redline_is_as_it_was_read_and_approved() -> None:
    """The whole comparison in each format that `diff` prints."""
    golden.check("redline.txt", redline(COMPARISON, title=TITLE, colour=False))
    golden.check("redline.md", redline_markdown(COMPARISON, title=TITLE, url=URL))
    golden.check("redline.fragment.html", redline_html(COMPARISON, title=TITLE, url=URL))
    golden.check("redline.page.html", redline_page(COMPARISON, title=TITLE, url=URL))


def test_the_redline_with_a_clock_is_as_it_was_read_and_approved() -> None:
    """One line right below the headline in each format, and in HTML all that it was worked out from."""
    comparison = told(AFTER_DAYS).comparison
    assert comparison
    golden.check("redline.clock.txt", redline(comparison, title=TITLE, colour=False))
    golden.check("redline.clock.md", redline_markdown(comparison, title=TITLE, url=URL))
    golden.check("redline.clock.fragment.html", redline_html(comparison, title=TITLE, url=URL))
    golden.check("redline.clock.page.html", redline_page(comparison, title=TITLE, url=URL))


def test_a_comparison_from_the_archive_reads_the_same() -> None:
    """What JSON does not keep of a comparison, such as links and depths, changes no word of a message."""
    kept = diff_from(json.loads(json.dumps(notice_json(CHANGED)["data"]["diff"])))
    assert redline(kept, title=TITLE, colour=False) == redline(COMPARISON, title=TITLE, colour=False)
