"""What one sentence says of how changes of its document take effect."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.rules.hints import any_of
from monitor.rules.periods import PERIOD, Period, periods
from monitor.rules.words import CHANGE, MATERIAL, MINOR

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from monitor.model import Start
    from monitor.rules.sentences import Sentence

_POSTED = (
    r"(?:post(?:s|ed|ing)?|publish(?:es|ed|ing)?|publication|releas(?:e|ed|ing)|upload(?:ed|ing)?|display(?:ed|"
    r"ing)?|promulgat\w+)"
)
_EFFECT = r"(?:effective|effect|force|binding|apply|applies|applicable)"
_NOTIFIED = r"(?:notice|notif\w+|inform(?:ed|ing)?|e-?mail\w*|sent|sending|receipt|receiv\w+|communicat\w+|announc\w+)"

_DAYS = any_of(
    rf"\bnot\s+object\w*\s+to\s+(?:the|such|an?|any)\s+(?:amendment|change|"
    rf"modification)s?\b.{{0,40}}\bwithin\s+{PERIOD}",
    rf"{PERIOD}\s*(?:of\s+)?(?:\w+\s+){{0,3}}?(?:notice|notification|warning)\b",
    rf"\b(?:notice|notif\w+|inform\w*|e-?mail\w*|tell|communicat\w+|announc\w+|let you know|"
    rf"warn\w*)\b.{{0,160}}?{PERIOD}\s*(?:\w+\s+){{0,2}}?(?:in advance|ahead|before|prior|beforehand)\b",
    rf"{PERIOD}\s*(?:\w+\s+){{0,2}}?(?:in advance|before|prior to|ahead of)\b.{{0,100}}\b(?:{_EFFECT}|change|"
    rf"update|modif|implement|amend|revis)",
    rf"\b{_EFFECT}\b.{{0,120}}?{PERIOD}\s*(?:\w+\s+){{0,2}}?(?:after|following|from|of|later|once)\b",
    rf"{PERIOD}\s*(?:\w+\s+){{0,2}}?(?:after|following|from)\b.{{0,120}}\b{_EFFECT}\b",
    rf"\b{_EFFECT}\b.{{0,60}}\b(?:not|does not|do not|no)\b.{{0,20}}\bobject\w*\b.{{0,60}}\bwithin\s+{PERIOD}",
    rf"\b{_POSTED}\b.{{0,80}}?{PERIOD}\s*(?:\w+\s+){{0,2}}?(?:in advance|before|prior)\b",
    rf"\b(?:no|not)\s+(?:sooner|earlier|less)\s+than\s+{PERIOD}",
)
_WINDOW = any_of(rf"\bwithin\s+(?:\w+\s+){{0,3}}?{PERIOD}")
_AT_POSTING = any_of(
    rf"\bimmediately (?:after|upon|once|on)\b.{{0,30}}\b{_POSTED}\b",
    rf"\b{_EFFECT}\b.{{0,80}}\b(?:immediately|as soon as|upon|when|once|on|at the time|from the (?:date|time|"
    rf"moment)|after|following|as of the date)\b.{{0,50}}\b(?:{_POSTED}|updated|made available|appear\w*|"
    rf"uploading|availab\w+)\b",
    rf"\b(?:immediately|instantly)\s+(?:\w+\s+)?{_EFFECT}\b|\b{_EFFECT}\b\s+(?:\w+\s+)?(?:immediately|"
    rf"instantly)\b(?!\s+(?:up)?on\s+(?:\w+\s+){{0,2}}?(?:notice|notif\w+|your|receipt|acceptance)|"
    rf"\s+after\s+(?:\w+\s+)?noti)|\bwith immediate effect\b",
    rf"\b{_EFFECT}\b.{{0,30}}\b(?:on|as of|from)\b.{{0,10}}\bthe date\b.{{0,30}}\b{_POSTED}\b",
    rf"\b(?:upon|once|when|as soon as)\b.{{0,60}}\b(?:{_POSTED}|announced)\b.{{0,60}}\b(?:{_EFFECT}|replaces?|"
    rf"supersedes?)\b",
    rf"\b{_EFFECT}\b.{{0,20}}\bthe (?:moment|time|day|date) (?:they|it|we)\b.{{0,20}}\b{_POSTED}\b",
    rf"\b(?:they|it|changes?)\s+(?:are|is|will be)\s+{_POSTED}\b.{{0,60}}\b(?:will|shall)\s+{_EFFECT}\b",
)
_AT_NOTICE = any_of(
    rf"\b{_EFFECT}\b.{{0,60}}\b(?:upon|when|once|after|as soon as|immediately (?:after|upon|"
    rf"following))\b.{{0,40}}\b{_NOTIFIED}\b",
)
_AT_DATE = any_of(
    rf"\b{_EFFECT}\b.{{0,60}}\b(?:on|as of|from|by|at)\s+(?:the|an?|such|"
    rf"any)\s+(?:\w+\s+){{0,2}}?dates?\b.{{0,40}}\b(?:set|specif\w+|stat\w+|indicat\w+|list\w+|shown|"
    rf"identified|provided|mention\w+|named|at the top|in the notice)\b",
    rf"\b{_EFFECT}\b.{{0,40}}\b(?:as of|on|from)\s+the\s+['\"]?(?:effective|last updated|last modified|revision)\b",
    rf"\b{_EFFECT}\b.{{0,60}}\b(?:upon|on|at|with|from)\s+(?:the\s+)?(?:\w+\s+){{0,5}}?renewal\b",
    rf"\b{_EFFECT}\b.{{0,60}}\bat the (?:start|beginning) of\b.{{0,40}}\b(?:term|period|renewal)\b",
)

_WILL = r"(?:will|shall|'ll|must|agrees? to|undertakes? to|commits? to|is obliged to|is required to|are required to)"
_ADVERBS = (
    r"(?:always |also |then |first |promptly |duly |of course |endeavou?r\w* |use .{0,30} |make .{0,40} |"
    r"attempt to |try to |seek to |aim to |strive to |\w+ly )*"
)
_TELL = (
    r"(?:notify|inform|e-?mail|alert|advise|tell|let (?:you|users?|customers?|our users|everyone|people) know|"
    r"announce|warn|communicate|(?:provide|give|send|issue|deliver|offer|display|"
    r"show)\s+(?:[\w'(),-]+\s+){0,10}?(?:notices?|notifications?|announcements?))\b"
)
_PROMISE = any_of(
    rf"\b{_WILL}\s+{_ADVERBS}{_TELL}",
    rf"\b{_WILL}\b[^.;]{{0,140}}\band\b,?[^.;]{{0,60}}?\b{_TELL}",
    r"\b(?:will|shall)\s+(?:always |also |\w+ly )*be\s+(?:\w+ly )?(?:notified|informed|announced|communicated|"
    r"sent|e-?mailed|advised|alerted|brought to)\b",
    r"\b(?:will|shall)\s+(?:always |also )?(?:receive|get|have)\s+(?:\w+\s+){0,6}?(?:notice|notification)\b",
    rf"\b{CHANGE}.{{0,160}}\b(?:with|upon|on|after|by|subject to)\s+(?:giving |providing |sending )?(?:you |"
    rf"the customer |customer |users? )?(?:(?:at least |reasonable |prior |advance |written |appropriate |due |"
    rf"our )+)(?:\w+\s+)?(?:notice|notification)\b",
    rf"\b(?:with|upon|on|after|by|subject to)\s+(?:giving |providing |sending )?(?:you |the customer |"
    rf"customer |users? )?(?:(?:at least |reasonable |prior |advance |written |appropriate |due |"
    rf"our )+)(?:\w+\s+)?(?:notice|notification)\b.{{0,100}}\b{CHANGE}",
    r"\b(?:by|after|upon)\s+(?:notifying|informing|e-?mailing|sending|giving|"
    r"providing)\s+(?:[\w']+\s+){0,4}?(?:notice|you|customers?|users?|an? e-?mail|notification)\b",
    rf"\b{CHANGE}.{{0,100}}\bby (?:written )?notice to (?:you|customer|the customer|users?)\b",
    r"\b(?:notifications?|notices?|e-?mails?|messages?|announcements?)\b\s+(?:is|are|will be|"
    r"shall be)\s+(?:also\s+)?(?:shown|sent|displayed|given|issued|provided|made)\b",
    r"\bwe\s+(?:always |also )?(?:notify|inform|e-?mail|tell|alert)\s+(?:you|users|customers|everyone)\b",
    r"\b(?:it is|it's) our (?:policy|practice) to (?:notify|inform)\b",
)
_HEDGE = any_of(
    r"\b(?:may|might|can|could)\s+(?:also\s+|choose to\s+|elect to\s+|decide to\s+|in\s+\w+\s+\w+\s+|"
    r"additionally\s+|, [^,]{0,60}, )*(?:\w+ly\s+)?(?:notify|inform|e-?mail|alert|advise|tell|let|announce|"
    r"communicate|provide|give|send|display|post)\b",
    r"\b(?:efforts?|endeavou?rs?|attempts?|tr(?:y|ies)|strives?|aims?|seeks?)\b",
    r"\b(?:where|if|as|when|whenever|to the extent)\s+(?:\w+\s+)?(?:appropriate|feasible|possible|practicable|"
    r"practical|reasonably practicable)\b",
    r"\b(?:at|in)\s+(?:our|its)\s+(?:sole\s+)?discretion\b.{0,30}\b(?:notify|inform|notice)\b",
    r"\bif we (?:determine|deem|consider|think|decide|believe)\b.{0,40}\b(?:appropriate|necessary)\b",
    r"\breasonable means\b.{0,30}\baware\b|\bmake (?:users|customers|you) aware\b",
    r"\bunless\b.{0,40}\bnotice is required\b|\bany other notice required\b|\bif required by\b|\bif we are required\b",
    r"\bif\b.{0,40}\brequires?\b.{0,60}\b(?:notice|law)\b",
    r"\b(?:possible|might|may)\b.{0,80}\bbut we will let you know\b",
    r"\b(?:not|no|without|never)\b.{0,30}\b(?:obligat\w+|required|have to|need to|duty)\b.{0,40}\b(?:notif|"
    r"inform|notice)",
)
_EFFORT = any_of(r"\b(?:efforts?|endeavou?rs?|attempts?|tr(?:y|ies)|strives?|aims?|seeks?)\b")
_NO_NOTICE = any_of(r"\bwithout\s+(?:\w+\s+|any\s+)*notice\b|\bno\s+(?:prior\s+)?notice\b")
_TITLE_DATE = any_of(
    r"\b(?:updating|revising|changing|modifying|amending)\b.{0,20}(?:the|its)?\s+['\"]?(?:\w+\s+){0,3}?(?:date|"
    r"'?\"?last (?:updated|modified|revised))\b",
)

_THIS_PLACE = (
    r"(?:here|this (?:web)?\s?(?:page|site|posting)|(?:on|to|at|in|through|via|onto) (?:our|the|its|this|these|"
    r"this web) (?:\w+\s+){0,4}?(?:page|(?:web)?\s?sites?|platform|services?|apps?|applications?|location)|"
    r"\bonline\b|https?://\S+|www\.\S+)"
)
_POSTS = any_of(
    rf"\b(?:by\s+)?{_POSTED}\s+(?:\w+\s+){{0,3}}?(?:(?:an?|the|any|all|our|its|such|those|these|"
    rf"each)\s+)?(?:\w+[\s,]+){{0,3}}?(?:updat\w+|revis\w+|new|modif\w+|amend\w+|chang\w+|current|latest|"
    rf"version|terms|policy|agreement|statement|notice of chang\w+|it|them)\b",
    rf"\b(?:changes?|updates?|revisions?|versions?|amendments?|modifications?|policy|terms|notice|statement|"
    rf"agreement|they|it|which)\b.{{0,60}}\b(?:be|is|are|been)\s+(?:\w+ly\s+|\w+\s+)?(?:{_POSTED}|"
    rf"made available|available|communicated|reflected|announced|placed|uploaded)\b",
    rf"\b{_POSTED}\b.{{0,40}}\b(?:here|on this page|at this (?:location|page|url)|on our (?:web)?sites?)\b",
    r"\b(?:updat\w+|revis\w+|chang\w+|amend\w+|modif\w+)\b\s+(?:\w+\s+){0,6}?(?:on|at)\s+(?:our|the|this|"
    r"its)\s+(?:\w+\s+)?(?:(?:web)?\s?site|page)\b",
    r"\bupdat(?:e|ing)\s+(?:this|the|our)\s+(?:\w+\s+){0,3}?(?:posting|page|document|policy|statement|notice|"
    r"terms)\b.{0,60}(?:\bwithout\b|\baccessible\b|\bon\b)",
    r"\b(?:updat|revis|chang|modif|amend|indicat|identif|not)\w*\b.{0,60}\b(?:date|last (?:updated|modified|"
    r"revised)|effective date)\b.{0,60}\b(?:top|bottom|beginning|end|head|start|page|above|below|version|"
    r"updated|revised)\b",
    r"\bdate\b.{0,40}\b(?:last|recent)\b.{0,30}\b(?:updat|revis|chang|modif)\w*\b.{0,60}\b(?:top|bottom|above|"
    r"below|beginning|end|page)\b",
    r"\b(?:following|after)\s+(?:the\s+)?posting\b",
    r"\b(?:check|review|visit|revisit|consult|refer|read|look|see|return|come back|examine|monitor|"
    r"re-?read)\w*\b.{0,120}\b(?:period\w*|from time to time|regular\w*|frequent\w*|often|occasional\w*|"
    r"each time|every time|whenever|again|back|latest|most (?:recent|current)|current|up[- ]to[- ]date|"
    r"for (?:any )?(?:changes|updates))\b",
    r"\b(?:period\w*|from time to time|regular\w*|frequent\w*|often|occasional\w*)\s+(?:check|review|visit|"
    r"revisit|consult|refer|read)\w*\b",
)
_BY_POSTING = any_of(
    rf"\b(?:notif\w+|notice|inform\w*|let you know|communicat\w+|announc\w+|aware)\b.{{0,120}}\b(?:by|through|"
    rf"via|including by|such as by|when)\b\s+(?:\w+ly\s+|us\s+)?(?:{_POSTED}|updating|revising|changing|"
    rf"amending|placing|publication|hosting|making (?:it|them) available|putting|displaying|"
    rf"including)\b(?!\s+(?:\w+\s+){{0,3}}?(?:notices?|announcements?|notifications?|banners?|messages?|"
    rf"alerts?|blog)\b)",
    rf"\b(?:notif\w+|inform\w*|let you know)\b.{{0,160}}\b(?:or|and)\b\s+(?:by\s+)?(?:{_POSTED}|updating|"
    rf"revising)\s+(?:the|an?|our|any|such)?\s*(?:\w+\s+){{0,2}}?(?:updat\w+|revis\w+|new|modif\w+|amend\w+|"
    rf"chang\w+|current|latest|version|terms|policy|agreement|statement)\b",
    r"\b(?:notif\w+|inform\w*|let you know)\b.{0,160}\bor on this page\b",
)
_SIGNED = any_of(
    r"\b(?:amended|modified|changed|varied)\s+only\s+(?:by|in|with|"
    r"through)\s+(?:an?\s+)?(?:\w+\s+)?(?:agreement|instrument|document|writing)\b",
    r"\b(?:amendments?|modifications?|changes|variations?|alterations?)\b.{0,80}\b(?:writing|"
    r"written)\b.{0,80}\b(?:signed|executed|agreed)\b.{0,30}\b(?:both|each|all|the)\b.{0,20}\bpart(?:y|ies)",
    r"\b(?:modify|modified|amend|amended|change|changed|vary|varied)\b.{0,60}\b(?:mutual(?:ly)?|"
    r"both parties)\b.{0,60}\b(?:agree\w*|consent|writing)\b",
    r"\b(?:may|can|shall|will|must)\s+(?:not\s+)?(?:only\s+)?be\s+(?:\w+\s+)?(?:amended|modified|changed|"
    r"varied|altered|supplemented)\b.{0,120}\b(?:signed|executed|agreed|agreement|consent|"
    r"accepted)\b.{0,60}\b(?:both|each|the|by)\b.{0,30}\bpart(?:y|ies)",
    r"\b(?:no|any)\s+(?:\w+[\s,]+){0,6}?(?:amendment|modification|change|variation|"
    r"alteration)s?\b.{0,160}\b(?:unless|except|only|must|shall be)\b.{0,120}\b(?:signed|executed|agreed|"
    r"mutual\w*|consent)\b.{0,80}\bpart(?:y|ies)\b",
    r"\b(?:amended|modified|changed|varied)\b.{0,40}\bonly\b.{0,80}\b(?:mutual\w*|"
    r"written)\b.{0,40}\b(?:agreement|consent)\b.{0,40}\b(?:of|between|by)\b.{0,20}\bpart(?:y|ies)\b",
    r"\b(?:only|unless|until)\b.{0,60}\b(?:you|customer|the user|user)\b.{0,30}\b(?:expressly|explicitly|"
    r"affirmatively)?\s*(?:accepts?|agrees?|consents?)\b.{0,60}\b(?:changes?|amend\w+|modif\w+|new|updated|"
    r"revised)\b",
    r"\b(?:will|shall)\s+(?:\w+\s+)?(?:ask|request|require|seek|obtain|need)\b.{0,40}\b(?:your|customer's|"
    r"the user's)\s+(?:\w+\s+)?(?:consent|agreement|acceptance|approval)\b",
    r"\b(?:express|explicit|prior)\s+(?:acceptance|consent|agreement)\b.{0,80}\b(?:chang|amend|modif|updat|"
    r"new version|version)\w*",
)
_ANNEXED = any_of(
    r"\b(?:exhibit|schedule|annex|appendix|attachment|jurisdiction|country|region|state)[\w-]*\b",
    r"\b(?:for|if you|in)\b.{0,30}\b(?:eu|eea|uk|europe\w*|united kingdom|germany|france|california|australia|"
    r"canada|brazil|korea|japan|india)\b",
    r"\b(?:arbitration|dispute|limitation)\b",
)
_OURS = any_of(r"\b(?:giving|give|provid\w+|notify\w*|inform\w*|notice to) us\b")
_ITEM = any_of(r"\((?:[ivx]{1,4}|[a-h]|\d)\)\s")
_PRICE = any_of(r"\b(?:pric(?:e|es|ing)|fees?|rates)\b")
_SILENT = any_of(r"\b(?:object|dissent)\w*\b")
_EXCEPTION = any_of(r"\((?:except|other than|unless|excluding)[^)]*\)", r"\b(?:except|unless)\b.*")
_MAY = any_of(r"\b(?:may|might)\s+(?:also\s+)?(?:give|provide|send|notify|inform)\b")
_COUNTED = any_of(r"\s*(?:\w+\s+){0,2}?(?:after|following|from|of|once)\b.{0,80}")
_POSTING = any_of(rf"\b{_POSTED}\b|\bupdated\b")
_NOTICE = any_of(rf"\b{_NOTIFIED}\b")
_ENDS = any_of(r"\b(?:terminat\w+|suspen\w+|cancel\w*)\b.{0,60}\b(?:immediate\w*|effective)\b")

Kind: TypeAlias = Literal["days", "posting", "date", "promise", "notice", "posted", "consent"]
Scope: TypeAlias = Literal["material", "all", "minor"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence says of changes.

    `kind`: takes effect after `period`, counted from `start`; at posting; on a date; is
    promised to be notified; takes effect with the notice; is posted, without more; needs
    consent. `annexed` says that it stands in an annex or for some customers alone.
    """

    kind: Kind
    sentence: Sentence
    scope: Scope
    annexed: bool
    period: Period | None = None
    start: Start = ""


def facts_of(sentence: Sentence) -> Iterator[Fact]:
    """What a sentence about changes says of them."""
    text = sentence.whole
    scope, annexed = _scope(text), bool(_ANNEXED.search(sentence.heading))
    period = _delay(text)
    if period:
        yield Fact("days", sentence, scope, annexed, period, _start(text, period))
    for kind, says in _SHAPES:
        if says(text):
            yield Fact(kind, sentence, scope, annexed)


def _scope(text: str) -> Scope:
    text = _EXCEPTION.sub(" ", text)
    if MINOR.search(text):
        return "minor"
    return "material" if MATERIAL.search(text) else "all"


def _without_prices(text: str) -> str:
    """A sentence with blanks for those of its items that speak of prices."""
    items = [*(match.start() for match in _ITEM.finditer(text)), len(text)]
    for start, end in pairwise(items):
        if _PRICE.search(text[start:end]):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _delay(text: str) -> Period | None:
    """The period between notice or posting and effect, where the sentence promises one: not the customer's notice."""
    if _OURS.search(text):
        return None
    text = _without_prices(text)
    found = _DAYS.search(text)
    if found is None or (_MAY.search(text) and not _EFFORT.search(text)):
        return None
    inside = [one for one in periods(text) if found.start() <= one.start < found.end()]
    delays = [one for one in inside if _SILENT.search(text) or not text[: one.start].endswith("within ")]
    return delays[-1] if delays else None


def _start(text: str, period: Period) -> Start:
    """What a period is counted from: where both are named, posting is enough."""
    after = _COUNTED.match(text[period.end :])
    told = after.group() if after else ""
    if _POSTING.search(told):
        return "posting"
    if _NOTICE.search(told) or _NOTICE.search(text):
        return "notice"
    return "posting" if _POSTING.search(text) else ""


def _at_posting(text: str) -> bool:
    return bool(_AT_POSTING.search(_AT_DATE.sub(" ", text))) and not _ENDS.search(text)


def _promises(text: str) -> bool:
    """Whether a firm promise to notify stands there, of a notice that is not the posted document itself."""
    found = _PROMISE.search(text)
    return bool(found) and not (_HEDGE.search(_around(text, found)) or _BY_POSTING.search(text))


def _around(text: str, found: re.Match[str] | None) -> str:
    """The part of the sentence that a promise belongs to: from the last stop before it to the next one behind it."""
    if found is None:
        return ""
    start = max(text.rfind(mark, 0, found.start()) for mark in (";", ". "))
    return text[start + 1 :]


def _posted(text: str) -> bool:
    return bool(_POSTS.search(text) or _BY_POSTING.search(text) or _TITLE_DATE.search(text))


_SHAPES: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
    ("posting", _at_posting),
    ("date", lambda text: bool(_AT_DATE.search(text))),
    ("promise", _promises),
    ("notice", lambda text: bool(_AT_NOTICE.search(text))),
    ("posted", _posted),
    ("consent", lambda text: bool(_SIGNED.search(text))),
)
