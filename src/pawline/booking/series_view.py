"""How a series is shown: as it is planned, and as it is booked."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from pawline.pets import PetView
from pawline.shop import Label

from .desk_view import DeskTime
from .view import ServiceName

State: TypeAlias = Literal["free", "moved", "none"]


class SeriesLine(msgspec.Struct, frozen=True):
    """One visit of a series as it can be had. `number` counts from 1.

    `free`: as wished. `moved`: `time` is the nearest free one of that day or of the days around it. `none`: there is
    none, `time` is None. `why` says why it is not as wished, None when it is; `nearest` are others to choose from, in
    order of time. `totals_cents` is the price of a visit by the days of all these, where it is not the plan's.
    """

    number: int
    wished_ms: int
    state: State
    time: DeskTime | None
    why: Label | None
    nearest: list[DeskTime]
    totals_cents: dict[str, int] = {}


class SeriesPlan(msgspec.Struct, frozen=True):
    """Every visit of a series, judged; it holds nothing. Minutes and price are those of one visit as listed."""

    lines: list[SeriesLine]
    minutes: int
    total_cents: int


class SeriesVisit(msgspec.Struct, frozen=True):
    """One visit of a series: its booking, when it is and with whom.

    `is_open`: it can still be called off; `fee_cents` is what that costs its owner now, and `refund_cents` what then
    comes back of the deposit. `health` says of a visit to come what the pets' vaccinations and conditions mean for it.
    """

    booking_id: str
    number: int
    status: str
    starts_ms: int
    ends_ms: int
    groomers: list[str]
    is_open: bool
    fee_cents: int
    refund_cents: int
    health: list[Label] = []


class SeriesView(msgspec.Struct, frozen=True):
    """A series with all of its visits in order of time, those that were called off as well. `total_cents` is the price
    of those that were not."""

    id: str
    version: int
    pets: list[PetView]
    services: list[ServiceName]
    visits: list[SeriesVisit]
    total_cents: int
