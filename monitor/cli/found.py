"""What checks found: printed, and summed up in an exit code."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from monitor.cli.options import Report
from monitor.cli.printing import as_json, colour, width, write, write_outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.model import Outcome, Source

_TROUBLE = {"failed", "held"}


class Found:
    """What checks found, as it is printed: the outcomes themselves would take too much room where sources are many."""

    def __init__(self, form: Report) -> None:
        self._form = form
        self._printed: dict[str, bytes] = {}
        self.exit_code = 0

    def add(self, outcome: Outcome) -> None:
        """Take an outcome in: 2 is the exit code on trouble, 1 when there is something to tell, else 0."""
        self._printed[outcome.source.id] = _packed(_printed(outcome, self._form))
        if outcome.kind in _TROUBLE:
            self.fail()
        self.exit_code = max(self.exit_code, int(outcome.alert))

    def fail(self) -> None:
        """One look ended in an error of ours."""
        self.exit_code = 2

    def write(self, sources: Iterable[Source]) -> None:
        """Print what was found of these sources, in their order."""
        texts = (_unpacked(self._printed[source.id]) for source in sources if source.id in self._printed)
        if self._form is Report.json:
            write_outcomes(texts)
            return
        for number, text in enumerate(texts):
            write(f"\n{text}" if number and self._form is Report.markdown else text)


def _packed(text: str) -> bytes:
    """A text in little room: the diffs of a round in which much changed take a tenth of it."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def _printed(outcome: Outcome, form: Report) -> str:
    if form is Report.json:
        from monitor.wire import outcome_json  # noqa: PLC0415

        row = outcome_json(outcome)
        return as_json(row) if outcome.comparison else json.dumps(row)  # one line a source that has not changed
    from monitor.render import outcome_markdown, outcome_text  # noqa: PLC0415

    if form is Report.markdown:
        return outcome_markdown(outcome)
    return outcome_text(outcome, width=width(), colour=colour())
