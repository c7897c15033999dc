"""What is pointed out within a change."""

from __future__ import annotations

from datetime import date

import pytest

from tests.compare.documents import SUPPLY, diff, only


@pytest.mark.parametrize(
    ("old", "new", "signal"),
    [
        ("EUR 5,000", "EUR 500", ("money", "EUR 5,000", "EUR 500")),
        ("three months' notice", "one month's notice", ("duration", "three months", "one month")),
        ("may end", "must end", ("modal", "may", "must")),
        (", unless it acted with intent", "", ("carve-out", "unless", None)),
        ("delivers to", "never delivers to", ("negation", None, "never")),
        ("Late delivery", "From 4 May 2026 late delivery", ("date", None, "4 May 2026")),
    ],
)
def test_values_that_changed_are_signals(old: str, new: str, signal: tuple[str, str | None, str | None]) -> None:
    """Money, durations, duties, exceptions, negations and dates are named with what they were."""
    change = only(diff(SUPPLY, SUPPLY.replace(old, new)), "modified")
    assert signal in [(one.kind, one.old, one.new) for one in change.signals]


def test_a_changed_definition_names_the_clauses_that_use_it() -> None:
    """What a word means matters wherever the word stands."""
    old = SUPPLY + '\n"Goods" means all that Northline makes.\n\nThe customer stores Goods in a dry place.\n'
    change = only(diff(old, old.replace("all that Northline makes", "all that Northline sells")), "modified")
    (signal,) = [one for one in change.signals if one.kind == "definition"]
    assert (signal.old, signal.new) == ("Goods", "Goods")
    assert len(signal.where) == 1


def test_a_company_that_joins_a_list_is_named_with_its_columns() -> None:
    """A new row of a list of sub-processors is told with what each column says."""
    old = "# Sub-processors\n\n| Name | Purpose | Country |\n| --- | --- | --- |\n| Alder GmbH | Hosting | Germany |\n"
    change = only(diff(old, old + "| Birch Ltd | Support | Ireland |\n"), "added")
    assert ("company", None, "Birch Ltd (Purpose: Support; Country: Ireland)") in [
        (one.kind, one.old, one.new) for one in change.signals
    ]


def test_an_announcement_is_told_with_its_day() -> None:
    """A passage on a coming version is a notice of its own, while its day lies ahead."""
    new = SUPPLY.replace(
        "## 1. Orders", "These terms will be replaced by a new version on 1 June 2026.\n\n## 1. Orders"
    )
    (notice,) = diff(SUPPLY, new, on=date(2026, 3, 2)).notices
    assert notice.date == "2026-06-01"
    assert diff(SUPPLY, new, on=date(2026, 7, 1)).notices == ()


def test_severity_has_a_reason_and_hides_nothing() -> None:
    """A limit of liability that falls is high, a reworded phrase without weight is low; both are listed."""
    new = SUPPLY.replace("EUR 5,000", "EUR 50").replace("to the address in the order", "to the place in the order")
    found = {change.new[0].path: change for change in diff(SUPPLY, new).changes}
    assert found["5~2"].severity == "high"
    assert "EUR 5,000 to EUR 50" in found["5~2"].reason
    assert found["3~2"].severity in {"low", "medium"}
