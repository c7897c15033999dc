"""The encoding of text: byte order mark, header, declaration in the page and the bytes, weighed against each other.

The order follows the WHATWG Encoding Standard, with one difference: bytes that are valid
UTF-8 are UTF-8 whatever was declared, and no declaration is believed whose text is implausible.
"""

from __future__ import annotations

import codecs
import re

from monitor.errors import UnreadableType
from monitor.text.patterns import pattern

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = pattern(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w:-]{2,40})", re.IGNORECASE
)
_HEADER_CHARSET = pattern(r"charset\s*=\s*[\"']?([\w:-]{2,40})", re.IGNORECASE)
_SNIFFED = 4096  # bytes at the start in which a page declares its encoding
_SAMPLE = 65_536  # bytes by which an encoding is judged
_MOST_NULS = 0.02  # of the bytes: text has none, UTF-16 without a mark has half
_STRAY_NULS = 0.1  # of the bytes: fewer that stand anywhere are noise in a text
_GOOD_TO_BROKEN = 2  # whole letters beyond ASCII to each broken one; another encoding has none whole
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})  # for no page
_WIDER = {  # names that pages use for a larger set than the name means (WHATWG Encoding Standard, 4.2)
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_UTF = ("utf-8", "utf-16", "utf-32")
_MOST_BROKEN = 0.01  # of the characters beyond ASCII: a right encoding breaks none but at the end of a sample
_ESCAPED_JAPANESE = pattern(rb"\x1b\$[@B]")

# The characters that make up most of a text in languages whose bytes can be taken for another encoding's.
_COMMON = {
    "ja": frozenset("のにはをたがでてとしれさいるあなっりらもこうすまよかくきおそどけ、。，．用者規約当社本第条"),
    "zh": frozenset("的一是不了在人有我他这为和个们中来上大国以到说们您或及务条款用户权责任與為個們這務條權戶，。、"),
    "ko": frozenset("이다는을의가에고하지로한를서은및사니해도기인자어용과시대정약관회조"),
    "ru": frozenset("оеаинтсрвлкмдпуяыьгзОАНПСиВ"),
}  # fmt: skip
_UNLABELLED = (
    ("cp932", "ja"), ("euc_jp", "ja"), ("utf-16-le", "ja"), ("utf-16-be", "ja"), ("gb18030", "zh"), ("big5hkscs", "zh"),
    ("utf-16-le", "zh"), ("utf-16-be", "zh"), ("cp949", "ko"), ("cp1251", "ru"), ("koi8_r", "ru"),
)  # fmt: skip
_FEWEST_COMMON = 0.25  # of the characters beyond ASCII: texts in these languages have .3 to .8, misread ones below .1
_FEWEST_BEYOND = 4  # characters beyond ASCII: fewer of them show no language
_ALONE = 0.5  # of the characters beyond ASCII: these scripts have hardly any between two ASCII characters


def as_text(body: bytes, content_type: str, subject: str) -> str:
    """The text that bytes hold. Raises `UnreadableType` where zero bytes show that they hold none."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    zeros = body.count(0)
    if zeros > _MOST_NULS * len(body):
        if zeros > _STRAY_NULS * len(body) or _shows_utf16(body):
            return _without_mark(body, subject)
        body = body.replace(b"\x00", b"")
    declared = _declared(body, content_type)
    if _ESCAPED_JAPANESE.search(body) and (not declared or "iso2022" in declared[0]):
        return body.decode("iso2022_jp_2", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        mended = body.decode("utf-8", "replace")
        return mended if _is_nearly_utf8(mended) else _legacy(body, declared)


def _declared(body: bytes, content_type: str) -> list[str]:
    """The encodings that the header and the page name, in this order, where Python knows them."""
    header = _HEADER_CHARSET.search(content_type)
    meta = _META_CHARSET.search(body[:_SNIFFED])
    named = (header.group(1) if header else "", meta.group(1).decode("ascii", "ignore") if meta else "")
    return [_WIDER.get(codecs.lookup(name).name, codecs.lookup(name).name) for name in named if _is_charset(name)]


def _is_charset(name: str) -> bool:
    """Whether it names an encoding of pages: Python's codecs also hold compressions and escapes."""
    try:
        b"a".decode(name, "replace")
        return bool(name) and codecs.lookup(name).name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def _is_nearly_utf8(mended: str) -> bool:
    """Whether a few stray bytes stand in what is UTF-8 otherwise: one of them must not turn every umlaut of a page."""
    broken = mended.count("\ufffd")
    return sum(letter > "\x7f" for letter in mended) > _GOOD_TO_BROKEN * broken


def _without_mark(body: bytes, subject: str) -> str:
    """UTF-16 and UTF-32 without a byte order mark show in where their zero bytes stand (RFC 2781, 4.3)."""
    zeros = [body[place::4].count(0) * 4 for place in range(4)]
    if len(body) % 4 == 0 and min(zeros[:2]) > 0.9 * len(body) and zeros[3] * 2 < len(body):
        return body.decode("utf-32-be", "replace")
    if len(body) % 4 == 0 and min(zeros[2:]) > 0.9 * len(body) and zeros[0] * 2 < len(body):
        return body.decode("utf-32-le", "replace")
    if not _shows_utf16(body):
        raise UnreadableType(subject)
    return body.decode("utf-16-be" if body[::2].count(0) > body[1::2].count(0) else "utf-16-le", "replace")


def _shows_utf16(body: bytes) -> bool:
    even, odd = body[::2].count(0), body[1::2].count(0)
    return max(even, odd) > 4 * min(even, odd)


def _legacy(body: bytes, declared: list[str]) -> str:
    """Text of before Unicode: as declared, where that fits; else as the commonest characters show; else Western."""
    sample = body[:_SAMPLE]
    sure = [name for name in declared if not name.startswith(_UTF) and name != "cp1252" and _fits(sample, name)]
    wide = [name for name in declared if name.startswith("utf-16") and _is_plausible_utf16(sample, name)]
    for name in [*wide, *sure]:
        return body.decode(name, "replace")
    return body.decode(_sniffed(sample) or "cp1252", "replace")


def _fits(sample: bytes, name: str) -> bool:
    text = sample.decode(name, "replace")
    beyond = sum(letter > "\x7f" for letter in text)
    return text.count("\ufffd") <= max(1, _MOST_BROKEN * beyond)


def _is_plausible_utf16(sample: bytes, name: str) -> bool:
    """Pairs of ASCII letters are rare Chinese characters in UTF-16: text has the common ones of a language."""
    return any(_share(sample, name, common) >= _FEWEST_COMMON for common in _COMMON.values())


def _sniffed(sample: bytes) -> str | None:
    """The encoding whose reading has most of a language's commonest characters, or None."""
    found = [(_share(sample, name, _COMMON[language]), name) for name, language in _UNLABELLED if _fits(sample, name)]
    share, name = max(found, default=(0.0, ""))
    return name if share >= _FEWEST_COMMON else None


def _share(sample: bytes, name: str, common: frozenset[str]) -> float:
    """How many of the characters beyond ASCII are common ones; 0 where they stand alone among ASCII letters."""
    text = sample.decode(name, "replace")
    beyond = [place for place, letter in enumerate(text) if letter > "\x7f"]
    if len(beyond) < _FEWEST_BEYOND:
        return 0.0
    alone = sum(not (text[place - 1 : place] > "\x7f" or text[place + 1 : place + 2] > "\x7f") for place in beyond)
    return 0.0 if alone > _ALONE * len(beyond) else sum(text[place] in common for place in beyond) / len(beyond)
