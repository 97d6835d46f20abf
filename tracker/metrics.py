"""The numbers of `/metrics`, as Prometheus reads them: of all processes of a host together.

Each process keeps its own in a file of the folder that gunicorn.conf.py makes (PROMETHEUS_MULTIPROC_DIR); whichever is
asked adds up all. Labels have a bounded number of values: routes are pages that there are, never addresses.
"""

import os
from collections.abc import Iterator
from threading import Lock

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from claims import queries
from claims.models import Claim, DataVersion

from .replica import measure_lag

CONTENT_TYPE = CONTENT_TYPE_LATEST
OF_THIS_PROCESS = CollectorRegistry()
REQUESTS = Counter("tracker_requests", "Requests answered.", ["route", "status"], registry=OF_THIS_PROCESS)
SECONDS = Histogram(
    "tracker_request_seconds",
    "Until the answer was sent.",
    ["route"],
    registry=OF_THIS_PROCESS,
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)
KEPT = Counter("tracker_kept", "Values asked of what is kept in memory.", ["kept", "result"], registry=OF_THIS_PROCESS)
FILES = Counter("tracker_files", "Costly files asked for.", ["result"], registry=OF_THIS_PROCESS)


def count(request: HttpRequest, response: HttpResponseBase, route: str, seconds: float) -> None:
    """Count a request that has been answered."""
    REQUESTS.labels(route, str(response.status_code)).inc()
    SECONDS.labels(route).observe(seconds)
    if file := getattr(request, "costly_file", None):
        FILES.labels(file).inc()
    _KEPT_VALUES.count()


class _KeptValues:
    """Counts what was asked of the values kept in memory since the last request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: dict[tuple[str, str], int] = {}

    def count(self) -> None:
        with self._lock:
            for name, cache in queries.KEPT.items():
                for result, number in (("hit", cache.hits), ("miss", cache.misses)):
                    more = number - self._counted.get((name, result), 0)
                    if more > 0:
                        KEPT.labels(name, result).inc(more)
                    self._counted[name, result] = number


_KEPT_VALUES = _KeptValues()


class _OfTheDatabase(Collector):
    """What the database holds, asked when somebody asks for the numbers (two queries, or one after no change)."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        if lag := measure_lag():
            yield GaugeMetricFamily("tracker_replica_up", "Whether the replica answers.", lag.answers)
            if lag.bytes is not None:
                yield GaugeMetricFamily("tracker_replica_missing_bytes", "Of the primary's log.", lag.bytes)
            if lag.seconds is not None:
                yield GaugeMetricFamily("tracker_replica_seconds", "How old its newest change is.", lag.seconds)
        try:
            version = DataVersion.read_all().of_all()
            claims = queries.count_rows(Claim.objects.published(), version)
        except (DatabaseError, InterfaceError):
            yield GaugeMetricFamily("tracker_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("tracker_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("tracker_data_version", "Rises with each change that readers see.", version.number)
        yield GaugeMetricFamily("tracker_published_claims", "Claims that readers see.", claims)


def write() -> bytes:
    """Return all numbers in Prometheus' text format."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        asked = CollectorRegistry()
        MultiProcessCollector(asked)
    else:
        asked = OF_THIS_PROCESS
    of_the_database = CollectorRegistry()
    of_the_database.register(_OfTheDatabase())
    return generate_latest(asked) + generate_latest(of_the_database)
