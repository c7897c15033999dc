"""The daemon's log: one line an event on stderr, as text or as JSON."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from monitor.render import for_terminal

_FIELDS = ("event", "source", "outcome", "revision", "sent")


def log_to_stderr(*, as_json: bool) -> None:
    """Send the log to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if as_json else _Text())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it logs every round


class _Text(logging.Formatter):
    """A line such as "2026-11-22T08:00:00Z info sinch/contact-pro: unchanged".

    What providers wrote cannot begin a line of its own; the lines of a trace are indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record)} {record.levelname.lower()} {for_terminal(record.getMessage())}"
        trace = self.formatException(record.exc_info).splitlines() if record.exc_info else ()
        return "\n".join([line, *(f"  | {for_terminal(row)}" for row in trace)])


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        trace = {"trace": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps(
            {"at": _time(record), "level": record.levelname.lower(), "message": record.getMessage(), **fields, **trace}
        )


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
