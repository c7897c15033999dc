"""The catalogue of an archive: lines of revisions, words of clauses and days, to be looked up quickly.

All of it follows from what was recorded. A text with lone surrogates, which are no
UTF-8, stands in it with a question mark for each.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from monitor.archive.log import ALERTING_WORDS
from monitor.archive.rows import failure_out, held_out, json_in, json_out, standing_from, text_out, time_in, time_out
from monitor.archive.sql import EVERY, among
from monitor.model import Behind, Brief, Day, Entry, Find, Latest, Look, Mark, Profile, Query, SentPart, Stock, Worded
from monitor.text.searching import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.archive.sql import Connection, Connections, Row
    from monitor.model import Standing

_STOCK = (
    "SELECT standings.source, coalesce(catalogued.revision, 0) AS taken, coalesce(catalogued.maker, '') AS maker,"
    " standings.revision"
    " FROM standings LEFT JOIN catalogued ON catalogued.source = standings.source"
    " WHERE standings.revision > 0 AND (CAST(:source AS TEXT) IS NULL OR standings.source = :source)"
    " ORDER BY standings.source"
)
_BRIEF = (
    "source",
    "revision",
    "at",
    "outcome",
    "words",
    "quiet",
    "clock",
    "severity",
    "changes",
    "clauses",
    "length",
    "dates",
    "stated",
    "notes",
    "compared",
)
_DAY = ("source", "revision", "name", "at", "title", "url", "day", "kind", "words", "aside")
_TOLD = f"compared = 1 AND quiet = '' AND outcome IN ({ALERTING_WORDS})"
_LAST = "SELECT briefs.* FROM catalogued JOIN briefs USING (source, revision) WHERE {among}"
_LAST_TOLD = (
    "SELECT briefs.* FROM (SELECT source, max(revision) AS revision FROM briefs WHERE {among}"  # noqa: S608 - own words
    f" AND {_TOLD} GROUP BY source) AS told JOIN briefs USING (source, revision)"
)
_MARKS = (
    "SELECT source, substr(at, 1, 10), severity, dates = 'silent' FROM briefs WHERE {among} AND at >= ?"  # noqa: S608 - own words
    f" AND {_TOLD} ORDER BY source, revision"
)
_KEEP = (
    "INSERT INTO catalogued (source, revision, maker, title, dates, rules) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (source) DO UPDATE SET revision = excluded.revision, maker = excluded.maker,"
    " title = excluded.title, dates = excluded.dates, rules = excluded.rules"
)


class WordIndex(Protocol):
    """The index of clauses by their words, which each database has in a way of its own."""

    def take_in(self, conn: Connection, number: int, source: str, clause: Worded) -> None:
        """Take in the words of the row `number` of `clauses`, which is there already."""
        ...

    def forget(self, conn: Connection, source: str) -> None:
        """Take out the words of a source, whose rows are still there."""
        ...

    def finds(self, conn: Connection, query: Query, limit: int, after: int) -> Sequence[Find]:
        """As `Library.search`."""
        ...

    def too_many(self, conn: Connection, query: Query) -> bool:
        """As `Library.too_many`."""
        ...


class StoredCatalogue:
    """The catalogue in an archive's database."""

    _connections: Connections
    _index: WordIndex

    def stock(self, source: str | None = None) -> Sequence[Stock]:
        """How far the catalogue is with each source that has revisions, or with one."""
        with self._connections.reading() as conn:
            return [Stock(*row) for row in conn.execute(_STOCK, {"source": source})]

    def catalogue(self, behind: Behind, entries: Sequence[Entry], profile: Profile) -> bool:
        """Take in the revisions of a source that follow those it has; False where another process was quicker."""
        with self._connections.writing() as conn:
            if behind.catalogued != _taken(conn, behind):
                return False
            if not behind.catalogued:
                self._index.forget(conn, behind.source)
                _clear(conn, behind.source)
            _keep_briefs(conn, entries)
            _keep_clauses(conn, self._index, behind.source, entries)
            last = entries[-1].brief.revision
            told = (profile.title, json_in(profile.dates), json_in(profile.rules))
            conn.execute(_KEEP, (behind.source, last, behind.maker, *map(_plain, told)))
        return True

    def profiles(self, sources: Iterable[str] | None = None) -> Mapping[str, Profile]:
        """What the last revisions of these sources, or of all, say of themselves, by source id."""
        names = [] if sources is None else list(sources)
        chosen = "1 = 1" if sources is None else among("source", names)
        with self._connections.reading() as conn:
            rows = conn.execute(f"SELECT source, title, dates, rules FROM catalogued WHERE {chosen}", names).fetchall()  # noqa: S608 - own words
        return {
            row["source"]: Profile(row["title"], tuple(json_out(row["dates"])), tuple(json_out(row["rules"])))
            for row in rows
        }

    def titles(self) -> Mapping[str, str]:
        """What the last revision of each source calls itself, by source id."""
        with self._connections.reading() as conn:
            return dict(conn.execute("SELECT source, title FROM catalogued").fetchall())

    def briefs(self, source: str, before: int | None = None, limit: int | None = None) -> Sequence[Brief]:
        """The lines of a source's revisions, newest first: of those before a number, and so many at most."""
        values = {
            "source": source,
            "before": EVERY if before is None else before,
            "limit": EVERY if limit is None else limit,
        }
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT * FROM briefs WHERE source = :source AND revision < :before"
                " ORDER BY revision DESC LIMIT :limit",
                values,
            ).fetchall()
        return [_brief(row) for row in rows]

    def latest(self, sources: Iterable[str]) -> Mapping[str, Latest]:
        """The lines of the last revision of each of these sources, and of the last one that was told."""
        names = list(sources)
        last_ones = _LAST.format(among=among("catalogued.source", names))
        told_ones = _LAST_TOLD.format(among=among("source", names))
        with self._connections.reading() as conn:
            last = {row["source"]: _brief(row) for row in conn.execute(last_ones, names)}
            told = {row["source"]: _brief(row) for row in conn.execute(told_ones, names)}
        return {source: Latest(brief, told.get(source)) for source, brief in last.items()}

    def marks(self, sources: Iterable[str], since: datetime) -> Mapping[str, Sequence[Mark]]:
        """The days on which changes of these sources were seen since then, oldest first, by source id."""
        names = list(sources)
        with self._connections.reading() as conn:
            rows = conn.execute(_MARKS.format(among=among("source", names)), (*names, time_in(since))).fetchall()
        found: dict[str, list[Mark]] = defaultdict(list)
        for source, day, severity, silent in rows:
            found[source].append(Mark(date.fromisoformat(day), severity, bool(silent)))
        return found

    def days(self, first: date, last: date, provider: str = "") -> Sequence[Day]:
        """The days that revisions give, from one day to another, in order; of one provider where it is named."""
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT * FROM days WHERE day BETWEEN ? AND ? AND (? = '' OR (source >= ? AND source < ?))"
                " ORDER BY day, source, revision, name",
                (first.isoformat(), last.isoformat(), provider, f"{provider}/", f"{provider}0"),
            ).fetchall()
        return [_day(row) for row in rows]

    def since(self, source: str, revision: int) -> Mapping[tuple[str, str], Sequence[int]]:
        """Which revision brought the words of each clause of a revision, by heading and text.

        There are several where clauses say the same, earliest first.
        """
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT heading, text, first FROM clauses WHERE source = ? AND first <= ?"
                " AND (last IS NULL OR last >= ?) ORDER BY first, id",
                (source, revision, revision),
            ).fetchall()
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in rows:
            found[row["heading"], row["text"]].append(row["first"])
        return found

    def search(self, query: Query, limit: int, after: int = 0) -> Sequence[Find]:
        """The clauses that say these words; beyond the first `after`, and so many at most. Raises `SearchTooWide`."""
        with self._connections.reading() as conn:
            return self._index.finds(conn, query, limit, after)

    def too_many(self, query: Query) -> bool:
        """Whether so many clauses say these words that `search` gives the newest first, whatever was asked for."""
        with self._connections.reading() as conn:
            return self._index.too_many(conn, query)

    def known(self, provider: str = "") -> Mapping[str, int]:
        """The last revision of each source that was ever checked, of a provider or of all, by id; 0 before a first."""
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT source, revision FROM standings WHERE ? = '' OR (source >= ? AND source < ?) ORDER BY source",
                (provider, f"{provider}/", f"{provider}0"),
            ).fetchall()
        return {row["source"]: row["revision"] for row in rows}

    def standings_of(self, sources: Iterable[str]) -> Mapping[str, Standing]:
        """How these sources stand, by id, as far as they were ever checked."""
        names = list(sources)
        with self._connections.reading() as conn:
            rows = conn.execute(f"SELECT * FROM standings WHERE {among('source', names)}", names).fetchall()  # noqa: S608 - own words
        return {row["source"]: standing_from(row) for row in rows}

    def held(self) -> Mapping[str, Standing]:
        """How the sources stand of which a page is held, by id."""
        with self._connections.reading() as conn:
            rows = conn.execute("SELECT * FROM standings WHERE held IS NOT NULL").fetchall()
        return {row["source"]: standing_from(row) for row in rows}

    def looks(self, source: str, limit: int) -> Sequence[Look]:
        """The last checks of a source, newest first."""
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT at, outcome, revision, error, held FROM checks"
                " WHERE source = ? ORDER BY at DESC, id DESC LIMIT ?",
                (source, limit),
            ).fetchall()
        return [_look(row) for row in rows]

    def sent(self, source: str, revision: int) -> Sequence[SentPart]:
        """What is known of the page that a revision was read from, without its bytes; nothing of an unknown one."""
        with self._connections.reading() as conn:
            rows = conn.execute(
                "SELECT parts.url, parts.content_type, bodies.digest, bodies.size, pages.at,"
                " length(bodies.frame) = 0 AS gone"
                " FROM revisions JOIN pages ON pages.key = revisions.page JOIN parts ON parts.page = pages.key"
                " JOIN bodies ON bodies.digest = parts.body WHERE source = ? AND number = ? ORDER BY parts.ordinal",
                (source, revision),
            ).fetchall()
        return [
            SentPart(
                url=text_out(row["url"]),
                content_type=text_out(row["content_type"]),
                digest=row["digest"],
                size=row["size"],
                fetched=datetime.fromisoformat(row["at"]),
                gone=bool(row["gone"]),
            )
            for row in rows
        ]


def _plain(value: str | bytes) -> str:
    return plain_words(text_out(value))


def _taken(conn: Connection, behind: Behind) -> int:
    """The last revision of a source that its maker took in."""
    row = conn.execute(
        "SELECT revision FROM catalogued WHERE source = ? AND maker = ?", (behind.source, behind.maker)
    ).fetchone()
    return int(row["revision"]) if row else 0


def _clear(conn: Connection, source: str) -> None:
    """Take out what an earlier maker took in."""
    for table in ("clauses", "briefs", "days"):
        conn.execute(f"DELETE FROM {table} WHERE source = ?", (source,))  # noqa: S608 - own names


def _keep_briefs(conn: Connection, entries: Sequence[Entry]) -> None:
    conn.executemany(
        f"INSERT INTO briefs ({', '.join(_BRIEF)}) VALUES ({', '.join('?' * len(_BRIEF))})",  # noqa: S608 - own names
        [_brief_row(entry.brief) for entry in entries],
    )
    conn.executemany(
        f"INSERT INTO days ({', '.join(_DAY)}) VALUES ({', '.join('?' * len(_DAY))})",  # noqa: S608 - own names
        [_day_row(day) for entry in entries for day in entry.days],
    )


def _brief_row(brief: Brief) -> tuple[str | int | None, ...]:
    return (
        brief.source,
        brief.revision,
        time_in(brief.at),
        brief.outcome,
        plain_words(brief.words),
        plain_words(brief.quiet),
        plain_words(brief.clock),
        brief.severity,
        brief.changes,
        brief.clauses,
        brief.length,
        brief.dates,
        plain_words(brief.stated),
        _plain(json_in(brief.notes)),
        int(brief.compared),
    )


def _brief(row: Row) -> Brief:
    at, notes, compared = datetime.fromisoformat(row["at"]), tuple(json_out(row["notes"])), bool(row["compared"])
    return Brief(**{**dict(row), "at": at, "notes": notes, "compared": compared})


def _day_row(day: Day) -> tuple[str | int | None, ...]:
    texts = (plain_words(day.title), plain_words(day.url))
    said = (plain_words(day.words), plain_words(day.aside))
    return (day.source, day.revision, day.name, time_in(day.at), *texts, day.day.isoformat(), day.kind, *said)


def _day(row: Row) -> Day:
    values = dict(row)
    return Day(**{**values, "at": time_out(values["at"]), "day": date.fromisoformat(values["day"])})


def _look(row: Row) -> Look:
    failure, held = failure_out(row["error"]), held_out(row["held"])
    said = failure.message if failure else held.reason if held else ""
    return Look(datetime.fromisoformat(row["at"]), row["outcome"], row["revision"], said)


# --- the words of clauses ------------------------------------------------------------------


class _Open:
    """The clauses that stand in the last revision that was taken in: what of them goes on, and what ends."""

    def __init__(self, rows: Iterable[tuple[int, Worded]]) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, Worded]]] = defaultdict(list)
        for number, clause in rows:
            self._rows[clause.heading, clause.text].append((number, clause))

    def take(self, clause: Worded) -> tuple[int, Worded] | None:
        """One that says the same, at the same place if there is such a one."""
        same = self._rows.get((clause.heading, clause.text))
        if not same:
            return None
        place = next((place for place, (_, one) in enumerate(same) if one.path == clause.path), 0)
        return same.pop(place)

    def left(self) -> list[int]:
        """Those that were not taken."""
        return [number for same in self._rows.values() for number, _ in same]


def _keep_clauses(conn: Connection, index: WordIndex, source: str, entries: Sequence[Entry]) -> None:
    rows = conn.execute(
        "SELECT id, path, label, heading, text FROM clauses WHERE source = ? AND last IS NULL", (source,)
    ).fetchall()
    standing = [(int(number), Worded(*words)) for number, *words in rows]
    for entry in entries:
        if entry.clauses is not None:
            standing = _next(conn, index, entry, standing)


def _next(
    conn: Connection, index: WordIndex, entry: Entry, before: list[tuple[int, Worded]]
) -> list[tuple[int, Worded]]:
    """Take in one revision's clauses; what stands then."""
    brief, then = entry.brief, _Open(before)
    standing: list[tuple[int, Worded]] = []
    for clause in map(_without_surrogates, entry.clauses or ()):
        same = then.take(clause)
        if same is None:
            standing.append((_add(conn, index, brief, clause), clause))
            continue
        number, was = same
        if was != clause:
            conn.execute("UPDATE clauses SET path = ?, label = ? WHERE id = ?", (clause.path, clause.label, number))
        standing.append((number, clause))
    conn.executemany(
        "UPDATE clauses SET last = ?, gone = ? WHERE id = ?",
        [(brief.revision - 1, time_in(brief.at), number) for number in then.left()],
    )
    return standing


def _add(conn: Connection, index: WordIndex, brief: Brief, clause: Worded) -> int:
    number = conn.execute(
        "INSERT INTO clauses (source, first, at, path, label, heading, text) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (brief.source, brief.revision, time_in(brief.at), clause.path, clause.label, clause.heading, clause.text),
    ).fetchone()["id"]
    index.take_in(conn, int(number), brief.source, clause)
    return int(number)


def _without_surrogates(clause: Worded) -> Worded:
    return Worded(*(plain_words(text) for text in (clause.path, clause.label, clause.heading, clause.text)))
