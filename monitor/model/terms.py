"""What a page says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.model.kinds import ClauseRole, DateRole, EvidenceOrigin, Precision


class Link(NamedTuple):
    """A link's words and where it leads: data beside the clause's words, never part of them."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date the document states of itself.

    `text` is as printed; `value` is "2020-10-05", "2020-10" or "2020", as
    `precision` says, or None where the printed date has two readings.
    """

    role: DateRole
    text: str
    value: str | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest addressed piece of terms.

    `path` is the chain of labels or headings above and at it, unique in its terms;
    `label` as printed; `text` holds neither label nor heading, and is empty for a
    heading; `depth` is 0 at the top; `ordinal` is its place in reading order, from 1.
    `columns` are the headers of a table row's cells, where its table has any.
    Clauses of the roles date, note and contents are shown but not compared.
    """

    path: str
    label: str | None
    heading: str
    text: str
    depth: int
    ordinal: int
    role: ClauseRole = "paragraph"
    links: tuple[Link, ...] = ()
    hidden: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the page that is no terms: its first words, why it was left out, how many words it had."""

    what: str
    why: str
    words: int


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """A date that stands beside the terms: in meta data, a `<time>`, a PDF's properties or the Last-Modified header.

    Weaker than what the document states, and never compared. `name` is the key it
    stood under ("article:modified_time"), `text` as written, `value` and `precision`
    as of a `StatedDate`.
    """

    origin: EvidenceOrigin
    name: str
    text: str
    value: str | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that the terms name: its words, its address, the clause that names it.

    `incorporated` is true where the clause says that the other document is part of these terms.
    """

    text: str
    target: str
    clause: str
    incorporated: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """What a page shows beside and around its terms, by which a page that is no terms is known.

    `title` is the window's; `words` are those that a reader sees, `scripts` the
    characters of script; `password` says that it asks for one, `closed` that the markup
    ends as it should, `refresh` where the page sends its reader on, or "", and
    `canonical` what the page calls its own address, or "".
    """

    title: str = ""
    words: int = 0
    scripts: int = 0
    password: bool = False
    closed: bool = True
    refresh: str = ""
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from other pages and fetches of one host, and is left out of its pages.

    `boilerplate` holds digests of blocks that two documents print alike around their
    terms, `restless` the places of blocks that differ at every fetch.
    """

    boilerplate: frozenset[str] = frozenset()
    restless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page says: clauses in reading order and what it states of itself. Equal words give equal digests."""

    title: str
    language: str
    clauses: tuple[Clause, ...]
    dates: tuple[StatedDate, ...] = ()
    version: str | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    digest: str = ""
    references: tuple[Reference, ...] = ()
    evidence: tuple[DateEvidence, ...] = ()
    surface: Surface = field(default_factory=Surface)
