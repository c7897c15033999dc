"""What the commands print as JSON is what docs/schemas/ promises."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import jsonschema
import pytest

from tests.cli.schemas import SCHEMAS, faults
from tests.cli.stage import NEW_DATE, Desk, terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.story import Story

Json: TypeAlias = dict[str, Any]

# --- the schemas themselves -------------------------------------------------------


def test_each_output_has_its_schema() -> None:
    """The outputs of the contract are described."""
    assert set(SCHEMAS) == {"check", "diff", "export", "links", "read", "search", "status", "webhook"}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    """Each file is itself valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_strict(name: str) -> None:
    """Every object it describes names the keys it must have, and takes no others."""
    loose = [where for where, one in _objects(SCHEMAS[name], name) if not _closed(one)]
    assert not loose


def _objects(schema: object, where: str) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        return [found for place, part in enumerate(schema) for found in _objects(part, f"{where}[{place}]")]
    if not isinstance(schema, dict):
        return []
    below = [
        found
        for key, part in schema.items()
        if key not in {"if", "then", "else"}
        for found in _objects(part, f"{where}.{key}")
    ]
    return [(where, schema), *below] if schema.get("type") == "object" else below


def _closed(schema: dict[str, Any]) -> bool:
    """Whether no other key is let in: by name, or by the rule for names."""
    if "propertyNames" in schema:
        return True
    return schema["additionalProperties"] is False and schema["required"] == list(schema["properties"])


# --- check ----------------------------------------------------------------------------


def test_what_check_prints_keeps_its_schema(story: Story) -> None:
    """Rounds with nearly every outcome fit: first, unchanged, cosmetic, renumbered, date-only, changed, and so on."""
    seen = {row["outcome"] for ended in story.rounds for row in ended.json["outcomes"]}
    assert seen == {"first", "unchanged", "cosmetic", "renumbered", "date-only", "changed", "seen-before", "failed"}
    for ended in story.rounds:
        assert faults("check", ended.json) == []


def test_the_shapes_of_a_check_are_those_that_are_promised(story: Story) -> None:
    """Where nothing is to be said stands null, never a missing key or an empty object."""
    first, failed = story.outcome("plain", 1), story.outcome("outage", 2)
    assert (first["change"], first["error"], first["held"], first["earlier"], first["revision"]) == (*[None] * 4, 1)
    trouble = "the server is in trouble; it will be asked again later"
    assert failed["error"] == {
        "kind": "http",
        "message": f"127.0.0.1: answered 503 (Service Unavailable): {trouble}",
        "transient": True,
        "retry_after": None,
    }
    assert story.rounds[0].outcomes["harbor/dead"]["revision"] is None


# --- diff -------------------------------------------------------------------------------

VERDICTS: dict[str, str] = {
    "none": terms(),
    "cosmetic": terms(link="https://northline.example/prices"),
    "renumbered": terms(first=4),
    "date-only": terms(updated=NEW_DATE),
    "substantive": terms(14, updated=""),
}


@pytest.mark.parametrize("verdict", sorted(VERDICTS))
def test_what_diff_prints_keeps_its_schema(desk: Desk, verdict: str) -> None:
    """Every verdict fits."""
    (desk.folder / "old.md").write_text(terms(), "utf-8")
    (desk.folder / "new.md").write_text(VERDICTS[verdict], "utf-8")
    diff = desk.inside("diff", "old.md", "new.md", "--format", "json").json
    assert diff["verdict"] == verdict
    assert faults("diff", diff) == []


def test_a_diff_with_every_kind_of_side_keeps_its_schema(desk: Desk) -> None:
    """Additions, removals, splits and merges, where one side is empty or has several clauses, fit as well."""
    long = "Northline keeps a record of every call. It holds the number, the time and the length of the call"
    rest = "The record is kept for ninety days and is then removed from all systems of Northline for good"
    (desk.folder / "old.md").write_text(
        f"# Terms\n\nUpdated 03/04/2024\n\n1. {long}. {rest}.\n\n2. Gone soon.\n", "utf-8"
    )
    (desk.folder / "new.md").write_text(f"# Terms\n\n1. {long}.\n\n2. {rest}.\n\n3. A number may be moved.\n", "utf-8")
    there = desk.inside("diff", "old.md", "new.md", "--format", "json").json
    back = desk.inside("diff", "new.md", "old.md", "--format", "json").json
    kinds = {change["kind"] for diff in (there, back) for change in diff["changes"]}
    assert {"split", "merged", "added", "removed"} <= kinds
    assert there["old"]["dates"][0]["value"] is None
    assert faults("diff", there) == faults("diff", back) == []


# --- read, status, export ---------------------------------------------------------------


def test_what_read_prints_keeps_its_schema(desk: Desk) -> None:
    """Documents with and without dates, with parts left out, and those that cannot be read, stand in one array."""
    body = "<nav><a href='/'>Home</a></nav><main><h1>Terms</h1><p>1. Pay in time.</p></main>"
    (desk.folder / "page.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    (desk.folder / "terms.md").write_text(terms(), "utf-8")
    ended = desk.inside("read", "page.html", "nowhere.md", "terms.md", "--format", "json")
    assert ended.code == 2
    assert [sorted(row) for row in ended.json if "error" in row] == [["error", "path"]]
    assert faults("read", ended.json) == []


def test_each_line_of_jsonl_is_a_row_of_the_schema(desk: Desk) -> None:
    """The same rows, one a line, in the order in which they were asked for."""
    (desk.folder / "terms.md").write_text(terms(), "utf-8")
    names = ["terms.md", "nowhere.md"]
    rows = [json.loads(line) for line in desk.inside("read", *names, "--format", "jsonl").out.splitlines()]
    assert [row["path"] for row in rows] == names
    assert rows == desk.inside("read", *names, "--format", "json").json
    assert faults("read", rows) == []


def test_what_status_prints_keeps_its_schema(story: Story, desk: Desk) -> None:
    """Before the first check and after it, and with sources that are well and sources that fail."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms", 'cron = "0 7 * * mon-fri"\ntimezone = "Europe/Stockholm"'))
    before = desk.inside("status", "--format", "json").json
    desk.inside("check")
    after = desk.inside("status", "--format", "json").json
    for status in (before, after, story.desk.inside("status", "--format", "json").json):
        assert faults("status", status) == []
    assert before["sources"][0]["next_check"] is None
    assert after["sources"][0]["next_check"] is not None


def test_what_export_writes_keeps_its_schema(story: Story) -> None:
    """The export of the whole story fits, and lists every change that somebody was told of, and no first sight."""
    exported = story.desk.inside("export", "json", "-").json
    assert faults("export", exported) == []
    assert {row["outcome"] for row in exported["changes"]} == {"changed", "date-only", "seen-before"}
    assert {row["outcome"] for row in exported["revisions"]} > {"first", "renumbered"}


# --- and the schemas can fail ---------------------------------------------------------------


def _outcome(value: Json, kind: str) -> Json:
    row: Json = next(row for row in value["outcomes"] if row["outcome"] == kind)
    return row


def _wrong_type(value: Json) -> None:
    value["outcomes"][0]["alert"] = "no"


def _no_error(value: Json) -> None:
    _outcome(value, "failed")["error"] = None


def _no_held(value: Json) -> None:
    del value["outcomes"][0]["held"]


def _one_key_more(value: Json) -> None:
    _outcome(value, "changed")["change"]["changes"][0]["note"] = "more"


def _unknown_edit(value: Json) -> None:
    _outcome(value, "changed")["change"]["changes"][0]["edits"][0][0] = "~"


def _no_revision(value: Json) -> None:
    _outcome(value, "changed")["revision"] = None


@pytest.mark.parametrize("spoil", [_wrong_type, _no_error, _no_held, _one_key_more, _unknown_edit, _no_revision])
def test_a_check_that_breaks_the_contract_is_found(story: Story, spoil: Callable[[Json], None]) -> None:
    """A wrong type, a missing key, a key too many or a value that is not in the vocabulary does not pass."""
    spoiled = copy.deepcopy(story.rounds[1].json)
    spoil(spoiled)
    assert faults("check", spoiled)


@pytest.mark.parametrize("name", ["diff", "read", "status", "export"])
def test_an_output_with_a_key_missing_is_found(story: Story, desk: Desk, name: str) -> None:
    """Each of the other schemas rejects a real output from which any one key was taken."""
    (desk.folder / "one.md").write_text(terms(), "utf-8")
    (desk.folder / "two.md").write_text(terms(14), "utf-8")
    archive = ("--archive", str(story.desk.archive))
    commands = {
        "diff": ("diff", "one.md", "two.md", "--format", "json"),
        "read": ("read", "one.md", "--format", "json"),
        "status": ("status", "--format", "json", *archive),
        "export": ("export", "json", "-", *archive),
    }
    value = desk.inside(*commands[name]).json
    whole = value[0] if isinstance(value, list) else value
    for key in list(whole):
        less = {other: content for other, content in whole.items() if other != key}
        assert faults(name, [less] if isinstance(value, list) else less), key
