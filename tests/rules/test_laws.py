"""Where a governing clause stands and how it is numbered or set is all the same; without it, nothing is stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.model import Amendment, Clock, ContinuedUse, Rules, Seen
from monitor.rules import clock_of, rules_of
from tests.compare.documents import terms

OTHERS = (
    "Northline provides voice lines to Customer and keeps call records for ninety (90) days.",
    "Invoices are due within 30 days of their date. Prices may change with 45 days' notice.",
    "Either party may terminate for breach that is not cured within 14 days.",
    "Customer keeps its passwords secret and tells Northline of any misuse within 2 days.",
    "Support answers requests within one business day.",
    "The courts of Example City decide. Claims end after twelve months.",
    "Northline may discontinue a feature with 60 days' notice.",
)
GOVERNING = (
    "Revised Terms are effective when posted. By using the Services after a change of these Terms you accept it.",
    "Changes to these Terms take effect 30 days after posting. You may object to them within 14 days of posting.",
    "We will notify you by e-mail before any change of these Terms takes effect.",
    "We may amend these Terms on 20 days' written notice. If you do not agree, you may end these Terms before then.",
)
CHANGED = "Northline answers within {} hours."
SEEN = Seen(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 1, 21, 0, tzinfo=UTC))

others = st.lists(st.sampled_from(OTHERS), unique=True, min_size=2)
governing = st.sampled_from(GOVERNING)
styles = st.sampled_from(["numbered", "headed", "plain", "bold", "listed", "curly"])


def _document(clauses: list[str], style: str, first: int = 1) -> str:
    return (
        "# Northline Terms\n\n" + "\n\n".join(_clause(n, text, style) for n, text in enumerate(clauses, first)) + "\n"
    )


def _clause(number: int, text: str, style: str) -> str:
    match style:
        case "headed":
            return f"## {number}. Matter {number}\n\n{text}"
        case "plain":
            return text
        case "bold":
            return f"**{number}. Matter.** {text}"
        case "listed":
            return f"{number}) {text}"
        case "curly":
            return f"{number}.1 {text.replace(chr(39), chr(0x2019))}"
    return f"{number}. {text}"


def _rules(clauses: list[str], style: str, first: int = 1) -> Rules:
    return rules_of(terms(_document(clauses, style, first)))


def _clock(clauses: list[str], style: str, first: int = 1) -> Clock:
    old, new = (terms(_document([*clauses, CHANGED.format(hours)], style, first)) for hours in (4, 8))
    return clock_of(rules_of(new), compare(old, new), SEEN)


def _placeless(clock: Clock) -> Clock:
    """A clock without the paths of its clauses."""
    rules = clock.rules
    return replace(
        clock,
        clause=None,
        rules=replace(
            rules,
            amendment=replace(rules.amendment, clause=None),
            continued_use=replace(rules.continued_use, clause=None),
            termination_by_customer=replace(rules.termination_by_customer, clause=None),
            objection=replace(rules.objection, clause=None),
        ),
    )


@given(others, governing, st.data())
def test_moving_the_governing_clause_does_not_change_the_clock(
    clauses: list[str], rule: str, data: st.DataObject
) -> None:
    """Wherever it stands, the clock is the same."""
    there, here = (data.draw(st.integers(0, len(clauses))) for _ in range(2))
    moved = [_clock([*clauses[:place], rule, *clauses[place:]], "numbered") for place in (there, here)]
    assert _placeless(moved[0]) == _placeless(moved[1])


@given(others, governing, st.integers(1, 40))
def test_renumbering_does_not_change_the_clock(clauses: list[str], rule: str, first: int) -> None:
    """Whatever the first clause's number, the clock is the same."""
    assert _placeless(_clock([*clauses, rule], "numbered")) == _placeless(_clock([*clauses, rule], "numbered", first))


@given(others, governing, styles, styles)
def test_restyling_does_not_change_the_clock(clauses: list[str], rule: str, one: str, other: str) -> None:
    """Headings, lists, bold print and quotes do not matter."""
    assert _placeless(_clock([rule, *clauses], one)) == _placeless(_clock([rule, *clauses], other))


@given(others, governing, styles)
def test_without_its_governing_clause_a_document_states_nothing(clauses: list[str], rule: str, style: str) -> None:
    """Removing the clause gives "not stated", and no day: nothing else of the document is taken for a rule."""
    assert _rules([rule, *clauses], style).amendment.mechanism != "not-stated"
    without = _rules(clauses, style)
    assert without.amendment == Amendment()
    assert without.continued_use == ContinuedUse()
    clock = _clock(clauses, style)
    assert (clock.bound_since, clock.act_by) == (None, None)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=400), governing)
def test_no_text_beside_it_breaks_the_reading(noise: str, rule: str) -> None:
    """Whatever else stands in the document, rules are read without a fault and quote its own words."""
    rules = rules_of(terms(f"# Terms\n\n1. {rule}\n\n2. {noise}\n"))
    assert rules.amendment.quote is None or rules.amendment.clause is not None
