"""The daemon's figures in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.model import SourceState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.daemon.duties import Duties
    from monitor.daemon.health import Tally
    from monitor.model import StatusReport

_STATES: tuple[SourceState, ...] = get_args(SourceState)


class Metrics(Collector):
    """What was counted since the daemon's start, and how the watch stands at the moment of asking.

    The seconds from seen to told are a summary of the last 30 days, as in `clausewatch
    status`: there is one daemon an archive, so no buckets are needed to add several up.
    """

    def __init__(self, tally: Tally, duties: Callable[[], Duties]) -> None:
        self._tally = tally
        self._duties = duties
        self._registry = CollectorRegistry(auto_describe=False)  # of our own: the shared one tells of the interpreter
        self._registry.register(self)

    def text(self) -> bytes:
        """All of it. Raises `ArchiveError`."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: to register must not ask the archive."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """One family after another."""
        report = self._duties().report()
        yield _counts("clausewatch_checks", "Checks since the daemon started.", "outcome", self._tally.checks)
        yield _counts("clausewatch_failures", "Failed checks since the start.", "kind", self._tally.failures)
        yield GaugeMetricFamily("clausewatch_owed", "Notices that wait to be delivered.", report.owed)
        oldest = report.oldest_owed or 0.0
        yield GaugeMetricFamily("clausewatch_oldest_owed_seconds", "For how long the oldest of them waits.", oldest)
        yield GaugeMetricFamily("clausewatch_parked", "Notices that were given up.", report.parked)
        yield GaugeMetricFamily("clausewatch_read_24h_ratio", "Share of sources read in the last day.", report.read_24h)
        yield from _sources(report)
        yield _waits(report)


def _counts(name: str, words: str, label: str, counts: dict[str, int]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _sources(report: StatusReport) -> Iterator[Metric]:
    states = Counter(one.state for one in report.sources)
    family = GaugeMetricFamily("clausewatch_sources", "Sources by how they stand.", labels=["state"])
    for state in _STATES:
        family.add_metric([state], states[state])
    yield family
    yield GaugeMetricFamily("clausewatch_stale", "Sources not read for a day and four rounds.", states["stale"])
    read = GaugeMetricFamily(
        "clausewatch_last_success_timestamp_seconds", "When a source was last read.", labels=["source"]
    )
    for one in report.sources:
        if one.last_success:
            read.add_metric([one.source], one.last_success.timestamp())
    yield read


def _waits(report: StatusReport) -> Metric:
    summary = Metric("clausewatch_seen_to_told_seconds", "From seen to told, in the last 30 days.", "summary")
    for share, seconds in (("0.5", report.seen_to_told_p50), ("0.95", report.seen_to_told_p95)):
        if seconds is not None:
            summary.add_sample("clausewatch_seen_to_told_seconds", {"quantile": share}, seconds)
    return summary
