"""Every command by name. The work is in the modules beside this one, imported when a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli import (
    adding,
    archives,
    asking,
    calendars,
    checking,
    comparing,
    evidence,
    histories,
    holding,
    ingesting,
    keeping,
    linking,
    reviewing,
    running,
    searching,
    serving,
    showing,
    telling,
    working,
)

app = typer.Typer(
    name="clausewatch",
    help="Watches the terms that providers publish, and tells which clauses changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("check")(checking.check)
app.command("run")(running.run)
app.command("worker")(working.worker)
app.command("serve")(serving.serve)
app.command("diff")(comparing.diff)
app.command("read")(comparing.read)
app.command("history")(asking.history)
app.command("show")(asking.show)
app.command("search")(searching.search)
app.command("status")(asking.status)
app.command("validate")(asking.validate)
app.command("add")(adding.add)
app.command("ingest")(ingesting.ingest)
app.command("release")(holding.release)
app.command("dismiss")(holding.dismiss)
app.command("accept")(reviewing.accept)
app.command("ack")(reviewing.ack)
app.command("assign")(reviewing.assign)
app.command("comment")(reviewing.comment)
app.command("links")(linking.links)
app.command("log")(reviewing.log)
app.command("evidence")(evidence.evidence)
app.command("deliver")(telling.deliver)
app.command("notify-test")(telling.notify_test)
app.command("verify")(keeping.verify)
app.command("backup")(keeping.backup)
app.command("demo")(showing.demo)

export = typer.Typer(help="Write out what the archive holds.", no_args_is_help=True, rich_markup_mode=None)
export.command("json")(asking.export_json)
export.command("git")(histories.export_git)
export.command("ics")(calendars.export_ics)
app.add_typer(export, name="export")

archive = typer.Typer(help="Make an archive, or move one.", no_args_is_help=True, rich_markup_mode=None)
archive.command("init")(archives.init)
archive.command("copy")(archives.copy)
app.add_typer(archive, name="archive")

imports = typer.Typer(help="Take in what others recorded.", no_args_is_help=True, rich_markup_mode=None)
imports.command("git")(histories.import_git)
app.add_typer(imports, name="import")


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"clausewatch {version('clausewatch')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which release this is.")
    ] = False,
) -> None:
    """Watches the terms that providers publish, and tells which clauses changed."""
