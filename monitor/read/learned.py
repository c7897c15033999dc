"""What was learned of a host, left out of its pages: blocks by their words at an end, and by their place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.read.datelines import bare_date, stated_dates
from monitor.read.datewords import NEGATIONS
from monitor.read.lessons import NOTHING_LEARNED
from monitor.text.dates import printed_dates
from monitor.text.fold import key, words
from monitor.text.labels import split_label
from monitor.text.patterns import pattern
from monitor.text.values import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Learned
    from monitor.read.blocks import Block
    from monitor.read.nodes import Tree

_SHORT = 40  # words of a block that is left out for its place: counters and questions have fewer, few clauses have
_FIGURES = frozenset({"duration", "money", "percentage", "carve-out"})
_OFFERS = frozenset({"can", "could", "might", "would", "should", "need"})  # of the modals; "can not" binds again
_DUTY = pattern(
    r"\b(?:muss|müssen|darf|dürfen|soll(?:en)?|haftet|doit|doivent|peut|peuvent|deben?|deberán?|pueden?|devem?|devono|"
    r"podem?|può|possono|moet(?:en)?|mag|mogen|musi|może|måste|ska(?:ll)?|får)\b",
    re.IGNORECASE,
)
_ASKS = pattern("[?？؟]")
_SENTENCE_END = pattern(r"[.!;:]\s|[。！；：]")
_INVITES = frozenset("tell let write send give rate share leave click contact yes ja oui sí si sim tak".split())
_LONGEST_INVITATION = 8  # words behind a question: "Let us know what you think."
_FIGURE = pattern(r"[\w.,:/#-]*\d[\w.,:/#-]*", re.ASCII)  # "1,204", "10:32:05", "7f3a-bc"
_ANY = "0"  # stands for a figure, a time or a date
_BESIDE_TIMES = frozenset(
    "am pm utc gmt monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche".split()
)
_FEWEST_FRAME = 3  # words around a single word that is another one at each fetch: they say what it is
_LINKED = 0.5  # of a block's words


@dataclass(frozen=True, slots=True)
class Known:
    """What was learned, and of which host, for the page that is read."""

    learned: Learned = NOTHING_LEARNED
    host: str = ""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of the terms and where it stands: the `ordinal`-th of `alike` in such elements, `back`-th from the end.

    `elements` stands for the names and classes of the elements around it.
    """

    block: Block
    elements: str
    ordinal: int
    alike: int
    back: int

    @property
    def place(self) -> str:
        """The mark of its place on the page; once another such block stands above it, the place is another's."""
        return _digest("place", self.elements, f"{self.ordinal} of {self.alike}")

    @property
    def frames(self) -> tuple[str, ...]:
        """The marks of what may be learned for this place: its words around figures, then around any single word."""
        spoken = _shape(self.block.text)
        open_at = [at for at, word in enumerate(spoken) if word not in NEGATIONS and word != _ANY]
        shapes = [spoken] if len(open_at) * 2 >= len(spoken) else []
        if len(open_at) > _FEWEST_FRAME and (len(open_at) - 1) * 2 >= len(spoken):
            shapes += ([*spoken[:at], "*", *spoken[at + 1 :]] for at in open_at)
        return tuple(_digest(self.place, *shape) for shape in shapes)

    @property
    def tail(self) -> str:
        """The mark of its place at the end, which is the same in a longer document."""
        return _digest("tail", self.elements, f"{self.back}")

    @property
    def said(self) -> str:
        """The mark of its words; the same words as a heading of another rank are another."""
        return _digest(*((f"h{self.block.level}",) if self.block.kind == "heading" else ()), key(self.block.text))


def placed(tree: Tree, chosen: Sequence[int]) -> tuple[Placed, ...]:
    """The chosen blocks of a page, each with where it stands."""
    chains: list[str] = []
    for node in tree.nodes:
        chains.append(_digest(chains[node.parent] if node.parent >= 0 else "", node.tag, node.marks))
    elements = [f"{chains[raw.node] if raw.node >= 0 else ''} {raw.block.kind}" for raw in tree.blocks]
    alike, seen, ordinals = Counter(elements), Counter[str](), list[int]()
    for name in elements:
        seen[name] += 1
        ordinals.append(seen[name])
    return tuple(
        Placed(tree.blocks[at].block, elements[at], ordinals[at], alike[elements[at]], len(chosen) - number)
        for number, at in enumerate(chosen)
    )


def left_out_of(blocks: Sequence[Placed], known: Known) -> dict[int, str]:
    """Which blocks of the terms are left out for what was learned, each with why; never all of them."""
    places = known.learned.restless
    why = {
        number: "differs at every fetch"
        for number, one in enumerate(blocks)
        if places and is_idle(one.block) and not places.isdisjoint(one.frames)
    }
    rest = [number for number in range(len(blocks)) if number not in why]
    title = title_of(blocks)
    for order in ([number for number in rest if number != title], rest[::-1]):
        why |= _run(blocks, order, known)
    return why if len(why) < len(blocks) else {}


def _run(blocks: Sequence[Placed], order: Sequence[int], known: Known) -> dict[int, str]:
    """The learned blocks with which an end of the terms begins, unless the terms would be torn there."""
    run: dict[int, str] = {}
    for number in order:
        reason = _reason(blocks[number], known, from_end=order[0] > order[-1])
        if reason is None:
            inner = max(run, default=0) if number > order[0] else min(run, default=0)
            return {} if run and is_torn(blocks, inner, number) else run
        run[number] = reason
    return run


def _reason(one: Placed, known: Known, *, from_end: bool) -> str | None:
    marks = known.learned.boilerplate
    if one.said in marks and not one.block.marker:
        return f"printed alike on other pages of {known.host}"
    if from_end and is_question(one.block) and one.tail in marks:
        return f"a question where other pages of {known.host} ask alike"
    return None


def is_torn(blocks: Sequence[Placed], inner: int, own: int) -> bool:
    """Whether a run cannot end at `inner`, beside the document's own block: a list, or a section, would be cut."""
    inside, beside = blocks[inner].block, blocks[own].block
    if inside.kind == beside.kind == "item":
        return True
    return own < inner and (beside.kind == "heading" or is_bold(beside) or beside.text.endswith((":", "：")))


def title_of(blocks: Sequence[Placed]) -> int | None:
    """Where the title stands: the first heading, unless others have its rank, for then it is a section's."""
    levels = [(number, one.block.level) for number, one in enumerate(blocks) if one.block.kind == "heading"]
    return levels[0][0] if levels and [level for _, level in levels].count(levels[0][1]) == 1 else None


# --- what a block says ------------------------------------------------------------------


def is_idle(block: Block) -> bool:
    """Whether a block is short and states nothing that could matter, so that its place alone may decide."""
    if block.kind not in {"paragraph", "item"} or block.marker or is_bold(block) or split_label(block.text)[0]:
        return False
    return len(words(block.text)) <= _SHORT and not states(block.text)


def is_question(block: Block) -> bool:
    """Whether an idle block only asks its reader something, and may invite an answer: terms state, they do not ask."""
    *asked, rest = _ASKS.split(block.text)
    if not asked or any(_SENTENCE_END.search(one) for one in asked) or not is_idle(block):
        return False
    spoken = words(rest)
    if _SENTENCE_END.search(rest.strip()) or len(spoken) > _LONGEST_INVITATION:
        return False
    return not spoken or spoken[0] in _INVITES


def is_links(block: Block) -> bool:
    """Whether an idle block is mostly links, and no sentence: "Privacy | Imprint"."""
    linked = sum(len(words(link.text)) for link in block.links)
    if not linked or block.text.endswith((".", "!", "。")) or _SENTENCE_END.search(block.text):
        return False
    return linked >= _LINKED * len(words(block.text)) and is_idle(block)


def is_bold(block: Block) -> bool:
    """Whether a block is emphasised from end to end: a heading to whoever looks at it."""
    return block.bold >= len(block.text) - 1 > 0


def states(text: str) -> bool:
    """Whether a text states a date, money, a time, a share, an exception or a duty; an offer ("you can") is none."""
    if _DUTY.search(text) or stated_dates(text) or bare_date(text):
        return True
    return any(
        one.kind in _FIGURES or (one.kind == "modal" and not set(one.text.lower().split()) <= _OFFERS)
        for one in values(text)
    )


def _shape(text: str) -> list[str]:
    """The words of a text, each run of figures, times and dates as one."""
    for date in reversed(printed_dates(text)):
        text = f"{text[: date.start]} {_ANY} {text[date.end :]}"
    shape: list[str] = []
    for word in words(_FIGURE.sub(f" {_ANY} ", text)):
        plain = _ANY if word[0].isdigit() or word in _BESIDE_TIMES else word
        if plain != _ANY or shape[-1:] != [_ANY]:
            shape.append(plain)
    return shape


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
