"""What a request may do, as the guard found it, and how pages ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.web.sessions import nonce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from monitor.web.sessions import Sessions

KEY = "clausewatch.access"
"""Where the access stands in the scope of a request."""


@dataclass(slots=True)
class Access:
    """What the guard found of one request.

    `session` is a session that is alive, `program` whether the token came in a header, `browser` the nonce of
    a browser that has no session; `fresh` one that was made up for this answer and goes out as a cookie.
    """

    sessions: Sessions
    session: str = ""
    program: bool = False
    writes: bool = False
    browser: str = ""
    fresh: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the token was given, now or when the session began."""
        return self.program or bool(self.session)

    def form_token(self) -> str:
        """What a form of this answer carries."""
        if not self.session and not self.browser:
            self.fresh = self.browser = nonce()
        return self.sessions.form_token(self.session or self.browser)

    def own_form(self, token: str) -> bool:
        """Whether a form was given to this very browser."""
        return self.sessions.is_form_token(self.session or self.browser, token)


def csrf_token(request: Request) -> str:
    """What every form must carry in a hidden field `csrf`; ask for it before the answer begins. "" without a guard."""
    access = _access(request)
    return access.form_token() if access else ""


def may_write(request: Request) -> bool:
    """Whether this request may change something: signed in, or on this machine where no token is configured."""
    access = _access(request)
    return bool(access and access.writes)


def signed_in(request: Request) -> bool:
    """Whether there is a session, which can be ended by a POST to /logout."""
    access = _access(request)
    return bool(access and access.session)


def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form that was sent (`application/x-www-form-urlencoded`); the last one of each name."""
    access = _access(request)
    return access.fields if access else {}


def _access(request: Request) -> Access | None:
    found = request.scope.get(KEY)
    return found if isinstance(found, Access) else None
