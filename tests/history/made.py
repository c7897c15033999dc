"""Invented histories: git repositories made in one stream, and documents of an invented provider."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HOUR = 3600
DAY = 24 * HOUR
START = 1_700_000_000  # 14 November 2023

VOICE = "Northline/Voice Terms.md"
DATA = "Northline/Data Terms.md"
VOICE_ID, DATA_ID = "northline/voice-terms", "northline/data-terms"

_CLAUSES = (
    "The services. Northline Telecom carries the voice calls of the customer to every network that it has agreed with.",
    "Invoices. The customer pays each invoice within {days} days after it was sent, in the currency that it states.",
    "Support. A fault is looked into on the working day after the customer reported it by mail or telephone.",
    "Numbers. A number that was given to the customer stays with the customer for as long as these terms are in force.",
    "Fair use. The customer does not resell the services, and does not use them to disturb any other subscriber.",
    "Liability. Each party is liable for what it does on purpose, and for no more than the fees of one year otherwise.",
    "Term. These terms are in force for one year, and for another year unless either party gives notice in writing.",
    "Law. These terms are governed by the law of the country in which Northline Telecom has its registered office.",
)


def terms(days: int = 30, clauses: int = len(_CLAUSES), title: str = "Voice Terms", more: str = "") -> str:
    """The terms of an invented provider, as Markdown; with few clauses they are much shorter."""
    body = "\n\n".join(f"{number}. {text.format(days=days)}" for number, text in enumerate(_CLAUSES[:clauses], 1))
    return f"# Northline Telecom {title}\n\n{body}\n\n{more}\n"


@dataclass(frozen=True, slots=True)
class Save:
    """A commit: when, what files have (None for one that is deleted), and the numbers of its parents, from 1.

    Without parents it follows the one before it. A file's text may also be a symbolic
    link's target or the name of a commit: `modes` says what it is, 100644 unless said.
    """

    at: int
    files: Mapping[str | bytes, str | bytes | None] = field(default_factory=dict)
    parents: tuple[int, ...] = ()
    modes: Mapping[str | bytes, str] = field(default_factory=dict)


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git in a folder."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], input=stdin, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def repository(folder: Path, saves: Sequence[Save] = (), *, object_format: str = "sha1") -> Path:
    """A bare repository with these commits."""
    folder.mkdir(parents=True)
    git(folder, "init", "--bare", "--quiet", "--initial-branch=main", f"--object-format={object_format}")
    grow(folder, saves)
    return folder


def grow(folder: Path, saves: Sequence[Save], known: int = 0) -> None:
    """Add commits to a repository that has `known` of them already, all in one line."""
    if not saves:
        return
    stream = bytearray()
    for number, save in enumerate(saves, known + 1):
        stream += b"commit refs/heads/main\nmark :%d\n" % number
        stream += b"committer Ada <ada@northline.example> %d +0000\ndata 1\nx\n" % save.at
        if save.parents:
            stream += b"from :%d\n" % save.parents[0]
            stream += b"".join(b"merge :%d\n" % parent for parent in save.parents[1:])
        elif known and number == known + 1:
            stream += b"from refs/heads/main^0\n"
        for path, text in save.files.items():
            stream += _file(path, text, save.modes.get(path, "100644"))
    git(folder, "fast-import", "--quiet", "--force", "--date-format=raw-permissive", stdin=bytes(stream))


def shas(folder: Path) -> list[str]:
    """The commits in the order of the history."""
    return git(folder, "rev-list", "--topo-order", "--reverse", "HEAD").split()


def _file(path: str | bytes, text: str | bytes | None, mode: str) -> bytes:
    name = path.encode() if isinstance(path, str) else path
    quoted = b'"' + b"".join(b"\\%03o" % byte for byte in name) + b'"'
    if text is None:
        return b"D " + quoted + b"\n"
    body = text.encode() if isinstance(text, str) else text
    if mode == "160000":
        return b"M 160000 " + body + b" " + quoted + b"\n"
    return b"M %b inline %b\ndata %d\n%b\n" % (mode.encode(), quoted, len(body), body)
