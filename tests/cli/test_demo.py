from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

import monitor

COMMAND = Path(sys.executable).parent / "clausewatch"
ROOT = Path(monitor.__file__).parents[1]
SECRETS = {"CLAUSEWATCH_SMTP_PASSWORD": "made up", "CLAUSEWATCH_SLACK_URL": "https://slack.example/services/T0"}
PATIENCE = 60


@dataclass(frozen=True)
class Ran:
    """What a run of the demonstration came to, and the folders that it ran in."""

    out: str
    errors: str
    code: int
    here: Path
    temporary: Path


def ran(folder: Path, **environ: str) -> Ran:
    """The installed command, run in an empty folder with an empty folder for what is temporary."""
    here, temporary = folder / "here", folder / "temporary"
    here.mkdir()
    temporary.mkdir()
    plain = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "NO_COLOR"}}
    env = {**plain, "TMPDIR": str(temporary), "COLUMNS": "110", "PYTHONWARNINGS": "always", **environ}
    done = subprocess.run([COMMAND, "demo"], cwd=here, env=env, capture_output=True, timeout=PATIENCE, check=False)
    return Ran(done.stdout.decode(), done.stderr.decode(), done.returncode, here, temporary)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run that the tests below look at."""
    return ran(tmp_path_factory.mktemp("demo"))


def chapter(out: str, number: int) -> str:
    """A numbered chapter of what was printed, without the bars in front of messages."""
    after = out.split(f"── {number}. ")[1]
    return re.sub(r"^│ ?", "", after.split("\n── ")[0], flags=re.MULTILINE)


def test_it_succeeds_and_complains_of_nothing(demo: Ran) -> None:
    """The exit code is 0, and no socket, file or thread is left open for Python to warn of."""
    assert (demo.code, demo.errors) == (0, "")


def test_it_leaves_nothing_behind(demo: Ran) -> None:
    """Neither where it ran nor where temporary files go does anything remain."""
    assert list(demo.here.iterdir()) == []
    assert list(demo.temporary.iterdir()) == []


def test_every_document_is_first_kept_then_found_unchanged(demo: Ran) -> None:
    """The first look makes three revisions, and the second gets no page at all."""
    assert len(re.findall(r"^first .*@1: watched from now on", chapter(demo.out, 1), re.MULTILINE)) == 3
    assert len(re.findall(r"^unchanged .*@1: nothing changed", chapter(demo.out, 2), re.MULTILINE)) == 3
    assert "3 of 3 servers answered “304 Not Modified”" in demo.out


@pytest.mark.parametrize(
    "fact",
    [
        "duration: 30 days → 60 days",
        "money: €0.90 → €1.25",
        "duration: ten (10) business days → five (5) business days",
        "duration: twelve (12) months → six (6) months",
        "money: USD 250 → USD 400",
    ],
)
def test_changed_periods_and_fees_are_named(demo: Ran, fact: str) -> None:
    """A reader sees from what to what a period or a fee changed, without reading the clause."""
    assert fact in chapter(demo.out, 3)


def test_an_inserted_section_is_one_addition_and_the_rest_renumbered(demo: Ran) -> None:
    """What stands behind the new section is told in one line, and not as nine changes."""
    text = chapter(demo.out, 3)
    assert re.search(r"6\. Assistants that speak +added", text)
    assert "2 modified, 1 added, 7 renumbered" in text
    assert re.search(r"7 clauses renumbered: 7\.?→8\.?, 8\.?→9\.?, ", text)


def test_a_moved_obligation_and_a_lost_exception_are_named(demo: Ran) -> None:
    """Text that only stands elsewhere now is moved; an exception that is gone is marked."""
    text = chapter(demo.out, 3)
    assert re.search(r"Audits +moved", text)
    assert "[-, unless an emergency authority" in text


def test_a_silent_edit_is_told_from_announced_ones(demo: Ran) -> None:
    """Two providers said that they changed something, by a date and by a list of revisions, and one did not."""
    text = chapter(demo.out, 3)
    assert "Announced: the stated date moved from March 2025 to September 2025." in text
    assert "The provider notes: 9 October 2025 - Raised the surcharge" in text
    assert text.count("Silent edit: the text changed, but the page still says “Update date: March 31, 2025”") == 1


def test_the_menus_of_a_page_are_no_change(demo: Ran) -> None:
    """A promotion that changed with the terms is nowhere to be seen."""
    assert "delivery report" not in demo.out
    assert "spring summit" not in demo.out


def test_each_channel_is_told_once(demo: Ran) -> None:
    """One mail, one Slack message and one webhook were taken by real servers, and nothing is owed."""
    assert "Delivered: 1 mail, 1 Slack message, 1 webhook. Still owed: 0." in demo.out


def test_the_mail_shows_headers_and_redline(demo: Ran) -> None:
    """The mail that arrived has a subject that says what happened, and the changes as text."""
    mail = chapter(demo.out, 4)
    assert re.search(
        r"^Subject: Northline Cloud – Voice Features Supplement: 2 clauses changed, 1 added", mail, re.MULTILINE
    )
    assert "To: legal@example.com" in mail
    assert "[-30-]" in mail
    assert "{+60+}" in mail


def test_the_slack_message_shows_its_blocks(demo: Ran) -> None:
    """The message that arrived in Slack's format names the silent edit and marks the words."""
    slack = chapter(demo.out, 5)
    assert "*Silent edit: the text changed" in slack
    assert "USD ~250~" in slack
    assert "*400*" in slack


def test_the_webhook_is_verified_and_shown(demo: Ran) -> None:
    """The webhook that arrived is signed, its signature was checked, and its JSON is JSON."""
    webhook = chapter(demo.out, 6)
    assert re.search(r"^webhook-id: msg_\w+$", webhook, re.MULTILINE)
    assert "The signature was verified" in webhook
    found = json.loads(webhook[webhook.index("{") : webhook.rindex("}") + 1])
    assert found["type"] == "terms.changed"
    assert found["data"]["source"] == "harbor/carrier-obligations"
    assert found["data"]["diff"]["dates"] == {"verdict": "announced", "old": "2025-02-14", "new": "2025-10-09"}


def test_it_ends_with_a_configuration_that_works(demo: Ran, tmp_path: Path) -> None:
    """The sources.toml that the last lines propose is one that clausewatch takes."""
    proposed = demo.out.split("Write a sources.toml of your own:\n")[1].split("Then:\n")[0]
    assert validated(textwrap.dedent(proposed), tmp_path) == 0
    assert "clausewatch check" in demo.out


@pytest.mark.parametrize("document", ["README.md", "docs/quickstart.md"])
def test_the_documents_show_configurations_that_work(document: str, tmp_path: Path) -> None:
    """The sources.toml in the README and the one in the quickstart, taken together, are ones that clausewatch takes."""
    shown = re.findall(r"```toml\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    assert validated("".join(shown), tmp_path) == 0


def validated(configuration: str, folder: Path) -> int:
    """The exit code of `clausewatch validate`, with the secrets that the documents name."""
    (folder / "sources.toml").write_text(configuration, "utf-8")
    env = {**os.environ, **SECRETS}
    command = [str(COMMAND), "validate"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=PATIENCE, check=False).returncode


def test_a_second_run_depends_on_no_first_one(demo: Ran, tmp_path: Path) -> None:
    """But for ports, times and signatures, every run prints the same."""
    assert steady(ran(tmp_path).out) == steady(demo.out)


def steady(out: str) -> str:
    """What does not differ from run to run."""
    varying = (
        r"127\.0\.0\.1:\d+",
        r"boundary=\S+",
        r"(?:Date|webhook-timestamp|webhook-signature): .*",
        r'"timestamp": .*',
        r"seen \d.* UTC",
        r"First seen \d[^.]*\.",
        r'"(?:first|last_not)": .*',
        r"[\d,]+ characters",
    )
    return re.sub("|".join(varying), "…", out)


def test_colours_are_for_terminals_or_on_demand(demo: Ran, tmp_path: Path) -> None:
    """Through a pipe nothing is coloured, unless FORCE_COLOR asks for it; then words are struck through."""
    assert "\x1b" not in demo.out
    assert re.search("\x1b\\[[0-9;]*9;31m", ran(tmp_path, FORCE_COLOR="1").out)


def test_without_a_mail_server_it_says_what_to_install(tmp_path: Path) -> None:
    """Where aiosmtpd is missing the demonstration does not begin, and says how to get it."""
    hidden = "import sys; sys.modules['aiosmtpd'] = None; sys.argv[1:] = ['demo']; from monitor.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=tmp_path, capture_output=True, timeout=PATIENCE, check=False, text=True
    )
    assert done.returncode == 2
    assert "pip install 'clausewatch[demo]'" in done.stderr
    assert done.stdout == ""
