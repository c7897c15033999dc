"""Rules that look at more than one key, applied to the file's data as it stands, whatever its single values are.

Data of the wrong type is passed over: `monitor.sources.shape` tells of it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from monitor.sources.env import Secret
from monitor.sources.findings import Finding
from monitor.sources.subscriptions import mute
from monitor.sources.values import (
    apprise_address,
    is_slack_channel,
    mail_addresses,
    nearest,
    secret_web_address,
    shown,
    slack_address,
)
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.model import Source
    from monitor.sources.findings import Place

Data: TypeAlias = dict[str, Any]

_ADDRESSES: dict[str, Callable[[object], str]] = {
    "apprise": apprise_address,
    "email": mail_addresses,
    "slack": slack_address,
    "webhook": secret_web_address,
}
_NUMBERED_WEEKDAY = pattern(r"(?<![/0-9])[0-9]")


def faults(data: Data) -> Iterator[Finding]:
    """Everything wrong between keys: addresses, schedules, names used twice, channels without settings."""
    yield from _archive(_table(data, "archive"))
    yield from _schedule(_table(data, "defaults"), ("defaults",))
    for place, source in _tables(data, "source"):
        yield from _addresses(source, place)
        yield from _index(source, place)
        yield from _schedule(source, place)
    yield from _used_twice(data, "source", "id")
    yield from _used_twice(data, "subscriber", "name")
    for place, subscriber in _tables(data, "subscriber"):
        yield from _channel_settings(subscriber, place, _table(data, "channel"))
        yield from _subscriber_address(subscriber, place)
    yield from _operator(data)
    yield from _heartbeat(data)


def warnings(data: Data, sources: Sequence[Source]) -> Iterator[Finding]:
    """Everything that was read and does nothing, or may do something else than expected."""
    if not sources:
        yield Finding((), "there is no [[source]], so nothing is watched")
    for place, table in [(("defaults",), _table(data, "defaults")), *_tables(data, "source")]:
        yield from _weekday_numbers(table, place)
    for place, subscriber in _tables(data, "subscriber"):
        yield from _unmatched(subscriber, place, sources)
        if subscriber.get("sources") == [] and subscriber["name"] != _table(data, "daemon").get("operator"):
            yield Finding((*place, "sources"), "names no source, so this subscriber is never told of anything")


def _table(data: Data, name: str) -> Data:
    table = data.get(name)
    return table if isinstance(table, dict) else {}


def _tables(data: Data, name: str) -> list[tuple[Place, Data]]:
    entries = data.get(name)
    if not isinstance(entries, list):
        return []
    return [((name, index), entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def _addresses(source: Data, place: Place) -> Iterator[Finding]:
    if "url" in source and "urls" in source:
        yield Finding((*place, "urls"), "stands beside url; keep one of the two, urls for a document in several parts")
    elif "url" not in source and "urls" not in source:
        yield Finding((*place, "url"), 'is missing; add url = "https://...", or urls = [...] for several parts')


def _archive(table: Data) -> Iterator[Finding]:
    if "path" in table and "url" in table:
        message = "stands beside path; keep one of the two, url for a PostgreSQL database"
        yield Finding(("archive", "url"), message)


def _index(source: Data, place: Place) -> Iterator[Finding]:
    """What chooses a stretch of text chooses nothing of a list of documents."""
    if source.get("kind") == "index":
        message = "is for terms, not for an index; choose its list with select or section"
        yield from (Finding((*place, key), message) for key in ("start", "end") if key in source)


def _schedule(table: Data, place: Place) -> Iterator[Finding]:
    if "every" in table and "cron" in table:
        yield Finding((*place, "cron"), "stands beside every; keep one of the two")


def _used_twice(data: Data, name: str, key: str) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for place, table in _tables(data, name):
        value = table.get(key)
        if not isinstance(value, str):
            continue
        if value in first:
            yield Finding((*place, key), f"must differ for each {name}; the same stands on line", (*first[value], key))
        else:
            first[value] = place


def _channel_settings(subscriber: Data, place: Place, channels: Data) -> Iterator[Finding]:
    channel = subscriber.get("channel")
    if channel == "email" and "email" not in channels:
        yield Finding((*place, "channel"), "needs a mail server; add [channel.email] with host and from")
    if channel == "webhook" and "secret" not in _table(channels, "webhook"):
        message = 'needs a key to sign with; add [channel.webhook] with secret = "env:CLAUSEWATCH_WEBHOOK_SECRET"'
        yield Finding((*place, "channel"), message)
    if channel == "slack" and "token" not in _table(channels, "slack") and _names_slack_channel(subscriber):
        message = 'needs a token for a channel; add [channel.slack] with token = "env:SLACK_TOKEN", or give a webhook'
        yield Finding((*place, "address"), message)
    if channel == "apprise" and find_spec("apprise") is None:
        yield Finding((*place, "channel"), "needs the package apprise; install clausewatch[apprise]")


def _names_slack_channel(subscriber: Data) -> bool:
    address = subscriber.get("address")
    return isinstance(address, str) and is_slack_channel(address)


def _subscriber_address(subscriber: Data, place: Place) -> Iterator[Finding]:
    channel, address = subscriber.get("channel"), subscriber.get("address")
    rule = _ADDRESSES.get(channel) if isinstance(channel, str) else None
    if rule is None:
        return
    if "address" not in subscriber:
        yield Finding((*place, "address"), f"is missing; add the address that {channel} messages go to")
    elif isinstance(address, str) and address.strip():
        yield from _kept(rule, address, (*place, "address"))


def _kept(rule: Callable[[object], str], value: str, place: Place) -> Iterator[Finding]:
    try:
        rule(value)
    except ValueError as error:
        yield Finding(place, str(error))


def _operator(data: Data) -> Iterator[Finding]:
    """The operator is told as any other subscriber is, and so must be one."""
    operator = _table(data, "daemon").get("operator")
    names = [one["name"] for _, one in _tables(data, "subscriber") if isinstance(one.get("name"), str)]
    if isinstance(operator, str) and operator.strip() and operator not in names:
        known = [name for name in names if not isinstance(name, Secret)]
        hint = nearest(operator, known) or "add one with this name, or name one of those there are"
        yield Finding(("daemon", "operator"), f"{shown(operator)} is no [[subscriber]]; {hint}")


def _heartbeat(data: Data) -> Iterator[Finding]:
    daemon = _table(data, "daemon")
    if "heartbeat" in daemon and "operator" not in daemon:
        message = "has nobody to go to; add operator with the name of the subscriber who is to hear it"
        yield Finding(("daemon", "heartbeat"), message)


def _weekday_numbers(table: Data, place: Place) -> Iterator[Finding]:
    if "cron" in table and _NUMBERED_WEEKDAY.search(table["cron"].split()[-1]):
        message = "counts weekdays from 0 = Monday, unlike other crons; write names such as mon-fri to be sure"
        yield Finding((*place, "cron"), message)


def _unmatched(subscriber: Data, place: Place, sources: Sequence[Source]) -> Iterator[Finding]:
    muted = [mute(one).sources for one in subscriber.get("mute", [])]
    for key, named in (("sources", subscriber.get("sources", [])), ("mute", muted)):
        for index, glob in enumerate(named):
            if sources and not any(_matches(glob, source) for source in sources):
                yield Finding((*place, key, index), "matches no source; correct it, or add the source it is meant for")


def _matches(glob: str, source: Source) -> bool:
    if glob.startswith("tag:"):
        return any(fnmatchcase(tag, glob.removeprefix("tag:")) for tag in source.tags)
    return fnmatchcase(source.id, glob)
