"""Work that is done in another process gives what it gives here."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.compare import compare
from monitor.errors import ReadError
from monitor.model import Edit, Page, Part, Source
from monitor.read import read
from monitor.web.aside import here, own_process
from tests.cli.stage import until
from tests.compare.documents import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.web.aside import Aside

OLD, NEW = terms("1. Fees are due in 30 days."), terms("1. Fees are due in 60 days.")
QUAY = Source("quay/terms", ("https://quay.example/",))
PAGE = Page(
    (Part(QUAY.url, QUAY.url, b"<h1>Terms</h1><p>1. Fees are due in 30 days.</p>", "text/html"),),
    datetime(2026, 3, 1, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    """A process of its own."""
    with own_process() as there:
        yield there


def test_work_is_done_in_another_process(aside: Aside) -> None:
    """With the same result."""
    assert aside(os.getpid) != os.getpid()
    assert here(os.getpid) == os.getpid()
    assert aside(compare, OLD, NEW) == compare(OLD, NEW)
    assert aside(Edit, "=", "kept") == Edit("=", "kept")
    assert aside(read, PAGE, QUAY) == read(PAGE, QUAY)


def test_what_it_raises_is_raised_where_it_was_asked_for(aside: Aside) -> None:
    """And the next piece of work is done."""
    empty = replace(PAGE, parts=(replace(PAGE.parts[0], body=b""),))
    with pytest.raises(ReadError):
        aside(read, empty, QUAY)
    assert aside(len, "words") == 5


def test_two_pieces_are_done_at_the_same_time(aside: Aside) -> None:
    """One there, one here; each gives what it gives."""
    there, this = aside.both(os.getpid, os.getpid)
    assert there not in {this, os.getppid()}
    assert this == os.getpid()
    assert here.both(partial(abs, -1), partial(abs, -2)) == (1, 2)


def test_a_piece_that_fails_here_takes_no_answer_from_the_next_question(aside: Aside) -> None:
    """What was asked there meanwhile is answered to nobody."""
    with pytest.raises(ZeroDivisionError):
        aside.both(partial(len, "words"), lambda: 1 // 0)
    assert aside(len, "word") == 4


def test_a_piece_that_fails_there_fails_where_it_was_asked_for(aside: Aside) -> None:
    """Whatever the other one gave."""
    with pytest.raises(ValueError, match="five"):
        aside.both(partial(int, "five"), lambda: 1)


def test_what_a_process_was_asked_when_it_was_killed_is_answered_by_another() -> None:
    """And what is done here is done once."""
    done: list[int] = []
    with own_process() as there:
        first = there(os.getpid)

        def here_meanwhile() -> None:
            done.append(first)
            os.kill(first, signal.SIGKILL)

        answer, _ = there.both(partial(sum, range(10)), here_meanwhile)
    assert (answer, done) == (45, [first])


def test_what_work_prints_does_not_come_between_the_answers(aside: Aside) -> None:
    """It goes where errors go."""
    assert aside(print, "said") is None
    assert aside(len, "words") == 5


def test_many_who_ask_at_once_get_each_their_own_answer(aside: Aside) -> None:
    """They take turns."""
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: aside(abs, -number), range(40))) == list(range(40))


def test_one_that_was_killed_is_followed_by_another() -> None:
    """What was asked is answered by the new one."""
    with own_process() as there:
        first = there(os.getpid)
        os.kill(first, signal.SIGKILL)
        assert there(os.getpid) not in {first, os.getpid()}


def test_the_process_ends_with_the_block() -> None:
    """Also where nothing was ever asked of it."""
    with own_process() as there:
        process = there(os.getpid)
    until(lambda: not Path(f"/proc/{process}").exists(), "it has ended")
