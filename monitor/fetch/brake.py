"""The emergency brake: ends exchanges that are under way, from another thread and at once."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Brake:
    """Knows how to end whatever is under way; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: set[Callable[[], object]] = set()
        self._pulled = False

    @contextmanager
    def ending(self, end: Callable[[], object]) -> Iterator[None]:
        """Within, `end` is called when the brake is pulled, and never afterwards.

        Raises `concurrent.futures.CancelledError` where it was pulled already.
        """
        with self._lock:
            self._check()
            self._ends.add(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.discard(end)

    def check(self) -> None:
        """Raise `concurrent.futures.CancelledError` where the brake was pulled: nothing read since can be believed."""
        with self._lock:
            self._check()

    def pull(self) -> None:
        """End what is under way, and let nothing more begin."""
        with self._lock:
            self._pulled = True
            for end in self._ends:
                with suppress(OSError):  # what has ended by itself needs no ending
                    end()

    def _check(self) -> None:
        if self._pulled:
            raise CancelledError


class Line:
    """The socket of one exchange, held by a handle of its own.

    The libraries wrap, detach and close the socket as they please; shutting down
    this handle ends the connection all the same, and can hit no other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._is_cut = False

    def hold(self, sock: socket.socket) -> None:
        """Hold this socket in place of the one before; raises OSError where the line was cut meanwhile."""
        with self._lock:
            if self._is_cut:
                raise ConnectionAbortedError
            self._let_go()
            self._handle = sock.dup()

    def cut(self) -> None:
        """Shut the connection down: whoever reads from it or writes to it stops at once."""
        with self._lock:
            self._is_cut = True
            if self._handle:
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the socket."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._handle:
            self._handle.close()
        self._handle = None
