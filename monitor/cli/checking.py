"""`check` and `run`: looking at sources, once or for good."""

from __future__ import annotations

import os
import signal
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, Report, chosen_sources, load_config
from monitor.cli.printing import colour, note, tell_error, width, write, write_json
from monitor.errors import ArchiveMissing, ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from monitor.archive import Archive, SqliteArchive
    from monitor.model import Outcome, Source, Standing
    from monitor.sources import Config
    from monitor.wiring import Parts

_FEW = 3  # sources: for no more than these a progress bar would flicker by
_TROUBLE = {"failed", "held"}


class LogFormat(StrEnum):
    """How the daemon logs."""

    text = "text"
    json = "json"


@dataclass(frozen=True, slots=True)
class Request:
    """Which sources are asked for, and whether their schedule and their servers' wishes count."""

    sources: Sequence[Source]
    only_due: bool
    force: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What checks found, in the order of the configuration; `broken` where one ended in an error of ours."""

    outcomes: Sequence[Outcome]
    broken: bool

    @property
    def exit_code(self) -> int:
        """2 on trouble, 1 when there is something to tell, else 0."""
        if self.broken or any(outcome.kind in _TROUBLE for outcome in self.outcomes):
            return 2
        return int(any(outcome.alert for outcome in self.outcomes))


def check(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Ids or globs; all when left out.", show_default=False)
    ] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only the sources whose time has come.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also those whose server asked for rest; never against robots.txt.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look, but record nothing and tell nobody.")] = False,
    form: Annotated[Report, typer.Option("--format", help="How to print what was found.")] = Report.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Look at sources now; exit 1 when there is something to tell, 2 on trouble."""
    from monitor import wiring  # noqa: PLC0415 - slow imports stay out of --help

    loaded = load_config(config)
    request = Request(chosen_sources(loaded, sources or ()), due, force, wiring.utc_now())
    if dry_run:
        found = _rehearsed(loaded, request, archive)
        _print(found.outcomes, form)
        raise typer.Exit(found.exit_code)
    with wiring.parts_from(loaded, archive) as parts:
        found = _looked(request, parts.archive.standings(), parts.look, loaded.fetch.workers)
        _print(found.outcomes, form)
        _deliver(parts)
    raise typer.Exit(found.exit_code)


def run(
    *,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="One line a check, as text or JSON.")
    ] = LogFormat.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Watch until told to stop (SIGTERM): the daemon."""
    signal.signal(signal.SIGTERM, _leave)  # before the slow imports: nothing is in hand yet
    from monitor import daemon, wiring  # noqa: PLC0415
    from monitor.cli.logs import log_to_stderr  # noqa: PLC0415

    loaded = load_config(config)
    log_to_stderr(as_json=log_format is LogFormat.json)
    for warning in loaded.warnings:
        note(f"{config}:{warning.line}: {warning.key}: {warning.message}")
    place = archive or loaded.archive.path
    with daemon.sole_daemon(place, wiring.utc_now()), wiring.parts_from(loaded, archive) as parts:
        duties = daemon.Duties(loaded.sources, parts.archive, parts.look, parts.deliver, parts.stop, wiring.utc_now)
        ended = daemon.run(duties, daemon.Pace(loaded.daemon.tick, loaded.fetch.workers))
    if not ended:
        os._exit(0)  # a thread still waits for a server; what it does is recorded whole or not at all


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _rehearsed(config: Config, request: Request, archive: Path | None) -> Found:
    """The outcomes of looking without recording; an archive that is not there yet counts as an empty one."""
    from monitor import wiring  # noqa: PLC0415
    from monitor.check import rehearse  # noqa: PLC0415
    from monitor.model import Past  # noqa: PLC0415

    with _archive_if_any(archive or config.archive.path) as opened, wiring.fetcher_from(config) as fetcher:

        def look(source: Source) -> Outcome:
            past = opened.past(source, request.now) if opened else Past()
            return rehearse(source, past, request.now, fetch=fetcher.fetch)

        return _looked(request, _standings(opened), look, config.fetch.workers)


def _archive_if_any(place: Path) -> AbstractContextManager[SqliteArchive | None]:
    from monitor.wiring import archive_at  # noqa: PLC0415

    try:
        return closing(archive_at(place))
    except ArchiveMissing:
        return nullcontext()


def _standings(archive: Archive | None) -> Mapping[str, Standing]:
    return archive.standings() if archive else {}


def _looked(
    request: Request, standings: Mapping[str, Standing], look: Callable[[Source], Outcome], workers: int
) -> Found:
    """Look at the sources asked for, except those that rest; one that could not be recorded is told and left out."""
    from monitor.rounds import due, look_at_all, resting  # noqa: PLC0415

    if request.force:
        standings = {name: replace(standing, retry_at=None) for name, standing in standings.items()}
    chosen = due(request.sources, standings, request.now) if request.only_due else request.sources
    rest = resting(chosen, standings, request.now)
    awake = [source for source in chosen if source.id not in rest]
    found = {
        source.id: _resting_outcome(source, standings[source.id].revision, rest[source.id], request.now)
        for source in chosen
        if source.id in rest
    }
    broken = False
    for source, result in _with_progress(look_at_all(awake, look, workers), len(awake)):
        if isinstance(result, Exception):
            _tell(source, result)
            broken = True
        else:
            found[source.id] = result
            _tell_reread(result)
    return Found([found[source.id] for source in request.sources if source.id in found], broken)


def _tell_reread(outcome: Outcome) -> None:
    from monitor.render import reread_words  # noqa: PLC0415

    if outcome.reread:
        note(f"clausewatch: {outcome.source.id}: {reread_words(outcome.reread)}")


def _tell(source: Source, error: Exception) -> None:
    if not isinstance(error, ClausewatchError):
        raise error
    tell_error(error, source.id)


def _resting_outcome(source: Source, revision: int, until: datetime, now: datetime) -> Outcome:
    from monitor.model import Failure, Outcome  # noqa: PLC0415

    message = f"its server asked to be left alone until {until:%Y-%m-%d %H:%M} UTC; --force asks all the same"
    failure = Failure("resting", message, now, transient=True, retry_after=(until - now).total_seconds())
    return Outcome(source, now, "failed", revision, failure=failure)


def _with_progress(
    results: Iterator[tuple[Source, Outcome | Exception]], total: int
) -> Iterator[tuple[Source, Outcome | Exception]]:
    """The same results, with a progress bar on a terminal when there are more than a few."""
    import sys  # noqa: PLC0415

    if total <= _FEW or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for source, result in results:
            progress.update(task, advance=1, description=source.id)
            yield source, result


def _deliver(parts: Parts) -> None:
    """Send what is owed; what is not taken stays owed, so it is no trouble of this check."""
    for trouble in parts.deliver().troubles:
        note(f"clausewatch: {trouble.subscriber}: {trouble.error}")


def _print(outcomes: Iterable[Outcome], form: Report) -> None:
    from monitor.render import outcome_markdown, outcome_text  # noqa: PLC0415
    from monitor.wire import outcome_json  # noqa: PLC0415

    if form is Report.json:
        write_json({"outcomes": [outcome_json(outcome) for outcome in outcomes]})
    elif form is Report.markdown:
        write("\n".join(outcome_markdown(outcome) for outcome in outcomes))
    else:
        for outcome in outcomes:
            write(outcome_text(outcome, width=width(), colour=colour()))
