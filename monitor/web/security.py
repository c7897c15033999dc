"""The guard before every page: whom it is served to, what browsers may do with it, and who may change something.

    app = guarded(make_app(...), WebSettings(hosts_of(host, url), token, secrets.token_bytes(32)))

Nothing reaches the pages that is not meant for this server (Host), not allowed in (token or session) or, where
it would change something, not sent by a page of ours (Fetch metadata or Origin, and a token in the form).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from anyio import move_on_after
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from monitor.web.access import KEY, Access, csrf_token, may_write, posted, signed_in
from monitor.web.origins import client_of, from_here, from_own_page, host_named, hosts_of, is_loopback
from monitor.web.sessions import Ended, Sessions, Tries
from monitor.web.signin import BROWSER, SESSION, SignIn, cookie

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "WebSettings",
    "csrf_token",
    "guarded",
    "hosts_of",
    "is_loopback",
    "may_write",
    "posted",
    "signed_in",
]

LARGEST_BODY = 64 * 1024
"""Bytes of a POST: a comment is the longest that people send."""

LONGEST_SENDING = 10.0
"""Seconds for a POST to arrive whole, however slowly a client sends it."""

MOST_FIELDS = 100
"""Fields of a form; ours have a handful."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with it browsers send "Origin: null" with our own forms (Fetch, 3.2), and where pages are
    # served without TLS that is all they say of where a form came from. Other sites learn nothing by either.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer, whatever a page sets itself."""

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/static/",)
_OPEN_PAGES = frozenset({"/login", "/healthz", "/favicon.ico"})
_PROGRAMS = ("/api/", "/feed")  # what programs ask for: they are told, and not sent to a form
_PROGRAM_FILES = (".atom", ".ics", ".json")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Whom the pages are served to: names of this server, the token ("" for none), and the key of sessions and forms.

    `clock` tells seconds since 1970; `ended` are the sessions that were ended, in whichever process.
    """

    hosts: frozenset[str]
    token: str = field(repr=False)
    secret: bytes = field(repr=False)
    clock: Callable[[], float] = time.time
    ended: Ended = field(default_factory=Ended, repr=False, compare=False)


def guarded(app: ASGIApp, settings: WebSettings) -> ASGIApp:
    """The pages behind the guard."""
    return _Guard(app, settings)


class _Guard:
    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings
        self._sessions = Sessions(settings.token, settings.secret, settings.clock, settings.ended)
        self._tries = Tries(settings.clock)
        self._sign_in = SignIn(self._sessions, self._tries)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            access = Access(self._sessions)
            await self._guard({**scope, KEY: access}, receive, _dressed(send, scope, access))
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        access: Access = scope[KEY]
        refusal = self._misdirected(request) or self._unknown(request, access)
        if refusal is None and request.method not in _HARMLESS:
            body = await _body(request)
            if isinstance(body, bytes):
                receive = _again(body, receive)
                refusal = self._forged(request, access, body)
            else:
                refusal = body
        answer = refusal or self._own(request, access) or self._app
        await answer(scope, receive, send)

    def _misdirected(self, request: Request) -> Response | None:
        """A page elsewhere can have its own name lead here; under that name browsers would let it read ours."""
        named = request.headers.getlist("host")
        if len(named) != 1:
            return _said(HTTPStatus.BAD_REQUEST, "say one host")
        if host_named(named[0]) not in self._settings.hosts:
            return _said(HTTPStatus.MISDIRECTED_REQUEST, "no such host here; [web] url of the configuration names it")
        return None

    def _unknown(self, request: Request, access: Access) -> Response | None:
        """What those are told who may not come in; notes in `access` what the others may do."""
        access.browser = request.cookies.get(BROWSER, "")
        if not self._settings.token:
            access.writes = from_here(request)
            return None
        session = request.cookies.get(SESSION, "")
        access.session = session if self._sessions.alive(session) else ""
        wait = self._read_bearer(request, access)
        access.writes = access.known
        path = request.scope["path"]
        if access.known or path in _OPEN_PAGES or path.startswith(_OPEN):
            return None
        return _too_many(wait) if wait else _ask_in(request)

    def _read_bearer(self, request: Request, access: Access) -> int:
        """Note whether the token came in a header (RFC 6750); gives the seconds until it is listened to again."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return 0
        client = client_of(request)
        wait = self._tries.wait(client)
        if not wait:
            access.program = self._sessions.knows(token.strip())
            if not access.program:
                self._tries.failed(client)
        return wait

    def _forged(self, request: Request, access: Access, body: bytes) -> Response | None:
        """What is said to a request that would change something and may not, or that no page of ours sent."""
        if not access.writes and request.scope["path"] != "/login":
            return _said(HTTPStatus.FORBIDDEN, "pages may only be read from here; sign in with a token to change them")
        if not from_own_page(request, needed=not access.program):
            return _said(HTTPStatus.FORBIDDEN, "this did not come from a page of this server")
        fields = _fields(request, body)
        if fields is None:
            return _said(HTTPStatus.BAD_REQUEST, "the form cannot be read")
        access.fields = fields
        token = request.headers.get("x-csrf-token") or fields.get("csrf", "")
        if not access.program and not access.own_form(token):
            return _said(HTTPStatus.FORBIDDEN, "the form is too old; go back, load the page again, and send it again")
        return None

    def _own(self, request: Request, access: Access) -> Response | None:
        """The answers of /login and /logout."""
        path = request.scope["path"]
        if path == "/login":
            return self._sign_in.login(request, access, client_of(request)) if self._settings.token else _home()
        return self._sign_in.logout(request, access) if path == "/logout" else None


def _dressed(send: Send, scope: Scope, access: Access) -> Send:
    """Sends answers with the headers that all have."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("Cache-Control", "private, no-store")
            if access.fresh:
                headers.append("Set-Cookie", cookie(BROWSER, access.fresh, secure=scope["scheme"] == "https"))
        await send(message)

    return dressed


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read already once more, and then whatever else comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


async def _body(request: Request) -> bytes | Response:
    """The body; or what is said of one that is too long or too slow."""
    said = request.headers.get("content-length", "0")
    if not (said.isascii() and said.isdecimal()) or len(said) > len(str(LARGEST_BODY)) or int(said) > LARGEST_BODY:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {LARGEST_BODY} bytes")
    body = bytearray()
    try:
        with move_on_after(LONGEST_SENDING) as patience:
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {LARGEST_BODY} bytes")
    except ClientDisconnect:
        return _said(HTTPStatus.BAD_REQUEST, "the request ended early")
    return _said(HTTPStatus.REQUEST_TIMEOUT, "the request took too long") if patience.cancelled_caught else bytes(body)


def _fields(request: Request, body: bytes) -> Mapping[str, str] | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return None


def _ask_in(request: Request) -> Response:
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    program = path.startswith(_PROGRAMS) or path.endswith(_PROGRAM_FILES) or request.method != "GET"
    if program or "text/html" not in request.headers.get("accept", ""):
        answer = _said(HTTPStatus.UNAUTHORIZED, "a token is needed: Authorization: Bearer TOKEN")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="clausewatch"'
        return answer
    wanted = f"{quote(path)}?{query}" if query else quote(path)
    return RedirectResponse(f"/login?next={quote(wanted, safe='/')}", HTTPStatus.SEE_OTHER)


def _too_many(wait: int) -> Response:
    answer = _said(HTTPStatus.TOO_MANY_REQUESTS, "too many wrong tokens; try again later")
    answer.headers["Retry-After"] = str(wait)
    return answer


def _home() -> Response:
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


def _said(status: HTTPStatus, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status)
