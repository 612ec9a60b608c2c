"""How bookings and free times are shown: plain typed structs, and their building from rows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pawline.people import people_of, phones_of
from pawline.pets import PetService, PetView
from pawline.platform.db import Tx
from pawline.shop import Catalogue, Label, Settings

from . import store
from .model import Booking, BookingStatus, PriceLine
from .policy import cancel_terms


class GroomerView(msgspec.Struct, frozen=True):
    """Who does it; `is_last`: the one who did this pet the last time."""

    id: str
    name: str
    is_last: bool


class ServiceName(msgspec.Struct, frozen=True):
    """A service by its code and name."""

    code: str
    name: Label


class LineView(msgspec.Struct, frozen=True):
    """One line of the price."""

    label: Label
    minutes: int
    price_cents: int


class PolicyView(msgspec.Struct, frozen=True):
    """What cancelling costs; `fee_cents` is the price of cancelling now, for a hold once it is confirmed."""

    free_until_ms: int
    late_percent: int
    is_late: bool
    fee_cents: int


class BookingView(msgspec.Struct, frozen=True):
    """A booking as its card shows it."""

    id: str
    version: int
    status: str
    pet: PetView
    services: list[ServiceName]
    starts_ms: int
    ends_ms: int
    groomer: GroomerView | None
    lines: list[LineView]
    total_cents: int
    care: list[str]
    hold_until_ms: int | None
    can_extend: bool
    policy: PolicyView
    owner_name: str
    phone_tail: str | None
    visit_stage: str | None


class TimeView(msgspec.Struct, frozen=True):
    """A time that may be chosen; one that is not free has no offer id."""

    offer_id: str
    start_ms: int
    end_ms: int
    groomer: GroomerView | None
    total_cents: int
    is_free: bool


class DayView(msgspec.Struct, frozen=True):
    """A day of the slots card; `state` is open, full or closed."""

    date: str
    state: str


class SlotsView(msgspec.Struct, frozen=True):
    """Free times of a few days. `reason` says why the wished time is not among them."""

    days: list[DayView]
    chosen: str
    times: dict[str, list[TimeView]]
    wished_ms: int | None
    reason: Label | None


class BookingsView(msgspec.Struct, frozen=True):
    """An owner's bookings: those to come, the next first, and those gone by, the latest first."""

    upcoming: list[BookingView]
    past: list[BookingView]


class Showing:
    """What building a view takes besides the booking's own rows."""

    def __init__(self, pets: PetService, catalogue: Catalogue, settings: Settings, now_ms: int) -> None:
        self.pets = pets
        self.catalogue = catalogue
        self.settings = settings
        self.now_ms = now_ms


def booking_views(tx: Tx, shop_id: str, bookings: Sequence[Booking], showing: Showing) -> list[BookingView]:
    """Views of some bookings of one shop, in their order, with a handful of queries in all."""
    if not bookings:
        return []
    ids = [one.id for one in bookings]
    lines = store.lines_of(tx, shop_id, ids)
    pets = showing.pets.views_of(tx, shop_id, [one.pet_id for one in bookings])
    care = showing.pets.care_of(tx, shop_id, [one.pet_id for one in bookings])
    people = people_of(tx, {one.groomer_id for one in bookings} | {one.owner_id for one in bookings})
    names = {account_id: person.name for account_id, person in people.items()}
    phones = phones_of(tx, shop_id, [one.owner_id for one in bookings])
    last = last_groomers(tx, shop_id, bookings)
    return [
        _view(
            one,
            lines[one.id],
            pets[one.pet_id],
            care[one.pet_id],
            names,
            phones.get(one.owner_id),
            last[one.id],
            showing,
        )
        for one in bookings
    ]


def last_groomers(tx: Tx, shop_id: str, bookings: Sequence[Booking]) -> dict[str, str | None]:
    """For each booking, who did the same pet the last time before it; None for a first visit."""
    done = store.done_before(tx, shop_id, [one.pet_id for one in bookings])
    return {
        one.id: next((g for pet, g, at_ms in done if pet == one.pet_id and at_ms < one.starts_ms), None)
        for one in bookings
    }


def _view(
    one: Booking,
    lines: Sequence[PriceLine],
    pet: PetView,
    care: list[str],
    names: dict[str, str],
    phone: str | None,
    last_groomer: str | None,
    showing: Showing,
) -> BookingView:
    terms = cancel_terms(one, showing.settings, showing.now_ms)
    held = one.status is BookingStatus.HELD
    return BookingView(
        id=one.id,
        version=one.version,
        status=one.status.value,
        pet=pet,
        services=[ServiceName(s.code, _name(showing.catalogue, s.code)) for s in one.services],
        starts_ms=one.starts_ms,
        ends_ms=one.ends_ms,
        groomer=GroomerView(one.groomer_id, names.get(one.groomer_id, ""), one.groomer_id == last_groomer),
        lines=[LineView(line.label, line.minutes, line.price_cents) for line in lines],
        total_cents=one.total_cents,
        care=care,
        hold_until_ms=one.hold_until_ms if held else None,
        can_extend=held and not one.is_extended,
        policy=PolicyView(terms.free_until_ms, terms.late_percent, terms.is_late, terms.fee_cents),
        owner_name=names.get(one.owner_id, ""),
        phone_tail=phone[-4:] if phone else None,
        visit_stage=one.visit_stage,
    )


def _name(catalogue: Catalogue, code: str) -> Label:
    service = catalogue.by_code.get(code)
    return service.name if service else Label(code, code)
