"""What the script of the zip finds of somebody who alters files and all their digests, and what it has compared."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from monitor.archive import open_archive
from monitor.evidence import evidence_of
from monitor.evidence.packing import NamedFile, with_sums
from monitor.evidence.verify_chain import faults
from tests.archive.made_up import HOUR, LINES, NOON, SIXTY, SOURCE, THIRTY, see_change, see_first

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def handed(tmp_path: Path) -> tuple[Path, str]:
    """The files of a second revision in a folder, and its link as the command prints it."""
    with open_archive(tmp_path / "archive.db", reader=LINES) as archive:
        see_first(archive)
        see_change(archive, THIRTY, SIXTY, 2, NOON + HOUR)
        evidence = evidence_of(archive, SOURCE, 2)
    folder = tmp_path / "handed"
    for file in evidence.files:
        (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(file.body)
    return folder, evidence.link


def retold(folder: Path, alter: Callable[[Any], None]) -> None:
    """Alter evidence.json, and make SHA256SUMS fit again."""
    told = json.loads((folder / "evidence.json").read_bytes())
    alter(told)
    (folder / "evidence.json").write_text(json.dumps(told), "ascii")
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    named = (NamedFile(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    (folder / "SHA256SUMS").write_bytes(with_sums(named)[-1].body)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("link", {"number": 2, "link": "f" * 64}),
        ("link", {"number": 9}),
        ("title", "Other Terms"),
        ("outcome", "first"),
    ],
)
def test_facts_that_are_not_those_of_the_link_are_found(handed: tuple[Path, str], key: str, value: object) -> None:
    """The link named beside forged files cannot be the one that was noted of the true ones."""
    folder, _ = handed
    retold(folder, lambda told: told.update({key: value}))
    assert [fault.partition(":")[0] for fault in faults(folder)] == ["evidence.json"]


def test_facts_of_another_revision_than_the_new_side_are_found(handed: tuple[Path, str]) -> None:
    """Though that revision has a link as well."""
    folder, _ = handed
    retold(folder, lambda told: told.update(revision=1))
    assert "evidence.json: the new side is another revision" in list(faults(folder))


def test_the_script_prints_the_link_that_it_made_anew(handed: tuple[Path, str]) -> None:
    """For whoever noted it: what a README says of itself is worth nothing."""
    folder, link = handed
    script = [sys.executable, "-I", "-S", str(folder / "verify_chain.py")]
    done = subprocess.run(script, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0
    assert [line[:7] for line in done.stdout.splitlines()] == ["OK     ", "LINK   "]
    assert f"LINK   {link}  " in done.stdout
