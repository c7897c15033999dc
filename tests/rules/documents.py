"""Small documents of invented providers with rules of change, and what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.rules import rules_of
from tests.compare.documents import terms

if TYPE_CHECKING:
    from monitor.model import Amendment, Rules

OTHER_CLAUSES = (
    "# Northline Voice Terms\n\n"
    "1. Service. Northline provides voice lines to Customer and keeps call records for ninety (90) days.\n\n"
    "2. Fees. Invoices are due within 30 days. Northline may change its fees with 45 days' notice.\n\n"
)


def rules(markdown: str) -> Rules:
    """The rules of a Markdown text."""
    return rules_of(terms(markdown))


def amended(sentence: str) -> Amendment:
    """How changes take effect by a document whose third clause is that sentence."""
    return rules(f"{OTHER_CLAUSES}3. Changes to these Terms. {sentence}\n").amendment
