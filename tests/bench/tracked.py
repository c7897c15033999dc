"""`make tracked`: the tracked changes of every real pair, accepted and rejected by LibreOffice.

Each pair's Word document is opened, all of its changes are accepted or rejected, and its paragraphs are compared with
the clauses of the new or the old terms. It exits 1 where a pair differs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.compare import compare
from monitor.model import Page, Part, Source
from monitor.read import read
from monitor.render import redline_docx
from monitor.render.safe import for_word
from tests.bench.shared import corpus, present
from tests.render.office import Resolved, missing, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Clause, Terms

_FOLDERS = ("pairs", "pairs-html")
_AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def main() -> int:
    """Print how many pairs are exact, and for each that is not the first paragraph that differs."""
    if not present():
        print("skipped: the shared corpus is not beside this checkout")
        return 0
    if lacking := missing():
        print(f"LibreOffice is missing: install {lacking}")
        return 1
    begun = time.monotonic()
    exact, pairs = exact_pairs()
    print(f"{exact} of {pairs} pairs exact, {time.monotonic() - begun:.0f} s")
    return 0 if pairs and exact == pairs else 1


def exact_pairs() -> tuple[int, int]:
    """How many real pairs LibreOffice accepts and rejects to the texts of both sides, and how many there are."""
    pairs = [path for name in _FOLDERS for path in sorted(Path(corpus(name)).glob("*.old.*"))]
    sides = [(_terms(path), _terms(path.with_name(path.name.replace(".old.", ".new.")))) for path in pairs]
    with tempfile.TemporaryDirectory() as folder:
        files = [_written(Path(folder), number, *side) for number, side in enumerate(sides)]
        found = resolved(files)
    return sum(_told(*one) for one in zip(pairs, sides, found, strict=True)), len(pairs)


def _told(path: Path, side: tuple[Terms, Terms], found: Resolved) -> bool:
    """Whether a pair is exact; what is not is printed."""
    differences = list(_differences(*side, found))
    for difference in differences:
        print(f"{path.parent.name}/{path.name}: {difference}")
    return not differences


def _terms(path: Path) -> Terms:
    return read(Page((Part(path.name, path.name, path.read_bytes()),), _AT), Source(path.name, (path.name,)))


def _written(folder: Path, number: int, old: Terms, new: Terms) -> Path:
    path = folder / f"{number:03}.docx"
    path.write_bytes(redline_docx(old, new, compare(old, new), at=_AT))
    return path


def _differences(old: Terms, new: Terms, found: Resolved) -> Iterator[str]:
    for verb, terms, paragraphs in (("accepted", new, found.accepted), ("rejected", old, found.rejected)):
        expected = [_paragraph(clause) for clause in terms.clauses]
        if paragraphs == expected:
            continue
        both = zip(expected, paragraphs, strict=False)
        at = next((place for place, (one, other) in enumerate(both) if one != other), None)
        where = f"paragraph {at}: {expected[at]!r} is {paragraphs[at]!r}" if at is not None else "one ends early"
        yield f"{verb}: {len(expected)} clauses, {len(paragraphs)} paragraphs, {where}"


def _paragraph(clause: Clause) -> str:
    words = " ".join(for_word(part) for part in (clause.heading, clause.text) if part)
    return f"{for_word(clause.label)}\t{words}" if clause.label else words


if __name__ == "__main__":
    sys.exit(main())
