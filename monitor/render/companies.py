"""What happened to lists of companies, a line for each that joined, left or is told otherwise, before the clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.render.clock import in_time
from monitor.render.companycounts import KINDS
from monitor.render.phrases import NAME_LENGTH, date_words, place_words
from monitor.render.safe import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Cell, Clock, CompanyChange, CompanyChangeKind, Comparison, Right

LISTED = 20
"""Companies told of each list: half a screen. The rest are counted, and every one stands in the JSON."""

LISTS = 5
"""Lists told with their companies; documents have two or three."""

LISTED_IN_SHORT = 3
"""Companies of a list told in a digest."""

CELL_LENGTH = 80
"""Characters of what a column says: a purpose is told in ten words, and a page may print a clause there."""

LINE_LENGTH = 240
"""Characters of a company's line: three lines of a mail."""

QUOTE_LENGTH = 300
"""Characters of the sentence on objections; the clause named beside it has the rest."""

MARKS: dict[CompanyChangeKind, str] = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company with the sign of what happened to it; "" for the line that counts those that are not told."""

    mark: str
    text: str

    @property
    def words(self) -> str:
        """The sign and what it stands before."""
        return f"{self.mark} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class CompanyBlock:
    """One list: "Sub-processors: 2 added, 1 removed", and its lines."""

    head: str
    lines: tuple[CompanyLine, ...]


def company_blocks(comparison: Comparison, most: int = LISTED) -> tuple[CompanyBlock, ...]:
    """Each list of companies in which something happened, with at most `most` of its companies."""
    found: dict[str, list[CompanyChange]] = {}
    for one in comparison.companies:
        found.setdefault(one.list, []).append(one)
    blocks = [_block(name, changes, most) for name, changes in found.items()]
    more = len(blocks) - LISTS
    rest = (CompanyBlock(f"And {more} more {'list' if more == 1 else 'lists'} of companies", ()),) if more > 0 else ()
    return (*blocks[:LISTS], *rest)


def _block(name: str, changes: Sequence[CompanyChange], most: int) -> CompanyBlock:
    counts = [(sum(one.kind == kind for one in changes), kind) for kind in KINDS]
    head = ", ".join(f"{count:,} {kind}" for count, kind in counts if count)
    ordered = sorted(changes, key=lambda one: KINDS.index(one.kind))
    lines = [CompanyLine(MARKS[one.kind], company_words(one)) for one in ordered[:most]]
    if ordered[most:]:
        lines.append(CompanyLine("", f"and {len(ordered) - most:,} more"))
    return CompanyBlock(f"{clip(name, NAME_LENGTH) or 'Companies'}: {head}", tuple(lines))


def company_words(change: CompanyChange) -> str:
    """What happened to one company: "Harborlight Ltd | Ireland | hosting", "Acme Inc: Location Ireland → Germany"."""
    name = clip(change.name, NAME_LENGTH)
    if change.kind == "changed":
        return clip(f"{name}: {'; '.join(map(_moved, change.columns))}", LINE_LENGTH)
    beside = (clip(cell.new or cell.old or "", CELL_LENGTH) for cell in change.columns[1:])
    return clip(" | ".join([name, *beside]), LINE_LENGTH)


def _moved(cell: Cell) -> str:
    column = f"{clip(cell.column, CELL_LENGTH)} " if cell.column else ""
    old, new = (clip(side, CELL_LENGTH) if side else "–" for side in _unlike(cell.old or "", cell.new or ""))
    return f"{column}{old} → {new}"


def _unlike(old: str, new: str) -> tuple[str, str]:
    """Both sides of a cell; without their first words where these are many and alike, for the rest would be cut off."""
    shorter = min(len(old), len(new))
    same = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    start = old.rfind(" ", 0, same) + 1
    if start <= CELL_LENGTH // 2:
        return old, new
    return f"… {old[start:]}", f"… {new[start:]}"


# --- what can be done about it -----------------------------------------------------------------------------


def objection_words(comparison: Comparison) -> str:
    """Until when one can object, with the sentence that says so; "" without changed companies or without a clock."""
    clock = comparison.clock
    if clock is None or not comparison.companies or not clock.rules.read:
        return ""
    right = clock.rules.objection
    if right.right is None:
        return f"No objection right is stated in {_governing(clock)}."
    how = _window(right) if right.right else "excluded"
    quote = f": “{clip(' '.join(right.quote.split()), QUOTE_LENGTH)}”" if right.quote else "."
    until = f" Last day to act: {date_words(clock.act_by)}." if right.right and clock.act_by else ""
    return f"Objection: {how}{_place(right.clause)}{quote}{until}"


def _governing(clock: Clock) -> str:
    return clip(clock.governed_by, NAME_LENGTH) if clock.governed_by and clock.governing else "this document"


def _window(right: Right) -> str:
    start = f" of {right.start}" if right.start else ""
    parts = [f"within {span}{start}"] if (span := in_time(right)) else []
    parts += ["before the change takes effect"] if right.before_effect else []
    return ", ".join(parts) or "a right without a stated time"


def _place(path: str | None) -> str:
    words = clip(place_words(path), NAME_LENGTH) if path else ""
    return f" (clause {words})" if any(map(str.isdigit, words)) else f" ({words})" if words else ""


def company_lines(comparison: Comparison, most: int = LISTED) -> tuple[str, ...]:
    """The blocks as lines of plain text, and the one on objections."""
    lines: list[str] = []
    for block in company_blocks(comparison, most):
        lines += [block.head, *(line.words for line in block.lines)]
    objection = objection_words(comparison)
    return (*lines, objection) if objection else tuple(lines)
