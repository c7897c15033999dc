"""Work done by other processes: what it gives, what it raises, and what is left of them."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from monitor.errors import UsageError
from monitor.history.pool import processors, workers

several = pytest.mark.skipif(processors() < 2, reason="there is one processor, so no other process is begun")


@several
def test_what_a_worker_finds_or_raises_comes_back() -> None:
    """A worker that is ended from outside is told by name; none is left when the block is."""
    with workers(2) as (pool, count):
        assert count == 2
        assert [pool.submit(divmod, number, 3).result() for number in (7, 8)] == [(2, 1), (2, 2)]
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 7, 0).result()
        with pytest.raises(UsageError, match="was ended from outside"):
            pool.submit(os._exit, 1).result()
    assert multiprocessing.active_children() == []


def break_off() -> None:
    """As Ctrl-C does while a worker has much to do."""
    with workers(2) as (pool, _):
        pool.submit(signal.pause)  # for ever
        raise KeyboardInterrupt


@several
def test_workers_end_when_the_work_is_broken_off() -> None:
    """What they are doing is not waited for."""
    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert multiprocessing.active_children() == []


def test_one_processor_is_this_one() -> None:
    """No process is begun for it."""
    with workers(1) as (pool, count):
        assert (count, pool.submit(os.getpid).result()) == (1, os.getpid())
