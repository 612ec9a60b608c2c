"""What can be asked about visits, and done during them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import msgspec

from pawline.booking import Booking, BookingService, BookingStatus, ServiceName, services_named, steps_of
from pawline.people import Actor, may_see, must_be_staff, people_of
from pawline.pets import PetService
from pawline.platform.clock import Clock
from pawline.platform.commands import carry_out
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput
from pawline.platform.ids import AccountId, Ids
from pawline.shop import ShopService, local_day, wall_ms

from . import store
from .errors import NoSuchVisit, ReasonNeeded, StaleVisit, WrongStage
from .events import VisitAdvanced, VisitPhotoAdded, VisitReplanned
from .model import (
    OVER,
    SIDE,
    Stage,
    Visit,
    VisitEvent,
    VisitPhoto,
    drift_at,
    is_back,
    needs_reason,
    next_stages,
    plan_of,
    worked_minutes,
)
from .view import BoardView, VisitView, board_card, visit_view

TEXT_LIMIT = 200
Attach: TypeAlias = Callable[[Tx, Actor, str, str], None]
_RUNNING = tuple(s.value for s in Stage if s not in (*OVER, Stage.BOOKED, Stage.CONFIRMED))


class Advance(msgspec.Struct, frozen=True, kw_only=True):
    """A tap on the board; a reason is needed to skip, go back or stop."""

    to: Stage
    version: int
    reason: str | None = None
    upload_id: str | None = None
    caption: str | None = None


class VisitService:
    """Questions take the caller's transaction, verbs open their own."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        ids: Ids,
        shops: ShopService,
        pets: PetService,
        bookings: BookingService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shops = shops
        self._pets = pets
        self._bookings = bookings

    # Questions

    def visit_for(self, tx: Tx, actor: Actor, booking_id: str) -> Visit:
        """A visit that the asker may see; raises NoSuchVisit."""
        found = store.find(tx, actor.shop_id, booking_id)
        if found is None or not may_see(actor, found.owner_id):
            raise NoSuchVisit
        return found

    def view_for(self, tx: Tx, actor: Actor, booking_id: str) -> VisitView:
        """The progress card of a visit that the asker may see; raises NoSuchVisit."""
        return self._view(tx, self.visit_for(tx, actor, booking_id))

    def view_of(self, tx: Tx, shop_id: str, booking_id: str) -> VisitView:
        """The progress card of a visit, for the shop's own reactions; raises NoSuchVisit."""
        found = store.find(tx, shop_id, booking_id)
        if found is None:
            raise NoSuchVisit
        return self._view(tx, found)

    def stages_of(self, tx: Tx, shop_id: str, owner_ids: Iterable[str]) -> dict[str, str]:
        """The stage of each owner's visit that is under way now; others are left out."""
        return store.running_of(tx, shop_id, owner_ids, _RUNNING)

    def running_stage(self, tx: Tx, shop_id: str, owner_id: str) -> str | None:
        """The stage of the owner's visit that is under way; None when none is."""
        return self.stages_of(tx, shop_id, [owner_id]).get(owner_id)

    def board(self, tx: Tx, actor: Actor, day: date | None) -> BoardView:
        """The visits of a day (None: the shop's today), those called off left out, and the pets that stay over it.

        Raises Forbidden.
        """
        must_be_staff(actor)
        zone = self._shops.shop_of(tx, actor.shop_id).clock_zone
        day = day or local_day(self._clock.now_ms(), zone)
        midnights = (wall_ms(day, 0, zone), wall_ms(day, 24 * 60, zone))
        # Of those that began before it only a stay may still be waited for.
        found = store.on_day(tx, actor.shop_id, *midnights, (*_RUNNING, Stage.CONFIRMED.value))
        visits = [one for one in found if one.stage is not Stage.CANCELLED]
        pets = self._pets.views_of(tx, actor.shop_id, [one.pet_id for one in visits])
        people = people_of(tx, {one.owner_id for one in visits} | {one.groomer_id for one in visits})
        names = {account_id: person.name for account_id, person in people.items()}
        photos = store.photos_of(tx, actor.shop_id, [one.id for one in visits])
        services = self._services(tx, actor, visits)
        marks = self._bookings.health_marks(tx, actor.shop_id, [one.id for one in visits])
        cards = [
            board_card(
                one, pets[one.pet_id], names.get(one.owner_id, ""), services[one.id],
                names.get(one.groomer_id, ""), len(photos[one.id]), marks.get(one.id),
            )
            for one in visits
        ]  # fmt: skip
        return BoardView(day.isoformat(), cards)

    # Verbs

    async def advance(
        self, actor: Actor, booking_id: str, tap: Advance, key: str, attach: Attach | None = None
    ) -> VisitView:
        """Moves a visit to a stage (staff), with a picture if one was taken.

        `attach` makes the picture one of the conversation's, and refuses what is no upload.
        Raises NoSuchVisit, StaleVisit, WrongStage, ReasonNeeded, Forbidden.
        """
        must_be_staff(actor)
        _check_texts(tap.reason, tap.caption)

        def work(tx: Tx) -> VisitView:
            old = self.visit_for(tx, actor, booking_id)
            if tap.version != old.version:
                raise StaleVisit(version=old.version, stage=old.stage.value)
            _check_move(old, tap)
            new = self._enter(tx, actor, old, tap.to, tap.reason)
            if tap.upload_id is not None:
                if attach is not None:
                    attach(tx, actor, tap.upload_id, new.c)
                new = self._add_photo(tx, actor, new, tap.upload_id, tap.caption or "")
            return self._view(tx, new)

        return await carry_out(self._db, self._clock, actor, key, (booking_id, tap), VisitView, work)

    async def add_photo(
        self,
        actor: Actor,
        booking_id: str,
        upload_id: str,
        caption: str,
        key: str,
        attach: Attach | None = None,
    ) -> VisitView:
        """Adds a picture to the stage that the visit is in (staff); raises NoSuchVisit, Forbidden."""
        must_be_staff(actor)
        _check_texts(None, caption)

        def work(tx: Tx) -> VisitView:
            old = self.visit_for(tx, actor, booking_id)
            if attach is not None:
                attach(tx, actor, upload_id, old.c)
            return self._view(tx, self._add_photo(tx, actor, old, upload_id, caption))

        return await carry_out(self._db, self._clock, actor, key, (booking_id, upload_id, caption), VisitView, work)

    # Borrowed writes, for this room's reactions: inside the caller's transaction

    def begin(self, tx: Tx, shop_id: str, booking_id: str) -> None:
        """Makes the visit of a confirmed booking."""
        booking = self._booking(tx, shop_id, booking_id)
        if store.find(tx, shop_id, booking_id) is None:
            store.insert(tx, _planned(tx, booking, self._clock.now_ms()))

    def replan(self, tx: Tx, shop_id: str, booking_id: str) -> None:
        """Follows a booking that was moved."""
        old = store.find(tx, shop_id, booking_id)
        if old is None or old.stage in OVER:
            return
        booking = self._booking(tx, shop_id, booking_id)
        if booking.status is not BookingStatus.CONFIRMED:
            return
        fresh = _planned(tx, booking, self._clock.now_ms())
        new = replace(fresh, version=old.version + 1, stage=old.stage, resume=old.resume)
        self._swap(tx, old, new)
        tx.emit(
            VisitReplanned(
                shop_id=shop_id, key=booking_id, booking_id=booking_id, c=new.c, owner_id=new.owner_id,
                version=new.version,
            )
        )  # fmt: skip

    def end(self, tx: Tx, shop_id: str, booking_id: str, stage: Stage, by: str) -> None:
        """Ends a visit with its booking; one that has ended stays as it is."""
        old = store.find(tx, shop_id, booking_id)
        if old is None or old.stage in OVER:
            return
        now_ms = self._clock.now_ms()
        new = replace(old, stage=stage, version=old.version + 1, stage_at_ms=now_ms)
        self._swap(tx, old, new)
        event = VisitEvent(now_ms, AccountId(by), "", old.stage, stage, None)
        store.add_event(tx, self._ids.new(), new, event)
        self._say(tx, old, new)

    def follow_owner(self, tx: Tx, shop_id: str, was: str, now: str) -> None:
        """A guest turned out to be a known owner: the visits move along with their bookings."""
        for booking_id in store.of_owner(tx, shop_id, was):
            booking = self._booking(tx, shop_id, booking_id)
            store.move_owner(tx, shop_id, booking_id, now, booking.c)

    # How it is done

    def _view(self, tx: Tx, one: Visit) -> VisitView:
        pet = self._pets.views_of(tx, one.shop_id, [one.pet_id])[one.pet_id]
        people = people_of(tx, [one.groomer_id])
        name = people[one.groomer_id].name if one.groomer_id in people else None
        photos = store.photos_of(tx, one.shop_id, [one.id])[one.id]
        services = self._bookings.view_of(tx, one.shop_id, one.id).services
        return visit_view(one, pet, services, name, photos)

    def _services(self, tx: Tx, actor: Actor, visits: list[Visit]) -> dict[str, list[ServiceName]]:
        sold = self._shops.catalogue(tx, actor.shop_id)
        found = self._bookings.services_of(tx, actor.shop_id, [one.id for one in visits])
        return {booking_id: services_named(sold, lines) for booking_id, lines in found.items()}

    def _booking(self, tx: Tx, shop_id: str, booking_id: str) -> Booking:
        return self._bookings.booking_of(tx, shop_id, booking_id)

    def _enter(self, tx: Tx, actor: Actor, old: Visit, to: Stage, reason: str | None) -> Visit:
        now_ms = self._clock.now_ms()
        resume = old.resume if to in SIDE and old.stage in SIDE else old.stage
        drift_ms = old.drift_ms if to in SIDE or to is Stage.NO_SHOW else drift_at(old, to, now_ms)
        event = VisitEvent(now_ms, actor.account_id, actor.device_id, old.stage, to, reason)
        new = replace(
            old, stage=to, resume=resume if to in (*SIDE, *OVER) else to, version=old.version + 1,
            stage_at_ms=now_ms, drift_ms=drift_ms, events=(*old.events, event),
        )  # fmt: skip
        self._swap(tx, old, new)
        store.add_event(tx, self._ids.new(), new, event)
        self._bookings.mark_stage(tx, old.shop_id, old.id, to.value)
        # Not before: a tap on "ready" is taken back now and then.
        if to is Stage.GONE and (minutes := worked_minutes(new)) is not None:
            self._bookings.note_taken(tx, old.shop_id, old.id, minutes)
        self._say(tx, old, new)
        return new

    def _add_photo(self, tx: Tx, actor: Actor, old: Visit, upload_id: str, caption: str) -> Visit:
        known = store.photos_of(tx, old.shop_id, [old.id])[old.id]
        if any(photo.upload_id == upload_id for photo in known):
            return old
        photo = VisitPhoto(upload_id, caption, old.stage, self._clock.now_ms())
        new = replace(old, version=old.version + 1)
        self._swap(tx, old, new)
        store.add_photo(tx, old.shop_id, old.id, photo, actor.account_id)
        tx.emit(
            VisitPhotoAdded(
                shop_id=old.shop_id, key=old.id, booking_id=old.id, c=old.c, owner_id=old.owner_id,
                version=new.version, upload_id=upload_id, caption=caption, stage=old.stage.value,
                by=actor.account_id,
            )
        )  # fmt: skip
        return new

    def _swap(self, tx: Tx, old: Visit, new: Visit) -> None:
        if not store.swap(tx, old, new):
            raise StaleVisit(version=old.version, stage=old.stage.value)

    def _say(self, tx: Tx, old: Visit, new: Visit) -> None:
        if old.stage is Stage.CONFIRMED and new.stage in OVER:
            # Nothing of a visit has happened: the booking's own fact tells it.
            return
        tx.emit(
            VisitAdvanced(
                shop_id=new.shop_id, key=new.id, booking_id=new.id, c=new.c, owner_id=new.owner_id,
                version=new.version, was=old.stage.value, stage=new.stage.value,
            )
        )  # fmt: skip


def _planned(tx: Tx, booking: Booking, now_ms: int) -> Visit:
    steps = steps_of(tx, booking.shop_id, [booking.id])[booking.id]
    return Visit(
        id=booking.id,
        shop_id=booking.shop_id,
        c=booking.c,
        owner_id=booking.owner_id,
        pet_id=booking.pet_id,
        groomer_id=booking.groomer_id,
        stage=Stage.CONFIRMED,
        resume=Stage.CONFIRMED,
        version=1,
        starts_ms=booking.starts_ms,
        ends_ms=booking.ends_ms,
        stage_at_ms=now_ms,
        drift_ms=0,
        plan=plan_of([(step.kind, step.start_ms, step.end_ms) for step in steps]),
    )


def _check_move(old: Visit, tap: Advance) -> None:
    if tap.to not in next_stages(old) and not is_back(old, tap.to):
        raise WrongStage(stage=old.stage.value, version=old.version)
    if needs_reason(old, tap.to) and not (tap.reason or "").strip():
        raise ReasonNeeded


def _check_texts(*texts: str | None) -> None:
    if any(text is not None and len(text) > TEXT_LIMIT for text in texts):
        raise BadInput("text")
