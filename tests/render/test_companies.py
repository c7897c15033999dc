"""Lists of companies in messages: a short block before the clauses, in every sink."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.model import Cell, Change, Clause, Clock, CompanyChange, Comparison, Notice, Right, Rules
from monitor.render import (
    headline,
    mail_html,
    mail_subject,
    mail_text,
    notice_text,
    redline,
    redline_html,
    redline_markdown,
    redline_page,
    slack_messages,
)
from monitor.wire import diff_from, diff_json
from tests.cli.schemas import faults
from tests.render import golden
from tests.render.examples import AVAILABILITY, COMPARISON, TITLE, URL, notice

OBJECTION = Right(
    right=True,
    days=30,
    clause="5/5.2",
    quote="The customer may object in writing within 30 days of the notice.",
    start="notice",
)
CLOCK = Clock(None, "2026-04-01", "5/5.2", "30 days of notice to object", rules=Rules(objection=OBJECTION))


def row(name: str, *cells: str) -> Clause:
    """A row of a table of sub-processors."""
    columns = ("Name", "Location", "Purpose")
    return Clause(f"5/{name}", None, "", " | ".join((name, *cells)), 1, 9, "row", columns=columns)


def one(kind: str, name: str, *cells: Cell) -> CompanyChange:
    """What happened to a company among the sub-processors."""
    return CompanyChange(kind, name, "Sub-processors", cells, f"5/{name}")  # type: ignore[arg-type] # a kind


HARBORLIGHT = one(
    "added", "Harborlight Ltd",
    Cell("Name", None, "Harborlight Ltd"), Cell("Location", None, "Ireland"), Cell("Purpose", None, "hosting"),
)  # fmt: skip
BRIGHTWIRE = one(
    "removed", "Brightwire Inc.",
    Cell("Name", "Brightwire Inc.", None), Cell("Location", "USA", None), Cell("Purpose", "mail", None),
)  # fmt: skip
TESSEL = one("changed", "Tessel GmbH", Cell("Location", "Germany", "France"), Cell("Transfer", None, "none"))
QUILLON = replace(HARBORLIGHT, name="Quillon SA", list="Affiliates", columns=(Cell("", None, "Quillon SA"),))
ROWS = (
    Change("added", (), (row("Harborlight Ltd", "Ireland", "hosting"),), severity="high"),
    Change("removed", (row("Brightwire Inc.", "USA", "mail"),), (), severity="high"),
    Change("modified", (row("Tessel GmbH", "Germany"),), (row("Tessel GmbH", "France"),), severity="medium"),
)
LISTED = replace(COMPARISON, changes=ROWS, companies=(HARBORLIGHT, TESSEL, BRIGHTWIRE), clock=CLOCK)
TOLD = notice(comparison=LISTED)


def lines(comparison: Comparison) -> list[str]:
    """The redline's lines, as one reads them."""
    return [line.strip() for line in redline(comparison, title=TITLE, width=400, colour=False).splitlines()]


# --- as they are sent ---------------------------------------------------------------------------------------


def test_the_messages_are_as_they_were_read_and_approved() -> None:
    """Mail, Slack and terminal, word for word."""
    golden.check("companies.mail.txt", f"Subject: {mail_subject(TOLD)}\n\n{mail_text(TOLD)}")
    golden.check("companies.mail.html", mail_html(TOLD))
    golden.check("companies.slack.json", json.dumps(slack_messages(TOLD), indent=1, ensure_ascii=False) + "\n")
    golden.check("companies.console.txt", notice_text(TOLD, colour=True))


def test_the_redlines_are_as_they_were_read_and_approved() -> None:
    """The whole comparison in each format that `diff` prints."""
    golden.check("companies.redline.txt", redline(LISTED, title=TITLE, colour=False))
    golden.check("companies.redline.md", redline_markdown(LISTED, title=TITLE, url=URL))
    golden.check("companies.redline.fragment.html", redline_html(LISTED, title=TITLE, url=URL))
    golden.check("companies.redline.page.html", redline_page(LISTED, title=TITLE, url=URL))


def test_a_digest_tells_the_first_of_each_list() -> None:
    """Three companies and how many more, and the objection, beside the other facts of the document."""
    many = tuple(replace(HARBORLIGHT, name=f"Company {number}") for number in range(8))
    gathered = replace(TOLD, comparison=replace(LISTED, companies=many))
    text = mail_text(_digest(gathered))
    assert "Sub-processors: 8 added" in text
    assert text.count("+ Company") == 3
    assert "and 5 more" in text
    assert "Objection: within 30 days of notice (clause 5.2)" in text
    assert "Sub-processors: 8 added" in json.dumps(slack_messages(_digest(gathered)))


def _digest(gathered: Notice) -> Notice:
    return replace(gathered, type="terms.digest", comparison=None, message="A day.", gathered=(gathered,))


# --- the headline ----------------------------------------------------------------------------------------------


def test_where_only_lists_changed_the_headline_counts_companies() -> None:
    """Sub-processors in the place of clauses."""
    assert headline(TOLD).endswith(": 1 sub-processor added, 1 removed, 1 changed (high)")


def test_each_sort_of_list_is_counted_by_its_own_word() -> None:
    """What no word fits is a company."""
    two = replace(LISTED, changes=ROWS[:1], companies=(HARBORLIGHT, QUILLON, replace(TESSEL, list="Annex 2")))
    told = headline(notice(comparison=two))
    assert told.endswith(": 1 sub-processor added; 1 affiliate added; 1 company changed (high)")
    many = replace(LISTED, changes=(), companies=(replace(TESSEL, list=""), replace(TESSEL, list="")))
    assert headline(notice(comparison=many)).endswith(": 2 companies changed")


def test_where_a_clause_changed_too_the_headline_counts_clauses() -> None:
    """The list is told in the message all the same."""
    both = replace(LISTED, changes=(*ROWS, AVAILABILITY))
    assert "2 clauses changed, 1 added, 1 removed" in headline(notice(comparison=both))
    assert "Sub-processors: 1 added, 1 removed, 1 changed" in lines(both)


# --- the block --------------------------------------------------------------------------------------------------


def test_a_long_list_is_counted_where_it_ends() -> None:
    """Twenty companies of a list and five lists are told; the rest stand in the JSON."""
    many = tuple(replace(HARBORLIGHT, name=f"Company {number}") for number in range(2030))
    found = lines(replace(LISTED, companies=many))
    assert "Sub-processors: 2,030 added" in found
    assert sum(line.startswith("+ Company") for line in found) == 20
    assert "and 2,010 more" in found
    lists = tuple(replace(HARBORLIGHT, list=f"Affiliates {number}") for number in range(7))
    assert "And 2 more lists of companies" in lines(replace(LISTED, companies=lists))


def test_a_list_without_a_heading_is_one_of_companies() -> None:
    """It has to be called something."""
    assert "Companies: 1 changed" in lines(replace(LISTED, companies=(replace(TESSEL, list=""),)))


def test_a_cell_that_goes_on_is_cut() -> None:
    """A clause that was printed into a table fills no message."""
    long = replace(HARBORLIGHT, name="n" * 9000, columns=(Cell("", None, "n"), Cell("", None, "word " * 9000)))
    found = lines(replace(LISTED, changes=(), companies=(long, replace(long, kind="changed"))))
    assert max(map(len, found)) < 400


def test_of_a_long_cell_what_differs_is_told() -> None:
    """Where both sides begin with the same many words, these are left out."""
    old, new = (f"{'support of customers ' * 9}in {land}" for land in ("Ireland", "Malta"))
    long = replace(TESSEL, columns=(Cell("Purpose", old, new),))
    assert "~ Tessel GmbH: Purpose … Ireland → … Malta" in lines(replace(LISTED, companies=(long,)))
    longer = replace(TESSEL, columns=(Cell("Purpose", old, f"{old} and Malta"),))
    assert "~ Tessel GmbH: Purpose … Ireland → … Ireland and Malta" in lines(replace(LISTED, companies=(longer,)))
    grown = replace(TESSEL, columns=(Cell("Purpose", "mail", "mail and logs"),))
    assert "~ Tessel GmbH: Purpose mail → mail and logs" in lines(replace(LISTED, companies=(grown,)))


# --- the objection ------------------------------------------------------------------------------------------------

QUOTE = "“The customer may object in writing within 30 days of the notice.”"
BY = "Last day to act: 1 April 2026."
IN_MONTHS = replace(OBJECTION, days=60, unit="months", start="")
BEFORE = Right(right=True, clause="Changes", before_effect=True)
WINDOWS = (
    (OBJECTION, f"within 30 days of notice (clause 5.2): {QUOTE} {BY}"),
    (IN_MONTHS, f"within 2 months (clause 5.2): {QUOTE} {BY}"),
    (BEFORE, f"before the change takes effect (Changes). {BY}"),
    (Right(right=True), f"a right without a stated time. {BY}"),
    (Right(right=False, clause="7", quote="No objection."), "excluded (clause 7): “No objection.”"),
)


@pytest.mark.parametrize(("right", "words"), WINDOWS)
def test_the_window_to_object_is_told_with_its_clause(right: Right, words: str) -> None:
    """Its time, where it stands, its sentence and the last day, as far as each is stated."""
    clock = replace(CLOCK, rules=Rules(objection=right))
    assert f"Objection: {words}" in lines(replace(LISTED, clock=clock))


def test_that_no_right_is_stated_is_told_where_the_rules_were_read() -> None:
    """Of this document, or of the one that governs it; nothing where nobody read them, or no company changed."""
    silent = replace(CLOCK, rules=Rules())
    assert "No objection right is stated in this document." in lines(replace(LISTED, clock=silent))
    parent = replace(silent, governed_by="Master Terms", governing="northline/master")
    assert "No objection right is stated in Master Terms." in lines(replace(LISTED, clock=parent))
    for unread in (None, replace(CLOCK, rules=Rules(read=False))):
        assert not any("bjection" in line for line in lines(replace(LISTED, clock=unread)) if "rule" not in line)
    assert not any(line.startswith("No objection") for line in lines(replace(LISTED, clock=silent, companies=())))


# --- the archive --------------------------------------------------------------------------------------------------


def test_a_comparison_kept_before_there_were_companies_has_none() -> None:
    """Older archives are read as they are."""
    data = json.loads(json.dumps(diff_json(LISTED)))
    assert diff_from(data).companies == LISTED.companies
    assert [fault for fault in faults("diff", data) if "companies" in fault] == []
    assert faults("diff", {**data, "companies": [{}]}) != faults("diff", data)
    del data["companies"]
    assert diff_from(data).companies == ()
