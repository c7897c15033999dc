"""Hostile texts on their whole way: through each channel to a real receiver, and back in what receivers answer."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from monitor.errors import DeliveryError
from monitor.model import Alarm, Edit, Outcome, Reply, Revision
from monitor.render import (
    history_text,
    mail_html,
    mail_subject,
    mail_text,
    notice_text,
    outcome_markdown,
    outcome_text,
    slack_messages,
)
from notifiers.apprise import Apprise
from notifiers.console import Console
from notifiers.email import Email, EmailSettings
from notifiers.letter import mail
from notifiers.slack import Slack, SlackSettings
from notifiers.webhook import Webhook
from tests.notifiers.servers import Hook, Mailbox, hook, mailbox, post
from tests.render.examples import (
    AT,
    AVAILABILITY,
    CHANGED,
    COMPARISON,
    HOSTILE,
    VOICE,
    hostile_alarm,
    hostile_notice,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.model import Notice

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LEGAL = "legal@example.com"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
LONG_WORD = "w" * 300_000


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)), name="text")
def _text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", name="box")
def _box() -> Iterator[Mailbox]:
    with mailbox(enable_SMTPUTF8=True) as box:
        yield box


@pytest.fixture(scope="module", name="server")
def _server() -> Iterator[Hook]:
    with hook() as there:
        yield there


@pytest.fixture(name="there")
def _there(server: Hook) -> Hook:
    server.came.clear()
    server.answers = [Reply(200, b'{"ok": true, "ts": "1.1"}')]
    return server


def brief(text: str) -> Notice:
    """A hostile notice of two changes: a dozen more say the same."""
    notice = hostile_notice(text)
    assert notice.comparison
    changes = notice.comparison.changes
    return replace(notice, comparison=replace(notice.comparison, changes=(changes[0], changes[-1])))


def unseen(shown: str) -> set[str]:
    """What of a text moves a cursor, hides, or turns the order of reading around."""
    return {f"U+{ord(char):04X}" for char in shown if unicodedata.category(char) in UNSEEN and char != "\n"}


@pytest.mark.parametrize("make", [brief, hostile_alarm])
def test_a_mail_server_gets_one_mail_for_one_person(box: Mailbox, text: str, make: Callable[[str], Notice]) -> None:
    """No text ends a mail early, begins another one, adds a recipient, a header or a part."""
    box.mails.clear()
    box.recipients.clear()
    Email(EmailSettings("127.0.0.1", "terms@example.com", box.port)).send(make(text), LEGAL, NOW)
    (raw,) = box.mails
    assert box.recipients == [LEGAL]
    parsed = message_from_bytes(raw, policy=default)
    sent = mail(make(text), "terms@example.com", LEGAL)
    assert list(parsed.keys()) == list(sent.keys())
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert not unseen(str(parsed["Subject"]))
    assert not parsed.defects


def test_slack_gets_no_word_that_it_would_parse(there: Hook, text: str) -> None:
    """By bot as by webhook: only elements that hold plain words, or a link to the web that says where it leads."""
    api = there.url.partition("/services")[0]
    for notice in (brief(text), hostile_alarm(text)):
        Slack(post, SlackSettings("xoxb-1", api)).send(notice, "C1", NOW)
        Slack(post).send(notice, there.url, NOW)
    assert there.came
    for came in there.came:
        message = json.loads(came.body)
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", message["text"])
        assert not unseen(json.dumps(message, ensure_ascii=False))
        kinds = set(re.findall(r'"type": "(\w+)"', json.dumps(message["blocks"])))
        assert kinds <= {"header", "plain_text", "rich_text", "rich_text_section", "rich_text_quote", "text"}


def test_a_webhook_gets_json_that_is_plain_ascii_whatever_it_says(there: Hook, text: str) -> None:
    """Escapes hold every character, so that no receiver's log or terminal sees one of them by accident."""
    Webhook(post, SECRET).send(brief(text), there.url, NOW)
    (came,) = there.came
    assert came.body.isascii()
    assert not re.search(rb"[\x00-\x1f\x7f]", came.body)
    assert json.loads(came.body)["data"]["title"] == text


def test_a_stream_gets_words_and_our_own_colours(text: str) -> None:
    """Neither the notice nor the subscriber's name moves a cursor."""
    for colour in (False, True):
        stream = StringIO()
        Console(stream, colour).send(brief(text), text, NOW)
        assert not unseen(re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()) if colour else stream.getvalue())


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_service_of_which_nothing_is_known_gets_nothing_to_parse(there: Hook, text: str) -> None:
    """No tag, no mention, no link with other words."""
    pytest.importorskip("apprise", reason="the extra is not installed")
    Apprise().send(brief(text), there.url.replace("http://", "json://"), NOW)
    assert there.came
    for came in there.came:
        body = json.loads(came.body)
        shown = f"{body['title']}\n{body['message']}"
        assert not unseen(shown.replace("\u200b", "").replace("\r\n", "\n"))
        assert not re.search(r"<|\]\(|(?<!\w)@\w", shown)


@pytest.mark.parametrize("code", ["550"])
def test_what_a_mail_server_answers_is_told_as_words(box: Mailbox, text: str, code: str) -> None:
    """An answer ends up in `status`, logs and messages: it is words on one line, and short."""
    words = " ".join(text.encode("utf-8", "replace").decode().split())
    box.refuse = {"DATA": f"{code} {words} {'and on ' * 50}"}
    try:
        with pytest.raises(DeliveryError, match=f"refused the mail: {code} ") as caught:
            Email(EmailSettings("127.0.0.1", "terms@example.com", box.port)).send(CHANGED, LEGAL, NOW)
    finally:
        box.refuse = {}
    assert not unseen(str(caught.value))
    assert len(str(caught.value)) < 300


def test_what_a_hook_answers_is_not_repeated(there: Hook, text: str) -> None:
    """Only Slack's own words stand in an error."""
    body = text.encode("utf-8", "replace")
    there.answers = [Reply(500, body), Reply(403, body), Reply(200, body)]
    api = there.url.partition("/services")[0]
    for channel, address in (
        (Slack(post), there.url),
        (Webhook(post, SECRET), there.url),
        (Slack(post, SlackSettings("xoxb-1", api)), "C1"),
    ):
        with pytest.raises(DeliveryError) as caught:
            channel.send(CHANGED, address, NOW)
        assert str(caught.value).isascii()
        assert body.decode().strip() not in str(caught.value)


def test_what_a_check_found_is_told_as_words(text: str) -> None:
    """Lists of outcomes and revisions hold titles, reasons and remarks of strangers, too."""
    comparison = brief(text).comparison
    outcome = Outcome(
        VOICE, AT, "changed", 7, comparison=comparison, remarks=(text,), alarms=(Alarm("moved", text, text),)
    )
    revision = Revision(VOICE.id, 7, AT, "changed", text, text, "0", "0", comparison=comparison, quiet=text)
    first = replace(revision, comparison=None)
    for shown in (
        outcome_text(outcome, width=80, colour=False),
        history_text([revision, first], width=80, colour=False, changes=True),
    ):
        assert not unseen(shown)
    markdown = outcome_markdown(outcome)
    assert not unseen(markdown.replace("\u200b", ""))
    page = BeautifulSoup(MarkdownIt("commonmark", {"html": True}).render(markdown), "lxml")
    assert not page.find_all(["script", "img", "iframe", "svg", "style"])
    assert not [link for link in page.find_all("a") if not str(link["href"]).startswith(("http://", "https://"))]


def test_a_word_as_long_as_a_document_stays_within_every_limit() -> None:
    """Names are cut, clauses are split, nothing grows without end, and nothing of the clause is lost."""
    change = replace(AVAILABILITY, edits=(Edit("+", LONG_WORD),), reason=LONG_WORD)
    notice = replace(CHANGED, title=LONG_WORD, comparison=replace(COMPARISON, changes=(change,)))
    messages = slack_messages(notice)
    assert all(len(message["blocks"]) <= 50 for message in messages)
    assert all(len(block["text"]["text"]) <= 150 for one in messages for block in one["blocks"] if "text" in block)
    assert len(mail_subject(notice)) <= 200
    assert LONG_WORD in mail_html(notice)
    raw = bytes(mail(notice, "terms@example.com", LEGAL))
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    for shown in (mail_text(notice), notice_text(notice, colour=True)):
        assert shown.count("w") >= len(LONG_WORD)
