"""What a clause is about, from its headings and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Clause

_Topic = tuple[str, str, dict[str, str]]

_TOPICS: tuple[_Topic, ...] = (
    # name; parts of words that each tell it; patterns that do, each behind what stands in all that it matches: to ask
    # whether that is `in` a text takes a hundredth of the time of a search, and most clauses are about few things
    (
        "liability",
        "liable|liability|damages|haftung|responsabilit|responsabilidad|aansprakelijk|odpowiedzialnoś",
        {},
    ),
    (
        "warranty",
        "warranty|warranties|gewährleistung|garantie|garantía|garanzia",
        {"as-is|as is": r"as[- ]is\b"},
    ),
    ("indemnity", "indemnif|indemnity|indemnis|freistell", {"harmless": r"hold\s+harmless"}),
    (
        "arbitration and class waiver",
        "arbitrat|arbitrage|schiedsverfahren",
        {"class": r"class\s+action", "jury": r"jury\s+trial"},
    ),
    (
        "governing law",
        "venue",
        {
            "governing": r"governing\s+law",
            "governed": r"governed\s+by\s+the\s+law",
            "jurisdiction": r"(?:exclusive|courts?'?s?)\s+jurisdiction|jurisdiction\s+of",
            "anwendbares": r"anwendbares\s+recht",
            "droit": r"droit\s+applicable",
        },
    ),
    (
        "term and termination",
        "terminat|suspend|suspension|cancel|kündig|résili|rescisi|beëindig|wypowiedz",
        {},
    ),
    ("renewal", "autorenew|auto-renew|verlänger|renouvel|renovaci", {"renew": r"\brenew"}),
    (
        "fees and taxes",
        "pricing|payment|invoice|refund|gebühr|entgelt|zahlung|paiement",
        {"fee": r"\bfees?\b", "tax": r"\btax(?:es)?\b", "price": r"\bprices?\b", "pago": r"pago\b"},
    ),
    (
        "changes to terms",
        "",
        {
            "modif|chang|amend|updat|revis": (
                r"(?:modif|chang|amend|updat|revis)\w*\s+(?:to\s+)?(?:these|this|the|our)\s+"
                r"(?:terms|agreement|policy|document|statement)"
            ),
            "änderung": r"änderung\w*\s+(?:dieser|der)",
        },
    ),
    (
        "data sharing",
        "",
        {
            "shar": r"shar(?:e|ed|ing)\s+(?:\w+\s+){0,3}(?:data|information)",
            "disclos": r"disclos\w*\s+(?:\w+\s+){0,3}(?:data|information)",
            "third": r"third[- ]part(?:y|ies)\s+(?:may|will)",
        },
    ),
    ("sub-processors", "subprocessor|sub-processor|unterauftragsverarbeiter|sous-traitant", {}),
    (
        "data location",
        "",
        {
            "transfer": r"transfer\w*\s+(?:\w+\s+){0,4}(?:outside|countr)",
            "residency": r"data\s+residency",
            "contractual": r"standard\s+contractual\s+clauses",
            "stored": r"stored\s+in",
        },
    ),
    (
        "privacy",
        "privacy|personenbezogen",
        {
            "personal": r"personal\s+(?:data|information)",
            "données": r"données\s+personnelles",
            "datos": r"datos\s+personales",
        },
    ),
    (
        "security",
        "security|encrypt|confidential|sicherheit|sécurité|seguridad",
        {"breach": r"breach\s+notif"},
    ),
    (
        "acceptable use",
        "prohibited|unlawful",
        {"acceptable": r"acceptable\s+use", "you": r"you\s+(?:may|must|shall|will)\s+not", "spam": r"spam\b"},
    ),
    (
        "IP and licence",
        "license|licence|copyright|trademark|patent|ownership|urheberrecht",
        {"intellectual": r"intellectual\s+property"},
    ),
    ("assignment", "abtret", {"assign": r"\bassign(?:ment|s|ed)?\b", "successor": r"successors?\b"}),
    ("emergency services", "emergency|notruf|urgence", {"911": r"\b911\b", "112": r"\b112\b"}),
    ("resale", "resell|resale|rebrand", {}),
    (
        "service level",
        "uptime|availability|verfügbarkeit",
        {"service": r"service\s+(?:level|credit)", "sla": r"\bsla\b"},
    ),
    (
        "age",
        "jährig",
        {
            "years": r"\byears\s+(?:of\s+age|old)\b",
            "minor": r"\b(?:a\s+minor|minors)\b",
            "under": r"\bunder\s+the\s+age\b",
            "children": r"\bchildren\b",
            "mineur": r"mineurs?\b",
        },
    ),
)
TOPICS = tuple(name for name, _, _ in _TOPICS)
"""Every topic there is: what a subscriber can ask for."""

_TELLING = tuple(tuple(filter(None, parts.split("|"))) for _, parts, _ in _TOPICS)
_SHAPES = tuple(
    tuple((tuple(needed.split("|")), pattern(told)) for needed, told in patterns.items()) for _, _, patterns in _TOPICS
)


def _by_hint() -> dict[str, list[int]]:
    """The topics, by their places, that each hint may tell."""
    found: dict[str, list[int]] = {}
    for place, (telling, shapes) in enumerate(zip(_TELLING, _SHAPES, strict=True)):
        for hint in {*telling, *(one for needed, _ in shapes for one in needed)}:
            found.setdefault(hint, []).append(place)
    return found


_HINTS = _by_hint()  # most clauses have a word of two or three topics, and only those are looked at more closely
_PHRASES = {hint: places for hint, places in _HINTS.items() if " " in hint}
_SMALL = {0x17F: "s", 0x130: "i", 0x131: "i"}  # a long s, and the i of Turkish: no letters of their own to a reader
_MOST = 3  # topics of one clause: more say nothing


def topics_of(clauses: tuple[Clause, ...], above: str) -> tuple[str, ...]:
    """The topics of a change, those its headings name first; `above` is the heading its clauses stand under."""
    named = _topics_in(" ".join([above, *(clause.heading for clause in clauses)]))
    if len(named) >= _MOST:
        return named[:_MOST]
    said = _topics_in(" ".join(clause.text for clause in clauses))
    return (*named, *(name for name in said if name not in named))[:_MOST]


@remembered  # headings stand over many clauses, and a text that comes and goes has its topics each time
def _topics_in(text: str) -> tuple[str, ...]:
    lower = (text if text.isascii() else text.translate(_SMALL)).lower()
    places = set().union(*map(_hinted_by, lower.split()))
    places.update(place for phrase, told in _PHRASES.items() if phrase in lower for place in told)
    return tuple(TOPICS[place] for place in sorted(places) if _tells(place, lower))


@remembered  # terms have a few thousand words, and each of them stands in many clauses
def _hinted_by(word: str) -> frozenset[int]:
    """The topics, by their places, that a word of a text may tell."""
    return frozenset(place for hint, places in _HINTS.items() if hint in word for place in places)


def _tells(place: int, lower: str) -> bool:
    """Whether a text, in small letters, tells the topic of this place."""
    within = lower.__contains__
    return any(map(within, _TELLING[place])) or any(
        shape.search(lower) for needed, shape in _SHAPES[place] if any(map(within, needed))
    )
