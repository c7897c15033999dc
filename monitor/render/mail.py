"""A notice as the parts of a mail: subject, text and HTML. Headers and transport are the notifier's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.render.clock import said_of_clock
from monitor.render.digest import digest_html
from monitor.render.documents import told_in
from monitor.render.html import DARK_STYLE, changes, clock_list, facts, paragraph, source_link
from monitor.render.paged import page_words
from monitor.render.phrases import alarm_lines, diff_command, headline, seen_words
from monitor.render.safe import for_header, for_html
from monitor.render.terminal import FULL_ENTRIES, clock_text, notice_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Comparison, Notice

_WIDTH = 76
"""Columns of the text part: RFC 5322, 2.1.1 asks for at most 78."""

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.55"
_BODY = f"max-width:44em;margin:0 auto;padding:20px 16px;overflow-wrap:anywhere;{_FONT}"


def mail_subject(notice: Notice) -> str:
    """The headline on one line, without anything that could start another header."""
    return for_header(headline(notice))


def mail_text(notice: Notice) -> str:
    """The text part: the notice with `[-went-]` and `{+came+}`, and what its clock was worked out from."""
    clock = clock_text(notice.comparison, width=_WIDTH) if notice.comparison else ""
    return notice_text(notice, width=_WIDTH, colour=False) + clock


def mail_html(notice: Notice) -> str:
    """The HTML part: a whole document that loads nothing and is readable on light and dark grounds."""
    title = for_html(headline(notice))
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<title>{title}</title><style>{DARK_STYLE}</style></head><body style="margin:0">',
            f'<div style="{_BODY}">',
            f'<h1 style="font-size:20px;line-height:1.3;margin:0 0 12px">{title}</h1>',
            *_content(notice),
            "</div></body></html>\n",
        )
    )


def _content(notice: Notice) -> Iterator[str]:
    if notice.type == "terms.digest":
        return digest_html(notice)
    return _alarm(notice) if notice.comparison is None else _terms(notice, told_in(notice) or notice.comparison)


def _alarm(notice: Notice) -> Iterator[str]:
    yield from (paragraph(line) for line in alarm_lines(notice))
    yield from source_link(notice.link, "Open the new address")
    yield paragraph(seen_words(notice))
    yield from source_link(notice.page, f"Open {page_words(notice)}")
    yield from source_link(notice.url)


def _terms(notice: Notice, comparison: Comparison) -> Iterator[str]:
    yield from (paragraph(line) for line in (*said_of_clock(comparison, notice.at.date()), *notice.remarks))
    yield from facts(comparison)
    yield paragraph(seen_words(notice))
    yield from source_link(notice.page, f"Open {page_words(notice)}")
    yield from source_link(notice.url)
    yield from changes(comparison, FULL_ENTRIES)
    if notice.revision > 1:
        command = f"<code>{for_html(diff_command(notice))}</code>"
        yield f'<p style="margin:24px 0 0;opacity:.78;font-size:14px">Whole redline: {command}</p>'
    yield from clock_list(comparison)
