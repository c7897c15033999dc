"""What every sink says of documents that an index gained or lost: names, addresses and what to type, no redline."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.compare import compare
from monitor.model import Revision
from monitor.render import (
    headline,
    history_text,
    mail_html,
    mail_subject,
    mail_text,
    notice_text,
    outcome_markdown,
    outcome_text,
    redline,
    redline_html,
    redline_markdown,
    redline_page,
    slack_messages,
    terms_text,
)
from monitor.wire import diff_from, diff_json, notice_json
from tests.cli.schemas import faults
from tests.render import golden
from tests.render.digests import digest
from tests.render.indexes import AFTER, AT, BEFORE, INDEX, LEGAL, TITLE, URL, changed, comparison, first, notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Notice

ADDED, WITHDRAWN = notices(BEFORE, AFTER)
ADDRESS = "https://harbor.example/legal/dpa"
COMMAND = f"clausewatch add {ADDRESS}"
DIGEST = digest(ADDED, WITHDRAWN)


def _slack(notice: Notice) -> str:
    return json.dumps(slack_messages(notice), ensure_ascii=False)


SINKS: dict[str, Callable[[Notice], str]] = {
    "terminal": lambda notice: notice_text(notice, colour=False),
    "mail": mail_text,
    "mail as HTML": mail_html,
    "Slack": _slack,
}


@pytest.mark.parametrize("sink", SINKS)
def test_each_sink_names_what_was_added_with_its_address_and_the_line_to_type(sink: str) -> None:
    """What is watched already is said to be, and needs no line."""
    told = SINKS[sink](ADDED)
    assert "2 documents added, 1 renamed, 1 at another address" in told.replace("\n", " ")
    assert COMMAND in told
    assert "Watched already, as harbor/sla." in told
    assert "clausewatch add https://harbor.example/legal/sla" not in told
    assert "https://harbor.example/prices-2026-01.pdf" in told
    assert "Acceptable Use" not in told


@pytest.mark.parametrize("sink", SINKS)
def test_each_sink_names_what_was_withdrawn_in_a_notice_of_its_own(sink: str) -> None:
    """Nobody is asked to watch what is gone."""
    told = SINKS[sink](WITHDRAWN)
    assert "1 document withdrawn" in told
    assert "Acceptable Use Policy" in told
    assert "https://harbor.example/aup" in told
    assert "as harbor/fair-use." in told
    assert not any(mark in told for mark in ("clausewatch add", "Data Processing", "[-", "<del", "<ins", '"strike"'))


def test_documents_as_messages_are_kept_as_golden_files() -> None:
    """A changed word is seen in a diff."""
    for name, notice in (("index-added", ADDED), ("index-withdrawn", WITHDRAWN), ("index-digest", DIGEST)):
        golden.check(f"{name}.notice.json", json.dumps(notice_json(notice), indent=1, ensure_ascii=False) + "\n")
        golden.check(f"{name}.mail.txt", f"Subject: {mail_subject(notice)}\n\n{mail_text(notice)}")
        golden.check(f"{name}.mail.html", mail_html(notice))
        golden.check(f"{name}.slack.json", json.dumps(slack_messages(notice), indent=1, ensure_ascii=False) + "\n")
        golden.check(f"{name}.console.txt", notice_text(notice, colour=True))
    golden.check("redline.index.txt", redline(comparison(), title=TITLE, colour=False))
    golden.check("redline.index.md", redline_markdown(comparison(), title=TITLE, url=URL))
    golden.check("redline.index.fragment.html", redline_html(comparison(), title=TITLE, url=URL))
    golden.check("redline.index.page.html", redline_page(comparison(), title=TITLE, url=URL))


def test_a_webhook_has_the_documents_that_its_type_is_of() -> None:
    """The diff beside them has everything, and is as its schema says."""
    added, withdrawn = notice_json(ADDED), notice_json(WITHDRAWN)
    assert (added["type"], withdrawn["type"]) == ("terms.document_added", "terms.document_withdrawn")
    assert added["data"]["documents"] == [
        {"title": "Data Processing Addendum", "url": ADDRESS, "watched": False},
        {"title": "Service Level Agreement", "url": "https://harbor.example/legal/sla", "watched": True},
    ]
    gone = [{"title": "Acceptable Use Policy", "url": "https://harbor.example/aup", "watched": True}]
    assert withdrawn["data"]["documents"] == gone
    assert {"source", "title", "url", "revision", "outcome", "diff"} <= added["data"].keys()
    assert faults("diff", added["data"]["diff"]) == []


def test_what_was_kept_of_a_notice_tells_the_same_when_it_comes_back() -> None:
    """An archive keeps comparisons as JSON."""
    kept = replace(ADDED, comparison=diff_from(json.loads(json.dumps(diff_json(comparison())))))
    assert notice_text(kept, colour=False) == notice_text(ADDED, colour=False)


def test_the_command_prints_documents_and_not_clauses() -> None:
    """`check` says what came and went, `history` counts it, `show` lists what there is."""
    found = changed(BEFORE, AFTER)
    words = "2 documents added, 1 withdrawn, 1 renamed, 1 at another address"
    for text in (outcome_text(found, width=100, colour=False), outcome_markdown(found)):
        assert f"harbor/index@2: {words} (medium)" in text
        assert COMMAND in text
    terms = first(AFTER).terms
    assert terms is not None
    shown = terms_text(terms, width=100, colour=False)
    assert "documents  6" in shown
    assert f"    {ADDRESS}" in shown


def test_documents_whose_watching_nobody_looked_up_are_not_said_to_be_unwatched() -> None:
    """Two revisions that are compared later come without the configuration."""
    one, other = first(BEFORE).terms, first(AFTER).terms
    assert one is not None
    assert other is not None
    text = redline(compare(one, other), title=TITLE, colour=False)
    assert "atched" not in text
    assert f"To watch it: {COMMAND}" in text


def test_hostile_names_and_addresses_move_nothing_and_run_nothing() -> None:
    """A name is text in each sink, and an address a word of the line to type, or no link at all."""
    evil = {"/legal/x';rm -rf ~;'": "Terms <img src=x> \x1b[31m @channel [x](y) Policy"}
    (notice,) = notices(BEFORE, BEFORE | evil)
    for sink, tell in SINKS.items():
        told = tell(notice)
        assert "\x1b" not in told
        assert sink != "mail as HTML" or "<img" not in told
    assert "clausewatch add 'https://harbor.example/legal/x'\"'\"';rm%20-rf%20~;'\"'\"''" in mail_text(notice)
    assert "<img" not in redline_page(notice.comparison or comparison(), title=TITLE)


def test_a_document_that_is_back_is_said_to_be() -> None:
    """The list as a whole may be another than it ever was."""
    back = replace(ADDED, outcome="seen-before", earlier=1)
    assert headline(back).endswith("1 at another address (medium), as once before")


def test_history_tells_each_revision_of_an_index_in_a_line() -> None:
    """As of other documents."""
    found = Revision(INDEX.id, 2, AT, "changed", TITLE, URL, "d", "p", comparison())
    text = history_text([found], width=120, colour=False, changes=True)
    assert "2 documents added, 1 withdrawn" in text
    assert LEGAL.name not in text
