"""What a booking at the desk is made of: who was found, what can be done for the pet, when there is time."""

from __future__ import annotations

import msgspec

from pawline.pets import PetView
from pawline.shop import Label, SoldBy

from .model import ServiceLine
from .view import DayPrice, GroomerView, LineView, PetTime


class DeskOwner(msgspec.Struct, frozen=True):
    """An owner in a list; `phone_tail` is the last four digits, None when no number is known."""

    id: str
    name: str
    phone_tail: str | None


class LastVisit(msgspec.Struct, frozen=True):
    """A pet's latest visit. `services` are those of it that can be booked again, for "as last time".

    `groomer_id` is None when that person does not take work any more.
    """

    starts_ms: int
    label: Label
    services: list[ServiceLine]
    groomer_id: str | None
    groomer_name: str


class FoundPet(msgspec.Struct, frozen=True):
    """A pet with its owner; a pet of None is an owner without one. `next_ms` is when it is booked for already."""

    owner: DeskOwner
    pet: PetView | None
    last: LastVisit | None
    next_ms: int | None


class FoundPets(msgspec.Struct, frozen=True):
    """Pets and owners that a text may mean: those whose own name holds it first, then who was here last."""

    found: list[FoundPet]


class WelcomedPet(msgspec.Struct, frozen=True):
    """A pet that has just been written down; `is_known`: its owner was there already, by the telephone."""

    found: FoundPet
    is_known: bool


class MenuItem(msgspec.Struct, frozen=True):
    """A service with its minutes and price for one pet, of a stay those of one night or the day; `includes` are codes
    that it brings for nothing. `listed_min` is what such a pet takes by the list, `minutes` what this one takes.

    `most_cents` and `most_min` are what it may come to as long as nobody knows what `depends_on` names (size, coat);
    those of the list when nothing does.
    """

    code: str
    name: Label
    minutes: int
    listed_min: int
    price_cents: int
    sold_by: SoldBy
    is_extra: bool
    max_quantity: int
    includes: list[str]
    most_cents: int
    most_min: int
    depends_on: list[str]


class MenuView(msgspec.Struct, frozen=True):
    """What can be done for a pet. `needs_size`: some of it has no price until the size is known."""

    items: list[MenuItem]
    needs_size: bool


class DeskTime(msgspec.Struct, frozen=True):
    """A start that is free, and who would do it. `is_now`: it has begun, for who stands at the counter.

    For several pets `pets` says whose turn is when, and `end_ms` is when all are ready; for one it is empty. `is_drop`:
    pets are brought at certain times that day, and their turn may begin later than they come.
    """

    start_ms: int
    end_ms: int
    groomer: GroomerView | None
    is_now: bool
    pets: list[PetTime] = []
    is_drop: bool = False


class DeskDay(msgspec.Struct, frozen=True):
    """A day with all of its free starts; `state` is open, full or closed, `why` says in words why it has none.

    `barred` says why the pets should not come that day, by their vaccinations; staff may let them (`pets.waive`).
    `price` is what the wish costs that day, None: what it costs in the week.
    """

    date: str
    state: str
    why: Label | None
    times: list[DeskTime]
    barred: Label | None
    price: DayPrice | None = None


class DeskTimes(msgspec.Struct, frozen=True):
    """Free times of a week for a wish, and what the wish costs as listed; it holds nothing.

    `reason` says why the wished start is not among them; `groomers` are those who can do it at all. Of a stay `nights`
    says for how many (0: a day), and there are none; None is a visit.
    """

    days: list[DeskDay]
    reason: Label | None
    services: list[ServiceLine]
    lines: list[LineView]
    minutes: int
    total_cents: int
    groomers: list[GroomerView]
    nights: int | None = None
