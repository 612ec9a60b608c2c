"""Pets that are fetched and brought home: where the shop drives, when, and for how much. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

# To the shop, and back home.
Way = Literal["fetch", "home"]
WAYS: tuple[Way, ...] = ("fetch", "home")


class RideZone(msgspec.Struct, frozen=True):
    """Where the shop drives, under a code of its own, and what one way costs from there; no English name is the
    Chinese one."""

    code: str
    name: str
    price_cents: int
    name_en: str = ""


class RideWindow(msgspec.Struct, frozen=True):
    """A stretch of a weekday (1 Monday … 7 Sunday) in which the shop drives one way, minutes after the wall clock's
    midnight; at most `stops` households each time."""

    weekday: int
    way: Way
    from_min: int
    to_min: int
    stops: int = 4


class Rides(msgspec.Struct, frozen=True):
    """All that a shop says of its rides. A pet is at the shop `margin_min` before it has to be there."""

    zones: tuple[RideZone, ...] = ()
    windows: tuple[RideWindow, ...] = ()
    margin_min: int = 30

    @property
    def is_on(self) -> bool:
        """Whether the shop drives at all."""
        return bool(self.zones and self.windows)

    def zone(self, code: str) -> RideZone | None:
        """A zone by its code."""
        return next((one for one in self.zones if one.code == code), None)
