"""A history that is replayed in memory tells the same distance from what was accepted as checks with an archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.archive import open_archive
from monitor.check import after, check, look
from monitor.model import LogEntry
from tests.decide.pages import NOON, SOURCE, page
from tests.test_after import PAGES, fetched, told

if TYPE_CHECKING:
    import pytest

steps = st.lists(
    st.tuples(st.sampled_from([*PAGES, "failure", "not modified"]), st.sampled_from([1, 13, 25])), max_size=7
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_a_replay_tells_the_distance_that_checks_tell(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Whatever came: what is told counts, and what is held, quiet or only renumbered does not."""
    at, first = NOON, page(PAGES["as it was"])
    with open_archive(tmp_path_factory.mktemp("archive") / "archive.db") as archive:
        check(SOURCE, at, fetch=lambda *_: first, archive=archive, subscribers=())
        archive.note(LogEntry(SOURCE.id, 1, "accepted", "Ann Lee", at))
        past = archive.past(SOURCE, at)
        for what, hours in steps:
            at += timedelta(hours=hours)
            seen = fetched(what, at)
            expected = look(SOURCE, past, seen, at)
            past = after(past, seen, expected)
            found = check(SOURCE, at, fetch=lambda *_, seen=seen: seen, archive=archive, subscribers=())
            assert told(found) == told(expected)
            assert past.accepted == archive.accepted(SOURCE.id)
