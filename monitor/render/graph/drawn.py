"""The picture as SVG 2 (https://www.w3.org/TR/SVG2/): presentation by classes alone, every foreign word escaped."""

from __future__ import annotations

from itertools import pairwise
from math import copysign
from typing import TYPE_CHECKING

from monitor.render.graph.laid import laid_out
from monitor.render.graph.places import INSET, LEADING, WIDTH
from monitor.render.safe import for_html, for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.model import LinkKind
    from monitor.render.graph.laid import Drawn, Picture, Placed, Point
    from monitor.render.graph.picked import Graph

_CORNER = 7.0
_BASELINE = 12.0  # below the upper edge of a line of text
_ORDER: dict[LinkKind, int] = {"linked": 0, "part": 1, "parent": 2}  # the gravest is drawn last, above the others
_SAME = 0.05  # pixels that nobody sees


def graph_svg(graph: Graph, title: str) -> str:
    """A graph as an `<svg>` element to stand in a page, once; "" where it has no line: one box says nothing.

    It is a group to those who listen to it, with a name and a description, because an
    image could not hold links; the lines are for the eye, and the page says them in words.
    """
    return "\n".join(_svg(graph, title)) if graph.lines else ""


def _svg(graph: Graph, title: str) -> Iterator[str]:
    picture = laid_out(graph)
    size = f'width="{picture.width:.0f}" height="{picture.height:.0f}"'
    view = f'viewBox="0 0 {picture.width:.0f} {picture.height:.0f}"'
    yield f'<svg class="graph" {view} {size} role="group" aria-labelledby="graph-title" aria-describedby="graph-desc">'
    yield f'<title id="graph-title">{_text(title)}</title><desc id="graph-desc">{_text(_description(graph))}</desc>'
    yield f"<defs>{_arrow('parent')}{_arrow('part')}{_arrow('linked')}</defs>"
    yield '<g aria-hidden="true" class="lines">'
    yield from _lines(picture)
    yield "</g>"
    yield from (_box(one) for one in picture.boxes)
    yield "</svg>"


def _description(graph: Graph) -> str:
    watched = sum(box.watched for box in graph.boxes)
    return (
        f"{watched} watched and {len(graph.boxes) - watched} not watched. What a document is part of stands above it, "
        "what it incorporates below, what is only linked to aside. The page says the same in words."
    )


def _arrow(kind: LinkKind) -> str:
    return (
        f'<marker id="arrow-{kind}" class="{kind}" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="9"'
        ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 1L10 5L0 9Z"/></marker>'
    )


def _lines(picture: Picture) -> Iterator[str]:
    for one in sorted(picture.lines, key=lambda line: _ORDER[line.wire.kind]):
        kind = one.wire.kind
        ends = f' marker-end="url(#arrow-{kind})"' if one.wire.from_upper else ""
        ends += f' marker-start="url(#arrow-{kind})"' if one.wire.from_lower else ""
        yield f'<path class="{kind}" d="{_way(one)}"{ends}/>'


def _way(line: Drawn) -> str:
    """The way of a line with its corners rounded."""
    points = _turns(line.points)
    steps = [f"M{_at(points[0])}"]
    for before, corner, behind in zip(points, points[1:], points[2:], strict=False):
        steps.append(f"L{_at(_towards(corner, before))}Q{_at(corner)} {_at(_towards(corner, behind))}")
    return "".join([*steps, f"L{_at(points[-1])}"])


def _turns(points: Sequence[Point]) -> list[Point]:
    """The points without those on which nothing turns."""
    distinct = [points[0], *(other for one, other in pairwise(points) if _apart(one, other))]
    middle = [
        corner
        for before, corner, behind in zip(distinct, distinct[1:], distinct[2:], strict=False)
        if abs((corner[0] - before[0]) * (behind[1] - corner[1]) - (corner[1] - before[1]) * (behind[0] - corner[0]))
        > _SAME
    ]
    return [distinct[0], *middle, distinct[-1]]


def _apart(one: Point, other: Point) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) > _SAME


def _towards(corner: Point, other: Point) -> Point:
    """A little from a corner towards the next one, no further than halfway."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    return (
        corner[0] + copysign(min(abs(across) / 2, _CORNER), across),
        corner[1] + copysign(min(abs(down) / 2, _CORNER), down),
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _box(placed: Placed) -> str:
    box, cell = placed.cell.box, placed.cell
    names = " ".join(["box", "watched" if box.watched else "unwatched", *(["subject"] if box.subject else [])])
    shape = (
        f'<rect x="{placed.left:.1f}" y="{placed.top:.1f}" width="{WIDTH:.0f}" height="{placed.height:.1f}" rx="7"/>'
    )
    centre = placed.left + WIDTH / 2
    first = placed.top + (placed.height - cell.height) / 2 + INSET + _BASELINE
    words = "".join(
        f'<text x="{centre:.1f}" y="{first + number * LEADING:.1f}">{_text(line)}</text>'
        for number, line in enumerate(cell.title)
    )
    words += (
        f'<text class="note" x="{centre:.1f}" y="{first + len(cell.title) * LEADING:.1f}">{_text(cell.note)}</text>'
    )
    inside = f"<title>{_text(box.title)} ({_text(box.note)})</title>{shape}{words}"
    if not box.href or box.subject:
        return f'<g class="{names}">{inside}</g>'
    away = "" if box.watched else ' rel="noopener noreferrer"'
    return f'<a class="{names}" href="{for_html(box.href)}"{away}>{inside}</a>'


def _text(text: str) -> str:
    return for_html(for_terminal(text))
