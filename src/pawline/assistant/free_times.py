"""The calendar's answer to a wish, as the dialogue understands it and as an owner should hear it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from pawline import booking, shop

from . import wording
from .facts import Found, Offer, Words
from .model import When, Wish

_FULL = re.compile(r"(?:已满|约满|都有约了)。?$")
"""The booking room tells staff which person or place is taken; an owner hears that the time is."""


def found_of(view: booking.SlotsView, wish: Wish, wanted: shop.Shop) -> Found:
    """A slots view as the dialogue's answer, with a reason whenever the times are for another moment."""
    times = [one for day in sorted(view.times) for one in view.times[day] if one.is_free]
    offers = tuple(_offer(one, wanted) for one in times)
    exact = next((one for one in offers if one.start.replace(tzinfo=None) == wish.when.at), None)
    if view.nights is not None and wish.when.at is None:
        # A stay begins once a day: with the day everything is said.
        exact = next((one for one in offers if one.start.date() == wish.when.day), None)
    if exact is not None and view.reason is None:
        return Found(exact, offers)
    if not times and any(day.state == "barred" for day in view.days) and view.reason is not None:
        return Found(reason=Words(view.reason.zh, view.reason.en), is_barred=True)
    found = Found(near=offers, reason=_reason(view, wish.when))
    said = _with_rest(_with_stretch(found, wish.when), view, wish.when)
    return replace(said, is_full=_is_full(view, wish.when))


def _is_full(view: booking.SlotsView, when: When) -> bool:
    """Whether the wished day is open and full; of several days it is not asked."""
    day = when.one_day
    return day is not None and any(one.date == day.isoformat() and one.state == "full" for one in view.days)


def _reason(view: booking.SlotsView, when: When) -> Words | None:
    if when.at is None:
        return Words(view.reason.zh, view.reason.en) if view.reason else None
    if view.reason is None:
        return Words(wording.not_at("zh", when.at), wording.not_at("en", when.at))
    if _FULL.search(view.reason.zh):
        return Words(wording.full_at("zh", when.at), wording.full_at("en", when.at))
    return Words(view.reason.zh, view.reason.en)


def _with_stretch(found: Found, when: When) -> Found:
    """A wished stretch without a free time is said to be full, the others being shown."""
    if found.reason is not None or when.at is not None or not found.near:
        return found
    if any(_is_inside(one.start.replace(tzinfo=None), when) for one in found.near):
        return found
    reason = Words(wording.no_time_in("zh", when), wording.no_time_in("en", when))
    return Found(near=found.near, reason=reason)


def _with_rest(found: Found, view: booking.SlotsView, when: When) -> Found:
    """That the shop is closed says more than that nothing is free."""
    day = when.one_day
    is_closed = day is not None and any(one.date == day.isoformat() and one.state == "closed" for one in view.days)
    if day is None or not is_closed or when.at is not None or not found.near:
        return found
    return Found(near=found.near, reason=Words(wording.closed_on("zh", day), wording.closed_on("en", day)))


def _is_inside(start: datetime, when: When) -> bool:
    if when.day is not None:
        return start.date() == when.day
    return (when.from_ is None or start >= when.from_) and (when.to is None or start < when.to)


def _offer(one: booking.TimeView, found: shop.Shop) -> Offer:
    start, end = (shop.local_time(ms, found.clock_zone) for ms in (one.start_ms, one.end_ms))
    groomer = one.groomer
    return Offer(
        one.offer_id, start, end, groomer.id if groomer else "", groomer.name if groomer else "", one.total_cents
    )


def instant_ms(wall: datetime | None, zone: tzinfo) -> int | None:
    """A moment of the shop's wall clock as milliseconds UTC; None stays None."""
    return None if wall is None else int(wall.replace(tzinfo=zone).timestamp() * 1000)
