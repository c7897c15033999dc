"""Is this the terms at all? A page's size and shape, beside those of the last good revision, and what it says it is.

With a past, a page that keeps most of the words is plausible whatever it says. At
first sight there is only the page: what stands in its title and first heading
counts, and what its sentences say where they are most of a short page. A few
sentences of real terms are plausible.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.decide.endings import is_whole
from monitor.decide.phrases import calls, names_terms, said, sentences, states, supposes, topical, welcomes
from monitor.decide.places import leads_to_terms, redirected, strays
from monitor.decide.said import StateKind
from monitor.decide.weights import Kept, is_prose, kept_of, size_of, weight

if TYPE_CHECKING:
    from monitor.model import Clause, Comparison, Page, Past, Terms

_Beside: TypeAlias = Literal["language", "truncated", "shrunk", "elsewhere", "partial", "lost", "bare"]
_ByHand: TypeAlias = Literal["dismissed", "unconfirmed"]
DoubtKind: TypeAlias = StateKind | _Beside | _ByHand

_REASONS: dict[DoubtKind, str] = {
    "challenge": "the page checks whether its reader is a robot, and shows no terms",
    "script": "the page only says that it needs a browser with scripts; a rendered page may show the terms",
    "blocked": "the page refuses access, and shows no terms",
    "maintenance": "the page says that the site is being maintained, and shows no terms",
    "missing": "the page says that there is no such page; look whether the terms have moved",
    "login": "the page asks its reader to sign in, and shows no terms",
    "consent": "the page asks for consent before it shows anything else",
    "redirect": "the page only sends its reader on to another; look whether the terms have moved",
    "placeholder": "the page only holds the place of a site",
    "error": "the page reports an error, and shows no terms",
    "language": "the page is in another language than the last good revision",
    "truncated": "the page breaks off before its end",
    "shrunk": "the page has less than a third of the words of the last good revision",
    "elsewhere": "the page is another than the terms, such as a home page",
    "partial": "a part of the page reports an error where the last good revision had terms",
    "bare": "the page has a few words and no sentence",
    "lost": "a large part of the last good revision is missing, and nothing else has changed",
    "dismissed": "the page was dismissed: an operator said that this text is not the terms",
    "unconfirmed": "the change waits to be seen again before it is told",
}

_COLLAPSED = 1 / 3  # of the last good revision's words
_MOSTLY_KEPT = 0.5  # of the last good revision's words: such a page is these terms, whatever else it says
_NEARLY_KEPT = (
    0.9  # of its words, where only the last tags are left out: a clause may go, a page that breaks off loses more
)
_HARDLY_KEPT = 0.25  # of them: another document, or the same written anew
_FEW_LOST = 0.02  # of them: an error message that came while nothing went stands beside the terms, not in their place
_PART = 0.2  # of the words, and
_PART_WORDS = 300  # of them: an outage of one page among several, or of a part that loads later; who takes so much out
# of terms says so by their date, or changes something besides (of 18 such losses in a history none did neither)
_LONG = 400  # words: no page that only says what is wrong is longer; the shortest of 264 pages of real terms has 195
_LONGEST_WORD = 20  # characters: what is written in longer ones is no language, and is not looked through
_SHORT = 100  # words: of a longer page that has no sentence the reader has made rows or items
_FORM = 40  # words around a form that asks for a password; many pages have one in their header
_MOST = 0.4  # of a short page's words are in sentences that say what is wrong
_NEARLY_ALL = 0.6  # the same, where the title is one that terms bear
_FIRST_HEADINGS = 3  # clauses in which a document's own headings begin
_MOST_HEADINGS = 200  # that are looked through: a redesign may rename every one
_NUMBERED = 5  # labelled clauses: no home page counts so far
_WHATEVER_LENGTH: frozenset[DoubtKind] = frozenset({"challenge", "blocked", "maintenance", "missing", "error"})
_SENTENCE_WORDS = 3  # and an end, or else
_SENTENCE_LENGTH = 60  # characters: no menu entry or button is longer
_FOOTERS = ("(c)", "©", "copyright")  # what stands under every page, in sentences or not
_ENDS = (".", "!", "?", ";", ":", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look brought: the page, its terms, and these compared with the last good ones, if there are any."""

    page: Page
    terms: Terms
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page is not believed to be the terms, or not yet.

    `shrunk`, `lost` and `unconfirmed` may yet be the terms, if the page stays as it is; all others look like none.
    """

    kind: DoubtKind

    @property
    def reason(self) -> str:
        """One sentence for the operator, the same for every page of this kind; it holds nothing of the page itself."""
        return _REASONS[self.kind]


def plausible(past: Past, sight: Sight) -> Doubt | None:
    """Why this page is not the terms of a source with this past, or None where it may be."""
    if past.terms is None or sight.comparison is None:
        kind = _at_first_sight(sight)
    elif sight.comparison.verdict != "substantive" or sight.terms.digest in past.known:
        return None
    else:
        kind = _beside(past.terms, sight, kept_of(past.terms, sight.terms, sight.comparison))
    return Doubt(kind) if kind else None


def _at_first_sight(sight: Sight) -> DoubtKind | None:
    terms = sight.terms
    if kind := _state(terms):
        return kind
    if not terms.surface.closed and not is_whole(sight.page):
        return "truncated"
    if not strays(sight.page, terms) or _is_named(terms):
        return None
    return None if leads_to_terms(sight.page) and is_prose(terms) else "elsewhere"


def _beside(last: Terms, sight: Sight, kept: Kept) -> DoubtKind | None:
    """What speaks against a page beside the last good terms: how much is kept comes first."""
    terms = sight.terms
    if last.surface.closed and not terms.surface.closed and kept.now < kept.before:
        clearly = kept.now < _NEARLY_KEPT * kept.before
        if clearly or not is_whole(sight.page):
            return "truncated"
    collapsed = kept.now < _COLLAPSED * kept.before
    if (collapsed or kept.share < _MOSTLY_KEPT) and (state := _state(terms)):
        return state
    if kept.share < _MOSTLY_KEPT and last.language and terms.language and terms.language != last.language:
        return "language"
    if collapsed:
        return "shrunk"
    if kept.share < _HARDLY_KEPT and _is_another(last, sight):
        return "elsewhere"
    return _in_part(last, sight, kept)


def _in_part(last: Terms, sight: Sight, kept: Kept) -> DoubtKind | None:
    """What speaks against a part of a page that has kept most of the last good terms."""
    if kept.share < 1 - _FEW_LOST and _has_broken_part(last, sight.terms):
        return "partial"
    return "lost" if _has_lost_part(kept, sight) else None


def _state(terms: Terms) -> DoubtKind | None:
    """What the page says it is in the place of terms: in its heading, its title, or nearly all its sentences."""
    size = size_of(terms)
    headings = [clause.heading for clause in terms.clauses[:_FIRST_HEADINGS] if clause.heading]
    titled = any(map(names_terms, headings))
    prose = is_prose(terms) and not terms.surface.password
    if size >= _LONG or _characters(terms) >= _LONG * _LONGEST_WORD:
        return _loud(headings, terms.title if prose else "", titled=titled)
    if kind := _spoken(terms):
        return kind
    if prose:
        return _loud(headings, terms.title, titled=titled)
    for title in headings[:1] if titled else (*headings, terms.title, terms.surface.title):
        if kind := states(title) or calls(title):
            return kind
    return _shape(terms, size)


def _loud(headings: list[str], title: str, *, titled: bool) -> DoubtKind | None:
    """What the first headings of a page say that is no short one; of a page of prose, which has a `title`, only that.

    "Rate limits" or "Access restricted" over a part of it are headings as terms have them.
    """
    if title:
        headings = [heading for heading in headings if heading == title and not topical(heading)]
    loud = map(states, headings[:1] if titled else headings)
    return next((kind for kind in loud if kind in _WHATEVER_LENGTH), None)


def _spoken(terms: Terms) -> DoubtKind | None:
    """What most of the sentences say, where they say the same sort of thing."""
    named = _is_named(terms)
    spent: Counter[StateKind] = Counter()
    total = 0
    for sentence in (one for clause in terms.clauses for one in _sentences(clause)):
        kind = said(sentence)
        total += weight(sentence)
        if kind and not (named and (kind == "consent" or supposes(sentence))):  # a policy on cookies asks for it, too
            spent[kind] += weight(sentence)
    if not total or spent.total() < (_NEARLY_ALL if named else _MOST) * total:
        return None
    return max(spent, key=lambda kind: (kind != "error", spent[kind]))  # "try again" says less than what it follows


def _shape(terms: Terms, size: int) -> DoubtKind | None:
    """What is missing on a short page: text, a sentence, or anything but a form."""
    named = _is_named(terms)
    if terms.surface.password and size < _FORM and not named:
        return "login"
    if not any(clause.text for clause in terms.clauses) and size < _SHORT:
        return "bare"
    spoken = any(_is_sentence(clause.text) for clause in terms.clauses)
    if terms.surface.refresh and size < _SHORT and not named:
        return "redirect"
    if named or spoken or size >= _SHORT:
        return None
    return None if any(names_terms(clause.text) for clause in terms.clauses) else "bare"


def _is_another(last: Terms, sight: Sight) -> bool:
    """Whether there is a sign, besides other words, that this is another page and not the terms written anew."""
    page, terms = sight.page, sight.terms
    if _is_named(terms):
        return False
    if _is_named(last) or strays(page, terms) or welcomes(terms.title):
        return True
    if terms.surface.password and not last.surface.password:
        return True
    labelled = sum(bool(clause.label) for clause in terms.clauses)
    return (labelled < _NUMBERED or redirected(page)) and not _words(last) & _words(terms)


def _has_lost_part(kept: Kept, sight: Sight) -> bool:
    """Whether a large part is gone, nothing came in its place, and the stated date stands."""
    if sight.comparison is None or sight.comparison.dates.verdict == "announced":
        return False
    lost = (1 - kept.share) * kept.before
    gone = all(change.kind == "removed" for change in sight.comparison.substantive)
    return gone and lost >= _PART_WORDS and kept.share <= 1 - _PART


def _has_broken_part(last: Terms, terms: Terms) -> bool:
    """Whether a heading that was not there before says that what should follow could not be had."""
    before = {clause.heading for clause in last.clauses}
    fresh = (clause.heading for clause in terms.clauses if clause.heading and clause.heading not in before)
    return any(states(heading) in _WHATEVER_LENGTH for heading in islice(fresh, _MOST_HEADINGS))


def _is_named(terms: Terms) -> bool:
    """Whether the title or one of the first headings is one that terms bear."""
    headings = (clause.heading for clause in terms.clauses[:_FIRST_HEADINGS])
    return any(map(names_terms, (terms.title, terms.surface.title, *headings)))


def _words(terms: Terms) -> set[str]:
    """The longer words of the document's own title."""
    return {word for word in terms.title.lower().split() if len(word) > 3}  # noqa: PLR2004 - "the" and "und" say nothing


def _characters(terms: Terms) -> int:
    return sum(len(clause.heading) + len(clause.text) for clause in terms.clauses)


def _sentences(clause: Clause) -> list[str]:
    """The sentences of a clause, and its heading unless that is the name of terms: a shell has it, too."""
    heading = [] if names_terms(clause.heading) else sentences(clause.heading)
    return [*heading, *sentences(clause.text)]


def _is_sentence(text: str) -> bool:
    if text.lower().startswith(_FOOTERS):
        return False
    return len(text) >= _SENTENCE_LENGTH or (weight(text) >= _SENTENCE_WORDS and text.rstrip("\"')").endswith(_ENDS))
