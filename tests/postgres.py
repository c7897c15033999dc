"""A throw-away PostgreSQL server on this machine, for tests and measures: real, alone, and gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, LiteralString, TypeAlias, TypedDict
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

Mode: TypeAlias = Literal["fast", "immediate"]

UNPRIVILEGED = ("postgres", "nobody")
"""Accounts that may own a server where root asks for one: PostgreSQL refuses to run as root."""

PORTS = range(20_000, 32_768)
"""Below those that Linux gives to outgoing connections: none of them takes the port while the server restarts."""

CONNECTIONS = 200
"""Enough for schedulers, workers and pages with pools of their own."""

# The files of a killed server are whole as long as the machine lives, and no test takes its power away. Commits are
# still written before they are answered: after a kill, what was promised must be there.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": str(CONNECTIONS),
}


_TRIES = 1_000  # commits of some milliseconds each

# Reads until whoever started it closes the pipe or is no more, however that came about: no server outlives its tests.
_KEEPER = 'cat >/dev/null; "$0" stop --mode fast --pgdata "$1/data" >/dev/null 2>&1; rm -rf "$1"'


class _Account(TypedDict):
    user: str | None
    group: int | None
    extra_groups: list[int] | None


def find() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: on the path, or where Debian puts them; None where there is none."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(versions, key=lambda place: place.parent.name.zfill(3), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


FOUND = find() is not None


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `folder` holds its data, its log and its socket."""

    folder: Path
    port: int

    def url(self, name: str = "postgres") -> str:
        """Where a database of this name is."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def fresh(self) -> str:
        """Make an empty database of a name of its own, and say where it is."""
        name = f"made_{secrets.token_hex(8)}"
        self._ask("CREATE DATABASE {} TEMPLATE template0", name)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is connected to it."""
        self._ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", urlsplit(url).path.removeprefix("/"))

    def start(self) -> None:
        """Start it again after `kill`; it answers when this returns."""
        _pg_ctl(self.folder, "start", "-l", str(self.folder / "log"))

    def restart(self, mode: Mode = "fast") -> None:
        """Stop it and start it on the same port: `fast` ends its connections, `immediate` is as after a crash."""
        _pg_ctl(self.folder, "restart", "-m", mode, "-l", str(self.folder / "log"))

    def kill(self) -> None:
        """End it with every process it has, as a machine that fails would; it is gone when this returns."""
        _pg_ctl(self.folder, "stop", "-m", "immediate")

    @contextmanager
    def endless_commits(self) -> Iterator[None]:
        """Let every commit that waits for the disk wait until the block ends: it also waits for a server not there."""
        self._set("synchronous_standby_names", "nobody")
        try:
            if not any(self._commits_wait() for _ in range(_TRIES)):  # settings are read again some time afterwards
                message = "commits do not wait for a standby server"
                raise TimeoutError(message)
            yield
        finally:
            self._set("synchronous_standby_names", "")

    def _commits_wait(self) -> bool:
        """Whether a commit that is made now would wait."""
        with psycopg.connect(self.url()) as asking, closing(psycopg.connect(self.url(), autocommit=True)) as committing:
            backend = committing.info.backend_pid
            committing.pgconn.send_query(b"SELECT pg_logical_emit_message(true, 'tests', '')")
            while True:
                asked = "SELECT wait_event = 'SyncRep', state = 'idle' FROM pg_stat_activity WHERE pid = %s"
                waits, ended = asking.execute(asked, (backend,)).fetchone() or (False, True)
                asking.rollback()  # what it sees of others stays the same within a transaction
                if waits or ended:
                    asking.execute("SELECT pg_cancel_backend(%s)", (backend,))
                    return bool(waits)

    def _set(self, name: LiteralString, value: LiteralString) -> None:
        with psycopg.connect(self.url(), autocommit=True) as conn:
            conn.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
            conn.execute("SELECT pg_reload_conf()")

    def _ask(self, statement: LiteralString, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as conn:
            conn.execute(sql.SQL(statement).format(sql.Identifier(name)))


def empty(url: str, *, but: str) -> None:
    """Take every row out of a database, but those of one table, and count from 1 again.

    A third of the time that another database takes. Raises `psycopg.errors.LockNotAvailable` where somebody is still
    at work in it.
    """
    options = "-c lock_timeout=5s -c session_replication_role=replica"  # past triggers that keep rows from going
    with psycopg.connect(url, options=options) as conn:
        of_this = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> %s"
        tables = [sql.Identifier(name) for (name,) in conn.execute(of_this, (but,))]
        conn.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(tables)))


@contextmanager
def server() -> Iterator[Server]:
    """A server that ends with the block, on a port of 127.0.0.1 that was free; whoever is on the machine may ask it.

    Raises `FileNotFoundError` where no PostgreSQL is installed, and
    `subprocess.CalledProcessError`, with what it said, where it does not start.
    """
    programs = _programs()
    made = Server(Path(tempfile.mkdtemp(prefix="clausewatch-postgres-")), _free_port())
    if user := _user():
        shutil.chown(made.folder, user)
    with subprocess.Popen(
        ["/bin/sh", "-c", _KEEPER, str(programs / "pg_ctl"), str(made.folder)],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,  # an interrupt from the keyboard is for us
        **_account(),
    ):
        _make(made)
        made.start()
        yield made


def _make(made: Server) -> None:
    """Make the files of a server; dates, order and case are those of the C locale on every machine."""
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    _run(made.folder, "initdb", "--pgdata", str(made.folder / "data"), *options)
    settings = {**SETTINGS, "port": str(made.port), "unix_socket_directories": str(made.folder)}
    with (made.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{key} = '{value}'\n" for key, value in settings.items())


def _pg_ctl(folder: Path, action: str, *options: str) -> None:
    _run(folder, "pg_ctl", action, "--wait", "--silent", "--pgdata", str(folder / "data"), *options)


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, never as root."""
    command = [str(_programs() / program), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_account())
    if done.returncode:
        log = folder / "log"
        said = log.read_text("utf-8", "replace") if log.exists() else ""
        raise subprocess.CalledProcessError(done.returncode, program, done.stdout, f"{done.stderr}{said}")


def _programs() -> Path:
    place = find()
    if not place:
        raise FileNotFoundError("initdb")
    return place


def _account() -> _Account:
    """As whom the programs of PostgreSQL are run."""
    user = _user()
    if not user:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _user() -> str | None:
    """Who owns the server where we are root; None where we are not."""
    if os.getuid():
        return None
    there = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in there)


def _free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return port
