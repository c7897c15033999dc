"""Word edits within a pair of clauses: diff-match-patch over tokens, so that edits fall on words and phrases."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from monitor.compare.units import Codebook
from monitor.model import Edit
from monitor.text.fold import CJK
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = pattern(  # first what most tokens are, and no other shape begins with: a plain word, a space
    rf"[a-gi-zA-Z][a-z]*(?![\w'])|\s+|"
    rf"https?://[^\s<>\"]*[\w/]|[{CJK}]|\(\d+\)|[$€£¥]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*%|\d+(?:[.,]\d+)+|[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*|[^\w\s]|_"
)
_OPS: dict[int, Literal["=", "-", "+"]] = {0: "=", -1: "-", 1: "+"}
_SLOW = 1_000_000  # token pairs: beyond it diff-match-patch takes seconds, and rapidfuzz's alignment milliseconds
_SEED = 10  # tokens: half as many words stand together by chance in no text
_MOST_PLACES = 8  # of one seed that are looked at: text that repeats more often has no place of its own
_ISLAND = 2  # words: a shorter run of kept words between two longer edits only breaks up what was rewritten


def word_edits(old: str, new: str) -> tuple[Edit, ...]:
    """The edits from one text to another; "=" and "-" join to `old`, "=" and "+" to `new`, exactly."""
    if old == new:
        return (Edit("=", old),) if old else ()
    if not (old and new):
        return (Edit("-", old) if old else Edit("+", new),)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs = _cleaned(_runs(before, after))
    return tuple(Edit(op, "".join(tokens)) for op, tokens in runs)


_Halves = tuple[str, str, str, str, str]
_Run = tuple[Literal["=", "-", "+"], list[str]]


def _runs(before: list[str], after: list[str]) -> list[_Run]:
    book = Codebook()
    left, right = book.encode(before), book.encode(after)
    if len(left) * len(right) > _SLOW:
        return _aligned(before, after, left, right)
    runs: list[_Run] = []
    i = j = 0
    for op, code in _DIFFER.diff_main(left, right, False):  # noqa: FBT003 - the library's own order of arguments
        length = len(code)
        runs.append((_OPS[op], before[i : i + length] if op <= 0 else after[j : j + length]))
        i += length if op <= 0 else 0
        j += length if op >= 0 else 0
    return runs


def _split(old: str, new: str) -> _Halves | None:
    """Both texts before and behind the longest run that they share, and that run, where it is half of the shorter one.

    Whoever adds a sentence leaves the others as they are. Between them diff-match-patch
    would look for the fewest edits in steps that grow with the square of what was added.
    """
    if len(old) > len(new):
        halves = _split(new, old)
        return halves and (*halves[2:4], *halves[:2], halves[4])
    least = max(len(old) // 2, 2 * _SEED)
    length, i, j = max(_shared(old, new, least - _SEED), default=(0, 0, 0))
    if length < least:
        return None
    return old[:i], old[i + length :], new[:j], new[j + length :], old[i : i + length]


def _shared(old: str, new: str, step: int) -> Iterator[tuple[int, int, int]]:
    """The runs in common that have one of the seeds, which are `step` apart: their lengths, where they begin."""
    for start in range(0, len(old) - _SEED + 1, step):
        for found in islice(_places(old[start : start + _SEED], new), _MOST_PLACES):
            before = _DIFFER.diff_commonSuffix(old[:start], new[max(0, found - start) : found])
            length = _DIFFER.diff_commonPrefix(old[start:], new[found : found + len(old) - start])
            yield before + length, start - before, found - before


def _places(seed: str, text: str) -> Iterator[int]:
    found = text.find(seed)
    while found >= 0:
        yield found
        found = text.find(seed, found + 1)


_DIFFER = diff_match_patch()
_DIFFER.Diff_Timeout = 0  # a timeout would make the result depend on the machine's load
_DIFFER.diff_halfMatch = _split  # its own works with a timeout alone


def _aligned(before: list[str], after: list[str], left: str, right: str) -> list[_Run]:
    runs: list[_Run] = []
    for code in Indel.opcodes(left, right):
        if code.tag == "equal":
            runs.append(("=", before[code.src_start : code.src_end]))
            continue
        if code.src_end > code.src_start:
            runs.append(("-", before[code.src_start : code.src_end]))
        if code.dest_end > code.dest_start:
            runs.append(("+", after[code.dest_start : code.dest_end]))
    return runs


def _cleaned(runs: Sequence[_Run]) -> list[_Run]:
    """Kept spaces and small islands of kept words between edits join them; a deletion stands before its insertion."""
    out: list[_Run] = []
    gone: list[str] = []
    came: list[str] = []
    for place, (op, tokens) in enumerate(runs):
        if op == "-":
            gone.extend(tokens)
        elif op == "+":
            came.extend(tokens)
        elif (gone or came) and place + 1 < len(runs) and _is_island(tokens, gone, came, runs[place + 1 :]):
            gone.extend(tokens)
            came.extend(tokens)
        else:
            out.extend(_changed(gone, came))
            gone, came = [], []
            out.append(("=", list(tokens)))
    return [*out, *_changed(gone, came)]


def _changed(gone: list[str], came: list[str]) -> list[_Run]:
    runs: tuple[_Run, _Run] = ("-", gone), ("+", came)
    return [run for run in runs if run[1]]


def _is_island(tokens: Sequence[str], gone: Sequence[str], came: Sequence[str], after: Sequence[_Run]) -> bool:
    kept = _words(tokens)
    if not kept:
        return True
    coming = [len(_words(run[1])) for run in after[:2] if run[0] != "="]
    longest_before = max(len(_words(gone)), len(_words(came)))
    return len(kept) < _ISLAND and min(longest_before, max(coming, default=0)) > _ISLAND


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if not token.isspace() and any(map(str.isalnum, token))]
