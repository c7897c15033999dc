"""Words that speak of lists of companies: in headings, in the headers of columns, and in names themselves."""

from __future__ import annotations

import re

from monitor.compare.companypairs import is_legal_form
from monitor.text.patterns import pattern

STRONG = pattern(
    r"\b(?:sub-?\s?(?:processors?|contractors?)|affiliates|affiliated?\s+(?:companies|entities)|group\s+companies|"
    r"licensors|third[- ]party\s+(?:providers?|vendors?|suppliers?|carriers?|licen[cs]es?|software)|"
    r"(?:unter)?auftragsverarbeiter|subunternehmer|sous-traitants?|subencargad[oa]s?|subprocesadores|subprocessadores|"
    r"sub-?responsabili)\b",
    re.IGNORECASE,
)
"""What lists of companies are called."""

WEAK = pattern(
    r"\b(?:(?:service|hosting|cloud|infrastructure|payment|data)\s+providers?|providers|vendors?|suppliers?|partners?|"
    r"carriers?|recipients?|third[- ]part(?:y|ies)|subsidiaries|companies|processors|contractors|dienstleister|"
    r"empfänger|prestataires|destinataires|proveedores|fornitori|fornecedores)\b",
    re.IGNORECASE,
)
"""What they may be called, and much else is."""

ABOUT_OTHER = pattern(r"\b(?:cookies?|trackers?|pixels?|revisions?|change\s*log|definitions|glossary)\b", re.IGNORECASE)
"""What tables are called that name companies beside something else."""

NAME_COLUMN = pattern(
    r"\b(?:name|entity|entities|compan(?:y|ies)|sub-?\s?(?:processor|contractor)s?|vendors?|providers?|suppliers?|"
    r"affiliates?|licensors?|partners?|carriers?|organi[sz]ations?|third[- ]part(?:y|ies)|recipients?|processors?|"
    r"firma|unternehmen|dienstleister|(?:unter)?auftragsverarbeiter|nom|soci[ée]t[ée]|nombre|empresa|nome|azienda)\b",
    re.IGNORECASE,
)
"""Headers of a column of names."""

COMPANY_COLUMN = pattern(
    r"\b(?:entity|compan(?:y|ies)|sub-?\s?(?:processor|contractor)s?|affiliates?|licensors?|"
    r"vendors?|carriers?|suppliers?|organi[sz]ations?|legal name|unternehmen|(?:unter)?auftragsverarbeiter|"
    r"soci[ée]t[ée]|empresa)\b",
    re.IGNORECASE,
)
"""Headers of a column that can hold nothing but names of companies."""

TELLING_COLUMN = pattern(
    r"\b(?:purposes?|locations?|countr(?:y|ies)|regions?|services?|activit(?:y|ies)|functions?|descriptions?|"
    r"process(?:ing|es)|data|nature|roles?|products?|websites?|terms|licen[cs]es?|jurisdictions?|transfers?|"
    r"categor(?:y|ies)|subject|sites?|zweck|standort|land|leistung|finalit[ée]s?|pays|lieu|pa[íi]s|ubicaci[óo]n|"
    r"finalidad|finalit[àa]|paese)\b",
    re.IGNORECASE,
)
"""Headers of what is said beside the name of a company in such a list."""

OTHER_COLUMN = pattern(
    r"\b(?:cookies?|trackers?|pixels?|expir\w*|lifespan|prices?|pricing|fees?|rates?|charges?|costs?|amounts?|plans?|"
    r"versions?|revisions?|definitions?|meanings?|definition|e-?mail|phone|telephone|fax)\b",
    re.IGNORECASE,
)
"""Headers that no list of companies has: those of prices, cookies, definitions, revisions and contacts."""

_SIGNS_OF_FORMS = pattern(r"(?:株式会社|有限公司|有限会社|Sp\.\s?z\s?o\.?\s?o|A/S|S\.A\. de C\.V)")
LAND = pattern(
    r"\b(?:USA?|U\.S\.A?|United States|UK|United Kingdom|EU|EEA|European Union|Europe|Ireland|Germany|France|Spain|"
    r"Italy|Netherlands|Belgium|Sweden|Norway|Denmark|Finland|Poland|Portugal|Austria|Switzerland|Canada|Australia|India|"
    r"Japan|Singapore|Brazil|Israel|Mexico|Philippines|South Africa|New Zealand|Czech\w*|Romania|Estonia|Global|"
    r"Worldwide)\b"
)
"""Places where companies are, as such lists print them."""

_TAIL = pattern(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_LONGEST = 400  # characters: no name of a company is longer


def has_legal_form(name: str) -> bool:
    """Whether a name is a company's by its legal form: "Harborlight Ltd", "Tessel GmbH & Co. KG (Berlin)"."""
    if len(name) > _LONGEST:
        return False
    name = _TAIL.sub("", name)
    _, _, last = name.rpartition(" ")
    return (last != name and is_legal_form(last)) or bool(_SIGNS_OF_FORMS.search(name))


def speaks_of_companies(words: str) -> bool:
    """Whether words may be what a list of companies is called."""
    return bool(STRONG.search(words) or WEAK.search(words))


def is_a_sort(name: str) -> bool:
    """Whether words name companies of a sort and no company: "Payment providers", "Affiliates"."""
    return speaks_of_companies(name) and not has_legal_form(name)
