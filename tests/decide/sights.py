"""What is thought of a page: at first sight, and where good terms stood; and some pages to try it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.compare import compare
from monitor.decide import Doubt, Sight, plausible
from monitor.model import Past
from monitor.read import read
from tests.decide.pages import ASKED, SOURCE, document, page, terms_page

if TYPE_CHECKING:
    from monitor.model import Terms

LOGIN = document(
    "<h1>Good to see you</h1><form><label>Mail</label><input name=m><label>Secret</label><input type='password'></form>"
    "<p>Stay safe out there.</p>",
    "Northline",
)

ANEW = (
    "Fees fall due on the tenth of each month and are collected from the card on file.",
    "A subscription renews every year unless it is cancelled before the renewal day.",
    "Nothing herein excludes responsibility for fraud, death or injury caused by negligence.",
    "Arbitration in Vienna settles all controversies that arise out of this document.",
    "Content stays the property of those who made it; the provider gets a narrow licence.",
    "Benchmarks are published only after both sides have agreed to it.",
) * 2

GERMAN = (
    "Jede Rechnung ist binnen dreißig Tagen ohne Abzug zu zahlen, und zwar auf das Konto der Gesellschaft.",
    "Beide Seiten können den Vertrag mit einer Frist von sechzig Tagen zum Ende des Monats kündigen.",
    "Die Haftung ist auf die Gebühren der letzten zwölf Monate beschränkt, die der Kunde gezahlt hat.",
    "Es gilt das Recht von Irland, und die Gerichte von Dublin sind für alle Klagen zuständig.",
) * 2


def terms_of(markup: str, kind: str = "text/html") -> Terms:
    """What is read on a page."""
    return read(page(markup, kind=kind), SOURCE)


def first(markup: str, url: str = ASKED, kind: str = "text/html") -> str | None:
    """Why a page is doubted that was never seen before."""
    seen = page(markup, url, kind=kind)
    return kind_of(plausible(Past(), Sight(seen, read(seen, SOURCE))))


def later(markup: str, url: str = ASKED, before: str | None = None) -> str | None:
    """Why a page is doubted that stands where good terms stood."""
    last, seen = terms_of(before or terms_page()), page(markup, url)
    terms = read(seen, SOURCE)
    past = Past(revision=1, terms=last, known={last.digest: 1})
    return kind_of(plausible(past, Sight(seen, terms, compare(last, terms))))


def kind_of(doubt: Doubt | None) -> str | None:
    """The kind of a doubt."""
    return doubt.kind if doubt else None
