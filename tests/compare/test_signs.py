"""Signs, labels and empty cells that say something: a change of nothing else is a change of the terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compare.documents import SUPPLY, diff, kinds
from tests.compare.test_quiet import told

TABLE = "| Matter | EU | US |\n|---|---|---|\n| Uptime | %s |\n| Credit | 10 %% | 20 %% |\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Credits are due below < 99.9 % a month.", "Credits are due below > 99.9 % a month."),
        ("Credits are due at \u2265 99.9 % a month.", "Credits are due at \u2264 99.9 % a month."),
        ("The margin is -2 % a year.", "The margin is +2 % a year."),
        ("Goods are kept at -5 \u00b0C.", "Goods are kept at 5 \u00b0C."),
        ("\u2610 The customer agrees to calls.", "\u2612 The customer agrees to calls."),
        ("The fee is \u20a9 1000 a month.", "The fee is \u20bd 1000 a month."),
        ("Late orders cost 1\u00bd times the rate.", "Late orders cost 11/2 times the rate."),
    ],
)
def test_another_sign_is_told(old: str, new: str) -> None:
    """There and back."""
    assert (told(old, new).verdict, told(new, old).verdict) == ("substantive", "substantive")


@pytest.mark.parametrize(
    ("old", "new"),
    [("\u2717 | \u2713", "\u2713 | \u2717"), ("&lt; 5 % | 2 %", "&gt; 5 % | 2 %"), ("\u274c | no", "\u2705 | no")],
)
def test_a_row_says_it_with_a_sign(old: str, new: str) -> None:
    """A tick for a cross, or more for less."""
    assert told(TABLE % old, TABLE % new).verdict == "substantive"


def survive(*labels: str, form: str = "- {}\n") -> str:
    """A list of what survives the end of the terms."""
    return "These survive the end of the contract:\n\n" + "".join(form.format(label) for label in labels)


@pytest.mark.parametrize("form", ["- {}\n", "{}\n\n"])
@pytest.mark.parametrize("name", ["Clause {}", "Section {}", "Art. {}", "\u00a7 {}"])
def test_a_clause_that_no_longer_survives_is_told(name: str, form: str) -> None:
    """A list of labels has no other words than those."""
    five, seven, nine = (name.format(number) for number in (5, 7, 9))
    whole, less = survive(five, seven, nine, form=form), survive(five, nine, form=form)
    assert kinds(told(whole, less)) == {"removed": 1}
    assert kinds(told(less, whole)) == {"added": 1}
    (change,) = told(whole, survive(five, name.format(8), nine, form=form)).changes
    assert (change.kind, change.new[0].text) == ("modified", name.format(8))


def test_another_annex_is_told() -> None:
    """It is modified, and the reader sees which it was."""
    (change,) = told(survive("Annex A", "Annex B"), survive("Annex A", "Annex C")).changes
    assert (change.old[0].text, change.new[0].text) == ("Annex B", "Annex C")


def test_a_label_above_its_text_is_no_word() -> None:
    """What stands above other clauses is numbered anew without being said anew."""
    old, new = (f"Article {number}\n\nThe customer keeps the goods dry." for number in (4, 5))
    assert told(old, new).verdict in {"renumbered", "cosmetic"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("J. Miller is the data protection officer.", "K. Miller is the data protection officer."),
        ("- M. Keller, Dublin\n- T. Brandt, Cork", "- S. Keller, Dublin\n- T. Brandt, Cork"),
        ("(5) working days after a fault the fee is due.", "(9) working days after a fault the fee is due."),
    ],
)
def test_an_initial_or_a_span_of_time_is_no_label(old: str, new: str) -> None:
    """Another person, or another delay, is no other number of the same clause."""
    assert told(old, new).verdict == "substantive"


@given(st.integers(0, 5))
def test_a_list_in_letters_is_renumbered_without_a_word(at: int) -> None:
    """Its labels are none of the words, however much the items look like names."""
    names = ["Billing is fair", "Delivery is free", "Ending is simple", "Liability is low", "Notice is short"]
    longer = [*names[:at], "Taxes are extra", *names[at:]]
    before, after = ("\n\n".join(f"{chr(65 + n)}. {one}." for n, one in enumerate(form)) for form in (names, longer))
    assert set(kinds(diff(f"{SUPPLY}\n## 7. Rest\n\n{before}\n", f"{SUPPLY}\n## 7. Rest\n\n{after}\n"))) <= {
        "added",
        "renumbered",
    }


def test_a_list_in_letters_that_lost_its_first_item_is_still_a_list() -> None:
    """What stands behind "B." and "C." is no surname, though no "A." is left to say so."""
    duties = [f"Vendors must {what} in a day." for what in ("answer", "keep a log", "tell of a breach", "pay")]
    old = "\n\n".join(f"{letter}. {duty}" for letter, duty in zip("ABCD", duties, strict=True))
    new = "\n\n".join(f"{letter}. {duty}" for letter, duty in zip("BCD", duties[1:], strict=True))
    later = "\n\n".join(f"{letter}. {duty}" for letter, duty in zip("CDE", duties[1:], strict=True))
    assert kinds(told(old, new)) == {"removed": 1}
    assert told(new, later).verdict == "renumbered"
