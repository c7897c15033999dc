"""Killed anywhere: between any two statements of a record or a delivery, nothing is lost or told under another name."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from monitor import wiring
from monitor.archive import SqliteArchive
from monitor.delivery import CLAIM, deliver
from monitor.sources import load
from tests.cli.stage import SECRET, Sheet, mailbox, website

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.sources import Config
    from tests.cli.stage import Mailbox, Site

TERMS = "# Voice Terms\n\n1. Termination. Northline may end this agreement on {} days' notice, in writing.\n"
CONFIG = """
[archive]
path = "archive.db"
[fetch]
allow_private = ["127.0.0.0/8"]
host_delay = 0
robots = "ignore"
[channel.webhook]
secret = "{secret}"
allow_private = ["127.0.0.0/8"]
[channel.slack]
allow_private = ["127.0.0.0/8"]
[channel.email]
host = "127.0.0.1"
port = {mail}
from = "terms@example.com"
[[source]]
id = "northline/voice"
url = "{site}/voice"
"""
SUBSCRIBER = """
[[subscriber]]
name = "{name}"
channel = "{channel}"
address = "{address}"
"""
CHANNELS = {"hook": "webhook", "chat": "slack", "legal": "email"}
MOST_STATEMENTS = 400  # of one look and one delivery; there are some hundred


@dataclass(frozen=True, slots=True)
class Play:
    """A page that has changed since the archive saw it, and those who are to be told."""

    who: tuple[str, ...]
    site: Site
    box: Mailbox
    config: Config

    def go_until(self, statement: int) -> None:
        """Look and deliver, and die before the statement of that number."""
        count = 0

        def trace(_: str) -> None:
            nonlocal count
            count += 1
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        with wiring.parts_from(self.config) as parts:
            assert isinstance(parts.archive, SqliteArchive)
            parts.archive.connections.get().set_trace_callback(trace)
            parts.look(self.config.sources[0])
            parts.deliver()

    def finish(self) -> None:
        """Look and deliver after so long that a claim of the killed has ended."""
        with wiring.parts_from(self.config) as parts:
            parts.look(self.config.sources[0])
            deliver(replace(parts.post(), clock=lambda: wiring.utc_now() + CLAIM))

    def left(self) -> tuple[int, int]:
        """How many notices are still owed, and the last revision."""
        with wiring.parts_from(self.config) as parts:
            return parts.archive.owed_count(), parts.archive.glance(self.config.sources[0]).revision

    def told(self) -> dict[str, set[str]]:
        """The names under which each of them was told of the change."""
        mails = [message_from_bytes(mail, policy=policy.default) for mail in self.box.to("legal@example.com")]
        told = {
            "hook": {post.headers["webhook-id"] for post in self.site.came("/hook", "POST") if b"60 days" in post.body},
            "chat": {"told" for post in self.site.came("/chat", "POST") if b"60 days" in post.body},
            "legal": {str(mail["Message-ID"]) for mail in mails},
        }
        return {name: told[name] for name in self.who}


@pytest.fixture(params=[("hook",), ("chat",), ("legal",), tuple(CHANNELS)], ids="-".join)
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Play]:
    """The page was seen once, and has changed since. One who is told alone shares the connection that is watched."""
    with website() as site, mailbox() as box:
        site.sheets["/voice"] = Sheet(TERMS.format(30).encode())
        file = tmp_path / "sources.toml"
        at = {"hook": site.url("/hook"), "chat": site.url("/chat"), "legal": "legal@example.com"}
        told = [SUBSCRIBER.format(name=name, channel=CHANNELS[name], address=at[name]) for name in request.param]
        file.write_text("".join([CONFIG.format(site=site.url(""), mail=box.port, secret=SECRET), *told]), "utf-8")
        config = load(file, {})
        with wiring.parts_from(config) as parts:
            parts.look(config.sources[0])
        site.sheets["/voice"] = Sheet(TERMS.format(60).encode())
        yield Play(request.param, site, box, config)


def dies(play: Play, at: int) -> bool:
    """Do it in a process of its own that dies before a statement; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            play.go_until(at)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_kill_before_any_statement_loses_nothing_and_renames_nothing(play: Play, tmp_path: Path) -> None:
    """Whoever comes after the killed one finishes its work: each is told, and always under one name."""
    fresh = (tmp_path / "archive.db").read_bytes()
    names: dict[str, set[str]] = {}
    for at in range(1, MOST_STATEMENTS):
        for old in tmp_path.glob("archive.db*"):
            old.unlink()
        (tmp_path / "archive.db").write_bytes(fresh)
        play.site.asked.clear()
        play.box.mails.clear()
        came_so_far = dies(play, at)
        play.finish()
        told = play.told()
        assert all(len(ids) == 1 for ids in told.values()), (at, told)
        with wiring.parts_from(play.config) as parts:
            assert (
                parts.archive.owed_count(),
                parts.archive.past(play.config.sources[0], wiring.utc_now()).revision,
            ) == (0, 2)
        names = {who: names.get(who, set()) | ids for who, ids in told.items()}
        if not came_so_far:
            break
    assert at > 40
    assert {who: len(ids) for who, ids in names.items()} == dict.fromkeys(play.who, 1)
