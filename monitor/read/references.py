"""The other documents that terms incorporate or point to: by a link, or by name where a sentence incorporates them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor.model import Clause, Link, Reference
from monitor.text.addresses import same_place, without_tracking
from monitor.text.fold import CJK, key, tidy
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DOCUMENTS = (
    r"terms|conditions?|polic(?:y|ies)|agreements?|addend(?:um|a)|schedules?|annex(?:es)?|appendix|appendices|exhibits?|"
    r"statements?|guidelines?|notices?|code\s+of\s+conduct|rules|licen[cs]es?|disclosures?|service\s+descriptions?|"
    r"sub-?\s?processors?|sub-?contractors?|dpa|sla|aup|eula|tos|gtc|sccs?|"
    r"contractual\s+clauses|price\s?list|pricing|rate\s?(?:card|plan)s?|order\s+form|documentation|"
    r"specifications?|security\s+measures|charter|imprint|"
    r"\w*bedingungen|agb|\w*erklärung(?:en)?|\w*vertrag(?:es|s)?|\w*vereinbarung(?:en)?|\w*richtlinien?|\w*hinweise|"
    r"anlagen?|anhang|anhänge|preisliste|preisverzeichnis|leistungsbeschreibung(?:en)?|unterauftragsverarbeiter\w*|"
    r"conditions\s+générales|politique|contrat|accord|avenant|annexes?|charte|déclaration|mentions\s+légales|"
    r"tarifs?|grille\s+tarifaire|sous-traitants?|"
    r"términos|condiciones|política|contrato|acuerdo|adenda|anexos?|declaración|aviso|directrices|normas|"
    r"tarifas?|subencargados|"
    r"termos|condições|acordo|aditivo|declaração|diretrizes|tabela\s+de\s+preços|subprocessadores|"
    r"termini|condizioni|informativa|contratto|accordo|allegat[oi]|dichiarazione|linee\s+guida|listino|"
    r"responsabili\s+del\s+trattamento|"
    r"\w*voorwaarden|\w*beleid|\w*overeenkomst|bijlagen?|\w*verklaring|richtlijnen|prijslijst|subverwerkers|"
    r"regulamin\w*|polityk\w*|umow\w*|załącznik\w*|aneks\w*|oświadczeni\w*|warunki|cennik\w*|wytyczn\w*|"
    r"\w*villkor\w*|\w*policyn?|\w*avtal\w*|bilag\w*|tillägg\w*|riktlinjer\w*|prislist\w*|underbiträden|"
    r"услови\w+|политик\w+|соглашени\w+|договор\w*|приложени\w+|правил\w*|тариф\w*"
)
_CJK_DOCUMENTS = (
    r"規約|規程|規定|約款|ポリシー|契約|覚書|別紙|附属書|付属書|ガイドライン|方針|表記|料金表|仕様書|委託先|"
    r"条款|條款|协议|協議|政策|声明|聲明|附件|附录|附錄|规则|規則|指南|价目表|公约|须知|清单|"
    r"약관|방침|계약|정책|부속서|지침|규정"
)
_NAMES_DOCUMENT = pattern(rf"(?<![^\W_])(?:{_DOCUMENTS})(?![^\W_])|{_CJK_DOCUMENTS}", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    "click here|here|this link|link|read more|learn more|more|more information|website|our website|pdf|download|"
    "download pdf|print|print this page|hier|mehr|mehr erfahren|ici|en savoir plus|aquí|más información|aqui|"
    "saiba mais|qui|scopri di più|lees meer|tutaj|här|läs mer|こちら|这里|此处|點此".split("|")
)
_ALONE = frozenset(  # words that name a document only where they are all of a link
    "privacy cookies legal security pricing datenschutz impressum confidentialité privacidad privacidade prywatność "
    "integritet".split()
)
_SOCIAL = pattern(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|linkedin|youtube|youtu|tiktok|pinterest|reddit|whatsapp|t|wa|threads)"
    r"\.(?:com|be|me|net)$"
)
_INCORPORATES = pattern(
    r"(?<![^\W_])(?:incorporat\w+|(?:forms?|forming|becomes?|are|is|constitutes?|made)\s+(?:an?\s+)?(?:integral\s+)?part|"
    r"integral\s+part|governed\s+(?:\w+\s+)?by|subject\s+to|supplement(?:s|ed|ing)?|also\s+appl(?:y|ies)|"
    r"together\s+with|by\s+reference|set\s+(?:out|forth)\s+in|bestandteil|gelten\s+(?:ergänzend|zusätzlich|auch)|ergänz(?:t|en|end)|unterlieg\w+|einbezogen|"
    r"maßgeblich|richtet\s+sich\s+nach|es\s+gelten|"
    r"f(?:ait|ont|aisant)\s+partie(?:\s+intégrante)?|partie\s+intégrante|incorpor\w+|régie?s?\s+par|soumise?s?\s+[àa]u?x?|"
    r"complèt\w+|complétée?s?|intégrée?s?|"
    r"form(?:a|an|ar)\s+parte|parte\s+integrante|se\s+rige[n]?\s+por|suje(?:t|it)[oa]s?\s+[aà]|complementa\w*|"
    r"fa(?:z|zem)\s+parte|integra[m]?|rege(?:m|-se|r-se)?|"
    r"(?:fa|fanno)\s+parte|disciplinat[oaie]\s+d\w+|soggett[oaie]\s+a\w*|integrat[oaie]|"
    r"maa?k\w*\s+(?:\w+\s+){0,2}deel\s+uit|onderdeel|onderworpen|van\s+toepassing|aanvull\w+|"
    r"stanowi\w*\s+(?:\w+\s+){0,2}część|część\s+(?:niniejsz\w+|umowy)|integraln\w+|podleg\w+|uzupełni\w+|"
    r"utgör\w*\s+(?:\w+\s+){0,2}del|(?:är\s+)?en\s+del\s+av|kompletter\w+|omfattas|underkasta\w*|"
    r"составля\w+|неотъемлем\w+|регулиру\w+)(?![^\W_])"
    r"|一部を構成|の一部と|組み込|準用|適用され|定めるところ|に従|组成部分|組成部分|一部分|不可分割|受.{0,20}约束|适用|"
    r"일부를\s구성|적용",
    re.IGNORECASE,
)
_INCORPORATING = (  # of these, one stands in every sentence that is looked at for names: `in` is faster than a pattern
    "incorpor|form part|forms part|forming part|become part|becomes part|a part of|integral part|set out in|"
    "set forth in|governed|bestandteil|intégrante|fait partie|font partie|parte integrante|forma parte|"
    "forman parte|faz parte|fazem parte|fa parte|fanno parte|onderdeel|deel uit|część|integraln|utgör|en del av|"
    "一部を構成|の一部と|組み込|组成部分|組成部分|일부를 구성"
).split("|")
_COMPANY = pattern(
    r"incorporated\s+(?:in|under|at)\s+(?:the\s+(?:laws?|state|province|commonwealth)|(?!the|this|these|our|your)[a-z])|"
    r"(?-i:[A-Z][\w']*,?\sIncorporated\b)",
    re.IGNORECASE,
)
_LAW = pattern(
    r"\bBestandteil\b|\b(?:Act|Laws?|Regulations?|Directive|Convention|Courts?|Code(?!\s+of\s+Conduct)|Verordnung|Gesetz\w*|Loi|Ley|Lei|"
    r"Legge|Ustaw\w*|Civil\s+Procedure)\b"
)
_ACRONYM = pattern(r"(?:DPA|SLA|AUP|EULA|SCCs?|MSA|AVV|AGB|TOS)s?$")
_QUOTED = pattern(r"[「『《“]([^」』》”「『《“]{2,60})[」』》”]")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]"
_NAME_WORD = rf"{_CAPITAL}(?:[^\W{CJK}]|['&/-])*"
_NAME = pattern(
    rf"(?<![^\W_{CJK}]){_NAME_WORD}(?:\s(?:(?:of|for|and|the|on|de|du|des|d|la|le|les|para|y|e|di|della|sulla|van|voor|för|"
    rf"über|zur|zum|von|und|der|do|da)\s){{0,2}}{_NAME_WORD}){{0,8}}"
)
_SENTENCE_END = pattern(r"(?<=[.!?])\s+(?=[\"'(\[]*[^\W\d_a-zß-öø-ÿ])|(?<=[。！？])")
_OWN = frozenset(
    "terms|agreement|policy|conditions|addendum|statement|notice|license|schedule|annex|appendix|exhibit|contract|rules|"
    "vertrag|vereinbarung|bedingungen|contrat|accord|contrato|acuerdo|acordo|contratto|accordo|overeenkomst|umowa|avtal|"
    "anlage|anhang|documentation|services|privacy|order form|order".split("|")
)
_POINTS_HERE = pattern(
    r"(?:this|these|such|said|diese[rsmn]?|vorliegende\w*|ce|cette|ces|este|estos?|estas?|quest[oaie]|dit|deze|"
    r"niniejsz\w+|denna|dessa)\s+(?=\S)",
    re.IGNORECASE,
)
_LEADING = pattern(
    r"(?:(?:Our|The|Your|Any|Each|All|In|By|If|You|We|Unsere?|Die|Der|Das|Nos|Notre|La|Le|Les|El|Los|Las|Nuestr[oa]s?|O|A|"
    r"Os|As|Noss[oa]s?|Il|I|Gli|De|Het|Onze|Vår|Våra)\s+)+"
)
_LONGEST = 160  # characters of a reference's words
_MOST = 500  # references: an index page has fewer
_LONGEST_CLAUSE = 20_000  # characters of a clause in which sentences are looked at
_AROUND = " .,:;()[]\"'>-"  # beside a link's words, and no part of a name
_TITLES = 3  # clauses at the top whose headings are names of the document itself
_PRINTED_ADDRESS = pattern(r"(?:https?://|www\.)\S+$|[\w.-]+\.[a-z]{2,}/\S*$", re.IGNORECASE)
_BEFORE = 12  # characters before a name in which "this" stands
_FEWEST_WORDS = 2  # of a name without a link: "the Policy" names a document that the terms define


def references_of(clauses: Sequence[Clause], base: str) -> tuple[Reference, ...]:
    """The other documents that clauses name, each once, in reading order; `base` is the address of the terms.

    A link counts where its words name a document; one that is named without a link
    counts, with no target, where its sentence makes it part of the terms.
    """
    found: dict[str, Reference] = {}
    own = same_place(base)
    for clause in clauses:
        if clause.role == "contents":
            continue
        for reference in _referred(clause, base, own):
            identity = same_place(reference.target) if reference.target else f"name {key(reference.text)}"
            before = found.setdefault(identity, reference)
            if reference.incorporated and not before.incorporated:
                found[identity] = replace(before, incorporated=True)
        if len(found) >= _MOST:
            break
    titles = {key(clause.heading) for clause in clauses[:_TITLES] if clause.role == "heading"}
    return _without_twins(list(found.values()), titles)


def _without_twins(found: list[Reference], titles: set[str]) -> tuple[Reference, ...]:
    """Without names of what is linked elsewhere, also by its initials, and of the document itself."""
    known = titles.union(*(_called(one.text) for one in found if one.target))
    return tuple(one for one in found if one.target or key(one.text) not in known)


def _called(name: str) -> set[str]:
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return {key(name), initials.lower()}


def _referred(clause: Clause, base: str, own: str) -> list[Reference]:
    """The other documents that a clause names: mostly none."""
    links = clause.links
    found = _linked(clause, links[:_MOST], base, own) if links else []
    names = () if clause.role == "heading" else _incorporated(clause.text[:_LONGEST_CLAUSE])
    return [*found, *_named(clause, names)] if names else found


def _linked(clause: Clause, links: Sequence[Link], base: str, own: str) -> list[Reference]:
    found: list[Reference] = []
    sentences: tuple[str, ...] | None = None  # a long clause's are not remembered, and it may have many links
    for link in links:
        words = _document_in(link.text[: 2 * _LONGEST])
        target = _address(link, base) if words else ""
        if not target or same_place(target) == own:
            continue
        if sentences is None:
            sentences = _sentences(f"{clause.heading} {clause.text}"[:_LONGEST_CLAUSE])
        around = [one for one in sentences if link.text in one]
        incorporated = any(_incorporates(one) for one in around)
        found.append(Reference(_name_of(words, around), target, clause.path, incorporated))
    return found


@remembered
def _incorporates(sentence: str) -> bool:
    return bool(_INCORPORATES.search(_without_companies(sentence)))


def _name_of(words: str, around: Sequence[str]) -> str:
    """A link's words; where they are its address, the name of a document that stands before it."""
    if not _PRINTED_ADDRESS.match(words) or not around:
        return words
    named = list(_names(around[0].partition(words)[0]))
    return named[-1] if named else words


def names_document(words: str) -> bool:
    """Whether a link's words, tidied, are the name of a document."""
    return bool(_document_in(words[: 2 * _LONGEST]))


def says_nothing(words: str) -> bool:
    """Whether a link's words say nothing of where it leads, as "PDF" or "read more" do."""
    return words.strip(_AROUND).casefold() in _SAYS_NOTHING


def web_address(target: str, base: str) -> str:
    """A link's address on the web, whole, without fragment and tracking; "" for none, or a social network's."""
    return _address(Link("", target), base)


@remembered
def _document_in(link: str) -> str:
    """The words of a link that are the name of a document, "" for those of another one."""
    words = tidy(link)[:_LONGEST].strip(_AROUND)
    return words if _names_document(words) else ""


def _names_document(words: str) -> bool:
    """Whether a link's words are the name of a document, and no law, mail address or invitation to click."""
    plain = words.casefold()
    if plain in _SAYS_NOTHING or "@" in plain or _LAW.search(words):
        return False
    return plain in _ALONE or bool(_NAMES_DOCUMENT.search(words))


def _address(link: Link, base: str) -> str:
    """A link's address on the web, complete and without its fragment; "" where it leads to none."""
    try:
        target = urljoin(base, tidy(link.target)).partition("#")[0]
        parts = urlsplit(target)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if link.target.startswith("#") or parts.scheme not in {"http", "https"} or parts.username or not host:
        return ""
    return "" if _SOCIAL.search(host) else without_tracking(target)


@remembered
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(_SENTENCE_END.split(text))


def _named(clause: Clause, names: Sequence[str]) -> Iterator[Reference]:
    """The documents of these names, which a sentence incorporates, without those that it links."""
    linked = " ".join(key(link.text) for link in clause.links[:_MOST])
    for name in names:
        if key(name) not in linked:
            yield Reference(name[:_LONGEST], "", clause.path, incorporated=True)


@remembered
def _incorporated(text: str) -> tuple[str, ...]:
    """The names of documents in the sentences of a text that make them part of the terms: mostly none."""
    if not _may_incorporate(text):
        return ()
    sentences = [one for one in _sentences(text) if _may_incorporate(_without_companies(one))]
    return tuple(name for sentence in sentences for name in _names(sentence))


def _without_companies(sentence: str) -> str:
    """A sentence without "incorporated in Delaware", which makes nothing part of the terms."""
    return _COMPANY.sub(" ", sentence) if "ncorporated" in sentence or "INCORPORATED" in sentence else sentence


def _may_incorporate(text: str) -> bool:
    lower = text.lower()
    return any([words in lower for words in _INCORPORATING])  # noqa: C419 - mostly none does: a generator takes longer


def _names(sentence: str) -> Iterator[str]:
    """The names of documents in a sentence, capitalised or in CJK quotes, but not "these Terms" themselves."""
    for match in _NAME.finditer(sentence):
        before = sentence[max(0, match.start() - _BEFORE) : match.start()]
        name = _LEADING.sub("", match.group(), count=1) if _LEADING.match(match.group()) else match.group()
        if _POINTS_HERE.match(name) or _POINTS_HERE.search(f"{before}x") or _LAW.search(name):
            continue
        if _is_name(name):
            yield name
    yield from (match.group(1) for match in _QUOTED.finditer(sentence) if _NAMES_DOCUMENT.search(match.group(1)))


def _is_name(name: str) -> bool:
    if len(name.split()) < _FEWEST_WORDS:
        return bool(_ACRONYM.match(name))
    return not name.isupper() and key(name) not in _OWN and bool(_NAMES_DOCUMENT.search(name))
