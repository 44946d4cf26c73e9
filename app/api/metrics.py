"""What the server measures of itself, for Prometheus.

The counters are those of all serving processes where the server names a folder they share, see server.py; the library looks
for that folder once, when it is first imported, so nobody but a serving process may import this file. What can be read from
the register at any time is not counted but looked up when asked.
"""

from collections.abc import Iterator
from time import perf_counter

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.api import figures
from app.clock import today
from app.errors import Unavailable
from app.registry.queries.standing import require_database
from app.search.sync import pending, search_engine

_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))

_own = CollectorRegistry()
requests = Counter(
    "biaolian_requests", "Requests answered, by route, method and status", ("route", "method", "status"), registry=_own
)
request_seconds = Histogram(
    "biaolian_request_seconds", "Time to answer a request, in seconds", ("route", "method"), registry=_own
)
search_seconds = Histogram(
    "biaolian_search_seconds",
    "Time of one search in the index, in seconds",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    registry=_own,
)

bp = Blueprint("metrics", __name__)


class Register(Collector):
    """What the register and its index hold at the moment."""

    def collect(self) -> Iterator[Metric]:
        """The numbers, read from the database and the index; none where the database can't be read, as /readyz tells."""
        try:
            standards = require_database()
        except Unavailable:
            return
        yield GaugeMetricFamily("biaolian_standards", "Standards in the register", standards)
        yield GaugeMetricFamily("biaolian_index_documents", "Standards in the search index", search_engine().count())
        yield GaugeMetricFamily("biaolian_index_lag", "Changes that the search index has yet to take up", pending())
        yield from _headlines()


def _headlines() -> Iterator[Metric]:
    """The plan's metrics today and what it asks of them; a rate is 0..1, and what has no data is absent."""
    values = GaugeMetricFamily("biaolian_metric", "Metric of the plan today, a rate as 0..1", labels=["metric"])
    aims = GaugeMetricFamily("biaolian_metric_target", "What the plan asks of a metric", labels=["metric"])
    for each in figures.targets(today())["metrics"]:
        for family, value in ((values, each["value"]), (aims, each["target"])):
            if value is not None:
                family.add_metric([each["metric"]], float(value))
    yield values
    yield aims


@bp.get("/metrics")
def metrics() -> Response:
    """Everything measured, in the text form of Prometheus."""
    held = CollectorRegistry()
    held.register(Register())
    return Response(generate_latest(_counted()) + generate_latest(held), content_type=CONTENT_TYPE_LATEST)


def _counted() -> CollectorRegistry:
    """What all processes counted where they share a folder, else what this one did."""
    shared = CollectorRegistry()
    try:
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    except ValueError:
        return _own
    return shared


def register(application: Flask) -> None:
    """Measure every request of the application."""
    application.register_blueprint(bp)
    application.before_request(_begin)
    application.after_request(_end)


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    # an address that no route knows is one label, or anybody could fill the memory with labels
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"
    requests.labels(route, method, response.status_code).inc()
    request_seconds.labels(route, method).observe(perf_counter() - g.began)
    searched = g.pop("search_seconds", None)
    if searched is not None:
        search_seconds.observe(searched)
    return response
