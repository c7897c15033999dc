"""Changes of what stands around or between the terms and is none of them: menus, buttons, lines printed twice.

Where it may be a clause, it is one: silence about a clause does more harm than a
message about a button.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.decide.buttons import LISTED, SAYS, is_button, is_prompt, whole
from monitor.decide.phrases import names_terms
from monitor.decide.weights import weight
from monitor.text.fold import key
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Clause, Terms

_ENTRY = 4  # words: no entry of a menu that was met is longer, and few clauses are as short
_BUNCH = 2  # entries: menus come and go whole, a short clause by itself
_PROSE = 8  # words: the first clause as long as that is text, as is a sentence, and what stands above it is its head
_SENTENCE = pattern(r"[.!?;:。！？；：]\W*$")
_DIGIT = pattern(r"\d")
_NOT_COMPARED = frozenset({"date", "note", "contents"})
_KINDS = frozenset({"added", "removed", "modified"})
_LISTS = pattern(
    r"\b(?:sub-?|unterauftrags?|auftrags)?(?:processors?|verarbeiter\w*)\b|sous-traitants?|(?:sub)?encargados?"
    r"|\b(?:partners?|vendors?|suppliers?|providers?|recipients?|affiliates?|companies|third[ -]part(?:y|ies)"
    r"|countr(?:y|ies)|territor(?:y|ies)|regions?|destinations?|locations?|languages|currenc(?:y|ies)|fees?|charges"
    r"|prices?|pricing|rates?|tariffs?|plans?|cookies?|trackers?|schedules?|annex\w*|appendi\w+|exhibits?|lists?"
    r"|summary|key facts|highlights|prohibited|restricted|excluded|exclusions?|exceptions?|included|features"
    r"|partner\w*|dienstleister\w*|lieferanten|empfänger\w*|länder\w*|regionen|sprachen|gebühren\w*|preis\w*"
    r"|entgelt\w*|tarif\w*|anlagen?|anhang|verzeichnis|listen?|verboten\w*|partenaires|pays|prix|frais|annexes?|socios"
    r"|países|precios|tarifas|anexos?|paesi|prezzi|tariffe|landen|prijzen|tarieven)\b"
    r"|委託先|料金|一覧|国|分包商|费用|国家|清单",
    re.IGNORECASE,
)
"""What a list is of whose entries are as short as a menu's."""


def is_widget(change: Change) -> bool:
    """Whether a change is of nothing but a counter, a survey's question or a way to former versions, in no list."""
    return change.kind in _KINDS and all(
        clause.role not in LISTED and is_prompt(clause) for clause in (*change.old, *change.new)
    )


def menu_changes(changes: Sequence[Change], old: Terms, new: Terms) -> frozenset[int]:
    """Which changes, by their place, are of nothing but buttons, or bring or take away a whole menu above the text."""
    found = {place for place, change in enumerate(changes) if _is_of_buttons(change, old, new)}
    for kind, terms in (("removed", old), ("added", new)):
        places = {
            clause.ordinal: place
            for place, change in enumerate(changes)
            if change.kind == kind
            for clause in (*change.old, *change.new)
        }
        menu = _menu(terms)
        if all(entry.ordinal in places for entry in menu):
            found |= {places[entry.ordinal] for entry in menu}
    return frozenset(found)


def is_reprint(change: Change, old: Terms, new: Terms) -> bool:
    """Whether a clause is only printed once more, or once less, right beside the same words."""
    if change.kind not in {"added", "removed"}:
        return False
    clause, terms = (change.new[0], new) if change.kind == "added" else (change.old[0], old)
    place = clause.ordinal - 1
    beside = (*terms.clauses[max(0, place - 1) : place], *terms.clauses[place + 1 : place + 2])
    return any(key(whole(one)) == key(whole(clause)) for one in beside)


# --- buttons ---------------------------------------------------------------------------


def _is_of_buttons(change: Change, old: Terms, new: Terms) -> bool:
    return (
        change.kind in _KINDS
        and all(map(is_button, (*change.old, *change.new)))
        and all(_stands_as_button(clause, old) for clause in change.old)
        and all(_stands_as_button(clause, new) for clause in change.new)
    )


def _stands_as_button(clause: Clause, terms: Terms) -> bool:
    """Whether what it stands among allows that a button is all it is: no list of other things."""
    first, last = _run(clause, terms)
    alike = all(map(is_button, terms.clauses[first : last + 1]))
    if clause.role in LISTED and not alike:
        return False
    before = terms.clauses[first - 1] if first else None
    if before is None or (before.heading and not before.text and (_is_title(before, terms) or is_button(before))):
        return True
    if whole(before).endswith((":", "：")):
        return False
    ends = last + 1 == len(terms.clauses) or terms.clauses[last + 1].role == "heading"
    return before.role != "heading" or (alike and not ends)


def _run(clause: Clause, terms: Terms) -> tuple[int, int]:
    """The first and last place of the list it stands in, or of the lines without an end around it."""
    first = last = clause.ordinal - 1
    while first and _goes_on(clause, terms.clauses[first - 1]):
        first -= 1
    while last + 1 < len(terms.clauses) and _goes_on(clause, terms.clauses[last + 1]):
        last += 1
    return first, last


def _goes_on(clause: Clause, beside: Clause) -> bool:
    if clause.role in LISTED:
        return beside.role in LISTED
    if clause.role == "heading" or beside.role != clause.role:
        return False
    words = whole(beside)
    return words.endswith((";", ",")) or not (_SENTENCE.search(words) or weight(words) >= _PROSE)


# --- menus -----------------------------------------------------------------------------


def _menu(terms: Terms) -> tuple[Clause, ...]:
    """The menu that stands above everything else; nothing where the document is a list of things itself."""
    if _LISTS.search(terms.title) or _LISTS.search(terms.surface.title):
        return ()
    compared = (clause for clause in terms.clauses if clause.role not in _NOT_COMPARED)
    head = tuple(takewhile(lambda clause: not (_is_title(clause, terms) or _is_text(clause)), compared))
    while head and head[-1].role == "heading":
        head = head[:-1]  # it is of what follows
    return head if _is_menu(head) else ()


def _is_menu(head: Sequence[Clause]) -> bool:
    """Whether lines in a row are a menu's: all short, and linked, or paragraphs with a button among them."""
    if len(head) < _BUNCH or not all(map(_is_entry, head)):
        return False
    if all(clause.links for clause in head):
        return True
    listed = any(clause.role in LISTED and not clause.links for clause in head)
    return not listed and any(map(is_button, head))


def _is_text(clause: Clause) -> bool:
    return bool(clause.text) and (weight(clause.text) >= _PROSE or bool(_SENTENCE.search(clause.text)))


def _is_title(clause: Clause, terms: Terms) -> bool:
    return bool(clause.heading) and key(clause.heading) == key(terms.title)


def _is_entry(clause: Clause) -> bool:
    """Whether a line could be a menu's: short, without a label, a number, an end or a word that limits anything."""
    words = whole(clause)
    if clause.label is not None or clause.role == "row":
        return False
    if clause.heading and (names_terms(clause.heading) or _LISTS.search(clause.heading)):
        return False
    return weight(words) <= _ENTRY and not (_SENTENCE.search(words) or _DIGIT.search(words) or SAYS.search(words))
