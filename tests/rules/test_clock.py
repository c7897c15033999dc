"""Since when a change binds and until when one can act: days of stated rules and seen times, and no others."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.compare import compare
from monitor.model import Clock, Rules, Seen
from monitor.rules import Governing, amendment_in, changes_rules, clock_of, has_clock, rules_of
from tests.compare.documents import diff, terms

SEEN = Seen(datetime(2026, 3, 31, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 21, 0, tzinfo=UTC))
OTHER_RULE = "Changes to these Terms take effect 30 days after we post them."


def _text(rule: str, hours: int, dates: str = "") -> str:
    return (
        f"# Northline Terms\n\n{dates}\n\n1. Support. Northline answers within {hours} hours.\n\n2. Changes. {rule}\n"
    )


def _clock(rule: str, dates: tuple[str, str] = ("", ""), seen: Seen = SEEN) -> Clock:
    """The clock of a change of the first clause, by a document with that rule and, before and after, those dates."""
    old, new = (terms(_text(rule, hours, date)) for hours, date in zip((4, 8), dates, strict=True))
    return clock_of(rules_of(new), compare(old, new), seen)


def test_what_takes_effect_when_posted_binds_since_it_was_seen() -> None:
    """The day on which the words were first seen, with when they were not there yet."""
    clock = _clock("Revised Terms are effective when posted.")
    assert (clock.bound_since, clock.clause) == ("2026-03-31", "2")
    assert clock.why.endswith("First seen on 31 March 2026, not there yet on 30 March 2026.")


def test_a_stated_day_of_posting_counts_where_the_words_came_between_the_looks() -> None:
    """The page's own day of change is believed if it lies between the two looks, and not if it lies before."""
    rule = "Revised Terms are effective when posted."
    within = _clock(rule, ("Last updated: 1 January 2026", "Last updated: 30 March 2026"))
    before = _clock(rule, ("Last updated: 1 January 2026", "Last updated: 2 March 2026"))
    assert (within.bound_since, before.bound_since) == ("2026-03-30", "2026-03-31")


def test_a_stated_effective_day_to_come_is_when_it_binds() -> None:
    """The document's own effective day wins over the day of posting, and leaves time to act."""
    rule = "Revised Terms are effective when posted. By using the Services after a change you accept the revised Terms."
    clock = _clock(rule, ("Effective date: 1 January 2026", "Effective date: 1 May 2026"))
    assert (clock.bound_since, clock.act_by) == ("2026-05-01", "2026-04-30")


def test_days_are_counted_from_posting_only_where_the_document_counts_from_it() -> None:
    """Thirty days after posting are a day; thirty days after a notice that nobody here saw are none."""
    assert _clock(OTHER_RULE).bound_since == "2026-04-30"
    notice = _clock("We will give you 30 days' notice of changes to these Terms.")
    assert notice.bound_since is None
    assert "not known here" in notice.why


def test_months_are_months_and_business_days_are_not_counted() -> None:
    """One month after 31 March is 30 April; which days are business days nobody says."""
    assert _clock("Changes to these Terms take effect one month after we post them.").bound_since == "2026-04-30"
    assert _clock("Changes to these Terms take effect 10 business days after we post them.").bound_since is None


def test_a_window_to_object_ends_on_a_day_if_it_runs_from_posting() -> None:
    """The objection's own days, counted from the day of posting."""
    rule = f"{OTHER_RULE} You may object to a change of these Terms within 14 days after posting."
    clock = _clock(rule)
    assert (clock.bound_since, clock.act_by) == ("2026-04-30", "2026-04-14")
    assert "Objections are to be made within 14 days." in clock.why


def test_objecting_to_sub_processors_is_no_deadline_for_another_change() -> None:
    """A right to object to new sub-processors gives a day only where the change is about them."""
    right = "Customer may object to a new sub-processor within 10 days after posting."
    rule = f"Revised Terms are effective when posted. {right}"
    assert _clock(rule).act_by is None
    listed = "# Sub-processors\n\n- Harbor Host Ltd\n{}\n\n1. Changes. " + rule + "\n"
    old, new = terms(listed.format("")), terms(listed.format("- Sub-processor Quay Data Inc"))
    assert clock_of(rules_of(new), compare(old, new), SEEN).act_by == "2026-04-10"


def test_consent_and_silence_of_the_document_give_no_day() -> None:
    """What binds only those who agree, and what is not stated, has no day."""
    for rule in ("These Terms may only be changed by a written agreement signed by both parties.", "Nothing is said."):
        assert (_clock(rule).bound_since, _clock(rule).act_by) == (None, None)


def test_two_files_without_times_have_no_day_but_those_they_state() -> None:
    """Without a look there is no day of posting; a stated effective day still counts."""
    rule = "Revised Terms are effective when posted."
    assert _clock(rule, seen=Seen()).bound_since is None
    dated = _clock(rule, ("Effective date: 1 January 2026", "Effective date: 1 May 2026"), Seen())
    assert dated.bound_since == "2026-05-01"


def test_a_watched_document_that_governs_decides() -> None:
    """A supplement's clock is by the rule of the general terms, by their name and source."""
    text = (
        "# Supplement\n\nThis Supplement is part of the Northline General Terms.\n\n1. Answers come within {} hours.\n"
    )
    comparison = diff(text.format(4), text.format(8))
    own = rules_of(terms(text.format(8)))
    theirs = rules_of(terms(_text(OTHER_RULE, 4)))
    clock = clock_of(own, comparison, SEEN, governing=Governing("Northline General Terms", "northline/terms", theirs))
    assert (clock.governed_by, clock.governing) == ("Northline General Terms", "northline/terms")
    assert (clock.bound_since, clock.rules) == ("2026-04-30", theirs)
    alone = clock_of(own, comparison, SEEN)
    assert (alone.governed_by, alone.governing, alone.bound_since) == ("Northline General Terms", "", None)


def test_a_change_of_the_rule_itself_says_what_it_was() -> None:
    """Where the rule is among what changed, the reason names the one before."""
    old, new = terms(_text(OTHER_RULE, 4)), terms(_text("Revised Terms are effective when posted.", 4))
    comparison = compare(old, new)
    assert changes_rules(comparison)
    clock = clock_of(rules_of(new), comparison, SEEN, before=amendment_in(old))
    assert clock.why.endswith("The rule itself changed: before, it was after-days (30 days).")


def test_a_document_in_another_language_says_that_it_is_not_read() -> None:
    """Nothing is worked out from rules that were not read."""
    clock = clock_of(Rules(read=False), diff(_text("", 4), _text("", 8)), SEEN)
    assert (clock.bound_since, clock.act_by) == (None, None)
    assert "not read" in clock.why


def test_a_moved_date_alone_has_a_clock_only_if_it_is_the_effective_one() -> None:
    """No word changed: nothing binds anew, but for another day from which the terms apply."""
    text, rule = "# Terms\n\n{}\n\n1. Support. Answers come within a day.\n", "Last updated: {}"
    updated = diff(text.format(rule.format("1 March 2026")), text.format(rule.format("2 March 2026")))
    effective = diff(text.format("Effective date: 1 March 2026"), text.format("Effective date: 1 May 2026"))
    assert (updated.verdict, effective.verdict) == ("date-only", "date-only")
    assert not has_clock(updated)
    assert has_clock(effective)
