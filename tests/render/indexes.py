"""What Harbor Cloud's index of legal documents listed, and what its subscribers are told when it lists others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.check import look
from monitor.model import Comparison, Notice, Outcome, Page, Part, Past, Source, Subscriber
from monitor.route import route

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
URL = "https://harbor.example/legal"
TITLE = "Harbor Cloud legal documents"
INDEX = Source(
    "harbor/index",
    (URL,),
    TITLE,
    kind="index",
    watched={"harbor.example/legal/sla?[]": "harbor/sla", "harbor.example/aup?[]": "harbor/fair-use"},
)
LEGAL = Subscriber("legal", "console", "")
BEFORE = {
    "/legal/terms": "Terms of Service",
    "/legal/privacy": "Privacy Policy",
    "/aup": "Acceptable Use Policy",
    "/prices-2026-01.pdf": "Price List",
    "/legal/cookies": "Cookie Policy",
}
AFTER = {
    "/legal/terms": "Terms of Service",
    "/legal/privacy": "Privacy Notice",
    "/legal/dpa": "Data Processing Addendum",
    "/legal/sla": "Service Level Agreement",
    "/prices-2026-03.pdf": "Price List",
    "/legal/cookies": "Cookie Policy",
}


def page(documents: dict[str, str], at: datetime = AT) -> Page:
    """The index as a web page."""
    links = "".join(f'<li><a href="{where}">{name}</a></li>' for where, name in documents.items())
    head = '<html lang="en"><head><title>Legal | Harbor Cloud</title></head>'
    body = f"<!doctype html>{head}<body><main><h2>For customers</h2><ul>{links}</ul></main></body></html>"
    return Page((Part(URL, URL, body.encode(), "text/html; charset=utf-8"),), at)


def first(documents: dict[str, str], source: Source = INDEX) -> Past:
    """What a source is that listed these when it was seen first."""
    found = look(source, Past(), page(documents), AT)
    assert found.terms is not None
    return Past(revision=1, terms=found.terms, known={found.terms.digest: 1}, lines=found.lines or {})


def changed(before: dict[str, str], after: dict[str, str], source: Source = INDEX) -> Outcome:
    """What a check finds."""
    return look(source, first(before, source), page(after), AT)


def notices(before: dict[str, str], after: dict[str, str], subscriber: Subscriber = LEGAL) -> tuple[Notice, ...]:
    """What somebody is told, in notices whose names are always the same."""
    told = route(changed(before, after), [subscriber])
    return tuple(replace(one, id=f"n-{number}") for number, one in enumerate(told))


def comparison() -> Comparison:
    """All that became of the documents."""
    found = changed(BEFORE, AFTER).comparison
    assert found is not None
    return found
