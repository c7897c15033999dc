"""What is remembered of a source beside its revisions: its checks' memory as JSON, its lines packed."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from monitor.archive.rows import json_in, json_out, time_in, time_out
from monitor.model import Line, Memory, Moving
from monitor.wire import clause_from, full_clause_json

if TYPE_CHECKING:
    from monitor.archive.sql import Connection

_STAND = struct.Struct("<HIq")  # turns, revision, seconds since 1970
_LINE = struct.Struct("<8sHIq")  # a key, and the same
_MOST_TURNS = 0xFFFF
_KEEP_LINES = (
    "INSERT INTO lines (source, packed) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET packed = excluded.packed"
)
_KEEP_MEMORY = (
    "INSERT INTO memories (source, memory) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET memory = excluded.memory"
)


class PackedLines(Mapping[str, Line]):
    """A source's lines by key, unpacked at first need: a page that did not change needs none of them."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @cached_property
    def _lines(self) -> dict[str, Line]:
        return {
            key.hex(): Line(turns, revision, datetime.fromtimestamp(at, UTC))
            for key, turns, revision, at in _LINE.iter_unpack(self._packed)
        }

    def __getitem__(self, key: str) -> Line:
        return self._lines[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._packed) // _LINE.size


def load_lines(conn: Connection, source: str) -> PackedLines:
    """The lines that are kept of a source."""
    row = conn.execute("SELECT packed FROM lines WHERE source = ?", (source,)).fetchone()
    return PackedLines(row["packed"] if row else b"")


def keep_lines(conn: Connection, source: str, lines: Mapping[str, Line]) -> None:
    """Keep a source's lines in the place of those that were."""
    packed = b"".join(bytes.fromhex(key) + _packed(line) for key, line in lines.items())
    conn.execute(_KEEP_LINES, (source, packed))


@lru_cache(maxsize=64)  # most lines of a revision came with it, and say the same
def _packed(line: Line) -> bytes:
    return _STAND.pack(min(line.turns, _MOST_TURNS), line.revision, int(line.at.timestamp()))


def load_memory(conn: Connection, source: str) -> Memory:
    """What the checks of a source left behind."""
    row = conn.execute("SELECT memory FROM memories WHERE source = ?", (source,)).fetchone()
    return memory_out(row["memory"]) if row else Memory()


def keep_memory(conn: Connection, source: str, memory: Memory) -> None:
    """Keep what the last check of a source leaves behind."""
    conn.execute(_KEEP_MEMORY, (source, memory_in(memory)))


def memory_in(memory: Memory) -> str | bytes:
    """A memory as its column takes it; what is empty is left out."""
    data: dict[str, Any] = {}
    if memory.moving:
        data["moving"] = {path: _moving_in(moving) for path, moving in memory.moving.items()}
    if memory.dismissed:
        data["dismissed"] = sorted(memory.dismissed)
    if memory.warned:
        data["warned"] = sorted(memory.warned)
    if memory.failing_since:
        data["failing_since"] = time_in(memory.failing_since)
    if memory.adrift:
        data["adrift"], data["drifted"] = memory.adrift, time_in(memory.drifted)
    return json_in(data)


def memory_out(value: str | bytes) -> Memory:
    """The memory that `memory_in` was given."""
    data = json_out(value)
    return Memory(
        moving={path: _moving_out(moving) for path, moving in data.get("moving", {}).items()},
        dismissed=frozenset(data.get("dismissed", ())),
        warned=frozenset(data.get("warned", ())),
        failing_since=time_out(data.get("failing_since")),
        adrift=data.get("adrift", 0),
        drifted=time_out(data.get("drifted")),
    )


def _moving_in(moving: Moving) -> dict[str, Any]:
    return {
        "since": time_in(moving.since),
        "last": time_in(moving.last),
        "times": moving.times,
        "frame": list(moving.frame),
        "longest": moving.longest,
        "often": moving.often,
        "began": time_in(moving.began),
        "muted": moving.muted,
        "told": full_clause_json(moving.told) if moving.told else None,
        "steady": time_in(moving.steady),
    }


def _moving_out(data: dict[str, Any]) -> Moving:
    return Moving(
        since=datetime.fromisoformat(data["since"]),
        last=datetime.fromisoformat(data["last"]),
        times=data["times"],
        frame=tuple(data["frame"]),
        longest=data["longest"],
        often=data["often"],
        began=time_out(data["began"]),
        muted=data["muted"],
        told=clause_from(data["told"]) if data["told"] else None,
        steady=time_out(data["steady"]),
    )
