"""`run`: looking at sources for good, the daemon."""

from __future__ import annotations

import logging
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.memory import manage_memory
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config, shown
from monitor.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    from monitor.cli.logs import Redactor
    from monitor.daemon import Duties, Surroundings, WatchedFile
    from monitor.model import StatusReport
    from monitor.sources import ArchivePlace, Config, Listen
    from monitor.web.server import Beside
    from monitor.wiring import Parts

    Watch: TypeAlias = Callable[["Works", WatchedFile], bool]

_ADVICE = "choose another --web"


class LogFormat(StrEnum):
    """How the daemon logs."""

    text = "text"
    json = "json"


def run(
    *,
    web: Annotated[
        str | None,
        typer.Option("--web", metavar="HOST:PORT", help="Serve the pages there, too; port 0 for any that is free."),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="One line a check, as text or JSON.")
    ] = LogFormat.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Watch until told to stop (SIGTERM): the daemon. SIGHUP reads the configuration anew."""
    signal.signal(signal.SIGTERM, leave)  # before the slow imports: nothing is in hand yet
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the same: what it asks for is about to happen
    from monitor import daemon  # noqa: PLC0415
    from monitor.cli.logs import Redactor, log_to_stderr  # noqa: PLC0415

    watched = daemon.WatchedFile(config)
    loaded = load_config(config)
    where = _where(web) if web is not None else None
    manage_memory()
    redactor = Redactor()
    place = archive or loaded.archive.place
    redactor.learn(loaded, place)
    log_to_stderr(as_json=log_format is LogFormat.json, redactor=redactor)
    tell_warnings(config, loaded)
    with _watch(place, loaded, archive) as (parts, watch), _pages(where, parts, config) as pages:
        works = Works(config, archive, parts, redactor, pages)
        ended = watch(works, watched)
        if not (works.pages_ended() and ended):  # a thread still waits, for a server or for the archive
            os._exit(0)  # what it does is recorded whole or not


@contextmanager
def _watch(place: ArchivePlace, loaded: Config, archive: ArchivePath) -> Iterator[tuple[Parts, Watch]]:
    """The parts, and how they watch: for an archive in a file as its only daemon, for one in a database as a scheduler.

    Whoever watches says whether all that was in hand ended.
    """
    from monitor import daemon, wiring  # noqa: PLC0415 - slow imports stay out of --help

    if isinstance(place, str):
        from monitor.cli.working import scheduling  # noqa: PLC0415 - no driver is loaded for a file

        with scheduling(place, loaded, archive) as found:
            yield found
        return
    with daemon.sole_daemon(place, wiring.utc_now()), wiring.parts_from(loaded, archive) as parts:
        yield parts, lambda works, watched: daemon.run(works.duties(parts), _surroundings(works, watched, loaded))


def _where(web: str) -> Listen:
    """The host and port of the pages. Raises `UsageError`."""
    from monitor.sources.values import listen  # noqa: PLC0415 - slow imports stay out of --help

    try:
        return listen(web)
    except ValueError as error:
        raise UsageError("--web", str(error)) from error


@contextmanager
def _pages(where: Listen | None, parts: Parts, path: Path) -> Iterator[Beside | None]:
    """The pages, served beside the watch where that is asked for. Raises `ConfigError` or `UsageError`."""
    if where is None:
        yield None
        return
    from monitor.web.server import Site, address_of, beside, listening, settings_of  # noqa: PLC0415 - slow imports

    settings = settings_of(where.host, parts.config, path)
    with listening(*where, _ADVICE) as ear, beside(Site(parts.config, parts.archive, settings), ear) as pages:
        logging.getLogger("clausewatch").info("pages are served at %s", address_of(where.host, ear))
        yield pages


def _surroundings(works: Works, watched: WatchedFile, loaded: Config) -> Surroundings:
    from monitor import daemon  # noqa: PLC0415 - slow imports stay out of --help

    manager = daemon.ServiceManager(os.environ)
    return daemon.Surroundings(watched.changed, works.renew, manager, works.leave_pages, loaded.daemon.metrics)


@dataclass(slots=True)
class Works:
    """What the daemon works with: the newest parts, and how to make others from the configuration file."""

    path: Path
    archive: ArchivePath
    parts: Parts
    redactor: Redactor
    pages: Beside | None = None

    def duties(self, parts: Parts) -> Duties:
        """What the daemon does with these parts."""
        from monitor import daemon  # noqa: PLC0415 - slow imports stay out of --help

        config = parts.config
        return daemon.Duties(
            sources=config.sources,
            archive=parts.archive,
            look=parts.look,
            wait=parts.wait,
            deliver=parts.deliver,
            report=lambda: _report(parts),
            stop=parts.stop,
            abort=parts.abort,
            let_go=lambda: parts.let_go(self.parts),
            tidy=parts.tidy,
            now=parts.common.now,
            pace=daemon.Pace(config.daemon.tick, config.fetch.workers),
            operator=config.daemon.operator,
            heartbeat=config.daemon.heartbeat,
        )

    def renew(self) -> Duties:
        """The duties by the configuration as it is now. Raises `ConfigError` where it cannot be used."""
        loaded = load_config(self.path)
        self._refuse_what_needs_a_restart(loaded)
        self.redactor.learn(loaded)
        tell_warnings(self.path, loaded)
        self.parts = self.parts.renewed(loaded)
        if self.pages:
            self.pages.renew(loaded)
        return self.duties(self.parts)

    def leave_pages(self) -> None:
        """Let nobody ask for a page any more, while the work in hand is finished."""
        if self.pages:
            self.pages.leave()

    def pages_ended(self) -> bool:
        """Wait until the answers under way have ended, for some seconds at most; whether they have."""
        return self.pages is None or self.pages.ended()

    def _refuse_what_needs_a_restart(self, loaded: Config) -> None:
        now = self.parts.config
        if self.archive is None and loaded.archive != now.archive:
            message = f"[archive] was {shown(now.archive.place)} when this daemon started; restart it to use another"
            raise ConfigError(str(self.path), message)
        if loaded.daemon.metrics != now.daemon.metrics:
            message = "[daemon] metrics is another than when this daemon started; restart it to serve them there"
            raise ConfigError(str(self.path), message)
        if self.pages and loaded.web != now.web:
            message = "[web] is another than when this daemon started; restart it to serve the pages by it"
            raise ConfigError(str(self.path), message)


def _report(parts: Parts) -> StatusReport:
    from monitor.reports import status_of  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import utc_now  # noqa: PLC0415

    return status_of(parts.archive, parts.config.sources, utc_now())


def tell_warnings(path: Path, loaded: Config) -> None:
    """Log what a configuration may not mean."""
    log = logging.getLogger("clausewatch")
    for warning in loaded.warnings:
        log.warning("%s:%d: %s: %s", path, warning.line, warning.key, warning.message)


def leave(*_: object) -> None:
    """End: nothing is in hand yet."""
    raise SystemExit(0)
