"""Pages for the tests of what is plausible: made up, as a server sends them."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model import Page, Part, Source

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ASKED = "https://northline.example/legal/voice"
SOURCE = Source("northline/voice", (ASKED,))

CLAUSES = (
    "The customer pays every invoice within thirty days of its date, by transfer and without deduction.",
    "Either party may end this contract with sixty days' written notice to the other.",
    "Liability ends at the fees that the customer paid in the twelve months before the claim.",
    "The law of Ireland governs these terms, and the courts of Dublin decide.",
    "Northline handles personal data only as the customer instructs, and deletes it at the end.",
    "Nobody may resell the service, or test its security, without consent in writing.",
    "Changes to these terms are announced thirty days before they take effect, by mail.",
    "A fault is repaired within two working days, or the day's fee is credited.",
    "Numbers may be carried over to another provider free of charge.",
    "Recordings of calls are kept for ninety days and then destroyed.",
)


def document(body: str, title: str = "", head: str = "") -> str:
    """A whole HTML document."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def terms_page(
    clauses: tuple[str, ...] = CLAUSES, title: str = "Voice Terms", head: str = "", *, numbered: bool = True
) -> str:
    """Terms as a page: a title, and a paragraph for each clause, under a numbered heading of its own or none."""
    parts = (
        f"<h2>{number}. Matter</h2><p>{clause}</p>" if numbered else f"<p>{clause}</p>"
        for number, clause in enumerate(clauses, 1)
    )
    return document(f"<main><h1>{title}</h1>{''.join(parts)}</main>", f"{title} | Northline", head)


def page(markup: str, url: str = ASKED, at: datetime = NOON, kind: str = "text/html; charset=utf-8") -> Page:
    """A fetched page, found at `url`."""
    return Page((Part(ASKED, url, markup.encode(), kind),), at)
