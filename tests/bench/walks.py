"""Addresses of every page, drawn at random as people and programs ask for them. A route without any is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from starlette.routing import Route

from tests.bench.lives import seeded
from tests.bench.wording import names

if TYPE_CHECKING:
    import random

    from starlette.applications import Starlette

    from monitor.archive import Library
    from monitor.model import Source

DOCUMENT = "/documents/{provider}/{document}"
API = "/api/v1/documents/{provider}/{document}"
_READ = 200  # documents whose clauses are known by name


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is to be asked for: documents with how many revisions each has, what is held, clauses by path."""

    revisions: Mapping[str, int]
    held: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]
    cursors: tuple[str, ...] = ()

    @property
    def changed(self) -> list[str]:
        """The documents that have changed."""
        return [name for name, last in self.revisions.items() if last > 1]


@dataclass(frozen=True, slots=True)
class Chance:
    """One draw of an address."""

    ground: Ground
    rng: random.Random

    @property
    def name(self) -> str:
        """Some document."""
        return self.rng.choice(list(self.ground.revisions))

    @property
    def provider(self) -> str:
        """Some provider."""
        return self.name.partition("/")[0]

    def revision(self, form: str, first: int = 1) -> str:
        """A form with some document and a revision of it, rather a late one."""
        name = self.rng.choice(self.ground.changed if first > 1 else list(self.ground.revisions))
        last = self.ground.revisions[name]
        return form.format(name=name, number=max(first, last - int(last * self.rng.random() ** 2)))

    def held(self) -> str:
        """Some held document."""
        return self.rng.choice(self.ground.held)

    def compared(self) -> str:
        """Two revisions beside each other."""
        name = self.rng.choice(self.ground.changed)
        old, new = sorted(self.rng.sample(range(1, self.ground.revisions[name] + 1), 2))
        return f"/documents/{name}/compare?old={old}&new={new}"

    def clause(self) -> str:
        """One clause through time."""
        name, path = self.rng.choice(self.ground.clauses)
        return f"/documents/{name}/clause?{urlencode({'path': path})}"

    def searched(self, words: str, **more: str) -> str:
        """A search."""
        return f"/search?{urlencode({'words': words, **more})}"

    def rare(self) -> str:
        """A word that hardly any document has."""
        return self.rng.choice(names()[-2000:])

    def common(self) -> str:
        """A word that nearly every document has."""
        return self.rng.choice("invoices customer termination provider deposit EUR".split())

    def phrase(self) -> str:
        """Words in a row."""
        return self.rng.choice(
            ('"upon 30 hours"', '"access credentials and usage records"', '"no undisputed amount is overdue"')
        )

    def cursor(self) -> str:
        """The next page of all changes, after some change."""
        cursors = self.ground.cursors
        return f"/api/v1/changes?after={self.rng.choice(cursors)}" if cursors else "/api/v1/changes"


Draw: TypeAlias = Callable[[Chance], str]

SAMPLES: Mapping[str, Mapping[str, Draw]] = {
    "/": {
        "overview": lambda _: "/",
        "overview, page 2": lambda _: "/?page=2",
        "overview, filtered": lambda c: c.rng.choice(("/?state=failing", "/?state=held", "/?state=stale")),
        "overview, ordered": lambda c: c.rng.choice(("/?order=change", "/?order=state", "/?order=change&page=3")),
    },
    DOCUMENT: {"document": lambda c: f"/documents/{c.name}"},
    f"{DOCUMENT}/{{number:ordinal}}": {"revision": lambda c: c.revision("/documents/{name}/{number}")},
    f"{DOCUMENT}/{{number:ordinal}}/change": {
        "change": lambda c: c.revision("/documents/{name}/{number}/change", 2),
        "change, sides": lambda c: c.revision("/documents/{name}/{number}/change?view=sides", 2),
        "change, as a file": lambda c: c.revision("/documents/{name}/{number}/change?format=html", 2),
    },
    f"{DOCUMENT}/compare": {"compare": Chance.compared},
    f"{DOCUMENT}/clause": {"clause": Chance.clause},
    f"{DOCUMENT}/{{number:ordinal}}/page/{{part:ordinal}}": {
        "page as sent": lambda c: c.revision("/documents/{name}/{number}/page/1"),
    },
    f"{DOCUMENT}/{{number:ordinal}}/log": {"log": lambda c: c.revision("/documents/{name}/{number}/log")},
    f"{DOCUMENT}/held": {"held page": lambda c: f"/documents/{c.held()}/held"},
    f"{DOCUMENT}/linked": {"linked, document": lambda c: f"/documents/{c.name}/linked"},
    f"{DOCUMENT}/feed.atom": {"feed, document": lambda c: f"/documents/{c.name}/feed.atom"},
    "/providers/{provider}/feed.atom": {"feed, provider": lambda c: f"/providers/{c.provider}/feed.atom"},
    "/feed.atom": {"feed, all": lambda _: "/feed.atom"},
    "/calendar/{provider}.ics": {"calendar": lambda c: f"/calendar/{c.provider}.ics"},
    "/search": {
        "search, empty": lambda _: "/search",
        "search, rare": lambda c: c.searched(c.rare()),
        "search, common": lambda c: c.searched(c.common()),
        "search, two words": lambda c: c.searched(f"{c.common()} {c.common()}"),
        "search, phrase": lambda c: c.searched(c.phrase()),
        "search, provider": lambda c: c.searched(c.common(), provider=c.provider),
        "search, current": lambda c: c.searched(c.common(), current="1"),
    },
    "/search.atom": {"feed, search": lambda c: f"/search.atom?{urlencode({'words': c.common()})}"},
    "/api/v1/search": {"API, search": lambda c: f"/api/v1/search?{urlencode({'words': c.common()})}"},
    "/api/v1/deadlines": {"API, deadlines": lambda _: "/api/v1/deadlines"},
    "/deadlines": {"deadlines": lambda _: "/deadlines"},
    "/linked": {"linked": lambda _: "/linked"},
    "/linked/{provider}": {"linked, provider": lambda c: f"/linked/{c.provider}"},
    "/unreviewed": {
        "unreviewed": lambda _: "/unreviewed",
        "unreviewed, of one": lambda _: "/unreviewed?to=Ann+Lee",
    },
    "/held": {"held": lambda _: "/held"},
    "/healthz": {"healthz": lambda _: "/healthz"},
    "/static/style.css": {"style": lambda _: "/static/style.css"},
    "/static/pages.js": {"script": lambda _: "/static/pages.js"},
    "/static/icon.svg": {"icon": lambda _: "/static/icon.svg"},
    "/favicon.ico": {"icon, where browsers look": lambda _: "/favicon.ico"},
    "/api/v1/openapi.json": {"API, description": lambda _: "/api/v1/openapi.json"},
    "/api/v1/status": {"API, status": lambda _: "/api/v1/status"},
    "/api/v1/changes": {"API, changes": lambda _: "/api/v1/changes", "API, changes after": Chance.cursor},
    "/api/v1/documents": {
        "API, documents": lambda _: "/api/v1/documents",
        "API, documents after": lambda c: f"/api/v1/documents?after={c.name}&limit=200",
    },
    API: {"API, document": lambda c: f"/api/v1/documents/{c.name}"},
    f"{API}/revisions": {
        "API, revisions": lambda c: f"/api/v1/documents/{c.name}/revisions",
        "API, revisions after": lambda c: c.revision("/api/v1/documents/{name}/revisions?after={number}&limit=5"),
    },
    f"{API}/revisions/{{number}}": {
        "API, revision": lambda c: c.revision("/api/v1/documents/{name}/revisions/{number}"),
    },
}
"""Of each route that is read the addresses to ask for, by what they are called."""

OF_PROGRAMS = ("API", "feed", "calendar", "healthz")
"""How the names of what programs ask for begin: now and then, and not because somebody waits for it."""

NOT_READ = frozenset({"/api/{rest:path}"})
"""Routes that answer nothing but that there is nothing."""


def walks(app: Starlette) -> dict[str, Draw]:
    """How to draw the addresses of each page of an application. Ends the program where a route has none here."""
    found: dict[str, Draw] = {}
    for route in read_routes(app):
        if route not in SAMPLES:
            message = f"tests/bench/walks.py has no address for the route {route}: add one to SAMPLES"
            raise SystemExit(message)
        found |= SAMPLES[route]
    return found


def read_routes(app: Starlette) -> list[str]:
    """The routes that can be read, each once."""
    routes = (route for route in app.routes if isinstance(route, Route))
    read = (route.path for route in routes if "GET" in (route.methods or ()) and route.path not in NOT_READ)
    return list(dict.fromkeys(read))


def ground_of(archive: Library, sources: Iterable[Source], cursors: Iterable[str] = ()) -> Ground:
    """What an archive has to be asked for."""
    known = {source.id: source for source in sources}
    standings = {name: one for name, one in archive.standings().items() if one.revision and name in known}
    some = seeded("ground").sample(sorted(standings), min(_READ, len(standings)))
    clauses = [
        (name, clause.path)
        for name in some
        for clause in archive.terms(known[name], standings[name].revision).clauses
        if clause.role not in {"date", "heading"}
    ]
    held = tuple(name for name, one in standings.items() if one.held)
    return Ground({name: one.revision for name, one in standings.items()}, held, tuple(clauses), tuple(cursors))
