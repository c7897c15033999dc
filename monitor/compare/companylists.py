"""Lists of companies in terms: rows of a table or items of a list that name sub-processors, affiliates, licensors.

Most documents have none, and are done with once the words around their tables and
lists were looked at: entries are read only where those speak of companies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.compare.companypairs import is_legal_form
from monitor.compare.companyrows import columns_of, entries_of, is_header
from monitor.compare.companywords import (
    ABOUT_OTHER,
    COMPANY_COLUMN,
    LAND,
    NAME_COLUMN,
    OTHER_COLUMN,
    STRONG,
    TELLING_COLUMN,
    WEAK,
    has_legal_form,
    is_a_sort,
    speaks_of_companies,
)
from monitor.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.compare.companypairs import Entry
    from monitor.model import Clause, Terms


_LONGEST_NAME = 12  # words: the longest names of companies have nine
_LONGEST_CLAUSE = 400  # characters: an item that is longer makes of a list one of clauses
_LONGEST_LEAD = 200  # characters of what leads in to a list that are looked at
_MOST_PROPER = 0.6  # of the entries that must look like names, whatever else speaks for a list
_MOST_COMPANIES = 0.5  # of the entries that have a legal form: "mostly"
_SOME_SORTS = 0.2  # of the entries that name sorts of companies: more, and it is a list of categories
_SOME_COMPANIES = 0.2  # where what stands around the list says that it is one
_LONGEST_TITLE = 60  # characters of what a list is called


@dataclass(slots=True)
class Group:
    """Neighbouring rows of one table, or items of one list, and what stands around them.

    `heading` is the nearest one above, `far` those above it and the title, `lead` the clause right before.
    """

    heading: str
    far: str
    lead: str
    clauses: list[Clause]

    @property
    def called(self) -> str:
        """The words right before or above it that speak of companies, or else its heading."""
        heading, lead = self.heading.strip().rstrip(".:"), self.lead.strip().rstrip(".:")
        if len(lead) <= _LONGEST_TITLE and speaks_of_companies(lead):
            return lead
        return heading or lead

    @property
    def place(self) -> str:
        """What it is known by on both sides."""
        return key(self.called)


# --- tables and lists as they stand ---------------------------------------------------------------------


def groups_of(terms: Terms) -> list[Group]:
    """The tables and lists of terms, in reading order."""
    headings: list[Clause] = []
    found: list[Group] = []
    runs: dict[int, Group] = {}  # open ones, by depth; a table has but one
    last: Clause | None = None
    for clause in terms.clauses:
        while headings and headings[-1].depth >= clause.depth:
            headings.pop()
        if clause.role not in {"row", "item"}:
            runs = {}
            if clause.role == "heading":
                headings.append(clause)
        else:
            runs = {depth: run for depth, run in runs.items() if depth <= clause.depth}
            run = runs.get(clause.depth)
            if run is None or not _goes_on(run.clauses, clause):
                run = _begun(headings, terms.title, last)
                found.append(run)
            runs[clause.depth] = run
            run.clauses.append(clause)
        last = clause
    return found


def _begun(headings: Sequence[Clause], title: str, last: Clause | None) -> Group:
    heading = headings[-1].heading if headings else ""
    far = " / ".join([title, *(one.heading for one in headings[:-1])])
    lead = "" if last is None or last.role in {"heading", "row"} else f"{last.heading} {last.text}".strip()
    return Group(heading, far, lead[-_LONGEST_LEAD:], [])


def _goes_on(run: Sequence[Clause], clause: Clause) -> bool:
    first = run[0]
    if first.role != clause.role:
        return False
    return run[-1].columns == clause.columns or (len(run) == 1 and is_header(first, clause.columns))


# --- what speaks for a list of companies ---------------------------------------------------------------------


def companies_in(group: Group) -> tuple[Entry, ...]:
    """The entries of a table or list, where they are companies."""
    if not _worth_reading(group):
        return ()
    entries, columns = entries_of(group.clauses)
    proper = sum(map(_is_proper, entries))
    sorts = sum(is_a_sort(one.name) for one in entries)
    if not entries or proper < _MOST_PROPER * len(entries) or sorts > _SOME_SORTS * len(entries):
        return ()
    companies = sum(_is_company(one) for one in entries) / len(entries)
    if group.clauses[0].role == "row":
        return entries if _table_is(group, len(entries), columns, companies) else ()
    return entries if _items_are(group, entries, companies) else ()


def title_of(group: Group) -> str:
    """What a list is called; with the heading above that says of whom it is, where its own does not."""
    called = group.called if len(group.called) <= _LONGEST_TITLE or group.heading else ""
    if speaks_of_companies(called):
        return called
    above = next((one.strip() for one in reversed(group.far.split(" / ")) if STRONG.search(one)), "")
    return ", ".join(part for part in (above, called) if part)


def _worth_reading(group: Group) -> bool:
    """Whether anything around a table or list speaks of companies, and nothing of something else."""
    near = _near(group)
    if ABOUT_OTHER.search(near) and not STRONG.search(near):
        return False
    if group.clauses[0].role == "item":
        return bool(STRONG.search(near) or WEAK.search(near) or STRONG.search(group.far))
    columns = columns_of(group.clauses)
    if OTHER_COLUMN.search(" / ".join(columns)):
        return False
    return bool(NAME_COLUMN.search(" / ".join(columns)) or STRONG.search(near) or WEAK.search(near))


def _near(group: Group) -> str:
    return f"{group.heading} / {group.lead}"


def _table_is(group: Group, count: int, columns: Sequence[str], companies: float) -> bool:
    near = _near(group)
    named = any(NAME_COLUMN.search(column) for column in columns)
    telling = any(TELLING_COLUMN.search(column) for column in columns)
    said = STRONG.search(near)
    if said and (companies >= _MOST_COMPANIES or named):
        return True
    if named and telling and STRONG.search(group.far):
        return True
    if said and not any(columns):
        return companies >= _SOME_COMPANIES or _is_title_of_list(group.heading)
    if any(COMPANY_COLUMN.search(column) for column in columns) and telling:
        return companies > 0 or bool(WEAK.search(near) or STRONG.search(group.far) or STRONG.search(columns[0]))
    around = telling or WEAK.search(near)
    return companies >= _MOST_COMPANIES and count > 1 and bool(around and (named or WEAK.search(near)))


def _is_title_of_list(heading: str) -> bool:
    """Whether a heading is little but the word for such a list: "List of sub-processors"."""
    found = STRONG.search(heading)
    return bool(found) and len(words(heading)) <= 2 * len(words(found.group() if found else "")) + 2


def _items_are(group: Group, entries: Sequence[Entry], companies: float) -> bool:
    if any(len(clause.text) > _LONGEST_CLAUSE for clause in group.clauses):
        return False
    if companies >= _MOST_COMPANIES:
        return True
    if STRONG.search(_near(group)) and companies >= _SOME_COMPANIES:
        return True
    lands = sum(any(LAND.search(cell) for cell in entry.cells) for entry in entries)
    return lands >= _MOST_COMPANIES * len(entries) and bool(STRONG.search(f"{_near(group)} / {group.far}"))


def _is_proper(one: Entry) -> bool:
    """Whether it begins like a name and is no sentence."""
    first = next((character for character in one.name if character.isalnum()), "")
    return not first.islower() and bool(first) and len(one.name.split()) <= _LONGEST_NAME


def _is_company(one: Entry) -> bool:
    """Whether its name has a legal form; of what was not cut into cells, the words in front."""
    return has_legal_form(one.name) or (not one.cells and any(map(is_legal_form, one.name.split()[1:])))
