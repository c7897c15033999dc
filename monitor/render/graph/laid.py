"""Where everything of a picture is: boxes with their corners, lines with their turns. Lengths are in CSS pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from monitor.render.graph.places import GUTTER, WIDTH, planned
from monitor.render.graph.routes import Router, grouped, leaves_aside, tracks, wires_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.render.graph.picked import Graph
    from monitor.render.graph.places import Cell, Plan
    from monitor.render.graph.routes import Group, Route, Wire

Point: TypeAlias = tuple[float, float]

_GAP = 46.0  # between two rows: room for two arrow heads and a track
_TRACK = 8.0
_FIRST_TRACK = 16.0  # below the row above: behind an arrow head
_EDGE = 4.0  # around the picture
_STACK = 12.0  # between two boxes aside


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper left corner and size."""

    cell: Cell
    left: float
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway down."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line with its turns."""

    wire: Wire
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All of a picture in its size; lines before the boxes that they lead to."""

    lines: tuple[Drawn, ...]
    boxes: tuple[Placed, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the rows and the gaps above them begin, the tracks in the gaps, and how far down the last row ends."""

    rows: tuple[float, ...]
    gaps: tuple[float, ...]
    tracks: Mapping[tuple[int, Group], int]
    bottom: float


def laid_out(graph: Graph) -> Picture:
    """The picture of a graph; the same graph gives the same picture, in whatever order its lines are told."""
    graph = replace(graph, lines=tuple(sorted(graph.lines, key=lambda line: (line.source, line.target, line.kind))))
    plan = planned(graph)
    wires = grouped(wires_of(graph, plan))
    across = _across(wires, plan)
    router = Router(plan, wires)
    routes = [router.route(wire, group, across.get(group, 0.0)) for wire, group in wires]
    beside = plan.width + _TRACK * len(across) + GUTTER if plan.aside else plan.width
    stack = sum(cell.height + _STACK for cell in plan.aside) - _STACK
    frame = _frame(plan, tracks(routes), stack)
    boxes = {one.cell.box.key: one for one in (*_in_rows(plan, frame), *_beside(plan, frame, beside, stack))}
    lines = tuple(Drawn(one.wire, _points(one, plan, frame, boxes, across)) for one in routes)
    width = beside + WIDTH + _EDGE if plan.aside else plan.width
    return Picture(lines, tuple(boxes.values()), width, max(frame.bottom, stack + _EDGE) + _EDGE)


def _across(wires: Sequence[tuple[Wire, Group]], plan: Plan) -> dict[Group, float]:
    """Where each group goes down beside the rows to what stands aside."""
    groups = dict.fromkeys(group for wire, group in wires if wire.lower.row < 0)
    return {group: plan.width + place * _TRACK for place, group in enumerate(groups)}


def _frame(plan: Plan, taken: Mapping[tuple[int, Group], int], stack: float) -> _Frame:
    """The rows below one another; in the middle beside a higher stack of what stands aside."""
    counts = [0] * (len(plan.rows) + 1)
    for (gap, _), track in taken.items():
        counts[gap] = max(counts[gap], track + 1)
    heights = [max(cell.height for cell in row) for row in plan.rows]
    rooms = [_room(gap, len(plan.rows), count) for gap, count in enumerate(counts)]
    y = _EDGE + max(0.0, (stack - sum(heights) - sum(rooms)) / 2)
    rows, gaps = [], []
    for room, height in zip(rooms, [*heights, 0.0], strict=True):
        gaps.append(y)
        rows.append(y + room)
        y += room + height
    return _Frame(tuple(rows), tuple(gaps), taken, y)


def _room(gap: int, rows: int, count: int) -> float:
    if gap in {0, rows}:  # above all, and below
        return _FIRST_TRACK + _TRACK * count if count else 0.0
    return _GAP + _TRACK * max(count - 1, 0)


def _in_rows(plan: Plan, frame: _Frame) -> list[Placed]:
    return [
        Placed(cell, cell.left, frame.rows[number], max(one.height for one in row))
        for number, row in enumerate(plan.rows)
        for cell in row
    ]


def _beside(plan: Plan, frame: _Frame, left: float, stack: float) -> list[Placed]:
    y = _EDGE + max(0.0, (frame.bottom - _EDGE - stack) / 2)
    found = []
    for cell in plan.aside:
        found.append(Placed(cell, left, y, cell.height))
        y += cell.height + _STACK
    return found


def _points(
    route: Route, plan: Plan, frame: _Frame, boxes: Mapping[str, Placed], across: Mapping[Group, float]
) -> tuple[Point, ...]:
    """The turns of a line from its upper box on."""
    upper, lower = boxes[route.wire.upper.box.key], boxes[route.wire.lower.box.key]
    points: list[Point] = []
    if leaves_aside(route.wire, plan):
        points += [(upper.left + WIDTH, upper.middle), (across[route.group], upper.middle)]
    for number, move in enumerate(route.moves):
        if not number:
            points.append((move.start, upper.top + upper.height))
        if (track := frame.tracks.get((move.gap, route.group))) is not None:
            y = frame.gaps[move.gap] + _FIRST_TRACK + track * _TRACK
            points += [(move.start, y), (move.end, y)]
    if route.wire.lower.row < 0:
        return (*points, (across[route.group], lower.middle), (lower.left, lower.middle))
    below = route.wire.lower.row == route.wire.upper.row
    return (*points, (route.moves[-1].end, lower.top + lower.height if below else lower.top))
