"""`add`: an address, a list of them, or what some terms link to, tried and then written into sources.toml."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import DEFAULT_CONFIG, ArchivePath, ConfigPath
from monitor.cli.printing import note, write
from monitor.cli.wishes import Consent, Wishes, agreed, book_at, can_be_asked, refuse, titled, whole_address
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.cli.trying import Tried
    from monitor.cli.wishes import Book
    from monitor.model import Source
    from monitor.sources import Entry


def add(
    address: Annotated[
        str | None, typer.Argument(metavar="URL", help="The address; https:// where it has no scheme.")
    ] = None,
    *,
    listed: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A list of addresses: text, CSV, OPML or urlwatch YAML."),
    ] = None,
    linked: Annotated[
        str | None, typer.Option("--linked", metavar="SOURCE", help="What this source's terms name and nobody watches.")
    ] = None,
    name: Annotated[str | None, typer.Option("--id", metavar="ID", help="Its id, provider/document.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What messages call it.")] = None,
    every: Annotated[str | None, typer.Option("--every", metavar="DURATION", help="How often to look.")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="NAME", help="A tag; may be repeated.")] = None,
    select: Annotated[
        str | None, typer.Option("--select", metavar="CSS", help="The part of the page that holds the terms.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="CSS", help="A part that is no terms; may be repeated.")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", metavar="HEADING", help="The words of the heading they stand under.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="HEADING|CSS", help="Where the terms begin.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="HEADING|CSS", help="What comes after the terms.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Add without asking.")] = False,
    doubtful: Annotated[bool, typer.Option("--all", help="Also what is doubtful or cannot be read.")] = False,
    config: ConfigPath = DEFAULT_CONFIG,
    archive: ArchivePath = None,
) -> None:
    """Show how an address reads, and add it to the configuration; exit 2 when it is doubtful."""
    if sum(given is not None for given in (address, listed, linked)) != 1:
        raise UsageError("add", "give one address, or a list of them with --from FILE, or --linked SOURCE")
    if (listed or linked) and (name or title):
        several = "a list has a column for it" if listed else "each document has its own"
        raise UsageError("--id" if name else "--title", f"names one source; {several}")
    wishes = Wishes(name, title, every, tuple(tag or ()), select, tuple(remove or ()), section, start, end)
    book, consent = book_at(config), Consent(yes, doubtful)
    if listed:
        from monitor.cli.lists import add_list  # noqa: PLC0415 - slow imports stay out of --help

        raise typer.Exit(add_list(listed, book, wishes, consent))
    if linked:
        from monitor.cli.linking import add_linked  # noqa: PLC0415

        raise typer.Exit(add_linked(linked, book, wishes, consent, archive))
    raise typer.Exit(_add_one(whole_address(address or ""), book, wishes, consent))


def _add_one(url: str, book: Book, wishes: Wishes, consent: Consent) -> int:
    """Try an address, show how it reads, and add it where that is agreed to; the exit code."""
    from monitor.cli.sheets import sheet  # noqa: PLC0415
    from monitor.sources import as_toml  # noqa: PLC0415

    asked = _asked(url, book, wishes)
    found = _tried(book.read_as([asked])[0], book)
    title = found.terms.title if found.terms else ""
    entry = titled(asked, wishes, title, book.watched.ids)
    doubt = found.doubt or book.leads_to(entry, found.found_at)
    write(sheet(found, doubt))
    write(f"\n{as_toml(entry)}")
    if _may_add(book, consent, doubtful=bool(doubt)):
        book.append([entry])
        write(f"added to {book.path}; `clausewatch check {entry.id}` looks at it for the first time")
        return 0
    return 2 if doubt else 0


def _asked(url: str, book: Book, wishes: Wishes) -> Entry:
    """The entry as far as it is known before the page was seen. Raises `UsageError` for one that cannot be added."""
    from monitor.sources import entry_faults  # noqa: PLC0415

    try:
        entry = wishes.entry(url, "", book.watched.ids)
        refuse(entry_faults(entry), url)
    except ValueError:  # of the address, from the standard library
        raise UsageError(url, "is no address") from None
    if clash := book.watched.clash(entry):
        raise clash
    return entry


def _tried(source: Source, book: Book) -> Tried:
    from monitor import wiring  # noqa: PLC0415
    from monitor.cli.trying import tried  # noqa: PLC0415

    with wiring.fetcher_from(book.config) as fetcher:
        return tried(source, fetcher, wiring.utc_now())


def _may_add(book: Book, consent: Consent, *, doubtful: bool) -> bool:
    """Whether it is to be written: as the options say, or the person at the terminal; else say how it would be."""
    if doubtful and consent.given and not consent.doubtful:
        note("doubtful, so nothing was written; --all adds it all the same")
        return False
    if consent.given:
        return True
    place = f"{book.path}{', which is made' if book.fresh else ''}"
    if can_be_asked():
        return agreed(f"Add it to {place}{' all the same' if doubtful else ''}?", default=not doubtful)
    options = "--yes --all" if doubtful else "--yes"
    note(f"nothing was written; append the lines above to {place}, or let `clausewatch add {options}` do it")
    return False
