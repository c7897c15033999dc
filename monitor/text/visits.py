"""Tokens that a page prints anew at every visit: request ids, nonces, build stamps, how long it took to render."""

from __future__ import annotations

import re

from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_MOST_WORDS = 12  # of such a line; what says more is a sentence, and its figures count
_LONGEST = 500  # characters of such a line
_GIVEN = r"[\"'(\[]?(?P<token>[A-Za-z0-9][A-Za-z0-9._~+/=:-]{4,200}[A-Za-z0-9=])"
_OPAQUE = pattern(
    r"""(?<![^\W_])(?:
      [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}                           # a UUID (RFC 9562)
    | (?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{12,128}                    # hexadecimal
    | (?=\S{0,60}\d)(?=\S{0,60}[A-Z])(?=\S{0,60}[a-z])[A-Za-z0-9+/_-]{20,400}={0,2}  # base64
    )(?![^\W_])""",
    re.VERBOSE,
)
_SECONDS = pattern(r"(?<![\w.+])1[4-9]\d{8}(?:\d{3}|\d{6}|\.\d{1,9})?(?![\w%])")  # since 1970, from 2014 on
_TIMED = pattern(  # what such seconds stand beside; of all else ten figures may be a number to call, or a limit
    rf"\b(?:timestamp|time\sstamp|generated|cached?|built|build|generiert|erzeugt|généré|generado|generato)\b"
    rf"[\s:=#]{{0,3}}(?:(?:at|on|time|am|um|à|el|il)\s?[:=]?\s?)?(?P<token>{_SECONDS.pattern})",
    re.IGNORECASE,
)
_NAMED = pattern(
    rf"""\b(?:
      (?:(?:cf|x|http)[\s-])?(?:request|req|session|trace|span|ray|correlation|incident|error|debug)[\s-]?id
    | x-request-id | traceparent
    | (?:csrf|xsrf|session|request|verification|antiforgery|form)[\s_-]?(?:token|nonce)
    | (?:csrf|xsrf)[\s_-]?key | nonce | csrf | xsrf
    | (?:anfrage|sitzungs|vorgangs|fehler)[\s-]?(?:id|kennung)
    | (?:id|identifiant)\s(?:de\s)?(?:la\s)?(?:requête|session)
    | (?:id|identificador|identificativo)\s(?:de\s|della\s|di\s|da\s)?(?:la\s)?
      (?:solicitud|sesión|sessione|richiesta|sessão|requisição|petición)
    )\b\s?(?:is|ist|est|es|è|é)?\s?[:=\#]?\s?{_GIVEN}""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE_LINES = (
    pattern(
        rf"""\W*(?:your\s)?(?:
          (?:build|commit|asset|bundle|deploy(?:ment)?|cache)(?:\s?(?:id|no|number|hash|stamp|key|sha|\#))?
        | (?:event|visit|visitor|response|page\s?view|activity|diagnostic|log)\sid
        | (?:error\sreference|(?:request|session|trace)\s(?:reference|code|no|number|\#))(?:\s(?:no|number|id))?
        )\.?\s?[:=\#]?\s?{_GIVEN}\W*""",
        re.IGNORECASE | re.VERBOSE,
    ),
    pattern(
        r"\W*(?:this\s)?(?:(?:page|document|copy|view)\s)?(?:was\s)?(?:generated|rendered|cached|served|retrieved|fetched)"
        r"(?:\s(?:at|on|from\scache\sat))?\s?[:=]?\s?(?=[^\n]{0,60}(?:\b(?:19|20)\d\d\b|:\d\d:\d\d))"
        r"(?P<token>[\w ,./:+-]{0,40}\b\d{1,2}:\d{2}(?::\d{2})?[\w .:+-]{0,16})\W*",
        re.IGNORECASE,
    ),
    pattern(
        r"\W*(?:(?:this\s)?(?:page|seite)\s(?:(?:was|wurde)\s)?(?:(?:generated|rendered|loaded|served|built|processed|"
        r"generiert|erzeugt)\s)?|(?:generated|rendered|loaded|generiert|erzeugt|générée?|generad[ao]|generat[ao])\s)"
        r"(?:in|en|took)\s"
        r"(?P<token>(?:\d{1,4}[.,]\d{1,9}|\d{1,6}(?=\s?(?:ms|millise|µs)))\s?"
        r"(?:ms|s|secs?|seconds?|milliseconds?|µs|sekunden|secondes?|segundos?|secondi))"
        r"(?:\s(?:generiert|erzeugt))?(?:\s(?:with|using|by|and|mit)\s\d{1,5}\s\w{1,12})?\W*",
        re.IGNORECASE,
    ),
    pattern(
        r"\W*(?:server|node|pod|backend)(?:\s(?:name|id))?\s?[:=]\s?"
        r"(?P<token>(?:web|app|www|node|srv|server|pod|backend|origin|cache|edge)[_-]?\d{1,4})\W*",  # names no place
        re.IGNORECASE,
    ),
    pattern(
        r"\W*(?:(?:this\s)?(?:page\s)?(?:was\s)?(?:served|rendered)\sby\s|x-served-by:?\s?)"
        r"(?P<token>(?=[a-z0-9.-]{0,80}\d)(?=\S{0,80}(?:-|\.[a-z]))[a-z][a-z0-9.-]{2,120})\W*",
        re.IGNORECASE,
    ),
)
_STAMPED = pattern(
    r"\b(?:generated|rendered|cached?|served|built|fetched|retrieved|timestamp|time\sstamp|build|commit|version\shash|"
    r"request|trace|session|ray|correlation|incident|nonce|generiert|erzeugt|généré|generado|generato)\b",
    re.IGNORECASE,
)
_LASTS = pattern(
    r"\b(?:iban|bic|swift|account|konto\w*|compte|cuenta|conta|fingerprint|fingerabdruck|pgp|gpg|openpgp|public\skey|"
    r"wallet|contract|smart|ethereum|bitcoin|blockchain|address|adresse|vat|ust\w*|tax|regist\w+|company|licen[cs]e|phone|"
    r"tel|telefon|fax|invoice|order|certificate|checksum|sha-?\d+|md5|patent|trademark|duns|lei|siren|siret|kvk|nif|cif|"
    r"sort\scode|routing|clause|section|agreement|ref|verification|signing|limits?|quota|hotline|callback|line|region|"
    r"residency|data\scent(?:er|re)s?|(?:us|eu|ap|ca|sa|af|me|il|cn|uk)-(?:gov-)?(?:north|south|east|west|central)\w*)\b|@",
    re.IGNORECASE,
)
_MARK = "…"


@remembered
def without_visit_tokens(text: str) -> str:
    """A short line that names what a visit was given, with a mark in its place; any other text as it is.

    What lasts has no place here, however opaque it looks: bank accounts, fingerprints, registrations, references.
    """
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or not any(map(str.isdigit, text)):
        return text
    if _LASTS.search(text):
        return text
    for line in _WHOLE_LINES:
        match = line.fullmatch(text)
        if match and any(map(str.isdigit, match.group("token"))):
            return f"{text[: match.start('token')]}{_MARK}{text[match.end('token') :]}"
    text = _TIMED.sub(_marked, _NAMED.sub(_marked, text))
    return _OPAQUE.sub(_MARK, text) if _STAMPED.search(text) else text


def _marked(match: re.Match[str]) -> str:
    """The name with a mark behind it, where what follows it is no word of a sentence."""
    found, token = match.group(), match.group("token")
    return found.removesuffix(token) + _MARK if any(map(str.isdigit, token)) else found
