"""What is done for those who cannot any more: jobs of killed workers go back into the queue, old ones are let go of."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procrastinate import App

    from monitor.cluster.duties import Timing

_LOG = logging.getLogger("clausewatch")

KEPT_FOR = 24
"""Hours that a job which failed is kept, for whoever asks how it went."""

_CLEAR_EVERY = 3600.0  # seconds: it looks through the whole queue


class Sweep:
    """Sweeps now and then, for whoever leads."""

    def __init__(self, app: App, timing: Timing) -> None:
        self._jobs = app.job_manager
        self._timing = timing
        self._swept = self._cleared = float("-inf")

    async def now_and_then(self) -> None:
        """Sweep, if it is time to."""
        now = time.monotonic()
        if now - self._swept >= self._timing.sweep:
            self._swept = now
            await self._recover()
        if now - self._cleared >= _CLEAR_EVERY:
            self._cleared = now
            await self._jobs.delete_old_jobs(
                KEPT_FOR, include_failed=True, include_cancelled=True, include_aborted=True
            )

    async def _recover(self) -> None:
        """Give the jobs of workers that were silent for too long to others."""
        stalled = list(await self._jobs.get_stalled_jobs(seconds_since_heartbeat=self._timing.silence))
        for job in stalled:
            await self._jobs.retry_job(job)
        if stalled:
            _LOG.warning("jobs of workers that are silent went back into the queue: %d", len(stalled))
        await self._jobs.prune_stalled_workers(self._timing.silence)
