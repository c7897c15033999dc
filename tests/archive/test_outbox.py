"""What every outbox promises: that of an archive, and the one that tests of delivery lean on."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.archive.owner import has_ended, this_process
from monitor.model import Notice, Owed, Waiting
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, changed, notice_of, page, see_first
from tests.fakes import MemoryArchive
from tests.places import KINDS, open_at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive import Archive
    from tests.places import Place

LATER = NOON + 2 * HOUR
DIGEST = Notice(
    "msg_digest", "terms.digest", LATER, "legal", "", "What changed", "", 0, "changed", None, message="Two."
)


@pytest.fixture(params=[*KINDS, "memory"])
def archive(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An archive that knows a source."""
    with ExitStack() as opened:
        if request.param == "memory":
            found: Archive = MemoryArchive()
        else:
            found = opened.enter_context(open_at(place_of(request), reader=LINES))
        see_first(found, THIRTY)
        yield found


def tell(archive: Archive, *names: str, for_digest: bool = False) -> list[Notice]:
    """Record a change of which these subscribers are told."""
    change = changed(THIRTY, SIXTY, 2, NOON + HOUR)
    notices = [replace(notice_of(change, name), for_digest=for_digest) for name in names]
    archive.record(SOURCE, page(SIXTY, NOON + HOUR), change, notices)
    return notices


def test_a_claimed_notice_is_nobody_elses_until_the_claim_ends(archive: Archive) -> None:
    """Of two that ask one gets it; what was claimed by one that never came back is to be had again."""
    [notice] = tell(archive, "legal")
    claimed = archive.claim(notice.id, LATER, LATER + HOUR)
    assert claimed
    assert claimed.notice == notice
    assert archive.claim(notice.id, LATER, LATER + HOUR) is None
    assert archive.waiting(LATER) == []
    assert archive.owed_count() == 1
    assert archive.waiting(LATER + HOUR) == [Waiting(notice.id, "legal")]
    assert archive.claim(notice.id, LATER + HOUR, LATER + 2 * HOUR)


def test_a_claim_ends_with_what_became_of_the_notice(archive: Archive) -> None:
    """What was put off can be claimed again as soon as its time has come, what was delivered never."""
    first, second = tell(archive, "legal", "ops")
    for notice in (first, second):
        assert archive.claim(notice.id, LATER, LATER + 9 * HOUR)
    archive.put_off(first.id, LATER, LATER + HOUR, "busy")
    archive.delivered(second.id, LATER)
    assert archive.waiting(LATER + HOUR) == [Waiting(first.id, "legal")]
    assert archive.claim(second.id, LATER + 10 * HOUR, LATER + 11 * HOUR) is None


def test_a_claim_of_a_process_that_lives_is_not_forgotten(archive: Archive) -> None:
    """What it is sending is sent by nobody else."""
    [notice] = tell(archive, "legal")
    archive.claim(notice.id, LATER, LATER + HOUR)
    archive.forget_claims()
    assert archive.waiting(LATER) == []


def test_a_claim_of_a_process_that_was_killed_is_forgotten(place: Place) -> None:
    """Whoever comes after it need not wait until the claim ends."""
    with open_at(place, reader=LINES) as archive:
        see_first(archive, THIRTY)
        [notice] = tell(archive, "legal")
    child = os.fork()
    if child == 0:
        open_at(place, reader=LINES).claim(notice.id, LATER, LATER + HOUR)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with open_at(place, reader=LINES) as archive:
        assert archive.waiting(LATER) == []
        archive.forget_claims()
        assert archive.waiting(LATER) == [Waiting(notice.id, "legal")]


def test_of_a_process_of_another_machine_nothing_is_known() -> None:
    """Nor of one whose name says nothing; this one has not ended, and its number at another time is another process."""
    assert not has_ended("elsewhere/1/1")
    assert not has_ended("nonsense")
    assert not has_ended(this_process())
    assert has_ended(f"{this_process().rpartition('/')[0]}/1")


def test_all_that_waits_behind_a_notice_is_put_off_with_it(archive: Archive) -> None:
    """Only that of its subscriber, and as tried as that."""
    first, other = tell(archive, "legal", "ops")
    again = replace(first, id="msg_again")
    archive.owe(again)
    claimed = archive.claim(first.id, LATER, LATER + HOUR)
    assert claimed
    assert archive.put_off_behind(claimed, LATER, LATER + HOUR, "busy") == 1
    assert archive.waiting(LATER) == [Waiting(other.id, "ops")]
    [back] = [owed for owed in archive.owed(LATER + 2 * HOUR) if owed.notice.id == again.id]
    assert (back.attempts, back.first_tried, back.error) == (1, LATER, "busy")


def test_what_was_to_be_sent_for_too_long_is_given_up_at_once(archive: Archive) -> None:
    """That whose first try is long ago, and no younger one."""
    first, _ = tell(archive, "legal", "ops")
    archive.put_off_behind(Owed(first), LATER, LATER, "busy")
    young = replace(first, id="msg_young")
    archive.owe(young)
    assert archive.park_overdue("legal", LATER + 3 * HOUR, LATER, "given up; busy") == 1
    assert [(owed.notice.id, owed.error) for owed in archive.parked()] == [(first.id, "given up; busy")]
    assert (archive.owed_count(), len(archive.waiting_parked())) == (2, 1)


def test_a_parked_notice_is_claimed_as_such(archive: Archive) -> None:
    """It is not among those that wait, and goes out when it is asked for."""
    [notice] = tell(archive, "legal")
    archive.park(notice.id, LATER, "no such address")
    assert archive.waiting(LATER) == []
    assert archive.waiting_parked() == [Waiting(notice.id, "legal")]
    assert archive.claim(notice.id, LATER, LATER + HOUR) is None
    assert archive.claim_parked(notice.id, LATER, LATER + HOUR)
    assert archive.claim_parked(notice.id, LATER, LATER + HOUR) is None


def test_what_is_for_a_digest_waits_until_that_gathers_it(archive: Archive) -> None:
    """It is neither owed nor sent by itself; the digest is, and tells all of it."""
    notices = tell(archive, "legal", "ops", for_digest=True)
    assert (archive.owed_count(), archive.waiting(LATER)) == (0, [])
    assert archive.for_digests() == {"legal": NOON + HOUR, "ops": NOON + HOUR}
    assert archive.gather(DIGEST, LATER) == 1
    assert archive.for_digests() == {"ops": NOON + HOUR}
    claimed = archive.claim(DIGEST.id, LATER, LATER + HOUR)
    assert claimed
    assert claimed.notice.gathered == (notices[0],)


def test_a_digest_of_nothing_is_not_owed(archive: Archive) -> None:
    """Nor does it take what came after its time."""
    tell(archive, "legal", for_digest=True)
    assert archive.gather(DIGEST, NOON) == 0
    assert archive.owed_count() == 0
    assert archive.gather(DIGEST, LATER) == 1
    assert archive.gather(replace(DIGEST, id="msg_next"), LATER) == 0


def test_a_notice_of_no_check_is_owed_once(archive: Archive) -> None:
    """Its id settles that it was owed."""
    alive = replace(DIGEST, id="msg_alive", type="watch.heartbeat", message="All quiet.")
    archive.owe(alive)
    archive.owe(alive)
    assert [owed.notice for owed in archive.owed(LATER)] == [alive]


def test_a_clock_that_is_put_back_keeps_nothing_waiting(archive: Archive) -> None:
    """A year's wait that no one asked for is none: what was put off or claimed under the wrong clock can be sent."""
    first, second = tell(archive, "legal", "ops")
    archive.put_off(first.id, LATER, LATER + HOUR, "busy")
    archive.claim(second.id, LATER, LATER + HOUR)
    assert archive.waiting(LATER) == []
    assert {one.notice for one in archive.waiting(LATER - 9000 * HOUR)} == {first.id, second.id}


def test_nothing_is_added_to_a_digest_that_may_be_on_its_way(archive: Archive) -> None:
    """A pass that is late with the same digest leaves what was recorded meanwhile for the next."""
    tell(archive, "legal", for_digest=True)
    assert archive.gather(DIGEST, LATER) == 1
    archive.owe(replace(DIGEST, id="late", type="source.moved", at=NOON, for_digest=True))
    assert archive.gather(DIGEST, LATER) == 0
    assert archive.backlog().waiting == 1
