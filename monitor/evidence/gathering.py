"""The evidence of one revision, gathered from the archive: raw pages and texts of both sides, and what joins them."""

from __future__ import annotations

import json
from importlib.resources import files as package_files
from typing import TYPE_CHECKING, Any

from monitor.compare import compare
from monitor.errors import ReadError, UnknownRevision
from monitor.evidence.case import Case, Side, page_name
from monitor.evidence.facts import chain_json, facts_json, remarks_of
from monitor.evidence.packing import Evidence, NamedFile, with_sums
from monitor.evidence.readme import readme
from monitor.read import as_markdown
from monitor.render import redline_page
from monitor.render.pdf import Cover, redline_pdf
from monitor.render.phrases import time_words
from monitor.wire import clock_json, diff_json, entry_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.archive import Witness
    from monitor.model import Comparison, LogEntry, Revision, Source, StatedDate


def evidence_of(archive: Witness, source: Source, revision: int) -> Evidence:
    """The evidence of one revision of a source: what stands in the zip, in the order of its names.

    Each file is bytes in memory. Raises `UnknownRevision`, and `ArchiveError` where what is stored is not whole.
    """
    case = _case(archive, source, revision)
    remarks = tuple(remarks_of(case))
    made = [*_files(case)]
    listed = [*(file.name for file in made), "README.txt", "SHA256SUMS"]
    files = with_sums([*made, NamedFile("README.txt", readme(case, listed, remarks))])
    return Evidence(files, case.new.revision.at, remarks, case.link[1])


def _case(archive: Witness, source: Source, number: int) -> Case:
    known = {revision.number: revision for revision in archive.revisions(source.id)}
    if number not in known:
        raise UnknownRevision(f"{source.id}@{number}")
    new = _side(archive, source, "new", known[number])
    old = _side(archive, source, "old", known[number - 1]) if number - 1 in known else None
    told = known[number].comparison
    made = told or (_compared(old, new) if old else None)
    return Case(new, old, made, told is not None, archive.proof(source.id), _acceptances(archive, source))


def _acceptances(archive: Witness, source: Source) -> tuple[LogEntry, ...]:
    """Who accepted what, oldest first; what else people noted is among themselves, and no stranger's business."""
    return tuple(entry for entry in reversed(archive.log(source.id)) if entry.kind == "accepted")


def _side(archive: Witness, source: Source, name: str, revision: Revision) -> Side:
    exhibit = archive.exhibit(source.id, revision.number)
    try:
        return Side(name, revision, exhibit, archive.terms(source, revision.number))
    except ReadError:
        return Side(name, revision, exhibit, None)


def _compared(old: Side, new: Side) -> Comparison | None:
    if old.terms is None or new.terms is None:
        return None
    return compare(old.terms, new.terms, on=new.revision.at.date())


# --- the files ---------------------------------------------------------------------------------


def _files(case: Case) -> Iterator[NamedFile]:
    for side in case.sides:
        yield from _pages(side)
        if side.terms is not None:
            yield NamedFile(f"{side.name}/text.md", _utf8(as_markdown(side.terms)))
    if case.new.exhibit.change is not None:
        yield NamedFile("new/change.zst", case.new.exhibit.change)
    if case.comparison is not None:
        yield from _redlines(case, case.comparison)
    if case.comparison is not None and case.comparison.clock is not None:
        yield _json("clock.json", clock_json(case.comparison.clock))
    if case.log:
        yield _json("log.json", {"log": [entry_json(entry) for entry in case.log]})
    yield _json("evidence.json", facts_json(case))
    yield _json("chain.json", chain_json(case.proof))
    script = package_files("monitor.evidence").joinpath("verify_chain.py")
    yield NamedFile("verify_chain.py", script.read_bytes())


def _pages(side: Side) -> Iterator[NamedFile]:
    for number, part in enumerate(side.exhibit.parts, start=1):
        if part.body is not None:
            yield NamedFile(page_name(side, number, part), part.body)


def _redlines(case: Case, comparison: Comparison) -> Iterator[NamedFile]:
    revision = case.new.revision
    yield NamedFile("redline.pdf", redline_pdf(comparison, _cover(case, comparison)))
    yield NamedFile("redline.html", _utf8(redline_page(comparison, title=revision.title, url=revision.url)))
    yield _json("redline.json", diff_json(comparison))


def _json(name: str, value: dict[str, Any]) -> NamedFile:
    return NamedFile(name, f"{json.dumps(value, indent=1)}\n".encode("ascii"))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, that a page may hold, is no UTF-8


def _cover(case: Case, comparison: Comparison) -> Cover:
    revision, exhibit = case.new.revision, case.new.exhibit
    number, link = case.link
    facts = (
        ("Source", f"{revision.source}, revision {revision.number}"),
        ("Address", revision.url),
        ("Seen first", time_words(exhibit.first)),
        ("Last not seen", time_words(exhibit.last_not) if exhibit.last_not else "not known"),
        ("Dates before", _dates(comparison.old.dates)),
        ("Dates after", _dates(comparison.new.dates)),
        ("Page before", case.old.exhibit.digest if case.old else ""),
        ("Page after", exhibit.digest),
        ("Chain", f"link {number}, {link}"),
    )
    return Cover(
        revision.title or revision.source,
        f"{revision.source}@{revision.number}",
        time_words(revision.at),
        facts,
    )


def _dates(dates: Sequence[StatedDate]) -> str:
    return "; ".join(date.text for date in dates) or "none stated"
