"""Which right customers have to leave: for convenience, or because of a change. Never for a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.model import Right
from monitor.rules.hints import Hinted, Leftmost, any_of, mentions
from monitor.rules.periods import PERIOD, Period, periods
from monitor.rules.words import BEFORE_EFFECT, CHANGE, OF_SECTION
from monitor.text.memo import remembered

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from monitor.rules.sentences import Sentence

_CUSTOMER = (
    r"(?:you|(?:the |an? |each |any |such )?(?:customer|client|user|member|subscriber|licensee|participant|"
    r"developer|purchaser|reseller|merchant|affiliate|controller|recipient|seller|creator|employer|"
    r"account holder|buyer|guest|visitor)s?|(?:either|each|any|both) (?:of the )?part(?:y|ies)|"
    r"(?:institutional )?licensees?|we both|either of us|(?-i:[A-Z]\w+ or (?:the )?(?:[A-Z]\w+|you)))"
)
_MAY = (
    r"(?:may|can|could|(?:are|is) (?:always |also )?(?:free|able|entitled|permitted|allowed) to|(?:have|has|"
    r"shall have|will have) the (?:\w+ )?(?:right|option|ability|possibility|choice|opportunity) (?:to|of)|"
    r"shall be (?:entitled|free|able) to|will be (?:able|entitled|free) to|reserves? the right to)"
)
_LEAVE = (
    r"(?:terminat(?:e|ing)|cancel(?:l?ing)?|clos(?:e|ing)|deactivat(?:e|ing)|end(?:ing)?|delet(?:e|ing)|"
    r"(?:stop|ceas|discontinu)(?:e|p?ing)?\s+(?:us(?:e|ing)|your use|its use|the use|access\w*|th(?:e|is|"
    r"ese) (?:\w+ )?(?:services?|agreement|terms)|our services?|all use|receiving the services?|subscrib\w+|"
    r"your (?:participation|subscription|membership|account))|"
    r"withdraw(?:ing)? from|leav(?:e|ing)|rescind(?:ing)?)"
)
_WHAT = (
    r"(?:accounts?|agreement|contract|terms|subscriptions?|services?|memberships?|order(?: form)?s?|licen[cs]e|"
    r"profile|use|using|relationship|plan|participation|addendum|dpa|registration|trial|programs?|products?|"
    r"software|copilot)"
)
_FREELY = (
    r"(?:at any time|any time|at all times|for (?:any|no) reason|for (?:its |your )?convenience|without (?:cause|"
    r"reason|giving)|at (?:your|its|their) (?:sole |own )?(?:discretion|option|convenience|election)|whenever)"
)
_THINGS = (
    r"(?:data|information|contents?|posts?|messages?|cookies?|consents?|history|files?|chats?|conversations?|"
    r"comments?|photos?|images?|inputs?|outputs?|requests?|items?|orders?|payments?|objections?|claims?|catalog)\b"
)
_GOING_ON = r"(?:(?!not\b|only\b|never\b|lose\b|receive\b|result\b)[\w',()-]+\s+){0,10}?"
_LEAVES = rf"{_LEAVE}\s+(?:(?!{_THINGS})[\w',()/&\"-]+\s+){{0,9}}?\"?{_WHAT}\b(?!\s+of\s+(?:\w+\s+)?{_THINGS})"
_FREE = any_of(rf"\b{_FREELY}\b")
_NO_CAUSE = any_of(
    r"\bfor (?:any|no)(?: or (?:any|no))? reason\b|\bconvenience\b|\bwithout cause\b|\bwith or without cause\b"
)
_FREELY_HINTS = "any time|all times|reason|convenience|cause|giving|discretion|option|election|whenever"
_ANY_TIME = Leftmost(
    Hinted("may|can|could|to|of", rf"\b{_CUSTOMER}\b,?\s+{_MAY}\b,?\s+{_GOING_ON}{_LEAVES}"),
    Hinted(
        _FREELY_HINTS,
        rf"\b{_CUSTOMER}\b,?\s+{_MAY}\b,?\s+{_GOING_ON}(?:terminate|cancel|end)\s+(?:\w+\s+){{0,3}}?{_FREELY}",
        rf"\b{_FREELY}\b,?.{{0,40}}\b{_CUSTOMER}\b\s+{_MAY}\b.{{0,60}}\b{_LEAVES}",
    ),
    Hinted(
        "terminated",
        rf"\b{_WHAT}\b.{{0,40}}\bterminated\b.{{0,160}}:.{{0,20}}\bby\s+{_CUSTOMER}.{{0,20}}\b{_FREELY}",
    ),
    Hinted(
        "by",
        rf"\b{_WHAT}\b.{{0,80}}\b(?:may|can)\s+(?:also\s+)?be\s+(?:{_LEAVE}|closed|deleted|ended|"
        rf"terminated)\b.{{0,60}}\bby\s+(?:{_CUSTOMER})\b",
    ),
    Hinted("terminated", rf"\bterminated\b\s*:?\s*(?:by|either by)\s+(?:{_CUSTOMER}).{{0,40}}\b(?:{_FREELY})"),
    Hinted(
        "do so",
        rf"\b(?:wish|want|would like|choose|decide)\w*\s+to\s+{_LEAVES}.{{0,80}}\b(?:you|they|it|"
        rf"customer)\s+{_MAY}\s+do so\b",
    ),
    Hinted("can be cancel", r"\bcan be cancel(?:l)?ed\b.{0,30}\bat any time\b"),
    Hinted(
        "other party|either party",
        r"\btermination\b.{0,60}\b(?:at any time|for any reason|with or without cause)\b.{0,120}\b(?:other|"
        r"either) party\b",
        rf"\b{_WHAT}\b.{{0,120}}\bterminated\b.{{0,40}}\bby either party\b",
    ),
    Hinted(
        "be cancel",
        r"\b(?:subscriptions?|memberships?|plans?)\b.{0,20}\b(?:may|can) be cancel(?:l)?ed\b(?!.{0,60}\bby us\b)",
    ),
    Hinted("account", r"\brequest (?:that your|the (?:deletion|closure) of your) account\b"),
    Hinted(
        "account|subscription|membership",
        r"\b(?:allows?|enables?|lets?|permits?)\s+(?:you|users?|members?|"
        r"customers?)\s+(?:to\s+)?(?:\w+\s+){0,2}?(?:delete|close|deactivate|cancel|terminate)\s+(?:your|"
        r"their)\s+(?:\w+\s+)?(?:account|subscription|membership)",
    ),
    Hinted("decide", rf"\b{_CUSTOMER}\b.{{0,20}}\bmay\b.{{0,40}}\bdecide\b.{{0,60}}\b{_LEAVES}"),
    Hinted(
        "notice",
        rf"\b{_CUSTOMER}\b\s+{_MAY}\s+{_GOING_ON}(?:terminate|cancel|end)\b.{{0,40}}\b(?:with|on|upon|by|after|"
        rf"giving)\b.{{0,80}}\bnotice\b",
    ),
    Hinted(
        "only|sole|exclusive",
        r"\b(?:only|sole|exclusive) (?:\w+ )*?(?:option|remedy|recourse|right)s?\b.{0,80}\b(?:to|"
        r"is)\b.{0,20}\b(?:stop|terminat\w*|discontinu\w*|cancel\w*|ceas\w*|clos\w*|delet\w*)",
    ),
    Hinted(
        "account|subscription|membership",
        r"\bto\s+(?:\w+\s+)?(?:terminate|cancel|close|delete|deactivate)\s+(?:your|an|the)\s+(?:\w+\s+)?(?:account|"
        r"subscription|membership)\b.{0,60}\b(?:at any time|please|go to|visit|click|log in|contact|follow|email|"
        r"send)\b",
    ),
)
_IF_CHANGED = Hinted(
    "not|disagree|object|unacceptable|opportunity",
    rf"\b(?:disagree\w*|object\w*|unacceptable|not\b.{{0,30}}\b(?:agree\w*|accept\w*|wish|consent\w*|want|"
    rf"approve|willing|"
    rf"comfortable))\b.{{0,160}}\b{_CUSTOMER}\b,?\s+{_MAY}\s+(?:[\w',()-]+\s+){{0,6}}?{_LEAVE}\b",
    rf"\bnot (?:agree|accept)\w*\b.{{0,120}}\b(?:it|they|he or she|"
    rf"he/she)\s+{_MAY}\s+(?:[\w',()-]+\s+){{0,6}}?{_LEAVE}\b",
    rf"\bnot (?:agree|accept)\w*\b.{{0,120}}\b(?:and|or)\s+(?:you\s+)?(?:may|can)\s+{_LEAVE}\b",
    rf"\b{_CUSTOMER}\b\s+(?:who|that|which)\s+(?:do|does)\s+not\s+(?:agree|"
    rf"accept)\w*\b.{{0,80}}{_MAY}\s+(?:[\w',()-]+\s+){{0,6}}?{_LEAVE}\b",
    rf"\b{_CUSTOMER}\b,?\s+{_MAY}\s+(?:[\w',()-]+\s+){{0,6}}?{_LEAVE}\b.{{0,200}}\bif\b.{{0,60}}\b(?:disagree|"
    rf"not (?:agree|accept|wish|consent)|object)",
    rf"\bopportunity to {_LEAVE}\b.{{0,80}}\bbefore\b.{{0,60}}\b(?:change|effect)",
)
_FOR_CAUSE = Hinted(
    "party|breach|insolv|bankrupt|liquidat|for cause|default|violat|force|fail|unable|control|infring|midnight|"
    "cooling|withdrawal|14",
    r"\bif the other party\b|\b(?:material(?:ly)?\s+)?breach\w*\b|\binsolven\w*\b|\bbankrupt\w*\b|"
    r"\bliquidat\w*\b|\bfor cause\b|\bdefault\b|\bviolat\w*\b|\bforce majeure\b|\bfails? to (?:cure|comply|pay|"
    r"perform)\b",
    r"\bunable to (?:resolve|agree|cure)\b|\bchange of control\b|\binfring\w*\b",
    r"\bmidnight of the\b|\bcooling[- ]off\b|\bright of withdrawal\b|\b14[- ]days?\b.{0,60}\b(?:withdraw|"
    r"refund|cancel)",
)
_CONDITION = any_of(r"\b(?:if|in the event|where|should|in case|when|upon|following|after(?! which)|unless)\b[^;]*$")
_ALLOWED = any_of(
    rf"\b{CHANGE}|\bnew terms\b", r"\b(?:wish|want|would like|choose|prefer|decide|elect|no longer|desire)\w*\b"
)
_PRICE = Hinted(
    "pric|fee|rate|charge",
    r"\b(?:pric\w+|fees?|rates?|charges?)\b.{0,60}\b(?:increas\w*|chang\w*|adjust\w*)\b|"
    r"\bincreas\w*\b.{0,40}\b(?:pric\w+|fees?|rates?)\b",
)
_DUTY = any_of(rf"\b(?:must|shall|should|need to|have to|required to|agree to|please)\s+(?:\w+\s+){{0,3}}?{_LEAVE}\b")
_DENIED = Hinted(
    "convenience",
    rf"\b{_CUSTOMER}\s+(?:may|can|shall)\s*not\s+(?:\w+\s+){{0,4}}?(?:terminate|cancel)\b.{{0,80}}"
    r"\bfor convenience\b",
    r"\bno right to terminate\b.{0,40}\bconvenience\b|\bterminat\w+ for convenience\b.{0,40}\bnot (?:permitted|"
    r"allowed)\b",
    r"\bneither party\b.{0,40}\bterminate\b.{0,40}\bconvenience\b",
)
_DATA_ONLY = any_of(
    r"\b(?:delet\w+|remov\w+|withdraw\w*)\s+(?:[\w',-]+\s+){0,4}?(?:data|information|content|posts?|messages?|"
    r"cookies?|consent|history|files?|chats?|conversations?|comments?|photos?|inputs?|outputs?|objection|"
    r"claim)\b"
)
_ACCOUNT = any_of(
    rf"\b(?:delet\w+|clos\w+|deactivat\w+|terminat\w+|cancel\w*|end\w*|stop\w*)\s+(?:[\w',/-]+\s+){{0,6}}?{_WHAT}\b"
)
_NOTICE = any_of(
    rf"{PERIOD}\s*(?:(?!of\b|after\b|from\b|following\b|since\b)[\w']+\s+){{0,4}}?(?:notice|notification)\b",
    rf"\bnotice\b(?:\s+\w+){{0,6}}?\s+(?:of|at least|not less than|no later than|minimum)\s+(?:of\s+)?{PERIOD}",
)
_EXCEPT = any_of(r"\b(?:except|unless|whereas|while|but)\b")
_PROVIDER = any_of(rf"^(?!{_CUSTOMER}\b)(?:we|[A-Z]\w+)\s+(?:may|can|reserves?|will|shall)\b")
_FOR_SOME_ONLY = 10  # weightless beside any right that all customers have
_FOR_SOME = any_of(
    r"\b(?:residents?|consumers?|users?|subscribers?|customers?|members?)\s+(?:of|in|from|residing in|"
    r"located in)\s+(?-i:[A-Z])",
    r"\b(?:if you|where you)\s+(?:are|live|reside)\b.{0,40}\b(?:resident|in|located)\b\s+(?-i:[A-Z])",
    r"(?-i:\b(?:German|California|French|Italian|Korean|Brazilian|EU|EEA|UK)\b)\s+(?:residents?|consumers?|"
    r"users?|subscribers?)",
)
_TAIL = any_of(
    r"\bafter (?:it has|they have|the) renew\w*|\bin the event (?:that|of)\b|\bprovided that\b|\bif (?:there|no|"
    r"customer has|you have)\b"
)
_AGREEMENT, _CHANGED, _DELETION = 2, 4, 6  # the lower, the weightier; one with a stated notice is one weightier
_OF_AGREEMENT = any_of(
    r"\b(?:agreement|contract|terms|addendum|relationship|either party|each party|both parties|licen[cs]e)\b"
)


_LEAVING = (
    "terminat", "cancel", "clos", "deactivat", "end", "delet", "stop", "ceas", "discontinu", "withdraw", "leav",
    "rescind", "unsubscribe",
)  # fmt: skip
_LEAVING_WORD = any_of(rf"\b(?:{'|'.join(_LEAVING)})(?<!\bend)|\bend(?:ing|ed)?\b")  # "vendor" is none
_MAYS = (
    "may ", "can ", "could ", "free", "able to", "entitled", "permitted", "allow", "right", "option", "possib",
    "choice", "opportunity", "ability", "enable", "let", "sole", "only", "remedy", "terminated", "account",
    "subscription", "membership", "request",
)  # fmt: skip
_ITEM = any_of(r";\s|\((?:[ivx]{1,4}|[a-h]|\d)\)\s")


class _Leave(NamedTuple):
    """A right to leave that a sentence gives: how weighty (the lower, the more) and where it stands in it."""

    weight: int
    start: int


def termination_of(sentences: Sequence[Sentence]) -> Right:
    """The customer's right to leave for convenience or upon a change: of the agreement before that of an account."""
    found = [(leave, one) for one in sentences for leave in _leaving(one.whole)]
    if not found:
        denied = next((one for one in sentences if _DENIED.search(one.text)), None)
        return Right(right=False, clause=denied.path, quote=denied.text) if denied else Right()
    leave, sentence = min(found, key=lambda pair: _weight(*pair))
    period = _notice_of(sentence.whole[leave.start :])
    return Right(
        right=True,
        days=period.days if period else None,
        clause=sentence.path,
        quote=sentence.text,
        unit=period.unit if period else "days",
        before_effect=bool(_IF_CHANGED.search(sentence.whole) and BEFORE_EFFECT.search(sentence.whole)),
    )


def _weight(leave: _Leave, sentence: Sentence) -> int:
    """The lower, the more a right says: one for some customers only, or on a condition, comes after all others."""
    some = _FOR_SOME.search(f"{sentence.heading} {sentence.whole}") or _TAIL.search(sentence.whole[leave.start :])
    return leave.weight - _has_notice(leave, sentence) + (_FOR_SOME_ONLY if some else 0)


def _has_notice(leave: _Leave, sentence: Sentence) -> bool:
    """Whether a right to end the agreement has a stated notice: it then says the most."""
    return leave.weight <= _AGREEMENT and _notice_of(sentence.whole[leave.start :]) is not None


@remembered  # most sentences stand in both versions of terms that are compared
def _leaving(text: str) -> tuple[_Leave, ...]:
    """The right to leave that a sentence gives, nothing where it gives none."""
    found = _found_leaving(text)
    return (found,) if found else ()


def _found_leaving(text: str) -> _Leave | None:
    if not (mentions(text, *_LEAVING) and mentions(text, *_MAYS)) or not _LEAVING_WORD.search(text):
        return None
    if OF_SECTION.search(text):
        return None
    if _FOR_CAUSE.search(text) and not _NO_CAUSE.search(text):
        text = _without_causes(text)
    of_price = bool(_PRICE.search(text))
    upon_change = None if of_price else _IF_CHANGED.search(text)
    if upon_change and not _is_none(text, upon_change):
        return _Leave(_CHANGED, upon_change.start())
    found = _ANY_TIME.search(text)
    if (
        found is None
        or _is_none(text, found)
        or _DUTY.search(found.group())
        or _is_bound(text, found, of_price=of_price)
    ):
        return None
    return _Leave(_AGREEMENT if _OF_AGREEMENT.search(found.group()) else _DELETION, found.start())


def _is_none(text: str, found: re.Match[str]) -> bool:
    """Whether what reads like leaving is the provider's right, or only about data."""
    if found.start() == 0 and _PROVIDER.search(text):
        return True
    return bool(_DATA_ONLY.search(found.group())) and not _ACCOUNT.search(found.group())


def _is_bound(text: str, found: re.Match[str], *, of_price: bool) -> bool:
    """Whether a right hangs on a condition that is neither the customer's wish nor a change of the document."""
    condition = _CONDITION.search(text[: found.start()])
    if condition is None:
        return False
    said = text[condition.start() : found.end()]
    return of_price or not (_ALLOWED.search(said) or _FREE.search(text[found.start() :]))


def _without_causes(text: str) -> str:
    """A sentence without those of its items that speak of a breach or the like."""
    return " ".join(part for part in _ITEM.split(text) if not _FOR_CAUSE.search(part))


def _notice_of(text: str) -> Period | None:
    """The notice that the customer is to give, where the sentence says so: an exception is the provider's."""
    text = _EXCEPT.split(text, maxsplit=1)[0]
    found = _NOTICE.search(text)
    if found is None:
        return None
    stated = (one for one in periods(text) if found.start() <= one.start < found.end())
    return next((one for one in stated if not text[: one.start].endswith("within ")), None)
