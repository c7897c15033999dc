"""The installed command against real servers: what it finds, whom it tells, and what it leaves in the archive."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook

from tests.cli.stage import SECRET, Desk, terms, until
from tests.cli.story import FAILING, TOLD, WATCHED, Story

if TYPE_CHECKING:
    from email.message import EmailMessage

# --- what is found --------------------------------------------------------------------


def test_at_first_sight_every_source_is_watched_and_nobody_told(story: Story) -> None:
    """The first round finds `first` everywhere, in the order of the file, and alerts nobody."""
    rows = story.rounds[0].json["outcomes"]
    assert [row["source"] for row in rows] == [*(f"northline/{name}" for name in WATCHED), "harbor/dead"]
    assert {row["outcome"] for row in rows[:-1]} == {"first"}
    assert not any(row["alert"] for row in rows)


def test_a_server_that_says_nothing_changed_is_believed(story: Story) -> None:
    """The ETag it gave is sent back, and its 304 is `unchanged`."""
    asked = story.desk.site.came(story.desk.path("etag"))
    assert [one.status for one in asked[:3]] == [200, 304, 304]
    assert [one.headers.get("If-None-Match") for one in asked[:3]] == [None, '"v1"', '"v1"']
    assert story.outcome("etag", 2)["outcome"] == story.outcome("etag", 3)["outcome"] == "unchanged"


def test_the_same_bytes_again_are_no_change(story: Story) -> None:
    """A server without validators sends the page each time, and it is `unchanged` each time."""
    asked = story.desk.site.came(story.desk.path("plain"))
    assert [one.status for one in asked[:3]] == [200, 200, 200]
    assert story.outcome("plain", 2)["outcome"] == story.outcome("plain", 3)["outcome"] == "unchanged"


@pytest.mark.parametrize(
    ("name", "outcome", "alert", "revision", "dates"),
    [
        ("changed", "changed", True, 2, "announced"),
        ("dated", "date-only", True, 2, "date-only"),
        ("silent", "changed", True, 2, "silent"),
        ("undated", "changed", True, 2, "undated"),
        ("renumbered", "renumbered", False, 2, "unchanged"),
    ],
)
def test_a_change_is_called_what_it_is(  # noqa: PLR0913 - the columns of a table
    story: Story, name: str, outcome: str, dates: str, *, alert: bool, revision: int
) -> None:
    """A change of words, of the date alone, of words without the date, and of labels are told apart."""
    row: Any = story.outcome(name, 2)
    assert (row["outcome"], row["alert"], row["revision"]) == (outcome, alert, revision)
    assert row["change"]["dates"]["verdict"] == dates


def test_a_changed_link_is_cosmetic(story: Story) -> None:
    """The words are the same, so that there is no new revision and nobody is told."""
    row = story.outcome("cosmetic", 2)
    assert (row["outcome"], row["alert"], row["revision"], row["change"]) == ("cosmetic", False, 1, None)
    assert story.outcome("cosmetic", 3)["outcome"] == "unchanged"


def test_a_text_that_comes_back_is_known(story: Story) -> None:
    """The third round sees the first text again and says which revision it was."""
    row = story.outcome("back", 3)
    assert (row["outcome"], row["alert"], row["revision"], row["earlier"]) == ("seen-before", True, 3, 1)


def test_a_change_made_during_an_outage_is_told_when_it_is_over(story: Story) -> None:
    """The failed check keeps the old revision; the next one compares with it."""
    assert (story.outcome("outage", 2)["outcome"], story.outcome("outage", 2)["revision"]) == ("failed", 1)
    row: Any = story.outcome("outage", 3)
    assert (row["outcome"], row["revision"]) == ("changed", 2)
    assert [change["signals"][0]["new"] for change in row["change"]["changes"]] == ["14 days"]


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("outage", "http", "503"),
        ("gone", "http", "correct the url"),
        ("empty", "unreadable", "the page is empty"),
        ("large", "too-large", "more than 20,000 bytes"),
        ("picture", "unreadable", "PNG image"),
        ("resting", "http", "429"),
    ],
)
def test_a_page_that_cannot_be_read_is_said_to_be_so(story: Story, name: str, kind: str, said: str) -> None:
    """Each kind of trouble has its name and words that say what to do."""
    error: Any = story.outcome(name, 2)["error"]
    assert error["kind"] == kind
    assert said in error["message"]


@pytest.mark.parametrize("name", sorted(set(FAILING) - {"outage", "resting"}))
def test_trouble_loses_nothing(story: Story, name: str) -> None:
    """When the page is back, it is compared with the last good one, and is unchanged."""
    assert (story.outcome(name, 3)["outcome"], story.outcome(name, 3)["revision"]) == ("unchanged", 1)


def test_a_dead_host_is_named(story: Story) -> None:
    """No connection is a failure of its own kind, and a failure is trouble: exit 2."""
    error: Any = story.rounds[0].outcomes["harbor/dead"]["error"]
    assert (error["kind"], error["transient"]) == ("connect", True)
    assert [ended.code for ended in story.rounds] == [2, 2, 2]


def test_a_server_that_asks_for_rest_is_left_alone(story: Story) -> None:
    """After Retry-After: 3600 the next round does not ask, says so, and forgets no revision."""
    assert len(story.desk.site.came(story.desk.path("resting"))) == 2
    row: Any = story.outcome("resting", 3)
    assert (row["outcome"], row["revision"], row["error"]["kind"]) == ("failed", 1, "resting")
    assert 3500 < row["error"]["retry_after"] <= 3600


def test_results_go_to_stdout_and_all_else_to_stderr(story: Story) -> None:
    """Stdout is one JSON value although a subscriber reads along on the console; a quiet round leaves stderr empty."""
    assert story.rounds[0].err == ""
    assert "2. Payment" in story.rounds[1].err
    assert story.rounds[1].json
    assert "\x1b" not in story.rounds[1].err


# --- who is told ------------------------------------------------------------------------


def _told_by_webhook(story: Story) -> list[tuple[str, int]]:
    data = [json.loads(one.body)["data"] for one in story.desk.posted("webhook")]
    return [(row["source"].removeprefix("northline/"), row["revision"]) for row in data]


def test_a_webhook_gets_each_change_once(story: Story) -> None:
    """One signed post for each change and source, in the order in which they were seen, each with an id of its own."""
    assert sorted(_told_by_webhook(story)) == sorted(TOLD)
    posts = story.desk.posted("webhook")
    assert len({one.headers["webhook-id"] for one in posts}) == len(posts)
    for one in posts:
        at = datetime.fromtimestamp(int(one.headers["webhook-timestamp"]), UTC)  # `verify` refuses what is minutes old
        signed = Webhook(SECRET).sign(one.headers["webhook-id"], at, one.body.decode())
        assert signed in one.headers["webhook-signature"].split(" ")


def test_a_webhook_holds_what_check_printed(story: Story) -> None:
    """The diff in the post is the one that the check printed, under the type of its outcome."""
    types = {"changed": "terms.changed", "date-only": "terms.date_changed", "seen-before": "terms.seen_before"}
    for one in story.desk.posted("webhook"):
        message = json.loads(one.body)
        data = message["data"]
        name = data["source"].removeprefix("northline/")
        third = data["revision"] == 3 or name == "outage"
        row: Any = story.outcome(name, 3 if third else 2)
        assert (message["type"], data["diff"]) == (types[row["outcome"]], row["change"])
        assert data["url"].startswith(story.desk.site.url(""))


def test_slack_gets_each_change_once(story: Story) -> None:
    """One Block Kit message for each change."""
    messages = [json.loads(one.body) for one in story.desk.posted("slack")]
    assert len(messages) == len(TOLD)
    assert all(message["blocks"] and message["text"] for message in messages)


def test_mail_gets_each_change_once(story: Story) -> None:
    """One mail for each change, as text and as HTML, and no two with one Message-ID."""
    mails = [_mail(raw) for raw in story.desk.mail.to("legal@northline.example")]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails) == len(TOLD)
    for mail in mails:
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None
        assert html is not None
        assert "Northline Telecom Voice Terms" in text.get_content()
        assert "Northline Telecom Voice Terms" in html.get_content()


def _mail(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def test_who_muted_a_provider_is_not_told(story: Story) -> None:
    """A muted subscriber gets none of its changes."""
    assert story.desk.posted("muted") == []


def test_a_receiver_that_is_down_is_told_later(desk: Desk) -> None:
    """What was not taken is owed, and `deliver` sends it under the same id, until it is taken, and then no more."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), desk.hook("down"))
    hook = desk.path("hooks/down")
    desk.site.refusing[hook] = 503
    assert desk.inside("check").code == 0
    desk.put("terms", terms(14))
    found = desk.inside("check")
    assert found.code == 1
    assert "clausewatch: down: http://127.0.0.1: answered with status 503: it will be tried again" in found.err
    assert desk.inside("status", "--format", "json").json["owed"] == 1
    del desk.site.refusing[hook]
    until(lambda: desk.inside("deliver").out == "told: 1; still owed: 0\n", "the owed notice is delivered", pause=0.2)
    assert desk.inside("deliver").out == "told: 0; still owed: 0\n"
    posts = desk.posted("down")
    assert [one.status for one in posts] == [503, 200]
    assert len({one.headers["webhook-id"] for one in posts}) == 1


def test_what_was_given_up_is_sent_when_asked_for(desk: Desk) -> None:
    """An address that is gone parks its notice at once; `deliver --parked` tries it again, and only that."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), desk.hook("gone"))
    desk.site.refusing[desk.path("hooks/gone")] = 410
    desk.inside("check")
    desk.put("terms", terms(14))
    assert desk.inside("check").code == 1
    assert desk.inside("status", "--format", "json").json["parked"] == 1
    again = desk.inside("deliver", "--parked")
    assert (again.code, again.out) == (2, "told: 0; still owed: 0\n")
    assert "clausewatch: gone: " in again.err
    del desk.site.refusing[desk.path("hooks/gone")]
    assert desk.inside("deliver").out == "told: 0; still owed: 0\n"
    assert (desk.inside("deliver", "--parked").code, len(desk.posted("gone"))) == (0, 3)


def test_a_subscriber_can_be_tried_out(desk: Desk) -> None:
    """`notify-test` sends a made-up change through the real channel, and says when it is not taken."""
    desk.configure(desk.hook("ops"))
    sent = desk.inside("notify-test", "ops")
    assert (sent.code, sent.out) == (0, "ops: a test message was taken by its webhook channel\n")
    message = json.loads(desk.posted("ops")[0].body)
    assert message["data"]["source"] == "example/test-message"
    desk.site.refusing[desk.path("hooks/ops")] = 403
    refused = desk.inside("notify-test", "ops")
    assert (refused.code, refused.out) == (2, "")
    assert "it forbids the message" in refused.err
    assert not desk.archive.exists()


# --- how check is asked -----------------------------------------------------------------


def test_check_says_by_its_exit_code_whether_there_is_something_to_tell(desk: Desk) -> None:
    """0 when nothing changed, 1 when something did, 2 when a source failed, also beside a change."""
    desk.put("terms", terms())
    desk.put("other", terms())
    desk.configure(desk.source("terms"), desk.source("other"))
    assert [desk.inside("check").code, desk.inside("check").code] == [0, 0]
    desk.put("terms", terms(14))
    assert desk.inside("check", "northline/terms").code == 1
    desk.put("terms", terms(60))
    desk.put("other", "", status=500)
    assert desk.inside("check").code == 2


def test_check_looks_only_at_the_sources_that_are_named(desk: Desk) -> None:
    """By id or by glob, in the order of the file."""
    names = ("b", "c", "a")
    for name in names:
        desk.put(name, terms())
    desk.configure(*(desk.source(name) for name in names))
    assert list(desk.inside("check", "northline/a", "northline/b", "--format", "json").outcomes) == [
        "northline/b",
        "northline/a",
    ]
    assert len(desk.inside("check", "*/*", "--format", "json").outcomes) == 3
    assert [len(desk.site.came(desk.path(name))) for name in names] == [2, 1, 2]


def test_check_prints_a_redline(desk: Desk) -> None:
    """Text and Markdown name the clause and mark the words; what a page says cannot colour a terminal."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms", 'title = "Voice Terms"'))
    first = desk.inside("check")
    assert first.out.startswith("first       northline/terms@1: watched from now on: Northline Telecom Voice Terms, 5")
    desk.put("terms", terms(14).replace("A fault", "A \x1b[31mfault\x1b[0m"))
    text = desk.inside("check", "--dry-run").out
    markdown = desk.inside("check", "--dry-run", "--format", "markdown").out
    assert "within [-30-]{+14+} days" in text
    assert "within ~~30~~**14** days" in markdown
    assert "\x1b" not in text + markdown


def test_a_dry_run_records_nothing_and_tells_nobody(desk: Desk) -> None:
    """Neither a first sight nor a change leaves a trace in the archive, and nobody is told."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"), desk.hook("ops"))
    assert desk.inside("check", "--dry-run", "--format", "json").outcomes["northline/terms"]["outcome"] == "first"
    assert not desk.archive.exists()
    desk.inside("check")
    before = desk.inside("status", "--format", "json").json["sources"]
    desk.put("terms", terms(14))
    rehearsed = desk.inside("check", "--dry-run", "--format", "json")
    assert (rehearsed.code, rehearsed.outcomes["northline/terms"]["outcome"]) == (1, "changed")
    assert desk.inside("status", "--format", "json").json["sources"] == before
    assert desk.posted("ops") == []
    assert desk.inside("check").code == 1


def test_due_keeps_the_schedule(desk: Desk) -> None:
    """A source that was looked at is left alone until its time; a new one is looked at."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms", 'every = "6h"'))
    assert len(desk.inside("check", "--due", "--format", "json").outcomes) == 1
    desk.put("new", terms())
    desk.configure(desk.source("terms", 'every = "6h"'), desk.source("new"))
    due = desk.inside("check", "--due", "--format", "json")
    assert (due.code, list(due.outcomes)) == (0, ["northline/new"])
    assert len(desk.site.came(desk.path("terms"))) == 1
    assert desk.inside("check", "--due", "--format", "json").json == {"outcomes": []}


def test_force_asks_a_server_that_wanted_rest(desk: Desk) -> None:
    """Without it the source rests, in a dry run as well; with it the page is read and the rest is over."""
    desk.configure(desk.source("terms", 'every = "1s"'))
    desk.put("terms", "later", status=429, headers={"Retry-After": "600"})
    assert desk.inside("check").code == 2
    desk.put("terms", terms())
    for options in ((), ("--dry-run",)):
        resting = desk.inside("check", "--format", "json", *options)
        assert (resting.code, resting.outcomes["northline/terms"]["error"]["kind"]) == (2, "resting")
    assert desk.inside("check", "--due", "--format", "json").json == {"outcomes": []}
    assert len(desk.site.came(desk.path("terms"))) == 1
    forced = desk.inside("check", "--force", "--format", "json")
    assert (forced.code, forced.outcomes["northline/terms"]["outcome"]) == (0, "first")
    assert desk.inside("check", "--format", "json").outcomes["northline/terms"]["outcome"] == "unchanged"


# --- what the archive tells -------------------------------------------------------------


def test_history_lists_revisions_with_what_they_changed(story: Story) -> None:
    """Oldest first; with a clause, only its changes with their words."""
    desk = story.desk
    back = [line.split()[2:4] for line in desk.inside("history", "northline/back").out.splitlines()]
    assert back == [["northline/back@1", "first"], ["northline/back@2", "changed"], ["northline/back@3", "seen-before"]]
    clause = desk.inside("history", "northline/silent", "--clause", "2").out
    assert "modified: 2. Payment" in clause
    assert "within [-30-]{+14+} days" in clause
    assert desk.inside("history", "northline/silent", "--clause", "3").out == "nothing yet\n"


def test_history_as_json_has_every_revision(story: Story) -> None:
    """All sources, oldest first, each with its change."""
    rows = story.desk.inside("history", "--format", "json").json["revisions"]
    assert len(rows) == len(WATCHED) + len(TOLD) + 1  # and the renumbered one
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert {row["change"] is None for row in rows if row["outcome"] == "first"} == {True}


def test_show_prints_any_revision(story: Story) -> None:
    """The last one, or the one that is named, in each format."""
    desk = story.desk
    assert "within 14 days" in desk.inside("show", "northline/changed").out
    old = desk.inside("show", "northline/changed@1", "--format", "markdown").out
    assert "within 30 days" in old
    shown = desk.inside("show", "northline/changed@1", "--format", "json").json
    assert (shown["revision"], shown["text"], shown["dates"][0]["value"]) == (1, old, "2024-03-01")


def test_show_reads_a_page_as_its_source_is_configured(desk: Desk) -> None:
    """A selected part stays the part that is shown and compared; the digest is the revision's."""
    page = "<html><body><main><p>1. {}</p></main><section><p>2. Not ours at all.</p></section></body></html>"
    desk.configure(desk.source("terms", 'select = "main"'))
    for text in ("Calls cost nothing.", "Calls cost a little."):
        desk.put("terms", page.format(text), kind="text/html")
        desk.inside("check")
    shown = desk.inside("show", "northline/terms@2", "--format", "json").json
    recorded = desk.inside("history", "northline/terms", "--format", "json").json["revisions"]
    assert [clause["text"] for clause in shown["clauses"]] == ["Calls cost a little."]
    assert shown["digest"] == recorded[1]["digest"]
    diff = desk.inside("diff", "northline/terms@1", "northline/terms", "--format", "json").json
    assert diff["new"]["digest"] == shown["digest"]
    assert [change["kind"] for change in diff["changes"]] == ["modified"]


def test_status_tells_what_is_wrong(story: Story) -> None:
    """Sources that fail are named with their trouble, the rest is ok, nothing is owed; and that is trouble: exit 2."""
    ended = story.desk.inside("status", "--format", "json")
    rows = {row["source"]: row for row in ended.json["sources"]}
    assert ended.code == 2
    assert {name for name, row in rows.items() if row["state"] != "ok"} == {"harbor/dead", "northline/resting"}
    assert rows["harbor/dead"]["failures"] == 3
    assert rows["northline/changed"]["last_change"] < rows["northline/changed"]["last_success"]
    assert datetime.fromisoformat(rows["northline/resting"]["next_check"]) > datetime.now(UTC)
    assert (ended.json["owed"], ended.json["parked"]) == (0, 0)
    assert ended.json["latency"]["seen_to_told_p95"] < 60
    text = story.desk.inside("status").out
    assert text.startswith("2 of 16 sources need attention\n")
    assert text.index("harbor/dead") < text.index("northline/back")


def test_status_is_well_when_all_sources_are(desk: Desk) -> None:
    """Exit 0, before the first check and after it."""
    desk.put("terms", terms())
    desk.configure(desk.source("terms"))
    assert desk.inside("status").code == 0
    desk.inside("check")
    well = desk.inside("status")
    assert (well.code, well.out.splitlines()[0]) == (0, "all well")


def test_export_writes_a_file(story: Story, desk: Desk) -> None:
    """The export of an archive needs no configuration; its changes are what subscribers were told."""
    ended = desk.inside("export", "json", "all.json", "--archive", str(story.desk.archive))
    assert (ended.code, ended.out, ended.err) == (0, "", "written to all.json\n")
    exported = json.loads((desk.folder / "all.json").read_text("utf-8"))
    told = [(row["source"].removeprefix("northline/"), row["revision"]) for row in exported["changes"]]
    assert sorted(told) == sorted(TOLD)
    assert {row["source"] for row in exported["sources"]} == {*(f"northline/{name}" for name in WATCHED), "harbor/dead"}


def test_the_latest_text_of_each_document_lies_in_a_file(story: Story) -> None:
    """snapshots/PROVIDER/DOCUMENT.md is what `show` prints."""
    file = story.desk.folder / "snapshots" / "northline" / "changed.md"
    assert file.read_text("utf-8") == story.desk.inside("show", "northline/changed", "--format", "markdown").out


def test_validate_lists_the_sources(story: Story) -> None:
    """A sound file is said to be so, without a request."""
    before = len(story.desk.site.asked)
    ended = story.desk.inside("validate")
    assert (ended.code, ended.out.splitlines()[0]) == (0, "sources.toml: 16 sources and 5 subscribers, no faults")
    assert len(story.desk.site.asked) == before
