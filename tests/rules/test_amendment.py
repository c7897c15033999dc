"""How changes take effect is read from the document's own sentences."""

from __future__ import annotations

import pytest

from tests.rules.documents import OTHER_CLAUSES, amended, rules


@pytest.mark.parametrize(
    ("sentence", "mechanism", "days"),
    [
        ("We may revise these Terms. Revised Terms are effective when posted.", "on-posting", None),
        ("We may update these Terms by posting a new version on this page.", "on-posting", None),
        ("We will notify you of changes by posting the revised Terms here.", "on-posting", None),
        ("We may amend these Terms. Please check this page from time to time.", "on-posting", None),
        ("We will notify you of changes to these Terms. They are effective upon posting.", "on-posting", None),
        ("We will notify you by e-mail before changes to these Terms take effect.", "on-notice", None),
        ("If we make material changes to these Terms, we'll let you know.", "on-notice", None),
        ("We may amend these Terms upon reasonable prior written notice to Customer.", "on-notice", None),
        ("We will give you at least thirty (30) days' notice of changes to these Terms.", "after-days", 30),
        ("Changes to these Terms take effect two weeks after we post them.", "after-days", 14),
        ("We will make reasonable efforts to give 30 days' notice of changes to these Terms.", "after-days", 30),
        (
            "Material changes to these Terms take effect 15 days after posting; others are effective immediately.",
            "after-days",
            15,
        ),
        (
            "We tell of changes to these Terms: (a) of prices, 30 days' notice; (b) of all else, 15 days' notice.",
            "after-days",
            15,
        ),
        ("Customer agrees to amended Terms if it does not object to the amendment within 14 days.", "after-days", 14),
        ("Amended Terms take effect on the date stated in the notice.", "on-date", None),
        ("These Terms may only be amended by a written agreement signed by both parties.", "with-consent", None),
        ("We may change these Terms at any time.", "not-stated", None),
        ("We may change these Terms and may notify you of it.", "not-stated", None),
        ("We will endeavour to notify you of changes to these Terms.", "not-stated", None),
        ("Amendments to these Terms must be in writing.", "not-stated", None),
    ],
)
def test_a_sentence_gives_its_mechanism(sentence: str, mechanism: str, days: int | None) -> None:
    """Each wording is one of the seven mechanisms, with its days where it promises a number."""
    found = amended(sentence)
    assert (found.mechanism, found.days) == (mechanism, days)


@pytest.mark.parametrize(
    "sentence",
    [
        "Northline may discontinue an interface with 90 days' notice.",
        "You may cancel within 14 days of your order and get a refund.",
        "You may opt out of arbitration within 30 days of accepting these Terms.",
        "If either party breaches these Terms, it has 30 days to cure the breach.",
        "Northline may increase its prices with 60 days' notice, and you may cancel before that.",
        "This agreement renews for 12 months unless notice is given 30 days before the end of the term.",
        "Any change to this arbitration agreement takes effect 30 days after notice.",
        "We will notify Customer 30 days before a new sub-processor is engaged.",
        "Customer keeps its listing current by giving us three days' notice of changes to it.",
    ],
)
def test_days_of_something_else_are_no_rule_of_change(sentence: str) -> None:
    """Periods of retention, refunds, renewal, prices, arbitration and the like give no rule and no days."""
    found = rules(f"{OTHER_CLAUSES}3. Other matters. {sentence}\n")
    assert found.amendment.mechanism == "not-stated"
    assert found.amendment.days is None


def test_the_clause_and_its_sentence_are_quoted() -> None:
    """The rule names the path of its clause and quotes the deciding sentence alone."""
    found = amended("We wish to improve. Revised Terms are effective when posted. Thank you.")
    assert found.clause == "3"
    assert found.quote == "Revised Terms are effective when posted."


def test_a_rule_in_a_list_is_read_with_the_words_that_lead_it_in() -> None:
    """An item says what its list's first words say of it."""
    items = "   - give you 21 days' notice, and\n   - keep the old ones.\n"
    text = f"{OTHER_CLAUSES}3. Changes. If we change these Terms, we will:\n\n{items}"
    assert rules(text).amendment.days == 21


def test_terms_that_are_part_of_another_agreement_leave_it_to_that() -> None:
    """Without a rule of its own, a supplement is governed by the agreement that it is part of, by its fuller name."""
    found = rules(
        '# Voice Supplement\n\nThis Supplement is part of the agreement between the parties ("Agreement"). Capitalized '
        'terms have the meanings given to them in the General Terms for Northline Services ("GTN").\n\n1. Lines. '
        "Customer orders lines.\n"
    ).amendment
    assert found.mechanism == "other-document"
    assert found.other == "General Terms for Northline Services (GTN)"


def test_a_supplement_with_a_rule_of_its_own_decides_for_itself() -> None:
    """Being part of another agreement does not matter where the document states its own rule."""
    found = rules(
        "# Voice Supplement\n\nThis Supplement forms part of the Master Agreement.\n\n1. Changes. We may amend this "
        "Supplement by posting a revised version.\n"
    ).amendment
    assert found.mechanism == "on-posting"


def test_an_annex_for_some_customers_does_not_decide_for_all() -> None:
    """A rule in an exhibit gives way to that of the document itself."""
    found = rules(
        "# Terms\n\n## Changes\n\nRevised Terms are effective when posted.\n\n## Exhibit B: customers in France\n\n"
        "Changes to these Terms take effect 30 days after notice.\n"
    ).amendment
    assert found.mechanism == "on-posting"


def test_another_language_is_not_read() -> None:
    """A German document says nothing to it, and that it was not read."""
    found = rules(
        "# Nutzungsbedingungen\n\nWir können diese Bedingungen jederzeit ändern. Die Änderungen treten mit der "
        "Veröffentlichung auf dieser Seite in Kraft, und wir werden Sie darüber informieren, wenn es so weit ist.\n"
    )
    assert not found.read
    assert found.amendment.mechanism == "not-stated"
