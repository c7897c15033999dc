"""The server that tests of PostgreSQL lean on: real, alone, and gone afterwards."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.postgres import empty, server

if TYPE_CHECKING:
    from tests.postgres import Mode, Server

ROOT = Path(__file__).parents[1]


def test_two_databases_do_not_see_one_another(postgres_server: Server, postgres_url: str) -> None:
    """What is made in one is not in the other."""
    other = postgres_server.fresh()
    there = []
    with psycopg.connect(postgres_url) as conn, psycopg.connect(other) as aside:
        conn.execute("CREATE TABLE tariffs (name text)")
        conn.commit()
        for one in (conn, aside):
            there += one.execute("SELECT to_regclass('tariffs') IS NOT NULL").fetchall()
    postgres_server.drop(other)
    assert there == [(True,), (False,)]


def test_a_database_is_emptied_but_for_one_table(postgres_url: str) -> None:
    """Numbers begin anew, and no trigger keeps a row; tables that lean on one another are no hindrance."""
    with psycopg.connect(postgres_url) as conn:
        conn.execute("CREATE TABLE kept (number int)")
        conn.execute("CREATE TABLE tariffs (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")
        conn.execute("CREATE TABLE prices (tariff int REFERENCES tariffs)")
        conn.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'")
        conn.execute("CREATE TRIGGER stays BEFORE TRUNCATE ON prices EXECUTE FUNCTION refuse()")
        conn.execute("INSERT INTO kept VALUES (15)")
        conn.execute("INSERT INTO tariffs DEFAULT VALUES")
        conn.execute("INSERT INTO prices VALUES (1)")
    empty(postgres_url, but="kept")
    with psycopg.connect(postgres_url) as conn:
        numbers = "INSERT INTO tariffs DEFAULT VALUES RETURNING number, (SELECT count(*) FROM prices)"
        assert conn.execute(numbers).fetchall() == [(1, 0)]
        assert conn.execute("SELECT number FROM kept").fetchall() == [(15,)]


def test_a_database_is_dropped_although_somebody_uses_it(postgres_server: Server) -> None:
    """A test that fails half-way leaves nothing behind; dropping again is no fault."""
    url = postgres_server.fresh()
    with psycopg.connect(url) as conn:
        postgres_server.drop(url)
        postgres_server.drop(url)
        with pytest.raises(psycopg.OperationalError):
            conn.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_words_and_letters_are_taken_as_they_are_on_every_machine(postgres_url: str) -> None:
    """Text is UTF-8 and ordered by its code points, whatever the language of the machine."""
    with psycopg.connect(postgres_url) as conn:
        assert conn.execute("SELECT current_setting('server_encoding')").fetchone() == ("UTF8",)
        rows = conn.execute("SELECT w FROM unnest(%s::text[]) AS w ORDER BY w", (["ä", "b", "B", "a"],)).fetchall()
    assert rows == [("B",), ("a",), ("b",), ("ä",)]


def test_a_server_keeps_what_was_committed_until_it_ends() -> None:
    """Restarted or killed it comes back on the same port; when it has ended nothing listens and its folder is gone."""
    with server() as made:
        url = made.fresh()
        with psycopg.connect(url) as conn:
            conn.execute("CREATE TABLE tariffs (name text)")
        modes: tuple[Mode, ...] = ("fast", "immediate")
        for mode in modes:
            with psycopg.connect(url) as conn:
                conn.execute("INSERT INTO tariffs VALUES (%s)", (mode,))
            made.restart(mode)
        made.kill()
        assert not _listens(made.port)
        made.start()
        with psycopg.connect(url) as conn:
            assert conn.execute("SELECT name FROM tariffs ORDER BY name").fetchall() == [("fast",), ("immediate",)]
    assert not _listens(made.port)
    assert not made.folder.exists()


def test_a_server_ends_with_whoever_started_it() -> None:
    """Also where that was killed and could say nothing any more."""
    started = "import os, signal\nfrom tests.postgres import server\nwith server() as made:\n"
    killed = f"{started}    print(made.folder, made.port, flush=True)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    done = subprocess.run([sys.executable, "-c", killed], cwd=ROOT, stdout=subprocess.PIPE, check=False, timeout=60)
    folder, port = done.stdout.decode().split()  # whoever ends the server holds the pipe until that is done
    assert done.returncode == -signal.SIGKILL
    assert not Path(folder).exists()
    assert not _listens(int(port))


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return not asked.connect_ex(("127.0.0.1", port))
