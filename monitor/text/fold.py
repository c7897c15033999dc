"""Typography folded away: what people see as the same characters becomes the same characters."""

from __future__ import annotations

import re
import unicodedata

from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_SPACES = (
    "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
_FOLDS = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        **{chr(code): "" for code in (*range(9), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0))},
        **{chr(code): "" for code in range(0xFE00, 0xFE10)},  # variation selectors
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\uff07`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        "\u2026": "...",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u00a9": "(c)",
        "\u00ae": "(r)",
        "\u2122": "(tm)",
    }
)
_RUNS = pattern(r" {2,}")
_MOST_MARKS = 30  # on one letter, as in UAX #15, 13: to set more in order takes the square of their number
_SIGNS = "[\u0300-\u2fff\u302a-\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f\U00010000-\U0001ffff]"  # all marks, and others
_PILE = pattern(f"{_SIGNS}{_SIGNS}{{{_MOST_MARKS},}}")  # what is searched for begins with a set: that is found fast
_SURROGATES = "\ud800-\udfff"
_FOLDED = pattern(f"[{re.escape(''.join(map(chr, _FOLDS)))}{_SURROGATES}]")

_MONEY = (  # category Sc, but for what NFKC makes one of these or a word
    "$\u00a2-\u00a5\u058f\u060b\u07fe\u07ff\u09f2\u09f3\u09fb\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20cf\ua838"
    "\U00011fdd-\U00011fe0\U0001e2ff\U0001ecb0"
)
_SAME_SIGN = {  # what stands for a sign among words: one that counts wherever it stands
    **dict.fromkeys("\u2264\u2266\u2a7d", "\u2264"),
    **dict.fromkeys("\u2265\u2267\u2a7e", "\u2265"),
    **dict.fromkeys("\u2713\u2714\u2705\u2611\U0001f5f8\U0001f5f9", "\u2713"),  # a tick, a ticked box
    **dict.fromkeys("\u2715\u2716\u2717\u2718\u274c\u274e\U0001f5f4\U0001f5f6", "\u2717"),  # a cross
    **dict.fromkeys("\u2610\U0001f78f", "\u2610"),  # an empty box; a crossed one says yes to some and no to others
    **{sign: sign for sign in "\u00b1\u22d6\u22d7\u2795\u2796"},
}
_IN_CONTEXT = {
    "<": "\u22d6",
    ">": "\u22d7",
    "<=": "\u2264",
    ">=": "\u2265",
    "+/-": "\u00b1",
    "+": "\u2795",
    "-": "\u2796",
}

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
TOKEN = pattern(
    rf"[{CJK}]"  # written without spaces: one character, one word
    r"|\d+(?:[.,]\d+)+"  # 1.5 and 1,000 are one number, and differ from 15 and 1000
    rf"|[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*"
    r"|[<>]=|\+/-"
    rf"|(?<![^\s(\[{{|\"'`<>=:~\u2264-\u2267])(?<![\d%]\s)[+-](?=[{_MONEY}]?\.?\d)"  # no dash of a list, no range
    rf"|(?<![=-])[<>](?=[\s{_MONEY}~\u00b1+-]{{0,4}}\d)|(?<=\s)<(?=\s)"  # "Settings > Account" is a path
    rf"|[%\u2030\u00a7{_MONEY}{''.join(_SAME_SIGN)}{''.join({*_SAME_SIGN.values()})}\u2612]"
)
"""One word: a run of letters and digits, a number with its separators, a CJK character, or a sign that counts.

A sign counts where it says more, less, plus, minus, yes, no or what money: service levels and tables are made of them.
"""


def tidy(text: str) -> str:
    """The text with one kind of space, quote and dash, without invisible or control characters, trimmed."""
    if text.isascii():
        if text.isprintable() and "`" not in text and "  " not in text:  # nearly every text
            return text.strip()
    else:
        text = unicodedata.normalize("NFC", _PILE.sub(_lower, text))
    text = _FOLDED.sub(_folded, text)
    return (_RUNS.sub(" ", text) if "  " in text else text).strip()


def _folded(match: re.Match[str]) -> str:
    """What stands for a character; a translation would look every character of the text up."""
    return _FOLDS.get(ord(match.group()), "\ufffd")  # a lone surrogate


def _lower(pile: re.Match[str]) -> str:
    """A run of signs with no more marks on one letter than any language has."""
    kept: list[str] = []
    marks = 0
    for sign in pile.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


_MAY_BE_DOTTED = pattern(r"\.[a-z]\.")
_DOTTED = pattern(r"(?<![\w.])(?:[a-z]\.){2,}(?![\w])")
_MARKED = pattern("[\u0300-\u1cff\u302a-\u302f\u3099\u309a\ua8e0-\ua8ff]")
_MARKS = {
    code: chr(0x20000 + code)  # a letter that no terms are written with: vowel signs are no word characters to `re`
    for code in (*range(0x300, 0x1D00), *range(0x302A, 0x3030), 0x3099, 0x309A, *range(0xA8E0, 0xA900))
    if unicodedata.category(chr(code)) in {"Mn", "Mc"}
}


def words(text: str) -> list[str]:
    """The words of a text as they are compared: folded, without case or punctuation.

    >>> words("You\u2019ll pay \u20ac 1.50 within 30\u00a0days.")
    ["you'll", 'pay', '€', '1.50', 'within', '30', 'days']
    """
    return list(_words(text.strip(" ")))


@remembered
def _words(text: str) -> tuple[str, ...]:
    if len(_SHARED) > _MOST_SHARED:
        _SHARED.clear()
    return tuple([_SHARED.setdefault(word, word) for word in _found(text)])


_SHARED: dict[str, str] = {}  # one string for one word: what is remembered takes a fifth of the room
_MOST_SHARED = 65_536  # words, more than the terms of ten languages have


def _found(text: str) -> list[str]:
    folded = _undotted(text.lower() if text.isascii() else _casefolded(text))
    if not folded.isascii() or _NOT_PLAIN.search(folded):
        folded = _RUNS.sub(" ", folded.strip()) if "  " in folded else folded.strip()  # what is beside a sign counts
        return [_SIGN_WORDS.get(word, word) for word in TOKEN.findall(folded)]
    found = folded.translate(_SPACED).split()  # the same, in a quarter of the time
    return [bare for word in found if (bare := word.strip("'"))] if "'" in folded else found


_NOT_PLAIN = pattern(  # what a word has beside letters, figures and an apostrophe; begun with a set, it is found fast
    r"[0-9%$<>'+-](?:(?<=[0-9])[.,][0-9]|(?<=[%$<>])|(?<=')'|(?<=[+-])(?<!\w[+-])\.?[0-9]|(?<=\+)/-)"
)
_SIGN_WORDS = {**_SAME_SIGN, **_IN_CONTEXT}
_SPACED = {code: " " for code in range(0x80) if not chr(code).isalnum() and chr(code) != "'"}


def _casefolded(text: str) -> str:
    accent_alone = text.replace("\u00b4", "'")  # NFKC would make a space of it
    if _SMALL.search(accent_alone):
        accent_alone = _apart(accent_alone)
    folded = unicodedata.normalize("NFKC", _PILE.sub(_lower, accent_alone))
    folded = _FOLDED.sub(_folded, folded).casefold()
    return folded.translate(_MARKS) if _MARKED.search(folded) else folded


_SMALL = pattern("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u208b\u2150-\u215e\u2189\u2460-\u249b]")
_GLUED = pattern(rf"(?<=\d)(?={_SMALL.pattern})")


def _apart(text: str) -> str:
    """The text with a space between a figure and a small one behind it: NFKC would make 102 of ten squared."""
    split = _GLUED.sub(" ", _FOLDED.sub(_folded, text))
    return split.translate({0x207A: "\u2795", 0x207B: "\u2796", 0x208A: "\u2795", 0x208B: "\u2796"})


def _undotted(text: str) -> str:
    """Abbreviations without their dots: U.S. and US are one word."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), text) if _MAY_BE_DOTTED.search(text) else text


def key(text: str) -> str:
    """The words of a text joined by single spaces: equal for texts that say the same."""
    return " ".join(_words(text.strip(" ")))
