"""Terms and the state of the watch on a terminal of 80 columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import (
    Alarm,
    Clause,
    DateEvidence,
    GivenUp,
    LeftOut,
    Outcome,
    Reference,
    Revision,
    SourceStatus,
    StatedDate,
    StatusReport,
    Terms,
)
from monitor.render import history_text, outcome_markdown, outcome_text, status_text, terms_text
from tests.render.examples import AT, COMPARISON, MOVED_TO, URL, VOICE

WIDTH = 80
DPA = "https://northline.example/legal/dpa"
FEES = "https://northline.example/legal/fees"
PRIVACY = "https://northline.example/legal/privacy"
SENTENCE = "Northline carries the calls of the customer, who pays each invoice after it came, unless agreed otherwise."
TERMS = Terms(
    title="Northline Voice Terms",
    language="en",
    clauses=(
        Clause("1", "1.", "Services", "", 0, 1, "heading"),
        Clause("1/(a)", "(a)", "", SENTENCE, 1, 2, "item"),
        Clause("2", "2.", "Payment.", "Within 30 days.", 0, 3, hidden=True),
    ),
    dates=(
        StatedDate("updated", "Last updated: 1 March 2024", "2024-03-01", "day"),
        StatedDate("effective", "Effective 03/04/2024", None, "day"),
    ),
    version="2.1",
    notes=("Added a section on numbers.",),
    left_out=(
        LeftOut("Voice Numbers Messages Prices Support Careers Press Investors and whatever else is", "a menu", 1204),
        LeftOut("New", "printed alike on other pages of northline.example", 1),
    ),
    digest="0123456789abcdef",
    references=(
        Reference("Data Processing Addendum", DPA, "1/(a)", incorporated=True),
        Reference("List of fees", FEES, "2", incorporated=True),
        Reference("Acceptable Use Policy", "", "2", incorporated=True),
        Reference("Privacy Notice", PRIVACY, "2"),
    ),
    evidence=(
        DateEvidence("meta", "article:modified_time", "2024-03-05T10:00", "2024-03-05", "day"),
        DateEvidence("meta", "article:modified_time", "2024-03-05T12:00", "2024-03-05", "day"),
        DateEvidence("time", "", "early spring", None, "day"),
    ),
)
SHOWN = """\
Northline Voice Terms
  language   en
  updated    2024-03-01, as in “Last updated: 1 March 2024”
  effective  has two readings, as in “Effective 03/04/2024”
  version    2.1
  note       Added a section on numbers.
  clauses    3
  digest     0123456789ab

1. Services  [1]
  (a) Northline carries the calls of the customer, who pays each invoice after
  it came, unless agreed otherwise.  [1/(a)]
2. Payment. Within 30 days.  [2], hidden on the page

Left out: 1,204 words, “Voice Numbers Messages Prices Support…” (a menu)
Left out: 1 word, “New” (printed alike on other pages of northline.example)
Dated beside the terms: 2024-03-05 (article:modified_time), “early spring”
(time)

Incorporated documents:
  Data Processing Addendum  [1/(a)]  watched as northline/dpa
    https://northline.example/legal/dpa
  List of fees  [2]  not watched
    https://northline.example/legal/fees
  Acceptable Use Policy  [2]
    named without an address

Other documents named:
  Privacy Notice  [2]  not watched
    https://northline.example/legal/privacy
"""


def shown(terms: Terms, watched: dict[str, str] | None = None) -> str:
    """The terms as they stand on a terminal."""
    return terms_text(terms, width=WIDTH, colour=False, watched=watched)


def test_terms_are_shown_from_what_they_state_to_what_they_refer_to() -> None:
    """The head, the clauses, what was left out, weaker dates, and the documents named, with who watches them."""
    assert shown(TERMS, {DPA: "northline/dpa"}) == SHOWN


def test_nobody_is_said_to_watch_or_not_where_that_is_not_known() -> None:
    """Without a configuration the documents are listed with their addresses alone."""
    text = shown(TERMS)
    assert "watched" not in text
    assert f"  List of fees  [2]\n    {FEES}\n" in text


def test_what_there_is_none_of_takes_no_line() -> None:
    """A text without dates says so; sections without content are not there."""
    bare = Terms("", "", TERMS.clauses[:1], digest="0123456789abcdef")
    assert shown(bare, {}).splitlines() == [
        "(no title)", "  language  unknown", "  dates     none stated", "  clauses   1", "  digest    0123456789ab",
        "", "1. Services  [1]",
    ]  # fmt: skip


def test_an_address_is_never_broken() -> None:
    """However long it is, it can be copied."""
    long = f"{DPA}?part={'x' * 200}"
    reference = Reference("Data Processing Addendum", long, "1", incorporated=True)
    assert f"    {long}\n" in shown(replace(TERMS, references=(reference,)))


def test_colours_tell_what_is_not_watched() -> None:
    """What stands beside the terms is dim; an incorporated document that nobody watches is not."""
    text = terms_text(TERMS, width=WIDTH, colour=True, watched={DPA: "northline/dpa"})
    assert "\x1b[2mLeft out: 1 word" in text
    assert "\x1b[32m  watched as northline/dpa" in text
    assert "\x1b[33m  not watched" in text


def test_a_long_list_of_revisions_does_not_hide_the_rest_of_the_head() -> None:
    """Its first entries are shown, each short, and the others counted."""
    notes = tuple(f"Revision {number} {'changed a section ' * 20}" for number in range(9))
    head = shown(replace(TERMS, notes=notes)).partition("\n\n")[0].splitlines()
    assert [line.split()[:3] for line in head if "Revision" in line] == [
        ["note", "Revision", str(number)] for number in range(3)
    ]
    assert "             and 6 more notes on revisions" in head
    assert len(head) < 16


def test_a_document_that_is_named_by_its_address_has_it_once() -> None:
    """Terms often print an address in place of a name."""
    text = shown(replace(TERMS, references=(Reference(DPA, DPA, "2", incorporated=True),)))
    assert f"  named by its address  [2]\n    {DPA}\n" in text
    assert text.count(DPA) == 1


# --- status ---------------------------------------------------------------------------------

REASON = "the page asks its reader to sign in, and shows no terms"
REPORT = StatusReport(
    (
        SourceStatus("northline/voice", "ok", AT - timedelta(hours=3), None, AT + timedelta(hours=3)),
        SourceStatus("northline/portal", "held", None, None, AT + timedelta(minutes=20), 0, REASON),
        SourceStatus("harbor/cloud", "failing", AT - timedelta(days=4), None, None, 3, "did not answer"),
        SourceStatus("harbor/mail", "stale", AT - timedelta(days=5), AT - timedelta(days=9), None),
    ),
    owed=2,
    read_24h=0.25,
)
STATUS = """\
3 of 4 sources need attention
  harbor/cloud  failing, 3 times in a row: did not answer
  harbor/mail  stale: last read 5 days ago
  northline/portal  held: the page asks its reader to sign in, and shows no
  terms
4 sources, 25% read in the last day; 2 notices owed, 0 given up

source            state    last read   last change  next check
harbor/cloud      failing  4 days ago  never        now
harbor/mail       stale    5 days ago  9 days ago   now
northline/portal  held     never       never        in 20 min
northline/voice   ok       3 h ago     never        in 3 h
"""


def test_status_says_first_what_is_wrong_and_why() -> None:
    """Each reason stands once, on as many columns as there are; the table below has none."""
    assert status_text(REPORT, AT, width=WIDTH, colour=False) == STATUS


def test_status_says_what_was_given_up_and_what_to_do() -> None:
    """Also where every source is well: the reason is one line, however it was written."""
    given_up = (
        GivenUp("legal", "refused\nall well", 3, AT - timedelta(days=4)),
        GivenUp("ops", "", 1, AT),
    )
    sources = (SourceStatus("northline/voice", "ok", AT, None, AT),)
    report = StatusReport(sources, owed=2, parked=4, read_24h=1.0, oldest_owed=7200.0, waiting=5, given_up=given_up)
    assert status_text(report, AT, width=200, colour=False).splitlines()[:6] == [
        "4 notices were given up",
        "  3 notices to legal given up: refused all well; mend that, then `clausewatch deliver --parked` sends them",
        "  1 notice to ops given up: no reason is known; mend that, then `clausewatch deliver --parked` sends it",
        "1 sources, 100% read in the last day; 2 notices owed, 4 given up",
        "5 notices wait for a digest",
        "the oldest of those owed waits for 2 h",
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, f"northline/voice incorporates a document that nobody watches: Part 0 ({FEES}/0)"),
        (
            2,
            f"northline/voice incorporates 2 documents that nobody watches: Part 0 ({FEES}/0), Part 1 ({FEES}/1)",
        ),
    ],
)
def test_status_ends_with_the_documents_that_nobody_watches(count: int, said: str) -> None:
    """One line for each source, however long, so that it can be searched for."""
    references = [Reference(f"Part {number}", f"{FEES}/{number}", "1", incorporated=True) for number in range(count)]
    text = status_text(REPORT, AT, width=WIDTH, colour=False, unwatched={"northline/voice": references})
    assert text == f"{STATUS}\n{said}\n"


def test_status_names_the_first_of_many_documents() -> None:
    """The others are counted; one that the terms name by its address alone is not named twice."""
    references = [Reference(f"{FEES}/{number}", f"{FEES}/{number}", "1", incorporated=True) for number in range(7)]
    last = status_text(REPORT, AT, width=WIDTH, colour=False, unwatched={"a/b": references}).splitlines()[-1]
    assert last.startswith(f"a/b incorporates 7 documents that nobody watches: {FEES}/0, {FEES}/1, ")
    assert last.endswith(f"{FEES}/4, and 2 more")


# --- outcomes and histories ----------------------------------------------------------------------------

QUIET = Outcome(
    VOICE,
    AT,
    "changed",
    7,
    comparison=COMPARISON,
    quiet="only what it goes back and forth between has changed",
    remarks=("5.3 Prices differs at every visit.",),
)


def test_a_check_says_why_nobody_is_told() -> None:
    """In the place of its redline, with what was to be told beside it."""
    assert outcome_text(QUIET, width=WIDTH, colour=False) == (
        "changed     northline/voice-terms@7: 1 clause changed, 1 added, 1 removed, 1\n"
        "moved, 1 retitled (high)\n"
        "            5.3 Prices differs at every visit.\n"
        "            told to nobody: only what it goes back and forth between has changed\n"
    )


def test_a_check_shows_its_remarks_before_its_redline() -> None:
    """They are told with the change."""
    told = outcome_text(replace(QUIET, quiet=""), width=WIDTH, colour=False)
    assert told.index("5.3 Prices differs at every visit.") < told.index("HIGH    5.2 Availability")
    assert "told to nobody" not in told


def test_a_check_says_what_operators_are_told() -> None:
    """What is wrong, and a new address; what to do stands in their message."""
    alarms = (Alarm("moved", "has moved\nLook at it.", MOVED_TO), Alarm("recovered", "is read again\nAll is well."))
    text = outcome_text(Outcome(VOICE, AT, "unchanged", 7, alarms=alarms), width=WIDTH, colour=False)
    assert text.splitlines()[1:] == [
        f"            to operators: has moved: {MOVED_TO}",
        "            to operators: is read again",
    ]


def test_a_check_in_markdown_has_the_same_beside_it() -> None:
    """As a list below its line."""
    markdown = outcome_markdown(replace(QUIET, alarms=(Alarm("stale", "was not read for 2 days"),)))
    assert markdown.splitlines()[1:] == [
        "  - 5.3 Prices differs at every visit.",
        "  - told to nobody: only what it goes back and forth between has changed",
        "  - to operators: was not read for 2 days",
    ]


def test_what_stands_beside_a_check_is_harmless() -> None:
    """Remarks and reasons may hold words of the page; an address is shown where it is one."""
    alarm = Alarm("moved", "has\x1b[2J moved", "javascript:alert(1)")
    outcome = replace(QUIET, quiet="\x1b[2J*x*", remarks=("<b>\x1b[2J",), alarms=(alarm,))
    text, markdown = outcome_text(outcome, width=WIDTH, colour=False), outcome_markdown(outcome)
    assert "\x1b" not in text + markdown
    assert "javascript" not in text + markdown
    assert "\\<b\\>" in markdown


def test_a_history_says_of_which_revisions_nobody_was_told() -> None:
    """On their line."""
    told = Revision("northline/voice", 6, AT, "changed", "", URL, "0", "0", COMPARISON)
    quiet = replace(told, number=7, quiet="it goes back\x1b[2J and forth")
    lines = history_text([told, quiet], width=200, colour=False, changes=False).splitlines()
    assert "told to nobody" not in lines[0]
    assert lines[1].endswith("told to nobody: it goes back[2J and forth")
