"""Who leads: of all schedulers the one that holds a lock of the database, for as long as its connection lasts."""

from __future__ import annotations

import asyncio
import os
import platform
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import psycopg

from monitor.cluster.database import conninfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from monitor.cluster.duties import Timing

HELD_FOR = "clausewatch run"
"""What the connection that leads is called, before the name of its machine and process."""

# The lock has two numbers: the second is that of a table, and tells apart clusters that share a database, each with a
# schema of its own.
_TRY = b"SELECT pg_try_advisory_lock(1668048243, 'cluster_hosts'::regclass::oid::int4)"
LEADERSHIP_IS_HELD = b"""
SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = 1668048243 AND objid = 'cluster_hosts'::regclass::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Gives the name of the connection that leads."""


class Lead:
    """The lead, as long as it is held."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()


def this_scheduler() -> str:
    """This process as others see who leads: the database keeps 63 characters of it."""
    return f"{HELD_FOR} {platform.node()[:30]}/{os.getpid()}"


@asynccontextmanager
async def leading(url: str, timing: Timing) -> AsyncIterator[Lead]:
    """Wait until this process leads, and lead until the block ends or the lead is lost.

    The connection is asked for a sign of life all the time. Where none comes through, the
    database ends the session after `timing.grip` and gives the lead to another, even if this
    machine or the network between is at fault. Raises `psycopg.Error` where the database
    cannot be reached.
    """
    conn = await psycopg.AsyncConnection.connect(conninfo(url, this_scheduler()), autocommit=True)
    async with conn:
        await conn.execute("SELECT set_config('idle_session_timeout', %s, false)", (f"{timing.grip * 1000:.0f}ms",))
        await _wait_for(conn, timing.standby)
        lead = Lead()
        holding = asyncio.create_task(_hold(conn, lead, timing))
        try:
            yield lead
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding


async def _wait_for(conn: psycopg.AsyncConnection, pause: float) -> None:
    while True:
        found = await (await conn.execute(_TRY)).fetchone()
        if found and found[0]:
            return
        await asyncio.sleep(pause)


async def _hold(conn: psycopg.AsyncConnection, lead: Lead, timing: Timing) -> None:
    """Show that this process lives, until the connection is lost."""
    with suppress(psycopg.Error, TimeoutError):
        while True:
            await asyncio.sleep(timing.standby)
            async with asyncio.timeout(timing.grip / 2):
                await conn.execute("SELECT 1")
    lead.lost.set()
