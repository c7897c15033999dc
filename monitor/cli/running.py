"""`run`: looking at sources for good, the daemon."""

from __future__ import annotations

import logging
import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.memory import manage_memory
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.cli.logs import Redactor
    from monitor.daemon import Duties, Surroundings, WatchedFile
    from monitor.model import StatusReport
    from monitor.sources import Config
    from monitor.wiring import Parts


class LogFormat(StrEnum):
    """How the daemon logs."""

    text = "text"
    json = "json"


def run(
    *,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="One line a check, as text or JSON.")
    ] = LogFormat.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Watch until told to stop (SIGTERM): the daemon. SIGHUP reads the configuration anew."""
    signal.signal(signal.SIGTERM, _leave)  # before the slow imports: nothing is in hand yet
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the same: what it asks for is about to happen
    from monitor import daemon, wiring  # noqa: PLC0415
    from monitor.cli.logs import Redactor, log_to_stderr  # noqa: PLC0415

    watched = daemon.WatchedFile(config)
    loaded = load_config(config)
    manage_memory()
    redactor = Redactor()
    redactor.learn(loaded)
    log_to_stderr(as_json=log_format is LogFormat.json, redactor=redactor)
    _tell_warnings(config, loaded)
    place = archive or loaded.archive.path
    with daemon.sole_daemon(place, wiring.utc_now()), wiring.parts_from(loaded, archive) as parts:
        works = _Works(config, archive, parts, redactor)
        ended = daemon.run(works.duties(parts), _surroundings(works, watched, loaded))
        if not ended:  # a thread still waits, for a server or for the archive; what it does is recorded whole or not
            os._exit(0)


def _surroundings(works: _Works, watched: WatchedFile, loaded: Config) -> Surroundings:
    from monitor import daemon  # noqa: PLC0415 - slow imports stay out of --help

    return daemon.Surroundings(watched.changed, works.renew, daemon.ServiceManager(os.environ), loaded.daemon.metrics)


@dataclass(slots=True)
class _Works:
    """What the daemon works with: the newest parts, and how to make others from the configuration file."""

    path: Path
    archive: Path | None
    parts: Parts
    redactor: Redactor

    def duties(self, parts: Parts) -> Duties:
        """What the daemon does with these parts."""
        from monitor import daemon, wiring  # noqa: PLC0415 - slow imports stay out of --help

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
            now=wiring.utc_now,
            pace=daemon.Pace(config.daemon.tick, config.fetch.workers),
            operator=config.daemon.operator,
            heartbeat=config.daemon.heartbeat,
        )

    def renew(self) -> Duties:
        """The duties by the configuration as it is now. Raises `ConfigError` where it cannot be used."""
        loaded = load_config(self.path)
        self._refuse_what_needs_a_restart(loaded)
        self.redactor.learn(loaded)
        _tell_warnings(self.path, loaded)
        self.parts = self.parts.renewed(loaded)
        return self.duties(self.parts)

    def _refuse_what_needs_a_restart(self, loaded: Config) -> None:
        now = self.parts.config
        if self.archive is None and loaded.archive != now.archive:
            message = f"[archive] path was {now.archive.path} when this daemon started; restart it to use another"
            raise ConfigError(str(self.path), message)
        if loaded.daemon.metrics != now.daemon.metrics:
            message = "[daemon] metrics is another than when this daemon started; restart it to serve them there"
            raise ConfigError(str(self.path), message)


def _report(parts: Parts) -> StatusReport:
    from monitor.reports import status_of  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import utc_now  # noqa: PLC0415

    return status_of(parts.archive, parts.config.sources, utc_now())


def _tell_warnings(path: Path, loaded: Config) -> None:
    log = logging.getLogger("clausewatch")
    for warning in loaded.warnings:
        log.warning("%s:%d: %s: %s", path, warning.line, warning.key, warning.message)


def _leave(*_: object) -> None:
    raise SystemExit(0)
