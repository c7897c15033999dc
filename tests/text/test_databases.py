"""Addresses of databases: which can be one, and that nobody is shown a password of theirs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.text.databases import database_fault, is_database, passwords_in, without_passwords


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://host/name",
        "postgres://host/name",
        "postgresql://user@host/name",
        "postgresql://user:pa%2Fss:word@host:5432/name?sslmode=require&connect_timeout=3",
        "postgresql:///name",
        "postgresql://%2Fvar%2Frun%2Fpostgresql/name",
        "postgresql://a:5432,[::1]:5433/name?target_session_attrs=read-write",
        "postgresql://host?dbname=name",
        "postgresql://host/name?options=-csearch_path%3Dterms",
    ],
)
def test_what_libpq_takes_is_taken(url: str) -> None:
    """With hosts, sockets, settings and escapes."""
    assert database_fault(url) == ""
    assert is_database(url)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://host/name", "does not begin with postgresql://"),
        ("archive.db", "does not begin with postgresql://"),
        ("PostgreSQL://host/name", "does not begin with postgresql://"),
        ("postgresql://host", "names no database behind the host"),
        ("postgresql://host/?user=ann", "names no database behind the host"),
        ("postgresql://ann:hu/sh@host/name", "write %40 for @, %2F for /"),
        ("postgresql://ann:hu@sh@host/name", "write %40 for @"),
        ("postgresql://ann:hu%zzsh@host/name", "holds a % that begins no escape"),
        ("postgresql://ann:hu%00sh@host/name", "holds a % that begins no escape"),
        ("postgresql://host/name?hush", "has settings that are not KEY=VALUE"),
        ("postgresql://host/name?a=hu=sh", "has settings that are not KEY=VALUE"),
        ("postgresql://host/na me", "holds a space or a control character"),
        ("postgresql://host/na\x1bme", "holds a space or a control character"),
        (f"postgresql://host/{'n' * 2_000}", "is longer than 2,000 characters"),
    ],
)
def test_what_libpq_would_complain_of_is_refused_without_repeating_it(url: str, fault: str) -> None:
    """It repeats what it does not understand, and that may be half a password."""
    assert fault in database_fault(url)
    assert "hu" not in database_fault(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("postgresql://user:hush@host/name", "postgresql://user:***@host/name"),
        ("postgresql://user:hu@sh/hu@host/name", "postgresql://user:***@host/name"),
        ("postgresql://host:5432/name", "postgresql://host:5432/name"),
        ("postgres:///n?user=u&password=hush&sslmode=on", "postgres:///n?user=u&password=***&sslmode=on"),
        ("postgres:///n?p%61ssword=hush", "postgres:///n?p%61ssword=***"),
        (
            "postgres:///n?sslpassword=hush&oauth_client_secret=hush",
            "postgres:///n?sslpassword=***&oauth_client_secret=***",
        ),
    ],
)
def test_an_address_is_shown_without_its_passwords(url: str, shown: str) -> None:
    """All else stays, so that it can be recognised."""
    assert without_passwords(url) == shown


def test_passwords_are_known_as_written_and_as_meant() -> None:
    """In errors they stand either way."""
    url = "postgresql://user:pa%2Fss@host/name?sslpassword=w%20rd"
    assert passwords_in(url) == {"pa%2Fss", "pa/ss", "w%20rd", "w rd"}
    assert passwords_in("postgresql://user@host/name") == frozenset()


@given(st.text(min_size=6))
def test_no_password_is_shown_however_it_is_written(password: str) -> None:
    """Quoted or raw, in front of the host or among the settings."""
    assume(not password.startswith("*"))
    quoted = quote(password, safe="", errors="replace")
    for written in (quoted, password):
        shown = without_passwords(f"postgresql://u:{written}@h/n")
        assert shown == "postgresql://u:***@h/n"
    assert without_passwords(f"postgresql://h/n?password={quoted}") == "postgresql://h/n?password=***"
    assert database_fault(f"postgresql://u:{quoted}@h/n") in {
        "",
        "holds a % that begins no escape; write %25 for a percent sign",
    }
