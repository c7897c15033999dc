"""The clocks of the three documents that the project began with; the documents themselves lie beside the repository."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import monitor
from monitor.compare import compare
from monitor.model import Clock, Page, Part, Seen, Source, Terms
from monitor.read import read
from monitor.rules import clock_of, rules_of

SEEDS = Path(monitor.__file__).parents[2] / "shared" / "seeds"
MICROSOFT, GENESYS, SINCH = "000_7924802723f4e006", "001_4a1cefb3bd755b23", "002_1b5ec5f64297bd7d"
NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
SEEN = Seen(NOW, datetime(2026, 11, 11, 21, 0, tzinfo=UTC))

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir() and os.environ.get("CI") != "true", reason="needs the shared seeds beside the repository"
)


def _terms(name: str, added: str = "") -> Terms:
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    source = Source("starter/document", (f"https://example.com/{name}",))
    return read(Page((Part(source.url, source.url, (text + added).encode(), "text/plain"),), NOW), source)


def _clock(name: str) -> Clock:
    """The clock of a change that adds a last paragraph, seen first on 12 November 2026."""
    old, new = _terms(name), _terms(name, "\n\nThe provider also offers a new number range to its customers.\n")
    return clock_of(rules_of(new), compare(old, new), SEEN)


def test_genesys_binds_upon_posting_and_by_continued_use() -> None:
    """Its terms are bound since the day they were first seen, by its opening paragraph."""
    clock = _clock(GENESYS)
    assert (clock.bound_since, clock.act_by, clock.clause) == ("2026-11-12", None, "-")
    assert clock.rules.amendment.mechanism == "on-posting"
    assert clock.rules.continued_use.binds is True
    assert clock.rules.termination_by_customer.right is None
    seen = "First seen on 12 November 2026, not there yet on 11 November 2026."
    assert clock.why == f"Changes take effect when they are posted. {seen}"


def test_sinch_is_governed_by_its_general_terms() -> None:
    """Its supplement states no rule and belongs to the general terms, which nobody watches here."""
    clock = _clock(SINCH)
    assert (clock.bound_since, clock.act_by) == (None, None)
    assert clock.rules.amendment.mechanism == "other-document"
    assert clock.governed_by == "General Terms and Conditions for SINCH Services (GTC)"
    assert clock.governing == ""
    assert clock.rules.termination_by_customer.right is None


def test_microsoft_states_no_rule_of_change_and_lets_either_party_leave_on_thirty_days_notice() -> None:
    """Nothing is stated of changes; clause 10 lets the customer go."""
    clock = _clock(MICROSOFT)
    assert (clock.bound_since, clock.act_by) == (None, None)
    assert clock.rules.amendment.mechanism == "not-stated"
    assert clock.rules.continued_use.binds is None
    leaving = clock.rules.termination_by_customer
    assert (leaving.right, leaving.days) == (True, 30)
    assert clock.clause == leaving.clause == "GENERAL TERMS/10"
