"""A part of a page that is out while the rest stands: one of several addresses, or a section that loads by itself."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.decide.phrases import calls, said, sentences, states, supposes, welcomes
from monitor.decide.places import strays
from monitor.decide.states import WHATEVER_LENGTH, State, is_named, state_of
from monitor.decide.weights import size_of, weight
from monitor.text.language import detect
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from monitor.model import Clause, Page, Terms

Missing: TypeAlias = Literal["partial", "lost"]

_COLLAPSED = 1 / 3  # of the words that are gone: what stands in their place with more may be what they became
_LESS = 0.5  # of them: a section becomes no longer text by not being there
_MOST_FRESH = 200  # clauses or headings that are looked through: a redesign may rename every one
_HARDLY_KNOWN = 0.25  # of a part's words: what stands on every page of a site is no more of one with terms
_LONGEST = 40  # words: what says that something could not be loaded says no more
_NEARLY_ALL = 0.6  # of such a clause's words
_SHORT = 14  # words of a sentence that says that what stood here could not be had
_UNHAD = pattern(
    r"\b(?:can|could)(?: ?not|n't) be (?:loaded|displayed|shown|retrieved)|\b(?:did not|didn't|failed to) load\b"
    r"|unable to (?:load|display|show|retrieve)\b|^(?:please )?(?:sign|log) in to (?:view|see|read|access|continue)\b"
    r"|\b(?:content|section|document|text|part|page|information) (?:is|are)(?: \w+)? (?:not |un)(?:\w+ )?available\b"
    r"|konnten? (?:\w+ )?nicht (?:geladen|angezeigt|abgerufen) werden|lässt sich nicht (?:laden|anzeigen)"
    r"|(?:inhalte?|abschnitt|seite|dokument|text) (?:ist|sind)(?: \w+)? nicht verfügbar"
    r"|(?:n'a|n'ont) (?:pas )?pu être (?:chargé|affiché)|(?:contenu|section|document|texte) (?:n'est|est)"
    r"(?: \w+)? (?:indisponible|pas disponible)|^connectez-vous pour\b|^melden sie sich an\b"
    r"|no se (?:ha podido|pudo|puede) (?:cargar|mostrar)|(?:contenido|sección|documento) no está disponible"
    r"|não foi possível carregar|impossibile caricare|non è stato possibile caricare|kon niet (?:worden )?geladen"
    r"|読み込めません|表示できません|无法(?:加载|显示)"
)
_IN_TEXT: frozenset[State | None] = frozenset({"challenge", "maintenance", "missing", "error", "script"})
_SPEAKS_OF_ITSELF: frozenset[State | None] = WHATEVER_LENGTH | {"login", "script"}


def has_broken_part(last: Terms, terms: Terms, gone: Sequence[Clause]) -> bool:
    """Whether something that was not there before says, in the place of clauses, that these could not be had."""
    headings = {clause.heading for clause in last.clauses}
    fresh = (clause.heading for clause in terms.clauses if clause.heading and clause.heading not in headings)
    if any(states(heading) in WHATEVER_LENGTH for heading in islice(fresh, _MOST_FRESH)):
        return True
    before = {(clause.heading, clause.text) for clause in last.clauses}
    new = [place for place, clause in enumerate(terms.clauses) if (clause.heading, clause.text) not in before]
    if len(new) > _MOST_FRESH or _size(terms.clauses[place] for place in new) > _LESS * _size(gone):
        return False
    return any(_says(terms, place) for place in new)


def missing_part(last: Terms, parts: Sequence[tuple[Page, Terms]], gone: Sequence[Clause]) -> Missing | None:
    """What speaks against one of several parts: hardly anything of the last good terms, while these clauses are gone.

    Each part is a page with what is read on it alone. "partial" is one that looks like no
    terms, "lost" one that is empty or hardly more, and does not say why.
    """
    known = {(clause.heading, clause.text) for clause in last.clauses}
    strange = [(page, terms) for page, terms in parts if len(parts) > 1 and _is_strange(terms, known)]
    if any(_is_no_terms(page, terms, gone) for page, terms in strange):
        return "partial"
    return "lost" if any(size_of(terms) < _COLLAPSED * _size(gone) for _, terms in strange) else None


def _is_strange(terms: Terms, known: AbstractSet[tuple[str, str]]) -> bool:
    """Whether hardly anything of a part stood in the last good terms."""
    kept = _size(clause for clause in terms.clauses if (clause.heading, clause.text) in known)
    return not kept or kept < _HARDLY_KNOWN * size_of(terms)


def _is_no_terms(page: Page, terms: Terms, gone: Sequence[Clause]) -> bool:
    if not terms.clauses:
        return False
    if not is_named(terms) and (strays(page, terms) or welcomes(terms.title)):
        return True
    return state_of(terms) not in {None, "bare"} or _is_foreign(terms, gone)


def _is_foreign(terms: Terms, gone: Sequence[Clause]) -> bool:
    """Whether it is in another language than what is gone."""
    found, before = (detect(" ".join(one.text for one in clauses)) for clauses in (terms.clauses, gone))
    return bool(found and before) and found != before


def _says(terms: Terms, place: int) -> bool:
    """Whether a clause says little more than that something could not be had, or is a heading that asks to sign in."""
    clause = terms.clauses[place]
    if clause.role == "heading":
        below = terms.clauses[place + 1 : place + 2]
        alone = all(one.role == "heading" for one in below)
        return alone and (states(clause.heading) or calls(clause.heading)) in _SPEAKS_OF_ITSELF
    if clause.label or weight(clause.text) > _LONGEST:
        return False
    spoken = sum(weight(sentence) for sentence in sentences(clause.text) if _is_unhad(sentence))
    return spoken >= max(1, _NEARLY_ALL * weight(clause.text))


def _is_unhad(sentence: str) -> bool:
    if weight(sentence) > _SHORT or supposes(sentence):
        return False
    return bool(_UNHAD.search(sentence)) or said(sentence) in _IN_TEXT


def _size(clauses: Iterable[Clause]) -> int:
    return sum(weight(clause.heading) + weight(clause.text) for clause in clauses)
