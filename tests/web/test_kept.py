"""What was made once is not made again, as long as there is room for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from monitor.web.kept import Kept

PATIENCE = 30.0


class Question:
    """A question that says when it is looked up."""

    def __init__(self) -> None:
        self.asked = Event()

    def __hash__(self) -> int:
        self.asked.set()
        return 7

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question)


def refused() -> bytes:
    """What must not be made again."""
    message = "it was made already"
    raise AssertionError(message)


def test_what_was_made_is_kept() -> None:
    """Under its key; another key is another thing."""
    kept, made = Kept(100, len), []

    def make() -> bytes:
        made.append(1)
        return b"redline"

    assert [kept.of(key, make) for key in ("a", "a", "b")] == [b"redline"] * 3
    assert len(made) == 2


def test_two_who_ask_at_once_wait_until_it_is_made_once() -> None:
    """The second one asks while the first one's is still being made, and makes none."""
    kept, began, second = Kept(100, len), Event(), Question()

    def slowly() -> bytes:
        began.set()
        assert second.asked.wait(PATIENCE)
        return b"redline"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.of, Question(), slowly)
        assert began.wait(PATIENCE)
        other = pool.submit(kept.of, second, refused)
        assert first.result(PATIENCE) == b"redline"
        assert other.result(PATIENCE) == b"redline"


def test_what_failed_is_tried_again() -> None:
    """A failure is for whoever asked then, and not kept."""
    kept = Kept(100, len)
    with pytest.raises(AssertionError):
        kept.of("a", refused)
    assert kept.of("a", lambda: b"redline") == b"redline"


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """Once all of it is larger than it may be; what is larger by itself is not kept at all."""
    kept = Kept(10, len)
    for key in ("a", "b", "a", "c"):
        kept.of(key, lambda: b"four")
    assert len(kept) == 2
    assert kept.of("a", refused) == b"four"
    assert kept.of("b", lambda: b"anew") == b"anew"
    assert kept.of("large", lambda: b"x" * 11) == b"x" * 11
    assert len(kept) == 0
