"""Rides: an owner or the desk adds them to a visit, and whoever drives sees the day's stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pawline.people import Actor, must_be_staff, people_of, phones_of
from pawline.platform.commands import carry_out
from pawline.platform.db import Tx
from pawline.shop import Way

from . import ride_rows, store
from .diary import Diary
from .errors import NoRides, NoSuchRide
from .events import RidesChanged
from .keeping import BookKeeping, check_open, check_version
from .model import Booking, BookingStatus
from .ride_rows import Ride
from .ride_view import (
    ChosenRide,
    KeptPlace,
    RideChoices,
    RideWindowView,
    RideZoneView,
    StopsView,
    StopView,
)
from .ride_windows import Trip, rides_on, windows_for
from .riding import RideWish, address_of, choose, trip_of, zone_label
from .view import BookingView


class Driving(BookKeeping):
    """Owners choose for what is theirs; stops are the team's alone."""

    # Questions

    def choices(self, tx: Tx, actor: Actor, booking_id: str) -> RideChoices:
        """Which windows a visit could be driven in, and what is chosen; raises NoSuchBooking."""
        every = self._whole(tx, self.booking_for(tx, actor, booking_id))
        lead, diary = every[0], self.diary(tx, actor.shop_id)
        chosen = ride_rows.of_booking(tx, lead.shop_id, lead.id)
        base_cents = sum(one.total_cents for one in every)
        found = _choices(tx, actor, diary, trip_of(every), chosen, lead.owner_id)
        return RideChoices(*found, base_cents, lead.version)

    def choices_at(self, tx: Tx, actor: Actor, pet_id: str, trip: Trip) -> RideChoices:
        """The same for a visit that is about to be entered; raises Forbidden, NoSuchPet."""
        must_be_staff(actor)
        owner_id = self._pets.pet_for(tx, actor, pet_id).owner_id
        return RideChoices(*_choices(tx, actor, self.diary(tx, actor.shop_id), trip, [], owner_id), None, 0)

    def stops(self, tx: Tx, actor: Actor, day: date | None) -> StopsView:
        """Where to drive on a day (None: the shop's today), in order; raises Forbidden."""
        must_be_staff(actor)
        diary = self.diary(tx, actor.shop_id)
        day = day or diary.today
        found = rides_on(tx, diary, day)
        return StopsView(day.isoformat(), diary.settings.rides.is_on, self._stops(tx, actor, found))

    # Verbs

    async def choose(
        self, actor: Actor, booking_id: str, version: int, wishes: Sequence[RideWish], key: str
    ) -> BookingView:  # fmt: skip
        """Gives a visit these rides and no others, for all pets that come; the card shows the price with them.

        Raises NoSuchBooking, StaleVersion, HoldGone, BookingClosed, NoRides, TwoRides, NoSuchZone, RideUnfit.
        """

        def work(tx: Tx) -> BookingView:
            self.release_due(tx, actor.shop_id)
            old = self._open(tx, actor, booking_id)
            check_version(old, version)
            diary = self.diary(tx, actor.shop_id)
            if wishes and not diary.settings.rides.is_on:
                raise NoRides
            every = self._visit(tx, old)
            choose(tx, diary, every, wishes, self._ids.new, is_staff=actor.is_staff)
            # The price is another: a card from before is no card of this one.
            new = self._swap(tx, old, replace(old, version=old.version + 1, terms_version=old.version + 1))
            self._say(tx, RidesChanged, new)
            return self._view(tx, new)

        request = ("rides", booking_id, version, list(wishes))
        return await carry_out(self._db, self._clock, actor, key, request, BookingView, work)

    async def tick(self, actor: Actor, ride_id: str, key: str, *, is_done: bool) -> StopsView:
        """The driver was at a stop, or was not after all; raises Forbidden, NoSuchRide."""
        must_be_staff(actor)

        def work(tx: Tx) -> StopsView:
            found = ride_rows.find(tx, actor.shop_id, ride_id)
            if found is None:
                raise NoSuchRide
            now_ms = self._clock.now_ms()
            done = (found.done_ms or now_ms, found.done_by or actor.account_id) if is_done else (None, None)
            ride_rows.update(tx, replace(found, done_ms=done[0], done_by=done[1]))
            lead = self.booking_of(tx, actor.shop_id, found.booking_id)
            new = self._swap(tx, lead, replace(lead, version=lead.version + 1))
            self._say(tx, RidesChanged, new)
            diary = self.diary(tx, actor.shop_id)
            return self.stops(tx, actor, diary.day_of(found.span.start_ms))

        return await carry_out(self._db, self._clock, actor, key, ("stop", ride_id, is_done), StopsView, work)

    # How it is done

    def _whole(self, tx: Tx, one: Booking) -> list[Booking]:
        """The whole visit, the leading pet first, whichever was named."""
        lead = one if one.lead_id is None else self.booking_of(tx, one.shop_id, one.lead_id)
        return self._visit(tx, lead)

    def _open(self, tx: Tx, actor: Actor, booking_id: str) -> Booking:
        """The leading booking of a visit whose rides can be changed; the way home also while the team has the pet."""
        lead = self._whole(tx, self.booking_for(tx, actor, booking_id))[0]
        if lead.status is BookingStatus.HELD:
            return self._held(tx, actor, lead.id)
        if not (actor.is_staff and lead.status is BookingStatus.CONFIRMED):
            check_open(lead)
        return lead

    def _stops(self, tx: Tx, actor: Actor, found: Sequence[Ride]) -> list[StopView]:
        if not found:
            return []
        leads = store.find_many(tx, actor.shop_id, [one.booking_id for one in found])
        along = store.companions(tx, actor.shop_id, [one.id for one in leads])
        every: dict[str, list[Booking]] = {one.id: [one, *along.get(one.id, [])] for one in leads}
        pets = self._pets.views_of(tx, actor.shop_id, [one.pet_id for some in every.values() for one in some])
        owners = [one.owner_id for one in leads]
        people, phones = people_of(tx, owners), phones_of(tx, actor.shop_id, owners)
        stops: list[StopView] = []
        for one in found:
            lead, *_ = mine = every[one.booking_id]
            names = [pets[each.pet_id].name for each in mine if each.pet_id in pets]
            owner = people[lead.owner_id].name if lead.owner_id in people else ""
            stops.append(
                StopView(
                    one.id, one.booking_id, lead.c, one.way, one.span.start_ms, one.span.end_ms, names, owner,
                    phones.get(lead.owner_id), one.zone_name, address_of(tx, one),
                    lead.status is not BookingStatus.HELD, one.done_ms,
                )
            )  # fmt: skip
        return stops


def _choices(
    tx: Tx, actor: Actor, diary: Diary, trip: Trip, chosen: Sequence[Ride], owner_id: str
) -> tuple[
    list[RideWindowView], list[RideWindowView], list[RideZoneView], list[ChosenRide], KeptPlace | None
]:  # fmt: skip
    mine = [one.id for one in chosen]

    def windows(way: Way) -> list[RideWindowView]:
        found = windows_for(tx, diary, way, trip, mine, is_staff=actor.is_staff)
        return [RideWindowView(one.span.start_ms, one.span.end_ms, len(one.seats), one.why) for one in found]

    zones = [RideZoneView(one.code, zone_label(one), one.price_cents) for one in diary.settings.rides.zones]
    rides = [
        ChosenRide(
            one.way, one.span.start_ms, one.span.end_ms, one.zone, address_of(tx, one), one.price_cents,
            one.done_ms is not None,
        )
        for one in chosen
    ]  # fmt: skip
    last = ride_rows.last_of(tx, diary.shop.id, owner_id)
    kept = None if last is None else KeptPlace(last.zone, address_of(tx, last))
    return windows("fetch"), windows("home"), zones, rides, kept
