from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.delivery import Delivered, deliver, retry_parked
from monitor.errors import ArchiveError, DeliveryError
from monitor.model import Notice, Subscriber
from tests.fakes import MemoryArchive
from tests.render.examples import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.archive.protocol import Archive
    from monitor.delivery import Notifier

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LEGAL = Subscriber("legal", "mail", "legal@example.com")
OPS = Subscriber("ops", "chat", "https://chat.example/hook")
BOTH = (LEGAL, OPS)


class Channel:
    """Takes notices, or fails with what is asked of it."""

    def __init__(self, failing: Mapping[str, Exception] | None = None) -> None:
        self.failing = dict(failing or {})
        self.sent: list[tuple[str, str]] = []
        self.tried: list[str] = []

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002
        self.tried.append(notice.id)
        if notice.id in self.failing:
            raise self.failing[notice.id]
        self.sent.append((notice.id, address))


def owed(name: str, subscriber: str = "legal", minutes: int = 0) -> Notice:
    """A notice of an hour ago, or `minutes` after that."""
    return replace(CHANGED, id=name, subscriber=subscriber, at=NOW - timedelta(hours=1) + timedelta(minutes=minutes))


def archive_of(*notices: Notice) -> MemoryArchive:
    """An archive that owes these."""
    return MemoryArchive(notices)


def go(
    archive: Archive, channels: Mapping[str, Notifier], now: datetime = NOW, who: Iterable[Subscriber] = BOTH
) -> Delivered:
    """One pass without chance in it."""
    return deliver(archive, channels, tuple(who), now, jitter=lambda: 0.0)


def busy(retry_after: float | None = None) -> DeliveryError:
    """What a server that is down answers."""
    return DeliveryError("https://chat.example", "answered with status 503", retry_after=retry_after)


def test_every_owed_notice_is_sent_oldest_first_to_its_subscribers_address() -> None:
    """What is owed goes out in the order in which it happened, each to the address of its subscriber."""
    mail, chat = Channel(), Channel()
    archive = archive_of(owed("late", minutes=2), owed("early", minutes=1), owed("other", "ops"))
    result = go(archive, {"mail": mail, "chat": chat})
    assert mail.sent == [("early", LEGAL.address), ("late", LEGAL.address)]
    assert chat.sent == [("other", OPS.address)]
    assert result == Delivered(sent=3)
    assert archive.owed_count() == 0
    assert archive.waits(NOW) == [3480, 3540, 3600]


def test_what_was_delivered_is_not_sent_again() -> None:
    """A second pass over the same archive sends nothing."""
    mail = Channel()
    archive = archive_of(owed("a"))
    go(archive, {"mail": mail})
    assert go(archive, {"mail": mail}, NOW + timedelta(days=1)) == Delivered()
    assert mail.tried == ["a"]


def test_a_failing_channel_does_not_keep_another_from_sending() -> None:
    """A chat that is down puts its own notice off, and the mail goes out all the same."""
    mail, chat = Channel(), Channel({"b": busy()})
    archive = archive_of(owed("b", "ops"), owed("a", minutes=5))
    result = go(archive, {"mail": mail, "chat": chat})
    assert mail.sent == [("a", LEGAL.address)]
    assert (result.sent, result.put_off, result.parked) == (1, 1, 0)
    assert result.troubles[0].error == "https://chat.example: answered with status 503"


def test_a_notice_that_is_refused_for_good_is_parked_and_the_next_is_sent() -> None:
    """A permanent refusal concerns one notice: the same address is still used for the next one."""
    mail = Channel({"bad": DeliveryError("smtp", "refused the mail: 550", transient=False)})
    archive = archive_of(owed("bad"), owed("good", minutes=1))
    result = go(archive, {"mail": mail})
    assert (result.sent, result.parked) == (1, 1)
    assert [parked.error for parked in archive.parked()] == ["smtp: refused the mail: 550"]


def test_after_a_passing_failure_the_address_is_left_alone_for_the_rest_of_the_pass() -> None:
    """A server that is down is asked once a pass, however much is owed to it; all of it is put off."""
    mail = Channel({"a": busy()})
    archive = archive_of(owed("a"), owed("b", minutes=1), owed("c", minutes=2))
    result = go(archive, {"mail": mail})
    assert mail.tried == ["a"]
    assert result.put_off == 3
    assert archive.owed(NOW) == []
    assert len(archive.owed(NOW + timedelta(seconds=1))) == 3


def test_waits_double_from_one_second_up_to_an_hour() -> None:
    """The wait after each failed try is 1, 2, 4 ... seconds, and never longer than an hour."""
    archive = archive_of(owed("a"))
    now, waits = NOW, []
    for _ in range(14):
        go(archive, {"mail": Channel({"a": busy()})}, now)
        until = archive.slots["a"].not_before
        assert until is not None
        waits.append((until - now).total_seconds())
        now = until
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert waits[-1] <= 3600


def test_chance_lengthens_a_wait_and_never_beyond_an_hour() -> None:
    """Jitter spreads tries by up to half of the wait; the longest is an hour."""
    early, late = archive_of(owed("a")), archive_of(owed("a"))
    deliver(early, {"mail": Channel({"a": busy()})}, BOTH, NOW, jitter=lambda: 0.999)
    for attempt in range(20):
        deliver(late, {"mail": Channel({"a": busy()})}, BOTH, NOW, jitter=lambda: 0.999)
        slot = late.slots["a"]
        assert slot.not_before is not None
        assert slot.not_before - NOW <= timedelta(hours=1), attempt
        late.slots["a"] = replace(slot, not_before=None)
    until = early.slots["a"].not_before
    assert until is not None
    assert timedelta(seconds=1.4) < until - NOW < timedelta(seconds=1.5)


def test_a_channel_that_names_a_longer_wait_gets_it() -> None:
    """Retry-After is kept where it is longer than our own wait, and not where it is shorter."""
    archive = archive_of(owed("long"), owed("short", "ops"))
    go(archive, {"mail": Channel({"long": busy(600)}), "chat": Channel({"short": busy(0.1)})})
    assert archive.slots["long"].not_before == NOW + timedelta(seconds=600)
    assert archive.slots["short"].not_before == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("asked", [1e12, float("inf")])
def test_no_channel_can_put_a_notice_off_beyond_the_time_we_keep_trying(asked: float) -> None:
    """A Retry-After of centuries ends when the notice would be given up."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": busy(asked)})})
    assert archive.slots["a"].not_before == NOW + timedelta(days=3)


def test_the_last_try_is_made_when_the_time_is_up() -> None:
    """A wait that would end after the notice is given up ends there, with one more try."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": busy(60)})})
    go(archive, {"mail": Channel({"a": busy(86400 * 2)})}, NOW + timedelta(days=2))
    assert archive.slots["a"].not_before == NOW + timedelta(days=3)


def test_what_fails_for_three_days_is_parked_with_its_last_reason() -> None:
    """Three days after the first try a notice is given up, and says why."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": busy()})})
    result = go(archive, {"mail": Channel({"a": busy()})}, NOW + timedelta(days=3))
    assert result.parked == 1
    assert archive.parked()[0].error == "given up; https://chat.example: answered with status 503"
    assert archive.owed_count() == 0


def test_a_notice_for_a_subscriber_who_is_gone_is_parked_with_that_reason() -> None:
    """Nothing is sent for a subscriber who is no longer configured, and nothing is lost."""
    archive = archive_of(owed("a"))
    assert go(archive, {"mail": Channel()}, who=[OPS]).parked == 1
    assert archive.parked()[0].error == "this subscriber is no longer in the configuration"


def test_a_notice_for_a_channel_that_is_gone_is_parked_with_that_reason() -> None:
    """A channel without settings parks what would go through it."""
    archive = archive_of(owed("a"))
    assert go(archive, {"chat": Channel()}).parked == 1
    assert archive.parked()[0].error == "the channel mail is not in the configuration"


def test_a_fault_of_our_own_puts_one_notice_off_and_keeps_its_words_to_itself() -> None:
    """An unforeseen exception stops neither the pass nor tells what it said, which may hold a secret."""
    chat = Channel({"a": KeyError("https://chat.example/hook/s3cret")})
    mail = Channel()
    archive = archive_of(owed("a", "ops"), owed("b", minutes=1))
    result = go(archive, {"mail": mail, "chat": chat})
    assert (result.sent, result.put_off) == (1, 1)
    assert result.troubles[0].error == "ops: a fault in clausewatch itself (KeyError)"


def test_an_archive_that_fails_after_sending_is_told_and_the_notice_goes_out_again() -> None:
    """Delivery is at least once: what could not be marked as delivered is sent again under the same id."""

    class Forgetful(MemoryArchive):
        def delivered(self, notice: str, at: datetime) -> None:
            raise ArchiveError(f"{notice} at {at}", "no room is left")

    mail = Channel()
    archive = Forgetful([owed("a")])
    with pytest.raises(ArchiveError):
        go(archive, {"mail": mail})
    assert [waiting.notice.id for waiting in archive.owed(NOW)] == ["a"]


def test_parked_notices_are_sent_when_asked_for() -> None:
    """What was given up goes out by hand once the channel works, and is then delivered for good."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": DeliveryError("smtp", "no", transient=False)})})
    mail = Channel()
    assert retry_parked(archive, {"mail": mail}, BOTH, NOW + timedelta(days=9)) == Delivered(sent=1)
    assert mail.sent == [("a", LEGAL.address)]
    assert archive.parked() == []
    assert archive.owed_count() == 0


def test_a_parked_notice_that_fails_again_stays_parked_with_the_new_reason() -> None:
    """Asking for parked notices while the channel is down changes only their reason."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": DeliveryError("smtp", "no", transient=False)})})
    result = retry_parked(archive, {"mail": Channel({"a": busy()})}, BOTH, NOW + timedelta(hours=1))
    assert result.parked == 1
    assert archive.parked()[0].error == "given up; https://chat.example: answered with status 503"
    assert archive.owed_count() == 0
