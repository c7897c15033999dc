"""Web and mail addresses as they are printed in a sentence, hidden from robots or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.text.addresses import HIDDEN_MAIL, same_place
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_AT = (
    r"(?:@|\s?[\[({<]\s?(?:at|ät|@|arobase|arroba|chiocciola|apenstaartje|małpa)\s?[\])}>]\s?|"
    r"\sat\s(?=[\w-]{1,63}\sdot\s))"
)
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|punt|kropka|\.)\s?[\])}>]\s?|\sdot\s)"
# What ends a bare name that stands for an address; not "in", "is", "it", "to", which a lost space would make one.
_ENDINGS = (
    "com net org edu gov mil int info biz app dev io ai eu xyz shop store tech cloud legal agency digital blog "
    "online mobi asia berlin wien paris london example test invalid localhost ac ad ae af ag al ar au az ba bd bg "
    "bh bo br by bz ca cc cd cf ch ci cl cm cn co cr cu cv cy cz de dj dk dm dz ec ee eg es et fi fj fm fo fr ga gb "
    "gd ge gf gg gh gi gl gm gn gp gr gs gt gu gy hk hn hr ht hu id ie il im iq ir je jm jo jp ke kg kh ki km kn kr "
    "kw ky kz lb lc li lk lr ls lt lu lv ly ma mc md mg mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf "
    "ng ni nl np nr nu nz om pa pe pf pg ph pk pl pm pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl "
    "sm sn sr ss st su sv sy sz tc td tf tg th tj tk tl tm tn tp tr tt tv tw tz ua ug uk uy uz va vc ve vg vi vn vu "
    "wf ws ye yt za zm zw"
)
_FIRM = (  # "Northline.com B.V." is a party, and no address
    r"(?!,?\s(?:Inc|LLC|Ltd|Limited|GmbH|AG|SE|S\.?A|SARL|S\.?r\.?l|S\.?p\.?A|B\.?V|N\.?V|AB|A/S|Oy|plc|Pty|Corp)\b)"
)
_PART = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = pattern(
    rf"""
      (?P<hidden>\[email\s?protected\])
    | (?P<mail>(?<![\w.+%-])(?:mailto:)?[\w.+%'-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}})
    | (?P<web>\b(?:https?://|www\.)[^\s<>"|]{{2,2000}})
    | (?P<name>(?<![\w.@/-])(?:{_PART}\.){{1,8}}(?P<ending>{"|".join(_ENDINGS.split())})\b(?![-@]|\.\w){_FIRM}
        (?:(?::\d{{2,5}})?/[^\s<>"|]{{0,2000}})?)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINT = pattern(  # begun with a set, it is found in a tenth of the time
    r"[@:.\[({<](?:(?<=@)|(?<=:)//|(?<=www\.)|(?<=[\w-]\.)[^\W\d_]{2}|(?<=\[)email\s?protected|"
    r"(?<=[\[({<])\s?(?:at|ät|arobase|arroba|chiocciola)\s?[\])}>])",
    re.IGNORECASE,
)
_SPELT_OUT = pattern(r"\sdot\s", re.IGNORECASE)
_SIGN = pattern(_AT, re.IGNORECASE)
_STOP = pattern(_DOT, re.IGNORECASE)
_TRAILING = ".,;:!?'*_"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class PrintedAddress:
    """An address in a text: where it stands, as printed, and the place or the mailbox that it names.

    `place` is the same for all ways to write one address, as `same_place` says it.
    """

    start: int
    end: int
    text: str
    place: str


def printed_addresses(text: str) -> list[PrintedAddress]:
    """The addresses in a text, in reading order."""
    return list(_addresses(text))


@remembered
def _addresses(text: str) -> tuple[PrintedAddress, ...]:
    if not (_HINT.search(text) or ("dot" in text.lower() and _SPELT_OUT.search(text))):
        return ()
    found = []
    for match in _ADDRESS.finditer(text):
        if match["name"] and match["ending"] != match["ending"].lower() and match["name"] != match["name"].upper():
            continue  # "of the contract.Es gilt": a sentence that lost its space
        printed = match.group() if match["hidden"] else _trimmed(match.group())
        end = match.start() + len(printed)
        found.append(PrintedAddress(match.start(), end, printed, _place(match, printed)))
    return tuple(found)


def _place(match: re.Match[str], printed: str) -> str:
    if match["hidden"]:
        return HIDDEN_MAIL
    if match["mail"]:
        mail = _STOP.sub(".", _SIGN.sub("@", printed, count=1))
        return same_place(mail if mail[:7].lower() == "mailto:" else f"mailto:{mail}")
    return same_place(printed if "://" in printed else f"https://{printed}").casefold()


def _trimmed(printed: str) -> str:
    """An address without the stop, quote or bracket that the sentence around it ends with."""
    while printed:
        last = printed[-1]
        opening = _BRACKETS.get(last)
        if last not in _TRAILING and not (opening and printed.count(opening) < printed.count(last)):
            break
        printed = printed[:-1]
    return printed
