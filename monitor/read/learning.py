"""Learning what a host prints around all its documents, and what it prints anew at every fetch.

Nothing real may be silenced, so noise is preferred wherever there is a doubt. Around
documents only links and questions are learned: no statement, however small. What
differs at every fetch is learned with the words that stay around it, and only where
figures, a date or a single word differ; other words at the same place are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.read.learned import Known, Placed, is_idle, is_links, is_question, is_torn, left_out_of, title_of
from monitor.read.lessons import FEWEST_PAGES, Lesson
from monitor.read.segment import clauses_of
from monitor.read.stated import stated
from monitor.text.fold import key, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Clause, Learned
    from monitor.read.lessons import LessonKind

_SMALL = 0.15  # of a document's words: what takes more is a part of it, as for menus and asides
_COPIED = 0.5  # of the shorter document's runs of four words: versions of one text, which end alike by nature
_MOST_RESTLESS = 3  # blocks of a page; where more change at every fetch, nobody can say what its terms are
_FIRST_WORDS = 80  # characters that are kept to show what was learned

_ITS_OWN = frozenset({"date", "note", "contents"})


@dataclass(frozen=True, slots=True)
class _Document:
    """One document: its blocks, what clauses they are, how many words each has, and all runs of four words."""

    blocks: Sequence[Placed]
    clauses: Sequence[Clause]
    counts: Sequence[int]
    runs: frozenset[tuple[str, ...]]


def boilerplate(one: Sequence[Placed], other: Sequence[Placed]) -> tuple[Lesson, ...]:
    """What two documents of one host print alike before their terms, below the title, and after them."""
    first, second = _document(one), _document(other)
    if len(first.runs & second.runs) >= _COPIED * min(len(first.runs), len(second.runs)):
        return ()  # single words would not tell: all terms share most of theirs
    lessons: list[Lesson] = []
    start = _alike_from_start(one, other)
    if _may_go(first, start) and _may_go(second, start):
        lessons += (_lesson("boilerplate", one[at].said, one[at], "begins two documents alike") for at in start)
    end = _alike_from_end(one, other)
    if _may_go(first, range(len(one) - end, len(one))) and _may_go(second, range(len(other) - end, len(other))):
        for a, b in zip(one[len(one) - end :], other[len(other) - end :], strict=True):
            lessons.append(_lesson("boilerplate", a.said, a, "ends two documents alike"))
            if a.tail == b.tail and is_question(a.block):
                lessons.append(_lesson("boilerplate", a.tail, a, "asks the reader where two documents end"))
    return tuple(lessons)


def _document(blocks: Sequence[Placed]) -> _Document:
    printed = [one.block for one in blocks]
    spoken = [words(block.text) for block in printed]
    together = [word for each in spoken for word in each]
    runs = frozenset(zip(together, together[1:], together[2:], together[3:], strict=False))
    return _Document(blocks, stated(clauses_of(printed)).clauses, [len(each) for each in spoken], runs)


def _alike_from_start(one: Sequence[Placed], other: Sequence[Placed]) -> list[int]:
    titles = (title_of(one), title_of(other))
    run: list[int] = []
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if titles == (at, at):
            continue
        if not _is_around(a, b):
            break
        run.append(at)
    return run


def _alike_from_end(one: Sequence[Placed], other: Sequence[Placed]) -> int:
    """How many blocks are alike, from the last one upwards."""
    pairs = enumerate(zip(reversed(one), reversed(other), strict=False))
    return next((count for count, (a, b) in pairs if not _is_around(a, b)), min(len(one), len(other)))


def _may_go(document: _Document, run: Sequence[int]) -> bool:
    """Whether a run at an end of a document is none of its terms."""
    blocks = document.blocks
    if not run or sum(document.counts[at] for at in run) > _SMALL * sum(document.counts):
        return False
    inner, own = (run[0], run[0] - 1) if run[-1] == len(blocks) - 1 else (run[-1], run[-1] + 1)
    return not is_torn(blocks, inner, own) and all(document.clauses[at].role not in _ITS_OWN for at in run)


def _is_around(one: Placed, other: Placed) -> bool:
    """Whether two documents print the same there, and no statement: links, or a question."""
    if one.said != other.said:
        return False
    return all(is_question(block) or is_links(block) for block in (one.block, other.block))


def restless(pages: Sequence[Sequence[Placed]], learned: Learned) -> tuple[Lesson, ...]:
    """The blocks that read differently on each of these pages of one source while all others stay as they are.

    The pages come oldest first; of fewer than `FEWEST_PAGES` nothing is learned.
    """
    shown = [_by_place(page, learned) for page in pages]
    if len(pages) < FEWEST_PAGES or any(list(one) != list(shown[0]) for one in shown):
        return ()
    moving = [at for at in shown[0] if len({key(one[at].block.text) for one in shown}) > 1]
    if len(moving) > _MOST_RESTLESS:
        return ()
    frames = [_frame([one[at] for one in shown]) for at in moving]
    found = [
        _lesson("restless", frame, shown[-1][at], "differs at every fetch, alone")
        for at, frame in zip(moving, frames, strict=True)
        if frame
    ]
    return tuple(found) if len(found) == len(moving) else ()


def _by_place(page: Sequence[Placed], learned: Learned) -> dict[str, Placed]:
    gone = left_out_of(page, Known(learned))
    return {one.place: one for number, one in enumerate(page) if number not in gone}


def _frame(seen: Sequence[Placed]) -> str | None:
    """The mark of the words that all of these have around what differs, if no two say the same.

    A text that comes back may be a clause in two versions.
    """
    if len({key(one.block.text) for one in seen}) < len(seen) or not all(is_idle(one.block) for one in seen):
        return None
    shared = frozenset[str].intersection(*(frozenset(one.frames) for one in seen))
    return next((frame for frame in seen[0].frames if frame in shared), None)


def _lesson(kind: LessonKind, mark: str, one: Placed, why: str) -> Lesson:
    return Lesson(kind, mark, one.block.text[:_FIRST_WORDS], why)
