"""Messages lead to the pages where there are any: word for word, and to where those pages are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.render import mail_html, mail_text, notice_text, paged, slack_messages
from monitor.web import links
from monitor.wire import notice_json
from tests.render import golden
from tests.render.digests import DIGEST, HEARTBEAT
from tests.render.examples import CHANGED, FAILING, HELD

if TYPE_CHECKING:
    from monitor.model import Notice

BASE = "https://terms.example.com"
NOTICES = {"changed": CHANGED, "failing": FAILING, "held": HELD, "digest": DIGEST, "heartbeat": HEARTBEAT}
PAGES = {
    "changed": links.change(CHANGED.source, CHANGED.revision),
    "failing": links.document(FAILING.source),
    "held": links.held(HELD.source),
    "heartbeat": "/",
}


@pytest.fixture(params=NOTICES, name="case")
def _case(request: pytest.FixtureRequest) -> tuple[str, Notice]:
    return str(request.param), paged(NOTICES[request.param], BASE)


def test_messages_that_lead_to_pages_are_as_they_were_read_and_approved(case: tuple[str, Notice]) -> None:
    """As text, as HTML, in Slack and as JSON."""
    name, notice = case
    golden.check(f"paged-{name}.notice.json", json.dumps(notice_json(notice), indent=1, ensure_ascii=False) + "\n")
    golden.check(f"paged-{name}.mail.txt", mail_text(notice))
    golden.check(f"paged-{name}.mail.html", mail_html(notice))
    golden.check(f"paged-{name}.slack.json", json.dumps(slack_messages(notice), indent=1, ensure_ascii=False) + "\n")
    golden.check(f"paged-{name}.console.txt", notice_text(notice, colour=True))


@pytest.mark.parametrize("name", PAGES)
def test_a_message_leads_to_where_the_site_has_its_page(name: str) -> None:
    """A change to its redline, a page that is held to that page, other news to the document, a heartbeat to all."""
    notice = paged(NOTICES[name], BASE)
    assert notice.page == f"{BASE}{PAGES[name]}"
    told = notice_json(notice)["data"]
    assert told["page"] == notice.page
    for text in (notice_text(notice, colour=False), mail_text(notice), mail_html(notice)):
        assert notice.page in text
    assert f'"url": "{notice.page}"' in json.dumps(slack_messages(notice))


def test_each_change_of_a_digest_leads_to_its_page() -> None:
    """And the digest itself to none."""
    notice = paged(DIGEST, f"{BASE}/")
    assert not notice.page
    for one, before in zip(notice.gathered, DIGEST.gathered, strict=True):
        assert one.page == f"{BASE}{links.change(before.source, before.revision)}"
        assert one.page in mail_text(notice)
        assert one.page in mail_html(notice)
        assert one.page in json.dumps(slack_messages(notice))


def test_what_has_no_page_leads_nowhere() -> None:
    """A source without a revision has no page of its own yet."""
    assert not paged(replace(FAILING, revision=0), BASE).page
    assert notice_json(replace(FAILING, revision=0))["data"]["page"] is None


@given(st.text(max_size=40) | st.text("\ud800/\\?#@:.a", max_size=9))
def test_no_name_leads_to_another_site(name: str) -> None:
    """Whatever a document is called, its page is one of this site."""
    page = paged(replace(CHANGED, source=name), BASE).page
    assert not page or page.startswith(f"{BASE}/documents/")
    assert page.isascii()
    assert not set(page) & set(" \t\r\n<>\"'?#\\")
