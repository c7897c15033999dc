"""Markdown and plain text as blocks, and terms as Markdown.

One parser serves both: provider's plain text is mostly Markdown without the
name, and text served as Markdown is often plain. Hence, against CommonMark 0.31,
indented text is never code, bullets may be typographic ("•"), and a line that
ends a long unwrapped paragraph ends it even where no blank line follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from monitor.model import address_of, lists_documents
from monitor.read.blocks import Block, BlockKind, Layout
from monitor.read.inline import Inline, inline
from monitor.read.linkrefs import resolved
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import Clause, Terms

_FRONT_MATTER = pattern(r"\A\ufeff?---[ \t]*\n(?![ \t]*\n)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = pattern(r"^([A-Za-z][\w.\- ]{0,40}):[ \t]*(.*)$", re.MULTILINE)
_FRONT_LINE = pattern(r"(?:[A-Za-z][\w.\- ]{0,40}:(?:\s|$)|\s|#|- |$)")  # or what follows one, or a comment
_ATX = pattern(r"^ {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_ATX_END = pattern(r"(?:^|[ \t])#+$")
_SETEXT = pattern(r"^ {0,3}(=+|-{2,})[ \t]*$")
_RULE = pattern(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_BULLET = pattern(r"^(\s*)([*+\-•◦▪▸‣∙○●■□–·o])(?=\s)([ \t]+)(.*)$")
_GLYPH = pattern(r"[•◦▪▸‣∙○●■□·]\s*(?=\S)")  # a bullet that was printed besides the list's own
_ORDERED = pattern(r"^(\s*)(\d{1,3}[.)])(?=\s)([ \t]+)(.*)$")
_QUOTE = pattern(r"^ {0,3}(?:>[ \t]?)+")
_FENCE = pattern(r"^ {0,3}(`{3,}|~{3,})")
_TABLE_RULE = pattern(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_BREAK = pattern(r"(?<!\\)\|")
_HARD_BREAK = pattern(r"(?:\\|<br\s{0,3}/?>)$", re.IGNORECASE)
_UNWRAPPED = 100  # characters: a longer line was not wrapped by hand, so its end is the writer's
_SENTENCE_END = pattern(r"[.:;!?][\"')\]*_]*\s*$")
_TAB = 4
_RULED = 4  # characters of a rule that underlines a heading inside a list item
_LONGEST_IN_ITEM = 15  # words of such a heading


def markdown_layout(text: str) -> Layout:
    """The blocks of a Markdown or plain text document, and its front matter as `meta`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    meta: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front and all(_FRONT_LINE.match(line) for line in front.group(1).split("\n")):
        meta = {key.strip().lower(): value.strip().strip("\"'") for key, value in _FIELD.findall(front.group(1))}
        text = text[front.end() :]
    parser = _Parser()
    for line in resolved(text).expandtabs(_TAB).split("\n"):
        parser.line(line)
    parser.end()
    return Layout(tuple(parser.blocks), title=inline(meta.get("title", "")).text, meta=meta)


@dataclass
class _Parser:
    """Lines in, blocks out. `indents` are where the content of each open list item begins."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    opening: tuple[int, str | None, bool] | None = None  # level, marker and whether an item, of the open paragraph
    quoted: bool = False
    fence: str | None = None
    blank: bool = True

    def line(self, line: str) -> None:
        if self.fence is not None or _FENCE.match(line):
            self._fenced(line)
            return
        quoted = bool(_QUOTE.match(line))
        if quoted:
            line = _QUOTE.sub("", line)
        if quoted != self.quoted and line.strip():
            self._flush()
            self.quoted = quoted
        if not line.strip():
            self._flush()
            self.blank = True
            return
        self._content(line)
        self.blank = False

    def end(self) -> None:
        self._flush()

    def _fenced(self, line: str) -> None:
        match = _FENCE.match(line)
        if self.fence is None and match:
            self._flush()
            self.fence = match.group(1)[:3]
        elif match and self.fence and match.group(1).startswith(self.fence):
            self._flush()
            self.fence = None
        elif line.strip():
            self.lines.append(line)
        else:
            self._flush()

    def _content(self, line: str) -> None:
        if self.rows or line.lstrip().startswith("|"):
            if "|" in line:
                self.rows.append(line)
                return
            self._flush()
        if len(self.lines) == 1 and "|" in line and _TABLE_RULE.match(line) and _CELL_BREAK.search(self.lines[0]):
            self.rows, self.lines, self.opening = [self.lines[0], line], [], None
            return  # a table without bars around it (GFM 0.29, 4.10)
        if self.lines and (match := _SETEXT.match(line.strip())) and self._underlines(match.group(1)):
            marker = f"{self.opening[1]} " if self.opening and self.opening[1] else ""
            self._heading(1 if match.group(1)[0] == "=" else 2, marker + " ".join(part.strip() for part in self.lines))
            return
        if _RULE.match(line):
            self._flush()
            self.indents.clear()
            return
        if match := _ATX.match(line):
            self._flush()
            self._heading(len(match.group(1)), _ATX_END.sub("", (match.group(2) or "").rstrip()))
            return
        match = _BULLET.match(line) or _ORDERED.match(line)
        if match and self._opens_item(match):
            self._item(match)
            return
        self._text(line)

    def _underlines(self, rule: str) -> bool:
        """A rule underlines a heading; beneath an item or a long paragraph of several lines a rule is a rule."""
        if self.opening and self.opening[2]:
            return len(rule) >= _RULED and len(self.lines) == 1 and len(self.lines[0].split()) <= _LONGEST_IN_ITEM
        return rule[0] == "=" or len(self.lines) <= 2  # noqa: PLR2004 - two lines of a wrapped heading

    def _heading(self, level: int, source: str) -> None:
        self.lines, self.opening = [], None
        self.indents.clear()
        made = inline(source)
        if made.text:
            self.blocks.append(Block("heading", made.text, level, bold=made.bold, links=made.links, quoted=self.quoted))

    def _opens_item(self, match: re.Match[str]) -> bool:
        """Within a paragraph a number opens an item only where it may: after a blank line, in a list, or as 1."""
        if match.group(2) == "o" and not match.group(1):
            return False
        if not self.lines or not match.group(2)[0].isdigit():
            return True
        return bool(self.opening and self.opening[2]) or bool(self.indents) or match.group(2)[:-1] == "1"

    def _item(self, match: re.Match[str]) -> None:
        self._flush()
        indent = len(match.group(1))
        while self.indents and indent < self.indents[-1] - 1:
            self.indents.pop()
        # content begins after the marker; five or more spaces belong to the content (CommonMark 5.2)
        spaces = len(match.group(3))
        self.indents.append(indent + len(match.group(2)) + (spaces if spaces <= _TAB else 1))
        marker = match.group(2) if match.group(2)[0].isdigit() else None
        nested = _BULLET.match(match.group(4)) or _ORDERED.match(match.group(4))
        if nested and match.group(4)[:1] in "*+-":
            self._item_within(match.group(4))
            return
        self.opening = (len(self.indents), marker, True)
        self.lines = [match.group(4)]

    def _item_within(self, line: str) -> None:
        match = _BULLET.match(line) or _ORDERED.match(line)
        self.opening = (len(self.indents), match.group(2) if match and match.group(2)[0].isdigit() else None, True)
        self.lines = [match.group(4) if match else line]

    def _text(self, line: str) -> None:
        indent = len(line) - len(line.lstrip())
        if self.lines and not self.blank and not self._ends_before():
            self.lines.append(line)
            return
        self._flush()
        while self.indents and indent < min(self.indents[-1], _continued(self.indents)):
            self.indents.pop()
        self.opening = (len(self.indents), None, False)
        self.lines = [line]

    def _ends_before(self) -> bool:
        """Whether the open paragraph ended with its last line, although no blank line followed."""
        last = self.lines[-1]
        return len(last) > _UNWRAPPED and not _is_broken(last) and bool(_SENTENCE_END.search(last))

    def _flush(self) -> None:
        if self.rows:
            self.blocks.extend(_table(self.rows, quoted=self.quoted))
            self.rows = []
        if self.lines:
            level, marker, item = self.opening or (len(self.indents), None, False)
            self.blocks.extend(_paragraphs(self.lines, level, marker, item=item, quoted=self.quoted))
            self.lines = []
        self.opening = None


def _continued(indents: list[int]) -> int:
    """The least indent with which a paragraph still belongs to the innermost open item."""
    outer = indents[-2] if len(indents) > 1 else 0
    return outer + 2


def _is_broken(line: str) -> bool:
    """Whether a line ends in a hard break (CommonMark 6.7): two spaces, a backslash or <br>."""
    return line.endswith("  ") or bool(_HARD_BREAK.search(line.rstrip()))


def _paragraphs(lines: list[str], level: int, marker: str | None, *, item: bool, quoted: bool) -> list[Block]:
    """A paragraph's lines as one block, or as several where a hard break stands before a label."""
    pieces: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        hard = number > 0 and _is_broken(lines[number - 1])
        if hard and split_label(inline(line).text)[0] is not None:
            pieces.append([])
        pieces[-1].append(_HARD_BREAK.sub("", line.strip()).strip())
    blocks: list[Block] = []
    for number, piece in enumerate(pieces):
        made = inline(" ".join(piece))
        if made.text:
            first = number == 0
            blocks.append(_block(made, level, marker if first else None, item=item and first, quoted=quoted))
    return blocks


def _block(made: Inline, level: int, marker: str | None, *, item: bool, quoted: bool) -> Block:
    kind: BlockKind = "item" if item else "paragraph"
    glyph = _GLYPH.match(made.text) if item else None
    if glyph:
        made = Inline(made.text[glyph.end() :], max(0, made.bold - glyph.end()), made.links)
    return Block(kind, made.text, level, marker, made.bold, made.links, quoted=quoted)


def _table(lines: list[str], *, quoted: bool) -> list[Block]:
    rows = [_cells(line) for line in lines if not _TABLE_RULE.match(line)]
    ruled = len(lines) > 1 and bool(_TABLE_RULE.match(lines[1]))
    header = tuple(cell.text for cell in rows[0]) if ruled and rows else ()
    blocks = []
    for row in rows:
        cells = tuple(cell.text for cell in row)
        if any(cells):
            links = tuple(link for cell in row for link in cell.links)
            text = " | ".join(cell for cell in cells if cell)
            blocks.append(Block("row", text, cells=cells, header=header, links=links, quoted=quoted))
    return blocks


def _cells(line: str) -> list[Inline]:
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [inline(cell) for cell in _CELL_BREAK.split(line)]


# --- terms as Markdown -------------------------------------------------------------

_SPECIAL = [(sign, f"\\{sign}") for sign in "\\`*_[]<>|&"]  # the first escapes the others
_ADDRESS = "/:?#@!$&'()*+,;=%-._~[]"  # the characters that an address has as they are (RFC 3986, 2.2 and 2.3)
_LISTED = pattern(r"^(\d+)([.)])")  # what would make a list item of a label


def as_markdown(terms: Terms) -> str:
    """Terms as Markdown that a person can read and `read` reads back to the same words; an index as lists of links."""
    if terms.clauses and lists_documents(terms):
        return _index_markdown(terms)
    out: list[str] = []
    shift = 2 if terms.clauses and terms.clauses[0].role == "heading" else 1
    for number, clause in enumerate(terms.clauses):
        previous = terms.clauses[number - 1] if number else None
        if clause.role == "row" and previous is not None and previous.role == "row":
            out[-1] += "\n" + _row(clause)
        else:
            out.append(_clause_markdown(clause, shift if number else 1))
    return "\n\n".join(out) + "\n" if out else ""


def _index_markdown(terms: Terms) -> str:
    """The documents of an index, below the headings they stand under."""
    lines: list[str] = []
    above = ""
    for clause in terms.clauses:
        section = clause.path.rpartition("/")[0]
        if section != above:
            lines += ["", f"## {_escape(section.replace('/', ' › '))}" if section else "---", ""]
            above = section
        lines.append(f"- [{_escape(clause.text)}](<{quote(address_of(clause), safe=_ADDRESS)}>)")
    return "\n".join(lines).strip("\n") + "\n"


def _clause_markdown(clause: Clause, shift: int) -> str:
    label = _LISTED.sub(r"\1\\\2", f"{_escape(clause.label)} ") if clause.label else ""
    if clause.role == "heading":
        marks = "#" * min(6, clause.depth + shift)
        return f"{marks} {label}{_escape(clause.heading)}".rstrip()
    if clause.role == "row":
        return _row(clause)
    heading = f"**{_escape(clause.heading)}** " if clause.heading else ""
    body = f"{label}{heading}{_escape(clause.text)}".rstrip()
    return f"- {body}" if clause.role == "item" and not clause.label else body


def _row(clause: Clause) -> str:
    return "| " + " | ".join(_escape(cell) for cell in clause.text.split(" | ")) + " |"


def _escape(text: str | None) -> str:
    text = text or ""
    for sign, escaped in _SPECIAL:
        if sign in text:
            text = text.replace(sign, escaped)
    return f"\\{text}" if text.startswith(("#", "+", "-", "=", "~", ">")) else text
