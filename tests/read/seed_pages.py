"""HTML pages built from a plain text or Markdown document, as two content systems might have printed it.

`plain` puts every block into the body as it comes; `framed` puts what surrounds the
terms into header and footer, and the terms into a main element, in other markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)
_BULLET = re.compile(r"^( *)•(.*)$")
_NUMBERED = re.compile(r"^ *(\d+)\. +(.*)$", re.MULTILINE)
_ADDRESS = re.compile(r"&lt;(https?://\S+?)&gt;")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """How a content system marks things up."""

    bold: str = "strong"
    paragraph: str = "p"
    linked_menu: bool = True


def plain(text: str) -> str:
    """Everything in the body, in order: <p>, <strong>, <blockquote>, <ol>, and menus as nested <ul>."""
    title, body = _parted(text)
    return _document(title, "\n".join(_block(block, Style()) for block in _blocks(body)))


def framed(text: str, first: str, end: str | None) -> str:
    """The terms, from the block `first` to before the last block `end`, in <main>; the rest in header and footer."""
    title, body = _parted(text)
    blocks = _blocks(body)
    start = max(place for place, block in enumerate(blocks) if block.strip().startswith(first))
    stop = max(place for place, block in enumerate(blocks) if block.strip() == end) if end else len(blocks)
    style = Style("b", "div", linked_menu=False)
    around = [blocks[:start], blocks[start:stop], blocks[stop:]]
    head, main, foot = ("\n".join(_block(block, style) for block in part) for part in around)
    inner = f"<header><nav>{head}</nav></header><main><article>{main}</article></main><footer>{foot}</footer>"
    return _document(title, f"<div id='page'>{inner}</div><script>track('terms')</script>")


def _parted(text: str) -> tuple[str, str]:
    front = _FRONT.match(text)
    title = _TITLE.search(front.group(1)) if front else None
    return title.group(1) if title else "Terms", text[front.end() :] if front else text


def _blocks(text: str) -> list[str]:
    pieces = re.split(r"\n(?:>?[ \t\u00a0]*\n)+|\n(?=Modified date$)", text, flags=re.MULTILINE)
    joined: list[str] = []
    for piece in (piece.strip("\n") for piece in pieces if piece.strip()):
        if joined and _is_list(joined[-1]) and piece.startswith("  "):  # more items, or more of the item above
            joined[-1] += f"\n{piece}"
        else:
            joined.append(piece)
    return joined


def _is_list(block: str) -> bool:
    return bool(_NUMBERED.match(block)) and block.startswith(" ")


def _document(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>p {{ margin: 0 }}</style>'
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'


def _block(block: str, style: Style) -> str:
    lines = block.split("\n")
    if block.startswith("# "):
        return f"<h1>{_inline(block[2:], style)}</h1>"
    if block.startswith(">"):
        words = " ".join(line.lstrip("> ") for line in lines)
        return f"<blockquote><p>{_inline(words, style)}</p></blockquote>"
    if _is_list(block):
        return _numbered(lines, style)
    if any(_BULLET.match(line) for line in lines):
        return _menu(lines, style)
    return f"<{style.paragraph}>{_inline(block, style)}</{style.paragraph}>"


def _inline(text: str, style: Style) -> str:
    marked = _ADDRESS.sub(r'<a href="\1">\1</a>', escape(text, quote=False).replace("&lt;br&gt;", "<br>"))
    return _BOLD.sub(rf"<{style.bold}>\1</{style.bold}>", marked)


def _numbered(lines: list[str], style: Style) -> str:
    items: list[str] = []
    for line in lines:
        item = _NUMBERED.match(line)
        if item:
            items.append(f'<li value="{item.group(1)}">{_inline(item.group(2), style)}')
        else:
            items.append(f"<p>{_inline(line.strip(), style)}</p>")
    return f"<ol>{''.join(items)}</ol>"


def _menu(lines: list[str], style: Style) -> str:
    """A nested list; what stands between its bullets stays in the entry above."""
    out: list[str] = []
    open_at: list[int] = []
    for line in lines:
        entry = _BULLET.match(line)
        if entry is None:
            out.append(f"<p>{_inline(line.strip(), style)}</p>")
            continue
        indent = len(entry.group(1))
        while open_at and indent < open_at[-1]:
            out.append("</ul>")
            open_at.pop()
        if not open_at or indent > open_at[-1]:
            out.append("<ul>")
            open_at.append(indent)
        name = _inline(entry.group(2).strip(), style)
        out.append(f'<li><a href="/{len(out)}">{name}</a>' if style.linked_menu else f"<li>{name}")
    return "".join(out) + "</ul>" * len(open_at)
