"""What stands before a clause: "4.2", "(a)", "A.1.", "Section 4", "§ 3", "第三条"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.text.dates import MONTH_NAMES

_NAMES = (
    "section|article|clause|schedule|annex|appendix|exhibit|part|chapter|attachment|addendum|module|paragraph|"
    "abschnitt|artikel|anlage|anhang|kapitel|teil|artículo|articulo|sección|seccion|cláusula|clausula|anexo|capítulo|"
    "articolo|sezione|allegato|capo|artigo|seção|secção|annexe|chapitre|bijlage|hoofdstuk|artykuł|rozdział|załącznik|"
    "avsnitt|bilaga|المادة|البند"
)
_MONTH_AHEAD = rf"(?!\s*(?:{MONTH_NAMES})\.?,?\s+(?:de\s+)?\d{{4}})"  # "30. April 2024" is a date, no clause 30
_LABEL = re.compile(
    rf"""
    (?:
      (?P<named>(?:{_NAMES})\s+(?:\d{{1,3}}(?:\.\d{{1,3}})*|[ivxlc]{{1,6}}|[a-z])|§§?\s*\d{{1,3}}[a-z]?(?:\.\d{{1,3}})*)
        (?=$|[\s.:)\-,])(?P<named_end>[.:)]?)
    | (?P<cjk>第\s*[0-9一二三四五六七八九十百零〇]+\s*[条條章节節款項项編编]|[一二三四五六七八九十]+、
        |（[一二三四五六七八九十]+）|\d{{1,2}}、)
    | (?P<paren>[(（]\s*(?:\d{{1,3}}(?:\.\d{{1,3}})*|[ivxlc]{{1,6}}|[a-z]{{1,2}})\s*[)）])
    | (?P<mixed>[a-z]\.(?:\d{{1,3}}|[ivx]{{1,4}}|[a-z])(?:\.(?:\d{{1,3}}|[ivx]{{1,4}}|[a-z]))*[.)]?)(?=\s|$|[A-Z])
    | (?P<decimal>\d{{1,3}}(?:\.\d{{1,3}})+(?:\.?[a-z](?=[.)\s]))?[.)]?)(?=\s|$|[^\W\d_])
    | (?P<single>\d{{1,3}}[.)]){_MONTH_AHEAD}(?=\s|$|[^\W\d_])
    | (?P<letter>(?:[ivxlc]{{1,6}}|[a-z])[.)])(?=\s|$)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"(\d{1,2})(?=\s+[^\W\d_])")
_YEAR_AHEAD = re.compile(r"(?:19|20)\d{2}\b")
_TRIM = re.compile(r"[\s.:)）(（、\\]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, and what it says of the clause's place.

    `parts` are the numbers of a decimal label ("4.2" is (4, 2)) or the one value of
    another; `style` tells siblings apart; `ambiguous` marks "(i)", "(v)" and "(x)"
    and the like, which are letters or Roman numbers as their neighbours decide.
    """

    printed: str
    style: str
    parts: tuple[int, ...]
    ambiguous: bool = False

    @property
    def segment(self) -> str:
        """The label as a part of a path: without the punctuation that ends it."""
        return (
            self.printed.strip().rstrip(".:、")
            if self.printed.strip().startswith(("(", "（"))
            else self.printed.strip().rstrip(".:)、")
        )

    @property
    def value(self) -> int:
        """The last number of the label."""
        return self.parts[-1]


def roman(text: str) -> int | None:
    """The value of a Roman number up to 399, or None where the letters are none."""
    total = 0
    for letter, after in zip(text, f"{text[1:]} ", strict=True):
        value = _ROMAN.get(letter)
        if value is None:
            return None
        total += -value if _ROMAN.get(after, 0) > value else value
    return total if total > 0 and _as_roman(total) == text else None


def _as_roman(number: int) -> str:
    out = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            out += letters
            number -= value
    return out


def split_label(text: str, *, heading: bool = False) -> tuple[Label | None, str]:
    """The label that a clause begins with, and the rest of its text.

    In a `heading` a bare number counts too ("1 Definitions").
    """
    match = _LABEL.match(text)
    if match is None or not match.group():
        bare = _BARE_NUMBER.match(text) if heading else None
        if bare is None:
            return None, text
        return Label(bare.group(), "d", (int(bare.group()),)), text[bare.end() :].lstrip()
    rest = text[match.end() :].lstrip()
    if match.group("named"):
        return _named(match, text)
    label = label_of(match.group())
    if match.group("paren") and _YEAR_AHEAD.match(rest):
        return None, text  # "(c) 2025" is a copyright
    if label is None or (match.group("mixed") and not any(character.isdigit() for character in match.group())):
        return None, text  # "U.S." is an abbreviation
    return label, rest


def _named(match: re.Match[str], text: str) -> tuple[Label | None, str]:
    """Read "Section 4" as a label where a title or nothing follows, not where a sentence goes on."""
    rest = text[match.end() :].lstrip(" -–:.")
    ended = bool(match.group("named_end")) or text[match.end() :].lstrip()[:1] in {"-", ":"}
    if rest and not ended and not (rest[0].isupper() or rest[0] in "\"'"):
        return None, text
    if rest and not ended and len(rest.split()) > _TITLE_WORDS:
        return None, text
    numbers = tuple(int(n) for n in re.findall(r"\d+", match.group("named")))
    name = re.split(r"[\s\d]", match.group("named").casefold())[0]
    return Label(
        match.group().strip(), f"named {name}", numbers or (_letter_value(match.group("named").split()[-1]),)
    ), rest


_TITLE_WORDS = 12  # a title after "Section 4" is shorter; a sentence that begins with a reference is longer


def _letter_value(text: str) -> int:
    lower = text.casefold()
    return roman(lower) or (ord(lower[0]) - 96 if lower[:1].isalpha() else 1)


def label_of(printed: str) -> Label | None:
    """A printed label, such as a list marker, as a `Label`; None where it is none."""
    core = _TRIM.sub(" ", printed.replace(".", ".")).strip().replace(" ", ".") or ""
    wrap = "()" if printed.lstrip()[:1] in {"(", "（"} else ")" if printed.rstrip().endswith((")", "）")) else "."
    pieces = core.split(".")
    if all(piece.isdigit() for piece in pieces) and core:
        numbers = tuple(int(piece) for piece in pieces)
        return Label(printed.strip(), "d" if wrap != "()" else "(d)", numbers)
    if len(pieces) > 1 and all(pieces):
        return Label(printed.strip(), "mixed", tuple(int(p) if p.isdigit() else _letter_value(p) for p in pieces))
    return _lettered(printed.strip(), core, wrap)


def _lettered(printed: str, core: str, wrap: str) -> Label | None:  # noqa: PLR0911 - one return a form
    if not core:
        return None
    if not core.isascii():
        kind = printed.strip("第（）()、 0123456789" + _CJK_DIGITS)
        return Label(printed, f"cjk {kind}", (_cjk_value(core),))
    case = "A" if core.isupper() else "a"
    number = roman(core.casefold())
    if len(core) == 1:
        letter = ord(core.casefold()) - 96
        if number is not None:
            return Label(printed, f"{wrap}{case}", (letter,), ambiguous=True)
        return Label(printed, f"{wrap}{case}", (letter,))
    if number is not None:
        return Label(printed, f"{wrap}{'I' if case == 'A' else 'i'}", (number,))
    if len(set(core.casefold())) == 1:  # (aa), (bb)
        return Label(printed, f"{wrap}{case}", (26 + ord(core[0].casefold()) - 96,))
    return None


_CJK_DIGITS = "〇一二三四五六七八九十百零"


def _cjk_value(text: str) -> int:
    """The number in a label such as "第十二条" or "三、", 1 where none is found."""
    if digits := re.search(r"\d+", text):
        return int(digits.group())
    total = current = 0
    for character in text:
        if character in {"十", "百"}:
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        elif character in _CJK_DIGITS:
            current = _CJK_DIGITS.index(character) % 12
    return total + current or 1


def as_roman(label: Label) -> Label:
    """An ambiguous label ("(i)") read as a Roman number."""
    core = _TRIM.sub("", label.printed)
    return Label(label.printed, label.style[:-1] + ("I" if core.isupper() else "i"), (roman(core.casefold()) or 1,))
