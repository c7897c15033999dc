"""The forms in which people say what they did with a revision, and what was said before: what `review.html` shows.

A page that shows them puts `review=review_of(request, log, name, number)` into its template, which says
`{% include "review.html" %}`; it needs no other variable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from monitor.deeds import LONGEST_NAME, LONGEST_NOTE, Deed, given_in, name_in, note_in, short_in
from monitor.errors import UsageError
from monitor.web import links
from monitor.web.signin import cookie, own_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

    from monitor.model import LogEntry, LogKind

NAME = "clausewatch_name"
"""The cookie with the name that somebody gave last, so that it need not be typed again."""

A_YEAR = 365 * 24 * 3600
"""Seconds for which it is kept."""

_ANCHOR = "#review"  # where review.html stands in the page that includes it


def _comment_in(field: str, text: str) -> str:
    return given_in(field, note_in(field, text))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its name, what people call it, how it is read, and how much fits into it."""

    name: Literal["by", "to", "ref", "note"]
    label: str
    read: Callable[[str, str], str]
    longest: int = LONGEST_NAME
    needed: bool = False


_BY = Field("by", "Your name", name_in, needed=True)
_TO = Field("to", "Who is to look at it", name_in, needed=True)
_REF = Field("ref", "Contract (may be left empty)", short_in)
_NOTE = Field("note", "Note (may be left empty)", note_in, LONGEST_NOTE)
_COMMENT = Field("note", "Comment", _comment_in, LONGEST_NOTE, needed=True)


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that can be done with a revision: what it means, what its button says, what it asks for."""

    kind: LogKind
    head: str
    button: str
    fields: tuple[Field, ...]


FORMS: Mapping[str, Form] = {
    form.kind: form
    for form in (
        Form("acknowledged", "I have looked at it", "Acknowledge", (_BY, _NOTE)),
        Form("assigned", "Somebody is to look at it", "Assign", (_TO, _BY, _NOTE)),
        Form("commented", "There is something to say of it", "Comment", (_COMMENT, _BY)),
        Form("accepted", "It was signed, or is agreed to", "Accept this revision", (_BY, _REF, _NOTE)),
    )
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent and not taken: of what kind, what stood in it, and what is wrong with which field.

    What is wrong with none of them stands under "".
    """

    kind: str
    values: Mapping[str, str]
    troubles: Mapping[str, str]


_NOTHING_SENT = Sent("", MappingProxyType({}), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Review:
    """One revision, what was done with it, oldest first, the name to begin with, and the page to go back to."""

    name: str
    number: int
    log: tuple[LogEntry, ...]
    by: str
    back: str
    sent: Sent = field(default=_NOTHING_SENT)

    @property
    def forms(self) -> tuple[Form, ...]:
        """What can be done."""
        return tuple(FORMS.values())

    def value(self, form: Form, name: str) -> str:
        """What stands in a field when the page is shown."""
        if form.kind == self.sent.kind:
            return self.sent.values.get(name, "")
        return self.by if name == "by" else ""

    def trouble(self, form: Form, name: str) -> str:
        """What is wrong with a field that was sent, "" where nothing is."""
        return self.sent.troubles.get(name, "") if form.kind == self.sent.kind else ""


def review_of(request: Request, log: Iterable[LogEntry], name: str, number: int, sent: Sent = _NOTHING_SENT) -> Review:
    """What `review.html` shows of one revision; `log` is that of its document or of all, newest first."""
    entries = [one for one in log if (one.source, one.revision) == (name, number)]
    back = back_from(sent.values, name, number) if sent.values else f"{address_of(request)}{_ANCHOR}"
    return Review(name, number, tuple(reversed(entries)), name_of(request), back, sent)


def deed_from(form: Form, posted: Mapping[str, str]) -> Deed | Sent:
    """What a form says; or it as it was sent, with all that is wrong with it."""
    values: dict[str, str] = {}
    troubles: dict[str, str] = {}
    for one in form.fields:
        text = posted.get(one.name, "").replace("\r\n", "\n")  # browsers send line ends so, and count them as one sign
        try:
            values[one.name] = one.read(one.name, text)
        except UsageError as error:
            troubles[one.name] = error.message
    if troubles:
        return Sent(form.kind, posted, troubles)
    return Deed(form.kind, values["by"], values.get("note", ""), values.get("ref", ""), values.get("to", ""))


def back_from(posted: Mapping[str, str], name: str, number: int) -> str:
    """The page that a form was sent from, if that is one of ours; else that of the revision's log."""
    return own_path(posted.get("back", "") or links.log(name, number))


def address_of(request: Request) -> str:
    """The page that is asked for, as a form sends it back."""
    query = request.url.query
    return own_path(quote(request.scope["path"]) + (f"?{query}" if query else ""))


def name_of(request: Request) -> str:
    """The name that was given last in this browser, "" where none was, or what is kept is no name."""
    try:
        return name_in("by", unquote(request.cookies.get(NAME, "")))
    except UsageError:
        return ""


def name_cookie(request: Request, name: str) -> str:
    """A Set-Cookie line that keeps a name."""
    return cookie(NAME, quote(name, safe="", errors="replace"), secure=request.url.scheme == "https", age=A_YEAR)
