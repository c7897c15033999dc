"""Web addresses without what differs between two visits to one place."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.text.fold import tidy
from monitor.text.memo import remembered
from monitor.text.patterns import pattern

_TRACKING = pattern(
    r"utm_\w+|u?tm_(?:source|medium|campaign|term|content)|mtm_\w+|matomo_\w+|piwik_\w+|pk_\w+|gclid|gclsrc|dclid|gbraid|"
    r"wbraid|gad_\w+|srsltid|_ga|_gl|_gac\w*|fbclid|fb_(?:action_\w+|source|ref)|igsh|igshid|msclkid|twclid|ttclid|"
    r"li_fat_id|yclid|ysclid|_openstat|epik|mc_[ce]id|_hs\w+|__hs\w+|hsctatracking|mkt_tok|trk|trkinfo|trkemail|"
    r"ref_?src|ref_url|icid|ocid|cmpid|wt[._]mc(?:_id)?|s_kwcid|ef_id|ir(?:clickid|gwc)|wickedid|vero_\w+|oly_\w+_id|"
    r"_branch_\w+|_ke|_kx|ml_subscriber\w*|visit_id|"
    r"x-(?:amz|goog)-[\w-]+|awsaccesskeyid|googleaccessid|key-pair-id|signature|expires|"  # links signed for an hour
    r"sid|sess(?:ion)?(?:_?id)?|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|token|csrf\w*|nonce|cachebuster|cb|_",
    re.IGNORECASE,
)
_QUERY = pattern(r"[?&][^\s#\"'<>()\[\]|?&=]+=[^\s#\"'<>()\[\]|?]*")
_PATH_SESSION = pattern(
    r";(?:jsessionid|phpsessid|sid)=[\w!~%-]*(?:\.[\w!~%-]+)*|/\(S\(\w{20,30}\)\)(?=/)", re.IGNORECASE
)
_PROTECTED = "/cdn-cgi/l/email-protection"
_PROTECTED_MAIL = pattern(rf"{_PROTECTED}#([0-9a-f]{{4,600}})", re.IGNORECASE)
_MAIL = pattern(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
HIDDEN_MAIL = "mailto:"
"""The place of a mail address that a page shows to nobody without a script ("[email protected]")."""

_OPAQUE = pattern(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=.{0,14}\d)[0-9a-f]{16,128}", re.IGNORECASE)
_NAMES_DOCUMENT = pattern(
    r"id|guid|uuid|uid|key|file|[a-z]*(?:doc|document|file|article|content|version|policy|page|form|term|agreement|item|"
    r"product|asset|resource|media|attachment|contract|notice)[a-z]{0,12}(?:[_-]?(?:id|guid|uuid|key))?",
    re.IGNORECASE,
)
_ESCAPE = pattern(r"%([0-9a-fA-F]{2})")
_PORT = pattern(r":(?:80|443)$")
_MOST = 100_000  # queries of one text that are looked at: 0.3 s
_ENDS = ".,;:!"  # of a sentence, behind an address


def without_tracking(text: str) -> str:
    """A text, or one address, whose addresses have lost their tracking and per-visit parameters.

    All else stays as it is and where it is: other parameters, and the stop or comma behind an address.
    """
    if "=" not in text and "/(S(" not in text:
        return text
    if ";" in text or "/(" in text:
        text = _PATH_SESSION.sub("", text)
    return _QUERY.sub(_kept, text, _MOST) if "?" in text or "&" in text else text


def _kept(match: re.Match[str]) -> str:
    """A query without what tracks, and without its question mark where nothing is left."""
    query = match.group()
    body = query.rstrip(_ENDS)
    parts = body[1:].split("&")
    kept = [part for part in parts if not _TRACKING.fullmatch(part.partition("=")[0])]
    if len(kept) == len(parts):
        return query
    return (query[0] + "&".join(kept) if any(kept) else "") + query[len(body) :]


@remembered
def same_place(target: str) -> str:
    """What two targets have in common that lead to one place: no tracking, fragment, scheme or final slash.

    A mailbox is "mailto:" and its address; nothing follows where the page hides it from robots and tells no more.
    """
    if target.startswith("#"):
        return "#"
    if target[:7].lower() == "mailto:" or _PROTECTED in target:
        return _mailbox(target)
    cleaned = without_tracking(target)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return cleaned
    if parts.scheme not in {"http", "https", ""}:
        return cleaned
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_of_visit(*pair))
    host = _PORT.sub("", parts.netloc.lower()).removeprefix("www.")
    path = _ESCAPE.sub(_escaped, parts.path) if "%" in parts.path else parts.path
    return f"{host}{path.rstrip('/')}?{query}"


def _escaped(match: re.Match[str]) -> str:
    """An escape as all ways to write it: none for a character that needs none, else in capitals (RFC 3986, 6.2.2)."""
    character = chr(int(match.group(1), 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else match.group().upper()


def host_of_place(place: str) -> str:
    """The host of a place, as `same_place` says it."""
    return place.partition("/")[0].partition("?")[0]


def same_places(one: str, other: str) -> bool:
    """Whether two places, as `same_place` says them, are one; a hidden mailbox may be any."""
    if one == other:
        return True
    return HIDDEN_MAIL in {one, other} and is_mailbox(one) and is_mailbox(other)


def still_the_same(old: str, new: str) -> bool:
    """Whether a place is what it was: a mailbox that is hidden now is taken for the one before, but not the reverse.

    Of one that can be read where none could, nobody knows that it is the same; told there, no change slips through
    by way of a hidden one.
    """
    return old == new or (new == HIDDEN_MAIL and is_mailbox(old))


def is_mailbox(place: str) -> bool:
    """Whether a place, as `same_place` says it, is a mailbox."""
    return place.startswith(HIDDEN_MAIL)


def hidden_mail(target: str) -> str:
    """The mail address that a target of Cloudflare's hides (/cdn-cgi/l/email-protection#a1b2), "" where it has none."""
    match = _PROTECTED_MAIL.search(target)
    shown = shown_mail(match.group(1)).partition("?")[0] if match else ""
    return shown if _MAIL.fullmatch(shown) else ""


def _mailbox(target: str) -> str:
    if _PROTECTED in target:
        return f"{HIDDEN_MAIL}{hidden_mail(target).casefold()}"
    return f"{HIDDEN_MAIL}{unquote(target[7:].partition('?')[0]).strip().casefold()}"


def _is_of_visit(name: str, value: str) -> bool:
    """Whether a parameter holds what another visit would get another one of, and does not name a document by it."""
    return bool(_OPAQUE.fullmatch(value)) and not _NAMES_DOCUMENT.fullmatch(name)


def shown_mail(figures: str) -> str:
    """A mail address that the page hides from robots: hexadecimal, each byte XOR the first, as Cloudflare writes it."""
    try:
        code = bytes.fromhex(figures)
    except ValueError:
        return ""
    return tidy(bytes(byte ^ code[0] for byte in code[1:]).decode("utf-8", "replace")) if code else ""
