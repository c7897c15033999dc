from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.model import Change, Edit
from monitor.render import slack_messages
from tests.render.examples import AVAILABILITY, CHANGED, COMPARISON, SEEN_BEFORE, URL, clause, notice


def texts(block: dict[str, Any]) -> list[str]:
    """All words of a block."""
    if block["type"] == "header":
        return [block["text"]["text"]]
    return [element["text"] for part in block["elements"] for element in part["elements"]]


def words(messages: tuple[dict[str, Any], ...]) -> str:
    """All words of all messages."""
    return "".join(text for message in messages for block in message["blocks"] for text in texts(block))


def assert_within_limits(messages: tuple[dict[str, Any], ...]) -> None:
    """At most 50 blocks a message and 3000 characters a block, and no text that is empty."""
    for message in messages:
        assert 0 < len(message["blocks"]) <= 50
        assert message["text"]
        for block in message["blocks"]:
            assert sum(map(len, texts(block))) <= 3000
            assert all(texts(block))
            if block["type"] == "header":
                assert len(block["text"]["text"]) <= 150


def test_a_usual_change_is_one_message_with_a_link() -> None:
    """Headline, facts, a link to the source, and the redline in one message."""
    messages = slack_messages(CHANGED)
    assert len(messages) == 1
    assert_within_limits(messages)
    links = [
        element for block in messages[0]["blocks"][1:] for part in block["elements"] for element in part["elements"]
    ]
    assert [link["url"] for link in links if link["type"] == "link"] == [URL]


def test_marks_are_styles_and_not_signs() -> None:
    """What went is struck through and what came is bold, as Slack's own styles."""
    blocks = slack_messages(CHANGED)[0]["blocks"][1:]
    elements = [element for block in blocks for part in block["elements"] for element in part["elements"]]
    assert {"type": "text", "text": "30 days", "style": {"strike": True}} in elements
    assert {"type": "text", "text": "5 business days", "style": {"bold": True}} in elements


def test_a_clause_of_many_pages_is_split_and_nothing_is_dropped() -> None:
    """Every word of a very long clause arrives, in order, however many messages that takes."""
    long = " ".join(f"word{number}" for number in range(9000))
    change = replace(AVAILABILITY, edits=(Edit("+", long),))
    messages = slack_messages(notice(comparison=replace(COMPARISON, changes=(change,))))
    assert len(messages) > 1
    assert_within_limits(messages)
    quoted = "".join(
        text
        for message in messages
        for block in message["blocks"]
        if block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_quote"
        for text in texts(block)
    )
    assert quoted == long


def test_lengths_are_counted_as_slack_counts_them() -> None:
    """An emoji is two of Slack's characters: what is full of them is split, and cut, at half as many."""
    change = replace(AVAILABILITY, edits=(Edit("+", "\U0001f4dc" * 8000),))
    messages = slack_messages(
        replace(CHANGED, title="\U0001f4dc" * 90, comparison=replace(COMPARISON, changes=(change,)))
    )
    found = [texts(block) for message in messages for block in message["blocks"]]
    assert all(len("".join(block).encode("utf-16-le")) <= 2 * 3000 for block in found)
    heads = [texts(block)[0] for message in messages for block in message["blocks"] if block["type"] == "header"]
    assert all(len(head.encode("utf-16-le")) <= 2 * 150 for head in heads)
    assert sum("".join(block).count("\U0001f4dc") for block in found) > 8000


def test_a_message_that_is_answered_in_a_thread_is_short_and_loses_nothing() -> None:
    """What does not fit it stands in those that follow."""
    many = tuple(
        Change(kind="added", old=(), new=(clause(f"{number}.1", "Clause", "Words."),), severity="low")
        for number in range(300)
    )
    long = notice(comparison=replace(COMPARISON, changes=many))
    first, *rest = slack_messages(long, 4000)
    assert len(words((first,))) <= 4000 + 150
    assert rest
    assert_within_limits((first, *rest))
    assert all(f"{number}.1 Clause" in words((first, *rest)) for number in range(300))


def test_hundreds_of_changes_are_all_named() -> None:
    """The gravest stand word by word, every other one by its name; later messages say that they go on."""
    many = tuple(
        Change(kind="added", old=(), new=(clause(f"{number}.1", "Clause", "Words."),), severity="low")
        for number in range(900)
    )
    messages = slack_messages(notice(comparison=replace(COMPARISON, changes=many)))
    assert_within_limits(messages)
    shown = words(messages)
    assert all(f"{number}.1 Clause" in shown for number in range(900))
    assert messages[1]["blocks"][0]["text"]["text"] == f"Northline Telecom Voice Terms: continued, 2 of {len(messages)}"


def test_a_headline_that_is_cut_stands_whole_below() -> None:
    """A header block holds 150 characters; the words beyond are in the next block."""
    title = "Northline Telecom " + "Very Long Name Of Terms " * 8
    messages = slack_messages(replace(SEEN_BEFORE, title=title))
    assert_within_limits(messages)
    assert texts(messages[0]["blocks"][0])[0].endswith("…")
    assert texts(messages[0]["blocks"][1])[0].endswith("1 retitled (high)\n")
