"""`[archive] url`: an archive in a PostgreSQL database, whose password nobody is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError, Fault
from monitor.sources import ArchiveConfig, Config, parse, secrets_of

URL = "postgresql://terms:hush%2F1@db.example/clausewatch"


def read(text: str, **environ: str) -> Config:
    """The configuration in a text."""
    return parse(text, name="sources.toml", folder=Path("folder"), environ=environ)


def faults(text: str, **environ: str) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    with pytest.raises(ConfigError) as caught:
        read(text, **environ)
    assert "hush" not in str(caught.value)
    return caught.value.faults


def test_a_database_stands_in_for_the_file() -> None:
    """As text, and never as a path in the folder of the configuration."""
    archive = read(f'[archive]\nurl = "{URL}"\nkeep = "30d"').archive
    assert archive.place == archive.url == URL
    assert archive.keep is not None


def test_without_one_the_archive_is_a_file() -> None:
    """At `path`, or where it is by default."""
    assert read("").archive.place == Path("folder/snapshots/archive.db")
    assert read('[archive]\npath = "a.db"').archive.place == Path("folder/a.db")
    assert ArchiveConfig(Path("a.db")).place == Path("a.db")


def test_it_may_come_from_the_environment() -> None:
    """As any other value."""
    assert read('[archive]\nurl = "env:TERMS"', TERMS=URL).archive.place == URL
    (fault,) = faults('[archive]\nurl = "env:TERMS"')
    assert (fault.line, fault.key) == (2, "archive.url")
    assert "the environment variable TERMS is not set" in fault.message


def test_a_file_and_a_database_are_one_too_many() -> None:
    """It is told at the second of the two, whichever stands first."""
    fault = Fault(3, "archive.url", "stands beside path; keep one of the two, url for a PostgreSQL database")
    assert faults(f'[archive]\npath = "a.db"\nurl = "{URL}"') == (fault,)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("mysql://terms:hush@h/n", "does not begin with postgresql://; write for example"),
        ("archive.db", "does not begin with postgresql://"),
        ("postgresql://terms:hush@h", "names no database behind the host"),
        ("postgresql://terms:hu/hush@h/n", "write %40 for @, %2F for /"),
        ("postgresql://terms:hush@h/n?hush", "has settings that are not KEY=VALUE"),
        ("", "must not be empty"),
    ],
)
def test_what_is_no_address_is_told_with_line_and_key(value: str, message: str) -> None:
    """Of itself and from the environment alike; it is not repeated, since it may hold a password."""
    (fault,) = faults(f'[fetch]\ntimeout = 3\n[archive]\nkeep = "30d"\nurl = "{value}"')
    assert (fault.line, fault.key) == (5, "archive.url")
    assert message in fault.message
    if value:
        (same,) = faults('[fetch]\ntimeout = 3\n[archive]\nkeep = "30d"\nurl = "env:TERMS"', TERMS=value)
        assert same == fault


def test_a_number_is_no_address() -> None:
    """The type is told as everywhere."""
    (fault,) = faults("[archive]\nurl = 5432")
    assert "must be text in quotes, not a number" in fault.message


def test_only_the_password_is_a_secret() -> None:
    """Its user and its database may be words that stand in every log; the whole is not in the configuration's repr."""
    for config in (read(f'[archive]\nurl = "{URL}"'), read('[archive]\nurl = "env:TERMS"', TERMS=URL)):
        assert {"hush%2F1", "hush/1"} <= secrets_of(config)
        assert not {"terms", "clausewatch", "/clausewatch"} & secrets_of(config)
        assert "hush" not in repr(config)
