"""docs/cli.md says what the command does: every command, every option, and examples as they really come out.

`CLAUSEWATCH_GOLDEN=write .venv/bin/pytest tests/cli/test_docs.py` writes the examples anew; read the diff before it
is kept.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import monitor
from monitor.cli.app import app

if TYPE_CHECKING:
    from tests.cli.stage import Desk

DOCS = Path(monitor.__file__).parents[1] / "docs" / "cli.md"
SLOW = (
    *"apscheduler bs4 lxml procrastinate psycopg rapidfuzz requests".split(),
    *"sqlite_utils starlette urllib3 uvicorn zstandard".split(),
)

_SECTION = re.compile(r"^## clausewatch (.+)$", re.MULTILINE)
_FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_ROW = re.compile(r"^\| `(--[a-z-]+)(?: ([^`]+))?` \|", re.MULTILINE)
_OPTION = re.compile(r"^  (--[a-z-]+)(?: (\S+))?(?:  |$)", re.MULTILINE)
_COMMAND = re.compile(r"^  ([a-z-]+)  ", re.MULTILINE)
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|\b\d+ (?:s|min|h)\b")


def helps() -> dict[str, str]:
    """What `--help` prints for the program, under "", and for each command that it lists, at whatever depth."""
    runner = CliRunner()
    found: dict[str, str] = {}
    waiting = [""]
    while waiting:
        words = waiting.pop()
        found[words] = runner.invoke(app, [*words.split(), "--help"], prog_name="clausewatch").output
        _, _, listed = found[words].partition("\nCommands:\n")
        waiting += [f"{words} {name}".strip() for name in _COMMAND.findall(listed)]
    return found


HELPS = helps()
COMMANDS = sorted(words for words, text in HELPS.items() if "\nCommands:\n" not in text)


def options(text: str) -> list[tuple[str, str]]:
    """The options in the help of a command, each with what it takes; "" for a switch."""
    _, _, listed = text.partition("\nOptions:\n")
    return [(option, takes.strip("<>")) for option, takes in _OPTION.findall(listed.partition("\nCommands:\n")[0])]


def tabled(text: str) -> list[tuple[str, str]]:
    """The options in the table of a section, likewise."""
    return [(option, takes.replace("\\|", "|")) for option, takes in _ROW.findall(text)]


def sections() -> dict[str, str]:
    """The text of each command's section; under "" what stands before the first."""
    first, *parts = _SECTION.split(DOCS.read_text("utf-8"))
    return {"": first, **dict(zip(parts[::2], parts[1::2], strict=True))}


def test_every_command_has_its_section() -> None:
    """And no section tells of a command that is not there."""
    assert sorted(sections()) == ["", *COMMANDS]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_option_is_documented_and_no_other(name: str) -> None:
    """The table of a section has the options of `--help` in their order, each with what it takes."""
    everywhere = [] if name == "" else [("--help", "")]
    assert [*tabled(sections()[name]), *everywhere] == options(HELPS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_and_exit_code_is_documented(name: str) -> None:
    """The arguments stand as in the usage line, and the exit codes are told."""
    usage = HELPS[name].splitlines()[0].partition("[OPTIONS]")[2].strip(" ").replace("{", "").replace("}", "")
    assert not usage or f"`clausewatch {name} {usage}`" in " ".join(sections()[name].split())
    assert re.search(r"^Exit: [01]", sections()[name], re.MULTILINE)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_names_the_command(name: str) -> None:
    """`--help` works everywhere, and begins with how the command is called."""
    assert HELPS[name].startswith(f"Usage: clausewatch {name}".rstrip())


def test_the_release_can_be_asked_for(desk: Desk) -> None:
    """`--version` prints one line."""
    assert re.fullmatch(r"clausewatch \d+\.\d+\.\d+\n", desk.inside("--version").out)


def test_help_imports_nothing_slow() -> None:
    """Neither the help of the program nor that of any command loads what only the work needs."""
    script = f"""
import sys
from monitor.cli import main
for words in {[name.split() for name in ["", *COMMANDS]]!r}:
    sys.argv = ["clausewatch", *words, "--help"]
    try:
        main()
    except SystemExit:
        pass
    print("loaded:", *(name for name in {[*SLOW, "pydantic"]!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    program, *each = [line for line in done.stdout.splitlines() if line.startswith("loaded:")]
    assert program == "loaded:"
    assert len(each) == len(COMMANDS)
    assert set(each) <= {"loaded:", "loaded: pydantic"}  # typer itself may use that one to tell what an option takes


# --- the examples -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A command as the page shows it, and what it printed there."""

    command: str
    printed: str


def examples(text: str) -> list[Example]:
    """The blocks that are to be run, in their order."""
    blocks = [body for kind, body in _FENCE.findall(text) if kind == "console"]
    return [Example(*(part.strip("\n") for part in block.removeprefix("$ ").partition("\n")[::2])) for block in blocks]


@pytest.fixture
def as_documented(desk: Desk) -> Desk:
    """A desk with the page's own files, and its provider on the website."""
    found = _FENCE.findall(DOCS.read_text("utf-8"))
    config = next(body for kind, body in found if kind == "toml")
    old, new = (body for kind, body in found if kind == "markdown")
    # What the page's file leaves to the environment, and what a test on one machine needs, `configure` writes.
    desk.configure(config.partition("[channel.webhook]")[0].replace("https://northline.example", desk.url("")[:-1]))
    (desk.folder / "old.md").write_text(old, "utf-8")
    (desk.folder / "new.md").write_text(new, "utf-8")
    desk.put("legal/voice", old)
    return desk


def test_the_examples_print_what_the_page_shows(as_documented: Desk) -> None:
    """Each example is run in turn; times may differ, and where the provider's website is."""
    text = DOCS.read_text("utf-8")
    new = (as_documented.folder / "new.md").read_text("utf-8")
    really = []
    for example in examples(text):
        really.append(Example(example.command, _printed(as_documented, example.command)))
        if example.command == "clausewatch check":
            as_documented.put("legal/voice", new)
    if os.environ.get("CLAUSEWATCH_GOLDEN") == "write":
        text = _rewritten(text, really)
        DOCS.write_text(text, "utf-8")
    assert [_timeless(one) for one in examples(text)] == [_timeless(one) for one in really]


def _printed(desk: Desk, command: str) -> str:
    ended = desk.inside(*command.split()[1:])
    return f"{ended.out}{ended.err}".replace(desk.url("")[:-1], "https://northline.example").strip("\n")


def _rewritten(text: str, really: list[Example]) -> str:
    left = iter(really)

    def again(block: re.Match[str]) -> str:
        if block[1] != "console":
            return block[0]
        one = next(left)
        return f"```console\n$ {one.command}\n{one.printed}\n```"

    return _FENCE.sub(again, text)


def _timeless(example: Example) -> Example:
    return Example(example.command, _TIME.sub("TIME", example.printed))
