"""What each kind of value must look like; each rule gives the value, or raises ValueError with what to do.

A value that came from the environment, or that may be a secret itself, is never repeated in a message.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_interface, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from monitor.sources.config import Listen
from monitor.sources.env import Secret
from monitor.sources.findings import quoted
from monitor.text.databases import database_fault
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.sources.config import Network, Render

SHORTEST_DURATION = timedelta(seconds=1)
FOREVER = "forever"
SHORTEST_KEPT = timedelta(days=1)
"""What goes cannot be had again; whoever asks for less has mistaken the unit."""

CRON_PROBE = datetime(2024, 1, 1, tzinfo=UTC)
"""A cron expression must name a time after this: the start of a leap year, so that 29 February is near."""

CHANNELS = ("apprise", "console", "email", "slack", "webhook")
WEBHOOK_PREFIX = "whsec_"
APPRISE = "has no settings; give the apprise URL as the address of a [[subscriber]] instead"

LAST_PORT = 65_535

LONGEST_ADDRESS = 2_000
"""Characters: what browsers and servers take at least; the addresses of documents have some hundred."""

_SOURCE_ID = pattern(r"[a-z0-9-]{1,100}/[a-z0-9-]{1,100}")  # they become file names, which hold 255 bytes
_DURATION = pattern(r"(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?")
_MAIL_ADDRESS = pattern(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")
_NAMED_MAILBOX = pattern(r"[^@<>,;:\"()]* <(.*)>")
_SLACK_CHANNEL = pattern(r"#?[^\s.,:;/@<>&#\"']{1,80}")
_APPRISE_ADDRESS = pattern(r"[A-Za-z][A-Za-z0-9]{0,30}://\S+")
_HEADER_NAME = pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token, RFC 9110, 5.6.2
_CONTACT = pattern(r"[!-'*-~]+")  # it stands between brackets in the user agent
_PORT = pattern(r"[0-9]{1,5}")
_OWN_HEADERS = frozenset({"accept-encoding", "connection", "content-length", "host", "transfer-encoding"})
_NOT_ON_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LATIN_1_END = 0xFF
_DATES = (datetime, date, time)

# What TOML gives can be of any type: `object` in, the checked type out.


def text(value: object) -> str:
    """Some words on one line."""
    if not isinstance(value, str):
        # pydantic makes findings of ValueError only
        raise ValueError(f"must be text in quotes, not {kind_of(value)}")  # noqa: TRY004 - see the line above
    if not value.strip():
        raise ValueError("must not be empty; write a value or leave the key out")
    if any(unicodedata.category(char) in _NOT_ON_A_LINE for char in value):
        raise ValueError("must be one line without control characters")
    return value


def source_id(value: object) -> str:
    """`provider/document`, as it goes into commands, files and addresses."""
    name = text(value)
    if not _SOURCE_ID.fullmatch(name):
        example = 'write "provider/document" in a-z, 0-9 and "-", at most 100 characters each'
        raise ValueError(f"{shown(name)} is no source id; {example}")
    return name


def duration(value: object) -> timedelta:
    """Days, hours, minutes and seconds in this order, such as "6h" or "1h30m"; at least a second."""
    words = text(value)
    match = _DURATION.fullmatch(words)
    if not match:
        raise ValueError(f'{shown(words)} is no duration; write for example "30m", "6h", "1h30m" or "2d"')
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length < SHORTEST_DURATION:
        raise ValueError(f'{shown(words)} is too short; the shortest is "1s"')
    return length


def waiting(value: object) -> timedelta:
    """A duration, or false for none at all."""
    return timedelta() if value is False else duration(value)


def keeping(value: object) -> timedelta | None:
    """A duration of at least a day, or "forever" for no end."""
    if value == FOREVER:
        return None
    length = duration(value)
    if length < SHORTEST_KEPT:
        raise ValueError(f'{shown(text(value))} is too short; the shortest is "1d", and "forever" keeps all')
    return length


def cron(value: object) -> str:
    """Five fields: minute, hour, day, month, weekday, as APScheduler reads them."""
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 - slow to import, and few sources have a cron

    words = text(value)
    example = 'write minute, hour, day, month and weekday, for example "0 7 * * mon-fri"'
    try:
        trigger = CronTrigger.from_crontab(words, timezone=UTC)
    except ValueError as error:
        reason = "" if isinstance(words, Secret) else f" ({error})"
        raise ValueError(f"{shown(words)} is no cron expression{reason}; {example}") from None
    if trigger.get_next_fire_time(None, CRON_PROBE) is None:
        raise ValueError(f"{shown(words)} names a time that never comes; {example}")
    return words


def timezone(value: object) -> str:
    """A name from the IANA time zone database."""
    name = text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones
        hint = nearest(name, available_timezones()) or 'write for example "Europe/Stockholm" or "UTC"'
        raise ValueError(f"{shown(name)} is no time zone; {hint}") from None
    return name


def web_address(value: object) -> str:
    """An http or https address with a host and without a user name or password."""
    url = _address(value, 'write for example "https://www.example.com/terms"')
    if "@" in urlsplit(url).netloc:
        raise ValueError('holds a user name or password; take it out, and use headers with "env:NAME" instead')
    return url


def secret_web_address(value: object) -> str:
    """A web address that is a secret: whoever knows it can post to it."""
    return web_address(Secret(text(value)))


def slack_address(value: object) -> str:
    """A Slack channel's id or name, or the address of an incoming webhook, which is a secret."""
    address = Secret(text(value))
    return address if is_slack_channel(address) else secret_web_address(address)


def is_slack_channel(address: str) -> bool:
    """Whether it can be a channel's id or name."""
    return bool(_SLACK_CHANNEL.fullmatch(address))


def apprise_address(value: object) -> str:
    """An apprise URL: any scheme, and most of them hold passwords."""
    address = Secret(text(value))
    if not _APPRISE_ADDRESS.fullmatch(address):
        raise ValueError('is no apprise URL; write for example "env:CLAUSEWATCH_APPRISE_URL"')
    return address


def proxy(value: object) -> str:
    """An http address, which may hold a user name and password; what goes through it may be https all the same."""
    example = 'write for example "http://proxy.example.com:3128"'
    url = _address(Secret(text(value)), example)
    if urlsplit(url).scheme.lower() != "http":
        raise ValueError(f"is no http address, and only proxies with one are supported; {example}")
    return url


def mail_addresses(value: object) -> str:
    """A plain mail address, or several with commas between."""
    addresses = text(value)
    if not all(_MAIL_ADDRESS.fullmatch(address.strip()) for address in addresses.split(",")):
        raise ValueError(f'{shown(addresses)} is no mail address; write for example "legal@example.com"')
    return addresses


def sender(value: object) -> str:
    """One mail address, with a name before it or without."""
    mailbox = text(value)
    named = _NAMED_MAILBOX.fullmatch(mailbox)
    if not _MAIL_ADDRESS.fullmatch(named[1] if named else mailbox):
        example = 'write for example "terms@example.com" or "Terms <terms@example.com>"'
        raise ValueError(f"{shown(mailbox)} is no mail address; {example}")
    return mailbox


def contact(value: object) -> str:
    """Where a provider can reach whoever runs this: plain characters, since it goes into the user agent."""
    address = text(value)
    if not _CONTACT.fullmatch(address):
        example = 'write for example "mailto:terms@example.com" or a web address'
        raise ValueError(f"{shown(address)} cannot stand in a user agent; {example}")
    return address


def selector(value: object) -> str:
    """A CSS selector."""
    import soupsieve  # noqa: PLC0415 - slow to import, and few sources need a selector

    css = text(value)
    try:
        soupsieve.compile(css)
    except (soupsieve.SelectorSyntaxError, ValueError, RecursionError):
        raise ValueError(f'{shown(css)} is no CSS selector; write for example "main" or "div.terms"') from None
    return css


def network(value: object) -> Network:
    """An IP network or a single address."""
    words = text(value)
    try:
        return ip_network(words)
    except ValueError:
        raise ValueError(f"{shown(words)} is no network; {_network_hint(words)}") from None


def listen(value: object) -> Listen:
    """Where to serve something: a host and a port, as `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`."""
    words = text(value)
    host, _, port = words.rpartition(":")
    inner = host.removeprefix("[").removesuffix("]")
    bracketed = host.startswith("[") and host.endswith("]")
    whole = inner and not any(char.isspace() or char in "/@[]" for char in inner) and bracketed == (":" in inner)
    if not whole or not _PORT.fullmatch(port) or int(port) > LAST_PORT:
        raise ValueError(f'{shown(words)} is no host and port; write for example "127.0.0.1:9464" or "[::1]:9464"')
    return Listen(inner, int(port))


def header_name(value: object) -> str:
    """The name of a request header that is not clausewatch's own to set."""
    name = text(value)
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError("is no header name; write for example Cookie or Accept-Language")
    if name.lower() in _OWN_HEADERS:
        raise ValueError("is set by clausewatch itself; take it out")
    return name


def header_value(value: object) -> str:
    """A request header's value, which HTTP sends as ISO 8859-1."""
    words = Secret(text(value))
    if words != words.strip() or any(ord(char) > _LATIN_1_END for char in words):
        raise ValueError("cannot be sent as a header; use plain characters, and no space at either end")
    return words


def webhook_secret(value: object) -> str:
    """A signing key as the Standard Webhooks specification writes it: `whsec_` and base64."""
    words = Secret(text(value))
    try:
        key = base64.b64decode(words.removeprefix(WEBHOOK_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key or not words.startswith(WEBHOOK_PREFIX):
        raise ValueError('is no webhook secret; write "whsec_" and 24 to 64 random bytes in base64')
    return words


def password(value: object) -> str:
    """A password, which is not shown again."""
    return Secret(text(value))


def database(value: object) -> str:
    """The address of a PostgreSQL database; it may hold a password, and is not repeated."""
    url = text(value)
    fault = database_fault(url)
    if fault:
        raise ValueError(f'{fault}; write for example "postgresql://user@host/name"')
    return url


def render(value: object) -> Render:
    """Whether pages are to be built in a browser."""
    if value is True or value is False:
        return value
    if value == "auto":
        return "auto"
    raise ValueError('must be "auto", true or false')


def one_of(*names: str) -> Callable[[object], str]:
    """The rule for a value that is one of a few words."""

    def choice(value: object) -> str:
        word = text(value)
        if word not in names:
            raise ValueError(f"{shown(word)} is not known here; {nearest(word, names) or listed(names)}")
        return word

    return choice


channel = one_of(*CHANNELS)


def shown(value: str) -> str:
    """A value as a message repeats it; a secret is not repeated."""
    return "this value" if isinstance(value, Secret) else quoted(value)


def nearest(word: str, names: Iterable[str]) -> str:
    """A question after the most similar name, or nothing when none is similar or the word must not be shown."""
    close = [] if isinstance(word, Secret) else difflib.get_close_matches(word, sorted(names), n=1)
    return f'did you mean "{close[0]}"?' if close else ""


def listed(names: Iterable[str]) -> str:
    """The names to choose from."""
    return "write one of: " + ", ".join(names)


def kind_of(value: Any) -> str:  # noqa: ANN401 - whatever TOML may hold
    """What a value is, in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, float):
        return "a decimal number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, _DATES):
        return "a date or time"
    return "a table" if isinstance(value, dict) else "a list"


def _address(value: object, example: str) -> str:
    url = text(value)
    url = Secret(url) if "@" in url else url  # a password may stand before the @
    fault = _address_fault(url)
    if fault:
        raise ValueError(f"{shown(url)} {fault}; {example}")
    return url


def _address_fault(url: str) -> str:
    if len(url) > LONGEST_ADDRESS:
        return f"is longer than {LONGEST_ADDRESS:,} characters"
    if any(char.isspace() for char in url):
        return "holds a space"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")  # refuses empty and overlong labels
        port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in {"http", "https"}:
        return "does not begin with http:// or https://"
    if parts.netloc.endswith(":"):
        return "names no port after the colon"
    return "" if host and port != 0 else "names no host"


def _network_hint(words: str) -> str:
    try:
        return f'did you mean "{ip_interface(words).network}"?' if not isinstance(words, Secret) else ""
    except ValueError:
        return 'write for example "10.0.0.0/8" or "192.0.2.7"'
