"""How long ago something was, as pages print it: "5 days ago", "vor 3 Tagen", "3日前"; another figure at each visit."""

from __future__ import annotations

import re

from monitor.text.patterns import pattern

_ABOUT = r"(?:(?:over|about|around|almost|nearly|roughly|approximately|less\sthan|more\sthan|under)\s)?"
_COUNT = (
    r"(?:\d{1,4}\+?\s?|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s)?few|several|"
    r"a\scouple\sof)\s)"
)
_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|(?<=\d)[smhdwy]|"
    r"(?<=\d\s)[smhdwy])"
)

_AGE = pattern(
    rf"\b(?:{_ABOUT}{_COUNT}{_UNIT}\sago|yesterday|today|just\snow|(?:a\s|(?:a\s)?few\s)?moments?\sago|"
    r"last\s(?:night|week|month|year)|(?:earlier\s)?this\s(?:morning|week|month|year)|"
    r"vor\s(?:etwa\s|über\s|mehr\sals\s)?(?:\d{1,4}|eine[mnr]|wenigen|einigen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)"
    r"\s(?:sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?)|gestern|heute|"
    r"il\sy\sa\s(?:plus\sde\s|environ\s|moins\sd[e']\s?)?(?:\d{1,4}|une?|deux|trois|quelques)"
    r"\s(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)|hier|aujourd'hui|"
    r"hace\s(?:más\sde\s|unos\s|unas\s)?(?:\d{1,4}|una?|dos|tres|pocos|pocas)"
    r"\s(?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)|ayer|hoy|"
    r"há\s(?:mais\sde\s|cerca\sde\s)?(?:\d{1,4}|uma?|dois|duas|três|poucos|poucas)"
    r"\s(?:segundos?|minutos?|horas?|dias?|semanas?|mês|meses|anos?)|ontem|hoje|"
    r"(?:più\sdi\s|circa\s)?(?:\d{1,4}|una?|due|tre|poch[ie])"
    r"\s(?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\sfa|ieri|oggi|"
    r"(?:meer\sdan\s|ongeveer\s)?(?:\d{1,4}|een|twee|drie|enkele)"
    r"\s(?:seconden?|minu(?:ut|ten)|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren)\sgeleden|gisteren|vandaag|"
    r"(?:\d{1,4}\s)?(?:sekund\w*|minut\w*|godzin\w*|dni|dzień|tydzień|tygodni\w*|miesi\w+|rok|lata|lat)\stemu|wczoraj|"
    r"för\s(?:\d{1,4}|en|ett)\s(?:sekund(?:er)?|minut(?:er)?|timm(?:e|ar)|dag(?:ar)?|veck(?:a|or)|månad(?:er)?|år)\ssedan|"
    r"igår)\b|\d{1,4}\s?(?:秒|分|分钟|分鐘|時間|小时|小時|日|天|週間|周|か月|ヶ月|个月|個月|年)前|昨天|昨日|"
    r"\d{1,4}\s?(?:분|시간|일|주|개월|년)\s?전",
    re.IGNORECASE,
)
_HINTS = (
    *"ago yesterday today now last this vor gestern heute hier aujourd hace ayer hoy há ontem hoje fa ieri".split(),
    *"oggi geleden gisteren vandaag temu wczoraj sedan igår 前 昨 전".split(),
    "il y a",
)  # one of these stands in every age; most lines have none, and to look for one is slow
_COUNTED = pattern(r"\d")


def ages_in(text: str) -> list[tuple[int, int]]:
    """Where a text says how long ago something was; the word for what happened then ("updated") is not part of it."""
    lower = text.lower()
    if not any([hint in lower for hint in _HINTS]):  # noqa: C419 - mostly none is, and a generator takes longer
        return []
    return [match.span() for match in _AGE.finditer(text)]


def without_ages(text: str) -> str:
    """The text without the words that say how long ago something was."""
    for start, end in reversed(ages_in(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def is_only_an_age(text: str) -> bool:
    """Whether a text says how long ago something was, counted, and not even what: "5 days ago"."""
    bare = text.strip(" .,:;()[]-")
    return bool(_COUNTED.search(bare)) and ages_in(bare) == [(0, len(bare))]
