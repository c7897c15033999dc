"""Where a page was found, against where it was asked for: redirects and canonical addresses that lead elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Page, Terms

_LOCALE = pattern(r"[a-z]{2}(?:[-_][a-z]{2,4})?|intl|global|international", re.IGNORECASE)
_HOME = pattern(r"(?:index|default|home|homepage|start|main|welcome)(?:\.\w{2,5})?", re.IGNORECASE)
_STATE = pattern(
    r"(?:log-?in|sign-?in|auth\w*|sso|accounts?|consent|captcha|challenge|blocked|denied|maintenance|error|errors|"
    r"not-?found|page-?not-?found|404|403|50[0-3]|unavailable|sorry)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_TERMS = pattern(
    r"(?:\w+[-_])*(?:tos|toc|terms\w*|conditions|legal|privacy|polic(?:y|ies)|eula|agreement|agb|cg[uv]|datenschutz\w*"
    r"|impressum|nutzungsbedingungen|condi[ct]iones|t[eé]rminos|termos|termini|privacidad\w*|voorwaarden|regulamin|villkor)"
    r"(?:[-_.]\w+)*",
    re.IGNORECASE,
)


def strays(page: Page, terms: Terms) -> bool:
    """Whether the page was asked for at a place of its own, and found, or calls itself, at a home page or the like."""
    first = page.parts[0]
    asked, found = _steps(first.asked), _steps(first.url)
    canonical = terms.surface.canonical
    return _is_other(asked, found) or bool(asked and canonical and not _steps(_joined(first.url, canonical)))


def redirected(page: Page) -> bool:
    """Whether the page was found at another place than it was asked for."""
    return _steps(page.parts[0].asked) != _steps(page.parts[0].url)


def leads_to_terms(page: Page) -> bool:
    """Whether the last step of the address that the page was found at names terms, as `/tos` does."""
    found = _steps(page.parts[0].url)
    return bool(found) and bool(_TERMS.fullmatch(found[-1])) and not any(map(_STATE.fullmatch, found))


def _is_other(asked: list[str], found: list[str]) -> bool:
    """Whether an address leads home, far up from what was asked for, or to a page for errors or signing in."""
    if len(found) * 2 <= len(asked) and asked[-1:] != found[-1:]:
        return True
    return any(_STATE.fullmatch(step) and step not in asked for step in found)


def _steps(url: str) -> list[str]:
    """The steps of an address's path, without those that every page of a site has; none for a home page."""
    try:
        path = urlsplit(url).path
    except ValueError:  # brackets that hold no address
        return []
    steps = [step for step in path.lower().split("/") if step]
    while steps and _LOCALE.fullmatch(steps[0]):
        steps = steps[1:]
    return [] if len(steps) == 1 and _HOME.fullmatch(steps[0]) else steps


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return base
