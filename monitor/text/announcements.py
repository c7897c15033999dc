"""Passages that tell of an update of the terms themselves and are no part of them: "We have updated our Terms ..."."""

from __future__ import annotations

import re

from monitor.text.dates import printed_dates
from monitor.text.fold import tidy
from monitor.text.patterns import pattern
from monitor.text.printed import printed_addresses

_MOST_LEADING = 25  # words of a sentence that only leads on
_MOST_WORDS = 80  # of such a passage; banners over terms have 10 to 60
_LONGEST = 1_200  # characters, the same
_DATE, _ADDRESS = "⟨date⟩", "⟨address⟩"


def _pattern(*parts: str) -> re.Pattern[str]:
    return pattern("|".join(parts), re.IGNORECASE)


_TERMS = _pattern(
    r"\b(?:terms?|agreements?|polic(?:y|ies)|conditions?|statements?|notice|addendum|contract|guidelines|rules|eula|"
    r"dpa|"
    r"versions?|\w*bedingungen|agb|\w*erklärung|\w*vertrag\w*|\w*vereinbarung|\w*richtlinien?|fassung|politique|"
    r"contrat|"
    r"charte|déclaration|términos|condiciones|política|contrato|acuerdo|aviso|versión|termos|condições|acordo|versão|"
    r"termini|condizioni|informativa|contratto|versione|\w*voorwaarden|\w*beleid|overeenkomst|\w*verklaring|versie)\b"
)
_UPDATED = _pattern(
    r"\bwe(?:'re| are) (?:\w+ly )?(?:updating|changing|revising|amending|replacing|simplifying|"
    r"making (?:\w+ ){0,3}(?:changes|updates))\b",
    r"\bwe(?:'ve| have| recently| just)(?: recently| just)? (?:updated|changed|revised|amended|replaced|simplified|"
    r"made (?:\w+ ){0,3}(?:changes|updates))\b|\bwe updated\b",
    r"\b(?:has|have) (?:recently |just )?(?:been )?(?:updated|revised|changed|amended|replaced|superseded)\b",
    r"\b(?:is|are) (?:being (?:updated|revised|changed|replaced)|changing)\b",
    r"\bwill (?:be (?:updated|replaced|superseded|revised|amended)|change)\b",
    r"\b(?:upcoming|important) (?:changes|updates?) to (?:our|these|this|the)\b",
    r"\b(?:new|updated|revised|upcoming|latest)\b[^.]{0,60}\b(?:appl(?:y|ies)|takes? effect|(?:goe?s?|comes?|enters?) "
    r"into (?:effect|force)|(?:is|are) (?:available|effective)|will (?:apply|take effect|become|be effective|come|"
    r"go|enter))",
    r"\bwir (?:haben|aktualisieren|ändern|überarbeiten|passen)\b[^.]{0,80}"
    r"(?:bedingungen|agb|erklärung|vertrag|vereinbarung|richtlinie)",
    r"\b(?:wird|werden|wurden?)\b[^.]{0,60}\b(?:aktualisiert|geändert|überarbeitet|angepasst|ersetzt)\b",
    r"\bneuen?\b[^.]{0,60}\b(?:gilt|gelten|tritt|treten|verfügbar)\b",
    r"\bnous (?:mettons|modifions|actualisons|révisons|avons (?:récemment )?(?:mis à jour|modifié|actualisé|révisé))\b",
    r"\b(?:a|ont) été (?:récemment )?(?:mise?s? à jour|modifié\w*|actualisé\w*|révisé\w*|remplacé\w*)",
    r"\bnouve(?:lle|lles|au|aux)\b[^.]{0,80}\b(?:entr\w+ en vigueur|s'appliqu\w+|applicables?|prend\w* effet|"
    r"disponibles?)",
    r"\b(?:estamos actualizando|actualizamos|vamos a actualizar|(?:hemos|se han?) (?:actualizado|modificado|"
    r"revisado))\b",
    r"\bhan? sido (?:actualizad|modificad|revisad|sustituid|reemplazad)\w+",
    r"\bnuev[oa]s?\b[^.]{0,80}\b(?:entra\w* en vigor|se aplica\w*|aplicables?|vigentes?|disponibles?)\b",
    r"\b(?:estamos (?:atualizando|a atualizar)|atualiz[aá]mos)\b|\b(?:foi|foram) (?:atualizad|alterad|revist|"
    r"substituíd)\w+",
    r"\bnov[oa]s?\b[^.]{0,80}\b(?:entra\w* em vigor|aplica\w*|aplicáve(?:l|is)|disponíve(?:l|is))\b",
    r"\b(?:stiamo aggiornando|abbiamo (?:recentemente )?(?:aggiornato|modificato|rivisto))\b",
    r"\b(?:è stat|sono stat)[oaie] (?:aggiornat|modificat|rivist|sostituit)[oaie]\b",
    r"\bnuov[oaie]\b[^.]{0,80}\b(?:entr\w+ in vigore|si applic\w+|disponibil[ei])\b",
    r"\b(?:wij|we) (?:werken|hebben|passen|wijzigen)\b[^.]{0,80}(?:voorwaarden|beleid|overeenkomst|verklaring)",
    r"\b(?:is|zijn|wordt|worden)\b[^.]{0,40}\b(?:bijgewerkt|gewijzigd|aangepast|herzien|vervangen)\b",
    r"\bnieuwe\b[^.]{0,80}\b(?:van kracht|geldt|gelden|in werking|beschikbaar|ingang)\b",
)
_FORMER = _pattern(
    r"\b(?:this|these|here)\b[^.]{0,20}\b(?:is|are|shows?|was|were)\b[^.]{0,20}\b(?:previous|prior|earlier|former|"
    r"archived|"
    r"outdated|old|superseded|historical) (?:version|terms|polic\w+|agreement)",
    r"\byou(?:'re| are) (?:viewing|reading|looking at)\b[^.]{0,20}\b(?:previous|prior|earlier|former|archived|"
    r"outdated|old|"
    r"superseded|historical)\b",
    r"\b(?:dies|das|hier)\b[^.]{0,30}\b(?:frühere|vorherige|vorige|alte|ältere|archivierte|veraltete)\w* (?:version|"
    r"fassung)",
    r"\b(?:ceci|voici|il s'agit|vous consultez)\b[^.]{0,30}\b(?:(?:précédente|ancienne) version|version (?:précédente|"
    r"antérieure|archivée|obsolète|ancienne))",
    r"\b(?:esta|está|ésta)\b[^.]{0,40}\bversión (?:anterior|previa|archivada|antigua)",
    r"\best[ae]\b[^.]{0,40}\bversão (?:anterior|antiga|arquivada)",
    r"\b(?:questa|quest'|stai)\b[^.]{0,40}\b(?:versione (?:precedente|archiviata|obsoleta)|precedente versione)",
    r"\b(?:dit|u bekijkt|je bekijkt)\b[^.]{0,30}\b(?:vorige|eerdere|oude|gearchiveerde) versie",
)
_IN_FORCE = _pattern(
    r"\b(?:take|takes|go|goes|come|comes|enter|enters|will|become|becomes|effective|apply|applies|starting|"
    r"beginning)\b",
    r"\b(?:in kraft|gelten|gilt|wirksam|en vigueur|s'appliqu\w+|effet|en vigor|aplica\w*|em vigor|in vigore|applic\w+|"
    r"van kracht|ingang|geldt|gelden|decorr\w+)\b",
)
_LEADS_ON = _pattern(
    r"\b(?:here|learn more|read|see|view|click|visit|download|find out|for more|for details|please (?:read|review)|"
    r"compare|"
    r"thank you|hier|mehr erfahren|lesen sie|siehe|finden sie|ici|en savoir plus|consulte[rz]?|voir|lire|aquí|más "
    r"información|ver|lea|leer|aqui|saiba mais|leia|qui|maggiori|scopri|leggi|meer informatie|lees|bekijk)\b",
    _ADDRESS,
)
_GOING_ON = _pattern(
    r"^by (?:continuing to|your continued) us|^(?:your )?continued use|^(?:mit|durch) (?:der|die) (?:weiteren?|"
    r"fortgesetzten?) "
    r"nutzung|^en continuant (?:à|d')|^al (?:seguir|continuar)|^ao continuar|^continuando|^door .{0,20}te blijven"
)
_NO_NEWS = _pattern(  # who may change terms, and how; what a party owes
    r"\b(?-i:may)\b|\b(?:might|could|can|cannot|must|shall|should|unless|reserves?|reserved|waives?|fees?|prices?|"
    r"pay|pays|"
    r"required|liable|liability|concluded|entered into|before|until|ends?|refunds?|arbitration|warrant\w*|consent)\b",
    r"\b(?:from time to time|at any time|if we|when(?:ever)? we|when you|if you|any (?:\w+ ){0,2}(?:changes?|updates?|"
    r"amendments?|modifications?|revisions?)|each time|upon posting|when posted|days|months|not)\b",
    r"\b(?:können|kann|könnte|dürfen|müssen|vorbehalt\w*|behalten uns|jederzeit|von zeit zu zeit|falls|wenn|sofern|"
    r"etwaige|"
    r"künftige|tagen?|innerhalb|gebühr\w*|preise?|haftung|nicht|kein\w*|sollen)\b",
    r"\b(?:pouvons|peut|peuvent|pouvez|pourr\w+|devez|réserv\w+|à tout moment|de temps à autre|en cas de|si nous|"
    r"lorsque|"
    r"toute modification|jours|frais|prix|ne|pas)\b",
    r"\b(?:podemos|podr\w+|puede\w*|debe\w*|reserva\w*|en cualquier momento|de vez en cuando|periódicamente|"
    r"cualquier\w*|"
    r"días|precios?|tarifas?|no)\b",
    r"\b(?:poder\w+|pode\w*|deve\w*|reserv\w+|a qualquer momento|periodicamente|qualquer|quaisquer|dias|preços?|não)\b",
    r"\b(?:possiamo|potr\w+|può|possono|deve|devono|riserv\w+|in qualsiasi momento|di volta in volta|eventual\w+|"
    r"qualsiasi|"
    r"giorni|prezz\w+|non)\b",
    r"\b(?:kunnen|kan|mogen|moet\w*|behouden|voorbehoud\w*|van tijd tot tijd|te allen tijde|op elk moment|indien|"
    r"eventuele|"
    r"dagen|prijs|prijzen|niet|geen)\b",
)
_NEWER = (  # what terms are replaced by where they are only updated
    r"(?!(?:an?|the|our|these|its|eine?n?r?|die|das|den|unsere?n?|une?|la|les|des|nos|el|los|las|uma?|as?|os?|"
    r"il|i|gli|le|"
    r"een|de|het|onze) (?:new|updated|revised|later|latest|current|more recent|following|neu|aktu|überarb|spät|nouve|"
    r"version|nuev|versi|nov[oa]|atual|nuov|aggiorn|nieuw|bijgew|huidig)|new|neue|nouve|nuev|nov[oa]s|nuov|nieuwe|⟨)"
)
_BINDS = _pattern(  # for whom, in place of what, and what a party agrees to: that is no news of an update
    rf"\b(?:replaced|superseded)\b[^.]{{0,40}}?\b(?:by|with) {_NEWER}",
    rf"\bersetzt\b[^.]{{0,40}}? durch {_NEWER}|\bdurch {_NEWER}[^.]{{0,60}}\bersetzt\b",
    rf"\bremplacée?s?\b[^.]{{0,40}}? par {_NEWER}|\b(?:sustituid|reemplazad|substituíd)\w+\b[^.]{{0,40}}? por {_NEWER}",
    rf"\bsostituit\w\b[^.]{{0,40}}? da {_NEWER}|\bvervangen\b[^.]{{0,40}}? door {_NEWER}",
    r"\b(?:agreements?|contracts?|\w*vertrag|\w*vereinbarung|contrat|contrato|acuerdo|acordo|contratto|overeenkomst) "
    r"(?:with|mit|avec|con|com|met) (?!you\b|us\b|our\b|ihnen|uns\b|vous|nous|usted|vos|lei\b|noi\b|u\b|jou|ons\b)",
    r"\b(?:for|to) (?:(?:all|our|those|any|existing|new) ){0,2}(?:customers?|consumers?|users?|subscribers?|"
    r"residents?|clients?|members?|"
    r"accounts?|orders?|contracts?|subscriptions?|business\w*|people|persons?) (?:in|with|who|whose|that|of|"
    r"from|located|"
    r"based|outside|within|having)\b(?! ⟨)",
    r"\b(?:previous|prior|earlier|former|old) (?:version|terms|polic\w+|agreement)\b[^.]{0,60}\b(?:appl(?:y|"
    r"ies)|remains?|"
    r"continues?|govern\w*)\b|\bkeeps?\b|\bcontinues? to apply\b|\bremains? (?:in|appl|valid|bind)\w*",
    r"\bfür (?:alle |unsere )?(?:kund\w+|verbraucher\w*|nutzer\w*|verträge|bestellungen) (?:in|mit|aus|die)\b",
    r"\bpour (?:les|nos|tous les) (?:client|utilisateur|consommateur|abonné|contrat)\w* (?:en|au|aux|de|d|avec|"
    r"qui|ayant)\b",
    r"\b(?:para|per) (?:los |las |os |i |gli )?(?:client|usuari|utenti|consumidor|consumator|contrat)\w* (?:en|"
    r"em|in|con|com|"
    r"de|di|del|que|che)\b|\bvoor (?:klant|gebruiker|consument)\w* (?:in|met|uit|die)\b",
    r"\bagree\w* (?:that\b|to (?!(?:be bound|the|these|this|our|all|any|such|them|it|those)\b))|"
    r"\bstimm\w+[^.]{0,40}, dass\b|"
    r"\baccept\w* que\b|\bacept\w+ que\b|\b(?:concord|aceit)\w+ que\b|\baccett\w+ che\b|\bakkoord\b[^.]{0,20}\bdat\b",
)
_CHANGES = _pattern(
    r"\b(?:changes?|updates?|revisions?|änderung\w*|modification\w*|cambios?|alterações|mudanças|modific\w+|"
    r"wijziging\w*)\b"
)
_BREAK = pattern(r"(?<=[.!?:])\s+")
_SHORTENED = pattern(r"\b(Inc|Ltd|Co|Corp|LLC|No|Nr|St|vs|bzw|etc|approx)\.")
_LAPSED = pattern(
    r"\bversion is no longer (?:current|valid|applicable|in (?:effect|force)|up to date)\b", re.IGNORECASE
)
_CLOCK = pattern(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b|\b\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE)


def is_announcement(text: str) -> bool:
    """Whether a passage tells of an update of the terms that it stands above, and says nothing that binds.

    It says when the update applies, leads to the other version, or says that it is the
    former one. A clause on how terms may be changed is none, nor is one with figures.
    """
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    plain = _masked(tidy(text))
    if _NO_NEWS.search(plain) or _BINDS.search(plain) or any(map(str.isdigit, plain)):
        return False
    sentences = [sentence for sentence in _BREAK.split(plain) if sentence]
    if not all(_belongs(sentence) for sentence in sentences):
        return False
    former = any(_FORMER.search(sentence) for sentence in sentences)
    dated = _DATE in plain or any(map(_leads_on, sentences))
    return former or (dated and any(_tells(sentence) for sentence in sentences))


def _tells(sentence: str) -> bool:
    """Whether a sentence says that the terms were, are or will be updated."""
    return bool(_UPDATED.search(sentence) and _TERMS.search(sentence))


def _belongs(sentence: str) -> bool:
    """Whether a sentence may stand in an announcement: of the update, its day, or where more is to be read."""
    if _tells(sentence) or _FORMER.search(sentence) or _leads_on(sentence):
        return True
    if _GOING_ON.search(sentence):
        return bool(_TERMS.search(sentence) or _CHANGES.search(sentence))
    return _DATE in sentence and bool(_IN_FORCE.search(sentence))


def _leads_on(sentence: str) -> bool:
    """Whether a sentence does little more than lead to what is to be read elsewhere."""
    return len(sentence.split()) <= _MOST_LEADING and bool(_LEADS_ON.search(sentence))


def _masked(text: str) -> str:
    """The text with marks for its dates and addresses, and no stops but those that end a sentence."""
    for address in reversed(printed_addresses(text)):
        text = f"{text[: address.start]}{_ADDRESS}{text[address.end :]}"
    for date in reversed(printed_dates(text)):
        text = f"{text[: date.start]}{_DATE}{text[date.end :]}"
    text = _LAPSED.sub("version is an old version", text)
    return _CLOCK.sub(" ", _SHORTENED.sub(r"\1", text))
