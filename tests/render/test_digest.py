"""What changed in many documents in one message, and that the watch is alive."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Severity
from monitor.render import headline, mail_html, mail_subject, mail_text, notice_text, slack_messages
from monitor.render.digest import CLAUSES, DOCUMENTS, FURTHER, LINE_LENGTH, NEWS, Line, digest_lines
from monitor.wire import GATHERED_DIFFS, diff_json, notice_json
from notifiers.letter import mail
from tests.render.digests import (
    CLOUD,
    DIGEST,
    EMPTY,
    FAX,
    HEARTBEAT,
    digest,
    graved,
    hostile_digest,
    hostile_heartbeat,
    many,
    of,
)
from tests.render.examples import CHANGED, COMPARISON, DATE_ONLY, EMERGENCY, HOSTILE, SEEN_BEFORE, TITLE, URL
from tests.render.test_hostile_text import HEADERS, OURS, assert_harmless_html, assert_inert
from tests.render.test_slack_limits import assert_within_limits, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.model import Notice


def lines(notice: Notice, *kinds: str) -> list[Line]:
    """The lines of these kinds."""
    return [line for line in digest_lines(notice) if line.kind in kinds]


def texts(found: Iterable[Line]) -> list[str]:
    """What they say."""
    return [line.text for line in found]


def grave(source: str, severity: Severity, day: int = 0) -> Notice:
    """A change of a document as grave as that."""
    return of(replace(CHANGED, comparison=graved(severity)), source, "", days=day)


# --- what it says -------------------------------------------------------------------------


def test_the_headline_counts_changes_and_documents_and_says_how_grave_they_are() -> None:
    """In subject and first line alike; without a word on gravity where no clause changed."""
    assert headline(DIGEST) == "What changed: 5 changes in 3 documents (high)"
    assert mail_subject(DIGEST) == notice_text(DIGEST, colour=False).splitlines()[0] == headline(DIGEST)
    assert headline(digest(of(DATE_ONLY, *FAX))) == "What changed: 1 change in 1 document"
    assert headline(many(600, 2)) == "What changed: 1,200 changes in 600 documents (high)"
    assert headline(EMPTY) == "What changed: 0 changes in 0 documents"


def test_each_document_stands_once_the_gravest_first() -> None:
    """Documents without a changed clause come last, equals by their ids."""
    told = digest(
        of(DATE_ONLY, *FAX),
        grave("northline/b", "medium"),
        grave("northline/a", "medium"),
        grave("zenith/z", "low"),
        grave("zenith/z", "high", day=1),
    )
    found = lines(told, "document")
    assert [line.beside for line in found] == ["zenith/z", "northline/a", "northline/b", FAX[0]]
    assert found[-1].text == FAX[1]
    assert texts(lines(told, "link"))[-1] == "https://northline.example/legal"


def test_the_changes_of_a_document_are_told_gravest_first_and_then_oldest_first() -> None:
    """Each with what happened and when, and what the dates say of it."""
    severities: tuple[Severity, ...] = ("low", "high", "high")
    told = digest(*(grave("harbor/z", severity, day) for day, severity in enumerate(severities)))
    assert [line.beside for line in lines(told, "news")] == [
        "Revision 7, seen 3 March 2026, 09:05 UTC",
        "Revision 7, seen 4 March 2026, 09:05 UTC",
        "Revision 7, seen 2 March 2026, 09:05 UTC",
    ]
    assert texts(lines(told, "news"))[0] == "1 clause added (high)"
    assert (
        texts(lines(told, "silent"))
        == ["Silent edit: the text changed, but the page still says “Updated: October 2025”."] * 3
    )


def test_a_document_goes_by_its_latest_title() -> None:
    """And its latest address."""
    old, new = of(CHANGED, *CLOUD), of(CHANGED, CLOUD[0], "Harbor Terms of Use", days=1)
    assert texts(lines(digest(old, new), "document")) == ["Harbor Terms of Use"]


def test_the_gravest_clauses_are_told_in_short() -> None:
    """With their kind and signals; the others are counted, beside the command that shows the whole redline."""
    told = digest(CHANGED)
    assert [(line.severity, line.text, line.beside) for line in lines(told, "clause")] == [
        ("high", "5.2 Availability", "modified, was 4.2, duration: 30 days → 5 business days"),
        ("medium", "4 Emergency calls", "added, liability: not liable (new)"),
        ("low", "9 Acceptable use", "retitled"),
    ]
    (command,) = lines(told, "command")
    assert command.text == "2 more clauses; whole redline:"
    assert command.beside == "clausewatch diff northline/voice-terms@6 northline/voice-terms@7"


def test_a_change_of_the_date_alone_and_a_text_that_is_back_say_so() -> None:
    """In the words of a notice of their own; there is no redline of a date."""
    assert texts(lines(digest(DATE_ONLY), "news", "fact", "command")) == [
        "Only the stated date moved from October 2025 to 2 March 2026",
        "Date only: the stated date moved from October 2025 to 2 March 2026; no word of the terms changed.",
    ]
    (back,) = lines(digest(SEEN_BEFORE), "news")
    assert back.text.startswith("The text of revision 3 is back; 1 clause changed")


def test_every_sink_tells_the_same() -> None:
    """Each document with its id and address, each change, each clause and each command."""
    shown = (
        notice_text(DIGEST, width=1000, colour=False),
        mail_text(DIGEST),
        re.sub(r"<[^>]+>", "", mail_html(DIGEST)),
        words(slack_messages(DIGEST)),
    )
    for line in digest_lines(DIGEST):
        for text in shown:
            told = " ".join(text.split())
            assert line.kind == "link" or line.text in told
            assert line.beside in told
    links = re.findall(r'href="([^"]+)"', mail_html(replace(DIGEST, gathered=(CHANGED,))))
    assert links == [URL.replace("&", "&amp;")]
    assert f"Source: {URL}" in notice_text(digest(CHANGED), width=40, colour=False)
    assert URL in json.dumps(slack_messages(digest(CHANGED)))


# --- how long it gets ---------------------------------------------------------------------


def test_what_has_no_room_is_counted() -> None:
    """Beyond the first changes of a document, the first documents, and a line for each of some more."""
    told = many(DOCUMENTS + FURTHER + 7, NEWS + 2)
    assert len(lines(told, "document")) == DOCUMENTS
    assert len(lines(told, "news")) == DOCUMENTS * NEWS
    more = [line for line in lines(told, "command") if line.text == "2 more changes:"]
    assert [line.beside for line in more[:2]] == [
        "clausewatch history harbor/terms-0000",
        "clausewatch history harbor/terms-0001",
    ]
    assert len(more) == DOCUMENTS
    further = lines(told, "further")
    assert len(further) == FURTHER
    assert further[0].beside == "clausewatch history harbor/terms-0020"
    assert further[0].text.endswith("…: 5 changes")
    assert further[0].severity == "high"
    last = lines(told, "command")[-1]
    assert (last.text, last.beside) == (
        "And 35 more changes in 7 documents; those of one:",
        "clausewatch history SOURCE",
    )


def test_thousands_of_changes_stay_one_message_to_read() -> None:
    """However long their names, their signals and their edits are; Slack takes it in a few messages."""
    told = many(1500, 2)
    assert len(notice_text(told, colour=True)) < 150_000
    assert len(mail_html(told)) < 200_000
    messages = slack_messages(told)
    assert_within_limits(messages)
    assert len(messages) < 10
    assert len(list(digest_lines(told))) == len(list(digest_lines(many(100, 2))))
    assert max(len(line.text) + len(line.beside) for line in digest_lines(told)) < 2 * LINE_LENGTH


def _any(number: int, severity: Severity, day: int) -> Notice:
    return grave(f"harbor/{number}", severity, day)


GATHERED = st.lists(
    st.builds(
        _any,
        st.integers(0, 99),
        st.sampled_from(get_args(Severity)),
        st.integers(0, 9),
    ),
    max_size=150,
)


@given(GATHERED)
def test_every_change_is_told_or_counted(gathered: list[Notice]) -> None:
    """None is dropped without a word."""
    told = digest(*gathered)
    counted = [
        int(found[1])
        for line in lines(told, "command", "further")
        if (found := re.search(r"(?:^|And |: )(\d+) (?:more )?changes?\b", line.text))
    ]
    assert len(lines(told, "news")) + sum(counted) == len(gathered)


def test_a_digest_of_a_rewritten_document_names_few_clauses() -> None:
    """Nine hundred changes are one entry."""
    told = digest(replace(CHANGED, comparison=replace(COMPARISON, changes=(EMERGENCY,) * 900)))
    assert len(lines(told, "clause")) == CLAUSES
    assert texts(lines(told, "command")) == ["897 more clauses; whole redline:"]


# --- webhooks -----------------------------------------------------------------------------


def test_a_webhook_has_each_notice_with_its_diff() -> None:
    """Oldest first, each as in a webhook of its own."""
    told = notice_json(DIGEST)
    assert (told["type"], told["timestamp"]) == ("terms.digest", "2026-03-09T09:05:00+00:00")
    assert list(told["data"]) == ["gathered"]
    third = told["data"]["gathered"][2]
    assert third == notice_json(CHANGED)["data"]
    assert {key: third[key] for key in ("source", "title", "url", "revision", "outcome")} == {
        "source": "northline/voice-terms", "title": TITLE, "url": URL, "revision": 7, "outcome": "changed",
    }  # fmt: skip
    assert third["diff"] == diff_json(COMPARISON)


def test_a_webhook_of_very_many_changes_leaves_out_diffs_but_no_change() -> None:
    """They are null beyond the first ones."""
    several = (grave(f"harbor/terms-{number}", "low") for number in range(GATHERED_DIFFS + 3))
    gathered = notice_json(digest(*several))["data"]["gathered"]
    assert [bool(one["diff"]) for one in gathered] == [True] * GATHERED_DIFFS + [False] * 3
    assert gathered[-1]["source"] == f"harbor/terms-{GATHERED_DIFFS + 2}"


def test_a_webhook_of_a_heartbeat_has_its_message() -> None:
    """And nothing else: it is about no source."""
    assert notice_json(HEARTBEAT) == {
        "type": "watch.heartbeat",
        "timestamp": "2026-03-09T09:05:00+00:00",
        "data": {"message": HEARTBEAT.message, "page": None},
    }


# --- heartbeats ---------------------------------------------------------------------------


def test_the_first_line_of_a_heartbeat_is_its_subject() -> None:
    """Alone, without a name before it."""
    first = HEARTBEAT.message.splitlines()[0]
    assert mail_subject(HEARTBEAT) == headline(HEARTBEAT) == first
    assert slack_messages(HEARTBEAT)[0]["text"] == first
    assert notice_text(HEARTBEAT, width=1000, colour=False).splitlines()[0] == first


def test_all_lines_of_a_heartbeat_are_shown() -> None:
    """Also where twenty sources are not read and as many channels take nothing."""
    message = "\n".join(["not all is well", *(f"harbor/terms-{number:02} (failing)" for number in range(42))])
    beat = replace(HEARTBEAT, message=message)
    for shown in (notice_text(beat, colour=False), mail_html(beat), words(slack_messages(beat))):
        assert all(line in shown for line in message.splitlines())
        assert "As of 9 March 2026, 09:05 UTC" in shown
        assert "Seen" not in shown


# --- hostile text -------------------------------------------------------------------------


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)), name="text")
def _text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("make", [hostile_digest, hostile_heartbeat])
def test_no_word_of_a_stranger_does_anything(text: str, make: Callable[[str], Notice]) -> None:
    """In no sink: no control, no element, no mention, no header."""
    notice = make(text)
    assert_inert(OURS.sub("", notice_text(notice, colour=True)))
    allowed = set("html head meta title style body div h1 h2 p span strong a br code".split())
    assert_harmless_html(mail_html(notice), allowed)
    assert_inert(mail_html(notice))
    for message in slack_messages(notice):
        assert not re.search(r"<|>|&(?!amp;|lt;|gt;)", message["text"])
        assert_inert(words((message,)))
        assert set(re.findall(r'"type": "([a-z_]+)"', json.dumps(message))) <= {
            "header", "plain_text", "rich_text", "rich_text_section", "text",
        }  # fmt: skip
    sent = message_from_bytes(bytes(mail(notice, "terms@example.com", "legal@example.com")), policy=SMTP)
    assert set(sent.keys()) == HEADERS
    assert str(sent["Subject"]) == mail_subject(notice)
    assert_inert(sent.get_body(("plain",)).get_content().replace("\r", ""))  # type: ignore[union-attr]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\u2028", "\x1b[1A\r", ""])
def test_no_line_of_a_digest_can_be_forged(end: str) -> None:
    """A foreign line end begins no line of ours, nor does a title."""
    for forged in (f"Terms{end}Source: https://evil.example", f"Source: northline {end}"):
        told = notice_text(hostile_digest(forged), width=1000, colour=False).splitlines()
        assert not [line for line in told if line.startswith("Source:")]
