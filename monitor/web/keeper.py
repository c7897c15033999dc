"""Keeping what lists and searches are made of up to date, beside those who read the pages."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, TypeAlias

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    CatchUp: TypeAlias = Callable[[Callable[[], bool]], object]

PAUSE = 2.0
"""Seconds between two looks at what is new: nobody who reloads a page waits for longer to see a change in the lists."""

_LOG = logging.getLogger("clausewatch")


class Keeper:
    """Catches up again and again in a thread of its own; what goes wrong is logged once and tried again.

    `catch_up` is given a function that says whether it is to end early.
    """

    def __init__(self, catch_up: CatchUp, pause: float = PAUSE) -> None:
        self._catch_up = catch_up
        self._pause = pause
        self._leaving = threading.Event()
        self._said = ""
        self._thread = threading.Thread(target=self._run, name="catalogue", daemon=True)

    def start(self) -> None:
        """Catch up now, and from then on."""
        self._thread.start()

    def leave(self) -> None:
        """Begin nothing more, and end what is under way early."""
        self._leaving.set()

    def ended(self, seconds: float) -> bool:
        """Wait until it has ended, at most so long; whether it has."""
        if self._thread.ident is not None:
            self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._leaving.is_set():
            self._once()
            self._leaving.wait(self._pause)

    def _once(self) -> None:
        try:
            self._catch_up(self._leaving.is_set)
        except ClausewatchError as error:
            if self._is_new(str(error)):
                _LOG.warning("%s; lists and searches are brought up to date later", error)
        except Exception as error:  # noqa: BLE001 - lists that lag behind must end neither the pages nor the watch
            if self._is_new(repr(error)):
                _LOG.exception("lists and searches could not be brought up to date because of a bug; please report it")
        else:
            self._said = ""

    def _is_new(self, said: str) -> bool:
        """Whether this is not what went wrong the last time, too."""
        before, self._said = self._said, said
        return said != before
