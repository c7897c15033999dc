"""What goes out as JSON comes back as it was, and has the shape that docs/schemas/ describes."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import (
    AdvanceNotice,
    Alarm,
    Change,
    Clause,
    Comparison,
    DateEvidence,
    DatesComparison,
    Edit,
    Failure,
    Held,
    LeftOut,
    Link,
    Notice,
    Outcome,
    Reference,
    Revision,
    SectionPair,
    Side,
    Signal,
    Source,
    SourceStatus,
    StatedDate,
    StatusReport,
    Surface,
    Terms,
)
from monitor.wire import (
    diff_from,
    diff_json,
    notice_json,
    outcome_json,
    revision_json,
    status_json,
    terms_from,
    terms_json,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Any_ = TypeVar("Any_")

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOURCE = Source("northline/voice", ("https://northline.example/voice",), title="Voice Terms")


# --- made-up values -----------------------------------------------------------------


def filled(kind: type[Any_], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any_]:
    """Values of a noun with every field made up, also those that have a default and those that are added later."""
    chosen = {one.name: given.get(one.name, ...) for one in fields(kind)}  # type: ignore[arg-type] # a dataclass
    return st.builds(kind, **chosen)  # `...` asks for made-up values


def some(values: st.SearchStrategy[Any_]) -> st.SearchStrategy[tuple[Any_, ...]]:
    """A few of them."""
    return st.lists(values, max_size=3).map(tuple)


words = st.text(max_size=20)
dates = filled(StatedDate)
clauses = filled(Clause, links=some(st.builds(Link, words, words)), columns=some(words))
bare_clauses = st.builds(Clause, words, st.none() | words, words, words, st.just(0), st.integers(1, 999))
sides = filled(Side, dates=some(dates), notes=some(words))
changes = filled(
    Change,
    old=some(bare_clauses),
    new=some(bare_clauses),
    edits=some(st.builds(Edit, st.sampled_from("=-+"), words)),
    signals=some(filled(Signal, where=some(words))),
    topics=some(words),
    within=some(words),
)
comparisons = filled(
    Comparison,
    old=sides,
    new=sides,
    dates=filled(DatesComparison),
    changes=some(changes),
    notices=some(filled(AdvanceNotice)),
    sections=some(filled(SectionPair, kept=st.floats(0, 1))),
)
all_terms = filled(
    Terms,
    clauses=some(clauses),
    dates=some(dates),
    notes=some(words),
    left_out=some(filled(LeftOut)),
    references=some(filled(Reference)),
    evidence=some(filled(DateEvidence)),
    surface=filled(Surface),
)


def sent(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """What arrives of a value on the other side of a wire."""
    return json.loads(json.dumps(value))


# --- laws ---------------------------------------------------------------------------


@given(comparisons)
def test_a_comparison_comes_back_as_it_was(comparison: Comparison) -> None:
    """Nothing of it is lost on the wire, with whatever characters."""
    assert diff_from(sent(diff_json(comparison))) == comparison


@given(all_terms)
def test_terms_come_back_as_they_were(terms: Terms) -> None:
    """Roles, links and depths included."""
    assert terms_from(sent(terms_json(terms))) == terms


@given(comparisons)
def test_the_counts_are_those_of_the_changes(comparison: Comparison) -> None:
    """Every change is counted under its kind, and kinds that do not occur are absent."""
    data = sent(diff_json(comparison))
    kinds = [change["kind"] for change in data["changes"]]
    assert data["counts"] == {kind: kinds.count(kind) for kind in set(kinds)}


# --- shapes ---------------------------------------------------------------------------


def _clause(text: str) -> Clause:
    return Clause("2", "2.", "Payment.", text, 0, 4, links=(Link("fees", "https://northline.example/fees"),))


def _comparison() -> Comparison:
    side = Side("Voice Terms", "en", "0" * 64, 5)
    change = Change("modified", (_clause("30 days"),), (_clause("14 days"),), (Edit("-", "30"), Edit("+", "14")))
    return Comparison("substantive", side, side, DatesComparison("undated"), (change,))


def test_a_diff_has_the_keys_of_its_format() -> None:
    """The clauses of a change show where they are and what they say; edits are pairs."""
    data = sent(diff_json(_comparison()))
    assert data["format"] == "clausewatch-diff/1"
    assert data["counts"] == {"modified": 1}
    change = data["changes"][0]
    assert change["edits"] == [["-", "30"], ["+", "14"]]
    assert change["old"] == [{"path": "2", "label": "2.", "heading": "Payment.", "text": "30 days", "ordinal": 4}]


def test_an_outcome_without_anything_to_say_has_nulls() -> None:
    """Revision 0 means that there is none."""
    assert sent(outcome_json(Outcome(SOURCE, NOON, "failed"))) == {
        "source": "northline/voice", "outcome": "failed", "alert": False, "revision": None, "earlier": None,
        "change": None, "error": None, "held": None, "quiet": None, "remarks": [], "alarms": [],
    }  # fmt: skip


def test_an_outcome_says_why_it_failed_or_was_held() -> None:
    """The error with its kind, and of a held page the reason alone."""
    failure = Failure("blocked", "asks for proof of being human", NOON, transient=False, retry_after=60.0)
    held = Held("looks like a login page", "0" * 64, NOON)
    data = sent(outcome_json(Outcome(SOURCE, NOON, "held", 3, failure=failure, held=held)))
    assert data["error"] == {
        "kind": "blocked", "message": "asks for proof of being human", "transient": False, "retry_after": 60.0,
    }  # fmt: skip
    assert (data["held"], data["revision"]) == ({"reason": "looks like a login page"}, 3)


def test_an_outcome_shows_its_change() -> None:
    """A revision that came back also names the earlier one."""
    data = sent(outcome_json(Outcome(SOURCE, NOON, "seen-before", 3, comparison=_comparison(), earlier=1)))
    assert (data["alert"], data["earlier"]) == (True, 1)
    assert data["change"] == sent(diff_json(_comparison()))


def test_an_outcome_says_who_is_told_what_beside_its_change() -> None:
    """Why subscribers are not, what they are told with it, and what operators are."""
    alarms = (Alarm("moved", "has moved", "https://northline.example/policies"), Alarm("recovered", "is read again"))
    outcome = Outcome(SOURCE, NOON, "changed", 3, quiet="it oscillates", remarks=("It comes and goes.",), alarms=alarms)
    data = sent(outcome_json(outcome))
    assert (data["alert"], data["quiet"], data["remarks"]) == (False, "it oscillates", ["It comes and goes."])
    assert data["alarms"] == [
        {"kind": "moved", "message": "has moved", "url": "https://northline.example/policies"},
        {"kind": "recovered", "message": "is read again", "url": None},
    ]


def test_a_message_for_operators_is_a_webhook_s_body() -> None:
    """It has a message and the new address in the place of a diff; revision 0 means that there is none."""
    notice = Notice(
        "msg_1", "source.moved", NOON, "ops", SOURCE.id, SOURCE.title, SOURCE.url, 0, "held", None,
        message="has moved\nLook at it.", link="https://northline.example/policies",
    )  # fmt: skip
    assert sent(notice_json(notice)) == {
        "type": "source.moved",
        "timestamp": "2026-03-02T12:00:00+00:00",
        "data": {
            "source": "northline/voice", "title": "Voice Terms", "url": "https://northline.example/voice",
            "page": None, "revision": None, "outcome": "held", "message": "has moved\nLook at it.",
            "link": "https://northline.example/policies",
        },
    }  # fmt: skip
    assert sent(notice_json(replace(notice, link="")))["data"]["link"] is None
    paged = replace(notice, page="https://terms.example/documents/northline/voice")
    assert sent(notice_json(paged))["data"]["page"] == "https://terms.example/documents/northline/voice"


def test_a_notice_is_a_webhook_s_body() -> None:
    """Type, time and data, as the Standard Webhooks specification asks for; who is told stays out of it."""
    notice = Notice(
        "msg_1", "terms.changed", NOON, "legal", SOURCE.id, SOURCE.title, SOURCE.url, 2, "changed", _comparison()
    )
    data = sent(notice_json(notice))
    assert (data["type"], data["timestamp"]) == ("terms.changed", "2026-03-02T12:00:00+00:00")
    assert {key: data["data"][key] for key in ("source", "title", "url", "revision", "outcome", "earlier")} == {
        "source": "northline/voice", "title": "Voice Terms", "url": "https://northline.example/voice", "revision": 2,
        "outcome": "changed", "earlier": None,
    }  # fmt: skip
    assert data["data"]["diff"] == sent(diff_json(_comparison()))
    assert data["data"]["remarks"] == []
    assert "legal" not in json.dumps(data)
    remarked = sent(notice_json(replace(notice, remarks=("It comes and goes.",))))
    assert remarked["data"]["remarks"] == ["It comes and goes."]


def test_a_revision_has_its_digests_and_its_change() -> None:
    """A first revision has no change."""
    first = Revision("northline/voice", 1, NOON, "first", "Voice Terms", SOURCE.url, "0" * 64, "1" * 64)
    data = sent(revision_json(first))
    assert (data["revision"], data["at"], data["change"]) == (1, "2026-03-02T12:00:00+00:00", None)
    assert (data["digest"], data["page_digest"]) == ("0" * 64, "1" * 64)
    assert (data["quiet"], data["remarks"]) == (None, [])


def test_a_revision_says_why_nobody_was_told_of_it() -> None:
    """And what was to be told with it."""
    quiet = Revision(
        "northline/voice",
        2,
        NOON,
        "changed",
        "",
        SOURCE.url,
        "0" * 64,
        "1" * 64,
        quiet="it oscillates",
        remarks=("A.",),
    )
    data = sent(revision_json(quiet))
    assert (data["quiet"], data["remarks"]) == ("it oscillates", ["A."])


def _status(sources: Sequence[SourceStatus]) -> Any:  # noqa: ANN401 - whatever JSON can hold
    return sent(status_json(StatusReport(tuple(sources), owed=2, parked=1, read_24h=0.5)))


def test_a_status_has_its_figures_and_a_row_for_each_source() -> None:
    """Times are ISO 8601 in UTC, and null where nothing is known."""
    data = _status([SourceStatus("northline/voice", "failing", NOON, None, NOON, 3, "no answer in time")])
    assert (data["owed"], data["parked"], data["coverage"]) == (2, 1, {"read_24h": 0.5})
    assert data["latency"] == {"seen_to_told_p50": None, "seen_to_told_p95": None}
    assert data["sources"] == [
        {
            "source": "northline/voice", "state": "failing", "last_success": "2026-03-02T12:00:00+00:00",
            "last_change": None, "next_check": "2026-03-02T12:00:00+00:00", "failures": 3,
            "error": "no answer in time",
        },
    ]  # fmt: skip
