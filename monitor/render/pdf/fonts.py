"""Which font has a character, and how wide words are set in it.

Inter is embedded, as far as it is used: Latin, Greek and Cyrillic letters, arrows and
signs. Chinese, Japanese and Korean are set in the fonts that PDF viewers bring for
them (ISO 32000-1, 9.7.5.2), which are not embedded. What no font has is printed by its
number, as "[U+0627]": nothing is left out, and nothing is shown as what it is not.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

SANS = "Inter"
_JAPANESE, _KOREAN, _SIMPLIFIED, _TRADITIONAL = "HeiseiMin-W3", "HYSMyeongJo-Medium", "STSong-Light", "MSung-Light"
_HAS = {_JAPANESE: "cp932", _KOREAN: "cp949", _SIMPLIFIED: "gbk", _TRADITIONAL: "cp950"}
"""What these fonts have, as far as every viewer's do: the characters of the encodings they were made for."""

EAST_ASIAN = pattern(r"[\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffee]")
"""What is written without spaces, so that a line may end after any of it; Korean has spaces."""

_MOST_WORDS = 20_000  # a long document has some thousand different ones


class Run(NamedTuple):
    """Words that one font has."""

    font: str
    text: str


@cache
def _letters() -> frozenset[int]:
    """What Inter has; the fonts are made known to the library at first need."""
    from_package = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    sans = TTFont(SANS, BytesIO(from_package.read_bytes()))
    pdfmetrics.registerFont(sans)
    for name in (_JAPANESE, _KOREAN, _SIMPLIFIED, _TRADITIONAL):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return frozenset(sans.face.charToGlyph)


def printable(text: str) -> str:
    """A text with what no font has written by its number; accents stand with their letters where there is one sign."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(character if _known(character) else f"[U+{ord(character):04X}]" for character in composed)


@lru_cache(_MOST_WORDS)
def _known(character: str) -> bool:
    return character == "\n" or ord(character) in _letters() or _eastern(character, "") != ""


@lru_cache(_MOST_WORDS)
def runs(text: str, language: str) -> tuple[Run, ...]:
    """A printable text in pieces that one font each can set; `language` decides between the forms of Han."""
    return tuple(_runs(text, language))


def _runs(text: str, language: str) -> Iterator[Run]:
    for font, characters in groupby(text, key=lambda character: _font(character, language)):
        yield Run(font, "".join(characters))


def _font(character: str, language: str) -> str:
    return SANS if ord(character) in _letters() else _eastern(character, language.lower()) or SANS


@lru_cache(_MOST_WORDS)
def _eastern(character: str, language: str) -> str:
    """The font of the language, or else the first, that has an East Asian character; "" where none has it."""
    for font in (_own(language), _SIMPLIFIED, _JAPANESE, _KOREAN, _TRADITIONAL):
        try:
            character.encode(_HAS[font])
        except UnicodeEncodeError:
            continue
        return font
    return ""


def _own(language: str) -> str:
    if language.startswith("zh"):
        return _TRADITIONAL if language.endswith(("hant", "tw", "hk", "mo")) else _SIMPLIFIED
    return _KOREAN if language.startswith("ko") else _JAPANESE if language.startswith("ja") else _SIMPLIFIED


@lru_cache(_MOST_WORDS)
def width(text: str, size: float, language: str) -> float:
    """How wide a printable text is in points, set in `size`."""
    return float(sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, language)))
