"""What people do with changes: they look at them, give them to somebody, comment and accept them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor.errors import ArchiveError
from monitor.model import Place, Source
from monitor.web import links
from monitor.web.access import posted
from monitor.web.pages import NotThere, Pages
from monitor.web.paging import BadQuery, cursor, place_of
from monitor.web.reviews import FORMS, Sent, address_of, back_from, deed_from, name_cookie, name_of, review_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from monitor.model import Brief, Unreviewed

AT_ONCE = 50
"""Changes on one page of those that nobody has looked at."""

NOBODY_YET = " "
"""What is asked for where a change was given to nobody: no name, for those have no space around them."""

_BUSY = "The archive is in use by another process, and nothing was noted. Send it again in a moment."
_NO_KIND = "What was sent does not say what was done. Choose one of these."


def routes(pages: Pages) -> list[Route]:
    """The log of a revision, to read and to add to, and what nobody has looked at."""
    reviewing = Reviewing(**pages.parts)
    log = "/documents/{provider}/{document}/{number:ordinal}/log"
    return [
        Route(log, reviewing.log, methods=["GET"]),
        Route(log, reviewing.note, methods=["POST"]),
        Route(links.unreviewed(), reviewing.unreviewed),
    ]


@dataclass(frozen=True, slots=True)
class Reviewing(Pages):
    """The pages on which people say what they did."""

    def log(self, request: Request) -> Response:
        """What was done with one revision, and the forms to add to it."""
        return self._log(request, *self._named(request))

    def note(self, request: Request) -> Response:
        """Add to the log what a form says, and go back to where it was; a form that is refused comes back filled."""
        (name, number), fields = self._named(request), posted(request)
        form = FORMS.get(fields.get("kind", ""))
        if form is None:
            return self._log(request, name, number, Sent("", fields, {"": _NO_KIND}))
        deed = deed_from(form, fields)
        if isinstance(deed, Sent):
            return self._log(request, name, number, deed)
        try:
            self.archive.note(deed.entry(name, number, self.now()))
        except ArchiveError:
            answer = self._log(request, name, number, Sent(form.kind, fields, {"": _BUSY}))
            answer.status_code = 503
            return answer
        answer = RedirectResponse(back_from(fields, name, number), 303)
        answer.headers["Set-Cookie"] = name_cookie(request, deed.by)
        return answer

    def unreviewed(self, request: Request) -> Response:
        """The told changes that nobody has looked at, oldest first; of one assignee where one is asked for."""
        to, after = request.query_params.get("to", ""), _after(request)
        found = self._waiting(after, "" if to == NOBODY_YET else to or None)
        shown, more = found[:AT_ONCE], len(found) > AT_ONCE
        return self._page(
            request,
            "unreviewed.html",
            rows=shown,
            briefs={(one.source, one.revision): self._brief(one) for one in shown},
            titles={source.id: source.title for source in self.sources},
            further=_further(to, shown[-1]) if more else "",
            started=after is not None,
            to_whom=to,
            assignees=self.archive.assignees(),
            nobody=NOBODY_YET,
            by=name_of(request),
            back=address_of(request),
        )

    def _waiting(self, after: Place | None, to: str | None) -> list[Unreviewed]:
        """The next ones, one more than fit: of documents that are watched, or of all where nothing is configured."""
        watched = {source.id for source in self.sources}
        found: list[Unreviewed] = []
        while len(found) <= AT_ONCE:
            part = self.archive.unreviewed_part(AT_ONCE + 1, after, to)
            found += [one for one in part if not watched or one.source in watched]
            if len(part) <= AT_ONCE:
                break
            after = _place(part[-1])
        return found[: AT_ONCE + 1]

    def _brief(self, one: Unreviewed) -> Brief | None:
        return next(iter(self.archive.briefs(one.source, before=one.revision + 1, limit=1)), None)

    def _named(self, request: Request) -> tuple[str, int]:
        """The revision that an address names. Raises `NotThere`."""
        name, number = "{provider}/{document}".format(**request.path_params), request.path_params["number"]
        last = self.archive.glance(Source(name, ("",))).revision
        if not 1 <= number <= last:
            has = f"it has 1 to {last}" if last else "it has none yet"
            said = f"{name} has no revision {number}; {has}."
            raise NotThere(said)
        return name, number

    def _log(self, request: Request, name: str, number: int, sent: Sent | None = None) -> Response:
        log = self.archive.log(name)
        review = review_of(request, log, name, number, sent) if sent else review_of(request, log, name, number)
        answer = self._page(request, "log.html", name=name, number=number, review=review)
        answer.status_code = 422 if sent else 200
        return answer


def _after(request: Request) -> Place | None:
    """After which change to go on; None for the start, also where what is asked for is no place."""
    try:
        return place_of(request.query_params.get("after", ""))
    except BadQuery:
        return None


def _place(one: Unreviewed) -> Place:
    return Place(one.at, one.source, one.revision)


def _further(to: str, last: Unreviewed) -> str:
    asked: Mapping[str, str] = {"to": to} if to else {}
    return links.unreviewed(**asked, after=cursor(_place(last)))
