"""How long reading and comparing take, beside rapidfuzz's word opcodes on the same texts in the same run."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from monitor.compare import compare
from monitor.model import Page, Part, Source
from monitor.read import read
from tests.bench.shared import corpus, present

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Terms

RUNS = 5
EDITED = 0.05  # of the clauses
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print milliseconds, medians of five runs after a warm-up, and the ratio to rapidfuzz."""
    texts = _texts()
    whole, other = texts[0], texts[1]
    terms, unrelated = _read(whole), _read(other)
    edited = _edited(terms)
    print(
        f"largest text: {len(whole) / 1000:.0f} KB, {len(terms.clauses)} clauses; unrelated: {len(other) / 1000:.0f} KB"
    )
    print(f"read: {_ms(lambda: _read(whole)):.0f} ms")
    opcodes = _ms(lambda: Indel.opcodes(_words(terms), _words(edited)))
    ours = _ms(lambda: compare(terms, edited))
    print(f"compare, 5 % of clauses edited: {ours:.0f} ms")
    print(f"rapidfuzz word opcodes on the same texts: {opcodes:.0f} ms; ratio {ours / opcodes:.1f}")
    print(f"compare with an unrelated text: {_ms(lambda: compare(terms, unrelated)):.0f} ms")
    for size in (10_000, 30_000, 100_000, 300_000):
        part = _first(terms, unrelated, size)
        spent = _ms(lambda part=part: compare(part, _edited(part)))  # type: ignore[misc] # mypy cannot type the default
        print(f"compare, {size // 1000} KB with 5 % edited: {spent:.1f} ms")


def _texts() -> list[str]:
    """The two largest documents of the corpus, or made-up ones of their size where there is no corpus."""
    if present():
        found = sorted(Path(corpus("documents")).rglob("*.md"), key=lambda path: path.stat().st_size, reverse=True)
        return [path.read_text("utf-8") for path in found[:2]]
    return [_made_up(1), _made_up(2)]


def _made_up(seed: int) -> str:
    rng = random.Random(seed)
    words = [f"word{number}" for number in range(3_000)]
    paragraphs = (" ".join(rng.choices(words, k=60)) + "." for _ in range(700))
    return "# Terms\n\n" + "\n\n".join(paragraphs) + "\n"


def _read(text: str) -> Terms:
    source = Source("bench/terms", ("bench.md",))
    return read(Page((Part("bench.md", "bench.md", text.encode(), "text/markdown"),), _NOW), source)


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


def _ms(work: Callable[[], object]) -> float:
    work()
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent)


if __name__ == "__main__":
    main()
