"""What the bot counts, in the form that Prometheus reads.

Metric names follow Prometheus's conventions (https://prometheus.io/docs/practices/naming/).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.registry import Collector

from bot.inference import Inference
from bot.inference.stats import Histogram, Stats

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_1_0_0
_MILLI: Final = 1e-3


class Metrics:
    """Everything at ``/metrics``: the worker's counts, and the process's memory and time."""

    def __init__(self, worker: Inference) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_InferenceCollector(worker))
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def page(self) -> bytes:
        """The text that a scrape gets, as ``CONTENT_TYPE``."""
        return generate_latest(self._registry)


class _InferenceCollector(Collector):
    """Reads the worker's own counts when somebody asks, so nothing is counted twice."""

    def __init__(self, worker: Inference) -> None:
        self._worker = worker

    def collect(self) -> Iterator[Metric]:
        info, stats = self._worker.info, self._worker.stats()
        if info is not None:
            described = {"model": info.title, "device": info.device, "base": info.base}
            yield InfoMetricFamily("mojibot_model", "The model that answers.", value=described)
        yield GaugeMetricFamily(
            "mojibot_model_ready", "1 while a model answers.", value=int(info is not None)
        )
        yield GaugeMetricFamily(
            "mojibot_queue_requests", "Requests queued and running.", value=self._worker.pending
        )
        yield _requests(stats)
        yield _histogram("mojibot_queued_seconds", "Time in the queue.", stats.queued_ms, _MILLI)
        yield _histogram("mojibot_computed_seconds", "Time of a batch.", stats.computed_ms, _MILLI)
        yield _histogram("mojibot_batch_messages", "Messages in a batch.", stats.batch_sizes)


def _requests(stats: Stats) -> CounterMetricFamily:
    family = CounterMetricFamily(
        "mojibot_requests",
        "Requests by how they ended; shared and cached ones are answered too.",
        labels=["outcome"],
    )
    outcomes = {
        "answered": stats.answered,
        "refused": stats.refused,
        "expired": stats.expired,
        "cancelled": stats.cancelled,
        "failed": stats.failed,
        "cached": stats.cache_hits,
        "shared": stats.shared,
    }
    for outcome, count in outcomes.items():
        family.add_metric([outcome], count)
    return family


def _histogram(
    name: str, documentation: str, histogram: Histogram, unit: float = 1
) -> HistogramMetricFamily:
    bounds = [*(str(bound * unit) for bound in histogram.bounds), "+Inf"]
    buckets = list(zip(bounds, accumulate(histogram.counts), strict=True))
    family = HistogramMetricFamily(name, documentation)
    family.add_metric([], buckets, histogram.total * unit)
    return family
