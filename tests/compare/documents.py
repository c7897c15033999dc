"""Small documents of invented providers, read from Markdown, for comparing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.compare import compare
from monitor.model import Page, Part, Source
from monitor.read import read

if TYPE_CHECKING:
    from datetime import date

    from monitor.model import Change, Comparison, Terms

SOURCE = Source("northline/terms", ("https://northline.example/terms",))
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def terms(markdown: str) -> Terms:
    """The terms that a Markdown text holds."""
    return read(Page((Part(SOURCE.url, SOURCE.url, markdown.encode(), "text/markdown"),), NOW), SOURCE)


def diff(old: str, new: str, on: date | None = None) -> Comparison:
    """Two Markdown texts compared."""
    return compare(terms(old), terms(new), on=on)


def kinds(comparison: Comparison) -> dict[str, int]:
    """How many changes of each kind, by its plain name."""
    return {str(kind): count for kind, count in comparison.counts.items()}


def only(comparison: Comparison, kind: str) -> Change:
    """The one change of a kind."""
    (change,) = [change for change in comparison.changes if change.kind == kind]
    return change


SUPPLY = """# Northline Supply Terms

Updated: 5 January 2026

## 1. Orders

An order binds both sides once Northline has confirmed it in writing or has begun to deliver.

## 2. Prices

Prices are stated without tax. The customer pays each invoice within 30 days of its date.

## 3. Delivery

Northline delivers to the address in the order. Late delivery is governed by Section 5 alone.

## 4. Use

The customer will not (a) resell the goods abroad; (b) remove the marks of the maker; or (c) test the goods on animals.

## 5. Liability

Northline answers for loss up to EUR 5,000 for each order, unless it acted with intent.

## 6. Ending

Either party may end this agreement with three months' notice to the end of a quarter.
"""
