"""Whether going on to use a service, or staying silent, accepts a change of its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import ContinuedUse
from monitor.rules.hints import any_of, mentions
from monitor.rules.words import DOCUMENT, OF_SECTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.rules.sentences import Sentence

_USE = (
    r"(?:\bcontinu(?:e|es|ed|ing)\b.{0,60}\b(?:us(?:e|es|ing|age)|access\w*|participat\w*|membership|"
    r"relationship|availab\w*|accept\w*|"
    r"visit\w*|"
    r"receiv\w*|order\w*|purchas\w*|subscri\w*|interact\w*|with)\b"
    r"|\b(?:keep|keeps|keeping|go on|still|carry on)\s+(?:on\s+)?(?:using|access\w*)\b"
    r"|\b(?:use|using|uses|usage|access|accessing|receiving)\b.{0,120}\b(?:after|following|once|from the time|"
    r"subsequent)\b"
    r"|\b(?:after|following|once)\b.{0,120}\b(?:use|using|access|accessing)\b)"
)
_ACCEPTS = r"(?:\b(?:accept\w*|agree\w*|consent\w*|bound|assent\w*|acknowledg\w*|acquiesc\w*)\b)"
_MEANS = (
    r"(?:constitut\w*|means?|indicat\w*|signif\w*|deemed|considered|treated|taken|implied|impl(?:y|ies)|evidences?|"
    r"confirm\w*|represent\w*|shows?|manifest\w*|will be|you)"
)
_ACCEPTED_BY_USE = any_of(
    rf"{_USE}.{{0,200}}{_ACCEPTS}",
    rf"{_ACCEPTS}.{{0,120}}\b(?:by|through|if you|when you|upon|where you|as evidenced by)\b.{{0,30}}{_USE}",
)
_CHANGED = any_of(
    r"\b(?:chang\w*|updat\w*|revis\w*|amend\w*|modif\w*|new|version|prevailing|then-current|current|posted|"
    r"posting|effective date|that date|takes? effect|replac\w*)\b"
)
_BY_SILENCE = any_of(
    r"\bnot\s+object\w*\s+to\s+(?:the|such|an?|any)\s+(?:amendment|change|modification)s?\b.{0,40}\bwithin\b",
    r"\b(?:do(?:es)? not|don't|doesn't|fails? to|failure to|without|not)\b.{0,80}\b(?:object\w*|dissent\w*|"
    r"oppos\w*|terminat\w*|cancel\w*|reject\w*|respon\w+|refus\w+|notify)\b.{0,200}\b(?:deemed|considered|"
    r"regarded|taken|treated|constitut\w*|accept\w*|agree\w*)\b",
    r"\b(?:become|becomes|take|takes|be)\b.{0,30}\beffect\w*\b.{0,80}\bif\b.{0,30}\b(?:does|do) not object\b",
    r"\b(?:termination|objection)\b.{0,40}\bnot been\b.{0,160}\bdeemed\b.{0,40}\baccept\w*",
    r"\b(?:accept\w*|agree\w*|consent\w*)\b.{0,40}\bif\b.{0,40}\b(?:does|do|has|have) not\b.{0,20}\b(?:object|"
    r"dissent|oppos|reject|disagree)\w*",
    r"\b(?:acknowledg\w*|signif\w+|indicat\w+|express\w*)\b.{0,20}\b(?:agreement|acceptance|"
    r"consent)\b.{0,300}\bfail\w* to\b.{0,40}\b(?:terminat|object|request|reject|cancel)\w*",
    r"\b(?:amendments?|changes?|modifications?|updates?)\b.{0,40}\b(?:considered|deemed|"
    r"regarded)\b.{0,10}\b(?:accepted|approved)\b",
    r"\bsilence\b.{0,80}\b(?:accept|consent|agree)\w*",
)
_PREVAILING = any_of(
    r"\b(?:us(?:e|ing)|access\w*)\b.{0,120}\bagree\w*\b.{0,40}\b(?:latest|current|most recent|"
    r"then-current)\s+(?:version|terms)\b",
    r"\bbound by\b.{0,40}\b(?:prevailing|then-current|current|latest)\b.{0,60}\b(?:modified|amended|updated|"
    r"from time to time|terms|version)\b",
    rf"\b(?:use|access)\b.{{0,80}}\b(?:subject to|"
    rf"governed by)\b.{{0,60}}\b{DOCUMENT}.{{0,40}}\bin effect\b.{{0,60}}\btime of\b.{{0,40}}\b(?:use|access|"
    rf"visit)\b",
    rf"\b(?:version|{DOCUMENT})\b.{{0,40}}\bin effect (?:at the time|when)\b.{{0,40}}\b(?:use|access)\b",
)
_NOT = any_of(
    r"\bcontinued use alone\b.{0,30}\b(?:not|never)\b",
    rf"{_USE}.{{0,80}}\brequires?\b.{{0,30}}\b(?:renewed|new|your|fresh|further|express|explicit)\b.{{0,20}}{_ACCEPTS}",
    rf"{_USE}.{{0,80}}\b(?:does not|do not|will not|shall not|not)\s+(?:\w+\s+)?(?:constitute|mean|be deemed|"
    rf"amount|signify|imply)\b.{{0,60}}{_ACCEPTS}",
)
_WE = any_of(
    r"\bwe\s+(?:will\s+|may\s+)?continue\b|\bcontinues? to (?:apply|be|govern|remain|have|exist|develop|evolve|"
    r"improve)\b"
)

_AFTER_CHANGES = any_of(
    rf"{_USE}.{{0,40}}\b(?:after|following)\s+(?:[\w',]+\s+){{0,4}}?(?:updates?|changes?|modifications?|"
    rf"amendments?|revisions?|effective date)\b"
)
_REFUSING = any_of(
    r"\b(?:if|unless|should|where)\s+(?:you|customer|the customer|the user)\s+(?:do(?:es)? not|disagree|object|"
    r"cannot)\b[^,.;]*"
)


def continued_use_of(about: Sequence[Sentence], sentences: Sequence[Sentence]) -> ContinuedUse:
    """What using on, or silence, means after a change; `about` are the sentences that speak of changes."""
    for sentence in about:
        if _NOT.search(sentence.whole):
            return ContinuedUse(binds=False, clause=sentence.path, quote=sentence.text)
    for sentence in (
        *about,
        *(one for one in sentences if mentions(one.whole, "continu") and _AFTER_CHANGES.search(one.whole)),
    ):
        if _binds(sentence.whole):
            return ContinuedUse(binds=True, clause=sentence.path, quote=sentence.text)
    return ContinuedUse()


def _binds(text: str) -> bool:
    if OF_SECTION.search(text):
        return False
    if _BY_SILENCE.search(text) or _PREVAILING.search(text):
        return True
    said = _WE.sub(" ", _REFUSING.sub(" ", text))
    return bool(_ACCEPTED_BY_USE.search(said) and _CHANGED.search(said))
