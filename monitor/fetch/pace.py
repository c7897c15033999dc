"""Politeness in time: one request a host at a time, and a pause between their starts, across all threads."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hosts remembered before those long done are forgotten; a remembered host takes some 200 bytes.
MANY_HOSTS = 4096
# A host last asked longer ago than the longest crawl delay that is honoured needs no memory.
FORGET_AFTER = 120.0


@dataclass(slots=True)
class _Host:
    """How one host stands: whether it is being asked, and when the last request began, in monotonic seconds."""

    busy: bool = False
    started: float = float("-inf")


class Pace:
    """Whose turn it is, for each host."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._closed = False

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Wait until the host is free and `delay` seconds have passed since its last request began; hold it.

        Raises `concurrent.futures.CancelledError` once the pace is closed.
        """
        state = self._begin(host, delay)
        try:
            yield
        finally:
            with self._changed:
                state.busy = False
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any more, nor begin."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _begin(self, host: str, delay: float) -> _Host:
        with self._changed:
            while not self._closed:
                state = self._hosts.setdefault(host, _Host())
                wait = state.started + delay - time.monotonic()
                if not state.busy and wait <= 0:
                    return self._start(state)
                self._changed.wait(None if state.busy else wait)
        raise CancelledError

    def _start(self, state: _Host) -> _Host:
        state.busy = True
        state.started = time.monotonic()
        if len(self._hosts) > MANY_HOSTS:
            horizon = state.started - FORGET_AFTER
            self._hosts = {name: one for name, one in self._hosts.items() if one.busy or one.started > horizon}
        return state
