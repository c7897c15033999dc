"""Politeness in time: one request a host at a time, a pause between their starts, and rest for a host that asks for it.

`LocalPace` keeps it across all threads of one fetcher, in seconds of the monotonic clock;
several machines that fetch together need a pace that they share.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

# Hosts remembered before those long done are forgotten; a remembered host takes some 200 bytes.
MANY_HOSTS = 4096
# A host last asked longer ago than the longest crawl delay that is honoured needs no memory.
FORGET_AFTER = 120.0
# Whether a host that is being asked will be free then nobody knows; it is worth looking again after so long.
WHILE_BUSY = 0.05


class RestingError(Exception):
    """A host asked for rest, and `left` seconds of it remain."""

    def __init__(self, left: float) -> None:
        super().__init__()
        self.left = left


@dataclass(slots=True)
class _Host:
    """How one host stands: whether it is being asked, when the last request began, and the pause after it."""

    busy: bool = False
    started: float = float("-inf")
    delay: float = 0.0


class Pace(Protocol):
    """Whose turn it is, for each host; safe to share between threads."""

    def turn(self, host: str, delay: float) -> AbstractContextManager[None]:
        """Wait until the host is free and `delay` seconds have passed since its last request began; hold it.

        Raises `RestingError` for a host that asked for rest, and
        `concurrent.futures.CancelledError` once the pace is closed.
        """
        ...

    def rest(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so long."""
        ...

    def wait(self, host: str, delay: float) -> float:
        """The seconds until the host may be asked again without waiting for its turn, 0 if it may now.

        A host that rests is refused without waiting, so that one has none.
        """
        ...

    def close(self) -> None:
        """Let nobody wait any more, nor begin."""
        ...


class LocalPace:
    """Whose turn it is, for each host, as one process knows it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._resting: dict[str, float] = {}
        self._full = MANY_HOSTS
        self._closed = False

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """As `Pace.turn`."""
        state = self._begin(host, delay)
        try:
            yield
        finally:
            with self._changed:
                state.busy = False
                self._changed.notify_all()

    def rest(self, host: str, seconds: float) -> None:
        """As `Pace.rest`."""
        with self._changed:
            until = time.monotonic() + seconds
            self._resting[host] = max(until, self._resting.get(host, until))
            if len(self._resting) > MANY_HOSTS:
                del self._resting[min(self._resting, key=self._resting.__getitem__)]
            self._changed.notify_all()

    def wait(self, host: str, delay: float) -> float:
        """As `Pace.wait`."""
        with self._changed:
            state = self._hosts.get(host)
            if state is None:
                return 0.0
            left = max(0.0, state.started + max(delay, state.delay) - time.monotonic())
            return max(left, WHILE_BUSY) if state.busy else left

    def close(self) -> None:
        """As `Pace.close`."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _begin(self, host: str, delay: float) -> _Host:
        with self._changed:
            while not self._closed:
                self._check_rest(host)
                state = self._hosts.setdefault(host, _Host())
                wait = state.started + delay - time.monotonic()
                if not state.busy and wait <= 0:
                    return self._start(state, delay)
                self._changed.wait(None if state.busy else wait)
        raise CancelledError

    def _check_rest(self, host: str) -> None:
        until = self._resting.get(host)
        if until is None:
            return
        left = until - time.monotonic()
        if left > 0:
            raise RestingError(left)
        del self._resting[host]

    def _start(self, state: _Host, delay: float) -> _Host:
        state.busy = True
        state.started = time.monotonic()
        state.delay = delay
        if len(self._hosts) > self._full:
            horizon = state.started - FORGET_AFTER
            self._hosts = {name: one for name, one in self._hosts.items() if one.busy or one.started > horizon}
            self._full = max(MANY_HOSTS, 2 * len(self._hosts))  # so that looking through all of them stays rare
        return state
