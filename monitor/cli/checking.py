"""`check`: looking at sources once."""

from __future__ import annotations

from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.found import Found
from monitor.cli.memory import manage_memory
from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, Report, chosen_sources, load_config
from monitor.cli.printing import note, tell_error
from monitor.cli.teller import Teller
from monitor.errors import ArchiveMissing, ClausewatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from monitor.archive import Archive
    from monitor.lanes import Done
    from monitor.model import Outcome, Source, Standing
    from monitor.sources import ArchivePlace, Config

_FEW = 3  # sources: for no more than these a progress bar would flicker by


@dataclass(frozen=True, slots=True)
class Rounds:
    """How to look: how the sources stand, what looks at one, when its host may be asked again, how many at once."""

    standings: Mapping[str, Standing]
    look: Callable[[Source], Outcome]
    wait: Callable[[Source], float]
    workers: int


@dataclass(frozen=True, slots=True)
class Request:
    """Which sources are asked for, and whether their schedule and their servers' wishes count."""

    sources: Sequence[Source]
    only_due: bool
    force: bool
    now: datetime


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
    manage_memory()
    request = Request(chosen_sources(loaded, sources or ()), due, force, wiring.utc_now())
    found = Found(form)
    if dry_run:
        _rehearse(loaded, request, archive, found)
        raise typer.Exit(found.exit_code)
    with wiring.parts_from(loaded, archive) as parts:
        teller = Teller(parts.deliver)
        rounds = Rounds(parts.archive.standings(), parts.look, parts.wait, loaded.fetch.workers)
        for outcome in _looks(request, rounds, found):
            if outcome.alert or outcome.alarms:
                teller.tell()
        found.write(request.sources)
        for trouble in teller.end():  # what is not taken stays owed, so it is no trouble of this check
            note(f"clausewatch: {trouble.subscriber}: {trouble.error}")
    raise typer.Exit(found.exit_code)


def _rehearse(config: Config, request: Request, archive: ArchivePath, found: Found) -> None:
    """Look without recording, and print what was found; an archive that is not there yet counts as an empty one."""
    from monitor import wiring  # noqa: PLC0415
    from monitor.check import rehearse  # noqa: PLC0415
    from monitor.model import Past  # noqa: PLC0415

    with _archive_if_any(archive or config.archive.place) as opened, wiring.fetcher_from(config) as fetcher:

        def look(source: Source) -> Outcome:
            past = opened.past(source, request.now) if opened else Past()
            return rehearse(source, past, request.now, fetch=fetcher.fetch)

        def wait(source: Source) -> float:
            return fetcher.wait(source.url)

        for _ in _looks(request, Rounds(_standings(opened), look, wait, config.fetch.workers), found):
            pass
    found.write(request.sources)


def _archive_if_any(place: ArchivePlace) -> AbstractContextManager[Archive | None]:
    from monitor.wiring import archive_at  # noqa: PLC0415

    try:
        return closing(archive_at(place))
    except ArchiveMissing:
        return nullcontext()


def _standings(archive: Archive | None) -> Mapping[str, Standing]:
    return archive.standings() if archive else {}


def _looks(request: Request, rounds: Rounds, found: Found) -> Iterator[Outcome]:
    """Look at the sources asked for, except those that rest; of one that could not be recorded it is told why."""
    from monitor.lanes import each  # noqa: PLC0415
    from monitor.rounds import due, resting  # noqa: PLC0415

    standings = rounds.standings
    if request.force:
        standings = {name: replace(standing, retry_at=None) for name, standing in standings.items()}
    chosen = due(request.sources, standings, request.now) if request.only_due else request.sources
    rest = resting(chosen, standings, request.now)
    for source in chosen:
        if source.id in rest:
            found.add(_resting_outcome(source, standings[source.id].revision, rest[source.id], request.now))
    awake = [source for source in chosen if source.id not in rest]
    for done in _with_progress(each(awake, rounds.look, rounds.workers, rounds.wait), len(awake)):
        if isinstance(done.result, Exception):
            _tell(done.source, done.result)
            found.add(_unrecorded_outcome(done.source, done.result, request.now))
        else:
            found.add(done.result)
            _tell_reread(done.result)
            yield done.result


def _tell_reread(outcome: Outcome) -> None:
    if outcome.reread:
        from monitor.render import reread_words  # noqa: PLC0415

        note(f"clausewatch: {outcome.source.id}: {reread_words(outcome.reread)}")


def _tell(source: Source, error: Exception) -> None:
    if not isinstance(error, ClausewatchError):
        raise error
    tell_error(error, source.id)


def _unrecorded_outcome(source: Source, error: Exception, now: datetime) -> Outcome:
    from monitor.model import Failure, Outcome  # noqa: PLC0415

    return Outcome(source, now, "failed", failure=Failure("archive", str(error), now))


def _resting_outcome(source: Source, revision: int, until: datetime, now: datetime) -> Outcome:
    from monitor.model import Failure, Outcome  # noqa: PLC0415

    message = f"its server asked to be left alone until {until:%Y-%m-%d %H:%M} UTC; --force asks all the same"
    failure = Failure("resting", message, now, transient=True, retry_after=(until - now).total_seconds())
    return Outcome(source, now, "failed", revision, failure=failure)


def _with_progress(results: Iterator[Done[Outcome]], total: int) -> Iterator[Done[Outcome]]:
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
        for done in results:
            progress.update(task, advance=1, description=done.source.id)
            yield done
