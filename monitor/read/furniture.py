"""Which elements of a page are furniture by what they are called: menus, dialogs, promotion, forms.

A name is evidence, not proof. It counts for elements that hold little of the page's
prose; consent managers are dropped whatever they hold, for they bring more prose than
many terms; a part of the terms that is named after its own heading stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.text.fold import key
from monitor.text.labels import split_label
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.read.nodes import Node
    from monitor.read.outline import Outline

_SMALL = 0.15  # of the prose: what is only called a menu or a sidebar and holds more than this is part of the terms
_HALF = 0.5  # of the prose: a navigation or footer by its tag or role that holds more is what the page is about
_LINKED = 0.25  # of the words: what is called a menu and has so many links is one, however short the terms are
_MANY = 0.35  # of the prose: elements called cookie or share that hold more than this together are parts of the terms
_LEAST = 30  # words of prose that must be left beside a consent manager; else it is what the page is about

_TAGS = frozenset({"nav", "footer", "dialog", "search"})
_TEXT = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "pre", "section"})
_WHOLE = frozenset({"html", "body", "main", "article"})
_LEAVES = frozenset("p li h1 h2 h3 h4 h5 h6 dt dd tr td th caption blockquote pre".split())

_CONSENT = pattern(  # of names without their hyphens: each vendor writes its own in several ways
    r"(?:^| )(?:onetrust(?:consent|banner|pc)|otsdkcontainer|cybotcookiebot(?:dialog|widget)|cookiebotdialog|"
    r"cookiescript|usercentrics|ucbanner|didomi|truste(?:overlay|banner)|consenttrack|qccmp|iubendacs|osanocm|"
    r"termly(?:banner|modal|consent)|cky(?:consent|modal|overlay|banner)|cmplz(?:cookie|manage|soft)|"
    r"borlabscookie(?:box|dialog|pref)|klaro|cmpbox|cmpwrapper|cc(?:window|banner|main|nb)(?:$| )|spmessage|"
    r"gdprcookie(?:law|consent)|mooveg?gdpr|redimcookiehint|evidon|shopifypc)"
)
_CONSENT_LIKE = pattern(  # names that anyone may give, also to a part of a policy on cookies
    r"(?:^| )(?:(?:site|eu|gdpr|js)?cookies?(?:law)?"
    r"(?:hint|bar|banner|consent|popup|modal|wall|overlay|dialog|message|alert|"
    r"settings|preferences|manager|disclaimer|law|warning|prompt|control|layer|toast|infobar|content|buttons|"
    r"container|notification|notice)|(?:gdpr)?consent(?:banner|manager|modal|dialog|popup|layer|overlay|bar|box)|"
    r"privacy(?:banner|popup|overlay|dialog))"
)
_ROLES = frozenset("navigation banner contentinfo dialog alertdialog search menu menubar complementary tooltip".split())
_NAMED = pattern(
    r"(?:^|[ -])(?:nav(?:bar|igation|footer|header|menu)?|\w{0,12}footer\w{0,8}|\w{0,12}menu\w{0,10}|breadcrumbs?|"
    r"sidebar\w{0,8}|\w{0,8}sidebar|side-?nav|top-?bar|toolbar|topnav|pagination|pager|prev-next|"
    r"newsletter\w{0,10}|subscribe|subscription-form|sign-?up|log-?in|sign-?in|register-form|"
    r"share|sharing|sharedaddy|addtoany|social|socials|follow-us|"
    r"related|recommended|promo\w{0,10}|advert\w{0,12}|banner-ad|sponsor\w{0,4}|teaser\w{0,3}|cta|call-to-action|"
    r"feedback|survey|rating|helpful|was-this|comments?|disqus|respond|"
    r"modal|popup|pop-up|lightbox|overlay|drawer|off-?canvas|toast|snackbar|tooltip\w{0,3}|global-alert|alert-bar|"
    r"announcement|notification|chat-?\w{0,6}|intercom\w{0,8}|zendesk|hs-form|"
    r"cookie|cookies|consent|gdpr|"
    r"skip-?(?:link|to|nav)\w{0,8}|sr-only|visually-hidden|visuallyhidden|screen-reader\w{0,5}|assistive-text|"
    r"lang(?:uage)?-(?:selector|switcher|picker|menu|list|dropdown|chooser)|locale-\w{0,9}|country-(?:selector|picker)|"
    r"search|search-?(?:box|bar|form|results?)|user-?menu|mega-?menu|masthead|site-?header|page-?header-nav|"
    r"back-?to-?top|scroll-?top|print-?(?:button|link)|minicart|cart|basket|wishlist|author-(?:box|bio)|"
    r"tag-?cloud|widget-area|site-?notice|related-?posts\w*|"
    r"browser-?(?:notice|warning|update|upgrade|support)|outdated-?\w*|ie-?(?:notice|warning|outdated))(?=$|[ -])"
)
_TABS = pattern(r"\b(?:\w+-)*tab(?:s|list|-menu|-list|-links?)?\b")  # the names of tabs head what they open
_FOOTER = pattern(r"(?:^| )(?:(?:site|page|global|main)-)?footer(?:-(?:wrapper|container|inner|section|area))?(?=$| )")
_CONTENTS = pattern(r"(?:^|[ -])(?:toc|table-of-contents)(?=$|[ -])")
_TOPICAL = pattern(
    r"cookie|consent|gdpr|subscri|share|sharing|feedback|survey|related|comment|notification|promo|adver|rating|social|"
    r"sign|log-?in|search|cart|chat|register|alert|announce"
)
_MOST_IN_FORM = 120  # words around a form's fields; terms that stand above an "I agree" button are longer


def furniture_of(outline: Outline) -> dict[int, str]:
    """The elements of a page that are no terms, and all below them, each with why."""
    why: dict[int, str] = {}
    topical = _topical_marks_speak_for_terms(outline)
    texts = _texts(outline)
    for number, node in enumerate(outline.nodes):
        if outline.last[number] < 0:
            continue  # nothing stands in it
        if node.parent in why:
            why[number] = why[node.parent]
        elif node.tag not in _WHOLE and node.tag not in _LEAVES:
            reason = None if _is_numbered(outline, number) else _reason(outline, number, topical=topical)
            if reason and not _stands_amid_text(outline, number, texts.get(node.parent)):
                why[number] = reason
    return why


def is_by_name(tag: str, role: str, marks: str) -> bool:
    """Whether an element is furniture by its tag, its role or its names alone: where nothing is prose, as in a list.

    A name that speaks of a topic is none: a list of cookie policies is called so.
    """
    if tag in _WHOLE:
        return False
    if tag in _TAGS or tag == "aside" or role in _ROLES or _FOOTER.search(marks) or is_consent(marks):
        return True
    named = _name_in(_TABS.sub(" ", marks)) if marks else ""
    return bool(named) and not _TOPICAL.search(named)


def is_consent(marks: str) -> bool:
    """Whether an element is a consent manager's, by names that nothing else bears."""
    return bool(marks) and (_is_consent(marks) or bool(_CONSENT_LIKE.search(marks.replace("-", ""))))


def _reason(outline: Outline, number: int, *, topical: bool) -> str | None:
    node, share = outline.nodes[number], outline.prose[number] / max(1, outline.total)
    if node.marks and _is_consent(node.marks) and outline.total - outline.prose[number] >= _LEAST:
        return "a consent dialog"
    if share <= _HALF and _is_menu_or_footer(node, share) and not _is_closing_section(outline, number):
        return "a menu, footer or aside"
    if node.tag == "form" and outline.controls[number] and outline.words[number] <= _MOST_IN_FORM:
        return "a form"
    if share <= _SMALL or (share <= _HALF and outline.linked[number] >= _LINKED * outline.words[number]):
        return _named(outline, number, topical=topical)
    if outline.controls[number] and share <= _HALF and _CONSENT_LIKE.search(_joined(node)):
        return "a consent dialog"
    return None


def _is_numbered(outline: Outline, number: int) -> bool:
    """Whether it begins with a numbered heading: a section of the terms, whatever it is called."""
    first = outline.blocks[outline.first[number]].block
    return first.kind == "heading" and split_label(first.text, heading=True)[0] is not None


def _is_closing_section(outline: Outline, number: int) -> bool:
    """Whether it is the footer of a text itself: it has a heading, no links and nothing to press."""
    if outline.controls[number] or outline.linked[number] or not outline.heading_in(number):
        return False
    above = outline.nodes[number].parent
    while above >= 0 and outline.nodes[above].tag not in {"article", "main"}:
        above = outline.nodes[above].parent
    return above >= 0


def _is_menu_or_footer(node: Node, share: float) -> bool:
    """By its tag or role, or by a name that nothing else bears."""
    if node.tag == "aside":
        return share <= _SMALL
    if node.tag in _TAGS or _FOOTER.search(node.marks):
        return True
    return node.role in _ROLES and not _CONTENTS.search(node.marks)


def _texts(outline: Outline) -> dict[int, tuple[int, int]]:
    """For each element with paragraphs of prose in it: where the first of them ends and the last one begins."""
    found: dict[int, tuple[int, int]] = {}
    for number, node in enumerate(outline.nodes):
        if node.tag in _TEXT and outline.prose[number]:
            end, _ = found.get(node.parent, (outline.last[number], 0))
            found[node.parent] = (end, outline.first[number])
    return found


def _stands_amid_text(outline: Outline, number: int, text: tuple[int, int] | None) -> bool:
    """Whether it stands between paragraphs (`text`), as a note does, with few links and nothing to press."""
    if outline.controls[number] or outline.linked[number] >= _LINKED * outline.words[number]:
        return False
    return text is not None and text[0] < outline.first[number] and text[1] > outline.last[number]


def _joined(node: Node) -> str:
    return node.marks.replace("-", "")


def _named(outline: Outline, number: int, *, topical: bool) -> str | None:
    marks = outline.nodes[number].marks
    if "tab" in marks:
        marks = _TABS.sub(" ", marks)
    found = _name_in(marks)
    if not found or _is_named_after_its_heading(outline, number, found):
        return None
    if _TOPICAL.search(found) and (topical or _is_only_an_anchor(outline, number)):
        return None
    return f"called {found.strip(' -')!r} by the page"


@remembered  # the same few names stand at hundreds of elements, and are looked at twice
def _name_in(marks: str) -> str:
    """The part of an element's names that only furniture bears, "" where there is none."""
    found = _NAMED.search(marks) or _CONSENT_LIKE.search(marks.replace("-", ""))
    return found.group() if found else ""


@remembered
def _is_consent(marks: str) -> bool:
    return bool(_CONSENT.search(marks.replace("-", "")))


def _is_only_an_anchor(outline: Outline, number: int) -> bool:
    """Whether it is called so by its id alone, and neither asks nor leads away: a section that links can lead to."""
    node = outline.nodes[number]
    if not node.anchor or not outline.prose[number] or outline.controls[number] or outline.linked[number]:
        return False
    return _NAMED.search(" ".join(node.marks.split()[len(node.anchor.split()) :])) is None


def _topical_marks_speak_for_terms(outline: Outline) -> bool:
    """A policy on cookies names its own parts so."""
    held, above = 0, set[int]()
    for number, node in enumerate(outline.nodes):
        if node.parent in above:
            above.add(number)
            continue
        if node.tag in _WHOLE or node.tag in _LEAVES or _is_consent(node.marks) or outline.controls[number]:
            continue
        named = _name_in(node.marks)
        if named and _TOPICAL.search(named) and outline.prose[number] <= (1 - _SMALL) * outline.total:
            held += outline.prose[number]
            above.add(number)
    return held > _MANY * outline.total


def _is_named_after_its_heading(outline: Outline, number: int, name: str) -> bool:
    """Whether an element is called as the heading in it reads, and asks its reader for nothing."""
    heading = outline.heading_in(number)
    if not heading or outline.controls[number] or not outline.prose[number]:
        return False
    return name.strip(" -").replace("-", " ").rstrip("s") in key(heading)
