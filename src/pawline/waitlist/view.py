"""How the waitlist is shown: plain typed structs."""

from __future__ import annotations

import msgspec

from pawline.booking import ServiceName
from pawline.pets import PetView


class WaitPet(msgspec.Struct, frozen=True):
    """A pet that is to come, and for what."""

    pet: PetView
    services: list[ServiceName]


class OfferedView(msgspec.Struct, frozen=True):
    """The time that is held for them now."""

    booking_id: str
    start_ms: int
    until_ms: int


class RoomView(msgspec.Struct, frozen=True):
    """The first time that is free for them now."""

    start_ms: int
    end_ms: int
    groomer_id: str
    groomer_name: str


class WaitView(msgspec.Struct, frozen=True):
    """Somebody who waits, as their card shows it. Days are ISO dates; minutes are of the shop's clock.

    `groomer_name` None: anybody will do.
    """

    id: str
    version: int
    state: str
    pets: list[WaitPet]
    groomer_name: str | None
    from_day: str
    to_day: str
    from_min: int
    to_min: int
    made_ms: int
    offer: OfferedView | None


class WaitingView(msgspec.Struct, frozen=True):
    """What an owner waits for, the oldest first; `ahead` says of each how many came before and wait for the same."""

    waits: list[WaitView]
    ahead: list[int]


class TrayRow(msgspec.Struct, frozen=True):
    """Somebody who waits, as the desk sees it; `room` None: nothing is free for them now. `turned_down` counts what
    they were offered and did not take; who is not `is_reached` has to be called."""

    wait: WaitView
    c: str
    is_reached: bool
    owner_id: str
    owner_name: str
    phone_tail: str | None
    room: RoomView | None
    turned_down: int


class TrayView(msgspec.Struct, frozen=True):
    """Everybody who waits, who came first in front."""

    rows: list[TrayRow]
