"""The desk moves bookings: to any start, to anybody, with a few seconds in which that can be undone.

The owner hears of a move when it can no longer be undone: a slip of the hand on the schedule is nobody's news.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import msgspec

from pawline.people import Actor, must_be_staff, people_of
from pawline.pets import Pet
from pawline.platform import jobs
from pawline.platform.commands import carry_out
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from pawline.shop import Label, NoSuchMate, local_day

from . import claims, ledger, store
from .buffers import around
from .desk_offering import MOST_AHEAD
from .diary import Diary
from .errors import NotFree, SlotTaken, StayNotMoved, StillHeld, UndoOver
from .events import BookingMoved, MoveSettled
from .health import check_health
from .keeping import BookKeeping, check_open, check_version
from .model import LIVE, MINUTE_MS, Booking, BookingStatus, DeskMove, Quote, WorkStep
from .policy import moved_terms
from .reasons import Inquiry, passed, place_reason, reason_for_one, seat_reason
from .said import when_words
from .together import Turn
from .view import BookingView

UNDO_MS = 8_000
# The page's seconds begin when the answer has reached it: who taps in the last one is still in time.
SPARE_MS = 2_000
TELL_JOB = "booking.tell_move"


class SpotView(msgspec.Struct, frozen=True):
    """A start of the day; `why` says why the booking cannot begin there, None when it can."""

    start_ms: int
    why: Label | None


class LaneView(msgspec.Struct, frozen=True):
    """The starts of one person's day."""

    groomer_id: str
    name: str
    spots: list[SpotView]


class SpotsView(msgspec.Struct, frozen=True):
    """Where a booking could go on one day; a closed day has no lanes. `version` goes with the move."""

    booking_id: str
    version: int
    lanes: list[LaneView]


class MovedView(msgspec.Struct, frozen=True):
    """A moved booking, and until when the move can be undone."""

    booking: BookingView
    undo_until_ms: int


@dataclass(frozen=True)
class MoveWish:
    """Where the desk wants a booking to be; `is_told`: the owner gets a message about it."""

    version: int
    start_ms: int
    groomer_id: AccountId
    is_told: bool


class DeskMoves(BookKeeping):
    """For staff only: every verb and question raises Forbidden for anybody else."""

    def spots(self, tx: Tx, actor: Actor, booking_id: str, day: date | None = None) -> SpotsView:
        """Where a booking could go on a day (None: its own), and what stands in the way elsewhere.

        Raises NoSuchBooking, BookingClosed, StillHeld.
        """
        must_be_staff(actor)
        found = self._movable(tx, actor, booking_id)
        diary = self.diary(tx, actor.shop_id)
        day = day or local_day(found.starts_ms, diary.zone)
        pet = self._pets.pet_for(tx, actor, found.pet_id)
        subject = diary.subject(pet)
        is_near = abs(day - diary.today) <= MOST_AHEAD
        plan = diary.plans([day], [found.id])[day] if is_near else None
        if plan is None:
            return SpotsView(found.id, found.version, [])
        asked = Inquiry(diary.zone, plan, self._as_booked(tx, diary, found), subject, pet.name, is_for_team=True)
        return SpotsView(found.id, found.version, _lanes(tx, diary, asked))

    async def move(self, actor: Actor, booking_id: str, wish: MoveWish, key: str) -> MovedView:
        """Moves a confirmed booking; notice and horizon do not bind the shop itself, and the price stays. So do the
        minutes, unless whoever does it now is quicker or slower.

        Raises NoSuchMate, NoSuchBooking, StaleVersion, BookingClosed, StillHeld, HealthGate (another day), NotFree, and
        what `Diary.place` raises for a time outside of the hours.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> MovedView:
            self._check_mate(tx, actor, wish.groomer_id)
            old = self._movable(tx, actor, booking_id)
            check_version(old, wish.version)
            self.release_due(tx, actor.shop_id)
            until_ms = self._clock.now_ms() + UNDO_MS
            before = self._before(tx, old)
            new = self._put(tx, actor, old, wish.start_ms, wish.groomer_id)
            move = replace(
                before, moved_version=new.version, is_told=wish.is_told, undo_until_ms=until_ms + SPARE_MS
            )  # fmt: skip
            ledger.keep_move(tx, actor.shop_id, old.id, move)
            jobs.schedule(tx, TELL_JOB, old.id, old.shop_id, move.undo_until_ms)
            return MovedView(self._view(tx, new), until_ms)

        return await carry_out(self._db, self._clock, actor, key, ("desk_move", booking_id, wish), MovedView, work)

    async def undo(self, actor: Actor, booking_id: str, version: int, key: str) -> BookingView:
        """Puts a booking back to where it was before the desk moved it; cards of then are true again.

        `version` is the booking's after the move that is meant. Nothing is judged anew: where it stood a moment ago it
        may stand again, also with somebody who has enough to do that day. Raises NoSuchBooking, BookingClosed,
        UndoOver, and SlotTaken when somebody took the time or a place meanwhile.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> BookingView:
            old = self._movable(tx, actor, booking_id)
            move = ledger.find_move(tx, actor.shop_id, old.id)
            if move is None or self._clock.now_ms() > move.undo_until_ms:
                raise UndoOver
            if not version == move.moved_version == old.terms_version:
                raise UndoOver
            new = self._put_back(tx, old, move)
            ledger.drop_move(tx, old.id)
            jobs.cancel(tx, TELL_JOB, old.id)
            return self._view(tx, new)

        return await carry_out(self._db, self._clock, actor, key, ("undo_move", booking_id, version), BookingView, work)

    async def settle(self, shop_id: str, booking_id: str) -> None:
        """The undo is over: whoever draws cards hears of it. Nothing happens when it was undone, or has been changed
        again by somebody else."""

        def work(tx: Tx) -> None:
            move = ledger.find_move(tx, shop_id, booking_id)
            if move is None or self._clock.now_ms() < move.undo_until_ms:
                return
            ledger.drop_move(tx, booking_id)
            one = store.find(tx, shop_id, booking_id)
            if one is None or one.status not in LIVE:
                return
            is_elsewhere = (one.starts_ms, one.groomer_id) != (move.starts_ms, move.groomer_id)
            is_told = move.is_told and is_elsewhere and one.terms_version == move.moved_version
            zone = self._shops.shop_of(tx, shop_id).clock_zone
            self._say(tx, MoveSettled, one, is_told=is_told, **when_words(one.starts_ms, zone))

        await self._db.write(work)

    def _check_mate(self, tx: Tx, actor: Actor, groomer_id: str) -> None:
        team = self._shops.team(tx, actor.shop_id)
        if not any(one.account_id == groomer_id for one in team.groomers):
            raise NoSuchMate

    def _movable(self, tx: Tx, actor: Actor, booking_id: str) -> Booking:
        found = self.booking_of(tx, actor.shop_id, booking_id)
        check_open(found)
        if found.status is BookingStatus.HELD:
            raise StillHeld
        if found.is_stay:
            raise StayNotMoved
        return found

    def _before(self, tx: Tx, old: Booking) -> DeskMove:
        """What an undo would go back to: that of the move before, if nobody else has changed the booking since."""
        known = ledger.find_move(tx, old.shop_id, old.id)
        if known is not None and known.moved_version == old.terms_version:
            return known
        taken = claims.of_bookings(tx, old.shop_id, [old.id])[old.id]
        steps = tuple(store.steps_of(tx, old.shop_id, [old.id])[old.id])
        lines = tuple(store.lines_of(tx, old.shop_id, [old.id])[old.id])
        return DeskMove(
            old.starts_ms, old.ends_ms, old.groomer_id, taken, steps, old.terms_version, 0, False, 0,
            old.free_until_ms, old.lost_from_ms, lines, old.pace, old.begins_ms,
        )  # fmt: skip

    def _put_back(self, tx: Tx, old: Booking, move: DeskMove) -> Booking:
        back = replace(
            old, starts_ms=move.starts_ms, ends_ms=move.ends_ms, begins_ms=move.begins_ms, groomer_id=move.groomer_id,
            version=old.version + 1, terms_version=move.terms_version, card_version=move.terms_version, pace=move.pace,
            free_until_ms=move.free_until_ms, lost_from_ms=move.lost_from_ms,
        )  # fmt: skip
        zone = self._shops.shop_of(tx, old.shop_id).clock_zone
        is_alone = old.lead_id is None and not self._along(tx, old)
        # Whatever else has changed since the move waits for it to be told.
        is_quiet = is_alone and old.version == move.moved_version
        # The card of several has moved on with the other one's versions: it is drawn anew.
        new = self._swap(tx, old, back if is_alone else replace(back, card_version=back.version))
        claims.release(tx, old.id)
        self._take(tx, new, move.starts_ms, move.claims, zone)
        if move.lines:
            store.set_lines(tx, new.shop_id, new.id, move.lines)
        store.set_steps(tx, new.shop_id, new.id, move.steps)
        self._carry_rides(tx, self.diary(tx, old.shop_id), new)
        self._say_moved(tx, new, is_quiet=is_quiet)
        return new

    def _say_moved(self, tx: Tx, new: Booking, *, is_quiet: bool = True) -> None:
        self._say(
            tx, BookingMoved, new, is_quiet=is_quiet, status=new.status.value, starts_ms=new.starts_ms,
            ends_ms=new.ends_ms,
        )  # fmt: skip

    def _put(self, tx: Tx, actor: Actor, old: Booking, start_ms: int, groomer_id: str) -> Booking:
        diary = self.diary(tx, actor.shop_id)
        pet = self._pets.pet_for(tx, actor, old.pet_id)
        wanted = self._as_booked(tx, diary, old)
        # Within its day nothing about the pet's health is new.
        if local_day(start_ms, diary.zone) != local_day(old.starts_ms, diary.zone):
            check_health(tx, diary, [old], start_ms)
        try:
            turn = Turn(wanted, diary.visitor(pet), start_ms, groomer_id)
            is_past = start_ms >= diary.desk_from_ms
            (slot,) = diary.place([turn], is_staff=True, is_past=is_past, but=[old.id])
        except SlotTaken:
            raise self._not_free(tx, diary, old, pet, wanted, start_ms, groomer_id) from None
        moved = replace(
            old, starts_ms=slot.comes_ms, ends_ms=slot.end_ms, begins_ms=slot.begins_ms,
            groomer_id=slot.worker.account_id, version=old.version + 1, terms_version=old.version + 1,
            size=slot.subject.size, pace=slot.worker.pace,
            **moved_terms(old, slot.comes_ms, diary.now_ms, by_shop=True),
        )  # fmt: skip
        new = self._swap(tx, old, moved)
        claims.release(tx, old.id)
        self._take(tx, new, slot.comes_ms, slot.claims, diary.zone)
        store.set_lines(tx, new.shop_id, new.id, slot.quote.lines)
        store.set_steps(tx, new.shop_id, new.id, slot.steps)
        self._carry_rides(tx, diary, new)
        self._say_moved(tx, new)
        return new

    def _not_free(
        self, tx: Tx, diary: Diary, old: Booking, pet: Pet, wanted: Quote, start_ms: int, groomer_id: str
    ) -> NotFree:
        day = local_day(start_ms, diary.zone)
        subject = diary.subject(pet)
        plan = diary.plans([day], [old.id])[day]
        asked = Inquiry(diary.zone, plan, wanted, subject, pet.name, is_for_team=True) if plan else None
        lanes = _lanes(tx, diary, asked) if asked else []
        spots = {(lane.groomer_id, spot.start_ms): spot.why for lane in lanes for spot in lane.spots}
        why = spots.get((groomer_id, start_ms)) or Label("这天不上班。", "They aren't in that day.")
        return NotFree(why=why.zh, why_en=why.en)

    def _as_booked(self, tx: Tx, diary: Diary, one: Booking) -> Quote:
        """What was agreed, whatever the catalogue says by now; where a place is gone, it tells at what kind of place
        such a step is done.

        What is kept free around it was agreed with nobody: that is the catalogue's of today.
        """
        lines = tuple(store.lines_of(tx, one.shop_id, [one.id])[one.id])
        planned = store.steps_of(tx, one.shop_id, [one.id])[one.id]
        kinds = {place.id: place.kind for place in diary.team.stations}
        sold = [diary.catalogue.by_code[s.code] for s in one.services if s.code in diary.catalogue.by_code]
        skills = frozenset(skill for service in sold for skill in service.skills)
        # What the services of the booking say counts more than what the others say.
        done_at = {
            share.kind: share.station for each in (diary.catalogue.services, sold) for s in each for share in s.steps
        }
        steps = tuple(
            WorkStep(
                s.kind, None if s.place_id is None else kinds.get(s.place_id, done_at.get(s.kind)),
                (s.end_ms - s.start_ms) // MINUTE_MS,
            )
            for s in planned
        )  # fmt: skip
        before_ms, after_ms = around(sold)
        return Quote(one.services, lines, steps, skills, one.pace, before_ms, after_ms)


def _lanes(tx: Tx, diary: Diary, asked: Inquiry) -> list[LaneView]:
    names = people_of(tx, [one.account_id for one in asked.plan.workers])
    # Whoever takes as long needs the places as long.
    paces = {worker.pace: asked.by(worker) for worker in asked.plan.workers}
    places = {pace: {at: place_reason(one, at) for at in asked.plan.starts} for pace, one in paces.items()}
    past = {at: passed(at, diary.zone) if at < diary.desk_from_ms else None for at in asked.plan.starts}
    seats = {at: seat_reason(asked.plan, at, diary.zone) for at in asked.plan.starts}
    lanes: list[LaneView] = []
    for worker in asked.plan.workers:
        name = names[worker.account_id].name if worker.account_id in names else ""
        spots = [
            SpotView(at, past[at] or reason_for_one(asked, at, worker, name) or places[worker.pace][at] or seats[at])
            for at in asked.plan.starts
        ]
        lanes.append(LaneView(worker.account_id, name, spots))
    return lanes
