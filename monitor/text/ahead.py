"""What follows a figure that is no label: a unit of measure, a span of time, the name of a law."""

from __future__ import annotations

import re

from monitor.text.patterns import pattern

PARAGRAPH_AHEAD = pattern(r"(?:abs|absatz|satz|nr|ust|pkt|al|alinéa)\b", re.IGNORECASE)
UNIT_AHEAD = pattern(  # as they are spelled in a sentence: "1.5 Hours of Operation" is a title
    r"(?:%|‰|[$€£¥₹]|(?:percent|per\s?cent|pour\s?cent|por\s?ciento|por\s?cento|procent|seconds?|minutes?|hours?|days?|"
    r"weeks?|months?|years?|times|points?|million|billion|thousand|Prozent|Minuten|Stunden|Tagen?|Wochen|Monaten?|"
    r"Jahren?|Mio|Mrd|Millionen|Milliarden|Nutzern?|heures?|jours?|semaines|mois|ans|horas?|días?|dias?|semanas|meses|"
    r"años|anos|millones|milhões|ore|giorni|settimane|mesi|anni|uur|uren|dagen|weken|maanden|jaar|godzin\w*|dni|"
    r"tygodni\w*|miesi\w+|lat|timmar|dagar|veckor|månader|år|[Ee]uros?|EUR|USD|GBP|CHF|SEK|PLN|JPY|dollars?|pounds?|"
    r"cents?|[KMGT]B|[kMG]bit|[kMG]Wh|kg|km|mm|cm|users?|stars?)(?![^\W_]))"
)
SPAN_AHEAD = pattern(  # "(5) working days": a figure that was set in brackets, or an ordinal, and counts time
    r"(?:%|‰|(?:percent|per\s?cent|Prozent)(?![^\W_])|(?:(?:business|working|calendar|consecutive|full)\s)*"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|Tag(?:en?|es)?|Werktag(?:en?|es)?|Stunden?|Wochen?|"
    r"Monat(?:en?|s)?|Jahr(?:en?|es)?|heures?|jours?|semaines?|mois|días?|dias?|semanas?|meses|giorni|settimane|mesi|"
    r"dagen|weken|maanden|dni|dagar)(?![^\W_]))"
)
STATUTE_AHEAD = pattern(  # "§ 307 BGB" is a paragraph of the law
    r"(?:A?BGB|[HUSVZ]GB|StGB|DS-?GVO|GDPR|UK\sGDPR|RGPD|AVG|T[KM]G|DDG|TT?DDD?S?G|B?DSG|UWG|VVG|ZPO|GG|AO|OR|VSBG|"
    r"E[CG]G|FAGG|SGB|LGPD|CCPA|(?:[A-ZÄÖÜ][a-zäöü]+)+(?:G|O|V|GB|StG))(?![\w-])"
)
