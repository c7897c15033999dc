"""`worker`, and `run` where the archive is in a database: one cluster of many machines."""

from __future__ import annotations

import logging
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.memory import manage_memory
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config, shown
from monitor.cli.running import LogFormat, Works, leave, tell_warnings
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor import cluster
    from monitor.cli.running import Watch
    from monitor.daemon import Duties, ServiceManager, WatchedFile
    from monitor.daemon.health import Pulse
    from monitor.daemon.heartbeat import Heartbeat
    from monitor.sources import Config
    from monitor.wiring import Parts


def worker(
    *,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", metavar="N", min=1, max=256, help="Jobs at once, instead of [fetch] workers."),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="One line a check, as text or JSON.")
    ] = LogFormat.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Do the checks and deliveries of a cluster until told to stop (SIGTERM); for an archive in a database."""
    signal.signal(signal.SIGTERM, leave)  # before the slow imports: nothing is in hand yet
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the same: what it asks for is about to happen
    from monitor import daemon  # noqa: PLC0415
    from monitor.cli.logs import Redactor, log_to_stderr  # noqa: PLC0415

    watched = daemon.WatchedFile(config)
    loaded = load_config(config)
    url = _database(archive or loaded.archive.place)
    from monitor import cluster  # noqa: PLC0415 - no driver is loaded for a file

    manage_memory()
    redactor = Redactor()
    redactor.learn(loaded, url)
    log_to_stderr(as_json=log_format is LogFormat.json, redactor=redactor)
    tell_warnings(config, loaded)
    with cluster.Hosts(url) as hosts, _parts(loaded, archive, hosts) as parts:
        member = _Member(Works(config, archive, parts, redactor), hosts, watched)
        around, stop = member.called(url)
        ended = cluster.work(member.duties(), around, stop, concurrency or loaded.fetch.workers)
        if not ended:  # a thread still waits, for a server or for the archive
            os._exit(0)  # what it does is recorded whole or not


@contextmanager
def scheduling(url: str, config: Config, archive: ArchivePath) -> Iterator[tuple[Parts, Watch]]:
    """The parts of a scheduler, and how it watches: it leads the cluster or stands by, and serves its figures."""
    from monitor import cluster  # noqa: PLC0415 - slow imports stay out of --help

    with cluster.Hosts(url) as hosts, _parts(config, archive, hosts) as parts:
        yield parts, lambda works, watched: _schedule(_Member(works, hosts, watched), url)


def _schedule(member: _Member, url: str) -> bool:
    from monitor import cluster  # noqa: PLC0415 - slow imports stay out of --help

    around, stop = member.called(url)
    with member.figures(url):
        return cluster.schedule(member.duties(), around, stop)


@contextmanager
def _parts(config: Config, archive: ArchivePath, hosts: cluster.Hosts) -> Iterator[Parts]:
    """The parts of a process that shares its hosts with others."""
    from monitor import wiring  # noqa: PLC0415 - slow imports stay out of --help

    with wiring.parts_from(config, archive, wiring.Common(hosts.pace, hosts.now)) as parts:
        yield parts


def _database(place: ArchivePath) -> str:
    """The address of a database. Raises `UsageError` for a file."""
    if isinstance(place, str):
        return place
    message = "a worker needs an archive in PostgreSQL: set [archive] url; for one in a file `clausewatch run` does all"
    raise UsageError(shown(place) if place else "[archive]", message)


@dataclass(slots=True)
class _Member:
    """One process of the cluster: its parts, and what reaches it from outside."""

    works: Works
    hosts: cluster.Hosts
    watched: WatchedFile
    manager: ServiceManager = field(init=False)
    heartbeat: Heartbeat = field(init=False)
    pulse: Pulse = field(init=False)
    asked_anew: bool = False

    def __post_init__(self) -> None:
        from monitor import daemon  # noqa: PLC0415 - slow imports stay out of --help
        from monitor.daemon.health import Pulse  # noqa: PLC0415 - the same
        from monitor.daemon.heartbeat import Heartbeat  # noqa: PLC0415 - the same

        self.pulse = Pulse(self.works.parts.config.daemon.tick)
        self.manager = daemon.ServiceManager(os.environ)
        self.heartbeat = Heartbeat(self.hosts.now())

    def duties(self) -> cluster.Duties:
        """What is done with the parts as they are."""
        return self._shared(self.works.duties(self.works.parts))

    def called(self, url: str) -> tuple[cluster.Surroundings, cluster.Stop]:
        """What reaches this process: signals, another configuration; and whom it tells how it is."""
        from monitor import cluster  # noqa: PLC0415 - slow imports stay out of --help

        stop = cluster.Stop()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.wish())
        signal.signal(signal.SIGHUP, lambda *_: self._ask_anew())
        return cluster.Surroundings(url, self._changed, lambda: self._shared(self.works.renew()), self), stop

    @contextmanager
    def figures(self, url: str) -> Iterator[None]:
        """Serve figures and health meanwhile, where that is asked for."""
        where = self.works.parts.config.daemon.metrics
        if where is None:
            yield
            return
        from monitor import cluster  # noqa: PLC0415 - slow imports stay out of --help
        from monitor.daemon.health import Tally, trouble  # noqa: PLC0415 - the same
        from monitor.daemon.metrics import Metrics  # noqa: PLC0415 - the same
        from monitor.daemon.serving import serving  # noqa: PLC0415 - the same

        metrics = Metrics(Tally(), lambda: self.works.duties(self.works.parts))

        def text() -> bytes:
            return metrics.text() + cluster.figures_text(cluster.figures(url))

        with serving(where, text, lambda: trouble(self.pulse, self.works.parts.archive)):
            yield

    # --- as `cluster.Notes` -----------------------------------------------------------

    def ready(self, status: str) -> None:
        """Tell the service manager, and the log."""
        logging.getLogger("clausewatch").info("%s", status)
        self.manager.ready(status)

    def alive(self) -> None:
        """Tell the service manager, and whoever asks for its health."""
        self.manager.alive()
        self.pulse.beat()

    def stopping(self) -> None:
        """Tell the service manager, and let nobody ask for a page any more."""
        self.manager.stopping()
        self.works.leave_pages()

    def _ask_anew(self) -> None:
        self.asked_anew = True

    def _changed(self) -> bool:
        asked, self.asked_anew = self.asked_anew, False
        return self.watched.changed() or asked

    def _tidy(self, duties: Duties) -> int:
        self.hosts.forget()
        return duties.tidy()

    def _shared(self, duties: Duties) -> cluster.Duties:
        from monitor import cluster  # noqa: PLC0415 - slow imports stay out of --help

        config = self.works.parts.config
        return cluster.Duties(
            sources=duties.sources,
            subscribers=config.subscribers,
            archive=self.works.parts.archive,
            look=duties.look,
            wait=duties.wait,
            deliver=duties.deliver,
            stop=duties.stop,
            abort=duties.abort,
            let_go=duties.let_go,
            tidy=lambda: self._tidy(duties),
            remind=lambda: self.heartbeat.owe(duties),
            now=self.hosts.now,
            tick=duties.pace.tick,
        )
