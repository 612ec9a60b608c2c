"""What a shop may say of its rides."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from .checks import Bounds, check_number, check_text
from .errors import BadRideWindow, BadShop
from .model import Label, Opening
from .rides import Rides, RideWindow

MOST_ZONES = 30
MOST_WINDOWS = 84
MOST_NAME = 16
GRID_MIN = 5
# What the numbers of rides may be, by their name there.
OF_RIDES: Mapping[str, Bounds] = {
    "margin_min": Bounds(0, 240, Label("接到店后留几分钟再开始", "Minutes at the shop before the visit")),
    "stops": Bounds(1, 60, Label("一趟最多接送几家", "Households in one window at most")),
    "price_cents": Bounds(0, 100_000, Label("接送的价格", "Price of a ride")),
}


def check_rides(rides: Rides, week: Mapping[int, Opening]) -> None:
    """Zones with a name and a price, and windows of the days on which the shop is open by its `week`.

    Raises BadShop, BadNumber, BadRideWindow.
    """
    _check_zones(rides)
    if len(rides.windows) > MOST_WINDOWS:
        raise BadShop(reason="rides")
    check_number("margin_min", OF_RIDES["margin_min"], rides.margin_min)
    for one in rides.windows:
        if not 1 <= one.weekday <= 7:
            raise BadShop(reason="weekday")
        check_number("stops", OF_RIDES["stops"], one.stops)
        if not _is_well(one, week.get(one.weekday)):
            raise BadRideWindow(one.weekday, one.from_min, one.to_min)
    for one, other in combinations(rides.windows, 2):
        is_same = (one.weekday, one.way) == (other.weekday, other.way)
        if is_same and one.from_min < other.to_min and other.from_min < one.to_min:
            raise BadRideWindow(other.weekday, other.from_min, other.to_min)


def _check_zones(rides: Rides) -> None:
    codes = [one.code for one in rides.zones]
    if len(codes) > MOST_ZONES or len(set(codes)) < len(codes):
        raise BadShop(reason="rides")
    for one in rides.zones:
        check_text("code", one.code, 1, 16)
        check_text("zone", one.name, 1, MOST_NAME)
        check_text("zone_en", one.name_en, 0, MOST_NAME)
        check_number("price_cents", OF_RIDES["price_cents"], one.price_cents)


def _is_well(one: RideWindow, hours: Opening | None) -> bool:
    """A driver may set out before the shop opens, and bring home after it closes; but not begin then."""
    if hours is None or one.from_min % GRID_MIN or one.to_min % GRID_MIN:
        return False
    last_min = hours.closes_min if one.way == "fetch" else 24 * 60
    return 0 <= one.from_min < one.to_min <= last_min and one.from_min < hours.closes_min
