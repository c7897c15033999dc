"""Web addresses without what differs between two visits to one place."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|dclid|fbclid|msclkid|yclid|mc_[ce]id|_ga|_gl|_hs\w+|hsctatracking|igshid|mkt_tok|trk\w*|"
    r"ref_?src|"
    r"s?ess(?:ion)?_?(?:id)?|sid|phpsessid|jsessionid|token|csrf\w*|nonce|cachebuster|cb|_|timestamp|pk_\w+)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(rf"(?<=[?&]){_TRACKING.pattern}=[^&\s#\"'<>()\[\]|]*&?", re.IGNORECASE)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#\s]*", re.IGNORECASE)
_BARE = re.compile(r"[?&]+(?=$|[#\s\"'<>)\]|])")


def without_tracking(text: str) -> str:
    """A text, or one address, whose addresses have lost their tracking and per-visit parameters."""
    if "=" not in text or ("?" not in text and ";" not in text):
        return text
    return _BARE.sub("", _PARAMETER.sub("", _PATH_SESSION.sub("", text)))


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
