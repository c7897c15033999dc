"""What of a web of terms goes into one picture: boxes and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.render.safe import safe_url
from monitor.text.addresses import same_place
from monitor.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from monitor.model import LinkKind, Tie, Web

MOST_BOXES = 40
"""Boxes in one picture: with more it is wallpaper. What is left out is counted."""

_GRAVITY: dict[LinkKind, int] = {"parent": 0, "part": 1, "linked": 2}


@dataclass(frozen=True, slots=True)
class Box:
    """One document: its title, the line beneath it, where a click leads ("" for nowhere).

    `key` tells it from others; the `subject` is the document that the picture is about.
    """

    key: str
    title: str
    note: str
    watched: bool
    href: str = ""
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """That one document (`source`) names another (`target`), both by their keys."""

    source: str
    target: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture before it is laid out: each line has both its boxes.

    `left_out` counts the documents that there was no room for.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int = 0


def tie_key(tie: Tie) -> str:
    """What tells the document that a tie names from others: its source, its address, or its provider and name."""
    if tie.watched:
        return tie.watched
    document = tie.document
    return f"@{same_place(document.target)}" if document.target else f"@{_provider(tie.source)} {key(document.name)}"


def graph_near(web: Web, source: str, to: Callable[[str], str], most: int = MOST_BOXES) -> Graph:
    """One document with all that it names and the watched ones that name it; `to` says where a document's page is."""
    ties = [tie for tie in web.ties if source in {tie.source, tie.watched}]
    return _graph(web, _boxes(web, ties, to, source), ties, most)


def graph_of(web: Web, provider: str, to: Callable[[str], str], most: int = MOST_BOXES) -> Graph:
    """What belongs together at one provider, with the watched documents that are only linked; `to` as above.

    Documents that are neither watched nor belong to one are left to words: every document
    links to a dozen of them. So are links between documents that belong together anyway.
    """
    own = [tie for tie in web.ties if provider in {_provider(tie.source), _provider(tie.watched)}]
    belonging = [tie for tie in own if tie.document.kind != "linked"]
    belong = {end for tie in belonging for end in (tie.source, tie_key(tie))}
    linking = [
        tie for tie in own if tie.document.kind == "linked" and tie.watched and not {tie.source, tie.watched} <= belong
    ]
    ties = [*belonging, *linking]
    return _graph(web, _boxes(web, ties, to, ""), ties, most)


def _graph(web: Web, boxes: Mapping[str, Box], ties: Iterable[Tie], most: int) -> Graph:
    """The picture of these boxes: the gravest ties' first, where there are too many."""
    kept = {one.key: one for one in sorted(boxes.values(), key=_rank(web, ties))[:most]}
    lines = {(tie.source, tie_key(tie)): tie.document.kind for tie in sorted(ties, key=_kind, reverse=True)}
    drawn = [Line(*ends, kind) for ends, kind in lines.items() if kept.keys() >= {*ends} and ends[0] != ends[1]]
    return Graph(tuple(kept.values()), tuple(sorted(drawn, key=_by_ends)), len(boxes) - len(kept))


def _boxes(web: Web, ties: Iterable[Tie], to: Callable[[str], str], subject: str) -> dict[str, Box]:
    """A box for each end of a tie, by key; documents that are watched go by the title that they are known by."""
    titles = {one.source.id: one.title for one in web.members}
    names = {tie.watched: tie.document.name for tie in ties if tie.watched}
    found: dict[str, Box] = {}
    for name in [subject, *(end for tie in ties for end in (tie.source, tie.watched))]:
        if name:
            title = titles.get(name, name)
            shown = names.get(name, title) if title == name else title
            found.setdefault(name, Box(name, shown, name, watched=True, href=to(name), subject=name == subject))
    for tie in ties:
        if not tie.watched:
            found.setdefault(tie_key(tie), _unwatched(tie))
    return found


def _unwatched(tie: Tie) -> Box:
    return Box(tie_key(tie), tie.document.name, "not watched", watched=False, href=safe_url(tie.document.target))


def _rank(web: Web, ties: Iterable[Tie]) -> Callable[[Box], tuple[bool, int, bool, int, int, str]]:
    """What is shown first: the subject, what belongs, what is watched, what has more ties; in the web's order."""
    gravest: dict[str, int] = {}
    count: dict[str, int] = {}
    for tie in ties:
        for end in (tie.source, tie_key(tie)):
            gravest[end] = min(gravest.get(end, len(_GRAVITY)), _kind(tie))
            count[end] = count.get(end, 0) + 1
    places = {one.source.id: number for number, one in enumerate(web.members)}

    def rank(box: Box) -> tuple[bool, int, bool, int, int, str]:
        belongs = gravest.get(box.key, 0) // 2  # parents and parts alike
        place = places.get(box.key, len(places))
        return (not box.subject, belongs, not box.watched, -count.get(box.key, 0), place, box.key)

    return rank


def _kind(tie: Tie) -> int:
    return _GRAVITY[tie.document.kind]


def _by_ends(line: Line) -> tuple[str, str]:
    return (line.source, line.target)


def _provider(source: str) -> str:
    return source.partition("/")[0]
