"""Which blocks are headings, and where a run-in heading ends and its clause begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.read.stated import says_only_a_date
from monitor.text.dates import printed_dates
from monitor.text.labels import split_label
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.read.blocks import Block
    from monitor.text.labels import Label

_LONGEST = 40  # words: longer "headings" are paragraphs that were marked up for their size
_LONGEST_WRITTEN = 600  # characters, the same: Chinese and Japanese sentences are one word to this count
_LONGEST_LINE = 15  # words of a heading that only its look betrays
_LONGEST_PLAIN = 8  # words of a heading without any look of its own
_LONGEST_CAPS = 14
_FEWEST_CAPS = 4  # letters: "A" and "EU" are words
_LONGEST_SENTENCE_CASE = 4
_END = pattern(r"[.;,!?。；，]$")
_INNER_END = pattern(r"[.!?]\s")
_RUN_IN = pattern(r"([^.:;]{2,90}(?:;[^.:;]{2,60})?[.:])\s+(?=[\"'\[]*(?:\(|[^\W\d_a-zß-öø-ÿ]))")
_VERBS = pattern(
    r"\b(?:shall|will|may|must|is|are|was|were|has|have|agrees?|can|cannot|should|would|includes?|means?|do|does|"
    r"ist|sind|wird|werden|kann|dürfen|est|sont|peut|es|son|puede)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "a an and as at by for from in into of on or per the to vs with your our und der die das de la du des et".split()
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A block's words as heading and text. `level` stands for headings: 1 to 6 of the markup, 0 for a mere look."""

    heading: str
    text: str
    level: int | None = None


def titled(  # noqa: PLR0913 - the block, what was taken off it, and its surroundings
    block: Block, label: Label | None, rest: str, after: Block | None, *, first: bool, marked_up: bool
) -> Titled:
    """Divide a block, its label taken off (`rest`), into heading and text.

    `after` is the block that follows; `marked_up` says that the document marks its
    headings, so that a plain short line is none.
    """
    if block.kind == "row":
        return Titled("", rest)
    if len(rest) > _LONGEST_WRITTEN:
        return _run_in(block, label, rest)
    if label is None and says_only_a_date(rest):  # nothing stands under a date
        return Titled(*((rest, "") if block.kind == "heading" else ("", rest)))
    if block.kind == "heading" and len(rest.split()) <= _LONGEST:
        return Titled(rest, "", block.level)
    looks = _looks_like_heading(block, label, rest) or (first and _may_be_title(block, rest, after))
    if looks or (not marked_up and _is_plain_heading(block, label, rest, after)):
        return Titled(rest, "", 0)
    return _run_in(block, label, rest)


def _looks_like_heading(block: Block, label: Label | None, rest: str) -> bool:
    """Bold or in capitals from end to end, short, and no sentence."""
    count = len(rest.split())
    if block.kind == "item" and not label:
        return False
    if not rest or count > _LONGEST_LINE:
        return False
    if block.bold >= len(block.text) - 1 > 0:
        return not rest.endswith((";", ",")) and not (rest.endswith(".") and _VERBS.search(rest))
    caps = rest.upper() == rest and rest.lower() != rest and sum(map(str.isalpha, rest)) >= _FEWEST_CAPS
    if not caps or count > _LONGEST_CAPS or block.kind != "paragraph":
        return False
    return not _END.search(rest) and not rest.endswith((":", "："))


def _may_be_title(block: Block, rest: str, after: Block | None) -> bool:
    short = len(rest.split()) <= _LONGEST_LINE and not _END.search(rest) and not rest.endswith(":")
    return block.kind == "paragraph" and after is not None and short


def _is_plain_heading(block: Block, label: Label | None, rest: str, after: Block | None) -> bool:
    """In text without markup: a labelled title line ("1. The Service."), or a short line before other text."""
    if not rest or len(rest.split()) > _LONGEST_PLAIN or after is None or _INNER_END.search(rest):
        return False
    if block.kind == "row" or 0 < block.bold < len(block.text) - 1 or not _is_title_case(rest):
        return False
    if block.kind == "item" and (label is None or (after.kind == "item" and after.level <= block.level)):
        return False
    if label is not None:
        return label.style in {"d", "mixed", "cjk"} or label.style.startswith("named") or label.style[-1:] in "AI"
    if block.level or _END.search(rest) or ":" in rest or printed_dates(rest):
        return False
    return _leads_on(after)  # of short lines one after another none is a heading: they are an address


def _leads_on(after: Block) -> bool:
    """Whether a block is what a heading stands above: a list, a sentence, a labelled clause."""
    long_enough = len(after.text.split()) > _LONGEST_PLAIN
    return after.kind != "paragraph" or long_enough or split_label(after.text)[0] is not None


def _is_title_case(text: str) -> bool:
    """Whether most of the words that could be capitals are, and no verb makes it a sentence."""
    found = re.findall(r"[^\W\d_][^\s/]*", text)
    if not found or found[0][0].islower() or _VERBS.search(text):
        return False
    open_words = [word for word in found[1:] if word.lower() not in _SMALL]
    return sum(not word[0].islower() for word in open_words) * 2 >= len(open_words)


def _run_in(block: Block, label: Label | None, rest: str) -> Titled:
    """The bold words, or the title-cased words behind a label, that a paragraph begins with."""
    lead = block.bold - (len(block.text) - len(rest))
    if 0 < lead < len(rest) and block.bold:
        return _bold_run_in(rest, lead, label)
    match = _RUN_IN.match(rest) if label else None
    if match and _may_run_in(match.group(1)):
        return Titled(match.group(1), rest[match.end() :])
    return Titled("", rest)


def _may_run_in(lead: str) -> bool:
    """Title case ("Records of Calls.") or so short and without a verb that it is no sentence ("Records of calls.")."""
    count = len(lead.split())
    if _is_title_case(lead):
        return count <= _LONGEST_PLAIN + 2
    return count <= _LONGEST_SENTENCE_CASE and lead[:1].isupper() and lead.endswith(".") and not _VERBS.search(lead)


def _bold_run_in(rest: str, lead: int, label: Label | None) -> Titled:
    heading, text = rest[:lead].rstrip(), rest[lead:]
    while text and text[0] in ".:":
        heading, text = heading + text[0], text[1:]
    text = text.lstrip()
    if not text or len(heading.split()) > _LONGEST_LINE:
        return Titled("", rest)
    ended = heading.endswith((".", ":", "?", "!")) or text[0] in "-|"
    if ended or (label is not None and not text[0].islower()):
        return Titled(heading, text.lstrip("- ") if text[0] == "-" else text)
    return Titled("", rest)
