"""Comparisons and notices as people read them: text that is ready for its sink. No input, no output, no clock."""

from __future__ import annotations

from monitor.render.clock import clock_line, clock_lines, rules_lines
from monitor.render.docx import redline_docx
from monitor.render.heartbeat import heartbeat_words
from monitor.render.html import redline_html
from monitor.render.linked import missing_text, web_dot, web_text
from monitor.render.listing import history_text, outcome_markdown, outcome_text, status_text
from monitor.render.mail import mail_html, mail_subject, mail_text
from monitor.render.markdown import redline_markdown
from monitor.render.page import REDLINE_STYLE, redline_main, redline_page
from monitor.render.paged import paged
from monitor.render.phrases import (
    clause_name,
    counts_words,
    dates_words,
    headline,
    reread_words,
    revised,
    verdict_words,
)
from monitor.render.reviewed import log_text, reviewed_text
from monitor.render.safe import for_header, for_html, for_markdown, for_services, for_slack, for_terminal, safe_url
from monitor.render.slack import slack_messages
from monitor.render.terminal import notice_text, redline
from monitor.render.terms import terms_text

__all__ = [
    "REDLINE_STYLE",
    "clause_name",
    "clock_line",
    "clock_lines",
    "counts_words",
    "dates_words",
    "for_header",
    "for_html",
    "for_markdown",
    "for_services",
    "for_slack",
    "for_terminal",
    "headline",
    "heartbeat_words",
    "history_text",
    "log_text",
    "mail_html",
    "mail_subject",
    "mail_text",
    "missing_text",
    "notice_text",
    "outcome_markdown",
    "outcome_text",
    "paged",
    "redline",
    "redline_docx",
    "redline_html",
    "redline_main",
    "redline_markdown",
    "redline_page",
    "reread_words",
    "reviewed_text",
    "revised",
    "rules_lines",
    "safe_url",
    "slack_messages",
    "status_text",
    "terms_text",
    "verdict_words",
    "web_dot",
    "web_text",
]
