"""A provider's index of its legal documents as terms: each clause is a document that the page lists.

Which links are documents: those of the page's main part whose words or address name one, and those
that stand in one list with them. Menus, footers, dialogs, languages to choose from, social networks and settings are
none.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from monitor.errors import SelectorMatchedNothing, TooMuchToRead, UnreadableType
from monitor.model import Clause, Link, Reference, Terms
from monitor.read.decode import decode
from monitor.read.html import index_roots, language_of
from monitor.read.indexlinks import entries_of
from monitor.read.references import names_document
from monitor.read.soup import elements, release
from monitor.read.surface import surface_of
from monitor.read.tree import parse
from monitor.text.addresses import same_place
from monitor.text.fold import key, tidy
from monitor.text.language import detect
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import BeautifulSoup

    from monitor.model import Page, Part, Source, Surface
    from monitor.read.indexlinks import Entry

_MATES = 1 / 3  # of a list's links: with so many that name documents, the others are documents, too
_MOST = 8_000  # links: ten times as many as the largest pages have, and a few seconds to look around each
_LONGEST_TITLE = 150  # characters
_LONGEST_STEP = 90  # characters of a heading or name within a path
_FILES = pattern(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
_ENDING = pattern(r"\.\w{2,5}$")
_NEWS = pattern(r"^https?://(?:blog|news)\.|/(?:blog|news|newsroom|press-releases)/.", re.IGNORECASE)
_APART = pattern(r"[-_.+\s]+")
_LEGAL = frozenset(
    "legal terms policies policy agreements agreement contracts conditions tos privacy trust-legal legal-documents "
    "rechtliches juridique legales juridico".split()
)
_CONTROLS = pattern(
    r"\b(?:cookies?|privacy|consent|tracking)[\s-]+(?:settings?|preferences|choices|options|manager|einstellungen)|"
    r"\b(?:manage|customi[sz]e|change|review|update)\s+(?:\w+\s+)?(?:cookies?|consent|preferences|choices)|"
    r"\bdo not (?:sell|share)\b|\b(?:log|sign)[\s-]?(?:in|out|up)\b|\bcontact\b|\bsubscribe\b|\bback to\b|\bskip to\b|"
    r"\bprint (?:this|page)|\bshare (?:on|this)|\bgerer (?:mes|les) cookies|cookie-?einstellungen",
    re.IGNORECASE,
)
_LANGUAGES = pattern(
    r"(?:english|deutsch|fran[cç]ais|espa[nñ]ol|castellano|italiano|portugu[eê]s|nederlands|polski|svenska|dansk|norsk|"
    r"suomi|[cč]e[sš]tina|magyar|rom[aâ]n[aă]|t[uü]rk[cç]e|русский|українська|ελληνικά|日本語|中文|简体中文|繁體中文|한국어|"
    r"العربية|עברית|ไทย|ti[eế]ng vi[eệ]t|bahasa indonesia|[a-z]{2}(?:[-_][a-z]{2})?)(?:\s*[([][^()]{1,30}[)\]])?",
    re.IGNORECASE,
)


def read(page: Page, source: Source) -> Terms:
    """The documents that an index lists, as clauses; none where it lists none.

    Raises `monitor.errors.ReadError` for what is no web page, and where what the source selects is not on it.
    """
    parts = [_listed(part, source) for part in page.parts]
    clauses = _clauses(_distinct([entry for _, _, found in parts for entry in found]))
    surface, declared, _ = parts[0]
    return Terms(
        title=surface.title,
        language=detect(" ".join(sorted(clause.text for clause in clauses)), declared),
        clauses=clauses,
        digest=_digest(clauses),
        references=tuple(Reference(one.text, one.links[0].target, one.path) for one in clauses),
        surface=surface,
    )


def _listed(part: Part, source: Source) -> tuple[Surface, str, list[Entry]]:
    """What one page shows, its language and the links on it that are documents; its title is its first heading's."""
    found = decode(part)
    if found.form != "html":
        raise UnreadableType(part.url, 'is no web page, as an index is; leave kind = "index" out to watch its text')
    if found.text.count("href") > _MOST:
        raise TooMuchToRead(part.url, f"holds more than {_MOST:,} links; no list of documents does")
    soup = parse(found.text, source.url)
    surface = surface_of(soup, found.text)
    surface = surface if surface.title else replace(surface, title=_heading(soup))
    language, base = language_of(soup), _base(soup, part.url)
    own = {same_place(address) for address in (part.url, part.asked, base)}
    links = [entry for root in index_roots(soup, source) for entry in entries_of(root, base)]
    release(soup)
    links = [entry for entry in links if entry.place not in own and not _is_control(entry, own)]
    return surface, language, _of_section(links if source.select else _documents(_without_news(links, base)), source)


def _heading(soup: BeautifulSoup) -> str:
    first = next(elements(soup, "h1"), None)
    return tidy(first.get_text(" "))[:_LONGEST_TITLE] if first else ""


def _base(soup: BeautifulSoup, url: str) -> str:
    """What the page's links are relative to (HTML, 4.2.3)."""
    named = next((str(tag["href"]) for tag in elements(soup, "base") if tag.get("href")), "")
    try:
        return urljoin(url, tidy(named))
    except ValueError:
        return url


def _of_section(entries: list[Entry], source: Source) -> list[Entry]:
    if not source.section:
        return entries
    wanted = key(source.section)
    chosen = [entry for entry in entries if wanted in map(key, entry.headings)]
    if not chosen:
        raise SelectorMatchedNothing(source.id, f"no documents stand under {source.section!r}; correct `section`")
    return chosen


# --- which links are documents ----------------------------------------------------------


def _documents(entries: Sequence[Entry]) -> list[Entry]:
    """The documents of the page's main part; where it has none, or no main part, of what is no menu or footer."""
    ways = (
        [entry for entry in entries if entry.main and not (entry.menu or entry.consent)],
        [entry for entry in entries if entry.main and not entry.consent],
        [entry for entry in entries if not (entry.menu or entry.consent)],
    )
    return next((found for way in ways if (found := _among(way))), [])


def _without_news(entries: Sequence[Entry], base: str) -> Sequence[Entry]:
    """The links without articles of a blog, which come and go whatever they are about; all on a page of a blog."""
    return entries if _NEWS.search(base) else [entry for entry in entries if not _NEWS.search(entry.target)]


def _among(entries: Sequence[Entry]) -> list[Entry]:
    """The links that name documents, and those in one list with so many of them."""
    named = {entry.place for entry in entries if _names(entry)}
    sizes = Counter(series for series, _ in {(entry.series, entry.place) for entry in entries})
    known = Counter(series for series, place in {(one.series, one.place) for one in entries} if place in named)
    lists = {series for series, count in known.items() if series and count >= _MATES * sizes[series]}
    return [one for one in entries if one.place in named or (one.series in lists and not _is_language(one.words))]


def _names(entry: Entry) -> bool:
    """Whether a link's words, or the end of its address, name a document."""
    if entry.own and not _is_language(entry.words) and names_document(entry.words):
        return True
    return _is_documents_address(entry.target)


def _is_documents_address(target: str) -> bool:
    steps = [step for step in unquote(urlsplit(target).path).split("/") if step]
    if not steps:
        return False
    if _FILES.search(steps[-1]) or any(step.casefold() in _LEGAL for step in steps[:-1]):
        return True
    name = _APART.sub(" ", _ENDING.sub("", steps[-1])).strip()
    return name.casefold() != "legal" and names_document(name)


def _is_control(entry: Entry, own: Iterable[str]) -> bool:
    """Whether a link sets or asks something, or shows this same page in another language."""
    if _CONTROLS.search(entry.words):
        return True
    return _is_language(entry.words) and any(_unlocal(place) == _unlocal(entry.place) for place in own)


def _is_language(words: str) -> bool:
    return bool(_LANGUAGES.fullmatch(words))


def _unlocal(place: str) -> str:
    """A place without the languages and countries in its path and query."""
    path = place.partition("?")[0]
    return "/".join(step for step in path.split("/") if not re.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2})?", step.lower()))


# --- clauses --------------------------------------------------------------------------------


def _distinct(entries: Sequence[Entry]) -> list[Entry]:
    """One entry for each address: the one that names the document best, where that stands."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        found.setdefault(entry.place, []).append(number)
    best = {min(group, key=lambda number: _rank(entries[number])): group for group in found.values()}
    return [replace(entries[number], target=_target(entries, best[number])) for number in sorted(best)]


def _target(entries: Sequence[Entry], group: Iterable[int]) -> str:
    """The address as it is shown, of all ways in which it is written."""
    return min((entries[number].target for number in group), key=lambda target: (target[:6] != "https:", target))


def _rank(entry: Entry) -> tuple[bool, bool, bool, int, str, tuple[str, ...]]:
    """By its own words, in a list, as a document, and at length: not by where it stands."""
    named = names_document(entry.words)
    return not entry.own, not entry.series, not named, -len(entry.words), entry.words, entry.headings


def _clauses(entries: Iterable[Entry]) -> tuple[Clause, ...]:
    used: Counter[str] = Counter()
    clauses = []
    for number, entry in enumerate(entries, start=1):
        path = "/".join(_step(words) for words in (*entry.headings, entry.words))
        used[path] += 1
        path = path if used[path] == 1 else f"{path}~{used[path]}"
        links = (Link(entry.words, entry.target),)
        clauses.append(Clause(path, None, "", entry.words, len(entry.headings), number, "document", links))
    return tuple(clauses)


def _step(words: str) -> str:
    """A heading or a name as a step of a path."""
    return tidy(words.replace("/", " "))[:_LONGEST_STEP].strip() or "-"


def _digest(clauses: Iterable[Clause]) -> str:
    """SHA-256 over addresses and names, in whatever order they are listed."""
    listed = sorted(f"{same_place(clause.links[0].target)}\x1f{key(clause.text)}" for clause in clauses)
    return hashlib.sha256("\n".join(listed).encode("utf-8", "surrogatepass")).hexdigest()
