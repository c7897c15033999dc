"""Changes of what stands around or between the terms and is none of them: menus, buttons, lines printed twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.decide.phrases import names_terms
from monitor.decide.weights import weight
from monitor.text.fold import key
from monitor.text.visits import without_visit_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Change, Clause, Terms

_ENTRY = 4  # words: no entry of a menu that was met is longer, and few clauses are as short
_BUNCH = 2  # entries: menus come and go whole, a short clause by itself
_PROSE = 12  # words: the first clause as long as that is text, and what stands above it is its head
_ENDS = re.compile(r"[.!?;:。！？]\W*$|\d")
_SAYS = re.compile(
    r"\b(?:no|not|only|except|without|draft|void|expired|superseded|repealed|withdrawn)\b", re.IGNORECASE
)
_WIDGETS = frozenset(
    key(words)
    for words in (
        "close|back|next|previous|print|print this page|download|download pdf|share|"
        "share this page|copy|copy link|copied|more|show more|show less|read more|"
        "see more|see less|learn more|expand all|collapse all|menu|search|top|back to top|"
        "return to top|go to top|scroll to top|skip to content|skip to main content|table of contents|"
        "on this page|in this article|jump to|log in|login|sign in|sign up|feedback|"
        "was this helpful|was this page helpful|was this article helpful|submit|loading|"
        "schließen|drucken|teilen|nach oben|zurück|weiter|mehr anzeigen|weniger anzeigen|anmelden|"
        "suche|fermer|imprimer|partager|haut de page|retour en haut|retour|suivant|voir plus|"
        "voir moins|se connecter|cerrar|imprimir|compartir|volver arriba|volver|siguiente|ver más|"
        "ver menos|iniciar sesión|chiudi|stampa|condividi|torna su|torna all'inizio|sluiten|"
        "afdrukken|delen|terug naar boven|fechar|partilhar|compartilhar|voltar ao topo|閉じる|戻る|"
        "ページの先頭へ|关闭|返回顶部|닫기|맨 위로"
    ).split("|")
)


_DOCUMENT = (
    r"(?:page|article|information|content|answer|section|document|policy|seite|artikel|page|página|pagina|artículo|terms|"
    r"agreement|notice|addendum|statement)"
)
_PROMPTS = re.compile(
    rf"(?:was|is|did|were|how|rate|war|cette|cet|¿?te|¿?fue|è|was)\b.{{0,30}}\b{_DOCUMENT}\b.{{0,30}}"
    r"\b(?:helpful|useful|help\w*|answer|rate|like|hilfreich|utile|útil|nuttig|stars?)\b.{0,20}"
    r"|[\d.,]+ (?:of|out of|von|sur|de|su|van) [\d.,]+ .{0,40}(?:helpful|hilfreich|utile|útil|nuttig)"
    r"|[\d.,]+ (?:people|users|customers|readers|others?|personen|personnes|personas) (?:\w+ ){0,3}"
    r"(?:helpful|useful|viewed|voted|liked|hilfreich|utile|útil|nuttig)|[\d.,]+ (?:views|reads|likes|shares|comments)"
    r"|(?:see|view|read|show|access|browse|go to|download)?\s*(?:(?:all|our|the|any|an?) )*"
    r"(?:previous|prior|past|earlier|older|former|archived) versions?"
    rf"(?: here| of (?:this|these|the|our) (?:\w+ ){{0,3}}{_DOCUMENT})?"
    r"|(?:frühere|vorherige|ältere) (?:versionen?|fassung(?:en)?)\b.{0,40}"
    r"|versions? (?:précédentes?|antérieures?)\b.{0,40}"
    r"|versiones? anterior(?:es)?\b.{0,40}|(?:previous|next) (?:page|article|section|chapter|post)\b.{0,60}"
    r"|(?:give|send|leave|share) (?:us |your )*feedback\b.{0,30}|take (?:our|the|a) (?:short |quick )*survey\b.{0,40}"
    r"|\d+ min(?:ute)?s? read|reading time\b.{0,20}",
    re.IGNORECASE,
)
_LONGEST_PROMPT = 100  # characters
_STAMP = 6  # words beside the token of a line that only says what a visit was given


def is_widget(change: Change) -> bool:
    """Whether a change is of nothing but a button, a counter, a survey's question or a way to former versions."""
    return change.kind in {"added", "removed", "modified"} and all(map(_is_button, (*change.old, *change.new)))


def _is_button(clause: Clause) -> bool:
    if not _may_be_button(clause):
        return False
    whole = _whole(clause)
    stamped = without_visit_tokens(whole)
    if stamped != whole and weight(stamped) <= _STAMP:
        return True
    words = key(whole)
    return words in _WIDGETS or (
        len(words) <= _LONGEST_PROMPT and bool(_PROMPTS.fullmatch(_whole(clause).strip(" .?!:»›←→")))
    )


def menu_changes(changes: Sequence[Change], old: Terms, new: Terms) -> frozenset[int]:
    """Which changes, by their place, bring or take away entries of a menu that stands above the text."""
    found: set[int] = set()
    for kind, terms in (("removed", old), ("added", new)):
        head = _head(terms)
        entries = {
            place
            for place, change in enumerate(changes)
            if change.kind == kind and all(clause.path in head for clause in (*change.old, *change.new))
        }
        if len(entries) >= _BUNCH:
            found |= entries
    return frozenset(found)


def is_reprint(change: Change, old: Terms, new: Terms) -> bool:
    """Whether a clause is only printed once more, or once less, right beside the same words."""
    if change.kind not in {"added", "removed"}:
        return False
    clause, terms = (change.new[0], new) if change.kind == "added" else (change.old[0], old)
    place = clause.ordinal - 1
    beside = (*terms.clauses[max(0, place - 1) : place], *terms.clauses[place + 1 : place + 2])
    return any(key(_whole(one)) == key(_whole(clause)) for one in beside)


def _may_be_button(clause: Clause) -> bool:
    """Whether it has no label and stands in no table: there "Close" or "Share" may be what a clause is about."""
    return clause.label is None and clause.role != "row"


def _head(terms: Terms) -> frozenset[str]:
    """The paths of the entries above the text: short, without an end, a number or a label, and not the title."""
    paths: list[str] = []
    for clause in terms.clauses:
        if weight(clause.text) >= _PROSE:
            break
        if _is_entry(clause) and key(clause.heading) != key(terms.title):
            paths.append(clause.path)
    return frozenset(paths)


def _is_entry(clause: Clause) -> bool:
    whole = _whole(clause)
    if clause.heading and names_terms(clause.heading):
        return False
    return _may_be_button(clause) and weight(whole) <= _ENTRY and not (_ENDS.search(whole) or _SAYS.search(whole))


def _whole(clause: Clause) -> str:
    return f"{clause.heading} {clause.text}".strip()
