"""How long reading and comparing take, beside rapidfuzz's word opcodes on the same texts in the same run.

Of texts that were never seen, but where it says otherwise: what is remembered of the
clauses of one version makes the next one several times as fast.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz.distance import Indel

from monitor.compare import compare
from monitor.model import Page, Part, Source
from monitor.read import read
from tests.bench.shared import corpus, present

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.model import Terms

_Given = TypeVar("_Given")

RUNS = 6  # the first warms up
EDITED = 0.05  # of the clauses
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print milliseconds, medians of five runs after a warm-up, and the ratio to rapidfuzz."""
    whole, other = _texts()
    terms = _read(whole)
    print(
        f"largest text: {len(whole) / 1000:.0f} KB, {len(terms.clauses)} clauses; unrelated: {len(other) / 1000:.0f} KB"
    )
    print(f"read: {_ms(_read, [_unseen(whole, run) for run in range(RUNS)]):.0f} ms")
    print(f"read a version after another, 5 % of clauses edited: {_ms(_read, _versions(whole)):.0f} ms")
    pairs = [_pair(_read(_unseen(whole, run))) for run in range(RUNS)]
    opcodes = _ms(lambda pair: Indel.opcodes(_words(pair[0]), _words(pair[1])), pairs)
    ours = _ms(lambda pair: compare(*pair), pairs)
    print(f"compare, 5 % of clauses edited: {ours:.0f} ms")
    print(f"rapidfuzz word opcodes on the same texts: {opcodes:.0f} ms; ratio {ours / opcodes:.1f}")
    print(f"compare a version with the next: {_ms(lambda pair: compare(*pair), _successive(whole)):.0f} ms")
    strangers = [(_read(_unseen(whole, run)), _read(_unseen(other, run))) for run in range(RUNS, 2 * RUNS)]
    print(f"compare with an unrelated text: {_ms(lambda pair: compare(*pair), strangers):.0f} ms")
    for size in (10_000, 30_000, 100_000, 300_000):
        parts = [_pair(_first(*pair, size)) for pair in strangers]
        print(f"compare, {size // 1000} KB with 5 % edited: {_ms(lambda pair: compare(*pair), parts):.1f} ms")


def _texts() -> tuple[str, str]:
    """The two largest documents of the corpus, or made-up ones of their size where there is no corpus."""
    if present():
        found = sorted(Path(corpus("documents")).rglob("*.md"), key=lambda path: path.stat().st_size, reverse=True)
        return found[0].read_text("utf-8"), found[1].read_text("utf-8")
    return _made_up(1), _made_up(2)


def _made_up(seed: int) -> str:
    rng = random.Random(seed)
    words = [f"word{number}" for number in range(3_000)]
    paragraphs = (" ".join(rng.choices(words, k=60)) + "." for _ in range(700))
    return "# Terms\n\n" + "\n\n".join(paragraphs) + "\n"


def _read(text: str) -> Terms:
    source = Source("bench/terms", ("bench.md",))
    return read(Page((Part("bench.md", "bench.md", text.encode(), "text/markdown"),), _NOW), source)


def _unseen(text: str, run: int) -> str:
    """The text with a word of its own in every paragraph, so that none of them was read before."""
    return text.replace("\n\n", f" run{run}\n\n")


def _versions(text: str) -> list[str]:
    """Texts of which each differs from the one before in one paragraph of twenty."""
    versions = [text]
    for run in range(RUNS):
        rng = random.Random(run)
        paragraphs = versions[-1].split("\n\n")
        versions.append("\n\n".join(f"{one} edit{run}" if rng.random() < EDITED else one for one in paragraphs))
    return versions


def _successive(text: str) -> list[tuple[Terms, Terms]]:
    return list(pairwise(_read(version) for version in _versions(text)))


def _pair(terms: Terms) -> tuple[Terms, Terms]:
    return terms, _edited(terms)


def _edited(terms: Terms) -> Terms:
    rng = random.Random(1)
    clauses = []
    for clause in terms.clauses:
        spoken = clause.text.split(" ")
        if rng.random() < EDITED and len(spoken) > 1:
            spoken[rng.randrange(len(spoken))] = "heliotrope"
        clauses.append(replace(clause, text=" ".join(spoken)))
    return replace(terms, clauses=tuple(clauses), digest="edited")


def _first(terms: Terms, more: Terms, size: int) -> Terms:
    clauses, total = [], 0
    for clause in (*terms.clauses, *more.clauses):
        if total >= size:
            break
        clauses.append(clause)
        total += len(clause.text) + len(clause.heading)
    return replace(terms, clauses=tuple(clauses))


def _words(terms: Terms) -> list[str]:
    return [word for clause in terms.clauses for word in f"{clause.heading} {clause.text}".split()]


def _ms(work: Callable[[_Given], object], given: Sequence[_Given]) -> float:
    """The median of the times that each of what is given takes but for the first, which warms up."""
    spent = []
    for one in given:
        start = time.perf_counter()
        work(one)
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent[1:])


if __name__ == "__main__":
    main()
