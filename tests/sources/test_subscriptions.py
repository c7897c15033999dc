"""When a subscriber is told, and of what it is not: digests, quiet hours, muting, what is told at once, heartbeats."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import TOPICS
from monitor.errors import ConfigError
from monitor.model import Mute, Narrowing, QuietHours, Subscriber, Timetable
from monitor.sources import Config, parse
from monitor.sources.subscriptions import WEEKDAYS, timetable

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/terms"\ntags = ["eu"]\n'
CONSOLE = '[[subscriber]]\nname = "legal"\nchannel = "console"\n'


def read(lines: str, environ: Mapping[str, str] | None = None) -> Config:
    """A configuration with some lines more, at line 8."""
    return parse(SOURCE + CONSOLE + lines, name="sources.toml", folder=Path(), environ=environ or {})


def subscriber(line: str) -> Subscriber:
    """The subscriber with one line more, which is not warned of."""
    config = read(line)
    assert config.warnings == ()
    return config.subscribers[0]


def fault(line: str, environ: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """The line, the key and the message of the only thing that is wrong."""
    with pytest.raises(ConfigError) as caught:
        read(line, environ)
    (found,) = caught.value.faults
    return found.line, found.key, found.message


# --- when ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("daily 08:00", Timetable(time(8))),
        ("daily  8:05", Timetable(time(8, 5))),
        ("daily 23:59 Europe/Stockholm", Timetable(time(23, 59), "Europe/Stockholm")),
        ("weekly mon 08:00", Timetable(time(8), weekday=0)),
        ("weekly sun 00:00 Asia/Kolkata", Timetable(time(0), "Asia/Kolkata", 6)),
    ],
)
def test_a_digest_comes_daily_or_weekly_at_a_time_of_a_zone(words: str, expected: Timetable) -> None:
    """On the clocks of UTC unless another zone is named; a heartbeat is written alike."""
    assert subscriber(f'digest = "{words}"').digest == expected
    config = read(f'[daemon]\noperator = "legal"\nheartbeat = "{words}"')
    assert config.daemon.heartbeat == expected
    assert config.warnings == ()


def test_without_those_keys_all_is_told_at_once_at_any_hour() -> None:
    """No digest, no quiet hours, no heartbeat, nothing muted and nothing narrowed."""
    assert subscriber("") == Subscriber("legal", "console", "")
    assert read("").daemon.heartbeat is None


TIMETABLE_FAULTS = [
    ("hourly", '"hourly" is no timetable; write for example "daily 08:00", "weekly mon 08:00" or'),
    ("daily", "is no timetable"),
    ("weekly 08:00", "is no timetable"),
    ("Daily 08:00", "is no timetable"),
    ("daily 08:00 Europe/Stockholm mon", "is no timetable"),
    ("weekly mon 08:00 UTC UTC", "is no timetable"),
    ("daily 24:00", '"daily 24:00" names no time of the day, from 00:00 to 23:59; write for example'),
    ("daily 8", "names no time of the day"),
    ("daily ٠٨:٠٠", "names no time of the day"),
    ("weekly monday 08:00", '"monday" is no day of the week; did you mean "mon"?'),
    ("weekly 1 08:00", '"1" is no day of the week; write one of: mon, tue, wed'),
    ("daily 08:00 Europe/Stokholm", '"Europe/Stokholm" is no time zone; did you mean "Europe/Stockholm"?'),
]


@pytest.mark.parametrize(("words", "message"), TIMETABLE_FAULTS)
def test_what_is_no_timetable_is_refused(words: str, message: str) -> None:
    """By its line and key, with an example of what to write."""
    line, key, told = fault(f'digest = "{words}"')
    assert (line, key) == (8, "subscriber[1].digest")
    assert message in told
    assert fault(f'[daemon]\noperator = "legal"\nheartbeat = "{words}"') == (10, "daemon.heartbeat", told)


def test_a_heartbeat_needs_an_operator() -> None:
    """Else nobody would hear it, and nobody would know."""
    line, key, message = fault('[daemon]\nheartbeat = "daily 08:00"')
    assert (line, key) == (9, "daemon.heartbeat")
    assert message == "has nobody to go to; add operator with the name of the subscriber who is to hear it"


@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(sorted(available_timezones() - {"localtime"})),
    st.none() | st.integers(0, 6),
)
def test_every_timetable_can_be_written(at: time, zone: str, weekday: int | None) -> None:
    """Whatever its time, its zone and its day are."""
    often = "daily" if weekday is None else f"weekly {WEEKDAYS[weekday]}"
    assert timetable(f"{often} {at:%H:%M} {zone}") == Timetable(at, zone, weekday)


# --- quiet hours --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("22:00-07:00", QuietHours(time(22), time(7))),
        ("12:00-13:30 Europe/Stockholm", QuietHours(time(12), time(13, 30), "Europe/Stockholm")),
        ("8:00-7:59", QuietHours(time(8), time(7, 59))),
    ],
)
def test_quiet_hours_go_from_a_time_to_a_time(words: str, expected: QuietHours) -> None:
    """Over midnight where the end is before the start."""
    assert subscriber(f'quiet = "{words}"').quiet == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("22:00", '"22:00" is no span of quiet hours; write for example "22:00-07:00" or'),
        ("22:00-07:00 UTC UTC", "is no span of quiet hours"),
        ("22:00 - 07:00", "is no span of quiet hours"),
        ("22-07", "names no time of the day"),
        ("22:00-24:00", "names no time of the day"),
        ("08:00-8:00", "leaves no time to tell anything"),
        ("22:00-07:00 Stockholm", "is no time zone"),
    ],
)
def test_what_are_no_quiet_hours_is_refused(words: str, message: str) -> None:
    """Also a whole day, in which nothing could ever be told."""
    line, key, told = fault(f'quiet = "{words}"')
    assert (line, key) == (8, "subscriber[1].quiet")
    assert message in told


# --- muting -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("northline/*", Mute("northline/*")),
        ("tag:eu", Mute("tag:eu")),
        ("northline/voice until 2027-01-31", Mute("northline/voice", until=date(2027, 1, 31))),
        ("northline/voice#4/4.2", Mute("northline/voice", "4/4.2")),
        ("northline/voice#4/* until 2027-01-31", Mute("northline/voice", "4/*", date(2027, 1, 31))),
        ("tag:eu#Definitions/Force majeure", Mute("tag:eu", "Definitions/Force majeure")),
        ("*#C# until the end/2 until 2027-01-31 ", Mute("*", "C# until the end/2", date(2027, 1, 31))),
    ],
)
def test_sources_or_clauses_are_muted_for_good_or_until_a_day(words: str, expected: Mute) -> None:
    """The first "#" parts the source from its clauses, the last "until" parts off the day."""
    assert subscriber(f'mute = ["{words}"]').mute == (expected,)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("northline/voice until soon", '"northline/voice until soon" has no day behind "until"; write for example'),
        ("northline/voice until 2027-02-30", "has no day behind"),
        ("northline/voice until 20270131", "has no day behind"),
        ("northline/voice until 31.1.2027", "has no day behind"),
        ("#4/4.2", 'names no source; write for example "northline/voice" before "#"'),
        (" until 2027-01-31", "names no source"),
        ("northline/voice#", 'names no clause behind "#"; write for example "northline/voice#4/*"'),
        ("northline/voice# until 2027-01-31", "names no clause"),
    ],
)
def test_what_cannot_be_muted_is_refused(words: str, message: str) -> None:
    """By its place in the list."""
    line, key, told = fault(f'mute = [\n"northline/*",\n"{words}"]')
    assert (line, key) == (10, "subscriber[1].mute[2]")
    assert message in told


def test_muting_what_is_not_watched_is_warned_of() -> None:
    """Whether all of it or some clauses, for good or until a day."""
    config = read('mute = ["*/fax", "tag:us#4/*", "tag:eu#4/*", "harbor/* until 2027-01-31"]')
    assert [one.key for one in config.warnings] == [f"subscriber[1].mute[{place}]" for place in (1, 2, 4)]


# --- what is told at once -----------------------------------------------------------------


def test_what_is_told_at_once_is_taken() -> None:
    """Topics, the least severity, globs of clauses, and words, all of them as written."""
    lines = 'topics = ["age", "fees and taxes"]\nseverity = "medium"\nclauses = ["4/*"]\nwords = ["30 days"]'
    expected = Narrowing(frozenset({"age", "fees and taxes"}), "medium", ("4/*",), ("30 days",))
    assert subscriber(lines).narrowing == expected


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_a_comparison_can_be_asked_for(topic: str) -> None:
    """By the name that it has in a diff."""
    assert subscriber(f'topics = ["{topic}"]').narrowing.topics == {topic}


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ('topics = ["liability", "privcy"]', "topics[2]", '"privcy" is not known here; did you mean "privacy"?'),
        ('topics = ["fax"]', "topics[1]", "write one of: liability, warranty"),
        ('severity = "grave"', "severity", "write one of: low, medium, high"),
        ('words = ["..."]', "words[1]", '"..." holds no word; write for example "30 days"'),
        ("words = [30]", "words[1]", "must be text in quotes, not a number"),
        ('clauses = [""]', "clauses[1]", "must not be empty"),
        ("digest = 08:00:00", "digest", "must be text in quotes, not a date or time"),
        ("mute = [2027-01-31]", "mute[1]", "must be text in quotes, not a date or time"),
    ],
)
def test_what_nobody_can_ask_for_is_refused(line: str, key: str, message: str) -> None:
    """With the names there are, or an example."""
    number, where, told = fault(line)
    assert (number, where) == (8, f"subscriber[1].{key}")
    assert message in told


@pytest.mark.parametrize(
    "line",
    [
        'digest = "env:S"', 'quiet = "env:S"', 'mute = ["env:S"]', 'topics = ["env:S"]', 'severity = "env:S"',
        'digest = "env:T"', 'digest = "env:W"', 'quiet = "env:Q"', 'mute = ["env:U"]',
    ],
)  # fmt: skip
def test_what_came_from_the_environment_is_not_repeated(line: str) -> None:
    """Not even a part of it."""
    environ = {
        "S": "s3cret#",
        "T": "daily 08:00 s3cret",
        "W": "weekly s3cret 08:00",
        "Q": "s3cret-08:00",
        "U": "a/b until s3cret",
    }
    assert "s3cret" not in fault(line, environ)[2]


# --- the documentation --------------------------------------------------------------------

DOCS = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
SECTION = DOCS.split("\n### Digests, quiet hours and muting\n")[1].split("\n## ")[0]


def test_the_documented_subscribers_load() -> None:
    """As they stand there, beside the source they name."""
    (example,) = re.findall(r"```toml\n(.*?)```", SECTION, re.DOTALL)
    text = SOURCE.replace("northline/voice", "northline/voice-terms") + example
    config = parse(text, name="sources.toml", folder=Path(), environ={})
    assert config.warnings == ()
    counsel, purchasing = config.subscribers
    assert counsel.narrowing == Narrowing(frozenset({"liability", "data sharing"}), "high")
    assert counsel.mute == (Mute("northline/voice-terms", "9/*", date(2027, 1, 31)),)
    assert counsel.quiet == QuietHours(time(20), time(7), "Europe/Stockholm")
    assert purchasing.digest == Timetable(time(8), "Europe/Stockholm")


def test_every_topic_is_documented() -> None:
    """In the words that are to be written, and no other."""
    (listed,) = re.findall(r"- `topics` are those a diff names: (.*?)\.\n", SECTION, re.DOTALL)
    assert re.findall(r'"([^"]+)"', " ".join(listed.split())) == list(TOPICS)
