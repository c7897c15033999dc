"""Where on a page its terms stand: the element that holds the prose, and where within it they begin and end."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from monitor.read.stated import says_only_a_date
from monitor.text.fold import words
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.read.outline import Outline

_LANDMARKS = frozenset({"main", "article"})
_LANDMARK = 0.6  # of the prose: a main element with so much of it is where the terms are
_FEWEST_PROSE = 3  # blocks of prose: one long paragraph is a part of the terms, not all of them
_FOREIGN = 0.15  # of the prose: what stands beside the terms and holds more is a part of them
_LINKED = 0.3  # of the words: prose with more links than this invites, and states nothing
_DIRECT = 0.5  # of the prose: an element with so much of it in its own paragraphs is the text's own
_MENU = 6  # links in a row within the text's own element: a menu that stands there, no paragraph with links
_STATE = pattern(
    r"(?:is-|has-|w-)?(?:\w+-)*(?:open|opened|active|show|shown|hidden|current|selected|collapsed|expanded)"
)
_DOMINANT = 0.7  # of the prose: an element that holds so much of what stands around it is the text
_LONG_WORD = 4  # letters; shorter words say nothing of what a text is about
_FEWEST_WORDS = 4  # different long words to judge a box by
_OWN_WORDS = 0.3  # of a box's long words that occur in the text: at most .27 in promotion met, .39 and more in terms
_SMALL_BOX = 60  # words
_CLOSING = pattern(  # a box with an address to write to, or that speaks of the terms, ends them
    r"[\w.+-]@[\w-]+\.\w|\b(?:these (?:terms|conditions)|this (?:\w+ )?(?:agreement|policy|notice|statement|addendum)|"
    r"diese[rn]? (?:bedingungen|agb|erklärung|richtlinie)|(?:présentes|ces) conditions|cette politique|"
    r"est[aeo]s? (?:términos|condiciones|política|termos|condições)|quest[ei] (?:termini|condizioni)|"
    r"questa informativa|deze (?:voorwaarden|verklaring)|niniejsz\w+ (?:regulamin\w*|warunk\w*|polityk\w*)|"
    r"dessa villkor|denna policy)\b|本規約|本条款|本協議|本协议|本ポリシー|本政策",
    re.IGNORECASE,
)
_TEXT_TAGS = frozenset("p ul ol dl table blockquote pre h1 h2 h3 h4 h5 h6 li dt dd hr".split())


def root_of(outline: Outline) -> int:
    """The deepest element that still holds all the prose but what is foreign to it; -1 for the whole page."""
    prose, children = outline.prose, outline.children()
    pieces = list(accumulate([weight > 0 for weight in outline.weights], initial=0))
    at = _landmark(outline)
    while below := [child for child in children.get(at, ()) if prose[child]]:
        own = (prose[at] if at >= 0 else outline.total) - sum([prose[child] for child in below])
        if own:
            return at
        best = max(below, key=prose.__getitem__)
        if pieces[outline.last[best] + 1] - pieces[outline.first[best]] < _FEWEST_PROSE:
            return at
        if not all(_is_foreign(outline, other, best) for other in below if other != best):
            return at
        at = best
    return at


def _landmark(outline: Outline) -> int:
    """The element that the page itself calls its main part, or its only article, where it holds the prose."""
    prose = outline.prose
    marked = [
        number
        for number, node in enumerate(outline.nodes)
        if (node.tag in _LANDMARKS or node.role == "main") and prose[number]
    ]
    mains = [n for n in marked if outline.nodes[n].tag == "main" or outline.nodes[n].role == "main"]
    articles = [n for n in marked if outline.nodes[n].tag == "article"]
    candidates = [*mains, *(articles if len(articles) == 1 else ())]
    return max((n for n in candidates if prose[n] >= _LANDMARK * outline.total), default=-1)


def _is_foreign(outline: Outline, other: int, best: int) -> bool:
    """Whether what stands beside the terms is no part of them: it invites or asks, or it speaks of other things."""
    if outline.prose[other] > _FOREIGN * outline.prose[best]:
        return False
    if _alike(outline, other, best) or _is_section(outline, other, best):
        return False
    if outline.linked[other] >= _LINKED * outline.words[other]:
        return True
    if outline.nodes[other].tag in _TEXT_TAGS:
        return False
    if outline.first[other] > outline.last[best] and _invites(outline, other):
        return True
    return bool(outline.controls[other]) or _speaks_of_other_things(outline, other, best)


def _is_one_of(outline: Outline, node: int, edge: int) -> bool:
    """Whether a box without prose is one of a series with the box of prose beside it."""
    return _alike(outline, node, edge) or (_is_section(outline, node, edge) and not _invites(outline, node))


def _is_section(outline: Outline, other: int, best: int) -> bool:
    """Whether it is built like what it stands beside: the same element, and it begins with a heading of one rank."""
    if outline.nodes[other].tag != outline.nodes[best].tag:
        return False
    first, second = (outline.blocks[_inside(outline, node)[0]].block for node in (other, best))
    if first.kind != "heading":
        return False
    labelled = split_label(first.text, heading=True)[0] is not None
    return labelled or (second.kind == "heading" and first.level == second.level and not outline.controls[other])


def _invites(outline: Outline, node: int) -> bool:
    """Whether a small box ends in something to press that is made as a link: promotion, or what to read next."""
    if outline.words[node] > _SMALL_BOX:
        return False
    inside = _inside(outline, node)
    return bool(inside) and 0 < outline.counts[inside[-1]] <= outline.links[inside[-1]]


def _speaks_of_other_things(outline: Outline, other: int, best: int) -> bool:
    """Whether a box beside what holds nearly all the prose hardly uses its words, in whatever language.

    Tables and labelled parts are never judged so: names of companies occur nowhere else.
    """
    above = outline.nodes[best].parent
    if outline.prose[best] < _DOMINANT * (outline.prose[above] if above >= 0 else outline.total):
        return False
    blocks = [outline.blocks[place].block for place in _inside(outline, other)]
    if any(block.kind == "row" or split_label(block.text)[0] or _CLOSING.search(block.text) for block in blocks):
        return False
    said = {word for block in blocks for word in words(block.text) if len(word) >= _LONG_WORD}
    return len(said) >= _FEWEST_WORDS and len(said & _long_words(outline, best)) <= _OWN_WORDS * len(said)


def _long_words(outline: Outline, node: int) -> set[str]:
    texts = (outline.blocks[place].block.text for place in _inside(outline, node))
    return {word for text in texts for word in words(text) if len(word) >= _LONG_WORD}


def _inside(outline: Outline, node: int) -> list[int]:
    counts = outline.counts
    return [place for place in range(outline.first[node], outline.last[node] + 1) if counts[place]]


def _alike(outline: Outline, one: int, other: int) -> bool:
    """Whether two elements are of one series: panels that open, or the same element by the same names."""
    if outline.nodes[one].tag != outline.nodes[other].tag:
        return False
    if outline.nodes[one].tag == "details" or outline.nodes[one].role == outline.nodes[other].role == "tabpanel":
        return True
    marks = _lasting(outline, one)
    return bool(marks) and marks == _lasting(outline, other)


def _lasting(outline: Outline, node: int) -> list[str]:
    """The names of an element without those that say how it stands just now."""
    return [name for name in outline.nodes[node].marks.split() if not _STATE.fullmatch(name)]


_Item: TypeAlias = tuple[int, int]
"""What stands directly in an element: where it begins, and which element it is; -1 for a block of the element's own."""


def within(outline: Outline, root: int) -> range:
    """The blocks of the terms in this element: without what stands before the first and after the last prose there."""
    items = _items(outline, root)
    first, last = _outermost(outline, root, items, -1), _outermost(outline, root, items, 1)
    return range(first.start, last.stop)


def _outermost(outline: Outline, at: int, items: list[_Item], step: int) -> range:
    """The first blocks of the terms in an element that has prose (step -1), or the last (step 1)."""
    while True:
        edge = _edge(outline, items, step)
        reached = _reach(outline, at, items, edge, step)
        _, node = items[edge]
        if reached != edge or node < 0:
            return _places(outline, items[reached])
        at, items = node, _items(outline, node)


def _items(outline: Outline, at: int) -> list[_Item]:
    first, counts = outline.first, outline.counts
    start, end = (0, len(counts)) if at < 0 else (first[at], outline.last[at] + 1)
    boxes = [(first[child], child) for child in outline.children().get(at, ())]
    inside = enumerate(outline.holders[start:end], start)
    own = [(place, -1) for place, holder in inside if holder == at and counts[place]]
    return sorted([*boxes, *own])


def _edge(outline: Outline, items: list[_Item], step: int) -> int:
    """Which of the items is the outermost with prose."""
    order = range(len(items)) if step < 0 else range(len(items) - 1, -1, -1)
    return next(number for number in order if _has_prose(outline, items[number]))


def _has_prose(outline: Outline, item: _Item) -> bool:
    place, node = item
    return (outline.prose[node] if node >= 0 else outline.weights[place]) > 0


def _words_of(outline: Outline, item: _Item) -> int:
    place, node = item
    return outline.words[node] if node >= 0 else outline.counts[place]


def _is_linked(outline: Outline, item: _Item) -> bool:
    place, node = item
    return (outline.linked[node] if node >= 0 else outline.links[place]) * 2 > _words_of(outline, item)


def _places(outline: Outline, item: _Item) -> range:
    """The blocks of an item."""
    place, node = item
    return range(place, (outline.last[node] if node >= 0 else place) + 1)


def _reach(outline: Outline, at: int, items: list[_Item], edge: int, step: int) -> int:
    """How far beyond its outermost prose an element is still text, going one way."""
    if not 0 <= edge + step < len(items):
        return edge
    own = _is_text(outline, at)
    menu = _menu(outline, items, step) if own else set()
    strict = at < 0 or outline.nodes[at].tag in {"body", "html"}
    reached = edge
    while 0 <= reached + step < len(items):
        item = items[reached + step]
        if own:
            belongs = reached + step not in menu and not (strict and _is_linked(outline, item))
        else:
            belongs = _goes_with(outline, item, items[edge], step)
        if not belongs:
            break
        reached += step
    return reached


def _is_text(outline: Outline, at: int) -> bool:
    """Whether an element holds paragraphs and lists itself, not boxes that hold them."""
    children, prose, nodes = outline.children(), outline.prose, outline.nodes
    boxes = [child for child in children.get(at, ()) if child in children and nodes[child].tag not in _TEXT_TAGS]
    whole = prose[at] if at >= 0 else outline.total
    return whole - sum([prose[box] for box in boxes]) >= _DIRECT * whole


def _menu(outline: Outline, items: list[_Item], step: int) -> set[int]:
    """A run of links at the outer end of an element's own text."""
    order = range(len(items)) if step < 0 else range(len(items) - 1, -1, -1)
    run: set[int] = set()
    linked = 0
    for number in order:
        item = items[number]
        if _has_prose(outline, item):
            break
        run.add(number)
        linked += len(_places(outline, item)) * _is_linked(outline, item)
    return run if linked >= _MENU else set()


def _goes_with(outline: Outline, item: _Item, edge: _Item, step: int) -> bool:
    """Whether a box without prose goes with the box of prose it stands next to."""
    (_, node), (_, beside) = item, edge
    if node >= 0 and beside >= 0 and _is_one_of(outline, node, beside):
        return not _is_linked(outline, item)
    blocks = [outline.blocks[place].block for place in _places(outline, item)]
    if all(says_only_a_date(block.text) for block in blocks):
        return True
    if step > 0 and not _is_linked(outline, item) and any(_CLOSING.search(block.text) for block in blocks):
        return _words_of(outline, item) <= _SMALL_BOX and not (node >= 0 and outline.controls[node])
    return step < 0 and all(block.kind == "heading" for block in blocks)
