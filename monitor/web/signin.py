"""/login and /logout: the token for a session, and the end of one."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from monitor.web.sessions import LONGEST_SESSION

if TYPE_CHECKING:
    from starlette.requests import Request

    from monitor.web.access import Access
    from monitor.web.sessions import Sessions, Tries

SESSION = "clausewatch_session"
"""The cookie of a session."""

BROWSER = "clausewatch_browser"
"""The cookie of a browser without a session: forms given to it are good for it alone."""

_TEMPLATES = Path(__file__).with_name("templates")
_LONGEST_PATH = 2_000  # characters of the page to go on to
_WRONG = "This is not the token. It is the value of token in [web] of the configuration."


def cookie(name: str, value: str, *, secure: bool, age: int | None = None) -> str:
    """A Set-Cookie line (RFC 6265): unseen by scripts, sent by pages of ours alone, for `age` seconds if given."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    return "; ".join([*parts, *(["Secure"] if secure else []), *([f"Max-Age={age}"] if age is not None else [])])


class SignIn:
    """Answers /login and /logout; that a form is ours was looked at before."""

    def __init__(self, sessions: Sessions, tries: Tries) -> None:
        self._sessions = sessions
        self._tries = tries
        self._page = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("login.html")

    def login(self, request: Request, access: Access, client: str) -> Response:
        """The form; for a form that was sent, a session and the page that was wanted."""
        if request.method != "POST":
            wanted = own_path(request.query_params.get("next", "/"))
            return self._form(access, wanted) if not access.session else _to(wanted)
        wanted = own_path(access.fields.get("next", "/"))
        wait = self._tries.wait(client)
        if wait:
            minutes = -(-wait // 60)
            answer = self._form(access, wanted, f"Too many wrong tokens. Try again in {minutes} minutes.")
            answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
            answer.headers["Retry-After"] = str(wait)
            return answer
        if not self._sessions.knows(access.fields.get("token", "").strip()):
            self._tries.failed(client)
            answer = self._form(access, wanted, _WRONG)
            answer.status_code = HTTPStatus.FORBIDDEN
            return answer
        return self._welcome(request, wanted)

    def logout(self, request: Request, access: Access) -> Response:
        """End the session, whoever else has its cookie."""
        if request.method != "POST":
            return PlainTextResponse("send a POST\n", HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"})
        self._sessions.end(access.session)
        answer = _to("/")
        answer.headers["Set-Cookie"] = cookie(SESSION, "", secure=request.url.scheme == "https", age=0)
        return answer

    def _welcome(self, request: Request, wanted: str) -> Response:
        answer = _to(wanted)
        secure = request.url.scheme == "https"
        answer.headers["Set-Cookie"] = cookie(SESSION, self._sessions.begin(), secure=secure, age=LONGEST_SESSION)
        return answer

    def _form(self, access: Access, wanted: str, trouble: str = "") -> Response:
        return HTMLResponse(self._page.render(csrf=access.form_token(), next=wanted, trouble=trouble))


def own_path(wanted: str) -> str:
    """A path on this server; "/" for what a browser could take for another place."""
    fine = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if fine and len(wanted) <= _LONGEST_PATH else "/"


def _to(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
