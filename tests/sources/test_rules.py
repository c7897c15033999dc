"""Mistakes in a configuration file: all of them at once, each with its line, its key and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ConfigError, Fault
from monitor.sources import Config, load, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/terms"\n'
CONSOLE = '[[subscriber]]\nname = "terminal"\nchannel = "console"\n'


def read(text: str, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration in a text."""
    return parse(text, name="sources.toml", folder=Path("folder"), environ=environ or {})


def faults(text: str, environ: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    with pytest.raises(ConfigError) as caught:
        read(text, environ)
    return caught.value.faults


def only_fault(text: str, environ: Mapping[str, str] | None = None) -> Fault:
    """The one thing that is wrong with a text."""
    (fault,) = faults(text, environ)
    return fault


# --- files that cannot be read at all ----------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is told by its name and by what to do."""
    with pytest.raises(ConfigError, match=r"absent\.toml: does not exist; name the configuration with --config FILE"):
        load(tmp_path / "absent.toml", {})


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """What cannot be opened is told with the system's reason."""
    with pytest.raises(ConfigError, match="cannot be opened"):
        load(tmp_path, {})


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told by the line of the first of them."""
    file = tmp_path / "sources.toml"
    file.write_bytes(b'[[source]]\ntitle = "caf\xe9"\n')
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(2, "encoding")]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('[fetch]\ntimeout = "3\nworkers = 1\n', 2, "column 13"),
        ("[fetch]\n\ntimeout 3\n", 3, "column 9"),
        ('title = """\n\n', 3, "end of file"),
        ("a = 1" + "0" * 5000, 0, "syntax"),
    ],
)
def test_a_syntax_error_has_its_line_and_column(text: str, line: int, key: str) -> None:
    """What is not TOML is one fault, where the parser stopped."""
    fault = only_fault(text)
    assert (fault.line, fault.key) == (line, key)
    assert fault.message.startswith("is not TOML (")
    assert "(at" not in fault.message


def test_a_key_that_stands_twice_is_told_as_such() -> None:
    """TOML takes a key once; the hint says so instead of looking for a bracket."""
    assert "stands a second time" in only_fault("[fetch]\nworkers = 1\nworkers = 2\n").message


def test_nesting_without_end_is_refused() -> None:
    """A file that exhausts the parser is a configuration error and no crash."""
    with pytest.raises(ConfigError, match="nested too deeply"):
        read("a = " + "[" * 5000)


# --- every fault at once, each with its line and key -----------------------------------


def test_all_faults_are_told_at_once_in_file_order(tmp_path: Path) -> None:
    """Mistakes of every kind in one file are all told, each on its line."""
    file = tmp_path / "sources.toml"
    file.write_text(
        """\
[daemon]
tick = "5"

[[source]] # the first one
id = "Northline/Voice"
url = "https://northline.example/terms"

[[source]]
id = "harbor/cloud"
urls = [
    "https://harbor.example/1",
    "ftp://harbor.example/2",   # wrong
]
evry = "1h"
"headers" = { Cookie = "env:HARBOR_COOKIE" }

[[source]]
id = "harbor/cloud"

[[subscriber]]
channel = "email"
address = "legal@example.com"

[nonsense]
[source.headers]
""",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert [(fault.line, fault.key) for fault in caught.value.faults] == [
        (2, "daemon.tick"),
        (5, "source[1].id"),
        (12, "source[2].urls[2]"),
        (14, "source[2].evry"),
        (15, "source[2].headers.Cookie"),
        (17, "source[3].url"),
        (18, "source[3].id"),
        (20, "subscriber[1].name"),
        (21, "subscriber[1].channel"),
        (24, "nonsense"),
    ]
    assert f"{file}:14: source[2].evry: is not known here; did you mean" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("[fetch]\ntimeot = 3", 2, "fetch.timeot", 'did you mean "timeout"?'),
        ("[fetch]\nzzz = 3", 2, "fetch.zzz", "write one of: timeout, max_bytes"),
        ("[fecth]", 1, "fecth", 'did you mean "fetch"?'),
        ("[channel.apprise]\nurl = 'x'", 1, "channel.apprise", "give the apprise URL as the address"),
        ('[channel.email]\nhost = "h"', 1, "channel.email.from", "is missing; add from ="),
        ("[[subscriber]]\nname = 'a'", 1, "subscriber[1].channel", "is missing; add channel ="),
        ("[fetch]\ntimeout = '3'", 2, "fetch.timeout", "must be a number, not text"),
        ("[fetch]\ntimeout = true", 2, "fetch.timeout", "must be a number, not true or false"),
        ("[fetch]\ntimeout = 0", 2, "fetch.timeout", "must be more than 0"),
        ("[fetch]\ntimeout = nan", 2, "fetch.timeout", "must be a finite number"),
        ("[fetch]\ntimeout = 1" + "0" * 400, 2, "fetch.timeout", "is too large a number"),
        ("[fetch]\nhost_delay = -1", 2, "fetch.host_delay", "must be at least 0"),
        ("[fetch]\nworkers = 1.5", 2, "fetch.workers", "must be a whole number, not a decimal number"),
        ("[fetch]\nworkers = 100_000", 2, "fetch.workers", "must be at most 256"),
        ("[fetch]\nmax_bytes = 2020-01-01", 2, "fetch.max_bytes", "not a date or time"),
        ("[fetch]\nrobots = 'obey'", 2, "fetch.robots", "write one of: respect, ignore"),
        ("[fetch]\nrobots = 'respekt'", 2, "fetch.robots", 'did you mean "respect"?'),
        ("[fetch]\nallow_private = '10.0.0.0/8'", 2, "fetch.allow_private", "must be a list in square brackets"),
        ("[fetch]\nallow_private = ['10.0.0.1/8']", 2, "fetch.allow_private[1]", 'did you mean "10.0.0.0/8"?'),
        ("[fetch]\nallow_private = [\n'::1', 'lan']", 3, "fetch.allow_private[2]", "is no network"),
        ("[fetch]\ncontact = 'a) b'", 2, "fetch.contact", "cannot stand in a user agent"),
        ("[fetch]\nproxy = 'socks5://user:word@p.example'", 2, "fetch.proxy", "does not begin with http://"),
        ("[fetch]\nproxy = 'https://p.example:3128'", 2, "fetch.proxy", "only proxies with one are supported"),
        ("[archive]\nurl = 'mysql://u@h/n'", 2, "archive.url", "does not begin with postgresql://"),
        ("archive = 'a.db'", 1, "archive", "must be a table, not text"),
        ("[source]\nid = 'a/b'", 1, "source", "write [[source]], in two square brackets"),
        ("subscriber = ['legal']", 1, "subscriber[1]", "write [[subscriber]], in two square brackets"),
        ("[daemon]\ngive_up = 3", 2, "daemon.give_up", "must be text in quotes, not a number"),
        ("[defaults]\nevery = '1h'\ncron = '0 1 * * *'", 3, "defaults.cron", "keep one of the two"),
        ("[channel.webhook]\nsecret = 'whsec_not base64'", 2, "channel.webhook.secret", "is no webhook secret"),
        ("[channel.webhook]\nsecret = 'bm9ydGhsaW5l'", 2, "channel.webhook.secret", "is no webhook secret"),
        ("[channel.email]\nhost = 'h'\nfrom = 'a@b, c@d'", 3, "channel.email.from", "is no mail address"),
        ("[channel.email]\nhost = 'h'\nfrom = 'me'", 3, "channel.email.from", "is no mail address"),
        ("[channel.email]\nhost = 'h'\nfrom = 'a@b'\nstarttls = 'no'", 4, "channel.email.starttls", "write one of"),
        ("[web]\nurl = 'terms.example.com'", 2, "web.url", "does not begin with http://"),
    ],
)
def test_each_table_keeps_its_rules(text: str, line: int, key: str, words: str) -> None:
    """A wrong key or value in a table is one fault that says what to do."""
    fault = only_fault(text)
    assert (fault.line, fault.key) == (line, key)
    assert words in fault.message


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("every = '6 hours'", "every", 'is no duration; write for example "30m"'),
        ("every = '0s'", "every", "is too short"),
        ("every = ''", "every", "must not be empty"),
        ("every = '30m1h'", "every", "is no duration"),
        ("cron = '0 7 * *'", "cron", "is no cron expression (Wrong number of fields"),
        ("cron = '0 25 * * *'", "cron", "is no cron expression"),
        ("cron = '0 0 31 2 *'", "cron", "names a time that never comes"),
        ("timezone = 'Europe/Stokholm'", "timezone", 'did you mean "Europe/Stockholm"?'),
        ("timezone = 'Europe'", "timezone", "is no time zone"),
        ("timezone = '../UTC'", "timezone", "is no time zone"),
        ("select = 'div['", "select", "is no CSS selector"),
        ("remove = ['p', '>>']", "remove[2]", "is no CSS selector"),
        ("render = 'yes'", "render", 'must be "auto", true or false'),
        ("confirm = '1 day'", "confirm", "is no duration"),
        ("confirm = true", "confirm", "must be text in quotes, not true or false"),
        ("hold = false", "hold", "must be text in quotes, not true or false"),
        ("hold = '0s'", "hold", "is too short"),
        ("failures = 0", "failures", "must be at least 1"),
        ("failures = 1001", "failures", "must be at most 1000"),
        ("failures = '3'", "failures", "must be a whole number, not text"),
        ("failing = 24", "failing", "must be text in quotes, not a number"),
        ("urls = ['https://northline.example/2']", "urls", "stands beside url"),
        ('title = "two\\nlines"', "title", "must be one line"),
        ("headers = 'Cookie: a'", "headers", "must be a table, not text"),
        ("headers = { 'a b' = 'c' }", 'headers."a b"', "is no header name"),
        ("headers = { Host = 'c' }", "headers.Host", "is set by clausewatch itself"),
        ('headers = { Cookie = "a\\r\\nb" }', "headers.Cookie", "without control characters"),
        ("headers = { Cookie = 'σ' }", "headers.Cookie", "cannot be sent as a header"),
        ("headers = { Cookie = ' a' }", "headers.Cookie", "cannot be sent as a header"),
        ("tags = 'telephony'", "tags", "must be a list in square brackets, not text"),
    ],
)
def test_a_source_keeps_its_rules(line: str, key: str, words: str) -> None:
    """A wrong value in a source is one fault on the line of its key."""
    fault = only_fault(SOURCE + line)
    assert (fault.line, fault.key) == (4, f"source[1].{key}")
    assert words in fault.message


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("northline.example/terms", "does not begin with http:// or https://"),
        ("file:///etc/passwd", "does not begin with http:// or https://"),
        ("javascript:alert(1)", "does not begin with http:// or https://"),
        ("https:///terms", "names no host"),
        ("https://a b.example/", "holds a space"),
        ("https://northline.example:/terms", "names no port"),
        (f"https://northline.example/{'x' * 3000}", "is longer than 2,000 characters"),
        ("https://[::1/terms", "is no address"),
        ("https://northline.example:99999/", "is no address"),
        ("https://northline..example/", "is no address"),
        ("https://user:word@northline.example/", "holds a user name or password"),
    ],
)
def test_addresses_that_cannot_be_fetched_are_refused(url: str, words: str) -> None:
    """An address must be http or https, with a host, without credentials; those are never repeated."""
    fault = only_fault(f'[[source]]\nid = "northline/voice"\nurl = "{url}"')
    assert (fault.line, fault.key) == (3, "source[1].url")
    assert words in fault.message
    assert "word@" not in fault.message


@pytest.mark.parametrize(
    "name", ["northline", "Northline/voice", "northline/voice/1", "../etc", "a/", "a/" + "b" * 101]
)
def test_source_ids_are_two_plain_names(name: str) -> None:
    """An id becomes a file name, so that only provider/document in a-z, 0-9 and dashes will do."""
    fault = only_fault(f'[[source]]\nid = "{name}"\nurl = "https://northline.example/"')
    assert (fault.line, fault.key) == (2, "source[1].id")
    assert 'write "provider/document"' in fault.message


def test_a_source_needs_an_address() -> None:
    """A source with neither url nor urls is told at its header; an empty list is no address either."""
    missing = only_fault('\n[[source]]\nid = "northline/voice"\n')
    empty = only_fault('[[source]]\nid = "northline/voice"\nurls = []\n')
    assert (missing.line, missing.key) == (2, "source[1].url")
    assert missing.message.startswith("is missing; add url =")
    assert (empty.line, empty.key) == (3, "source[1].urls")


def test_a_source_id_stands_once() -> None:
    """A repeated id is told with both lines, each time it is repeated."""
    found = faults(SOURCE * 3)
    assert [(fault.line, fault.key) for fault in found] == [(5, "source[2].id"), (8, "source[3].id")]
    assert all(fault.message.endswith("the same stands on line 2") for fault in found)


def test_a_subscriber_name_stands_once() -> None:
    """A repeated subscriber is told with both lines."""
    fault = only_fault(CONSOLE * 2)
    assert (fault.line, fault.key) == (5, "subscriber[2].name")
    assert fault.message.endswith("the same stands on line 2")


def test_a_source_has_one_schedule() -> None:
    """Both every and cron in one source are refused."""
    fault = only_fault(SOURCE + 'every = "1h"\ncron = "0 1 * * *"')
    assert (fault.line, fault.key) == (5, "source[1].cron")


@pytest.mark.parametrize(
    ("lines", "key", "words"),
    [
        ("channel = 'fax'", "channel", "write one of: apprise, console, email, slack, webhook"),
        ("channel = 'slak'", "channel", 'did you mean "slack"?'),
        ("channel = 'apprise'", "address", "is missing; add the address that apprise messages go to"),
        ("channel = 'apprise'\naddress = 's3cret'", "address", "is no apprise URL; write for example"),
        ("channel = 'slack'\naddress = '#legal'", "address", "needs a token for a channel; add [channel.slack]"),
        ("channel = 'slack'\naddress = 'legal terms'", "address", "holds a space"),
        ("channel = 'slack'", "address", "is missing; add the address that slack messages go to"),
        ("channel = 'slack'\naddress = 'hooks.example'", "address", "does not begin with http://"),
        ("channel = 'email'\naddress = 'a@example.com'", "channel", "add [channel.email] with host and from"),
        ("channel = 'webhook'\naddress = 'https://h.example/'", "channel", "add [channel.webhook] with secret"),
        ("channel = 'console'\nonly = ['chnaged']", "only[1]", 'did you mean "changed"?'),
        ("channel = 'console'\nonly = []", "only", "is empty; name at least one"),
        ("channel = 'console'\nsources = 'northline/*'", "sources", "must be a list in square brackets"),
        ("channel = 'console'\nseverity = 'grave'", "severity", "write one of: low, medium, high"),
        ("channel = 'console'\ntopics = 'fees'", "topics", "must be a list in square brackets"),
        ("channel = 'console'\ndigest = true", "digest", "must be text in quotes"),
    ],
)
def test_a_subscriber_keeps_its_rules(lines: str, key: str, words: str) -> None:
    """A wrong value in a subscriber is one fault that says what to do."""
    fault = only_fault('[[subscriber]]\nname = "legal"\n' + lines)
    assert fault.key == f"subscriber[1].{key}"
    assert words in fault.message


@pytest.mark.parametrize(
    ("operator", "words"),
    [
        ("terminl", '"terminl" is no [[subscriber]]; did you mean "terminal"?'),
        ("ops", '"ops" is no [[subscriber]]; add one with this name'),
    ],
)
def test_an_operator_is_one_of_the_subscribers(operator: str, words: str) -> None:
    """Or nobody would be told of a source in trouble, and nobody would know."""
    fault = only_fault(f'{SOURCE}{CONSOLE}[daemon]\noperator = "{operator}"')
    assert (fault.line, fault.key) == (8, "daemon.operator")
    assert words in fault.message


def test_an_operator_from_the_environment_is_not_repeated() -> None:
    """Neither it nor a subscriber's name that is kept there."""
    text = f'{SOURCE}[[subscriber]]\nname = "env:NAME"\nchannel = "console"\n[daemon]\noperator = '
    hidden = only_fault(f'{text}"env:OPERATOR"', {"NAME": "s3cret", "OPERATOR": "s3cre"})
    near = only_fault(f'{text}"s3cre"', {"NAME": "s3cret"})
    assert hidden.message.startswith("this value is no [[subscriber]]")
    assert "s3cre" not in hidden.message
    assert "s3cret" not in near.message
    assert read(f'{text}"env:NAME"', {"NAME": "s3cret"}).daemon.operator == "s3cret"


MAILBOX = '[channel.email]\nhost = "h"\nfrom = "a@b"\n[[subscriber]]\nname = "legal"\nchannel = "email"\naddress = '


@pytest.mark.parametrize("address", ["legal", "a@b@c", "a@b.example,", "Legal <a@b.example>", "a @b.example"])
def test_a_mailbox_is_a_plain_address(address: str) -> None:
    """What is no mail address is refused for the email channel."""
    fault = only_fault(f'{MAILBOX}"{address}"')
    assert (fault.line, fault.key) == (7, "subscriber[1].address")


@pytest.mark.parametrize("address", ["legal@northline.example", "a@b.example, c@d.example"])
def test_mail_may_go_to_several_addresses(address: str) -> None:
    """One address, or several with commas between, are taken as they stand."""
    assert read(f'{MAILBOX}"{address}"').subscribers[0].address == address


def test_what_a_terminal_would_obey_is_not_repeated() -> None:
    """Escape sequences in keys and values are written out in messages, which stay on one line."""
    found = faults('"a\\u001b[2J\\n" = 1\n[fetch]\nrobots = "x\\u202ey"\n')
    assert [fault.key for fault in found] == ['"a\\x1b[2J\\n"', "fetch.robots"]
    assert '"x\\u202ey" is not known here' in found[1].message
