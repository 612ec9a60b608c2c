"""How rides are shown. Where somebody lives is in none of what stands on a card."""

from __future__ import annotations

import msgspec

from pawline.shop import Label, Way

from .ride_rows import Ride


class RideView(msgspec.Struct, frozen=True):
    """A ride as a card shows it: the window, the zone and the price."""

    way: Way
    start_ms: int
    end_ms: int
    zone: Label
    price_cents: int
    is_done: bool


class RideWindowView(msgspec.Struct, frozen=True):
    """A window; `why` says why nobody can be driven then, None when somebody can."""

    start_ms: int
    end_ms: int
    left: int
    why: Label | None


class RideZoneView(msgspec.Struct, frozen=True):
    """Where the shop drives, and what one way costs."""

    code: str
    name: Label
    price_cents: int


class ChosenRide(msgspec.Struct, frozen=True):
    """A ride with where to ring; for the owner and the team alone."""

    way: Way
    start_ms: int
    end_ms: int
    zone: str
    address: str
    price_cents: int
    is_done: bool


class KeptPlace(msgspec.Struct, frozen=True):
    """Where the owner was fetched or brought the last time."""

    zone: str
    address: str


class RideChoices(msgspec.Struct, frozen=True):
    """The windows of the day of a visit for each way, what is chosen, and what is known. `base_cents` is the price
    without any ride, None when that is not asked; `version` that of the booking, 0 without one."""

    fetch: list[RideWindowView]
    home: list[RideWindowView]
    zones: list[RideZoneView]
    chosen: list[ChosenRide]
    kept: KeptPlace | None
    base_cents: int | None
    version: int


class StopView(msgspec.Struct, frozen=True):
    """One stop of a day: whom, where, and whether the driver was there. `phone` is None when none is known; `is_sure`:
    the owner has said yes."""

    id: str
    booking_id: str
    c: str
    way: Way
    start_ms: int
    end_ms: int
    pets: list[str]
    owner_name: str
    phone: str | None
    zone: Label
    address: str
    is_sure: bool
    done_ms: int | None


class StopsView(msgspec.Struct, frozen=True):
    """All stops of a day in the order of their windows; `is_on`: the shop drives."""

    day: str
    is_on: bool
    stops: list[StopView]


def ride_view(one: Ride) -> RideView:
    """A ride for a card."""
    return RideView(
        one.way, one.span.start_ms, one.span.end_ms, one.zone_name, one.price_cents, one.done_ms is not None
    )  # fmt: skip


def line_label(one: Ride) -> Label:
    """A ride on the bill."""
    zh = "接" if one.way == "fetch" else "送回"
    en = "Ride here" if one.way == "fetch" else "Ride home"
    return Label(f"接送（{zh}）· {one.zone_name.zh}", f"{en} · {one.zone_name.en}")
