"""Who waits for a time, and what they were offered. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pawline.booking import PetWish
from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId


class WaitState(StrEnum):
    """Where somebody who waits stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LEFT = "left"
    OVER = "over"


OPEN = (WaitState.WAITING, WaitState.OFFERED)


class OfferState(StrEnum):
    """The life of an offer: its owner took it, did not want it, did not answer, did not pay the deposit, or the shop
    took it back."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    UNPAID = "unpaid"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Window:
    """When a visit may begin: the days, both included, and the minutes of the shop's clock, half open."""

    from_day: date
    to_day: date
    from_min: int
    to_min: int

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, the first one first."""
        return tuple(self.from_day + timedelta(days=n) for n in range((self.to_day - self.from_day).days + 1))


@dataclass(frozen=True)
class Wait:
    """Somebody who waits. `c` is empty without a conversation; `unanswered` counts offers that lapsed in a row."""

    id: str
    shop_id: ShopId
    c: ConversationId
    owner_id: AccountId
    pets: tuple[PetWish, ...]
    groomer_id: AccountId | None
    window: Window
    state: WaitState
    version: int
    made_ms: int
    made_by: AccountId
    unanswered: int = 0

    def is_met_by(self, booked: Mapping[PetId, Set[str]]) -> bool:
        """Whether every pet comes anyway for something that it waits for; `booked` are codes of services by pet."""
        return all(booked.get(one.pet_id, frozenset()) & {line.code for line in one.services} for one in self.pets)


@dataclass(frozen=True)
class WaitOffer:
    """A time that was held for somebody who waits; `ended_ms` None: it still is."""

    id: str
    wait_id: str
    shop_id: ShopId
    booking_id: BookingId
    start_ms: int
    until_ms: int
    state: OfferState
    made_ms: int
    ended_ms: int | None = None
