"""Values from the environment, and secrets, which are never shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ConfigError, Fault
from monitor.sources import Config, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "whsec_bm9ydGhsaW5lLW5vcnRobGluZS1ub3J0aGxpbmU="


def read(text: str, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration in a text."""
    return parse(text, name="sources.toml", folder=Path("folder"), environ=environ or {})


def faults(text: str, environ: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    with pytest.raises(ConfigError) as caught:
        read(text, environ)
    return caught.value.faults


def only_fault(text: str, environ: Mapping[str, str] | None = None) -> Fault:
    """The one thing that is wrong with a text."""
    (fault,) = faults(text, environ)
    return fault


def test_any_text_may_come_from_the_environment() -> None:
    """A value env:NAME is the variable's, in lists and tables too."""
    text = """
[[source]]
id = "northline/voice"
urls = ["env:PART"]
headers = { Cookie = "env:COOKIE" }
[[subscriber]]
name = "hook"
channel = "webhook"
address = "env:HOOK"
[channel.webhook]
secret = "env:KEY"
"""
    environ = {"PART": "https://northline.example/1", "COOKIE": "k=1", "HOOK": "https://h.example/x", "KEY": SECRET}
    config = read(text, environ)
    assert config.sources[0].urls == ("https://northline.example/1",)
    assert config.sources[0].headers["Cookie"] == "k=1"
    assert config.subscribers[0].address == "https://h.example/x"
    assert config.webhook.secret == SECRET


@pytest.mark.parametrize(
    ("value", "environ", "words"),
    [
        ("env:NORTHLINE", {}, "the environment variable NORTHLINE is not set"),
        ("env:NORTHLINE", {"NORTHLINE": ""}, "the environment variable NORTHLINE is set but empty"),
        ("env:", {}, "names no environment variable"),
    ],
)
def test_a_missing_variable_is_one_fault(value: str, environ: dict[str, str], words: str) -> None:
    """A variable that is not there is named, once, and its value is not judged as well."""
    fault = only_fault(f'[[source]]\nid = "northline/voice"\nurl = "{value}"', environ)
    assert (fault.line, fault.key) == (3, "source[1].url")
    assert words in fault.message


SECRET_PLACES = [
    '[fetch]\nproxy = "env:S"',
    '[fetch]\nrobots = "env:S"',
    '[fetch]\nallow_private = ["env:S"]',
    '[fetch]\ncontact = "env:S"',
    '[defaults]\nevery = "env:S"',
    '[defaults]\ncron = "env:S"',
    '[defaults]\ntimezone = "env:S"',
    '[channel.webhook]\nsecret = "env:S"',
    '[[source]]\nid = "env:S"\nurl = "https://a.example"',
    '[[source]]\nid = "a/b"\nurl = "env:S"',
    '[[source]]\nid = "a/b"\nurl = "https://a.example"\nselect = "env:S"',
    '[[source]]\nid = "a/b"\nurl = "https://a.example"\nheaders = { Cookie = "env:S" }',
    '[[subscriber]]\nname = "a"\nchannel = "env:S"',
    '[[subscriber]]\nname = "a"\nchannel = "slack"\naddress = "env:S"',
]


@pytest.mark.parametrize("text", SECRET_PLACES)
def test_a_wrong_value_from_the_environment_is_never_repeated(text: str) -> None:
    """Wherever a secret is put by mistake, the message about it does not hold it."""
    with pytest.raises(ConfigError) as caught:
        read(text, {"S": "hush σ [hush"})
    assert "hush" not in str(caught.value)
    assert "hush" not in repr(caught.value.faults)
    assert caught.value.__cause__ is None


def test_secrets_do_not_show_in_a_repr() -> None:
    """Printing a configuration, a source or a subscriber shows no password, key, cookie or hook address."""
    text = """
[fetch]
proxy = "http://u:hush-1@proxy.example"
[[source]]
id = "northline/voice"
url = "https://northline.example"
headers = { Cookie = "hush-2" }
[[subscriber]]
name = "hook"
channel = "slack"
address = "https://hooks.example/hush-3"
[[subscriber]]
name = "mail"
channel = "email"
address = "env:MAILBOX"
[channel.email]
host = "h"
from = "a@example.com"
password = "hush-4"
[channel.webhook]
secret = "whsec_aHVzaA=="
"""
    config = read(text, {"MAILBOX": "hush-5@example.com"})
    assert "hush" not in repr(config)
    assert "aHVzaA" not in repr(config)
    assert config.sources[0].headers["Cookie"] == "hush-2"
    assert f"{config.subscribers[1].address}" == "hush-5@example.com"
    assert json.dumps(config.subscribers[0].address) == '"https://hooks.example/hush-3"'
