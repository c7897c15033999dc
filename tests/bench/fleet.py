"""The processes of a cluster: begun, killed, begun again and ended, each with a log of its own."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

COMMAND = (sys.executable, "-m", "monitor")
LEAVING = 15.0  # seconds that a process has to end after SIGTERM: service managers kill after about as long
BEGINNING = 10.0  # seconds within which a process that finds no database may say so and end
_PATIENCE = 300.0  # seconds for one command


@dataclass(slots=True)
class Fleet:
    """Processes by name. What ended without being told to is counted, apart if it had only just begun."""

    folder: Path
    commands: Mapping[str, Sequence[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    begun: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    fell: list[str] = field(default_factory=list)
    turned_away: int = 0

    def begin(self, name: str) -> None:
        """Begin a process; it says what it says into the end of its log."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.begun[name] = time.monotonic()

    def log(self, name: str) -> Path:
        """The file that a process writes its log to."""
        return self.folder / f"{name}.log"

    def kill_one(self, rng: random.Random) -> str:
        """Kill one process, whichever it is, and begin it again."""
        name = rng.choice(sorted(self.running))
        self.tend()
        self.running[name].kill()
        self.running[name].wait()
        self.kills += 1
        self.begin(name)
        return name

    def tend(self) -> None:
        """Begin again what ended by itself, as service managers do."""
        for name, process in list(self.running.items()):
            if (code := process.poll()) is None:
                continue
            if time.monotonic() - self.begun[name] < BEGINNING:
                self.turned_away += 1
            else:
                self.fell.append(f"{name} ended with {code}")
            self.begin(name)

    def end(self) -> dict[str, str]:
        """Tell all to end; how each did, for those that did not end with 0 in time."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        until, badly = time.monotonic() + LEAVING, {}
        for name, process in self.running.items():
            try:
                if code := process.wait(max(0.1, until - time.monotonic())):
                    badly[name] = f"ended with {code}"
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                badly[name] = f"did not end in {LEAVING:.0f} s"
        self.running.clear()
        return badly


@contextmanager
def fleet(folder: Path, commands: Mapping[str, Sequence[str]]) -> Iterator[Fleet]:
    """Processes that have all ended when the block is left, however it is left."""
    ships = Fleet(folder, commands)
    try:
        for name in commands:
            ships.begin(name)
        yield ships
    finally:
        for process in ships.running.values():
            process.kill()
            process.wait()


def asked(config: Path, *arguments: str, prefix: Sequence[str] = ()) -> tuple[int, str]:
    """How a command ended, and what it printed; what it complained of goes to stderr."""
    command = [*prefix, *COMMAND, *arguments, "--config", str(config)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE, check=False)
    return done.returncode, done.stdout


def status(config: Path, prefix: Sequence[str] = ()) -> dict[str, Any]:
    """What `clausewatch status` says; nothing where it cannot say anything now."""
    try:
        found: dict[str, Any] = json.loads(asked(config, "status", "--format", "json", prefix=prefix)[1])
    except (ValueError, subprocess.TimeoutExpired):
        return {}
    return found


def initialised(config: Path, prefix: Sequence[str] = ()) -> None:
    """Make the tables of the archive."""
    code, _ = asked(config, "archive", "init", prefix=prefix)
    if code:
        raise SystemExit(f"clausewatch archive init ended with {code}")


@contextmanager
def workplace(kept: bool) -> Iterator[Path]:
    """A folder into which a server that is another user may go; thrown away in the end unless it is kept."""
    folder = Path(tempfile.mkdtemp(prefix="clausewatch-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        if kept:
            print(f"kept: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
