"""Addresses of PostgreSQL databases, as libpq takes them, and their passwords, which nobody is shown.

An address is `postgresql://USER:PASSWORD@HOST:PORT/NAME?KEY=VALUE`; all but the name may be left out, and the
scheme may be `postgres` (PostgreSQL 15, 34.1.1.2. Connection URIs).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from monitor.text.patterns import pattern

SCHEMES = ("postgresql://", "postgres://")
LONGEST = 2_000
"""Characters: as of a web address."""

_HIDDEN = "***"
_WHOLE = pattern(
    r"postgres(?:ql)?://"
    r"(?:[^@/?#:]*(?::[^@/?#]*)?@)?"  # user and password
    r"[^@/?#]*"  # hosts and their ports
    r"(?:/(?P<name>[^@/?#]*))?"
    r"(?:\?(?P<settings>[^#]*))?",
)
_BEFORE_HOST = pattern(r"^([a-z]+://[^:@/?]*):(.*)@", re.DOTALL)
_SETTING = pattern(r"(?<=[?&])([^=&]*)=([^&]*)")
_HALF_ESCAPE = pattern(r"%(?![0-9A-Fa-f]{2})|%00")


def is_database(place: str) -> bool:
    """Whether a place is the address of a database, and so no path."""
    return place.startswith(SCHEMES)


def database_fault(url: str) -> str:
    """What is wrong with an address of a database, "" where nothing is; no part of it is repeated.

    libpq repeats what it does not understand, and that may be a password; so it is given nothing of that kind.
    """
    if not is_database(url):
        return "does not begin with postgresql://"
    if len(url) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if not url.isprintable() or " " in url:
        return "holds a space or a control character"
    if _HALF_ESCAPE.search(url):
        return "holds a % that begins no escape; write %25 for a percent sign"
    whole = _WHOLE.fullmatch(url)
    if not whole:
        return "cannot be taken apart; in a name or a password write %40 for @, %2F for /, %3F for ? and %23 for #"
    return _faulty_parts(whole["name"] or "", whole["settings"])


def without_passwords(url: str) -> str:
    """An address, well-formed or not, as it may be shown."""
    shown = _BEFORE_HOST.sub(rf"\1:{_HIDDEN}@", url)
    return _SETTING.sub(lambda found: f"{found[1]}={_HIDDEN}" if _is_secret(found[1]) else found[0], shown)


def passwords_in(url: str) -> frozenset[str]:
    """The passwords in an address, each as it is written there and as it is meant."""
    before = _BEFORE_HOST.match(url)
    written = [before[2]] if before else []
    written += [found[2] for found in _SETTING.finditer(url) if _is_secret(found[1])]
    return frozenset(form for one in written for form in (one, unquote(one)) if form)


def _faulty_parts(name: str, settings: str | None) -> str:
    parts = settings.split("&") if settings else []
    if any(part.count("=") != 1 or part.startswith("=") for part in parts):
        return "has settings that are not KEY=VALUE; join them with &"
    if not name and not any(unquote(part).startswith("dbname=") for part in parts):
        return "names no database behind the host"
    return ""


def _is_secret(key: str) -> bool:
    """Whether a setting is a secret: `password`, `sslpassword`, `oauth_client_secret`."""
    return unquote(key).lower().endswith(("password", "secret"))
