"""`add --from`: a list of addresses, each tried politely, shown as a table, and added in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.cli.files import file_bytes
from monitor.cli.printing import note, write
from monitor.cli.wishes import agreed, can_be_asked, option_of, own_words, whole_address
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from monitor.cli.trying import Tried
    from monitor.cli.wishes import Book, Consent, Wishes
    from monitor.lanes import Done
    from monitor.model import Source
    from monitor.sources import Entry, Listed, Subject

Mark: TypeAlias = Literal["+", "?", "x", "="]
"""Reads well; doubtful; cannot be read; watched already, here or by another row of the list."""

LARGEST_LIST = 5_000_000
"""Bytes: two thousand addresses with titles are a tenth of that."""

_MEANING: dict[Mark, str] = {"+": "read well", "?": "doubtful", "x": "not read", "=": "watched already"}
_DOUBTFUL = frozenset({"?", "x"})


@dataclass(frozen=True, slots=True)
class Row:
    """One address of the list and what became of it. `entry` is None where none can be made."""

    listed: Listed
    mark: Mark
    entry: Entry | None = None
    tried: Tried | None = None
    note: str = ""


def add_list(file: Path, book: Book, wishes: Wishes, consent: Consent) -> int:
    """Try every address of a list, show how each reads, and add those that read well; the exit code."""
    from monitor.sources import read_list  # noqa: PLC0415 - slow imports stay out of --help

    listing = read_list(str(file), file_bytes(file, LARGEST_LIST))
    for said in listing.notes:
        note(f"{file}: {said}")
    return add_listed(listing.rows, book, wishes, consent)


def add_listed(listed: Iterable[Listed], book: Book, wishes: Wishes, consent: Consent) -> int:
    """Try these addresses, show how each reads, and add those that read well; the exit code."""
    from monitor.cli.sheets import table  # noqa: PLC0415

    rows = _judged(_looked_at(_screened(listed, book, wishes), book), book)
    write(table(rows))
    write(f"\n{_summary(rows)}")
    chosen = [row for row in rows if row.mark == "+" or (row.mark in _DOUBTFUL and consent.doubtful)]
    entries = [row.entry for row in chosen if row.entry]
    left = [row for row in rows if row.mark in _DOUBTFUL and row.entry not in entries]
    if left:
        note(f"{len(left)} doubtful or not read: left out{'' if consent.doubtful else '; --all takes them too'}")
    if entries and _may_add(len(entries), book, consent):
        book.append(entries)
        write(f"added {len(entries)} to {book.path}; `clausewatch check` looks at them for the first time")
    return 2 if left else 0


def _may_add(count: int, book: Book, consent: Consent) -> bool:
    if consent.given:
        return True
    if can_be_asked():
        return agreed(f"Add {count} to {book.path}?", default=not consent.doubtful)
    note(f"nothing was written; with --yes, {count} are added to {book.path}")
    return False


def _summary(rows: Sequence[Row]) -> str:
    counts = Counter(row.mark for row in rows)
    said = ", ".join(f"{counts[mark]} {words} ({mark})" for mark, words in _MEANING.items() if counts[mark])
    return f"{len(rows)} addresses: {said}"


# --- before anything is fetched ---------------------------------------------------------


def _screened(listed: Iterable[Listed], book: Book, wishes: Wishes) -> list[Row]:
    """A row for each address; what is no address, or is watched already, is marked so and not fetched."""
    taken = set(book.watched.ids)
    first: dict[Subject, int] = {}
    rows: list[Row] = []
    for one in listed:
        row = _row(one, book, wishes, taken)
        if row.entry and row.mark == "+":
            line = first.setdefault(row.entry.subject, len(rows))
            if line < len(rows):
                rows.append(replace(row, mark="=", note=f"stands on line {rows[line].listed.line} of the list already"))
                continue
            taken.add(row.entry.id)
        rows.append(row)
    return rows


def _row(one: Listed, book: Book, wishes: Wishes, taken: set[str]) -> Row:
    from monitor.sources import entry_faults  # noqa: PLC0415

    try:
        entry = _merged(one, wishes, taken).entry(whole_address(one.url), one.title, taken)
    except (UsageError, ValueError) as error:
        return Row(one, "x", note=getattr(error, "message", "is no address"))
    for fault in entry_faults(entry):
        return Row(one, "x", note=f"{option_of(fault).removeprefix('--')}: {fault.message}")
    clash = book.watched.clash(entry)
    return Row(one, "=", entry, note=clash.message) if clash else Row(one, "+", entry)


def _merged(one: Listed, wishes: Wishes, taken: set[str]) -> Wishes:
    """What the list says of an address, where no option says otherwise."""
    tags = dict.fromkeys([*wishes.tags, *filter(None, map(own_words, one.tags))])
    return replace(
        wishes,
        id=one.id if _is_free_id(one.id, taken) else None,
        tags=tuple(tags),
        select=wishes.select or one.select,
        remove=wishes.remove or one.remove,
        provider=one.provider,
    )


def _is_free_id(name: str, taken: set[str]) -> bool:
    from monitor.sources import Entry, entry_faults  # noqa: PLC0415

    return bool(name) and name not in taken and not entry_faults(Entry(name, "", "https://example.com"))


# --- the look itself ----------------------------------------------------------------------


def _looked_at(rows: Sequence[Row], book: Book) -> list[Row]:
    """The rows, those that are to be fetched with what was found: several hosts at once, each at its own pace."""
    from monitor import wiring  # noqa: PLC0415
    from monitor.cli.trying import tried  # noqa: PLC0415
    from monitor.lanes import each  # noqa: PLC0415

    entries = [row.entry for row in rows if row.entry and row.mark == "+"]
    sources = book.read_as(entries)
    found: dict[str, Tried] = {}
    with wiring.fetcher_from(book.config) as fetcher:

        def look(source: Source) -> Tried:
            return tried(source, fetcher, wiring.utc_now())

        def wait(source: Source) -> float:
            return fetcher.wait(source.url)

        for done in _with_progress(each(sources, look, book.config.fetch.workers, wait), len(sources)):
            if isinstance(done.result, Exception):
                raise done.result
            found[done.source.id] = done.result
    return [replace(row, tried=found.get(row.entry.id)) if row.entry and row.mark == "+" else row for row in rows]


def _with_progress(results: Iterator[Done[Tried]], total: int) -> Iterator[Done[Tried]]:
    """The same results, with a bar on a terminal."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(results, "reading", total, console=console, transient=True, disable=not console.is_terminal)


# --- what is to be thought of it ---------------------------------------------------------


def _judged(rows: Iterable[Row], book: Book) -> list[Row]:
    """The rows with their marks, and with the titles and ids that they are added with."""
    taken = {*book.watched.ids, *(row.entry.id for row in rows if row.entry and row.entry.id == row.listed.id)}
    texts: dict[str, str] = {}
    judged = []
    for row in rows:
        done = _judge(_named(row, taken), book, texts)
        if done.entry and done.mark != "=":
            taken.add(done.entry.id)
        if done.mark == "+" and done.entry and done.tried and done.tried.terms:
            texts[done.tried.terms.digest] = done.entry.id
        judged.append(done)
    return judged


def _named(row: Row, taken: set[str]) -> Row:
    """A row that was read under its title: the list's own, or the page's."""
    from monitor.sources import source_id  # noqa: PLC0415

    if row.entry is None or row.tried is None:
        return row
    title = row.entry.title or own_words(row.tried.terms.title if row.tried.terms else "")
    own = row.entry.id == row.listed.id
    name = row.entry.id if own else source_id(row.entry.url, title, taken, row.listed.provider)
    return replace(row, entry=replace(row.entry, id=name, title=title))


def _judge(row: Row, book: Book, texts: dict[str, str]) -> Row:
    if row.entry is None or row.tried is None:
        return row
    tried = row.tried
    if tried.outcome.failure:
        return replace(row, mark="x", note=tried.doubt)
    twin = texts.get(tried.terms.digest) if tried.terms else None
    doubts = (tried.doubt, book.leads_to(row.entry, tried.found_at), twin and f"reads the same as {twin}", tried.short)
    doubt = next(filter(None, doubts), "")
    return replace(row, mark="?", note=doubt) if doubt else replace(row, note="" if tried.date else "states no date")
