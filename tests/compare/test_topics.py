"""What a clause is about is told by its words, wherever they stand in it."""

from __future__ import annotations

import pytest

from monitor.compare.topics import _TELLING, TOPICS, topics_of
from monitor.model import Clause

TELLING = [(topic, part) for topic, parts in zip(TOPICS, _TELLING, strict=True) for part in parts]


def told(text: str) -> tuple[str, ...]:
    """The topics of a clause that says this."""
    return topics_of((Clause("1", None, "", text, 1, 1),), "")


@pytest.mark.parametrize(("topic", "part"), TELLING)
def test_each_part_of_a_word_tells_its_topic(topic: str, part: str) -> None:
    """Within a longer word, beside a bracket, and in capitals."""
    assert topic in told(f"Of x{part}y it is said.")
    assert topic in told(f"({part.upper()})")


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("warranty", "It is provided AS IS."),
        ("warranty", "It is provided as-is."),
        ("indemnity", "They hold\nharmless whom they serve."),
        ("arbitration and class waiver", "No class\taction is brought."),
        ("acceptable use", "You may not copy it."),
        ("emergency services", "Dial 911."),
        ("service level", "The SLA holds."),
        ("age", "It is not for children."),
    ],
)
def test_words_that_stand_beside_one_another_tell_a_topic(topic: str, text: str) -> None:
    """Also where only their pattern does, and not each of them."""
    assert topic in told(text)


def test_words_without_a_topic_tell_none() -> None:
    """And no word tells what it does not have within."""
    assert told("The parties meet on Mondays, as is usual, in a room that has a view.") == ("warranty",)
    assert told("The parties meet on Mondays in a room that has a view.") == ()
