"""How long ago something was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.ages import ages_in, is_only_an_age, without_ages


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Updated: 5 days ago", "Updated:"),
        ("Updated over a week ago", "Updated"),
        ("Updated 10h ago", "Updated"),
        ("Updated: 30+ days ago", "Updated:"),
        ("Edited just now", "Edited"),
        ("Edited yesterday", "Edited"),
        ("Aktualisiert vor etwa 3 Stunden", "Aktualisiert"),
        ("Mis à jour il y a deux mois", "Mis à jour"),
        ("Actualizado hace 3 días", "Actualizado"),
        ("Bijgewerkt 3 dagen geleden", "Bijgewerkt"),
        ("更新于3天前", "更新于"),
    ],
)
def test_an_age_is_found_in_many_forms(text: str, rest: str) -> None:
    """Counted or named, in the languages that terms are written in."""
    assert without_ages(text).strip() == rest


@pytest.mark.parametrize(
    "text", ["within 5 days", "5 days after the update", "for the past year", "a lasting vow", "30 days before"]
)
def test_a_period_is_no_age(text: str) -> None:
    """A term that runs is not how long ago something was."""
    assert ages_in(text) == []


@pytest.mark.parametrize(("text", "only"), [("(5 days ago)", True), ("5 days ago we met", False), ("yesterday", False)])
def test_a_bare_age_is_counted(text: str, only: bool) -> None:
    """A word such as "yesterday" alone could be an entry of a list."""
    assert is_only_an_age(text) is only


@given(st.integers(1, 400), st.sampled_from(["hours", "days", "weeks", "months"]))
def test_no_figure_of_an_age_is_left(count: int, unit: str) -> None:
    """Whatever the figure, the line without its age reads the same."""
    assert without_ages(f"Last updated {count} {unit} ago").split() == ["Last", "updated"]
