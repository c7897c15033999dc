"""Web addresses without what differs between two visits to one place."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from monitor.text.fold import tidy

_TRACKING = re.compile(
    r"utm_\w+|u?tm_(?:source|medium|campaign|term|content)|mtm_\w+|matomo_\w+|piwik_\w+|pk_\w+|gclid|gclsrc|dclid|gbraid|"
    r"wbraid|gad_\w+|srsltid|_ga|_gl|_gac\w*|fbclid|fb_(?:action_\w+|source|ref)|igsh|igshid|msclkid|twclid|ttclid|"
    r"li_fat_id|yclid|ysclid|_openstat|epik|mc_[ce]id|_hs\w+|__hs\w+|hsctatracking|mkt_tok|trk|trkinfo|trkemail|"
    r"ref_?src|ref_url|icid|ocid|cmpid|wt[._]mc(?:_id)?|s_kwcid|ef_id|ir(?:clickid|gwc)|wickedid|vero_\w+|oly_\w+_id|"
    r"_branch_\w+|_ke|_kx|ml_subscriber\w*|"
    r"sid|sess(?:ion)?(?:_?id)?|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|token|csrf\w*|nonce|cachebuster|cb|_",
    re.IGNORECASE,
)
_QUERY = re.compile(r"[?&][^\s#\"'<>()\[\]|?&=]+=[^\s#\"'<>()\[\]|?]*")
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[\w!~%-]*(?:\.[\w!~%-]+)*|/\(S\(\w{20,30}\)\)(?=/)", re.IGNORECASE
)
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


def same_place(target: str) -> str:
    """What two targets have in common that lead to one place: no tracking, fragment, scheme or final slash."""
    if target.startswith("#"):
        return "#"
    cleaned = without_tracking(target)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return cleaned
    if parts.scheme not in {"http", "https", ""}:
        return cleaned
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{query}"


def shown_mail(figures: str) -> str:
    """A mail address that the page hides from robots: hexadecimal, each byte XOR the first, as Cloudflare writes it."""
    try:
        code = bytes.fromhex(figures)
    except ValueError:
        return ""
    return tidy(bytes(byte ^ code[0] for byte in code[1:]).decode("utf-8", "replace")) if code else ""
