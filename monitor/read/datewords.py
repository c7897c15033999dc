"""The words by which documents state their dates and versions, in the languages that terms are written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.text.fold import CJK
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from monitor.model import DateRole

_UPDATED = (
    r"(?:last|latest|most\s+recent(?:ly)?)\s+(?:updated?|modified|modification|revised|revision|changed?|amended|"
    r"amendment|reviewed|edited)(?:\s+(?:on|date))?|updated?(?:\s+(?:on|date|as\s+of|in))?|"
    r"(?:modified|revised|amended|edited|reviewed)(?:\s+(?:on|date))?|(?:revision|modification|amendment)\s+date|"
    r"date\s+of\s+(?:the\s+)?(?:(?:last|latest)\s+)?(?:update|revision|change|modification|amendment)|"
    r"(?:current\s+)?as\s+of|"
    r"zuletzt\s+(?:aktualisier|geänder|überarbeit|bearbeit|angepass|revidier|geprüf|ergänz|modifizier)\w*(?:\s+am)?|"
    r"(?:letzter\s+)?stand(?:\s+vom)?|letzte[nrs]?\s+(?:aktualisierung|änderung|überarbeitung|bearbeitung|anpassung|"
    r"revision|fassung|update|version)|(?:aktualisiert|geändert|überarbeitet)"
    r"(?:\s+am)?|aktualisierung(?:sdatum)?|änderungsdatum|"
    r"dernière\s+(?:mise|modification|révision|actualisation|version|édition)(?:\s+à\s+jour)?|mise?s?\s+à\s+jour(?:\s+(?:le|du|au))?|(?:modifiée?s?|révisée?s?|actualisée?s?)"
    r"(?:\s+le)?|date\s+de\s+(?:modification|révision)|"
    r"(?:última|ultim[ao])\s+(?:actuali[sz]aci|atuali[sz]a|modifica|revisi|revisã|alteraç|versi|versã|edici|aggiornament|"
    r"cambio|mudança|reforma)\w*|actualizad[oa]s?|modificad[oa]s?|revisad[oa]s?|fecha\s+de\s+(?:la\s+)?"
    r"(?:actualización|modificación|revisión)|"
    r"atualizad[oa]s?|data\s+d[ae]\s+(?:atualização|modificação|revisão|alteração)|revist[oa]s?|"
    r"aggiornat[oaie]|data\s+di\s+(?:aggiornamento|revisione|modifica)|"
    r"laatste?\s+(?:bijgewerkt|wijziging|gewijzigd|update|herziening|herzien|aanpassing|aangepast|versie)|bijgewerkt(?:\s+op)?|gewijzigd(?:\s+op)?|herzien(?:\s+op)?|"
    r"ostatni\w*\s+(?:aktualizac|zaktualizow|zmian|zmien|modyfikac|zmodyfikow|rewizj|wersj)\w*|aktualizacj[ai]|zaktualizowan\w+|data\s+(?:zmiany|modyfikacji)|zmienion\w+|"
    r"senaste?\s+(?:uppdater|ändr|revider|granska|redigera|version)\w*|uppdatera[dt]\w*|reviderad\w*|ändra[dt]\w*|"
    r"(?:sist|sidst)\s+(?:oppdater|opdater|endre|ændre|revider)\w*|oppdatert|opdateret|päivitetty|"
    r"viimeksi\s+(?:päivitetty|muokattu|muutettu)|poslední\s+(?:aktualizace|změna|revize|úprava)|aktualizováno|"
    r"(?:최종|최근|마지막)?\s?(?:수정|업데이트|개정|변경|갱신)(?:\s?(?:일자|일|날짜))?|"
    r"(?:дата\s+)?(?:последн\w+\s+)?(?:обновлен|изменени)\w*|"
    r"(?:最終|最新)?(?:更新|改定|改訂|改正|変更|修正)(?:年月日|日時|日)?|"
    r"(?:最近|最后|最後|最新|上次|本次)?(?:一次)?(?:更新|修订|修訂|修改)(?:日期|时间|時間|于|於)?"
)
_EFFECTIVE = (
    r"effective(?:\s+(?:date|as\s+of|from|on|since))*|in\s+(?:force|effect)(?:\s+(?:as\s+of|as\s+from|from|since))?|"
    r"(?:valid|applicable|applies|apply|with\s+effect)\s+(?:from|as\s+of|as\s+from)|takes?\s+effect|"
    r"comes?\s+into\s+(?:effect|force)|date\s+of\s+entry\s+into\s+force|commencement\s+date|"
    r"gültig\s+(?:ab|seit)|gültigkeitsdatum|in\s+kraft(?:\s+getreten)?(?:\s+(?:ab|am|seit))?|inkrafttreten|"
    r"wirksam\s+(?:ab|zum|seit)|(?:gilt|gelten)\s+(?:ab|seit)|mit\s+wirkung\s+(?:zum|vom|ab)|"
    r"entr\w+\s+en\s+vigueur|en\s+vigueur|date\s+d'effet|prise\s+d'effet|"
    r"applicables?\s+(?:à\s+(?:compter|partir)\s+du|depuis|dès|au)|"
    r"en\s+vigor|vigentes?|vigencia|(?:válid[oa]s?|efectiv[oa]s?)\s+(?:desde|a\s+partir)|fecha\s+efectiva|"
    r"em\s+vigor|vigência|data\s+(?:efetiva|de\s+vigência)|(?:válid[oa]s?|efetiv[oa]s?)\s+a\s+partir|"
    r"in\s+vigore|decorrenza|data\s+di\s+efficacia|valid[oaie]\s+dal|con\s+effetto\s+dal|"
    r"ingangsdatum|van\s+kracht|geldig\s+(?:vanaf|per|sinds)|met\s+ingang\s+van|inwerkingtreding|"
    r"obowiązuj\w+\s+od|wejści\w+\s+w\s+życie|wchodz\w+\s+w\s+życie|ważn\w+\s+od|"
    r"gäller\s+(?:från|fr\.?\s?o\.?\s?m\.?|sedan)|ikraftträdande|träder\s+i\s+kraft|giltig\w*\s+från|i\s+kraft|"
    r"시행\s?(?:일자|일)?|발효\s?(?:일자|일)?|вступ\w+\s+в\s+силу|действует\s+с|"
    r"施行日?|発効日?|適用(?:開始)?日?|効力発生日|生效(?:日期|时间|時間|日)?|施行日期|实施(?:日期)?|實施(?:日期)?"
)
_PUBLISHED = (
    r"(?:first\s+)?(?:published|posted|issued|released|created|adopted|formulated)(?:\s+on)?|"
    r"(?:publication|release|issue|posting|creation)\s+date|date\s+of\s+(?:publication|issue|posting)|"
    r"veröffentlicht(?:\s+am)?|veröffentlichung(?:sdatum)?|ausgabedatum|herausgegeben(?:\s+am)?|erstellt\s+am|"
    r"publiée?s?(?:\s+le)?|date\s+de\s+publication|publicad[oa]s?|fecha\s+de\s+publicación|data\s+d[ae]\s+publicação|"
    r"pubblicat[oaie]|data\s+di\s+pubblicazione|gepubliceerd(?:\s+op)?|publicatiedatum|opublikowan\w+|"
    r"data\s+publikacji|publicera[dt]\w*|publiceringsdatum|게시일|공고일|제정일?|дата\s+публикации|опубликован\w+|"
    r"公開日?|公表日?|掲載日|制定日?|发布(?:日期|时间|于)?|發[布佈](?:日期|時間)?|公布(?:日期)?|颁布"
)
_VERSION_OF = (
    r"(?:version|versión|versione|versão|versie|wersja|fassung|ausgabe|edition|redakcja|rev|ver)"
    r"(?:\s+(?:dated|date|of|from|as\s+of|vom|du|en\s+date\s+du|de|del|do|di|van|z\s+dnia|z|från|av))?|"
    r"редакция\s+от|версия\s+от|版本(?:日期|时间|時間)?|버전|版"
)
_ANY_DATE = r"date|dated|datum|datiert|datée?s?|fecha(?:do)?|data|dato|日付|日期|날짜|작성일|дата"

ROLE_NAMES: dict[str, DateRole] = {
    "r0": "updated",
    "r1": "effective",
    "r2": "published",
    "r3": "version",
    "any": "updated",
}
"""The role that each group of `LABEL` stands for; "any" is a label that says no more than that it dates."""

LABEL = pattern(
    rf"(?:(?<![^\W_])|(?<=[{CJK}\d]))(?:(?P<r0>{_UPDATED})|(?P<r1>{_EFFECTIVE})|(?P<r2>{_PUBLISHED})|"
    rf"(?P<r3>{_VERSION_OF})|(?P<any>{_ANY_DATE}))(?:(?![^\W_])|(?<=[{CJK}])|(?=[{CJK}]))",
    re.IGNORECASE,
)
"""The words that give a date its role, by the name of the group that matched."""

_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?"
_VERSION_NAMES = (
    r"version|versión|versione|versão|versie|wersja|verze|versio|версия|ver|rev|revision|revisión|révision|revisione|"
    r"edition|edición|édition|edizione|edição|uitgave|wydanie|utgåva|ausgabe|auflage|release|バージョン|版本号?|버전"
)
VERSION = pattern(
    rf"(?<!\w)(?:(?:{_VERSION_NAMES})\b\.?\s?[:：]?\s?(?:(?:no|nr|number|n°|nº)\b\.?\s?|\#)?v?"
    rf"(?P<number>{_NUMBER})|v\.?\s?(?P<short>{_NUMBER})|(?:rev|revision|ver|version)\b\.?\s?[:：]?\s?"
    r"(?P<letter>(?-i:[A-Z]))|(?P<ordinal>\d{1,3})(?:st|nd|rd|th|\.|ª|e|ème)?\s(?:edition|edición|édition|auflage))"
    r"(?![\w/]|[.\-]\d)"
    rf"|第\s?(?P<han>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}|[一二三四五六七八九十]{{1,3}})\s?版|제\s?(?P<hangul>\d{{1,3}})\s?판"
    rf"|(?<![\w.])v?(?P<trailing>\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})\s?版本?",
    re.IGNORECASE,
)
"""A provider's own label of a version; the group that matched holds it as printed."""

_MAY_NUMBER = pattern(r"\d|第|rev|ver", re.IGNORECASE)  # in every label of a version
_VERSION_STEMS = "ver rev edition edizione release wersja uitgave wydanie ausgabe auflage".split()  # without accents
_SHORT_VERSION = pattern(r"[0-9](?:(?<=v[0-9])|(?<=v[.\s][0-9])|(?<=v\.\s[0-9]))")


def may_name_version(text: str) -> bool:
    """Whether `VERSION` may find something: to search with it takes as long as all else that is asked of a line."""
    if not text.isascii():
        return bool(_MAY_NUMBER.search(text))
    lower = text.lower()
    named = any([stem in lower for stem in _VERSION_STEMS])  # noqa: C419 - mostly none is, and a generator takes longer
    return named or bool(_SHORT_VERSION.search(lower))


NOTES_HEADING = pattern(
    r"^(?:(?:last\s+)?modified\s+dates?|(?:revision|version|change|document|update|amendment)\s+(?:history|log)|"
    r"history\s+of\s+(?:changes|revisions|versions|amendments)|change\s*log|revisions?|"
    r"changes\s+to\s+this\s+(?:document|page)|(?:recent|past)\s+changes|"
    r"(?:änderungs|versions|revisions)(?:historie|verlauf|geschichte|verzeichnis)|"
    r"historique\s+des\s+(?:versions|modifications|révisions|mises\s+à\s+jour)|"
    r"historial\s+de\s+(?:cambios|versiones|revisiones|modificaciones)|control\s+de\s+cambios|"
    r"histórico\s+de\s+(?:alterações|versões|revisões|atualizações)|"
    r"(?:cronologia|storico|storia)\s+delle\s+(?:modifiche|revisioni|versioni)|"
    r"(?:versie|wijzigings|revisie)geschiedenis|historia\s+(?:zmian|wersji|aktualizacji)|"
    r"(?:ändrings|versions|revisions)historik|история\s+изменений|"
    r"(?:制定・)?(?:改定|改訂|改正|更新|変更)履歴|(?:修订|更新|变更|版本|修改)(?:历史|记录|日志)|(?:개정|변경|수정)\s?이력)\W*$",
    re.IGNORECASE,
)
"""What the heading of a list of revisions reads."""

CHANGE_WORD = pattern(
    r"\b(?:added|adds|removed|removes|changed|changes|updated|updates?|revised|reformatted|published|clarified|"
    r"clarifies|amended|replaced|renamed|moved|deleted|corrected|corrections?|fixed|introduced|reworded|restructured|"
    r"edits?|typos?|initial|first|minor|new|expanded|included|modified|created|merged|split|extended|reviewed|"
    r"hinzugefügt|ergänzt|geändert|entfernt|angepasst|erstfassung|neu|ajout\w*|modifi\w*|suppr\w*|précis\w*|"
    r"añadi\w*|agreg\w*|actualiz\w*|elimin\w*|adicion\w*|alter\w*|atualiz\w*|aggiunt\w*|aggiorn\w*|rimoss\w*|"
    r"toegevoegd|gewijzigd|verwijderd|bijgewerkt|dodan\w*|zmienion\w*|usunięt\w*|zaktualizowan\w*|tillagd|tillade|"
    r"ändra\w*|uppdatera\w*|borttag\w*)\b|追加|変更|改定|改訂|修正|削除|制定|新增|修改|更新|删除|调整",
    re.IGNORECASE,
)
"""What an entry of a list of revisions speaks of."""

SPEAKS_OF_TERMS = pattern(
    r"\b(?:terms?|agreements?|polic(?:y|ies)|statements?|notices?|addendum|(?:this|current)\s+(?:document|page|version)|"
    r"contracts?|guidelines|rules|tos|dpa|sla|eula|\w*bedingungen|agb|\w*erklärung|\w*vertrag\w*|"
    r"\w*vereinbarung|\w*richtlinien?|fassung|politique|contrat|charte|accord|déclaration|términos|condiciones|"
    r"política|contrato|acuerdo|aviso|termos|condições|acordo|termini|condizioni|informativa|contratto|voorwaarden|"
    r"beleid|overeenkomst|verklaring|regulamin\w*|polityk\w*|umow\w*|warunki|villkor\w*|policy\w*|avtal\w*|"
    r"услови\w+|политик\w+|соглашени\w+)\b|規約|規程|規定|約款|ポリシー|条款|條款|协议|協議|政策|声明|聲明|약관|방침",
    re.IGNORECASE,
)
"""Words for a document of this kind."""

_FILLERS = frozenset(
    (
        # English
        "the a an it this these our your of for on in at as and is are was were been has have from with since "
        "date dated day version versions document page terms term conditions condition policy privacy agreement "
        "service services notice statement use addendum contract general user customer supplemental data processing "
        "cookie cookies legal effective updated last latest current "
        "utc gmt cet cest est edt pst pdt jst time am pm "
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
        # German
        "die der das den dem diese dieser dieses diesen unsere unserer am vom zum ab seit im und ist sind wurde wurden "
        "tritt treten datum fassung bedingungen nutzungsbedingungen geschäftsbedingungen allgemeine allgemeinen agb "
        "vertrag datenschutzerklärung vereinbarung richtlinie uhr montag dienstag mittwoch donnerstag freitag samstag "
        "sonntag "
        # French
        "le la les l des du de d' au aux ce cette ces présente présentes présent nos notre vos est sont été a ont et "
        "en date conditions générales d'utilisation utilisation vente politique confidentialité contrat lundi mardi "
        "mercredi jeudi vendredi samedi dimanche compter partir depuis "
        # Spanish, Portuguese, Italian
        "el los las del al este esta estos estas presente presentes nuestros y fue fueron es son ha han sido fecha día "
        "términos condiciones generales uso política privacidad aviso contrato acuerdo desde partir lunes martes "
        "miércoles jueves viernes sábado domingo "
        "o os as do da dos das na em neste e foi foram é são data dia termos condições gerais acordo privacidade "
        "il lo gli i della dei delle di dal questa questi queste presenti è sono stato stata termini condizioni "
        "generali informativa sulla contratto giorno "
        # Dutch, Polish, Swedish
        "het een deze dit onze van op voor per is zijn werd werden algemene voorwaarden gebruiksvoorwaarden beleid "
        "privacybeleid privacyverklaring overeenkomst dag sinds vanaf "
        "niniejszy niniejsza niniejsze regulamin polityka prywatności umowa warunki z dnia dniu r roku i od jest "
        "den det de dessa denna våra från och är var villkor villkoren användarvillkor integritetspolicy policyn avtal "
        "för av om г года"
    ).split()
)
_LEADS_ELSEWHERE = frozenset(
    (
        "previous prior earlier older past archived archive archives view see all history here download pdf print html "
        "versions version frühere vorherige ältere versionen archiv ansehen anterior anteriores versiones versões "
        "précédente précédentes antérieures voir ver archivio precedenti eerdere versies poprzednie wersje tidigare"
    ).split()
)
_CJK_FILLERS = pattern(
    r"します|いたします|致します|されます|された|した|本|当|當|この|利用|サービス|個人情報|保護|規約|規程|規定|約款|ポリシー|プライバシー|条款|條款|协议|協議|服务|服務|"
    r"用户|用戶|隐私|隱私|政策|声明|聲明|日期|日付|时间|時間|版本|版|附則|附则|以上|自|于|於|起|より|から|付け?|は|の|に|を|"
    r"日|月|火|水|木|金|土|曜|星期|[一二三四五六]|약관|방침|개인정보|처리|이용|서비스|부터|까지|자|일|본|은|는|의"
)
NEGATIONS = frozenset(
    "not no non none never kein keine keiner nicht nie ne ni pas jamais sans sin nunca jamás não nem sem senza mai "
    "niet geen zonder nie bez inte ej icke ingen inget utan ikke не нет без 不 未 无 無 非 没 否 勿 안 못".split()
)
"""Words that turn what is said into its opposite."""

_DOCUMENT = pattern(rf"{SPEAKS_OF_TERMS.pattern}|\b(?:conditions?|document|page)\b", re.IGNORECASE)
_TOPICS = pattern(
    r"\b(?:services?|use|general|user|customer|supplemental|data|processing|cookies?|legal|privacy|allgemeinen?|"
    r"générales|utilisation|d'utilisation|vente|confidentialité|generales|uso|privacidad|gerais|privacidade|generali|"
    r"algemene|prywatności)\b|利用|サービス|個人情報|保護|プライバシー|服务|服務|用户|用戶|隐私|隱私|개인정보|처리|이용|서비스",
    re.IGNORECASE,
)
_WORD = pattern(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_SENTENCE_END = pattern(r"(?<!\binc)(?<!\bltd)(?<!\bco)(?<!\bcorp)[.!?]\s|。", re.IGNORECASE)
_CLOCK = pattern(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b\s?(?:[ap]\.?m\b\.?)?", re.IGNORECASE)
_MOST_NAMES = 5  # capitalised words beside a date and its label: the document's title, the provider's name
_MOST_CJK = 6  # characters, the same: a short name


def beyond(before: str, after: str) -> tuple[str, ...]:
    """The words beside a date and its label that do not go with them, whoever printed them.

    What a document is about ("data", "cookies") goes with them only beside a word for a document.
    """
    rest = [*_unlisted(before), *(word for word in _unlisted(after) if word.casefold() not in _LEADS_ELSEWHERE)]
    text = f"{before} {after}"
    return tuple(rest) if _DOCUMENT.search(text) else (*rest, *_TOPICS.findall(text))


def says_nothing_else(before: str, after: str, others: int) -> bool:
    """Whether what stands before and after a date and its label is only what goes with them.

    Before it a title may stand, with as many `others`, words that no list here has;
    what stands after it may only lead to other versions.
    """
    return _is_title(before, others) and _is_tail(after)


def is_filler(text: str) -> bool:
    """Whether a text has no words but those that go with every date: "This was", "Diese Fassung"."""
    return not _unlisted(text)


def _is_title(text: str, others: int) -> bool:
    *told, text = _SENTENCE_END.split(text)
    if any(_unlisted(sentence) for sentence in told):
        return False
    if not text.isascii() and any(_CJK_WORD.search(_CJK_FILLERS.sub(" ", topic)) for topic in _TOPIC.findall(text)):
        return False
    names = other = 0
    for word in _unlisted(text):
        if word[0].isdigit():
            return False
        names += word[0].isupper()
        other += not word[0].isupper() and not _is_cjk(word)
    return names <= _MOST_NAMES and other <= others and _few_cjk(text)


def _is_tail(text: str) -> bool:
    rest = [word for word in _unlisted(text) if word.casefold() not in _LEADS_ELSEWHERE]
    return not any(word[0].isdigit() or word[0].islower() for word in rest) and len(rest) <= 1 and _few_cjk(text)


def _unlisted(text: str) -> list[str]:
    plain = _CLOCK.sub(" ", text)
    plain = plain if plain.isascii() else _CJK_FILLERS.sub(" ", plain)
    return [word for word in _WORD.findall(plain) if word.casefold() not in _FILLERS]


def _is_cjk(word: str) -> bool:
    return bool(_CJK_WORD.match(word))


def _few_cjk(text: str) -> bool:
    return text.isascii() or sum(len(word) for word in _CJK_WORD.findall(_CJK_FILLERS.sub(" ", text))) <= _MOST_CJK


_CJK_WORD = pattern(rf"[{CJK}]+")
_TOPIC = pattern(rf"([{CJK}]{{1,20}}?)[はがを]")
