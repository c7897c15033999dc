"""How pages that are no terms say what they are, and how terms call themselves, in eleven languages.

They are matched against single sentences and titles in lower case, never against
whole documents: within terms the same words stand too, and who asks counts how much
of the page they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, get_args

from monitor.decide.said import SAID, StateKind
from monitor.text.fold import CJK
from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection

_CALLED: dict[StateKind, str] = {
    "challenge": r"""
        (?:just |only )?(?:a|one) (?:moment|second|minute)(?:,? please)?|please (?:wait|hold)
        security (?:check|verification)|attention required|are you (?:a )?(?:human|robot)|captcha
        (?:nur |bitte )?einen (?:moment|augenblick)(?: bitte)?|bitte warten
        (?:un|juste un) (?:instant|moment)|veuillez patienter
        un momento|espere(?: por favor)?|por favor,? espere
        (?:só )?um momento|aguarde
        un (?:attimo|momento)|attendere(?: prego)?
        (?:een )?moment(?: geduld)?|even geduld(?: a\.?u\.?b)?
        proszę czekać|chwileczkę
        (?:vänta|ett ögonblick)
        (?:少々|しばらく)?お待ちください
        请稍[候等后]|請稍[候等後]
    """,
    "script": r"""
        loading|wird geladen|chargement|cargando|carregando|caricamento|laden|ładowanie|laddar
        読み込み中|加载中|載入中
    """,
    "blocked": r"""
        (?:error )?(?:401|403|429|451)(?: (?:forbidden|unauthori[sz]ed))?|forbidden|blocked|unauthori[sz]ed
        request (?:rejected|blocked)
    """,
    "missing": r"""
        (?:error )?404(?: error)?|not found|nothing found|gone|page (?:missing|gone)
        nicht gefunden|fehler 404
        introuvable|erreur 404
        no encontrad[oa]|não encontrad[oa]|non trovat[oa]|niet gevonden|hittades inte
    """,
    "login": r"""
        (?:log|sign)[ -]?(?:in|on)|(?:log|sign)[ -]?in or (?:register|sign up|create an? account)
        (?:member|customer|account) login
        anmelden|anmeldung|einloggen
        connexion|se connecter|identification
        iniciar sesión|iniciar sessão|entrar
        accedi|accesso|inloggen|aanmelden|zaloguj się|logowanie|logga in
        ログイン|サインイン
        登录|登入|登錄|用户登录
    """,
    "consent": r"""
        cookies? (?:consent|settings|preferences)|your (?:privacy|choices)
        privacy (?:settings|preferences|cent(?:er|re)|choices)|consent
        cookie-?(?:einstellungen|hinweis)|datenschutz-?einstellungen
    """,
    "redirect": r"""
        redirecting|redirect|moved(?: permanently| temporarily)?|object moved|document moved|continue
    """,
    "error": r"""
        (?:an? )?(?:server |application |system )?error(?: \d+)?|oops|sorry|unavailable|(?:error )?50[0234]
        problem loading (?:the )?page
        (?:fehler|erreur|error|erro|errore|fout|błąd|fel)(?: \d+)?|hoppla|störung
        エラー|错误|錯誤
    """,
}

_NAMES = r"""
    terms|conditions|agreement|polic(?:y|ies)|legal|imprint|rules|guidelines|licen[cs]es?|eula|disclaimer|addendum
    (?:privacy|cookies?|legal|copyright|accessibility) (?:notice|statement)|data (?:processing|protection)
    sub-?processors?|service levels?|uptime|commitments?|code of conduct|acceptable use|dmca|regulations
    agb|bedingungen|\w+bedingungen|\w*richtlinien?|datenschutz\w*|impressum|\w*vereinbarung|\w*vertrag
    nutzungsordnung|widerruf\w*|lizenz\w*|haftungsausschluss|cookie-?hinweise|anbieterkennzeichnung
    auftragsverarbeitung
    conditions|cgu|cgv|mentions légales|politique|confidentialité|règlement|charte|contrat|licence|avis juridique
    déclaration
    términos|condiciones|política|aviso (?:legal|de)|privacidad|contrato|acuerdo|normas|licencia
    termos|condições|política|aviso legal|privacidade|contrato|acordo|licença|regulamento
    termini|condizioni|informativa|note legali|privacy policy|contratto|accordo|licenza|regolamento
    voorwaarden|\w+voorwaarden|privacy ?(?:beleid|verklaring)|cookie ?(?:beleid|verklaring)|overeenkomst
    \w+overeenkomst|disclaimer|colofon|reglement
    regulamin\w*|warunki|polityka|umowa|licencja|zasady|nota prawna|informacje prawne
    \w*villkor\w*|integritets\w+|personuppgift\w*|avtal|\w+avtal|riktlinjer|juridisk\w*|policy
    vilkår|betingelser|ehdot|tietosuoja\w*|podmínky|условия|соглашение|политика|şartlar\w*|koşullar\w*
    약관|개인정보|정책
    規約|契約|約款|ポリシー|プライバシー|特定商取引|利用条件|免責|法的|ガイドライン|会社概要|ライセンス
    条款|條款|协议|協議|政策|声明|聲明|隐私|隱私|规则|規則|规定|許可|许可|须知
"""

_BARE_NAMES = pattern(r"(?:(?:data )?privacy|cookies?|copyright|datenschutz|about (?:our )?cookies)")
"""What names a document where it is all that a title says, and otherwise stands on every page."""

_WELCOMES = r"""
    welcome|home ?page|home$|official (?:web)?site
    willkommen|startseite
    bienvenue|accueil
    bienvenid[oa]s?|página principal|inicio
    bem-vind[oa]s?|página inicial|início
    benvenut[oia]|pagina iniziale
    welkom|startpagina|witamy|strona główna|välkommen|startsida
    ようこそ|ホーム$|トップページ
    欢迎|歡迎|首页|首頁
"""

_SUPPOSES = r"""
    may|might|shall|if|where|when|whenever|whoever|in case|from time to time
    kann|können|falls|wenn|sofern
    peut|peuvent|en cas|s'il
    puede|pueden|en caso|pode|podem|em caso
    può|possono|in caso|qualora
    kan|kunnen|indien|als
    może|mogą|jeśli|jeżeli|w razie|w przypadku
    場合|ことがあり
    可能|如果|若
"""

_TOPICAL = pattern(
    r"(?:api )?rate[- ]limit(?:s|ing)?|(?:access|use|usage) (?:is )?restrict(?:ed|ions?)"
    r"|restricted (?:access|use)|(?:(?:scheduled|planned) )?maintenance|errors?|unavailability"
)

_PIECES = pattern(r"\s+[-|·•:>/]+\s+|[|·•»:]\s*")
_ENDS = pattern(r"(?<=[.!?])\s+|[。!?！？]+|\n")
_TRIM = " .!?,:;'\"()[]-–…。！？"
_LONGEST_TITLE = 200  # characters: what follows says no more
_KINDS: tuple[StateKind, ...] = get_args(StateKind)
_WHOLE = r"(?!\w)"
_CONTINUED = pattern(r"\\\n\s*")
_MOST_OF_TITLE = 0.5  # of its characters: "Oops! Page not found" says it, "Page not found, and your rights" does not


@cache
def _pattern(lines: str, end: str = "") -> re.Pattern[str]:
    """One pattern of several lines; where spaces set words apart, it begins where a word does, and ends in `end`.

    Made when first asked for: nearly all checks find nothing new and never ask.
    """
    cjk = re.compile(f"[{CJK}]")
    parts = [line.strip() for line in _CONTINUED.sub("", lines).split("\n") if line.strip()]
    spaced = "|".join(part for part in parts if not cjk.search(part))
    return re.compile("|".join([rf"\b(?:{spaced}){end}", *(part for part in parts if cjk.search(part))]))


def sentences(text: str) -> list[str]:
    """The sentences of a text, in lower case."""
    return [sentence for piece in _ENDS.split(text.lower()) if (sentence := piece.strip())]


def said(sentence: str) -> StateKind | None:
    """What a sentence, in lower case, says a page is; None for what could stand in terms as well as anywhere."""
    bare = sentence.strip(_TRIM)
    return next((kind for kind in _KINDS if _pattern(SAID[kind]).search(bare)), None)


def supposes(sentence: str) -> bool:
    """Whether a sentence, in lower case, speaks of what may be, as terms do, and not of what is."""
    return bool(_pattern(_SUPPOSES, _WHOLE).search(sentence))


def states(title: str) -> StateKind | None:
    """What a heading says a page is, where it says hardly anything else."""
    for piece in title_pieces(title):
        for kind in _KINDS:
            found = _pattern(SAID[kind]).search(piece)
            if found and len(found.group()) >= _MOST_OF_TITLE * len(piece):
                return kind
    return None


def mentions(title: str, kinds: Collection[str]) -> bool:
    """Whether a heading has words that say one of these; the others need not be looked for then."""
    pieces = title_pieces(title)
    return any(_pattern(SAID[kind]).search(piece) for kind in _KINDS if kind in kinds for piece in pieces)


def topical(title: str) -> bool:
    """Whether a heading could be that of a part of terms, though a page that refuses access says the same."""
    pieces = title_pieces(title)
    return bool(pieces) and all(_TOPICAL.fullmatch(piece) for piece in pieces)


def calls(title: str) -> StateKind | None:
    """What a page is whose title says no more than "Error" or "Log in", which long terms may be called by mistake."""
    for piece in title_pieces(title):
        kind = next((kind for kind, lines in _CALLED.items() if _pattern(lines).fullmatch(piece)), None)
        if kind:
            return kind
    return None


def names_terms(title: str) -> bool:
    """Whether a title is one that terms bear."""
    return any(_pattern(_NAMES, _WHOLE).search(piece) or _BARE_NAMES.fullmatch(piece) for piece in title_pieces(title))


def welcomes(title: str) -> bool:
    """Whether a title is a home page's."""
    return any(_pattern(_WELCOMES).match(piece) for piece in title_pieces(title))


def title_pieces(title: str) -> list[str]:
    """A title in lower case, divided where the name of the site is set apart, each piece without outer punctuation."""
    return [piece for part in _PIECES.split(title[:_LONGEST_TITLE].lower()) if (piece := part.strip(_TRIM))]
