"""One spelling for words that two editions of a language write differently: colour and color, organise and organize.

Only what is the same word in both counts. Words that look alike and are not the
same, or not in every sense, keep their spelling: metre and meter, tyre and tire,
cheque and check, storey and story, draught and draft, enquiry and inquiry.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from monitor.text.fold import words
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_OUR = (
    "arb ard arm behavi cand clam col demean discol dishon endeav enam fav ferv flav harb hon hum lab misbehavi "
    "misdemean neighb od parl ranc rig rum sav savi splend succ tum unfav val vap vig"
)
_OUR_ENDS = (
    "- -s -ed -ing -ings -er -ers -able -ably -ful -fully -less -ite -ites -hood -hoods -ly -some -y -ist -ists -al"
)
_RE = "cent epicent lit millilit kilomet centimet millimet fib theat calib sab spect lust meag somb och manoeuv"
_DOUBLED = (
    "apparel barrel bevel bushel cancel channel chisel counsel council cudgel dial dishevel duel empanel enamel equal "
    "fuel funnel grovel impanel initial label level libel marshal marvel metal model panel parcel pedal pencil quarrel "
    "ravel revel rival shovel shrivel signal spiral stencil swivel tassel total trammel travel tunnel victual"
)
_DOUBLED_ENDS = "ed ing ings er ers or ors ous ously ation ations able"
_ENSE = "defen offen preten licen sublicen"
_ENSE_ENDS = "ce ces ced cee cees cer cers celess cing cor cors cable"
_PAIRS = """
    fulfil:fulfill fulfils:fulfills fulfilment:fulfillment fulfilments:fulfillments enrol:enroll enrols:enrolls
    enrolment:enrollment enrolments:enrollments instal:install instals:installs instalment:installment
    instalments:installments distil:distill distils:distills instil:instill instils:instills enthral:enthrall
    appal:appall appals:appalls skilful:skillful skilfully:skillfully wilful:willful wilfully:willfully
    wilfulness:willfulness judgement:judgment judgements:judgments judgemental:judgmental misjudgement:misjudgment
    acknowledgement:acknowledgment acknowledgements:acknowledgments abridgement:abridgment lodgement:lodgment
    lodgements:lodgments practise:practice practised:practiced practises:practices practising:practicing
    catalogue:catalog catalogues:catalogs catalogued:cataloged cataloguing:cataloging dialogue:dialog dialogues:dialogs
    analogue:analog analogues:analogs homologue:homolog homologues:homologs programme:program programmes:programs
    gramme:gram grammes:grams kilogramme:kilogram kilogrammes:kilograms grey:gray greys:grays greyed:grayed
    greyscale:grayscale centring:centering manoeuvring:maneuvering manoeuvrable:maneuverable manoeuver:maneuver
    fibreglass:fiberglass focussed:focused focusses:focuses focussing:focusing benefitted:benefited
    benefitting:benefiting biassed:biased targetted:targeted targetting:targeting worshipped:worshiped mould:mold
    moulds:molds moulded:molded moulding:molding plough:plow ploughs:plows ploughed:plowed ploughing:plowing
    sceptic:skeptic sceptical:skeptical scepticism:skepticism sulphur:sulfur sulphate:sulfate aluminium:aluminum
    artefact:artifact artefacts:artifacts ageing:aging usable:useable unusable:unuseable sizeable:sizable
    likeable:likable moveable:movable immoveable:immovable rateable:ratable saleable:salable shareable:sharable
    jewellery:jewelry tranquillity:tranquility paediatric:pediatric paediatrics:pediatrics anaesthetic:anesthetic
    anaesthesia:anesthesia haemorrhage:hemorrhage haemoglobin:hemoglobin orthopaedic:orthopedic
    encyclopaedia:encyclopedia gynaecology:gynecology leukaemia:leukemia anaemia:anemia oestrogen:estrogen
    foetus:fetus foetal:fetal diarrhoea:diarrhea cosy:cozy moustache:mustache yoghurt:yogurt
"""
_ISE = pattern(r"(?=[a-z]{4,}is|ionis)([a-z]+)is(e|ed|es|ing|er|ers|able|ation|ations|ational|ationally)")
_YSE = pattern(r"(anal|paral|catal|dial|electrol|hydrol|breathal|psychoanal)ys(e|ed|es|er|ers|ing|able)")
_NOT_ISE = frozenset("apprise apprised apprises apprising misprise misprised reseise reseised".split())  # others with z
_GERMAN = pattern(
    r"selbständig|(?<=[ae]n)tiell|potential|photograph|(?:bio|geo|topo|karto|steno|ortho|krypto)graph(?=i)|aufwendig|"
    r"numerier|plazier|schiffahrt"
)
_REFORMED = {
    "selbständig": "selbstständig", "tiell": "ziell", "potential": "potenzial", "aufwendig": "aufwändig",
    "numerier": "nummerier", "plazier": "platzier", "schiffahrt": "schifffahrt",
}  # fmt: skip
_CAPITALS = pattern(r"[A-Z][\w'-]*(?:[ ][A-Z&][\w'-]*)*")
_MID_SENTENCE = pattern(r"[a-z0-9,;)\"'\u2019\u201d] $")
_FIRM = pattern(r"\b(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|plc|Corp|Corporation|Company|GmbH|AG|SE|BV|NV|Pty)\b")
_NO_NAME = pattern(r"[A-Z][a-z]*(?:ed|ing|able)\Z|[A-Z][A-Z]+\Z")  # "Authorised User" is a term of the document
_CAPITALISED = pattern(
    r"[A-Z][\w']{3,}"
)  # no shorter word has two spellings, and a mark would part the letters of "B.V."
_KEPT = "\u019e"  # behind a word that keeps its spelling: a letter that no terms are written with
_TITLE = 0.6  # of the longer words of a text: where as many are capitalised, a capital tells no name
_MOST_WORDS = 20_000  # distinct words that are remembered: those of two long terms
_HYPHENED = pattern(r"(?<![^\W_])(non|sub|co|multi|e)[-\u2010\u2011](?=[^\W\d_]{2})", re.IGNORECASE)


def one_spelling(found: Iterable[str], language: str) -> list[str]:
    """Words, folded, as one edition of their language spells them; those of most languages stay as they are."""
    spelled = _SPELLERS.get(language)
    return list(map(spelled, found)) if spelled else list(found)


def spelled_words(text: str, language: str, title: int = 0) -> list[str]:
    """The words of a text as one edition spells them, but for names: Harbour Cloud Limited is not Harbor Cloud Limited.

    Of its first `title` characters, a heading's, capitals tell no names.
    """
    text = without_loose_hyphens(text, language)
    found = words(text)
    spelled = one_spelling(found, language)
    if spelled == found or _SPELLERS.get(language) is not _english:
        return spelled
    capitals = {one[0].upper() for one, other in zip(found, spelled, strict=True) if one != other}
    if not any(map(text.__contains__, capitals)):  # then none of these words is of a name
        return spelled
    marked = words(_CAPITALS.sub(_names_kept(text, title), text))
    return [word.removesuffix(_KEPT) for word in one_spelling(marked, language)]


def _names_kept(text: str, title: int) -> Callable[[re.Match[str]], str]:
    """What marks the words of a run of capitalised ones in a text, where the run is a name."""
    longer = [word for word in text.split() if len(word) > 3]  # noqa: PLR2004 - "of the and for" are small in titles
    titled = not text.endswith(".") and sum(word[:1].isupper() for word in longer) >= _TITLE * len(longer)

    def kept(run: re.Match[str]) -> str:
        firm = bool(_FIRM.search(run.group()))
        if not firm and (
            titled or run.start() < title or not _MID_SENTENCE.search(text, max(0, run.start() - 2), run.start())
        ):
            return run.group()
        return _CAPITALISED.sub(lambda word: _kept_word(word.group(), firm=firm), run.group())

    return kept


def _kept_word(word: str, *, firm: bool) -> str:
    return word if not firm and _NO_NAME.match(word) else f"{word}{_KEPT}"


def without_loose_hyphens(text: str, language: str) -> str:
    """The text with the prefixes joined that one edition sets apart, and the other does not: sub-licence, e-mail."""
    return _HYPHENED.sub(r"\1", text) if "-" in text and _SPELLERS.get(language) is _english else text


def _table() -> Iterator[tuple[str, str]]:
    """Each British spelling with the American one."""
    for stem, end in product(_OUR.split(), _OUR_ENDS.split()):
        yield f"{stem}our{end[1:]}", f"{stem}or{end[1:]}"
    for stem, end in product(_RE.split(), ("", "s", "d")):
        yield f"{stem}re{end}", f"{stem.replace('manoeuv', 'maneuv')}er{'ed' if end == 'd' else end}"
    for before, stem, end in product(("", "re", "un", "mis"), _DOUBLED.split(), _DOUBLED_ENDS.split()):
        yield f"{before}{stem}l{end}", f"{before}{stem}{end}"
    for stem, end in product(_ENSE.split(), _ENSE_ENDS.split()):
        yield f"{stem}{end}", f"{stem}s{end[1:]}"
    for pair in _PAIRS.split():
        british, _, american = pair.partition(":")
        yield british, american


_AMERICAN = dict(_table())


@lru_cache(maxsize=_MOST_WORDS)
def _english(word: str) -> str:
    known = _AMERICAN.get(word)
    if known or "s" not in word:
        return known or word
    match = None if word in _NOT_ISE else _ISE.fullmatch(word) or _YSE.fullmatch(word)
    if match is None:
        return word
    return word[: match.end(1)] + ("yz" if word[match.end(1)] == "y" else "iz") + match.group(2)


@lru_cache(maxsize=_MOST_WORDS)
def _german(word: str) -> str:
    return _GERMAN.sub(_reformed, word)


def _reformed(match: re.Match[str]) -> str:
    return _REFORMED.get(match.group()) or match.group().replace("ph", "f")


_SPELLERS: dict[str, Callable[[str], str]] = {"en": _english, "": _english, "de": _german}
