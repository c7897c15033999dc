"""`[daemon] metrics`: where figures are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.sources import Listen, parse

TABLE = '[[source]]\nid = "northline/voice"\nurl = "https://northline.example/voice"\n[daemon]\nmetrics = '


def metrics(value: str) -> Listen | None:
    """What a value comes to, without any warning."""
    config = parse(TABLE + value, name="sources.toml", folder=Path(), environ={})
    assert config.warnings == ()
    return config.daemon.metrics


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ('"127.0.0.1:9464"', ("127.0.0.1", 9464)),
        ('"[::1]:9464"', ("::1", 9464)),
        ('"localhost:0"', ("localhost", 0)),
        ('"0.0.0.0:65535"', ("0.0.0.0", 65535)),  # noqa: S104 - nothing is served here
    ],
)
def test_a_host_and_a_port_are_taken(value: str, where: tuple[str, int]) -> None:
    """An address of the newer kind stands in brackets."""
    assert metrics(value) == where


@pytest.mark.parametrize("value", ["9464", '""'])
def test_no_text_is_refused(value: str) -> None:
    """A number alone does not say where."""
    refused(value)


@pytest.mark.parametrize(
    "value",
    ["9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:9464", "[127.0.0.1]:1"],
)
def test_what_is_no_host_and_port_is_refused(value: str) -> None:
    """A port alone would mean every address of the machine, and must be asked for by name."""
    refused(f'"{value}"')


@pytest.mark.parametrize("value", ["http://localhost:1", "local host:1", "[]:1", "a:١"])
def test_what_looks_like_an_address_is_refused(value: str) -> None:
    """With an example of one."""
    assert 'write for example "127.0.0.1:9464"' in refused(f'"{value}"')


def refused(value: str) -> str:
    """What is said of a value that is refused, at its line."""
    with pytest.raises(ConfigError) as caught:
        metrics(value)
    (fault,) = caught.value.faults
    assert (fault.line, fault.key) == (5, "daemon.metrics")
    return fault.message
