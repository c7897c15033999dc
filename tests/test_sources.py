"""The configuration file: what is read from it, what of it has no effect, and its documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ConfigError, Fault
from monitor.model import Mute
from monitor.sources import Config, EmailConfig, load, parse
from monitor.sources.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
SECRET = "whsec_bm9ydGhsaW5lLW5vcnRobGluZS1ub3J0aGxpbmU="
SOURCE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/terms"\n'
CONSOLE = '[[subscriber]]\nname = "terminal"\nchannel = "console"\n'


def read(text: str, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration in a text."""
    return parse(text, name="sources.toml", folder=Path("folder"), environ=environ or {})


# --- what a file gives ----------------------------------------------------------


def test_an_empty_file_has_every_default_and_says_that_nothing_is_watched() -> None:
    """An empty file is a configuration without sources, and warns of it."""
    config = read("")
    assert config.sources == ()
    assert config.archive.path == Path("folder/snapshots/archive.db")
    assert (config.fetch.timeout, config.fetch.max_bytes, config.fetch.host_delay) == (30.0, 10_000_000, 1.0)
    assert (config.daemon.tick, config.daemon.give_up, config.daemon.operator) == (5.0, timedelta(days=3), "")
    assert config.email is None
    assert config.warnings == (Fault(1, "file", "there is no [[source]], so nothing is watched"),)


def test_a_source_has_all_that_its_table_says() -> None:
    """Each key of a source ends up in the source."""
    text = """
[[source]]
id = "harbor/cloud-2"
title = "Harbor Cloud Terms"
urls = ["https://harbor.example/1", "http://harbor.example:8080/2?part=b#end"]
cron = "0 7 * * mon-fri"
timezone = "Europe/Stockholm"
select = "main > article"
remove = [".banner", "#cookies"]
section = "Service Terms"
robots = "ignore"
headers = { Accept-Language = "en" }
tags = ["cloud"]
confirm = "12h"
hold = "2d"
failures = 5
failing = "6h"
"""
    (source,) = read(text).sources
    assert (source.confirm, source.hold) == (timedelta(hours=12), timedelta(days=2))
    assert (source.failures, source.failing) == (5, timedelta(hours=6))
    assert source.id == "harbor/cloud-2"
    assert source.urls == ("https://harbor.example/1", "http://harbor.example:8080/2?part=b#end")
    assert (source.title, source.section, source.robots) == ("Harbor Cloud Terms", "Service Terms", "ignore")
    assert (source.cron, source.timezone) == ("0 7 * * mon-fri", "Europe/Stockholm")
    assert (source.select, source.remove) == ("main > article", (".banner", "#cookies"))
    assert dict(source.headers) == {"Accept-Language": "en"}
    assert source.tags == ("cloud",)


def test_the_other_tables_are_read_whole() -> None:
    """Each key of fetch, channels and daemon ends up in the configuration."""
    config = read(f"""
[archive]
path = "/var/lib/watch.db"
[fetch]
timeout = 2.5
max_bytes = 1000
host_delay = 0
workers = 3
allow_private = ["10.0.0.0/8", "::1"]
contact = "mailto:terms@northline.example"
proxy = "http://user:word@proxy.example:3128"
[channel.email]
host = "smtp.northline.example"
from = "terms@northline.example"
port = 2525
starttls = "always"
tls = true
ca_file = "ca.pem"
user = "u"
password = "p w"
timeout = 5
[channel.webhook]
secret = "{SECRET}"
allow_private = ["127.0.0.1"]
[channel.slack]
allow_private = ["192.168.0.0/16"]
[daemon]
tick = 0.5
give_up = "1d12h"
operator = "terminal"
{CONSOLE}""")
    assert config.archive.path == Path("/var/lib/watch.db")
    assert (config.fetch.timeout, config.fetch.max_bytes, config.fetch.host_delay) == (2.5, 1000, 0)
    assert (config.fetch.workers, config.fetch.contact) == (3, "mailto:terms@northline.example")
    assert config.fetch.allow_private == (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    assert config.fetch.proxy == "http://user:word@proxy.example:3128"
    assert config.email == EmailConfig(
        host="smtp.northline.example",
        sender="terms@northline.example",
        port=2525,
        starttls="always",
        tls=True,
        user="u",
        password="p w",
        timeout=5,
        ca_file=Path("folder/ca.pem"),
    )
    assert (config.webhook.secret, config.webhook.allow_private) == (SECRET, (ip_network("127.0.0.1"),))
    assert config.slack.allow_private == (ip_network("192.168.0.0/16"),)
    assert (config.daemon.tick, config.daemon.give_up) == (0.5, timedelta(days=1, hours=12))
    assert config.daemon.operator == "terminal"


def test_a_mail_server_needs_a_host_and_a_sender_only() -> None:
    """The rest of [channel.email] has defaults; the sender may have a name."""
    email = read('[channel.email]\nhost = "smtp.example.com"\nfrom = "Terms <a@example.com>"').email
    assert email == EmailConfig("smtp.example.com", "Terms <a@example.com>")
    assert (email.port, email.starttls, email.tls) == (0, "auto", False)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("6h", timedelta(hours=6)),
        ("30m", timedelta(minutes=30)),
        ("1s", timedelta(seconds=1)),
        ("2d", timedelta(days=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1d2h3m4s", timedelta(days=1, hours=2, minutes=3, seconds=4)),
    ],
)
def test_durations_are_read(words: str, length: timedelta) -> None:
    """Days, hours, minutes and seconds add up."""
    assert read(f'{SOURCE}every = "{words}"').sources[0].every == length


def test_defaults_hold_where_a_source_says_nothing() -> None:
    """A source without a schedule, time zone or robots takes those of [defaults]."""
    defaults = '[defaults]\ncron = "5 4 * * *"\ntimezone = "Asia/Tokyo"\nrobots = "ignore"\n'
    (source,) = read(defaults + SOURCE).sources
    assert (source.cron, source.timezone, source.robots) == ("5 4 * * *", "Asia/Tokyo", "ignore")


def test_a_source_overrides_the_defaults() -> None:
    """A source's own schedule replaces the default one, whichever of the two kinds each is."""
    by_cron = read('[defaults]\ncron = "5 4 * * *"\nrobots = "ignore"\n' + SOURCE + 'every = "1h"\nrobots = "respect"')
    by_length = read('[defaults]\nevery = "2h"\n' + SOURCE + 'cron = "0 1 * * *"')
    assert by_cron.sources[0].cron is None
    assert by_cron.sources[0].every == timedelta(hours=1)
    assert by_cron.sources[0].robots == "respect"
    assert by_length.sources[0].cron == "0 1 * * *"
    assert read('[defaults]\nevery = "2h"\n' + SOURCE).sources[0].every == timedelta(hours=2)
    assert read('[fetch]\nrobots = "ignore"\n' + SOURCE).sources[0].robots == "ignore"
    assert read(SOURCE).sources[0].every == timedelta(hours=6)


def test_whether_a_page_is_rendered_is_said_by_the_source_or_the_defaults() -> None:
    """Pages are read as the server sends them unless somebody says otherwise; the source has the last word."""
    assert read(SOURCE).sources[0].render is False
    assert read(SOURCE + "render = true").sources[0].render is True
    assert read('[defaults]\nrender = "auto"\n' + SOURCE).sources[0].render == "auto"
    assert read('[defaults]\nrender = "auto"\n' + SOURCE + "render = false").sources[0].render is False


def test_a_source_waits_as_long_as_the_defaults_say_unless_it_says_otherwise() -> None:
    """Each of the four keys by itself; false takes a default confirmation away, and without any there is none."""
    defaults = '[defaults]\nconfirm = "1h"\nhold = "2h"\nfailures = 7\nfailing = "3h"\n'
    own = 'confirm = "4h"\nhold = "5h"\nfailures = 8\nfailing = "6h"\n'

    def waits(text: str) -> tuple[timedelta | None, timedelta, int, timedelta]:
        (source,) = read(text).sources
        return source.confirm, source.hold, source.failures, source.failing

    hour = timedelta(hours=1)
    assert waits(defaults + SOURCE) == (hour, 2 * hour, 7, 3 * hour)
    assert waits(defaults + SOURCE + own) == (4 * hour, 5 * hour, 8, 6 * hour)
    assert waits(defaults + SOURCE + "confirm = false\n") == (None, 2 * hour, 7, 3 * hour)
    assert waits(SOURCE) == (None, 24 * hour, 3, 24 * hour)


def test_a_subscriber_may_ask_for_no_terms() -> None:
    """That is what an operator wants; for anyone else it is warned of, since they would never be told of anything."""
    silent = f"{SOURCE}{CONSOLE}sources = []\n"
    operator = read(f'{silent}[daemon]\noperator = "terminal"')
    assert operator.subscribers[0].sources == ()
    assert operator.warnings == ()
    warnings = read(silent).warnings
    assert [(fault.line, fault.key) for fault in warnings] == [(7, "subscriber[1].sources")]
    assert "never told" in warnings[0].message


def test_a_subscriber_has_all_that_its_table_says() -> None:
    """Filters of a subscriber are kept; without any it hears of what alerts, from every source."""
    text = (
        SOURCE
        + CONSOLE
        + 'sources = ["northline/*"]\nonly = ["cosmetic"]\nmute = ["*/voice"]\n'
        + ('[[subscriber]]\nname = "legal"\nchannel = "slack"\naddress = "https://hooks.example/1"\n')
    )
    terminal, legal = read(text).subscribers
    assert (terminal.name, terminal.channel, terminal.address) == ("terminal", "console", "")
    assert (terminal.sources, set(terminal.only), terminal.mute) == (("northline/*",), {"cosmetic"}, (Mute("*/voice"),))
    assert (legal.sources, set(legal.only)) == (("*",), {"changed", "date-only", "seen-before"})
    assert legal.address == "https://hooks.example/1"


def test_a_file_is_read_with_paths_relative_to_it(tmp_path: Path) -> None:
    """The archive stands beside the file, wherever the command runs; a byte order mark is no mistake."""
    file = tmp_path / "watch.toml"
    file.write_bytes(b"\xef\xbb\xbf" + f'[archive]\npath = "data/a.db"\r\n{SOURCE}'.encode())
    config = load(file, {})
    assert config.archive.path == tmp_path / "data" / "a.db"
    assert config.sources[0].id == "northline/voice"


def test_the_shipped_sources_load_without_a_warning() -> None:
    """The file in the repository watches three providers and tells a terminal, without any secret."""
    config = load(ROOT / "sources.toml", {})
    assert [source.id for source in config.sources] == [
        "genesys/voice-third-party-terms",
        "sinch/contact-pro-supplemental",
        "microsoft/dynamics-365-voice-sms",
    ]
    assert [subscriber.channel for subscriber in config.subscribers] == ["console"]
    assert config.warnings == ()


def test_the_examples_in_the_shipped_sources_work_once_uncommented() -> None:
    """Each example that is commented out is itself a valid table."""
    text = (ROOT / "sources.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^# (?=\[|[a-z]+ = )", "", text)
    environ = {
        "CLAUSEWATCH_SLACK_URL": "https://hooks.example/1",
        "CLAUSEWATCH_SMTP_PASSWORD": "made up",
        "CLAUSEWATCH_WEBHOOK_SECRET": SECRET,
    }
    config = read(text, environ)
    assert {subscriber.channel for subscriber in config.subscribers} == {"console", "slack", "email", "webhook"}
    assert config.warnings == ()


# --- what may do something else than expected -------------------------------------------------


def test_the_web_pages_have_their_address_and_a_token_that_is_not_shown() -> None:
    """[web] is read whole, and a log that shows the configuration does not show the token."""
    config = read(f'{SOURCE}[web]\nurl = "https://terms.example.com"\ntoken = "env:TOKEN"', {"TOKEN": "made up"})
    assert (config.web.url, config.web.token) == ("https://terms.example.com", "made up")
    assert config.warnings == ()
    assert "made up" not in repr(config)


def test_globs_that_match_no_source_are_warned_of() -> None:
    """A subscriber's glob or tag that fits no source is told where it stands."""
    text = SOURCE + 'tags = ["voice"]\n' + CONSOLE
    text += 'sources = [\n"northline/*", "tag:voice",\n"harbor/*", "tag:cloud"]\nmute = ["*/fax"]'
    assert [(fault.line, fault.key) for fault in read(text).warnings] == [
        (10, "subscriber[1].sources[3]"),
        (10, "subscriber[1].sources[4]"),
        (11, "subscriber[1].mute[1]"),
    ]


@pytest.mark.parametrize(("weekdays", "warned"), [("1-5", True), ("mon,3", True), ("mon-fri", False), ("*/2", False)])
def test_weekdays_by_number_are_warned_of(weekdays: str, warned: bool) -> None:
    """Numbers of weekdays mean other days here than in other crons, so that they are pointed out."""
    warnings = read(f'{SOURCE}cron = "0 7 * * {weekdays}"').warnings
    assert [(fault.line, fault.key) for fault in warnings] == ([(4, "source[1].cron")] if warned else [])


# --- the documentation ----------------------------------------------------------------------------


def section(title: str) -> str:
    """The part of the documentation under a heading."""
    return DOCS.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("place", [place for place in TABLES if place and place != ("channel",)])
def test_every_key_is_documented(place: tuple[str, ...]) -> None:
    """Each key of each table has a row in the part of the documentation about that table."""
    name = ".".join(place)
    title = f"`[[{name}]]`" if name in {"source", "subscriber"} else f"`[{name}]`"
    keys = {field.alias or key for key, field in TABLES[place].model_fields.items()}
    assert keys <= set(re.findall(r"^\| `([a-z_]+)` \|", section(title), re.MULTILINE))


def test_the_documented_example_loads() -> None:
    """The first example of the documentation is a working file."""
    example = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)[0]
    config = read(example, {"CLAUSEWATCH_SMTP_PASSWORD": "made up"})
    assert [source.id for source in config.sources] == ["northline/voice-terms"]
    assert config.warnings == ()


def test_documented_faults_are_what_is_printed() -> None:
    """The mistakes shown in the documentation give the messages shown beside them."""
    faulty, printed = re.findall(r"```(?:toml|text)\n(.*?)```", section("When something is wrong"), re.DOTALL)
    with pytest.raises(ConfigError) as caught:
        read(faulty)
    assert str(caught.value) == printed.strip()


def test_two_readings_of_one_file_are_equal() -> None:
    """Two readings of one file are equal, so that a change of configuration can be told from none."""
    assert read(SOURCE) == read(SOURCE)
    assert read(SOURCE) != replace(read(SOURCE), sources=())
