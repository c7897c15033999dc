from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from monitor.archive.postgres import initialise
from monitor.cluster import figures
from tests.cli.schemas import faults
from tests.cli.stage import Desk, mailbox, terms, until, website

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(slots=True)
class Process:
    """A command that runs; `lines` is what it logged so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def logged(self, words: str) -> bool:
        """Whether a line holds these words."""
        return any(words in line for line in list(self.lines))

    def end(self, name: signal.Signals) -> int:
        """Send a signal and give the exit code."""
        self.process.send_signal(name)
        return self.process.wait(timeout=30)


@contextmanager
def running(desk: Desk, *arguments: str) -> Iterator[Process]:
    """A command that runs until the block ends."""
    process = desk.start(*arguments)
    assert process.stderr is not None
    there, stream = Process(process), process.stderr

    def collect() -> None:
        there.lines.extend(line.rstrip("\n") for line in stream)

    reader = threading.Thread(target=collect)
    reader.start()
    try:
        yield there
    finally:
        process.kill()
        reader.join()
        process.communicate()


@pytest.fixture
def desk(url: str, tmp_path: Path) -> Iterator[Desk]:
    """A folder with a configuration whose archive is in a database."""
    with website() as site, mailbox() as box:
        made = Desk(tmp_path, site, box)
        made.put("terms", terms())
        archive = f'[archive]\nurl = "{url}"'
        made.configure(made.source("terms", 'every = "1s"'), made.hook("legal"), "[daemon]\ntick = 0.1", archive)
        yield made


def test_schedulers_and_workers_watch_together(desk: Desk, url: str) -> None:
    """A change is told although the scheduler that led was killed; all others end when they are told to."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(running(desk, "run")) for _ in range(2))
        worker = stack.enter_context(running(desk, "worker", "--concurrency", "2"))
        until(lambda: worker.logged("northline/terms: first"), "the first look")
        leads, other = (first, second) if figures(url).leader.endswith(f"/{first.process.pid}") else (second, first)
        leads.end(signal.SIGKILL)
        until(lambda: figures(url).leader.endswith(f"/{other.process.pid}"), "the other one leads")
        desk.put("terms", terms(14))
        until(lambda: desk.posted("legal"), "the change is told")
        status = desk.inside("status", "--format", "json").json
        assert not faults("status", status)
        assert (status["cluster"]["workers"], status["cluster"]["leader"]) == (1, figures(url).leader)
        assert "cluster: 1 workers" in desk.inside("status").out
        assert worker.end(signal.SIGTERM) == 0
        assert other.end(signal.SIGTERM) == 0
        assert not worker.logged("Traceback")
        assert not other.logged("Traceback")
    assert len(desk.posted("legal")) == 1


def test_a_worker_needs_a_database(desk: Desk) -> None:
    """For an archive in a file there is nothing that a worker could do, and it says what to do instead."""
    ended = desk.inside("worker", "--archive", "archive.db")
    assert ended.code == 2
    assert "clausewatch run" in ended.err


def test_a_database_without_tables_says_what_to_do(desk: Desk, postgres_url: str) -> None:
    """Neither a worker nor a scheduler begins before the tables were made."""
    for command in ("worker", "run"):
        ended = desk.inside(command, "--archive", postgres_url)
        assert ended.code == 2
        assert "archive init" in ended.err


def test_a_database_without_a_queue_says_what_to_do(desk: Desk, postgres_url: str) -> None:
    """The same where the archive is there, but the tables of the queue are not."""
    initialise(postgres_url)
    for command in ("worker", "run"):
        ended = desk.inside(command, "--archive", postgres_url)
        assert ended.code == 2
        assert "archive init" in ended.err
