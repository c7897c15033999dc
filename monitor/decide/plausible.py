"""Is this the terms at all? A page's size and shape, beside those of the last good revision, and what it says it is.

With a past, a page that keeps most of the words is plausible whatever it says. At
first sight there is only the page: what stands in its title and first heading
counts, and what its sentences say where they are most of a short page. A few
sentences of real terms are plausible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.decide.endings import is_whole
from monitor.decide.parts import has_broken_part, missing_part
from monitor.decide.phrases import calls, said, states, welcomes
from monitor.decide.places import leads_to_terms, redirected, strays
from monitor.decide.said import StateKind
from monitor.decide.shells import is_shell, is_unfilled, needs_scripts
from monitor.decide.states import State, is_named, is_sentence, state_of
from monitor.decide.weights import Kept, is_prose, kept_of
from monitor.model import lists_documents
from monitor.text.announcements import is_announcement

if TYPE_CHECKING:
    from monitor.model import Clause, Comparison, Page, Past, Terms

_Beside: TypeAlias = Literal["language", "truncated", "shrunk", "elsewhere", "partial", "lost", "bare"]
_OfIndex: TypeAlias = Literal["unlisted", "delisted"]
_ByHand: TypeAlias = Literal["dismissed", "unconfirmed"]
DoubtKind: TypeAlias = StateKind | _Beside | _OfIndex | _ByHand

_REASONS: dict[DoubtKind, str] = {
    "challenge": "the page checks whether its reader is a robot, and shows no terms",
    "script": "the page is built by scripts and shows no terms without them;"
    " set render = true for the source (docs/rendering.md)",
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
    "unlisted": "the page lists no document, as an index of documents does",
    "delisted": "most of the documents that the last good revision lists are gone from the page",
    "dismissed": "the page was dismissed: an operator said that this text is not the terms",
    "unconfirmed": "the change waits to be seen again before it is told",
}

_AROUND_A_SHELL: frozenset[State | None] = frozenset({None, "bare", "consent", "error", "script"})
"""What the words beside an application's empty place may say; a page that refuses its reader says so itself."""

_COLLAPSED = 1 / 3  # of the last good revision's words
_MOSTLY_KEPT = 0.5  # of the last good revision's words: such a page is these terms, whatever else it says
_NEARLY_KEPT = (
    0.9  # of its words, where only the last tags are left out: a clause may go, a page that breaks off loses more
)
_HARDLY_KEPT = 0.25  # of them: another document, or the same written anew
_FEW_LOST = 0.02  # of them: an error message that came while nothing went stands beside the terms, not in their place
# An outage of one page among several, or of a part that loads later. Who takes so much out of terms says so by their
# date, or changes something besides: so did each of ten losses of over a tenth in a history of 1,036 versions.
_PART = 0.2  # of the words, and
_PART_WORDS = 300  # of them
_NUMBERED = 5  # labelled clauses: no home page counts so far


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look brought: the page, its terms, and these compared with the last good ones, if there are any.

    `parts` are the terms on each part of the page by itself, where it has several:
    without a clause where there is nothing to read.
    """

    page: Page
    terms: Terms
    comparison: Comparison | None = None
    parts: tuple[Terms, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page is not believed to be the terms, or not yet.

    `shrunk`, `lost`, `delisted` and `unconfirmed` may yet be the terms, if the page stays as it is; all others look
    like none.
    """

    kind: DoubtKind

    @property
    def reason(self) -> str:
        """One sentence for the operator, the same for every page of this kind; it holds nothing of the page itself."""
        return _REASONS[self.kind]


def plausible(past: Past, sight: Sight) -> Doubt | None:
    """Why this page is not the terms of a source with this past, or None where it may be."""
    listed = lists_documents(sight.terms)
    if past.terms is None or sight.comparison is None:
        kind = _first_list(sight) if listed else _at_first_sight(sight)
    elif sight.comparison.verdict != "substantive" or sight.terms.digest in past.known:
        return None
    elif listed:
        kind = _list_beside(past.terms, sight, sight.comparison)
    else:
        kind = _beside(past.terms, sight, kept_of(past.terms, sight.terms, sight.comparison))
    return Doubt(kind) if kind else None


def _at_first_sight(sight: Sight) -> DoubtKind | None:
    terms = sight.terms
    if kind := _state(sight):
        return kind
    if not terms.surface.closed and not is_whole(sight.page):
        return "truncated"
    if not strays(sight.page, terms) or is_named(terms):
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
    if (collapsed or kept.share < _MOSTLY_KEPT) and (state := _state(sight)):
        return state
    if kept.share < _MOSTLY_KEPT and _is_in_another_language(last, terms, kept):
        return "language"
    if kept.share < 1 - _FEW_LOST and (kind := _in_part(last, sight)):
        return kind
    return _in_size(last, sight, kept)


def _state(sight: Sight) -> State | None:
    """What the page says it is in the place of terms, or that it is the empty frame of an application."""
    state = state_of(sight.terms)
    if state not in _AROUND_A_SHELL or is_prose(sight.terms) or not _is_unfilled(sight):
        return state
    return "script" if needs_scripts(sight.page) else "bare"


def _is_unfilled(sight: Sight) -> bool:
    """Whether what the page is for is still to come, and no sentence stands on it besides what stands on every page."""
    texts = [clause.text for clause in sight.terms.clauses]
    if any(map(is_unfilled, texts)):
        return not any(is_sentence(text) and not is_unfilled(text) for text in texts)
    return is_shell(sight.page) and not any(is_sentence(text) and not said(text.lower()) for text in texts)


def _is_in_another_language(last: Terms, terms: Terms, kept: Kept) -> bool:
    """Whether the language differs, and not because one of two was taken out: what is left then stood there before."""
    if not (last.language and terms.language and terms.language != last.language):
        return False
    return kept.share * kept.before < _MOSTLY_KEPT * kept.now


def _in_part(last: Terms, sight: Sight) -> DoubtKind | None:
    """What speaks against a part of a page of which something is gone."""
    if has_broken_part(last, sight.terms, _gone(sight)):
        return "partial"
    if len(sight.parts) != len(sight.page.parts):
        return None
    pages = [replace(sight.page, parts=(part,)) for part in sight.page.parts]
    kind = missing_part(last, list(zip(pages, sight.parts, strict=True)), _gone(sight))
    return None if kind == "lost" and _is_announced(sight) else kind


def _in_size(last: Terms, sight: Sight, kept: Kept) -> DoubtKind | None:
    """What speaks against a page that lost much and does not say why; one that announced it may."""
    announced = _is_announced(sight)
    if kept.now < _COLLAPSED * kept.before and not (announced and is_prose(sight.terms)):
        return "shrunk"
    if kept.share < _HARDLY_KEPT and _is_another(last, sight):
        return "elsewhere"
    return "lost" if not announced and _has_lost_part(kept, sight) else None


def _is_another(last: Terms, sight: Sight) -> bool:
    """Whether there is a sign, besides other words, that this is another page and not the terms written anew."""
    page, terms = sight.page, sight.terms
    if is_named(terms):
        return False
    if is_named(last) or strays(page, terms) or welcomes(terms.title):
        return True
    if terms.surface.password and not last.surface.password:
        return True
    labelled = sum(bool(clause.label) for clause in terms.clauses)
    return (labelled < _NUMBERED or redirected(page)) and not _words(last) & _words(terms)


def _has_lost_part(kept: Kept, sight: Sight) -> bool:
    """Whether a large part is gone, and nothing came in its place."""
    if sight.comparison is None:
        return False
    lost = (1 - kept.share) * kept.before
    gone = all(change.kind == "removed" for change in sight.comparison.substantive)
    return gone and lost >= _PART_WORDS and kept.share <= 1 - _PART


def _gone(sight: Sight) -> list[Clause]:
    changes = sight.comparison.substantive if sight.comparison else ()
    return [clause for change in changes if not change.new for clause in change.old]


def _is_announced(sight: Sight) -> bool:
    """Whether a new stated date, or an announcement that came or was taken down with it, says that this was meant."""
    if sight.comparison is None:
        return False
    if sight.comparison.dates.verdict == "announced" or sight.comparison.notices:
        return True
    turned = (change for change in sight.comparison.substantive if not (change.old and change.new))
    return any(is_announcement(clause.text) for change in turned for clause in (*change.old, *change.new))


# --- indexes of documents ---------------------------------------------------------------


def _first_list(sight: Sight) -> DoubtKind | None:
    """What speaks against an index at first sight: that nothing is listed, by its title if that says why."""
    terms = sight.terms
    if not terms.clauses:
        return states(terms.title) or calls(terms.title) or "unlisted"
    if not terms.surface.closed and not is_whole(sight.page):
        return "truncated"
    return "elsewhere" if strays(sight.page, terms) and not is_named(terms) else None


def _list_beside(last: Terms, sight: Sight, comparison: Comparison) -> DoubtKind | None:
    """What speaks against an index beside the last good one: a document that has another name or address is kept."""
    gone = sum(not change.new for change in comparison.substantive)
    touched = sum(bool(change.old) for change in comparison.substantive)
    if not sight.terms.clauses or (gone and last.surface.closed and not sight.terms.surface.closed):
        return _first_list(sight) or "truncated"
    if sight.terms.language != last.language and touched > _MOSTLY_KEPT * len(last.clauses):
        return "language"
    return "delisted" if gone > _MOSTLY_KEPT * len(last.clauses) else None


def _words(terms: Terms) -> set[str]:
    """The longer words of the document's own title."""
    return {word for word in terms.title.lower().split() if len(word) > 3}  # noqa: PLR2004 - "the" and "und" say nothing
