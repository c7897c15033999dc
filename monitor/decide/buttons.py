"""The words of buttons, counters, survey questions and ways to former versions, which stand between clauses."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.decide.weights import weight
from monitor.text.fold import key
from monitor.text.patterns import pattern
from monitor.text.visits import without_visit_tokens

if TYPE_CHECKING:
    from monitor.model import Clause

LISTED = frozenset({"item", "definition"})
"""The roles of what stands in a list: there "Copy" or "Share" may be what a clause is about."""

SAYS = pattern(
    r"\b(?:no|not|never|none|nobody|only|except|without|unless|draft|void|expired|superseded|repealed|withdrawn|free"
    r"|nicht|nie|kein\w*|nur|ohne|außer|kostenlos|sans|sauf|aucune?|seulement|uniquement|gratuit\w*"
    r"|sin|salvo|solo|nunca|gratis|sem|não|apenas|senza|non|niet|geen|alleen|zonder)\b",
    re.IGNORECASE,
)
"""Words by which even two words limit or grant something."""

_WORDS = (
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
)

_EN = r"(?:page|article|information|content|answer|section|document|policy|terms|agreement|notice|addendum|statement)"
_DE = r"(?:seite|artikel|dokument\w*|richtlinien?|bedingungen|nutzungsbedingungen|agb|erklärung|datenschutzerklärung)"
_FR = r"(?:page|article|document|politique|conditions|contrat|charte)"
_ES = r"(?:página|artículo|documento|política|términos|condiciones|contrato)"
_NUMBER = r"[\d.,]+"
_PEOPLE = r"(?:people|users|customers|readers|visitors|others?)"
_PROMPTS = pattern(
    rf"(?:was|is|were|are) (?:this|these|the|our) (?:\w+ )?{_EN} (?:helpful|useful)(?: (?:to|for) you)?"
    rf"|(?:was|is) this (?:helpful|useful)|did (?:this|the|our) (?:\w+ )?{_EN} (?:help(?: you)?|answer your questions?)"
    rf"|(?:how (?:helpful|useful) (?:was|is|did you find)|how would you rate|did you like|rate) (?:this|our|the) {_EN}"
    rf"|war (?:diese[rs]?|die|der|das) {_DE} (?:für (?:sie|dich) )?hilfreich"
    rf"|(?:cette|cet|ce) {_FR} (?:vous )?(?:a-t-(?:elle|il) été|est-(?:elle|il)) utile"
    rf"|(?:te|le|fue|ha sido|te fue|te ha sido|le fue|le ha sido|te resultó|le resultó) útil est[ae] {_ES}"
    r"|(?:ti |le )?è stat[oa] utile (?:questa pagina|questo articolo)|was deze (?:pagina|informatie) nuttig"
    r"|est[ae] (?:página|artigo) foi útil"
    rf"|{_NUMBER} (?:out )?of {_NUMBER} (?:{_PEOPLE} )?(?:found|find) (?:this|it)(?: {_EN})? (?:helpful|useful)"
    rf"|{_NUMBER} (?:{_PEOPLE} )?(?:found|find) (?:this|it)(?: {_EN})? (?:helpful|useful)"
    rf"|{_NUMBER} {_PEOPLE} (?:have )?(?:viewed|liked|read|voted)(?: (?:this|it)(?: {_EN})?)?"
    rf"|{_NUMBER} von {_NUMBER} (?:personen |nutzern )?fanden (?:das|dies|diese[ns]? {_DE}) hilfreich"
    rf"|{_NUMBER} (?:views|reads|likes|comments)"
    r"|(?:see|view|read|show|access|browse|go to|download)?\s*(?:(?:all|our|the|any|an?) )*"
    r"(?:previous|prior|past|earlier|older|former|archived) versions?"
    rf"(?: here| of (?:this|these|the|our) (?:\w+ ){{0,3}}{_EN})?"
    rf"|(?:frühere|vorherige|ältere) (?:versionen?|fassung(?:en)?)(?: (?:dieser|der|unserer) {_DE})?"
    r"(?: (?:ansehen|anzeigen|einsehen|lesen|herunterladen))?"
    rf"|(?:voir |consulter )?(?:les )?versions? (?:précédentes?|antérieures?)"
    rf"(?: d(?:e ces|es|e nos|e cette|e la) {_FR})?"
    rf"|(?:ver |consultar )?(?:las )?versiones? anterior(?:es)?(?: de (?:est[ae]s?|los|las|la|el) {_ES})?"
    r"|(?:previous|next) (?:page|article|section|chapter|post)"
    rf"|(?:give|send|leave|share|submit) (?:us )?(?:your )?feedback(?: (?:on|about) this {_EN})?"
    r"|take (?:our|the|a) (?:short |quick )*survey"
    rf"|\d+ min(?:ute)?s? read|reading time:? (?:about )?\d+ min(?:ute)?s?",
    re.IGNORECASE,
)
"""Each is closed at both ends: what goes on after such words says something."""

_PAGER = pattern(r"(?:previous|next)(?: (?:page|article|section|chapter|post))?\W*", re.IGNORECASE)
_LONGEST_PROMPT = 100  # characters
_GOES_ON = (";", ",", ":", "；", "，", "：")  # an enumeration does; no button ends so
_STAMP = 6  # words beside the token of a line that only says what a visit was given


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(key, _WORDS.split("|")))


def whole(clause: Clause) -> str:
    """All words of a clause but its label."""
    return f"{clause.heading} {clause.text}".strip()


def is_prompt(clause: Clause) -> bool:
    """Whether it counts, asks whether the page helped, leads to other versions or names a visit's token."""
    words = whole(clause)
    if clause.label is not None or clause.role == "row" or words.endswith(_GOES_ON) or SAYS.search(words):
        return False
    stamped = without_visit_tokens(words)
    if stamped != words and weight(stamped) <= _STAMP:
        return True
    return len(words) <= _LONGEST_PROMPT and (bool(_PROMPTS.fullmatch(words.strip(" .?!¿»›←→"))) or _is_pager(clause))


def is_button(clause: Clause) -> bool:
    """Whether it has nothing but the words of a button, or is a prompt. What it stands among may say otherwise."""
    words = whole(clause)
    if clause.label is not None or clause.role == "row" or words.endswith(_GOES_ON):
        return False
    return key(words) in _labels() or is_prompt(clause)


def _is_pager(clause: Clause) -> bool:
    """Whether it leads to the next of several pages, and a link bears that page's name."""
    words = whole(clause)
    if not (begins := _PAGER.match(words)):
        return False
    named = {key(words), key(words[begins.end() :])}
    return any(key(link.text) in named for link in clause.links)
