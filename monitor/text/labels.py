"""What stands before a clause: "4.2", "(a)", "A.1.", "Section 4", "§ 3", "第三条"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from monitor.text.ahead import PARAGRAPH_AHEAD, SPAN_AHEAD, STATUTE_AHEAD, UNIT_AHEAD
from monitor.text.dates import printed_dates
from monitor.text.fold import CJK
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_NAMES = (
    "section|sec|article|art|clause|schedule|annex|appendix|exhibit|part|chapter|attachment|addendum|module|paragraph|"
    "abschnitt|artikel|anlage|anhang|kapitel|kap|teil|ziffer|ziff|punkt|artículo|articulo|sección|seccion|cláusula|"
    "clausula|anexo|capítulo|apartado|articolo|clausola|sezione|allegato|capo|artigo|seção|secção|annexe|chapitre|"
    "titre|título|titolo|bijlage|hoofdstuk|artykuł|rozdział|załącznik|avsnitt|bilaga|статья|раздел|глава|пункт|"
    "приложение|المادة|البند"
)
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,9}"
_ORDINAL_STEMS = {
    "primer": 1, "primeir": 1, "segund": 2, "tercer": 3, "terceir": 3, "cuart": 4, "quart": 4, "quint": 5, "sext": 6,
    "septim": 7, "setim": 7, "octav": 8, "oitav": 8, "noven": 9, "non": 9, "decim": 10, "undecim": 11, "duodecim": 12,
    "vigesim": 20, "trigesim": 30,
}  # fmt: skip
_STEMS = "|".join(sorted(_ORDINAL_STEMS, key=len, reverse=True)).replace("e", "[eé]")
_ORDINAL = rf"(?:d[eé]cim[oa]?|vig[eé]sim[oa]?|trig[eé]sim[oa]?)?[\s\-]?(?:{_STEMS})[oa]"
_CJK_FIGURES = "[0-9０-９一二三四五六七八九十百零〇]+"
_FIGURED = rf"""
      (?P<compound>{_NUMBER}\.?(?:\((?:[a-z]{{1,2}}|[ivxlc]{{1,6}}|\d{{1,3}})\)){{1,3}}[.:]?)(?=\s|$)
    | (?P<lettered>\d{{1,3}}\.?[a-z]\))(?=\s|$)
    | (?P<decimal>\d{{1,3}}(?:[.．]\d{{1,3}}){{1,9}}(?:\.?[a-z](?=[.)\s]))?[.)]?)(?=\s|$|[^\W\d_])
    | (?P<single>\d{{1,3}}(?:\.?[ºª°]\.?-?|\.-|[.)．）]))(?=\s|$|[^\W\d_])
    """
_LABEL = pattern(
    rf"""
    (?:
      (?P<named>(?:{_NAMES})\.?\s+(?:{_NUMBER}(?:er|[ºª°])?(?:[a-z](?![^\W_]))?|[ivxlc]{{1,6}}|[a-z]|{_ORDINAL})
          (?:-(?:\d{{1,3}}|[ivxlc]{{1,6}}|[a-z])(?![^\W_]))?
        |§§?\s*\d{{1,3}}[a-z]?(?:\.\d{{1,3}})*)
        (?=$|[\s.:)\-,])(?!\.[^\W\d_]\.)(?P<named_end>(?:\.-|[.:)])?)
    | (?P<ordinal>{_ORDINAL})(?:\s?\.?\s?[-–](?=\s|[^\W\d_])|[.:](?=\s|$))
    | (?P<cjk>第\s*{_CJK_FIGURES}\s*[条條章节節款項项編编](?:[のノ之]{_CJK_FIGURES})?|[一二三四五六七八九十]+、
        |[（(][一二三四五六七八九十]+[）)]|\d{{1,2}}、|[（(][ア-ン][）)]|[ア-ン][．.）)](?=\s|[^\W_])
        |제\s?\d{{1,3}}\s?[조장절항호](?:의\s?\d{{1,2}})?|[가나다라마바사아자차카타파하]\.(?=\s)
        |[①-⒛](?!\d)|[а-я]\)(?=\s))
    | (?P<paren>[(（]\s*(?:{_NUMBER}|[ivxlc]{{1,6}}|[a-z]{{1,2}})\s*[)）])
    | (?P<mixed>[a-z]\.(?:\d{{1,3}}|[ivx]{{1,4}}|[a-z])(?:\.(?:\d{{1,3}}|[ivx]{{1,4}}|[a-z])){{0,9}}[.)]?)(?=\s|$|[A-Z])
    | {_FIGURED}
    | (?P<letter>(?:[ivxlc]{{1,6}}|[a-z])[.)])(?=\s|$)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FIGURED_LABEL = pattern(rf"(?P<cjk>\d{{1,2}}、)|{_FIGURED}", re.IGNORECASE | re.VERBOSE)
"""The labels that begin with a figure, most of all: what `_LABEL` finds, without the trial of a hundred names."""

_FIGURES = tuple("0123456789")
_BARE_NUMBER = pattern(r"(\d{1,2})(?=\s+[^\W\d_])")
_YEAR_AHEAD = pattern(r"(?:19|20)\d{2}\b")
_YEAR = pattern(r"\d\d\d\d")  # what begins with one of a set is found fast; what is repeated is not
_PHONE_AHEAD = pattern(r"\d[\d .\-]{5,}\d")
_THOUSANDS = pattern(r"\d{1,3}(?:\.\d{3})*\.000$")
_LONGEST_DATE = 45  # characters at the start of a text in which a date ends
_TRIM = pattern(rf"[\s.．:)）(（、\\{chr(0xBA)}{chr(0xAA)}°\-]+")
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
            self.printed.strip().rstrip(".．:、-")
            if "(" in self.printed or "（" in self.printed
            else self.printed.strip().rstrip(".．:)）、-")
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


_ROMAN_STEPS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _as_roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN_STEPS:
        while number >= value:
            out += letters
            number -= value
    return out


def split_label(text: str, *, heading: bool = False) -> tuple[Label | None, str]:
    """The label that a clause begins with, and the rest of its text.

    In a `heading` a bare number counts too ("1 Definitions").
    """
    match = (_FIGURED_LABEL if text.startswith(_FIGURES) else _LABEL).match(text)
    if match is None:
        bare = _BARE_NUMBER.match(text) if heading else None
        if bare is None or _begins_with_date(text):
            return None, text
        return Label(bare.group(), "d", (int(bare.group()),)), text[bare.end() :].lstrip()
    if match.lastgroup in {"named", "named_end"}:
        return _named(match, text)
    rest = text[match.end() :].lstrip()
    label = _ordinal(match) if match.lastgroup == "ordinal" else label_of(match.group())
    if label is None or _is_none(match, text, rest) or _counts_time(match, rest):
        return None, text
    return label, rest


def _is_none(match: re.Match[str], text: str, rest: str) -> bool:
    """Whether what looks like a label is the start of a sentence: a figure, a date, a telephone number, a name."""
    printed, kind = match.group(), match.lastgroup
    if kind == "mixed":
        return not any(character.isdigit() for character in printed)  # "U.S." is an abbreviation
    if kind == "paren":  # "(c) 2025" is a copyright, "(555) 555-0100" a telephone number
        return bool(_YEAR_AHEAD.match(rest) or (_PHONE_AHEAD.match(rest) and any(map(str.isdigit, printed))))
    if kind == "compound":
        return bool(rest) and not (rest[0].isupper() or rest[0] in "\"'")  # "4(a) of the order"
    if kind == "ordinal":
        return bool(rest) and not (rest[0].isupper() or rest[0] in "\"'")
    if kind == "decimal" and (UNIT_AHEAD.match(rest) or _THOUSANDS.match(printed)):
        return True  # "1.5 hours", "1.000 Nutzer"
    return printed[0].isdigit() and _begins_with_date(text)


def _counts_time(match: re.Match[str], rest: str) -> bool:
    """Whether a figure in brackets, or an ordinal, says how long: "(5) working days"."""
    if match.lastgroup not in {"paren", "single"}:
        return False
    return match.group().strip("(（ ")[:1].isdigit() and bool(SPAN_AHEAD.match(rest))


def _begins_with_date(text: str) -> bool:
    """Whether a date with its full year stands first: "13.12.10 Fees" is clause 13.12.10."""
    begin = text[:_LONGEST_DATE]
    if not _YEAR.search(begin):
        return False
    first = printed_dates(begin)[:1]
    return any(one.start == 0 and one.precision != "year" and _YEAR.search(one.text) for one in first)


def _ordinal(match: re.Match[str]) -> Label:
    return Label(match.group().strip(), "named ordinal", (_ordinal_value(match.group("ordinal")),))


def _ordinal_value(text: str) -> int:
    return sum(_ORDINAL_STEMS[stem.casefold().replace("é", "e")] for stem in re.findall(_STEMS, text, re.IGNORECASE))


def _named(match: re.Match[str], text: str) -> tuple[Label | None, str]:
    """Read "Section 4" as a label where a title or nothing follows, not where a sentence goes on."""
    rest = text[match.end() :].lstrip(" -–:.")
    ended = bool(match.group("named_end")) or text[match.end() :].lstrip()[:1] in {"-", ":"}
    if PARAGRAPH_AHEAD.match(rest) or (match.group("named_end") == "." and rest[:1].islower()):
        return None, text  # "§ 3 Abs. 2" is a reference, "Art. 5. is" none that a clause begins with
    if not ended and STATUTE_AHEAD.match(rest):
        return None, text
    if rest and not ended and not (rest[0].isupper() or rest[0] in "\"'" or _is_cjk(rest[0])):
        return None, text
    if rest and not ended and len(rest.split()) > _TITLE_WORDS:
        return None, text
    name = re.split(r"[\s\d]", match.group("named").casefold())[0].rstrip(".")
    return Label(match.group().strip(), f"named {name}", _named_parts(match.group("named"))), rest


def _named_parts(named: str) -> tuple[int, ...]:
    """The numbers of "Section 4.2", "Exhibit A-1", "Cláusula primera"."""
    number = re.split(r"[.\s]\s*|§\s*", named, maxsplit=1)[-1].strip()
    if re.fullmatch(_ORDINAL, number, re.IGNORECASE):
        return (_ordinal_value(number),)
    pieces = re.findall(r"\d+|[^\W\d_]+", re.sub(r"(?<=\d)(?:er|[ºª°]|[a-z]$)", "", number, flags=re.IGNORECASE)) or [
        "1"
    ]
    return tuple(int(piece) if piece.isdigit() else _letter_value(piece) for piece in pieces)


def _is_cjk(character: str) -> bool:
    return bool(re.match(f"[{CJK}]", character))


_TITLE_WORDS = 12  # a title after "Section 4" is shorter; a sentence that begins with a reference is longer


def _letter_value(text: str) -> int:
    lower = text.casefold()
    return roman(lower) or (ord(lower[0]) - 96 if lower[:1].isalpha() else 1)


def label_of(printed: str) -> Label | None:
    """A printed label, such as a list marker, as a `Label`; None where it is none."""
    return _label_of(printed.strip())[0]


@remembered  # of a few dozen labels all terms are made
def _label_of(printed: str) -> tuple[Label | None]:
    return (_read_label(printed),)


def _read_label(printed: str) -> Label | None:
    if _CIRCLED.fullmatch(printed):
        return Label(printed, "circled", (int(re.sub(r"\D", "", unicodedata.normalize("NFKC", printed))),))
    core = _GLUED.sub(".", _TRIM.sub(" ", printed).strip().replace(" ", "."))
    bracketed = printed[:1] in {"(", "（"}
    wrap = "()" if bracketed else ")" if printed.endswith((")", "）")) else "."
    pieces = core.split(".")
    if all(piece.isdigit() for piece in pieces) and core:
        return Label(printed, "(d)" if bracketed else "d", tuple(int(piece) for piece in pieces))
    if len(pieces) > 1 and all(pieces) and core.isascii():
        parts = tuple(int(piece) if piece.isdigit() else _letter_value(piece) for piece in pieces)
        return Label(printed, "d" if _COMPOUND.match(printed) else "mixed", parts)
    return _lettered(printed, core, wrap)


_GLUED = pattern(r"(?<=\d)(?=[a-zA-Z])")
_CIRCLED = pattern("[①-⒛]")
_COMPOUND = pattern(r"\d[\d.]*(?:\(|[a-z]\))", re.IGNORECASE)  # "4(a)" stands under "4" as "4.1" does


def marks_its_own_level(marker: Label, label: Label) -> bool:
    """Whether a list's number stands beside a label of the text, and is not the same number in another form.

    "2." before "(a)" numbers the item and the text begins an inner list; "2." before
    "(b)" or "2)" counts what the text counts.
    """
    first = label.value == 1 or (label.ambiguous and as_roman(label).value == 1)
    return label.style != marker.style and first and marker.value > 1 and len(label.parts) == 1


def _lettered(printed: str, core: str, wrap: str) -> Label | None:  # noqa: PLR0911 - one return a form
    if not core:
        return None
    if not core.isascii():
        return _foreign(printed, core)
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
_ORDERED = ("アイウエオカキクケコサシスセソタチツテト", "가나다라마바사아자차카타파하", "абвгдежзиклмнопрст")


def _foreign(printed: str, core: str) -> Label | None:
    """A label in letters or figures of another script."""
    for letters in _ORDERED:
        if core.casefold() in letters:
            return Label(printed, f"{letters[0]}{printed[-1]}", (letters.index(core.casefold()) + 1,))
    if not _CJK_NUMBERED.search(core):
        return None
    number, kind = _CJK_NUMBERED.search(core), _CJK_KIND.search(printed)
    return Label(printed, f"cjk {kind.group() if kind else ''}", (_cjk_value(number.group() if number else ""),))


_CJK_NUMBERED = pattern(rf"[\d{_CJK_DIGITS}]+")
_CJK_KIND = pattern("[条條章节節款項项編编조장절항호]")


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
