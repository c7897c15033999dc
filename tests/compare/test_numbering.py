"""Headings that were given another number."""

from __future__ import annotations

import pytest

from monitor.text.numbering import other_number, renumbered_headings
from tests.compare.documents import SUPPLY, diff


def shifted(by: int) -> str:
    """The terms with every heading's number, and the reference to one, moved."""
    new = SUPPLY.replace("Section 5", f"Section {5 + by}")
    for number in range(6, 0, -1):
        new = new.replace(f"## {number}. ", f"## {number + by}. ")
    return new


def test_another_number_of_a_heading_is_seen() -> None:
    """One heading, or all of them."""
    for new in (SUPPLY.replace("## 6. Ending", "## 7. Ending"), shifted(1)):
        comparison = diff(SUPPLY, new)
        assert (comparison.verdict, renumbered_headings(comparison)) == ("renumbered", True)


def test_a_run_in_heading_counts_as_a_heading() -> None:
    """A paragraph that begins with its heading in bold is headed by it."""
    old = SUPPLY + "\n7.1. **Notice.** Letters go to the seat of the other side and are read there with care.\n"
    assert renumbered_headings(diff(old, old.replace("7.1. **", "7.2. **")))


@pytest.mark.parametrize(
    ("old", "new"),
    [("## 6. ", "## 6) "), ("## 6. ", "## (6) "), ("## 6. ", "## Section 6. "), ("## 6. ", "## A.6. ")],
)
def test_the_same_number_in_another_form_is_none(old: str, new: str) -> None:
    """Brackets, a name before it, or the number of the part in front leave it the same."""
    assert not renumbered_headings(diff(SUPPLY, SUPPLY.replace(old, new)))


def test_a_list_that_was_cut_begins_anew_and_is_no_new_number() -> None:
    """Markup that restarts at 1, item by item or for a stretch, says nothing of the provider."""
    all_one = SUPPLY.replace("Section 5 alone", "the law alone")
    base = all_one
    for number in range(2, 7):
        all_one = all_one.replace(f"## {number}. ", "## 1. ")
    cut = base.replace("## 4. ", "## 1. ").replace("## 5. ", "## 2. ").replace("## 6. ", "## 3. ")
    for new in (all_one, cut):
        for comparison in (diff(base, new), diff(new, base)):
            assert (comparison.verdict, renumbered_headings(comparison)) == ("renumbered", False)


def test_items_without_a_heading_are_none() -> None:
    """Only a heading's number is one that others refer to by name."""
    old = SUPPLY + "\n7.1 Letters go to the seat of the other side, and are read there with all due care by a clerk.\n"
    comparison = diff(old, old.replace("\n7.1 ", "\n7.2 "))
    assert (comparison.verdict, renumbered_headings(comparison)) == ("renumbered", False)


def test_a_change_of_words_is_for_others_to_tell() -> None:
    """Where more than labels changed, the answer is no."""
    new = SUPPLY.replace("## 6. Ending", "## 7. Ending").replace("30 days", "60 days")
    assert not renumbered_headings(diff(SUPPLY, new))


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("1.", "(1)", False),
        ("Section 1", "1", False),
        ("1.", "A.1.", False),
        ("I.", "1.", False),
        ("a.", "1.", False),
        ("Article 5", "Section 5", False),
        ("第三条", "3.", False),
        ("Article 5", "Article 6", True),
        ("§ 3", "§ 4", True),
        ("4.2", "4.3", True),
        ("IX.", "X.", True),
        ("A.", "B.", True),
        ("A.2.", "A.3.", True),
        ("第三条", "第四条", True),
        ("odd", "1.", False),
    ],
)
def test_numbers_are_compared_and_not_their_forms(old: str, new: str, other: bool) -> None:
    """A label is another where the number in it is."""
    assert other_number(old, new) is other
