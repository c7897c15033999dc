"""Readers of pages over real sockets: each asks for one page after another on a connection that stays open."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench.lives import seeded
from tests.bench.walks import Chance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.walks import Draw, Ground

WARMED = 5  # connections, each of which asks for every page once: several, since several processes answer
PATIENCE = 60.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Answered:
    """How long an answer took, in milliseconds, and how many bytes it had."""

    ms: float
    size: int


@dataclass(slots=True)
class Found:
    """What was answered, by what was asked for, and what went wrong."""

    answers: dict[str, list[Answered]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """How many readers there are, for how many seconds they read, and how long each thinks between two pages."""

    readers: int
    seconds: float
    think: float = 0.0


async def read_all(port: int, ground: Ground, walks: Mapping[str, Draw], how: Reading) -> Found:
    """Let all readers read until the time is over; each goes through the pages in an order of its own."""
    await _warm(port, ground, walks)
    found, until = Found(), time.monotonic() + how.seconds
    async with asyncio.TaskGroup() as group:
        for number in range(how.readers):
            chance = Chance(ground, seeded("reader", number))
            group.create_task(_reader(port, chance, walks, (until, how.think), found))
    return found


async def _warm(port: int, ground: Ground, walks: Mapping[str, Draw]) -> None:
    """Have every page made some times first: a server runs for weeks, and reads its templates and patterns once."""
    for number in range(WARMED):
        chance, line = Chance(ground, seeded("warm", number)), await asyncio.open_connection("127.0.0.1", port)
        for draw in walks.values():
            with suppress(ValueError):  # what is wrong is said when it is measured
                await asyncio.wait_for(ask(line, draw(chance)), PATIENCE)
        line[1].close()


async def _reader(
    port: int, chance: Chance, walks: Mapping[str, Draw], pace: tuple[float, float], found: Found
) -> None:
    until, think = pace
    line = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        round_ = list(walks)
        chance.rng.shuffle(round_)
        for label in round_:
            if time.monotonic() >= until:
                break
            if think:
                await asyncio.sleep(think * chance.rng.uniform(0.5, 1.5))
            address = walks[label](chance)
            try:
                found.answers[label].append(await asyncio.wait_for(ask(line, address), PATIENCE))
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                found.errors.append(f"{address}: {error or type(error).__name__}")
                line[1].close()
                line = await asyncio.open_connection("127.0.0.1", port)
    line[1].close()
    await line[1].wait_closed()


async def ask(line: tuple[asyncio.StreamReader, asyncio.StreamWriter], address: str) -> Answered:
    """Ask for one page. Raises `ValueError` where the answer is not 200."""
    reader, writer = line
    begun = time.perf_counter()
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    body = await _body(reader, head.lower())
    if b" 200 " not in head.partition(b"\r\n")[0]:
        said = head.partition(b"\r\n")[0].decode()
        message = f"{said} {body[:200].decode(errors='replace')}"
        raise ValueError(message)
    return Answered(1000 * (time.perf_counter() - begun), len(body))


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"transfer-encoding: chunked" not in head:
        return await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
