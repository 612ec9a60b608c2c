"""What is kept free of a person around a visit: to set up, to tidy, to breathe. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pawline.shop import Service

from .model import MINUTE_MS, Quote, Span, Worker

# Neither a service nor the shop keeps anybody free, or a place airing, for longer.
MOST_BUFFER_MS = 120 * MINUTE_MS


def around(services: Iterable[Service]) -> tuple[int, int]:
    """The milliseconds before and after a visit in which all of these are done: it is set up and tidied once, as long
    as the longest takes."""
    some = list(services)
    before = max((one.before_min for one in some), default=0)
    after = max((one.after_min for one in some), default=0)
    return before * MINUTE_MS, after * MINUTE_MS


def after_ms(worker: Worker, quote: Quote) -> int:
    """How long somebody is kept free after a visit: the shop's minutes or the service's, whichever are more. Who tidies
    needs no rest on top of it."""
    return max(worker.after_ms, quote.after_ms)


def kept_free(worker: Worker, quote: Quote, visit: Span) -> Span:
    """A visit with everything around it in which somebody can do nothing else; it may reach into a break, and over
    the ends of the shift and of the day."""
    return Span(visit.start_ms - quote.before_ms, visit.end_ms + after_ms(worker, quote))
