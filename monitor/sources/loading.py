"""From the file to its `Config`: read, fill in the environment, check everything, then build."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from monitor.errors import ConfigError, Fault
from monitor.model import Narrowing, Source, Subscriber
from monitor.sources import rules, shape
from monitor.sources.config import (
    DEFAULT_TIMEZONE,
    ArchiveConfig,
    Config,
    DaemonConfig,
    EmailConfig,
    FetchConfig,
    SlackConfig,
    WebConfig,
    WebhookConfig,
)
from monitor.sources.env import Expansion, Secret
from monitor.sources.findings import Finding, key_of
from monitor.sources.places import Places
from monitor.sources.values import is_slack_channel
from monitor.text.addresses import same_place
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from monitor.sources.config import Render
    from monitor.sources.tables import (
        ArchiveTable,
        DaemonTable,
        DefaultsTable,
        EmailTable,
        FetchTable,
        FileTable,
        SourceTable,
        SubscriberTable,
    )

_WHERE = pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_UNFINISHED = "look for a missing quote, bracket or equals sign there or just before"
_TWICE = "a key or table just before stands a second time; keep one of them"
_OPEN_CHANNELS = frozenset({"console", "email"})
"""Channels whose addresses are no secrets; whoever knows the address of another can post to it."""


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """The configuration in a file. Raises `ConfigError` with every fault, in file order."""
    return parse(read_text(path), name=str(path), folder=path.parent, environ=environ)


def read_text(path: Path) -> str:
    """The text of a file. Raises `ConfigError` where it cannot be opened or is not UTF-8."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(str(path), "does not exist; name the configuration with --config FILE") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise ConfigError(str(path), f"cannot be opened ({reason}); check its name and who may read it") from error
    return _decoded(raw, str(path))


def parse(text: str, *, name: str, folder: Path, environ: Mapping[str, str]) -> Config:
    """The configuration in a text; `name` is what messages call it, relative paths start at `folder`.

    Raises `ConfigError` with every fault, in file order, and no other error.
    """
    try:
        return _parse(text, name, folder, environ)
    except RecursionError:
        raise ConfigError(name, "has lists or tables nested too deeply; no key needs more than three levels") from None


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(name, faults=(Fault(line, "encoding", "is not UTF-8; save the file as UTF-8"),)) from None


def _parse(text: str, name: str, folder: Path, environ: Mapping[str, str]) -> Config:
    expansion = Expansion(environ)
    data: dict[str, Any] = expansion.fill(_toml(text, name))
    checked = shape.check(data)
    found = [*rules.faults(data), *(checked if isinstance(checked, list) else ())]
    absent = {finding.place for finding in expansion.findings}
    found = [*expansion.findings, *(finding for finding in found if finding.place not in absent)]
    if found or isinstance(checked, list):
        raise ConfigError(name, faults=_faults(found, text))
    sources = _beside_one_another(_source(table, checked) for table in checked.source)
    warnings = _faults(list(rules.warnings(data, sources)), text)
    return _config(checked, sources, folder, warnings)


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise ConfigError(name, faults=(_syntax_fault(str(error), text),)) from None


def _syntax_fault(message: str, text: str) -> Fault:
    """What tomllib says, with its line and column taken out of its message."""
    where = _WHERE.search(message)
    line, column = (where[1], where[2]) if where else ("0", None)
    at_end = line is None
    reason = _WHERE.sub("", message)
    hint = _TWICE if reason.startswith("Cannot") else _UNFINISHED
    return Fault(
        line=text.count("\n") + 1 if at_end else int(line),
        key=f"column {column}" if column else "end of file" if at_end else "syntax",
        message=f"is not TOML ({reason}); {hint}",
    )


def _faults(findings: Iterable[Finding], text: str) -> tuple[Fault, ...]:
    """Findings with their lines, in file order, each once."""
    found = list(dict.fromkeys(findings))
    if not found:
        return ()
    places = Places(text)
    found.sort(key=lambda finding: (places.offset(finding.place), key_of(finding.place)))
    return tuple(_fault(finding, places) for finding in found)


def _fault(finding: Finding, places: Places) -> Fault:
    see = "" if finding.see is None else f" {places.line(finding.see)}"
    return Fault(places.line(finding.place), key_of(finding.place) or "file", finding.message + see)


def _config(file: FileTable, sources: tuple[Source, ...], folder: Path, warnings: tuple[Fault, ...]) -> Config:
    channel = file.channel
    return Config(
        sources=sources,
        subscribers=tuple(_subscriber(table) for table in file.subscriber),
        archive=_archive(file.archive, folder),
        fetch=_fetch(file.fetch),
        email=_email(channel.email, folder) if channel.email else None,
        webhook=WebhookConfig(channel.webhook.secret, tuple(channel.webhook.allow_private)),
        slack=SlackConfig(channel.slack.token, tuple(channel.slack.allow_private)),
        daemon=_daemon(file.daemon),
        web=WebConfig(file.web.url, file.web.token),
        warnings=warnings,
    )


def _archive(table: ArchiveTable, folder: Path) -> ArchiveConfig:
    """Of an address only the passwords are secrets, see `secrets`: its user and its database are words of all days."""
    return ArchiveConfig(folder / table.path, table.keep, str(table.url) if table.url else None)


def _daemon(table: DaemonTable) -> DaemonConfig:
    return DaemonConfig(table.tick, table.give_up, table.operator or "", table.heartbeat, table.metrics)


def _fetch(table: FetchTable) -> FetchConfig:
    return FetchConfig(
        timeout=table.timeout,
        max_bytes=table.max_bytes,
        host_delay=table.host_delay,
        workers=table.workers,
        robots=table.robots,
        allow_private=tuple(table.allow_private),
        contact=table.contact,
        proxy=table.proxy,
    )


def _email(table: EmailTable, folder: Path) -> EmailConfig:
    return EmailConfig(
        host=table.host,
        sender=table.sender,
        port=table.port or 0,
        starttls=table.starttls,
        tls=table.tls,
        user=table.user,
        password=table.password,
        timeout=table.timeout,
        ca_file=folder / table.ca_file if table.ca_file else None,
    )


def _source(table: SourceTable, file: FileTable) -> Source:
    source = Source(
        id=table.id,
        urls=tuple(table.urls or [table.url or ""]),
        title=table.title,
        timezone=table.timezone or file.defaults.timezone or DEFAULT_TIMEZONE,
        select=table.select,
        remove=tuple(table.remove),
        section=table.section,
        start=table.start,
        end=table.end,
        robots=table.robots or file.defaults.robots or file.fetch.robots,
        headers=MappingProxyType(table.headers),
        render=_render(table, file.defaults),
        tags=tuple(table.tags),
        kind=table.kind,
    )
    return _judged(_scheduled(source, table, file.defaults), table, file.defaults)


def _beside_one_another(found: Iterable[Source]) -> tuple[Source, ...]:
    """The sources; an index knows which documents the others watch, so that it can say so of those it lists."""
    sources = tuple(found)
    watched: dict[str, str] = {}
    for source in sources:
        for url in source.urls if source.kind == "terms" else ():
            watched.setdefault(same_place(url), source.id)
    known = MappingProxyType(watched)
    return tuple(replace(one, watched=known) if one.kind == "index" else one for one in sources)


def _render(table: SourceTable, defaults: DefaultsTable) -> Render:
    """How the source's page is built: as it says itself, or as the defaults do."""
    chosen = defaults.render if table.render is None else table.render
    return chosen or False


def _scheduled(source: Source, table: SourceTable, defaults: DefaultsTable) -> Source:
    """The source with its own schedule, or that of the defaults."""
    schedule = table if table.every or table.cron else defaults
    return replace(source, cron=schedule.cron, every=schedule.every or source.every)


def _judged(source: Source, table: SourceTable, defaults: DefaultsTable) -> Source:
    """The source with how long its changes, held pages and failures wait."""
    confirm = defaults.confirm if table.confirm is None else table.confirm
    return replace(
        source,
        confirm=confirm or None,
        hold=table.hold or defaults.hold or source.hold,
        failures=table.failures or defaults.failures or source.failures,
        failing=table.failing or defaults.failing or source.failing,
    )


def _address(table: SubscriberTable) -> str:
    """The address, kept out of sight where it is a password; the name of a Slack channel is none."""
    named = table.channel == "slack" and is_slack_channel(table.address)
    return table.address if named or table.channel in _OPEN_CHANNELS else Secret(table.address)


def _subscriber(table: SubscriberTable) -> Subscriber:
    return Subscriber(
        name=table.name,
        channel=table.channel,
        address=_address(table),
        sources=tuple(table.sources),
        only=frozenset(table.only),
        mute=tuple(table.mute),
        narrowing=_narrowing(table),
        digest=table.digest,
        quiet=table.quiet,
    )


def _narrowing(table: SubscriberTable) -> Narrowing:
    return Narrowing(frozenset(table.topics), table.severity, tuple(table.clauses), tuple(table.words))
