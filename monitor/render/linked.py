"""The web of terms as text for a terminal, and as a graph in the DOT language (https://graphviz.org/doc/info/lang.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.render.safe import clip, for_terminal
from monitor.text.addresses import same_place
from monitor.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.model import Linked, LinkKind, Tie, Web

LONGEST_LABEL = 80
"""Characters of a title in a graph: what is longer makes a box that fills the sheet."""

_SAID: dict[LinkKind, str] = {"parent": "part of", "part": "incorporates", "linked": "links to"}
_SAID_OF: dict[LinkKind, str] = {"parent": "part of it", "part": "incorporates it", "linked": "links to it"}
_DRAWN: dict[LinkKind, str] = {"parent": "bold", "part": "solid", "linked": "dotted"}


def web_text(web: Web, only: str = "") -> str:
    """Each watched document with what it belongs to and what belongs to it; of one alone (`only`) all that it names."""
    naming: dict[str, list[Tie]] = {}
    named: dict[str, list[Tie]] = {}
    for tie in web.ties:
        naming.setdefault(tie.source, []).append(tie)
        named.setdefault(tie.watched, []).append(tie)
    blocks = [
        "\n".join(
            [
                f"{one.source.id}  {for_terminal(one.title)}",
                *_names(naming.get(one.source.id, ()), everything=bool(only)),
                *_namers(named.get(one.source.id, ()), everything=bool(only)),
            ]
        )
        for one in web.members
        if not only or one.source.id == only
    ]
    return "\n\n".join([*blocks, _summary(web, only)])


def missing_text(ties: Sequence[Tie]) -> str:
    """Documents that nobody watches, numbered, each with what it is to the terms and its address."""
    lines = []
    for number, tie in enumerate(ties, 1):
        said, document = _SAID[tie.document.kind], tie.document
        lines.append(f"{number:3}  {said:12}  {for_terminal(document.name)}\n     {for_terminal(document.target)}")
    return "\n".join(lines)


def _names(ties: Sequence[Tie], *, everything: bool) -> Iterator[str]:
    """What a document names, by kind."""
    for kind, said in _SAID.items():
        named = [tie for tie in ties if tie.document.kind == kind]
        if kind == "linked" and not everything:
            yield from _counted(named)
        elif named:
            yield f"  {said}"
            yield from (line for tie in named for line in _document(tie))


def _counted(named: Sequence[Tie]) -> Iterator[str]:
    """That other documents are linked: those that are watched by their names, the rest by their number."""
    watched = [tie.watched for tie in named if tie.watched]
    if named:
        known = f", of them watched: {', '.join(watched)}" if watched else ""
        yield f"  links to {len(named)} {'other' if len(named) == 1 else 'others'}{known}"


def _document(tie: Tie) -> Iterator[str]:
    document = tie.document
    state = f"watched as {tie.watched}" if tie.watched else "not watched" if document.target else "named without a link"
    yield f"    {for_terminal(document.name)}  [{for_terminal(document.clause)}]  {state}"
    if document.target and not tie.watched:
        yield f"      {for_terminal(document.target)}"


def _namers(ties: Sequence[Tie], *, everything: bool) -> Iterator[str]:
    """Which other watched documents name one."""
    for tie in ties:
        if everything or tie.document.kind != "linked":
            yield f"  {_SAID_OF[tie.document.kind]}: {tie.source}"


def _summary(web: Web, only: str) -> str:
    ties = [tie for tie in web.ties if not only or tie.source == only]
    belonging = {
        _node(tie) for tie in ties if not tie.watched and tie.document.target and tie.document.kind != "linked"
    }
    if not belonging:
        return "every linked document that belongs to them is watched"
    return (
        f"{len(belonging)} that belong to them are not watched; `clausewatch add --linked {only or 'SOURCE'}` adds them"
    )


def web_dot(web: Web, only: str = "") -> str:
    """The web as a graph: boxes are watched, dashed ones are not; of one source (`only`) with what is next to it."""
    ties = [tie for tie in web.ties if not only or only in {tie.source, tie.watched}]
    near = {only, *(tie.source for tie in ties), *(tie.watched for tie in ties)}
    lines = ["digraph terms {", "  rankdir=LR;", "  node [shape=box];"]
    lines += (
        f"  {_quoted(one.source.id)} [label={_label(one.title, one.source.id)}];"
        for one in web.members
        if not only or one.source.id in near
    )
    unwatched = {_node(tie): tie.document for tie in ties if not tie.watched}
    lines += (f"  {_quoted(node)} [label={_label(one.name)}, style=dashed];" for node, one in unwatched.items())
    return "\n".join([*lines, *map(_edge, ties), "}"])


def _edge(tie: Tie) -> str:
    kind = tie.document.kind
    ends = f"{_quoted(tie.source)} -> {_quoted(tie.watched or _node(tie))}"
    return f'  {ends} [label="{_SAID[kind]}", style={_DRAWN[kind]}];'


def _node(tie: Tie) -> str:
    """What tells a document that nobody watches from others: its address, or its provider and name."""
    document: Linked = tie.document
    return same_place(document.target) if document.target else f"{tie.source.partition('/')[0]} {key(document.name)}"


def _label(*lines: str) -> str:
    return _quoted(*(clip(line, LONGEST_LABEL) for line in lines))


def _quoted(*lines: str) -> str:
    r"""Lines as one quoted string: a quote does not end it, "\N" and "&#10;" stand for nothing else."""
    return f'"{_joined(lines)}"'


def _joined(lines: Iterable[str]) -> str:
    plain = (for_terminal(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return "\\n".join(plain)
