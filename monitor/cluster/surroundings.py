"""What reaches a process of the cluster from outside: another configuration, and the wish that it ends."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from monitor.errors import ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.cluster.duties import Duties

_LOG = logging.getLogger("clausewatch")


class Notes(Protocol):
    """Who is told how it goes."""

    def ready(self, status: str) -> None:
        """It works, by its first configuration or by another one."""
        ...

    def alive(self) -> None:
        """It goes on: told every few seconds."""
        ...

    def stopping(self) -> None:
        """It was told to stop, and ends what is in hand."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reaches a process of the cluster from outside.

    `changed` says whether the configuration is another one than at the last look;
    `renew` gives the duties by it, or raises `ClausewatchError` where it cannot be used.
    """

    url: str
    changed: Callable[[], bool]
    renew: Callable[[], Duties]
    notes: Notes


class Stop:
    """The wish that a process ends; may be made by any thread, and within a signal handler."""

    def __init__(self) -> None:
        self.wished = False  # no lock guards it: a handler may interrupt whoever holds that
        self._told: list[Callable[[], object]] = []

    def wish(self) -> None:
        """Let it end."""
        self.wished = True
        for tell in self._told:
            with suppress(RuntimeError):  # its loop has ended meanwhile
                tell()

    def tell(self, tell: Callable[[], object]) -> None:
        """Call this once the wish is made, or now if it was."""
        self._told.append(tell)
        if self.wished:
            tell()


def renewed(duties: Duties, around: Surroundings) -> Duties:
    """The duties by the configuration as it is now; where it cannot be used, those as before, and the log says so."""
    if not around.changed():
        return duties
    try:
        fresh = around.renew()
    except ClausewatchError as error:
        for line in str(error).splitlines():
            _LOG.error("%s", line)
        _LOG.error("the new configuration is not used; the one before stays in force")
        return duties
    except Exception:  # noqa: BLE001 - a bug in what is new must not end what works
        _LOG.exception("the new configuration could not be used because of a bug; please report it")
        return duties
    duties.let_go()
    _LOG.info("the configuration was read anew: watching %d sources", len(fresh.sources))
    return fresh
