"""Dates that stand beside the terms: in front matter, a file's properties, a header (for a page's, see `pagedates`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.model import DateEvidence, EvidenceOrigin
from monitor.text.dates import printed_dates
from monitor.text.fold import tidy
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST = 20  # entries: a page that lists articles dates each of them
LONGEST = 80  # characters of a written date
_META_NAMES = frozenset(
    "date dates last-modified lastmodified last_modified modified modified_time updated updated_time lastupdated "
    "last-updated last_updated revised revision_date revision-date pubdate publishdate publish_date publish-date "
    "published published_time publication_date publication-date created creation_date datemodified datepublished "
    "datecreated issued effective effective_date effective-date article:modified_time article:published_time "
    "og:updated_time og:published_time og:article:modified_time og:article:published_time "
    "docx:modified docx:created pdf:moddate pdf:creationdate moddate creationdate".split()
)
_DUBLIN = pattern(r"(?:dc|dcterms)[.:](?:date(?:[.:]\w{1,20})?|modified|issued|created|available|valid|dateaccepted)$")
_FILE_NAMES = pattern(r"(?:pdf|docx|odt|file):|(?:mod|creation)date$")
_COMPACT = pattern(
    r"(?:D:)?((?:19|20)\d{2})(?:(0[1-9]|1[0-2])(?:([0-3]\d)(?:T?\d{2,6}(?:Z|[+-][\d']{0,6})?)?)?)?", re.ASCII
)
_EPOCH = pattern(r"\d{9,10}|\d{13}", re.ASCII)
_ASCTIME = pattern(r"\w{3} (\w{3}) {1,2}(\d{1,2}) \d\d:\d\d:\d\d (\d{4})", re.ASCII)  # the third form of RFC 9110


def evidence_from_meta(meta: Mapping[str, str]) -> tuple[DateEvidence, ...]:
    """The dates in front matter ("date", "updated") or in a file's properties ("pdf:ModDate", "docx:modified")."""
    return several(
        evidence("file" if _FILE_NAMES.match(name.lower()) else "front-matter", name, str(value))
        for name, value in meta.items()
        if is_date_name(name.lower())
    )


def evidence_of_header(last_modified: str | None) -> tuple[DateEvidence, ...]:
    """The date of a Last-Modified header, in any of the three forms of RFC 9110, section 5.6.7."""
    if not last_modified:
        return ()
    asctime = _ASCTIME.fullmatch(last_modified.strip())
    plain = f"{asctime[2]} {asctime[1]} {asctime[3]}" if asctime else last_modified
    return several([evidence("last-modified", "Last-Modified", plain, last_modified)])


def several(found: Iterable[DateEvidence | None]) -> tuple[DateEvidence, ...]:
    """Those that are dates, each once, in the order they stand in, up to a number that a reader can look through."""
    kept: dict[DateEvidence, None] = {}
    for one in found:
        if one is not None:
            kept.setdefault(one)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def evidence(origin: EvidenceOrigin, name: str, text: str, shown: str | None = None) -> DateEvidence | None:
    """What a written date means; None where it is none, such as "18 days ago"."""
    written = tidy(text[: 2 * LONGEST])[:LONGEST]
    label = tidy(name[: 2 * LONGEST])[:LONGEST]
    as_shown = tidy(shown[: 2 * LONGEST])[:LONGEST] if shown is not None else written
    spelled = _spelled_out(written)
    for date in printed_dates(spelled)[:1]:
        return DateEvidence(origin, label, as_shown, date.value, date.precision)
    return None


def _spelled_out(written: str) -> str:
    """Forms that only machines write, as a date that people print: 20240501, D:20240501100000Z, seconds since 1970."""
    if _EPOCH.fullmatch(written) and not _COMPACT.fullmatch(written):
        seconds = int(written[:-3] if len(written) > len("1714521600") else written)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    compact = _COMPACT.fullmatch(written)
    if compact and (compact[2] or written.startswith("D:")):
        return "-".join(part for part in compact.groups() if part)
    return written


def is_date_name(name: str) -> bool:
    """Whether what has this name, in lower case, is the document's date."""
    return name in _META_NAMES or bool(_DUBLIN.match(name))
