"""Made-up legal sentences by the seed: some words stand in nearly every document, some in one or two."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache

PROVIDER_NAMES = "Northline Harbor Quay Alder Meridian Tarn Fellbrook Copperfield Larkspur Osprey".split()
TRADES = "Telecom Cloud Voice Mail Hosting Payments Analytics Storage Networks Systems".split()
REGIONS = ("", *"Nordic Iberia Pacific Alpine Baltic Gulf Andes Prairie Delta".split())
KINDS = (
    "Master Terms", "Service Levels", "Data Processing Addendum", "Acceptable Use Policy", "Privacy Statement",
    "Support Terms", "Voice Supplement", "Fee Schedule", "Sub-processor Terms",
)  # fmt: skip
"""The documents of a provider, the one first that the others may be part of."""

HEADINGS = (
    "Definitions Services Orders Fees Taxes Support Availability Maintenance Security Confidentiality Data Audit"
    " Warranties Liability Indemnity Insurance Suspension Termination Notices Assignment Disputes Export Records"
    " Subcontractors Numbers Emergencies Messaging Retention Backups Publicity"
).split()

RULES = (
    "We may amend these terms at any time by giving you at least {n} days' notice by email.",
    "Changes to these terms take effect when they are posted on this page.",
    "We may modify these terms; changes become effective {n} days after we post the revised terms.",
    "We will notify you of changes to these terms by email.",
    "These terms may only be amended with the written consent of both parties.",
)
PART_OF = "This document forms part of the {parent}, and changes to it follow the {parent}."

_WHO = (
    "the customer|the provider|each party|the receiving party|an authorised user|the account owner|the reseller"
    "|the subscriber|a subcontractor|the administrator"
).split("|")
_MUST = "shall|must|may|will|agrees to|is entitled to|undertakes to|shall not|may not".split("|")
_DO = (
    "provide|maintain|review|pay|report|retain|delete|restore|disclose|record|transfer|suspend|inspect|invoice|deliver"
    "|encrypt|monitor|document|approve|reimburse|withhold|publish|archive|escalate|terminate|renew|validate|assign"
).split("|")
_WHAT = (
    "service credits|usage records|invoices|personal data|support requests|telephone numbers|audit reports"
    "|configuration data|backup copies|access credentials|call recordings|message content|traffic data"
    "|security incidents|maintenance windows|purchase orders|licence keys|service descriptions|contact details"
    "|billing disputes|retention periods|deposit amounts|network equipment|porting requests|emergency calls"
    "|penetration tests|insurance certificates|export permits|training materials|escrow deposits"
).split("|")
PLAIN = frozenset({*_WHO, *_DO, *_WHAT, *(words.capitalize() for words in _WHO)})
"""Words that are no duty, number or exception."""

_WHEN = (
    "within {n} days of a written request|no later than {n} days after the end of each month"
    "|for a period of {n} months after termination|upon {n} hours' written notice|at a charge of EUR {m} per order"
    "|up to a limit of EUR {m} in each calendar year|at least {n} times in every contract year"
    "|where usage exceeds {m} units in a month|with an availability of 99.{n} per cent"
).split("|")
_BUT = (
    "unless the parties agree otherwise in writing|except where applicable law requires otherwise"
    "|provided that no undisputed amount is overdue|subject to the limits set out in the order form"
    "|as described in the documentation for {name}|to the extent that {name} is part of the order"
    "|in each region in which {name} is offered|without prejudice to any other remedy"
    "|if the account has been active for the whole period|regardless of the cause of the interruption"
).split("|")
_SYLLABLES = (
    "vel tor an ri mo ka du len sha bri fo quin ter ul za pe wy gra mi no sta hel or vi dex lum ba ce ny".split()
)
NAMES = 24_000
"""Names of products: with chances that fall with the square, the commonest stand in hundreds of documents."""

_NUMBER = re.compile(r"(?<=\s)\d+(?=\s)")
_CHOICES = (_WHO, _MUST, _DO, _WHAT)


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """All names of products, the same in every run."""
    rng = random.Random("names")
    found: dict[str, None] = {}
    while len(found) < NAMES:
        found["".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 3, 3, 4)))).capitalize()] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes and edits sentences, by chance but the same for the same seed."""

    rng: random.Random

    def clause(self) -> str:
        """A clause of one or two sentences."""
        text = self.sentence()
        return f"{text} {self.sentence()}" if self.rng.random() < 0.35 else text

    def sentence(self) -> str:
        """A sentence of some twenty words."""
        pick = self.rng.choice
        said = f"{pick(_WHO)} {pick(_MUST)} {pick(_DO)} {pick(_WHAT)} and {pick(_WHAT)}"
        whole = self._filled(f"{said} {pick(_WHEN)} {pick(_BUT)}.")
        return whole[0].upper() + whole[1:]

    def edited(self, text: str) -> str:
        """The clause with another number, another word, or a sentence more or less."""
        kind = self.rng.random()
        if kind < 0.45:
            return self._renumbered(text)
        if kind < 0.85:
            return self._reworded(text)
        sentences = text.split(". ")
        return f"{sentences[0]}." if len(sentences) > 2 else f"{text} {self.sentence()}"

    def name(self) -> str:
        """A product's name: some are everywhere, most hardly anywhere."""
        return names()[int(NAMES * self.rng.random() ** 3)]

    def _filled(self, text: str) -> str:
        return text.format(n=self.rng.randint(2, 90), m=50 * self.rng.randint(1, 400), name=self.name())

    def _renumbered(self, text: str) -> str:
        found = list(_NUMBER.finditer(text))
        if not found:
            return f"{text} {self.sentence()}"
        one = self.rng.choice(found)
        return f"{text[: one.start()]}{int(one[0]) + self.rng.choice((1, 5, 10, 15, 30))}{text[one.end() :]}"

    def _reworded(self, text: str) -> str:
        words = self.rng.choice(_CHOICES)
        old = next((word for word in sorted(words, key=len, reverse=True) if f" {word} " in text), None)
        if old is None:
            return f"{text} {self.sentence()}"
        new = self.rng.choice([word for word in words if not (word.startswith(old) or old.startswith(word))])
        return text.replace(f" {old} ", f" {new} ", 1)
