"""A whole day as it stands, and several bookings put elsewhere together: what replanning a day asks of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from pawline.people import Actor, people_of, system_actor
from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from pawline.shop import Hours, Label, local_day

from . import claims, store
from .availability import needs_of, slots_at
from .desk_moves import DeskMoves
from .desk_offering import MOST_AHEAD
from .diary import Diary, must_be_open
from .drops import with_seats
from .errors import BookingClosed, PastTime, StaleVersion
from .keeping import check_open
from .model import (
    LARGE,
    LIVE,
    Booking,
    BookingStatus,
    Claim,
    DayPlan,
    Place,
    PlannedStep,
    Quote,
    Span,
    Subject,
    Worker,
)
from .pace import at_pace, with_pace_of
from .policy import moved_terms
from .questions import is_over
from .said import when_words
from .slot import Need, Slot
from .standing import Keeping, slot_at_its_time
from .trouble import troubles_of


@dataclass(frozen=True)
class Standing:
    """A live booking as it stands.

    `quote` is what was agreed, `needs` are its stays with the places that would do, by pace; `is_fixed`: it is held,
    has begun, is over by the clock, or was put there against the rules and nothing has happened since, and stays where
    it is; `is_meant`: that its hours are against the rules was known; `has_begun`: the pet is in the shop; `is_large`:
    it counts as one of the large ones that its groomer does that day.
    """

    booking: Booking
    pet: Pet
    pet_no: int | None
    quote: Quote
    needs: Mapping[int, tuple[Need, ...]]
    steps: tuple[PlannedStep, ...]
    claims: tuple[Claim, ...]
    is_fixed: bool
    is_meant: bool
    has_begun: bool
    is_large: bool


@dataclass(frozen=True)
class OpenDay:
    """Everything that decides how a day may be laid out.

    `starts` are the shop's, from morning to evening; on a day with drop-offs there are none, and everybody keeps their
    time; `closed` is by number of the place when it is out of use. `names`
    are of people and places by their number, also of those who do not work that day; `numbers` by account or place.
    `air_ms` is how long a place airs after a dog for a cat.
    """

    zone: ZoneInfo
    now_ms: int
    hours: Hours
    starts: tuple[int, ...]
    workers: tuple[Worker, ...]
    places: tuple[Place, ...]
    closed: Mapping[int, tuple[Span, ...]]
    bookings: tuple[Standing, ...]
    names: Mapping[int, Label]
    numbers: Mapping[str, int]
    air_ms: int


@dataclass(frozen=True)
class NewSpot:
    """Where a booking is to go: the version of its terms that is meant, and places that are taken if they are free."""

    booking_id: str
    terms_version: int
    start_ms: int
    groomer_id: AccountId
    place_ids: frozenset[str]


class Rearranging(DeskMoves):
    """Borrowed by the room that plans: a question and a write, both inside the caller's transaction."""

    def open_day(self, tx: Tx, shop_id: str, day: date) -> OpenDay:
        """A day as it stands. Raises ClosedDay."""
        diary = self.diary(tx, shop_id)
        # Nobody knows the roster of a later year; and a calendar has an end.
        is_near = abs(day - diary.today) <= MOST_AHEAD
        plan = must_be_open(diary.plans([day])[day] if is_near else None, day)
        # The whole calendar day: what is booked outside of today's hours takes people and places all the same.
        span = diary.midnights(day)
        found = [
            one for one in store.between(tx, shop_id, span, LIVE) if not (one.is_stay or is_over(one, diary.now_ms))
        ]
        taken = claims.of_bookings(tx, shop_id, [one.id for one in found])
        anyway = self._anyway(tx, diary, found)
        standing = tuple(self._standing(tx, diary, plan, one, taken[one.id], anyway) for one in found)
        people = people_of(tx, [one.account_id for one in diary.team.groomers])
        names = {one.resource_no: one.name for one in diary.team.stations}
        numbers = {one.id: one.resource_no for one in diary.team.stations}
        for one in diary.team.groomers:
            name = people[one.account_id].name if one.account_id in people else ""
            names[one.resource_no] = Label(name, name)
            numbers[one.account_id] = one.resource_no
        return OpenDay(
            diary.zone, diary.now_ms, plan.hours, () if plan.drops else plan.starts, plan.workers, plan.places,
            plan.closed, standing, names, numbers, plan.air_ms,
        )  # fmt: skip

    def in_the_way(self, tx: Tx, shop_id: str, wanted: Sequence[Claim]) -> dict[str, BookingStatus]:
        """The bookings that have taken any of this now, with where they stand; a hold whose time is over is none."""
        now_ms = self._clock.now_ms()
        found = store.find_many(tx, shop_id, claims.holders(tx, shop_id, wanted))
        return {one.id: one.status for one in found if not is_over(one, now_ms)}

    def has_enough(self, tx: Tx, shop_id: str, booking_id: str, groomer_id: str, at_ms: int) -> bool:
        """Whether somebody has enough to do on that day for this booking not to come as well."""
        size = self.booking_of(tx, shop_id, booking_id).size
        return self.diary(tx, shop_id).is_full(groomer_id, at_ms, Subject("", size, None), [booking_id])

    def rearrange(self, tx: Tx, shop_id: str, wanted: Sequence[NewSpot]) -> list[Booking]:
        """Puts confirmed bookings elsewhere, all of them or none: first they let go, then each takes its new spot.

        Everything is judged anew. Whoever keeps time and person is not told, and the card in hand stays true. Raises
        NoSuchBooking, BookingClosed, StillHeld, StaleVersion, PastTime, ClosedDay, NotFree, RideUnfit, and SlotTaken
        when the database itself refuses.
        """
        actor = system_actor(shop_id)
        olds = [self._movable(tx, actor, one.booking_id) for one in wanted]
        for old, one in zip(olds, wanted, strict=True):
            if old.terms_version != one.terms_version:
                raise StaleVersion(version=old.version)
        self.release_due(tx, shop_id)
        ids = [one.booking_id for one in wanted]
        held = claims.of_bookings(tx, shop_id, ids)
        for old in olds:
            claims.release(tx, old.id)
        diary = self.diary(tx, shop_id)
        put = [
            self._put_at(tx, actor, diary, old, one, held[old.id], ids[number:])
            for number, (old, one) in enumerate(zip(olds, wanted, strict=True))
        ]
        for one in put:
            self._carry_rides(tx, diary, one)
        return put

    def _put_at(
        self, tx: Tx, actor: Actor, diary: Diary, was: Booking, to: NewSpot, held: Sequence[Claim],
        left: Sequence[str],
    ) -> Booking:  # fmt: skip
        """`held` is what it had taken; `left` are those that are nowhere yet: this one, and those that come after."""
        # A pet that came along with this one may have raised its version a moment ago.
        old = self.booking_of(tx, was.shop_id, was.id)
        slot, taken = self._spot(tx, actor, diary, old, to, held, left)
        is_then = slot.start_ms == old.turn.start_ms
        is_same = is_then and slot.worker.account_id == old.groomer_id
        # Who keeps the turn is brought when that was agreed.
        comes_ms, begins_ms = (old.starts_ms, old.begins_ms) if is_then else (slot.comes_ms, slot.begins_ms)
        version = old.version + 1
        moved = replace(
            old, starts_ms=comes_ms, ends_ms=slot.end_ms, begins_ms=begins_ms, groomer_id=slot.worker.account_id,
            version=version,
            terms_version=old.terms_version if is_same else version, size=slot.subject.size,
            **moved_terms(old, comes_ms, diary.now_ms, by_shop=True),
            pace=slot.worker.pace,
        )  # fmt: skip
        new = self._swap(tx, old, moved)
        self._take(tx, new, comes_ms, taken, diary.zone)
        store.set_lines(tx, new.shop_id, new.id, slot.quote.lines)
        store.set_steps(tx, new.shop_id, new.id, slot.steps)
        self._say_moved(tx, new, is_quiet=is_same)
        return new

    def _spot(
        self, tx: Tx, actor: Actor, diary: Diary, old: Booking, to: NewSpot, held: Sequence[Claim],
        left: Sequence[str],
    ) -> tuple[Slot, tuple[Claim, ...]]:  # fmt: skip
        """The planned places if they are free, else others: a place is nobody's promise. With it what is taken."""
        pet = self._pets.pet_for(tx, actor, old.pet_id)
        wanted, subject = self._as_booked(tx, diary, old), diary.visitor(pet)
        is_then, is_theirs = to.start_ms == old.turn.start_ms, to.groomer_id == old.groomer_id
        if is_theirs:
            wanted = replace(wanted, skills=frozenset())
        if to.start_ms < diary.desk_from_ms and not is_then:
            raise PastTime(**when_words(to.start_ms, diary.zone))
        day = local_day(to.start_ms, diary.zone)
        # Where neither time nor person changes, nobody asks whether they are allowed.
        plan = diary.anyway_plan(day) if is_then and is_theirs else diary.open_plan(day, left)
        plan = replace(with_pace_of(plan, old.groomer_id, old.pace), starts=(*plan.starts, old.turn.start_ms))
        if is_then:
            kept = Keeping(held, to.place_ids, is_theirs)
            found = slot_at_its_time(plan, wanted, subject, old, to.groomer_id, kept)
            if found is not None:
                seats = (one for one in held if one.resource_no in diary.seats)
                return found, (*kept.claims_of(found, old), *seats)
            raise self._not_free(tx, diary, old, pet, wanted, to.start_ms, to.groomer_id)
        for places in (tuple(one for one in plan.places if one.id in to.place_ids), plan.places):
            slots = slots_at(replace(plan, places=places), wanted, subject, to.start_ms, worker_id=to.groomer_id)
            seated = with_seats(plan, slots[:1], [None]) if slots else None
            if seated:
                return seated[0], seated[0].claims
        raise self._not_free(tx, diary, old, pet, wanted, to.start_ms, to.groomer_id)

    def _anyway(self, tx: Tx, diary: Diary, found: Sequence[Booking]) -> dict[str, bool]:
        """Of the bookings that somebody put where the rules say no, those whose hours nothing has happened to since;
        true for those to which nothing else has happened either."""
        meant = [one for one in found if one.is_anyway]
        steps = store.steps_of(tx, diary.shop.id, [one.id for one in meant])
        by_hours, at_all = troubles_of(tx, diary, meant, {}), troubles_of(tx, diary, meant, steps)
        return {one.id: one.id not in at_all for one in meant if one.id not in by_hours}

    def _standing(
        self, tx: Tx, diary: Diary, plan: DayPlan, one: Booking, taken: tuple[Claim, ...], anyway: Mapping[str, bool]
    ) -> Standing:  # fmt: skip
        pet = self._pets.pet_for(tx, system_actor(one.shop_id), one.pet_id)
        wanted: Quote = self._as_booked(tx, diary, one)
        subject = diary.subject(pet)
        steps = tuple(store.steps_of(tx, one.shop_id, [one.id])[one.id])
        is_sure, is_begun = one.status is BookingStatus.CONFIRMED, has_begun(one)
        # What somebody put there against the rules a plan leaves there, until something happens that nobody knew of.
        is_fixed = not is_sure or is_begun or anyway.get(one.id, False) or one.ends_ms <= diary.now_ms
        paces = {one.pace, *(worker.pace for worker in plan.workers)}
        needs = {pace: tuple(needs_of(plan, at_pace(wanted, pace), subject)) for pace in paces}
        return Standing(
            one, pet, subject.resource_no, wanted, needs, steps, taken, is_fixed, one.id in anyway, is_begun,
            one.size in LARGE,
        )  # fmt: skip


def has_begun(one: Booking) -> bool:
    """Whether the pet is in the shop, or the booking is over: nothing of it can be changed any more."""
    try:
        check_open(one)
    except BookingClosed:
        return True
    return False
