from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.archive import open_archive
from monitor.decide.timetable import following
from monitor.delivery import CLAIM, DEFAULT_DIGEST, Delivered, Post, deliver, retry_parked
from monitor.errors import ArchiveError, DeliveryError
from monitor.model import Notice, QuietHours, Subscriber, Timetable
from tests.archive.made_up import LINES, SIXTY, SOURCE, THIRTY, changed, notice_of, page, see_first
from tests.fakes import MemoryArchive
from tests.places import KINDS, open_at, place_of
from tests.render.examples import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from monitor.archive.protocol import Archive
    from monitor.delivery import Notifier
    from tests.places import Place

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
    return deliver(post_of(archive, channels, now, who))


def post_of(
    archive: Archive,
    channels: Mapping[str, Notifier],
    now: datetime = NOW,
    who: Iterable[Subscriber] = BOTH,
    jitter: float = 0.0,
) -> Post:
    """What a pass at a time needs."""
    return Post(archive, channels, {one.name: one for one in who}, lambda: now, jitter=lambda: jitter)


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
    deliver(post_of(early, {"mail": Channel({"a": busy()})}, jitter=0.999))
    for attempt in range(20):
        deliver(post_of(late, {"mail": Channel({"a": busy()})}, jitter=0.999))
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
    assert archive.owed(NOW) == []
    assert [waiting.notice.id for waiting in archive.owed(NOW + CLAIM)] == ["a"]


def test_parked_notices_are_sent_when_asked_for() -> None:
    """What was given up goes out by hand once the channel works, and is then delivered for good."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": DeliveryError("smtp", "no", transient=False)})})
    mail = Channel()
    assert retry_parked(post_of(archive, {"mail": mail}, NOW + timedelta(days=9))) == Delivered(sent=1)
    assert mail.sent == [("a", LEGAL.address)]
    assert archive.parked() == []
    assert archive.owed_count() == 0


def test_a_parked_notice_that_fails_again_stays_parked_with_the_new_reason() -> None:
    """Asking for parked notices while the channel is down changes only their reason."""
    archive = archive_of(owed("a"))
    go(archive, {"mail": Channel({"a": DeliveryError("smtp", "no", transient=False)})})
    result = retry_parked(post_of(archive, {"mail": Channel({"a": busy()})}, NOW + timedelta(hours=1)))
    assert result.parked == 1
    assert archive.parked()[0].error == "https://chat.example: answered with status 503"
    assert archive.owed_count() == 0


def test_what_another_process_is_sending_is_left_to_it() -> None:
    """Of two processes on one archive only one sends a notice; if it never comes back, the other does."""
    mail = Channel()
    archive = archive_of(owed("a"))
    assert archive.claim("a", NOW, NOW + CLAIM)
    assert go(archive, {"mail": mail}) == Delivered()
    assert go(archive, {"mail": mail}, NOW + CLAIM) == Delivered(sent=1)
    assert mail.tried == ["a"]


def test_a_pass_beside_a_slow_one_sends_to_all_other_addresses() -> None:
    """What comes up while one channel is slow is told at once; behind the slow one all goes in its order."""
    archive = archive_of(owed("slow"), owed("behind", minutes=1))
    beside: list[Delivered] = []

    class Slow(Channel):
        def send(self, notice: Notice, address: str, now: datetime) -> None:
            if not beside:
                archive.owe(owed("quick", "ops"))
                beside.append(deliver(post))
            super().send(notice, address, now)

    mail, chat = Slow(), Channel()
    post = post_of(archive, {"mail": mail, "chat": chat})
    assert deliver(post).sent == 2
    assert (beside, chat.tried, mail.tried) == ([Delivered(sent=1)], ["quick"], ["slow", "behind"])


def test_nobody_is_disturbed_in_quiet_hours() -> None:
    """What is owed then goes out when they end, and costs no try."""
    night = replace(LEGAL, quiet=QuietHours(time(22), time(7), "Europe/Stockholm"))
    mail = Channel()
    archive = archive_of(owed("a"))
    late = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)
    assert go(archive, {"mail": mail}, late, [night]) == Delivered()
    assert go(archive, {"mail": mail}, late + timedelta(hours=8), [night]) == Delivered(sent=1)


def test_a_digest_gathers_what_waited_until_its_time() -> None:
    """What came before the time of day is told together, once, and what comes after waits for the next."""
    daily = replace(LEGAL, digest=Timetable(time(8)))
    mail = Channel()
    archive = archive_of(replace(owed("a"), for_digest=True), replace(owed("b", minutes=3), for_digest=True))
    assert go(archive, {"mail": mail}, NOW, [daily]) == Delivered()
    morning = datetime(NOW.year, NOW.month, NOW.day, 8, tzinfo=UTC) + timedelta(days=1)
    assert go(archive, {"mail": mail}, morning, [daily]) == Delivered(sent=1)
    [(sent, _)] = mail.sent
    assert [notice.id for notice in archive.slots[sent].owed.notice.gathered] == ["a", "b"]
    assert go(archive, {"mail": mail}, morning + timedelta(hours=1), [daily]) == Delivered()


def test_what_filters_left_out_is_told_on_monday() -> None:
    """Whoever has no digest of their own gets one once a week."""
    mail = Channel()
    archive = archive_of(replace(owed("a"), for_digest=True))
    monday = following(DEFAULT_DIGEST, NOW)
    assert go(archive, {"mail": mail}, monday - timedelta(seconds=1)) == Delivered()
    assert go(archive, {"mail": mail}, monday) == Delivered(sent=1)


def test_a_channel_that_is_down_for_a_day_costs_a_try_an_hour_and_loses_nothing() -> None:
    """A thousand notices wait meanwhile, and all go out once it works again."""
    mail = Channel({f"{number:03}": busy() for number in range(1_000)})
    archive = archive_of(*(owed(f"{number:03}", minutes=number % 50) for number in range(1_000)))
    now = NOW
    while now < NOW + timedelta(days=1):
        assert go(archive, {"mail": mail}, now).sent == 0
        now += timedelta(minutes=10)
    assert len(mail.tried) < 50
    mail.failing.clear()
    assert go(archive, {"mail": mail}, now + timedelta(hours=1)) == Delivered(sent=1_000)


def test_what_waited_behind_a_dead_channel_is_given_up_with_it() -> None:
    """After three days all of it is parked at once: one try an hour for each would take for ever."""
    archive = archive_of(owed("a"), owed("b", minutes=1), owed("c", minutes=2))
    down = {"mail": Channel({"a": busy(), "b": busy(), "c": busy()})}
    go(archive, down)
    result = go(archive, down, NOW + timedelta(days=3))
    assert (result.parked, len(archive.waiting_parked()), archive.owed_count()) == (3, 3, 0)


def test_ten_thousand_notices_behind_a_dead_channel_cost_one_try(place: Place) -> None:
    """They are put off, and after three days given up, all at once; nothing is lost."""
    with open_at(place, reader=LINES) as archive:
        see_first(archive, THIRTY)
        change = changed(THIRTY, SIXTY, 2, NOW)
        notices = [replace(notice_of(change, "legal"), id=f"msg_{number}") for number in range(10_000)]
        archive.record(SOURCE, page(SIXTY, NOW), change, notices)
        down = Down()
        assert go(archive, {"mail": down}).put_off == 10_000
        assert (down.tries, archive.owed_count(), archive.waiting(NOW)) == (1, 10_000, [])
        assert go(archive, {"mail": down}, NOW + timedelta(days=3)).parked == 10_000
        assert (down.tries, archive.owed_count(), len(archive.waiting_parked())) == (2, 0, 10_000)


class Down:
    """Takes nothing."""

    tries = 0

    def send(self, notice: Notice, address: str, now: datetime) -> None:  # noqa: ARG002 - as every channel
        self.tries += 1
        raise busy()


# --- what would be lost or repeated -------------------------------------------------------

DAILY = replace(LEGAL, digest=Timetable(time(8)))
NIGHTLY = replace(LEGAL, quiet=QuietHours(time(22), time(7)))


def test_what_is_filed_with_the_time_of_a_digest_that_was_sent_comes_with_the_next(place: Place) -> None:
    """Two documents are filed under one day, the second when the digest of the first is gone."""
    mail = Channel()
    with open_at(place) as archive:
        for day, name in enumerate(("one", "two"), start=1):
            archive.owe(alarm(name, NOW - timedelta(days=9), for_digest=True))
            go(archive, {"mail": mail}, NOW + timedelta(days=day), who=[DAILY])
    assert len({notice for notice, _ in mail.sent}) == 2


def test_what_waits_since_times_that_are_still_to_come_goes_into_one_digest(place: Place) -> None:
    """The clock was put back by a year while several changes waited."""
    mail = Channel()
    with open_at(place) as archive:
        for day in range(3):
            archive.owe(alarm(f"{day}", NOW + timedelta(days=300 + day), for_digest=True))
        for day in range(3):
            go(archive, {"mail": mail}, NOW + timedelta(days=day), who=[DAILY])
    assert len(mail.sent) == 1


def test_a_channel_that_asks_for_a_week_is_left_alone_however_long_is_kept_trying(place: Place) -> None:
    """What is asked for is cut to what no clock that was put back could have set."""
    mail = Channel({"a": busy(retry_after=7 * 86_400.0)})
    with open_at(place) as archive:
        archive.owe(alarm("a", NOW))
        for minute in range(3):
            post = post_of(archive, {"mail": mail}, NOW + timedelta(minutes=minute))
            deliver(replace(post, give_up=timedelta(days=14)))
    assert mail.tried == ["a"]


def test_quiet_hours_that_begin_while_much_is_sent_keep_the_rest() -> None:
    """Each look at the clock takes twenty seconds, and two minutes are left."""
    times = iter(datetime(2026, 3, 2, 21, 58, tzinfo=UTC) + timedelta(seconds=20) * tick for tick in range(100))
    mail = Channel()
    archive = archive_of(*(owed(f"{minute}", minutes=minute) for minute in range(9)))
    deliver(replace(post_of(archive, {"mail": mail}, who=[NIGHTLY]), clock=lambda: next(times)))
    assert 0 < len(mail.sent) < 9
    assert archive.owed_count() == 9 - len(mail.sent)


def test_a_notice_that_cannot_be_read_any_more_is_parked_and_the_others_are_sent(tmp_path: Path) -> None:
    """The change that one tells of is damaged; what is owed after it is told all the same."""
    mail, place = Channel(), tmp_path / "archive.db"
    with open_archive(place, reader=LINES) as archive:
        see_first(archive, THIRTY)
        change = changed(THIRTY, SIXTY, 2, NOW)
        archive.record(SOURCE, page(SIXTY, NOW), change, [notice_of(change, "legal")])
        archive.owe(alarm("after", NOW + timedelta(hours=1)))
        with closing(sqlite3.connect(place)) as conn, conn:
            conn.execute("UPDATE changes SET frame = x'00'")
        result = go(archive, {"mail": mail}, NOW + timedelta(days=1))
        assert len(archive.waiting_parked()) == 1
    assert mail.sent == [("after", LEGAL.address)]
    assert (result.sent, result.parked) == (1, 1)
    assert "cannot be unpacked" in result.troubles[0].error


@pytest.fixture(params=[*KINDS, "memory"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An empty archive of each kind, and the one in memory."""
    if request.param == "memory":
        yield archive_of()
        return
    with open_at(place_of(request)) as opened:
        yield opened


def test_a_parked_notice_that_fails_again_stands_before_no_other_the_next_time(anywhere: Archive) -> None:
    """The oldest is never taken; asked for twice, the one that was given up behind it is sent."""
    mail = Channel({"never": busy()})
    for name, at in (("never", NOW), ("good", NOW + timedelta(hours=1))):
        anywhere.owe(alarm(name, at))
        anywhere.park(name, NOW, "given up")
    for _ in range(2):
        retry_parked(post_of(anywhere, {"mail": mail}))
    assert len(anywhere.waiting_parked()) == 1
    assert mail.sent == [("good", LEGAL.address)]


def alarm(name: str, at: datetime, *, for_digest: bool = False) -> Notice:
    """A notice that tells of no change."""
    return replace(CHANGED, id=name, at=at, subscriber="legal", comparison=None, message="m", for_digest=for_digest)


def test_a_notice_that_alone_is_not_taken_keeps_no_other_waiting() -> None:
    """The next time the others go first: what a server cannot digest is no reason to stay silent about the rest."""
    mail = Channel({"poison": busy()})
    archive = archive_of(owed("poison"), owed("b", minutes=1), owed("c", minutes=2))
    assert go(archive, {"mail": mail}).sent == 0
    assert go(archive, {"mail": mail}, NOW + timedelta(seconds=2)).sent == 2
    assert mail.tried == ["poison", "b", "c", "poison"]
