"""The ways of the lines: down and across between the boxes, never through one. Lengths are in CSS pixels.

Lines that lead from one box to several share a way as far as it goes, others have tracks of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from monitor.render.graph.places import GUTTER, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import LinkKind
    from monitor.render.graph.picked import Graph
    from monitor.render.graph.places import Cell, Plan

Group: TypeAlias = tuple[str, str]
"""Lines that share a way: how they meet, and the key of the box where they do."""

_PORTS = 16.0  # between two places of a box's edge where lines begin
_CLEAR = 4.0  # beside a box, where a line may pass
_SHIFTS = (0.0, 5.0, -5.0, 9.0, -9.0)  # of groups that pass between the same two boxes
_APART = 4.0  # between two groups there
_TURN = 1.0  # pixels sidewards that are no turn

_GRAVITY: dict[LinkKind, int] = {"parent": 0, "part": 1, "linked": 2}


@dataclass(frozen=True, slots=True)
class Wire:
    """All that two boxes say of one another as one line, from the `upper` to the `lower` one or to the one aside."""

    upper: Cell
    lower: Cell
    kind: LinkKind
    from_upper: bool
    from_lower: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Across from one place to another in the gap above row number `gap`."""

    gap: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a wire: its moves from the upper box on, of which those of one group share the tracks."""

    wire: Wire
    group: Group
    moves: tuple[Move, ...]


def wires_of(graph: Graph, plan: Plan) -> list[Wire]:
    """One wire for all that two boxes say of one another; nothing between two that stand aside."""
    cells = plan.cells
    said: dict[tuple[str, str], list[tuple[str, LinkKind]]] = {}
    for line in graph.lines:
        upper, lower = sorted((cells[line.source], cells[line.target]), key=_from_above)
        if upper.row >= 0:
            said.setdefault((upper.box.key, lower.box.key), []).append((line.source, line.kind))
    return [
        Wire(
            cells[upper],
            cells[lower],
            min((kind for _, kind in ties), key=_GRAVITY.__getitem__),
            any(source == upper for source, _ in ties),
            any(source == lower for source, _ in ties),
        )
        for (upper, lower), ties in said.items()
    ]


def _from_above(cell: Cell) -> tuple[bool, int, float]:
    return (cell.row < 0, cell.row, cell.left)


def grouped(wires: Sequence[Wire]) -> list[tuple[Wire, Group]]:
    """Each wire with the box where it meets most others."""
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for wire in wires:
        if wire.lower.row >= 0:
            above[wire.upper.box.key] = above.get(wire.upper.box.key, 0) + 1
            below[wire.lower.box.key] = below.get(wire.lower.box.key, 0) + 1
    found: list[tuple[Wire, Group]] = []
    for wire in wires:
        upper, lower = wire.upper.box.key, wire.lower.box.key
        if wire.lower.row < 0:
            found.append((wire, ("aside", upper)))
        else:
            found.append((wire, ("above", upper) if above[upper] >= below[lower] else ("below", lower)))
    return found


class Router:
    """Finds the ways of one picture: it remembers who begins and passes where. One for each picture."""

    def __init__(self, plan: Plan, wires: Sequence[tuple[Wire, Group]]) -> None:
        self._plan = plan
        self._ports = _ports([one for one in wires if not leaves_aside(one[0], plan)])
        self._passing: dict[tuple[int, float], dict[Group, float]] = {}

    def route(self, wire: Wire, group: Group, across: float) -> Route:
        """The way of a wire; one to what stands aside goes down at `across`."""
        x = self._ports[wire.upper.box.key, "bottom", group] if not leaves_aside(wire, self._plan) else across
        if wire.lower.row < 0:
            return Route(wire, group, () if x == across else (Move(wire.upper.row + 1, x, across),))
        end = "bottom" if wire.lower.row == wire.upper.row else "top"
        goal = self._ports[wire.lower.box.key, end, group]
        moves: list[Move] = []
        for row in range(wire.upper.row + 1, wire.lower.row):
            free = self._free(row, x, goal, group)
            moves.append(Move(row, x, free))
            x = free
        return Route(wire, group, (*moves, Move(max(wire.lower.row, wire.upper.row + 1), x, goal)))

    def _free(self, row: int, x: float, goal: float, group: Group) -> float:
        """Where to pass a row on the way from one place to another."""
        cells = self._plan.rows[row]
        between = [cell.left - GUTTER / 2 for cell in cells] + [cells[-1].right + GUTTER / 2]
        straight = [one for one in (x, goal) if not any(_hits(cell, one) for cell in cells)]
        best = min([*straight, *between], key=lambda one: (abs(one - x) + abs(one - goal), one))
        return self._alone(row, min(between, key=lambda one: abs(one - best)), best, group)

    def _alone(self, row: int, between: float, best: float, group: Group) -> float:
        """Where a group passes between two boxes of a row: not where another one does, as long as there is room."""
        passing = self._passing.setdefault((row, between), {})
        if group not in passing:
            wishes = [best, *(between + shift for shift in _SHIFTS)]
            free = (one for one in wishes if all(abs(one - other) >= _APART for other in passing.values()))
            passing[group] = next(free, best)
        return passing[group]


def _hits(cell: Cell, x: float) -> bool:
    return cell.left - _CLEAR < x < cell.right + _CLEAR


def leaves_aside(wire: Wire, plan: Plan) -> bool:
    """Whether a wire to what stands aside leaves its box at the side: where nothing stands between."""
    return wire.lower.row < 0 and plan.rows[wire.upper.row][-1] is wire.upper


def _ports(wires: Iterable[tuple[Wire, Group]]) -> dict[tuple[str, str, Group], float]:
    """Where on the lower and upper edges of the boxes each group begins or ends."""
    goals: dict[tuple[str, str], dict[Group, list[float]]] = {}
    cells: dict[str, Cell] = {}
    for wire, group in wires:
        end = "bottom" if wire.lower.row == wire.upper.row else "top"
        for cell, edge, other in ((wire.upper, "bottom", wire.lower), (wire.lower, end, wire.upper)):
            cells[cell.box.key] = cell
            far = other.centre if other.row >= 0 else float("inf")
            goals.setdefault((cell.box.key, edge), {}).setdefault(group, []).append(far)
    found: dict[tuple[str, str, Group], float] = {}
    for (key, edge), groups in goals.items():
        order = sorted(groups, key=lambda group: (sum(groups[group]) / len(groups[group]), group))
        step = min(_PORTS, (WIDTH - 2 * _PORTS) / max(len(order) - 1, 1))
        for place, group in enumerate(order):
            found[key, edge, group] = cells[key].centre + (place - (len(order) - 1) / 2) * step
    return found


def tracks(routes: Iterable[Route]) -> dict[tuple[int, Group], int]:
    """Which track each group has in each gap, from 0 above: groups whose ways would lie on one another have two."""
    spans: dict[tuple[int, Group], tuple[float, float]] = {}
    for route in routes:
        for move in route.moves:
            if abs(move.start - move.end) > _TURN:
                low, high = sorted((move.start, move.end))
                one = spans.get((move.gap, route.group), (low, high))
                spans[move.gap, route.group] = (min(one[0], low), max(one[1], high))
    found: dict[tuple[int, Group], int] = {}
    ends: dict[int, list[float]] = {}
    for (gap, group), (low, high) in sorted(spans.items(), key=lambda item: (item[0][0], item[1], item[0][1])):
        used = ends.setdefault(gap, [])
        free = next((number for number, end in enumerate(used) if end + _PORTS / 2 < low), len(used))
        used[free : free + 1] = [high]
        found[gap, group] = free
    return found
