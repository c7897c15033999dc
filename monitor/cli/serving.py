"""`serve`: pages to look at, for people and for programs."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from monitor.cli.memory import manage_memory
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, load_config
from monitor.cli.printing import note

_ADVICE = "choose another --host or --port"


def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Where: any but this machine needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65_535, help="The port; 0 for any that is free.")
    ] = 8000,
    processes: Annotated[
        int | None,
        typer.Option("--processes", metavar="N", min=1, max=64, help="How many answer: two where there are cores."),
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Show documents, revisions and changes as web pages until told to stop (SIGTERM)."""
    signal.signal(signal.SIGTERM, _leave)  # before the slow imports: nothing is in hand yet
    from monitor.cli.logs import Redactor, log_to_stderr  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.web.aside import own_process  # noqa: PLC0415 - the same
    from monitor.web.processes import give_way, in_processes, usual  # noqa: PLC0415 - the same
    from monitor.web.server import Site, address_of, answer, keep, listening, settings_of  # noqa: PLC0415 - the same
    from monitor.wiring import archive_at  # noqa: PLC0415 - the same

    loaded = load_config(config)
    settings = settings_of(host, loaded, config)
    redactor = Redactor()
    place = archive or loaded.archive.place
    redactor.learn(loaded, place)
    log_to_stderr(as_json=False, redactor=redactor)
    archive_at(place).close()  # what is wrong with it is said before any process begins
    with listening(host, port, _ADVICE) as alone:  # nobody else listens there
        found = alone.getsockname()[1]
    with listening(host, found, _ADVICE, shared=True) as ear:
        note(f"clausewatch: pages are served at {address_of(host, ear)}")

        count = processes or usual()

        def work(number: int) -> None:
            if number == count:  # the last one keeps what the others show up to date
                with archive_at(place) as opened:
                    keep(Site(loaded, opened, settings))
                return
            own = listening(host, found, _ADVICE, shared=True) if number else ear
            with archive_at(place) as opened, own, own_process() as aside:
                site = Site(loaded, opened, settings, aside)
                manage_memory()
                give_way()
                answer(site, own)

        in_processes(count + 1, work)


def _leave(*_: object) -> None:
    raise SystemExit(0)
