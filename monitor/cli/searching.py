"""`search`: which clauses of which revisions say some words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath, TextOrJson, archive_place, config_if_any
from monitor.cli.printing import colour, note, width, write, write_json
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from monitor.archive import Library
    from monitor.model import Behind, Find, Query, Source

_FEW = 200  # revisions: taking in no more than these takes a second or two
_MOST = 1_000
_USUAL = 20


def search(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='What clauses say; "a phrase", word*, -word.')],
    *,
    provider: Annotated[str | None, typer.Option("--provider", metavar="PROVIDER", help="Only of this one.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SOURCE", help="Only in this document.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only what stood there on this day or later.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only what stood there on this day or before.")
    ] = None,
    current: Annotated[bool, typer.Option("--current", help="Only what stands there now.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="So many at most.", min=1, max=_MOST, show_default=False)
    ] = _USUAL,
    form: Annotated[TextOrJson, typer.Option("--format", help="How to print it.")] = TextOrJson.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Find the clauses that say some words, and in which revisions they did."""
    from monitor.model import Query  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.wiring import archive_at  # noqa: PLC0415

    since, until = _day("--from", first), _day("--to", last)
    query = Query(_words(words), provider or "", source or "", since, until, current)
    _weigh(query)
    loaded = config_if_any(config)
    sources = loaded.sources if loaded else ()
    with archive_at(archive_place(config, archive)) as opened:
        behind = _catch_up(opened, query, sources)
        finds = opened.search(query, limit + 1)
        titles = _titles(opened, {find.source for find in finds}, sources)
        newest = opened.too_many(query)
    if behind:
        note(f"clausewatch: {behind} documents have revisions that could not be looked through just now")
    _print(finds, limit, titles, newest=newest, behind=behind, form=form)


def _print(
    finds: Sequence[Find], limit: int, titles: Mapping[str, str], *, newest: bool, behind: int, form: TextOrJson
) -> None:
    from monitor.render.found import finds_text  # noqa: PLC0415
    from monitor.wire import find_json  # noqa: PLC0415

    given, more = finds[:limit], len(finds) > limit
    if form is TextOrJson.json:
        rows = [find_json(find, titles.get(find.source, "")) for find in given]
        write_json({"finds": rows, "newest_first": newest, "behind": behind, "more": more})
        return
    write(finds_text(given, titles, width=width(), colour=colour()))
    if more:
        order = "those that came last" if newest else "those that stand now and fit best"
        note(f"clausewatch: there are more; these are {order}. Add a word, or ask for more with --limit")


def _words(said: str) -> str:
    """What is looked for. Raises `UsageError` where there is nothing in it."""
    from monitor.text.searching import terms_of  # noqa: PLC0415 - slow imports stay out of --help

    if not any(term.wanted for term in terms_of(said)):
        raise UsageError("WORDS", "there is no word in it to look for")
    return said


def _day(option: str, said: str | None) -> date | None:
    from datetime import date  # noqa: PLC0415

    try:
        return date.fromisoformat(said) if said is not None else None
    except ValueError as error:
        raise UsageError(option, "is not a day; write it as in 2026-03-31") from error


def _weigh(query: Query) -> None:
    """Raise `UsageError` where nothing could fit."""
    if query.since and query.until and query.since > query.until:
        raise UsageError("--to", "is before --from")
    if query.provider and query.source and query.source.partition("/")[0] != query.provider:
        raise UsageError("--source", f"is not a document of {query.provider}")


def _titles(archive: Library, names: set[str], sources: Sequence[Source]) -> dict[str, str]:
    printed = {name: profile.title for name, profile in archive.profiles(names).items()}
    return printed | {one.id: one.title for one in sources if one.id in names and one.title}


def _catch_up(archive: Library, query: Query, sources: Sequence[Source]) -> int:
    """Take in what was not searched yet of what is asked for; how many documents could not be taken in whole."""
    from monitor.catalogue import catch_up_with  # noqa: PLC0415

    late = _behind(archive, query, sources)
    with _progress(sum(one.revision - one.catalogued for one in late)) as advance:
        for one in late:
            catch_up_with(archive, one.source, sources)
            advance(one.revision - one.catalogued)
    return len(_behind(archive, query, sources)) if late else 0


def _behind(archive: Library, query: Query, sources: Sequence[Source]) -> list[Behind]:
    from monitor.catalogue import behind  # noqa: PLC0415

    found = behind(archive, sources, query.source or None)
    return [one for one in found if not query.provider or one.source.startswith(f"{query.provider}/")]


@contextmanager
def _progress(revisions: int) -> Iterator[Callable[[int], object]]:
    """Hears how many revisions are taken in; shows it on a terminal when there are more than a few."""
    import sys  # noqa: PLC0415

    if revisions <= _FEW or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("reading revisions"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=revisions)
        yield lambda done: progress.advance(task, done)
