"""What watches the server: health for people and proxies, numbers for Prometheus."""

from collections.abc import Awaitable, Callable

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from pawline.platform.web.http import PUBLIC, may


class Health(msgspec.Struct):
    """`status` is ok, degraded with the reasons in `problems`, or down (answered with 503)."""

    status: str
    version: str
    epoch: str
    problems: list[str]


class _Numbers(Collector):
    def __init__(self, numbers: Callable[[], dict[str, tuple[str, float]]]) -> None:
        self._numbers = numbers

    def collect(self):  # type: ignore[no-untyped-def]
        for name, (about, value) in self._numbers().items():
            yield GaugeMetricFamily(f"pawline_{name}", about, value=value)


def routes(
    health: Callable[[], Awaitable[Health]], numbers: Callable[[], dict[str, tuple[str, float]]]
) -> list[HTTPRouteHandler]:
    """`/health` and `/metrics`; neither names a person or a shop."""
    registry = CollectorRegistry()
    registry.register(_Numbers(numbers))

    @get("/health", **may(PUBLIC, "status.health", "Whether the server is well"))
    async def show_health() -> Response[Health]:
        found = await health()
        return Response(found, status_code=503 if found.status == "down" else 200)

    @get("/metrics", include_in_schema=False, sync_to_thread=False, **may(PUBLIC, "status.metrics", "Numbers"))
    def show_numbers() -> Response[bytes]:
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return [show_health, show_numbers]
