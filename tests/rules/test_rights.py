"""What going on means, and how customers can leave or object."""

from __future__ import annotations

import pytest

from tests.rules.documents import OTHER_CLAUSES, rules


def _third(sentence: str, heading: str = "Term") -> str:
    return f"{OTHER_CLAUSES}3. {heading}. {sentence}\n"


@pytest.mark.parametrize(
    ("sentence", "binds"),
    [
        ("By using the Services after we change these Terms you accept the changes.", True),
        ("Your continued use of the Services after a change means that you agree to the revised Terms.", True),
        ("If you do not object to an amendment within 30 days, you are deemed to have accepted it.", True),
        ("Continued use after an amendment of these Terms requires your renewed agreement.", False),
        ("By using the Services you agree to these Terms.", None),
        ("The duty of confidence continues to apply after these Terms end.", None),
        ("We continue to improve these Terms for you.", None),
        ("If you do not agree to a change, please do not continue to use the Services.", None),
    ],
)
def test_going_on_binds_only_where_it_is_said(sentence: str, binds: bool | None) -> None:
    """Using on or silence accepts a change where a sentence says so; first acceptance is something else."""
    assert rules(_third(sentence, "Changes to these Terms")).continued_use.binds is binds


@pytest.mark.parametrize(
    ("sentence", "right", "days"),
    [
        ("Either party may terminate these Terms on 30 days' notice for any reason.", True, 30),
        ("Client may terminate this Agreement for convenience upon sixty (60) days' written notice.", True, 60),
        (
            "Each party may terminate at any time for convenience with notice, except Northline gives 30 days' notice.",
            True,
            None,
        ),
        ("You may close your account at any time.", True, None),
        ("If you want to delete your account, you can do so in its settings.", True, None),
        ("You can unsubscribe from our newsletter at any time.", None, None),
        ("You're free to stop using our Services at any time.", True, None),
        ("If you do not agree to a change of these Terms, you may terminate this Agreement.", True, None),
        ("Customer may not terminate this Agreement for convenience.", False, None),
        ("Either party may terminate if the other party breaches and does not cure within 30 days.", None, None),
        ("Northline may terminate these Terms at any time on 30 days' notice.", None, None),
        ("You may delete your data at any time.", None, None),
        ("If you do not agree, you must stop using the Services.", None, None),
        ("You may withdraw your consent at any time.", None, None),
    ],
)
def test_leaving_is_a_right_for_convenience_or_upon_a_change(
    sentence: str, right: bool | None, days: int | None
) -> None:
    """Never for a breach, never the provider's right alone, never a duty."""
    found = rules(_third(sentence, "Ending")).termination_by_customer
    assert (found.right, found.days) == (right, days)


@pytest.mark.parametrize(
    ("sentence", "right", "days"),
    [
        ("Customer may object to a new sub-processor within ten (10) days of notice.", True, 10),
        ("You may object to an amendment of these Terms within 4 weeks after we post it.", True, 28),
        ("You may object to the processing of your personal data at any time.", None, None),
        ("You may reject arbitration within 30 days.", None, None),
    ],
)
def test_objecting_is_to_a_change_or_a_sub_processor(sentence: str, right: bool | None, days: int | None) -> None:
    """The right to object to processing of data, and to arbitration, is none of these."""
    found = rules(_third(sentence, "Objections")).objection
    assert (found.right, found.days) == (right, days)


def test_a_window_that_is_named_this_period_is_the_one_stated_before() -> None:
    """A right to object within this period has the period of the sentence before."""
    found = rules(
        _third(
            "We announce changes to these Terms 4 weeks ahead. You may object to them within this period.", "Changes"
        )
    )
    assert found.objection.days == 28


def test_a_right_of_some_customers_gives_way_to_one_that_all_have() -> None:
    """The notice that subscribers of one country are to give is not told as everybody's."""
    found = rules(
        f"{OTHER_CLAUSES}3. Germany. Subscribers in Germany may terminate their subscription on one month's notice.\n\n"
        "4. Leaving. You may delete your account at any time.\n"
    ).termination_by_customer
    assert (found.days, found.clause) == (None, "4")
