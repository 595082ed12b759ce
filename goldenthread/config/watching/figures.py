"""The installation's figures for Prometheus: counted as pages are answered, or read when asked.

No label holds more than the name of a page, a method, a status or a kind that the code names: no
id, no area, nobody's words. Where several processes answer pages, `goldenthread serve` names a
folder in which each keeps its own counts (PROMETHEUS_MULTIPROC_DIR), and any of them adds them up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from goldenthread.config.watching import state
from goldenthread.jobs import queries as jobs
from goldenthread.notifications.actions.backlog import backlog
from goldenthread.trail.actions import open_since

SEVERAL_PROCESSES = "PROMETHEUS_MULTIPROC_DIR"
_counted = CollectorRegistry()

REQUESTS = Counter(
    "goldenthread_requests",
    "Requests answered, by the page's name, method and status.",
    ("page", "method", "status"),
    registry=_counted,
)
SECONDS = Histogram(
    "goldenthread_request_seconds",
    "How long answering took, by the page's name.",
    ("page",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_counted,
)
TROUBLES = Counter(
    "goldenthread_troubles",
    "Requests answered by the last resort: a fault, no database, no room.",
    ("kind",),
    registry=_counted,
)


def count(*, page: str, method: str, status: int, seconds: float) -> None:
    """One request, once it is answered."""
    REQUESTS.labels(page, method, str(status)).inc()
    SECONDS.labels(page).observe(seconds)


def as_text(*, now: datetime) -> bytes:
    """Every figure, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Read(now))
    if os.environ.get(SEVERAL_PROCESSES):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_counted)


class _Read(Collector):
    """What is read from the database and the disk at the moment of asking."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield from self._parts()
        yield from self._work()
        age = state.backup_age(now=self.now)
        if age is not None:
            yield _gauge(
                "backup_age_seconds", "Of the latest finished backup.", age.total_seconds()
            )
        yield _gauge(
            "disk_free_bytes",
            "Where the installation writes.",
            shutil.disk_usage(settings.VAR).free,
        )

    def _parts(self) -> Iterator[Metric]:
        well = GaugeMetricFamily(
            "goldenthread_part_well",
            "1 where the part is well, 0 where it is not.",
            labels=["part"],
        )
        for part in state.state(now=self.now):
            well.add_metric([part.name], int(part.well))
        yield well

    def _work(self) -> Iterator[Metric]:
        runs = GaugeMetricFamily(
            "goldenthread_jobs", "Long work by kind and state.", labels=["kind", "state"]
        )
        for one in jobs.counts_of_runs():
            runs.add_metric([one.kind, one.state.value], one.number)
        yield runs
        waits = jobs.longest_wait(now=self.now).total_seconds()
        yield _gauge("job_longest_wait_seconds", "Of work that nobody has begun.", waits)
        late = jobs.worker_is_late_by(now=self.now)
        if late is not None:
            yield _gauge(
                "worker_late_seconds", "By how much the worker is late.", late.total_seconds()
            )
        mail = backlog(now=self.now)
        yield _gauge("mail_due", "Messages that should have been sent.", mail.due)
        yield _gauge("mail_failed", "Messages that will not be sent any more.", mail.failed)
        yield _gauge(
            "mail_perhaps_sent",
            "Messages of which nobody knows whether they were sent, until somebody settles them.",
            mail.perhaps,
        )
        yield _gauge(
            "mail_longest_wait_seconds", "Of messages that are due.", mail.longest.total_seconds()
        )
        since = open_since()
        yield _gauge(
            "trail_unsealed_seconds",
            "Age of the oldest look that is not sealed into the audit trail.",
            (self.now - since).total_seconds() if since else 0,
        )


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"goldenthread_{name}", words, value=value)
