"""`history`, `show`, `status`, `validate`, `export`: what the archive and the configuration hold."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import (
    DEFAULT_CONFIG,
    ArchivePath,
    ConfigPath,
    Report,
    TextOrJson,
    archive_place,
    config_if_any,
    load_config,
    source_as_configured,
)
from monitor.cli.printing import colour, deliver_to, note, width, write, write_json
from monitor.cli.revisions import (
    SourceArgument,
    name_and_mark,
    none_yet,
    revision_of,
)
from monitor.cli.showing import unwatched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.cluster import Figures
    from monitor.model import Reference
    from monitor.sources import ArchivePlace


def history(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="A source id; all when left out.")] = None,
    *,
    clause: Annotated[str | None, typer.Option("--clause", metavar="PATH", help="Only changes of this clause.")] = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="How to print it.")] = TextOrJson.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """List revisions, oldest first: when each was seen and what it changed."""
    from monitor.render import history_text, reviewed_text  # noqa: PLC0415 - slow imports stay out of --help
    from monitor.reports import history_rows, of_clause  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(archive_place(config, archive)) as opened:
        revisions = list(opened.revisions(source) if source else opened.all_revisions())
        log, accepted = opened.log(source), opened.accepted(source) if source else None
        last = revisions[-1].number if revisions else 0
        if source and not revisions:
            note(f"clausewatch: {none_yet(opened, source)}")
    if clause:
        revisions = [kept for revision in revisions if (kept := of_clause(revision, clause))]
    if form is TextOrJson.json:
        write_json(history_rows(revisions, log, accepted))
    else:
        text = history_text(revisions, width=width(), colour=colour(), changes=bool(clause), log=log)
        write(text + reviewed_text((), accepted, last, width=width(), colour=colour()))


def show(
    source: SourceArgument,
    *,
    form: Annotated[Report, typer.Option("--format", help="How to print it.")] = Report.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Show the terms of one revision."""
    from monitor.read import as_markdown  # noqa: PLC0415
    from monitor.render import reviewed_text, terms_text  # noqa: PLC0415
    from monitor.reports import places_watched, reviewed_row, terms_row, watched_in  # noqa: PLC0415
    from monitor.rules import rules_of  # noqa: PLC0415
    from monitor.wire import revision_json  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    name, mark = name_and_mark(source)
    with archive_at(archive_place(config, archive)) as opened:
        revision = revision_of(opened, name, mark)
        terms = opened.terms(source_as_configured(name, revision.url, config), revision.number)
        log = [entry for entry in opened.log(name) if entry.revision == revision.number]
        accepted = opened.accepted(name, to=revision.number)
    loaded = config_if_any(config)
    watched = watched_in(terms, places_watched(loaded.sources) if loaded else None)
    if form is Report.json:
        row = {**revision_json(revision), **terms_row(terms, watched), **reviewed_row(log, accepted)}
        write_json({**row, "text": as_markdown(terms)})
    elif form is Report.markdown:
        write(as_markdown(terms))
    else:
        text = terms_text(terms, width=width(), colour=colour(), watched=watched, rules=rules_of(terms))
        write(text + reviewed_text(log, accepted, revision.number, width=width(), colour=colour()))


def status(
    form: Annotated[TextOrJson, typer.Option("--format", help="How to print it.")] = TextOrJson.text,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Say how every source stands and what is still owed; exit 2 unless all are well."""
    from monitor.errors import ArchiveMissing  # noqa: PLC0415
    from monitor.render import status_text  # noqa: PLC0415
    from monitor.reports import empty_status, status_of  # noqa: PLC0415
    from monitor.wire import status_json  # noqa: PLC0415
    from monitor.wiring import archive_at, utc_now  # noqa: PLC0415

    loaded = config_if_any(config) if archive else load_config(config)
    sources = loaded.sources if loaded else None
    place, cluster = archive or archive_place(config, None), None
    try:
        with archive_at(place) as opened:
            report = status_of(opened, sources, utc_now())
            missing = unwatched(opened, loaded) if loaded else None
            cluster = _cluster_at(place)
    except ArchiveMissing:
        if sources is None:
            raise
        report, missing = empty_status(sources), {}
    if form is TextOrJson.json:
        write_json({**status_json(report), "unwatched": _rows(missing), "cluster": cluster and asdict(cluster)})
    else:
        write(status_text(report, utc_now(), width=width(), colour=colour(), unwatched=missing or {}))
        if cluster:
            write(f"\n{cluster.words()}")
    raise typer.Exit(0 if report.all_well else 2)


def _cluster_at(place: ArchivePlace) -> Figures | None:
    """How the cluster at an archive's place stands; None where there is none, as of every file."""
    from monitor.errors import ArchiveMissing  # noqa: PLC0415 - slow imports stay out of --help

    if not isinstance(place, str):
        return None
    from monitor.cluster import figures  # noqa: PLC0415 - no driver is loaded for a file

    with suppress(ArchiveMissing):  # the archive is there, and nobody made the queue beside it
        return figures(place)
    return None


def _rows(missing: Mapping[str, Sequence[Reference]] | None) -> list[dict[str, str]] | None:
    """Documents that nobody watches, a row each; None where it is not known what is watched."""
    if missing is None:
        return None
    return [{"source": name, "text": one.text, "target": one.target} for name in missing for one in missing[name]]


def validate(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Check the configuration without fetching anything; every fault is told at once."""
    loaded = load_config(config)
    for warning in loaded.warnings:
        note(f"{config}:{warning.line}: {warning.key}: {warning.message}")
    write(f"{config}: {len(loaded.sources)} sources and {len(loaded.subscribers)} subscribers, no faults")
    for source in loaded.sources:
        write(f"  {source.id}  {source.url}")


def export_json(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; - for stdout.")],
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Write sources, revisions and every change that was told, as one JSON value."""
    from monitor.reports import export_of  # noqa: PLC0415
    from monitor.wiring import archive_at  # noqa: PLC0415

    with archive_at(archive_place(config, archive)) as opened:
        exported = export_of(opened)
    deliver_to(None if str(file) == "-" else file, json.dumps(exported, indent=1))
