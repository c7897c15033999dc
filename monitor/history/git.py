"""git, run so that a stranger's repository cannot make it run anything else.

Only plumbing is used, which heeds few settings. Of those that remain, the user's
and the system's are not read, hooks and the file watcher are off, and no protocol
is allowed: a repository whose objects lie elsewhere is not completed over the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.commitGraph=false",  # a cache of the repository's own, which may say something else than its commits
    "protocol.allow=never",
    "init.defaultBranch=main",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_NO_GIT = "git is not installed, or not on the PATH"
_LONGEST_COMPLAINT = 4_000  # bytes of what git says on stderr: its last line is the one that counts


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository: its `folder` as it was given, and where its objects are."""

    folder: Path
    git_dir: Path

    def command(self, *arguments: str) -> list[str]:
        """A git command on this repository, and on no other that its folder may lie in."""
        return git("--git-dir", str(self.git_dir), *arguments)

    def ask(self, *arguments: str) -> str | None:
        """The one line that a git command prints; None where it says no."""
        done = _run(self.command(*arguments), self.folder)
        return None if done.returncode else os.fsdecode(done.stdout).strip()

    def complaint(self, stderr: IO[bytes]) -> UsageError:
        """What git said when it could not do something, as an error."""
        stderr.seek(max(0, stderr.seek(0, os.SEEK_END) - _LONGEST_COMPLAINT))
        return complaint(self.folder, stderr.read())


def open_repository(folder: Path) -> Repository:
    """The repository at a folder: a working copy or a bare one. Raises `UsageError` where none is, or no git."""
    folder = _resolved(folder)
    if not folder.is_dir():
        raise UsageError(str(folder), "is no folder; give one that holds a git repository")
    inside = folder / ".git"
    found = Repository(folder, inside if os.path.lexists(inside) else folder)
    if found.ask("rev-parse", "--git-dir") is None:
        raise UsageError(str(folder), "is no git repository; give the folder that has .git in it, or a bare repository")
    return found


def make_repository(folder: Path) -> Repository:
    """A new repository in an empty folder. Raises `UsageError`."""
    done = _run(git("init", "--quiet", "--template=", str(folder)), folder)
    if done.returncode:
        raise complaint(folder, done.stderr)
    return Repository(folder, folder / ".git")


def git(*arguments: str) -> list[str]:
    """A git command as a list of words. Raises `UsageError` where git is not installed."""
    program = shutil.which("git")
    if program is None:
        raise UsageError("git", f"{_NO_GIT}; install it and run again")
    return [program, *(word for setting in _SETTINGS for word in ("-c", setting)), *arguments]


def environment() -> dict[str, str]:
    """The few variables that git gets: none of the user's that steer it."""
    return {"PATH": os.environ.get("PATH", os.defpath), **_ENVIRONMENT}


@contextmanager
def running(repository: Repository, *commands: Sequence[str], feed: bool = False) -> Iterator[Pipeline]:
    """Commands that run one behind the other, each fed by the one before; the first by us where `feed` asks for it.

    Raises `UsageError`, once all is read, where one of them ends badly.
    """
    with ExitStack() as stack:
        stderr = stack.enter_context(tempfile.TemporaryFile())
        processes: list[subprocess.Popen[bytes]] = []
        source: IO[bytes] | int | None = subprocess.PIPE if feed else subprocess.DEVNULL
        for command in commands:
            processes.append(_started(command, repository.folder, source, stderr))
            stack.callback(_ended, processes[-1])
            if source not in {subprocess.PIPE, subprocess.DEVNULL}:
                processes[-2].stdout.close()  # type: ignore[union-attr] # the next one has it
            source = processes[-1].stdout
        pipeline = Pipeline(repository, tuple(processes), stderr)
        yield pipeline
        pipeline.finish()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Running commands: what is written goes into the first, what is read comes out of the last."""

    repository: Repository
    processes: tuple[subprocess.Popen[bytes], ...]
    stderr: IO[bytes]

    def write(self, *pieces: bytes) -> None:
        """Feed the first. Raises `UsageError` where it takes no more."""
        stream = self.processes[0].stdin
        if stream is None:
            message = "nothing is fed to this pipeline"
            raise ValueError(message)
        try:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
        except BrokenPipeError:
            raise self.broken() from None

    def broken(self) -> UsageError:
        """Why a command ended before its time."""
        for process in self.processes:
            process.wait()
        return self.repository.complaint(self.stderr)

    @property
    def out(self) -> IO[bytes]:
        """What the last prints."""
        stream = self.processes[-1].stdout
        if stream is None:
            message = "a pipeline always has an end"
            raise ValueError(message)
        return stream

    def finish(self) -> None:
        """Wait for all to end. Raises `UsageError` with what git said where one ended badly."""
        for process in self.processes:
            if process.stdin:
                _close(process.stdin)
            while process.stdout and not process.stdout.closed and process.stdout.read(1 << 16):
                pass  # what nobody asked for any more
            process.wait()
        if any(process.returncode for process in self.processes):
            raise self.repository.complaint(self.stderr)


def complaint(folder: Path, stderr: bytes) -> UsageError:
    """What git said, as an error."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    said = lines[-1].removeprefix("fatal: ") if lines else "it ended without a word"
    return UsageError(str(folder), f"git could not do it: {said}")


def _started(
    command: Sequence[str], folder: Path, source: IO[bytes] | int | None, stderr: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, env=environment(), stdin=source, stdout=subprocess.PIPE, stderr=stderr, bufsize=-1
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing of a process behind, however it is left."""
    for stream in (process.stdin, process.stdout):
        if stream:
            _close(stream)
    if process.poll() is None:
        process.kill()
    process.wait()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # what it did not take any more is its own trouble, and told by its exit code


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise UsageError(str(folder), f"git cannot be run there ({error.strerror}); check who may open it") from error


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(str(folder), "cannot be opened; check that it exists and may be read") from error
