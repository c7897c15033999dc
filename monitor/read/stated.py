"""What a document states of itself: its dates with their roles, its version, its own list of revisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Clause, DateRole, StatedDate
from monitor.text.dates import PrintedDate, printed_dates
from monitor.text.fold import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROLES: dict[DateRole, str] = {
    "updated": (
        r"last\s+(?:updated?|modified|revised|revision|changed?|amended|reviewed)|updated?(?:\s+(?:on|date|"
        r"as of))?|update\s+date|"
        r"modified(?:\s+(?:on|date))?|revised(?:\s+(?:on|date))?|revision\s+date|amended(?:\s+on)?|"
        r"date\s+of\s+(?:last\s+)?revision|"
        r"last\s+update|as\s+of|zuletzt\s+\w+(?:\s+am)?|stand(?:\s+vom)?|letzte\s+\w+|aktualisiert(?:\s+am)?|"
        r"dernière\s+\w+(?:\s+à\s+jour)?|"
        r"mise?\s+à\s+jour|última\s+\w+|ultima\s+\w+|ultimo\s+aggiornamento|actualizado|actualizada|atualizado|"
        r"atualizada|aggiornat[oa]|"
        r"laatst\s+\w+|laatste\s+\w+|bijgewerkt|ostatni\w*\s+\w+|aktualizacja|data\s+aktualizacji|senast\s+\w+|"
        r"uppdaterad|"
        r"최종\s*(?:수정일?|업데이트|개정일?)|수정일|개정일|(?:дата\s+)?(?:последне\w+\s+)?обновлен\w+|"
        r"最終更新日?|最終改定日?|更新日期?|改定日|改訂日?|最近更新(?:日期)?|最后更新(?:日期)?|修订日期"
    ),
    "effective": (
        r"effective(?:\s+(?:date|as\s+of|from|on|since))*|in\s+force(?:\s+(?:as\s+of|from|since))?|"
        r"valid\s+(?:from|as\s+of)|takes?\s+effect|"
        r"come[s]?\s+into\s+(?:effect|force)|gültig\s+ab|in\s+kraft(?:\s+ab)?|wirksam\s+(?:ab|zum)|"
        r"entr\w+\s+en\s+vigueur|en\s+vigueur|"
        r"date\s+d'effet|en\s+vigor|vigente|vigencia|vigência|em\s+vigor|in\s+vigore|decorrenza|ingangsdatum|"
        r"van\s+kracht|"
        r"시행일|발효일|вступ\w+\s+в\s+силу|действует\s+с|"
        r"obowiązuj\w+\s+od|wejści\w+\s+w\s+życie|gäller\s+från|ikraftträdande|施行日?|発効日?|生效日期?|生效"
    ),
    "published": (
        r"published(?:\s+on)?|posted(?:\s+on)?|publication\s+date|issued(?:\s+on)?|release\s+date|"
        r"veröffentlicht(?:\s+am)?|publié\w*(?:\s+le)?|"
        r"게시일|공고일|дата\s+публикации|опубликован\w+|"
        r"publicad[oa]|pubblicat[oa]|gepubliceerd|opublikowano|publicerad|公開日|制定日?|发布日期?|公布日期?"
    ),
}
_ROLE_NAMES = {f"r{number}": role for number, role in enumerate(_ROLES)}
_LABEL = re.compile(
    "|".join(rf"(?P<r{n}>(?<![^\W_])(?:{pattern}))" for n, pattern in enumerate(_ROLES.values())), re.IGNORECASE
)
_VERSION = re.compile(
    r"(?<!\w)(?:version|versión|versione|versão|versie|wersja|v\.)\s*:?\s*(?:no\.?\s*)?(\d+(?:\.\d+)*[a-z]?)(?!\w)",
    re.IGNORECASE,
)
_NOTES_HEADING = re.compile(
    r"^(?:(?:last\s+)?modified\s+dates?|(?:revision|version|change|document|update)\s+history|"
    r"history\s+of\s+(?:changes|revisions)|"
    r"change\s*log|revisions?|changes\s+to\s+this\s+(?:document|page)|amendment\s+history|recent\s+changes)\W*$",
    re.IGNORECASE,
)
_LONGEST_DATE_LINE = 140  # characters
_DATE_LINE = 14  # words: a line no longer than this that holds a labelled date says nothing else
_OTHER_WORDS = 5  # words beside the date and its label; more of them are a statement of their own
_FAR = 40  # characters between a label and its date
_ENDS = 12  # clauses at the top, and as many at the bottom, where a document speaks of itself
_TOP = 6  # clauses at the top, where a bare date is the document's own
_LONGEST_NOTE = 60  # words; longer text below a list of revisions is a clause again


@dataclass(frozen=True, slots=True)
class Stated:
    """The clauses with their date and note roles set, and what they state."""

    clauses: tuple[Clause, ...]
    dates: tuple[StatedDate, ...]
    version: str | None
    notes: tuple[str, ...]


def stated(clauses: Sequence[Clause]) -> Stated:
    """Find what the document states of itself, and mark the clauses that say nothing else."""
    marked, notes = _notes(list(clauses))
    dates: list[StatedDate] = []
    said: list[StatedDate] = []  # in sentences, which may speak of another day than the document's own
    version: str | None = None
    for place, clause in enumerate(marked):
        if clause.role == "note":
            continue
        near_an_end = place < _ENDS or place >= len(marked) - _ENDS
        found = stated_dates(_whole(clause), prose=near_an_end)
        if not (found or dates or said) and place < _TOP:
            found = _dateline(clause)
        short = len(words(_whole(clause))) <= _DATE_LINE
        printed = _VERSION.search(_whole(clause)) if short and near_an_end else None
        if short and (found or printed) and _says_only(_whole(clause), found, printed):
            marked[place] = replace(clause, role="date")
            version = version or (printed.group(1) if printed else None)
            dates.extend(found)
        elif near_an_end:
            said.extend(found)
    own_roles = {date.role for date in dates}
    dates.extend(date for date in said if date.role not in own_roles)
    dates.extend(date for date in _newest_note(notes) if date not in dates)
    return Stated(tuple(marked), tuple(dates), version, tuple(notes))


def stated_dates(text: str, *, prose: bool = True) -> list[StatedDate]:
    """The dates of a text that follow, or are followed by, words that say what they date."""
    if not prose and len(words(text)) > _DATE_LINE:
        return []
    found = []
    printed = [date for date in printed_dates(text) if date.precision != "year" or date.text == text.strip(" .")]
    for date in printed:
        role = _role_of(text, date)
        if role:
            start, label_role = role
            found.append(StatedDate(label_role, text[start : date.end], date.value, date.precision))
    return found


def _dateline(clause: Clause) -> list[StatedDate]:
    """A line that is a date and nothing else, as it stands beneath a title; a link to an older text is none."""
    text = _whole(clause)
    if clause.role not in {"paragraph", "heading"} or clause.links:
        return []
    printed = printed_dates(text)
    if len(printed) != 1 or printed[0].precision == "year" or words(text.replace(printed[0].text, " ")):
        return []
    return [StatedDate("updated", printed[0].text, printed[0].value, printed[0].precision)]


def _role_of(text: str, date: PrintedDate) -> tuple[int, DateRole] | None:
    """The nearest label before the date, with its start, not across another sentence."""
    window = text[max(0, date.start - _FAR) : date.start]
    best = None
    for match in _LABEL.finditer(window):
        between = window[match.end() :]
        if not re.search(r"[.;!?]\s", between) and len(words(between)) <= 3:  # noqa: PLR2004 - "updated for you on"
            best = match
    if best is None or best.lastgroup is None:
        return None
    return max(0, date.start - _FAR) + best.start(), _ROLE_NAMES[best.lastgroup]


def _whole(clause: Clause) -> str:
    return f"{clause.heading} {clause.text}".strip()


def says_only_a_date(text: str) -> bool:
    """Whether a text is a stated date and its label, and nothing else."""
    if len(text) > _LONGEST_DATE_LINE or len(words(text)) > _DATE_LINE:
        return False
    found = stated_dates(text)
    return bool(found) and _says_only(text, found, _VERSION.search(text))


def _says_only(text: str, dates: list[StatedDate], version: re.Match[str] | None) -> bool:
    """Whether nothing but the date, its label and the version stands in the text."""
    for date in dates:
        text = text.replace(date.text, " ")
    if version:
        text = text.replace(version.group(), " ")
    rest = [word for word in words(_LABEL.sub(" ", text)) if not word.isdigit()]
    return len(rest) <= _OTHER_WORDS


def _notes(clauses: list[Clause]) -> tuple[list[Clause], list[str]]:
    """The provider's own list of revisions: what follows a heading that says so, up to the next heading."""
    notes: list[str] = []
    inside = tabled = False
    for place, clause in enumerate(clauses):
        row = clause.role == "row"
        title = clause.heading or (clause.text.split(" | ")[0] if row else clause.text)
        if _NOTES_HEADING.match(title) and (clause.role == "heading" or not clause.heading):
            inside, tabled = True, row
        elif inside and (clause.role == "heading" or (tabled and not row) or len(words(clause.text)) > _LONGEST_NOTE):
            inside = False
        elif inside and not row:
            notes.append(_whole(clause))
        elif inside and printed_dates(clause.text):  # a header row is no note
            notes.append(clause.text)
        if inside:
            clauses[place] = replace(clause, role="note")
    return clauses, notes


def _newest_note(notes: Sequence[str]) -> list[StatedDate]:
    """The newest date of a dated list of revisions, as the date of the last update."""
    dated = [date for note in notes for date in printed_dates(note)[:1] if date.value and date.precision != "year"]
    if not dated:
        return []
    newest = max(dated, key=lambda date: date.value or "")
    return [StatedDate("updated", newest.text, newest.value, newest.precision)]
