"""Ids made from addresses and titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources import parse, source_id, unlike


@pytest.mark.parametrize(
    ("url", "title", "expected"),
    [
        ("https://www.northline.example/legal", "Voice Terms", "northline/voice-terms"),
        ("https://legal.harbor.co.uk/", "Harbor Cloud – Terms & Conditions", "harbor/cloud-terms-conditions"),
        ("https://northline.example/", "Northline", "northline/terms"),
        ("https://northline.example/legal/voice.html", "", "northline/voice"),
        ("https://northline.example/legal/voice/index.html?x=1", "", "northline/voice"),
        ("https://northline.example/2024/03", "2024", "northline/terms"),
        ("https://northline.example/", "Harbor’s AGB für Österreich", "northline/harbors-agb-fur-osterreich"),
        ("https://northline.example/", "Regulamin świadczenia usług", "northline/regulamin-swiadczenia-uslug"),
        ("https://northline.example/", "Условия использования", "northline/usloviya-ispolzovaniya"),
        ("https://northline.example/", "Όροι χρήσης", "northline/oroi-chrisis"),
        ("https://northline.example/kiyaku", "利用規約", "northline/kiyaku"),
        ("https://xn--mnchen-3ya.example/agb", "", "munchen/agb"),
        ("https://例え.example/agb", "", "xn-r8jz45g/agb"),
        ("https://192.0.2.7:8080/terms", "", "192-0-2-7/terms"),
        ("http://localhost/terms", "", "localhost/terms"),
    ],
)
def test_an_id_names_provider_and_document(url: str, title: str, expected: str) -> None:
    """The host's owner, and the title without the owner's name, or the path where there is no title."""
    assert source_id(url, title, ()) == expected


def test_a_long_title_is_cut_between_words() -> None:
    """Ids are typed in commands."""
    name = source_id("https://northline.example/", "Supplemental terms " * 20, ())
    assert name == "northline/supplemental-terms-supplemental-terms-supplemental-terms"


def test_an_id_that_is_taken_gets_a_number() -> None:
    """The first that is free, from 2."""
    assert unlike("northline/voice", {"northline/voice", "northline/voice-2"}) == "northline/voice-3"
    assert source_id("https://northline.example/voice", "", {"northline/voice"}) == "northline/voice-2"


@given(st.text(), st.text(), st.text())
def test_every_id_is_valid(host: str, path: str, title: str) -> None:
    """Whatever an address and a title hold, the configuration takes the id that is made of them."""
    try:
        name = source_id(f"https://{host}/{path}", title, ())
    except ValueError:
        return  # no address: refused before it gets a name
    text = f'[[source]]\nid = "{name}"\nurl = "https://northline.example"\n'
    assert parse(text, name="sources.toml", folder=Path(), environ={}).sources[0].id == name
