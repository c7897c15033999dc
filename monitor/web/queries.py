"""What a search asks for, as it stands in an address: the same fields for the page, the feed and the API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.model import Query
from monitor.text.patterns import pattern
from monitor.text.searching import terms_of
from monitor.web.paging import BadQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LONGEST = 500
"""Characters of what is searched for: a pasted clause; its first words find it."""

SOURCE_ID = pattern(r"[a-z0-9-]{1,100}/[a-z0-9-]{1,100}")
PROVIDER = pattern(r"[a-z0-9-]{1,100}")

_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = frozenset({"1", "on", "true"})
_NO = frozenset({"", "0", "off", "false"})
_FIELDS = ("words", "provider", "source", "from", "to", "current")
_NO_WORD = "There is no word in this to look for."
_NO_DAY = "A day is written as in 2026-03-31."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: as it was written, as it is understood, and what is wrong with it, both by field."""

    written: Mapping[str, str]
    query: Query
    troubles: Mapping[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """The fields that say anything, for another address that asks for the same."""
        return {name: value for name, value in self.written.items() if value}


def asked_of(request: Request) -> Asked:
    """The query of a request; where nothing was written at all it has no words, and that is no trouble."""
    written = {name: request.query_params.get(name, "").strip() for name in _FIELDS}
    troubles: dict[str, str] = {}
    query = Query(
        _words(written["words"], troubles),
        provider=_provider(written["provider"], troubles),
        source=_source(written["source"], troubles),
        since=_day(written, "from", troubles),
        until=_day(written, "to", troubles),
        current=_current(written["current"], troubles),
    )
    _weigh(query, troubles)
    return Asked(MappingProxyType(written), query, MappingProxyType(troubles))


def scope(request: Request) -> str:
    """The document or the provider that is asked for; "" for all. Raises `BadQuery`."""
    troubles: dict[str, str] = {}
    provider = _provider(request.query_params.get("provider", "").strip(), troubles)
    source = _source(request.query_params.get("source", "").strip(), troubles)
    _weigh(Query("", provider=provider, source=source), troubles)
    _refuse(troubles)
    return source or provider


def days_asked(request: Request) -> tuple[date | None, date | None]:
    """The first and the last day that is asked for. Raises `BadQuery`."""
    troubles: dict[str, str] = {}
    written = {name: request.query_params.get(name, "").strip() for name in ("from", "to")}
    first, last = (_day(written, name, troubles) for name in ("from", "to"))
    _weigh(Query("", since=first, until=last), troubles)
    _refuse(troubles)
    return first, last


def _refuse(troubles: Mapping[str, str]) -> None:
    if troubles:
        raise BadQuery(told(troubles))


def told(troubles: Mapping[str, str]) -> str:
    """What is wrong, each with its field."""
    return " ".join(f"{name}: {said}" for name, said in troubles.items())


def newest(asked: Asked) -> Query:
    """The same, for the finds that came last."""
    return replace(asked.query, newest=True)


def _day(written: Mapping[str, str], name: str, troubles: dict[str, str]) -> date | None:
    """A day that was written; None for none, and for what is none, which is a trouble."""
    said = written[name]
    if not said:
        return None
    try:
        return date.fromisoformat(said if _DAY.fullmatch(said) else "")
    except ValueError:
        troubles[name] = _NO_DAY
        return None


def _words(said: str, troubles: dict[str, str]) -> str:
    if len(said) > LONGEST:
        troubles["words"] = f"This is longer than {LONGEST} characters; some of its words will do."
    elif said and not any(term.wanted for term in terms_of(said)):
        troubles["words"] = _NO_WORD
    return said


def _provider(said: str, troubles: dict[str, str]) -> str:
    if said and not PROVIDER.fullmatch(said):
        troubles["provider"] = "A provider is the first half of a document's name, such as northline."
        return ""
    return said


def _source(said: str, troubles: dict[str, str]) -> str:
    if said and not SOURCE_ID.fullmatch(said):
        troubles["source"] = "A document is named with its provider, such as northline/voice."
        return ""
    return said


def _current(said: str, troubles: dict[str, str]) -> bool:
    if said not in _YES | _NO:
        troubles["current"] = "This is 1 for what stands now only, or left out."
    return said in _YES


def _weigh(query: Query, troubles: dict[str, str]) -> None:
    """What is wrong with fields together."""
    if query.source and query.provider and query.source.partition("/")[0] != query.provider:
        troubles["source"] = "This document is another provider's."
    if query.since and query.until and query.since > query.until:
        troubles["to"] = "This day is before the one to begin with."
