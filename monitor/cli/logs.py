"""The daemon's log: one line an event on stderr, as text or as JSON."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.render import for_terminal
from monitor.sources import secrets_of, secrets_of_database

if TYPE_CHECKING:
    from monitor.sources import ArchivePlace, Config

_FIELDS = ("event", "source", "outcome", "revision", "sent")


class Redactor:
    """Puts *** for every secret that it has learned of; what was learned once stays a secret."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, config: Config, place: ArchivePlace | None = None) -> None:
        """Learn the secrets of a configuration, and of the place of an archive that was given beside it."""
        self._known |= secrets_of(config)
        if isinstance(place, str):
            self._known |= secrets_of_database(place)
        # The longest first: one that begins as another does is to go whole.
        longest = sorted(self._known, key=lambda one: (-len(one), one))
        self._pattern = re.compile("|".join(re.escape(one) for one in longest)) if longest else None

    def __call__(self, text: str) -> str:
        """A text without them."""
        return self._pattern.sub("***", text) if self._pattern else text


def log_to_stderr(*, as_json: bool, redactor: Redactor) -> None:
    """Send the log to stderr, without the secrets that the redactor knows."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json(redactor) if as_json else _Text(redactor))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class _Redacted(logging.Formatter):
    """Gives what a record says without any secret: a filter would see its message, but not its trace."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def message(self, record: logging.LogRecord) -> str:
        """The message."""
        return self._redactor(record.getMessage())

    def trace(self, record: logging.LogRecord) -> str:
        """The trace of an error, "" where there is none."""
        return self._redactor(self.formatException(record.exc_info)) if record.exc_info else ""


class _Text(_Redacted):
    """A line such as "2026-11-22T08:00:00Z info sinch/contact-pro: unchanged".

    What providers wrote cannot begin a line of its own; the lines of a trace are indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record)} {record.levelname.lower()} {for_terminal(self.message(record))}"
        return "\n".join([line, *(f"  | {for_terminal(row)}" for row in self.trace(record).splitlines())])


class _Json(_Redacted):
    def format(self, record: logging.LogRecord) -> str:
        fields = {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        trace = {"trace": self.trace(record)} if record.exc_info else {}
        return json.dumps(
            {"at": _time(record), "level": record.levelname.lower(), "message": self.message(record), **fields, **trace}
        )


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
