"""Terms of invented providers, seen over a year: changes of every kind, a held page, a failing one, attacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.archive import open_archive
from monitor.catalogue import catch_up
from monitor.check import check
from monitor.model import Failure, LogEntry, Page, Part, Source

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.archive import Archive
    from monitor.model import Fetched

FIRST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
NOW = FIRST + 13 * MONTH

MARKER = "ran"
"""What a script of an attack sets on its window."""

ATTACK = f'</title></p><script>window.{MARKER}=1;alert(1)</script><img src=x onerror="window.{MARKER}=1">'
UNBROKEN = "Unbreakable" * 20

HARBOR = Source("harbor/cloud", ("https://harbor.example/cloud",), "Harbor Cloud Terms of Service")
HELD = Source("northline/voice", ("https://northline.example/voice",), "Northline Voice Terms")
FAILING = Source("northline/portal", ("https://northline.example/portal",))
HOSTILE = Source(f"quay/{'long-name-' * 9}dns", ("https://quay.example/'onmouseover='alert(1)/" + "long" * 60,), ATTACK)
SOURCES = (HARBOR, HELD, FAILING, HOSTILE)

OTHER = """# Besondere Bedingungen für Sprache

1. Zahlung. Der Kunde begleicht jede Rechnung binnen vierzehn Tagen nach ihrem Zugang ohne Abzug.
2. Ende. Jede Seite kann den Vertrag mit einer Frist von dreißig Tagen in Textform beenden.
3. Haftung. Die Haftung endet bei den Entgelten der letzten zwölf Monate vor dem Schaden.
"""
"""What is held when it comes instead of English terms."""

PAYMENT = "Harbor invoices the Customer monthly in arrears. Payment is due within {days} days of the invoice."
CREDITS = "Service credits are {credit} percent of the monthly fee for each hour of downtime."
NOTICE = "Either party may end this agreement on {notice} days' notice, given to the other in writing."
LIABILITY = "Harbor's liability ends at {cap} EUR in any year, whatever its ground may be."
AUDIT = "The Customer may audit the processing of personal data once in a year, at its own cost."
CHANGES = "Harbor may change these terms by posting them. Continued use of the service is acceptance."


def harbor(  # noqa: PLR0913 - what differs between the revisions, each by its name
    *,
    updated: str,
    days: int = 30,
    credit: int = 5,
    notice: int = 60,
    cap: int = 100_000,
    export: bool = False,
    audit_last: bool = False,
    split: bool = False,
    heading: str = "Fees and Payment",
) -> str:
    """The terms of one revision, as Markdown."""
    payment = PAYMENT.format(days=days)
    first, _, second = payment.partition(". ")
    fees = [f"{first}.", second] if split else [payment]
    audit = ("Audit", [AUDIT])
    liability = ("Liability", [LIABILITY.format(cap=cap), "Nothing here limits liability for intent."])
    parts = [
        ("Definitions", ["“Service” means the hosting that Harbor provides.", "“Customer” means who orders it."]),
        *([("Export Control", ["No use where export rules forbid it."])] if export else []),
        (heading, [*fees, "Late payment bears interest of 5 percent a year."]),
        *([] if audit_last else [audit]),
        ("Availability", ["The Service is available 99.9 percent of each month.", CREDITS.format(credit=credit)]),
        (
            "Term and Termination",
            [NOTICE.format(notice=notice), "Fees paid in advance are returned."],
        ),
        liability,
        *([audit] if audit_last else []),
        ("Changes of these Terms", [CHANGES]),
    ]
    lines = ["# Harbor Cloud Terms of Service", f"Last updated: {updated}"]
    for number, (title, clauses) in enumerate(parts, 1):
        lines += [f"## {number}. {title}", *(f"{number}.{place} {text}" for place, text in enumerate(clauses, 1))]
    return "\n\n".join(lines) + "\n"


HISTORY = (
    harbor(updated="5 January 2026"),
    harbor(updated="4 February 2026", days=14),
    harbor(updated="4 February 2026", days=14, notice=30),  # silent: the date stays
    harbor(updated="5 April 2026", days=14, notice=30, export=True),  # all behind it is renumbered
    harbor(updated="5 May 2026", days=14, notice=30, export=True, audit_last=True),  # moved
    harbor(updated="4 June 2026", days=14, notice=30, export=True, audit_last=True, split=True),
    harbor(updated="4 July 2026", days=14, notice=30, export=True, audit_last=True, split=True),  # only the date
    harbor(updated="3 August 2026", days=14, notice=30, export=True, audit_last=True, split=True, heading="Charges"),
    harbor(updated="2 September 2026", days=14, notice=30, audit_last=True, split=True, heading="Charges"),
    harbor(updated="2 October 2026", days=14, notice=30, audit_last=True, heading="Charges"),
    harbor(updated="1 November 2026", credit=2, notice=14, cap=10_000, audit_last=True, heading="Charges"),
    harbor(updated="1 December 2026", credit=2, notice=7, cap=5_000, days=7, export=True, heading="Charges"),
)


def attack(words: str) -> str:
    """Terms whose every word is meant for the browser, or too long for it."""
    clauses = [f"{number}. {ATTACK} {words} {number}" for number in range(1, 4)]
    return "\n\n".join([f"# {ATTACK}", *clauses, f"4. {UNBROKEN} {words}", f"5. [{words}](javascript:alert(1))"])


def page(source: Source, text: str, at: datetime) -> Page:
    """A page as it came."""
    return Page((Part(source.url, source.url, text.encode(), "text/markdown"),), at)


def see(archive: Archive, source: Source, fetched: Fetched, at: datetime) -> str:
    """Look at a source for which this came; the outcome."""
    seen = check(source, at, fetch=lambda *_: fetched, archive=archive, subscribers=[], sources=SOURCES)
    return seen.kind


def make(path: Path) -> Path:
    """An archive of all of it, with its catalogue."""
    with open_archive(path) as archive:
        for month, text in enumerate(HISTORY):
            see(archive, HARBOR, page(HARBOR, text, FIRST + month * MONTH), FIRST + month * MONTH)
        for month in range(3):
            text = attack(("old", "new", "newest")[month])
            see(archive, HOSTILE, page(HOSTILE, text, FIRST + month * MONTH), FIRST + month * MONTH)
        for source in (HELD, FAILING):
            text = harbor(updated="5 January 2026").replace("Harbor Cloud", "Northline")
            see(archive, source, page(source, text, FIRST), FIRST)
        see(archive, HELD, page(HELD, OTHER, NOW - MONTH), NOW - MONTH)
        for days in range(5, 0, -1):
            at = NOW - timedelta(days=days)
            see(archive, FAILING, Failure("http", f"answered 503 {ATTACK}", at), at)
        archive.note(LogEntry(HARBOR.id, 9, "accepted", "Ann Lee", NOW - 2 * MONTH, ref="C-17"))
        archive.note(LogEntry(HOSTILE.id, 2, "commented", ATTACK, NOW - MONTH, note=f"{ATTACK} {UNBROKEN}"))
        catch_up(archive, SOURCES)
    return path
