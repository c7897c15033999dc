"""The archive's tables, as numbered steps that only go forward.

A released step is never edited: what comes later is a step of its own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from monitor.archive.blobs import Packed, seal
from monitor.archive.catalogue_tables import make_tables
from monitor.archive.chain import chain_all
from monitor.archive.links import keep_hosts, keep_linked, namings
from monitor.archive.pages import newest_reading
from monitor.archive.rows import text_in, text_out
from monitor.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew, ReadError
from monitor.linked import naming_of
from monitor.read import host_of

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

MIGRATIONS = Migrations("clausewatch")

_FIRST_TABLES = (
    # the bytes of pages' parts and of readings, each once, by their SHA-256; a body needs its base to be
    # unpacked, and `depth` is how many bodies it needs in all
    """
    CREATE TABLE bodies (
        digest TEXT PRIMARY KEY,
        base TEXT REFERENCES bodies (digest),
        depth INTEGER NOT NULL,
        size INTEGER NOT NULL,
        frame BLOB NOT NULL
    )
    """,
    # a page by the SHA-256 of its digest and of what the server said of it: the same bytes under
    # another address or content type may read differently. `at` is when it was first seen
    """
    CREATE TABLE pages (
        key TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE parts (
        page TEXT NOT NULL REFERENCES pages (key),
        ordinal INTEGER NOT NULL,
        asked TEXT NOT NULL,
        url TEXT NOT NULL,
        content_type TEXT NOT NULL,
        body TEXT NOT NULL REFERENCES bodies (digest),
        PRIMARY KEY (page, ordinal)
    )
    """,
    """
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        revision INTEGER NOT NULL,
        page TEXT REFERENCES pages (key),
        error TEXT,
        held TEXT
    )
    """,
    "CREATE INDEX checks_by_source ON checks (source, at)",
    """
    CREATE TABLE revisions (
        source TEXT NOT NULL,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        digest TEXT NOT NULL,
        page TEXT NOT NULL REFERENCES pages (key),
        PRIMARY KEY (source, number)
    )
    """,
    """
    CREATE TABLE changes (
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        size INTEGER NOT NULL,
        frame BLOB NOT NULL,
        PRIMARY KEY (source, revision),
        FOREIGN KEY (source, revision) REFERENCES revisions (source, number)
    )
    """,
    # the last revision that had each text, by the text's digest
    """
    CREATE TABLE texts (
        source TEXT NOT NULL,
        digest TEXT NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (source, digest)
    )
    """,
    # a cache of what readers made of pages; `selectors` says what of the page was asked for
    """
    CREATE TABLE readings (
        id INTEGER PRIMARY KEY,
        page TEXT NOT NULL REFERENCES pages (key),
        reader TEXT NOT NULL,
        selectors TEXT NOT NULL,
        body TEXT NOT NULL REFERENCES bodies (digest),
        UNIQUE (page, reader, selectors)
    )
    """,
    # the foreign key keeps every notice tellable: what it tells stands in its change
    """
    CREATE TABLE notices (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL,
        at TEXT NOT NULL,
        subscriber TEXT NOT NULL,
        source TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        revision INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        earlier INTEGER,
        state TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'delivered', 'parked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        first_tried TEXT,
        not_before TEXT,
        error TEXT,
        delivered_at TEXT,
        FOREIGN KEY (source, revision) REFERENCES changes (source, revision)
    )
    """,
    "CREATE INDEX notices_by_state ON notices (state, at)",
    # `page` is the last good one; `snapshot` the revision last written out as a file
    """
    CREATE TABLE standings (
        source TEXT PRIMARY KEY,
        revision INTEGER NOT NULL,
        last_checked TEXT,
        last_success TEXT,
        last_change TEXT,
        failures INTEGER NOT NULL,
        failure TEXT,
        held TEXT,
        held_page TEXT REFERENCES pages (key),
        retry_at TEXT,
        page TEXT REFERENCES pages (key),
        page_at TEXT,
        validators TEXT NOT NULL,
        snapshot INTEGER NOT NULL
    )
    """,
)


@MIGRATIONS(name="0001_pages_revisions_notices")
def _first_tables(db: Database) -> None:
    for statement in _FIRST_TABLES:
        db.execute(statement)


@MIGRATIONS(name="0002_learned")
def _learned(db: Database) -> None:
    """What was learned of a host by one version of the reader, with a row for each source it was learned from."""
    db.execute(
        """
        CREATE TABLE learned (
            host TEXT NOT NULL,
            reader TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('boilerplate', 'restless')),
            mark TEXT NOT NULL,
            source TEXT NOT NULL,
            words TEXT NOT NULL,
            why TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (host, reader, kind, mark, source)
        )
        """
    )


_WHAT_WAS_DECIDED = (
    # what a source's checks leave behind for the next one, as JSON
    """
    CREATE TABLE memories (
        source TEXT PRIMARY KEY,
        memory TEXT NOT NULL
    )
    """,
    # every text of a source's clauses, packed: they are read and written together
    """
    CREATE TABLE lines (
        source TEXT PRIMARY KEY,
        packed BLOB NOT NULL
    )
    """,
    # why nobody was told of a revision, "" where they were, and the sentences that are told with it
    "ALTER TABLE revisions ADD COLUMN quiet TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE revisions ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]'",
    # what is printed of each version of a recorded history, by the document's path and the commit; it was
    # looked at from `at` to `looked`, and up to `until` no further look would have found anything else
    """
    CREATE TABLE imports (
        document TEXT NOT NULL,
        revision TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        looked TEXT NOT NULL,
        until TEXT NOT NULL,
        outcome TEXT NOT NULL,
        alert INTEGER NOT NULL,
        PRIMARY KEY (document, revision)
    )
    """,
    # a notice of a source tells no change: it has a `message` and no `change`
    """
    CREATE TABLE notices_with_messages (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL,
        at TEXT NOT NULL,
        subscriber TEXT NOT NULL,
        source TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        revision INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        earlier INTEGER,
        change INTEGER,
        remarks TEXT NOT NULL DEFAULT '[]',
        message TEXT NOT NULL DEFAULT '',
        link TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'delivered', 'parked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        first_tried TEXT,
        not_before TEXT,
        error TEXT,
        delivered_at TEXT,
        CHECK ((change IS NULL) = (message <> '')),
        FOREIGN KEY (source, change) REFERENCES changes (source, revision)
    )
    """,
    """
    INSERT INTO notices_with_messages (id, type, at, subscriber, source, title, url, revision, outcome, earlier, change,
        state, attempts, first_tried, not_before, error, delivered_at)
    SELECT id, type, at, subscriber, source, title, url, revision, outcome, earlier, revision,
        state, attempts, first_tried, not_before, error, delivered_at FROM notices
    """,
    "DROP TABLE notices",
    "ALTER TABLE notices_with_messages RENAME TO notices",
    "CREATE INDEX notices_by_state ON notices (state, at)",
    "CREATE INDEX notices_by_revision ON notices (source, revision)",
)


@MIGRATIONS(name="0003_what_was_decided")
def _what_was_decided(db: Database) -> None:
    """What decides whether a change is news, why some are told to nobody, and notices for operators."""
    for statement in _WHAT_WAS_DECIDED:
        db.execute(statement)


@MIGRATIONS(name="0004_robots")
def _robots(db: Database) -> None:
    """What robots.txt files say, so that not every run asks for them again."""
    db.execute("CREATE TABLE robots (site TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID")


@MIGRATIONS(name="0005_hosts")
def _hosts(db: Database) -> None:
    """On which host each source's last good page was found: what is learned of a host is learned from its pages."""
    db.execute("ALTER TABLE standings ADD COLUMN host TEXT NOT NULL DEFAULT ''")
    pages = "SELECT source, url FROM standings JOIN parts ON parts.page = standings.page AND parts.ordinal = 0"
    hosts = [(text_in(host_of(text_out(url))), source) for source, url in db.execute(pages).fetchall()]
    db.conn.executemany("UPDATE standings SET host = ? WHERE source = ?", hosts)
    db.execute("CREATE INDEX standings_by_host ON standings (host, last_checked)")


_DIGESTS = (
    # a notice that waits for a digest is gathered by one, which is a notice itself; one that is sent just now is
    # claimed until then, so that no two processes send it at once
    """
    CREATE TABLE notices_for_digests (
        id TEXT PRIMARY KEY,
        type TEXT NOT NULL,
        at TEXT NOT NULL,
        subscriber TEXT NOT NULL,
        source TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        revision INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        earlier INTEGER,
        change INTEGER,
        remarks TEXT NOT NULL DEFAULT '[]',
        message TEXT NOT NULL DEFAULT '',
        link TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'owed'
            CHECK (state IN ('owed', 'delivered', 'parked', 'waiting', 'gathered')),
        attempts INTEGER NOT NULL DEFAULT 0,
        first_tried TEXT,
        not_before TEXT,
        error TEXT,
        delivered_at TEXT,
        claimed_until TEXT,
        claimed_by TEXT,
        digest TEXT REFERENCES notices_for_digests (id),
        CHECK ((change IS NULL) = (message <> '')),
        CHECK ((digest IS NULL) = (state <> 'gathered')),
        FOREIGN KEY (source, change) REFERENCES changes (source, revision)
    )
    """,
    """
    INSERT INTO notices_for_digests (id, type, at, subscriber, source, title, url, revision, outcome, earlier, change,
        remarks, message, link, state, attempts, first_tried, not_before, error, delivered_at)
    SELECT id, type, at, subscriber, source, title, url, revision, outcome, earlier, change,
        remarks, message, link, state, attempts, first_tried, not_before, error, delivered_at FROM notices
    """,
    "DROP TABLE notices",
    "ALTER TABLE notices_for_digests RENAME TO notices",
    "CREATE INDEX notices_by_state ON notices (state, at)",
    "CREATE INDEX notices_by_revision ON notices (source, revision)",
    "CREATE INDEX notices_by_digest ON notices (digest) WHERE digest IS NOT NULL",
)


@MIGRATIONS(name="0006_digests")
def _digests(db: Database) -> None:
    """Notices that wait for a digest, and claims on those that are being sent."""
    for statement in _DIGESTS:
        db.execute(statement)


_CHAIN = (
    # see `chain`: `number` has no gaps; `revision` is 0 where the page brought none
    """
    CREATE TABLE chain (
        number INTEGER PRIMARY KEY,
        previous TEXT NOT NULL,
        source TEXT NOT NULL,
        page TEXT NOT NULL REFERENCES pages (key),
        digest TEXT NOT NULL,
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        revision INTEGER NOT NULL,
        record TEXT NOT NULL,
        link TEXT NOT NULL
    )
    """,
    # a checksum of how a body is kept, since other bytes may unpack to the same
    "ALTER TABLE bodies ADD COLUMN seal INTEGER NOT NULL DEFAULT 0",
    # since when the page's bytes are let go, see `retention`
    "ALTER TABLE pages ADD COLUMN thinned TEXT",
)


@MIGRATIONS(name="0007_chain")
def _chain(db: Database) -> None:
    """The hash chain, with a link for all that was recorded before there was one."""
    for statement in _CHAIN:
        db.execute(statement)
    db.conn.create_function("sealed", 4, _sealed, deterministic=True)
    db.execute("UPDATE bodies SET seal = sealed(base, depth, size, frame)")
    chain_all(db.conn)


def _sealed(base: str | None, depth: int, size: int, frame: bytes) -> int:
    return seal(base, depth, Packed(size, frame))


_LOG = (
    # see `log`: `number` has no gaps, `digest` is that of the revision's text; AUTOINCREMENT has SQLite remember the
    # last number, so that entries cut off at the end are missed
    """
    CREATE TABLE log (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        previous TEXT NOT NULL,
        source TEXT NOT NULL,
        revision INTEGER NOT NULL,
        digest TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('accepted', 'acknowledged', 'assigned', 'commented')),
        by_name TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        ref TEXT NOT NULL,
        to_name TEXT NOT NULL,
        link TEXT NOT NULL,
        FOREIGN KEY (source, revision) REFERENCES revisions (source, number)
    )
    """,
    "CREATE INDEX log_by_source ON log (source, kind, revision)",
    """
    CREATE TRIGGER log_is_not_altered BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END
    """,
    """
    CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END
    """,
    # a row that replaces another one is deleted without the trigger above
    """
    CREATE TRIGGER log_is_added_to_at_its_end BEFORE INSERT ON log
    WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM log), 0)
    BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END
    """,
)


@MIGRATIONS(name="0008_log")
def _log(db: Database) -> None:
    """What people did with revisions: accepted, acknowledged, assigned, commented."""
    for statement in _LOG:
        db.execute(statement)


@MIGRATIONS(name="0009_links")
def _links(db: Database) -> None:
    """Which other documents the last terms of each source name; of what cannot be read now, its next page says it."""
    db.execute("CREATE TABLE links (source TEXT PRIMARY KEY, title TEXT NOT NULL, linked TEXT NOT NULL) WITHOUT ROWID")
    rows = db.execute("SELECT source, page FROM standings WHERE revision > 0 AND page IS NOT NULL").fetchall()
    for source, page in rows:
        with suppress(ArchiveError, ReadError, LookupError, TypeError, ValueError):
            if terms := newest_reading(db.conn, page):
                keep_linked(db.conn, source, naming_of(source, terms))


@MIGRATIONS(name="0010_catalogue")
def _catalogue(db: Database) -> None:
    """What lists, searches and calendars are made from; it is filled by whoever needs it."""
    make_tables(db.conn)


@MIGRATIONS(name="0011_link_hosts")
def _link_hosts(db: Database) -> None:
    """Which hosts the last terms of each source link to."""
    db.execute(
        "CREATE TABLE link_hosts (host TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (host, source)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX link_hosts_by_source ON link_hosts (source)")
    for source, naming in namings(db.conn).items():
        keep_hosts(db.conn, source, naming)


def migrate(conn: sqlite3.Connection, path: Path) -> None:
    """Bring the archive's tables up to this release, in one transaction.

    Raises `ArchiveTooNew` where a newer release made tables this one does not
    know, and `ArchiveDamaged` for a database that is no archive.
    """
    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    if not _pending(db, path):
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)  # looks again at what is pending: another process may have been first
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def _pending(db: Database, path: Path) -> bool:
    applied = {step.name for step in MIGRATIONS.applied(db)}
    pending = {step.name for step in MIGRATIONS.pending(db)}
    known = {step.name for step in MIGRATIONS._migrations}  # noqa: SLF001 - sqlite-utils lists them nowhere else
    if applied - known:
        raise ArchiveTooNew(str(path))
    if not applied and db.table_names():
        raise ArchiveDamaged(str(path), "is an SQLite database but no clausewatch archive; give another path")
    return bool(pending)
