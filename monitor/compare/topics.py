"""What a clause is about, from its headings and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Clause

_TOPICS: tuple[tuple[str, str], ...] = (
    ("liability", r"liab(?:le|ility)|damages|haftung|responsabilit|responsabilidad|aansprakelijk|odpowiedzialnoś"),
    ("warranty", r"warrant(?:y|ies)|as[- ]is\b|gewährleistung|garantie|garantía|garanzia"),
    ("indemnity", r"indemnif|indemnity|hold\s+harmless|freistell|indemnis"),
    ("arbitration and class waiver", r"arbitrat|class\s+action|jury\s+trial|schiedsverfahren|arbitrage"),
    (
        "governing law",
        (
            r"governing\s+law|governed\s+by\s+the\s+laws?|(?:exclusive|courts?'?s?)\s+jurisdiction|jurisdiction\s+of|venue|anwendbares\s+recht|droit\s+applicable"
        ),
    ),
    ("term and termination", r"terminat|suspen(?:d|sion)|cancel(?:lation)?|kündig|résili|rescisi|beëindig|wypowiedz"),
    ("renewal", r"\brenew|auto-?renew|verlänger|renouvel|renovaci"),
    (
        "fees and taxes",
        (r"\bfees?\b|\btax(?:es)?\b|\bprices?\b|pricing|payment|invoice|refund|gebühr|entgelt|zahlung|paiement|pago\b"),
    ),
    (
        "changes to terms",
        (
            r"(?:modif|chang|amend|updat|revis)\w*\s+(?:to\s+)?(?:these|this|the|our)\s+"
            r"(?:terms|agreement|policy|document|statement)|änderung\w*\s+(?:dieser|der)"
        ),
    ),
    (
        "data sharing",
        (
            r"shar(?:e|ed|ing)\s+(?:\w+\s+){0,3}(?:data|information)|"
            r"disclos\w*\s+(?:\w+\s+){0,3}(?:data|information)|third[- ]part(?:y|"
            r"ies)\s+(?:may|will)"
        ),
    ),
    ("sub-processors", r"sub-?processors?|unterauftragsverarbeiter|sous-traitant"),
    (
        "data location",
        (
            r"transfer\w*\s+(?:\w+\s+){0,4}(?:outside|countr)|data\s+residency|standard\s+contractual\s+clauses|"
            r"stored\s+in"
        ),
    ),
    ("privacy", r"personal\s+(?:data|information)|privacy|personenbezogen|données\s+personnelles|datos\s+personales"),
    ("security", r"security|encrypt|breach\s+notif|confidential|sicherheit|sécurité|seguridad"),
    ("acceptable use", r"acceptable\s+use|prohibited|you\s+(?:may|must|shall|will)\s+not|unlawful|spam\b"),
    ("IP and licence", r"intellectual\s+property|licen[cs]e|copyright|trademark|patent|ownership|urheberrecht"),
    ("assignment", r"\bassign(?:ment|s|ed)?\b|successors?\b|abtret"),
    ("emergency services", r"emergency|\b911\b|\b112\b|notruf|urgence"),
    ("resale", r"resell|resale|rebrand"),
    ("service level", r"service\s+level|\bsla\b|uptime|availability|service\s+credit|verfügbarkeit"),
    ("age", r"\b(?:years\s+of\s+age|years\s+old|a\s+minor|minors|under\s+the\s+age|children)\b|jährig|mineurs?\b"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TOPICS)
_MOST = 3  # topics of one clause: more say nothing


def topics_of(clauses: tuple[Clause, ...], above: str) -> tuple[str, ...]:
    """The topics of a change, those its headings name first; `above` is the heading its clauses stand under."""
    headings = " ".join([above, *(clause.heading for clause in clauses)])
    texts = " ".join(clause.text for clause in clauses)
    named = [name for name, pattern in _COMPILED if pattern.search(headings)]
    said = [name for name, pattern in _COMPILED if name not in named and pattern.search(texts)]
    return tuple([*named, *said][:_MOST])
