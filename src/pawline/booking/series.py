"""Series: the same visit every few weeks, looked at whole, and booked whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from pawline.chat import Chat
from pawline.people import Actor, must_be_staff
from pawline.pets import HealthGate, PetService
from pawline.platform.clock import Clock
from pawline.platform.commands import carry_out
from pawline.platform.db import Database, Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, ConversationId, Ids
from pawline.shop import Label, ShopService

from . import series_rows
from .errors import (
    ClosedDay,
    NotInSeries,
    OutsideHours,
    PastTime,
    SeriesRefused,
    SlotTaken,
    StaleVersion,
)
from .events import SeriesChanged
from .keeping import BookKeeping, Entry, check_open
from .model import Booking, PetWish, Wish
from .rearranging import has_begun
from .rhythm import check_starts
from .said import when_words
from .series_plan import check_ahead, judge, plan_visits
from .series_view import SeriesLine, SeriesPlan, SeriesView, SeriesVisit
from .view import BookingView, booking_views

# What one visit may be refused for; its sentence becomes a part of the series' own.
_REFUSALS = (SlotTaken, PastTime, ClosedDay, OutsideHours, HealthGate)


class SeriesStart(msgspec.Struct, frozen=True):
    """When a visit of a series begins, and with whom; None lets anyone free do it."""

    start_ms: int
    groomer_id: AccountId | None = None


@dataclass(frozen=True)
class SeriesOrder:
    """A series as it is to be booked: who comes for what, and when. `weeks` lie between two visits, those aside that
    were moved or left out."""

    pets: tuple[PetWish, ...]
    weeks: int
    visits: tuple[SeriesStart, ...]


class Series(BookKeeping):
    """The desk books and looks ahead; owners see and call off what is theirs."""

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService, chat: Chat
    ) -> None:  # fmt: skip
        super().__init__(db, clock, ids, shops, pets)
        self._chat = chat

    # Questions

    def plan(self, tx: Tx, actor: Actor, wish: Wish, weeks: int, times: int) -> SeriesPlan:
        """Every visit of a series that begins at the wished start; holds nothing.

        Raises Forbidden, what `guests` raises, BadRhythm, SeriesTooLong, TooFarAhead and the refusals of pricing.
        """
        must_be_staff(actor)
        pets = self.guests(tx, actor, wish.pets)
        return plan_visits(tx, self.diary(tx, actor.shop_id), wish, pets, weeks, times)

    def series_for(self, tx: Tx, actor: Actor, booking_id: str) -> SeriesView:
        """The series of a booking that the asker may see; raises NoSuchBooking, NotInSeries."""
        return self.series_of(tx, actor.shop_id, _series_id(self.booking_for(tx, actor, booking_id)))

    def series_of(self, tx: Tx, shop_id: str, series_id: str) -> SeriesView:
        """A series as its card shows it."""
        visits = series_rows.visits(tx, shop_id, series_id)
        views = booking_views(tx, shop_id, [visit[0] for visit in visits], self._showing(tx, shop_id))
        shown = [_visit(bookings, view) for bookings, view in zip(visits, views, strict=True)]
        # Pets and services as of a visit from which nobody was taken out.
        whole = max(views, key=lambda one: len(one.parts))
        return SeriesView(
            id=series_id,
            version=series_rows.version(tx, shop_id, series_id),
            pets=[part.pet for part in whole.parts] or [whole.pet],
            services=whole.services,
            visits=shown,
            total_cents=sum(view.total_cents for view in views if view.status not in ("cancelled", "no_show")),
        )

    # Verbs

    async def make(self, actor: Actor, order: SeriesOrder, key: str) -> SeriesView:
        """Books every visit, confirmed at once, or none; the same key answers the same again.

        Raises Forbidden, NoSuchPet, BadRhythm, SeriesTooLong, TooFarAhead, KeyReused, the refusals of pricing, and
        SeriesRefused, which names the first visit that cannot be had.
        """
        must_be_staff(actor)
        check_starts([one.start_ms for one in order.visits], order.weeks)
        visits = sorted(order.visits, key=lambda one: one.start_ms)
        tried = 0

        def work(tx: Tx) -> SeriesView:
            nonlocal tried
            c = self._conversation(tx, actor, order)
            check_ahead(self.diary(tx, actor.shop_id), [one.start_ms for one in order.visits])
            self.release_due(tx, actor.shop_id)
            series_id = self._ids.new()
            made = list[Booking]()
            for tried, start in enumerate(visits, 1):
                made.append(self._enter(tx, actor, _entry(order, start, c, series_id, tried)))
            tx.emit(_changed(made[0], series_id, order.weeks))
            return self.series_of(tx, actor.shop_id, series_id)

        try:
            return await carry_out(self._db, self._clock, actor, key, ("series", order), SeriesView, work)
        except _REFUSALS as refusal:
            raise await self._named(actor, order, visits[tried - 1], tried, refusal) from refusal

    async def cancel_following(self, actor: Actor, booking_id: str, version: int, key: str) -> SeriesView:
        """Calls off a visit of a series and all later ones that have not begun; each costs what its own terms say.

        `version` is that of the series as it was shown. Raises NoSuchBooking, NotInSeries, BookingClosed (the visit
        itself has begun or is over), StaleVersion.
        """

        def work(tx: Tx) -> SeriesView:
            one = self.booking_for(tx, actor, booking_id)
            series_id = _series_id(one)
            check_open(one)
            visits = series_rows.visits(tx, actor.shop_id, series_id)
            mine = next(visit for visit in visits if any(each.id == one.id for each in visit))
            for each in mine:
                check_open(each)
            if series_rows.version(tx, actor.shop_id, series_id) != version:
                raise StaleVersion(version=series_rows.version(tx, actor.shop_id, series_id))
            for visit in visits[visits.index(mine) :]:
                if not any(has_begun(each) for each in visit):
                    self._cancel(tx, actor, visit[0], is_alone=False, is_of_many=True)
            tx.emit(_changed(mine[0], series_id))
            return self.series_of(tx, actor.shop_id, series_id)

        return await carry_out(
            self._db, self._clock, actor, key, ("cancel_following", booking_id, version), SeriesView, work
        )

    # How it is done

    def _conversation(self, tx: Tx, actor: Actor, order: SeriesOrder) -> ConversationId | None:
        """Raises NoSuchPet."""
        owner_id = self.guests(tx, actor, order.pets)[0].owner_id
        found = self._chat.conversation_of(tx, actor.shop_id, owner_id)
        return found.id if found is not None else None

    async def _named(
        self, actor: Actor, order: SeriesOrder, start: SeriesStart, number: int, refusal: PawlineError
    ) -> SeriesRefused:
        """The refusal of one visit as that of the series, with what is free around it now."""
        first, *also = order.pets
        wish = Wish(first.pet_id, first.services, groomer_id=start.groomer_id, also=tuple(also))

        def look(tx: Tx) -> tuple[SeriesLine, dict[str, str]]:
            diary = self.diary(tx, actor.shop_id)
            pets = self.guests(tx, actor, order.pets)
            line = judge(tx, diary, wish, pets, start.start_ms, number)
            return line, when_words(start.start_ms, diary.zone)

        line, when = await self._db.read(look)
        why = line.why or Label(refusal.sentence("zh"), refusal.sentence("en"))
        return SeriesRefused(number=number, line=line, why=why.zh, why_en=why.en, **when)


def _series_id(one: Booking) -> str:
    if one.series_id is None:
        raise NotInSeries
    return one.series_id


def _entry(order: SeriesOrder, start: SeriesStart, c: ConversationId | None, series_id: str, number: int) -> Entry:
    first, *also = order.pets
    return Entry(
        first.pet_id, first.services, start.start_ms, start.groomer_id, c, also=tuple(also),
        series_id=series_id, series_no=number,
    )  # fmt: skip


def _changed(one: Booking, series_id: str, weeks: int = 0) -> SeriesChanged:
    return SeriesChanged(shop_id=one.shop_id, key=series_id, c=one.c, owner_id=one.owner_id, weeks=weeks)


def _visit(bookings: Sequence[Booking], view: BookingView) -> SeriesVisit:
    groomers = [part.groomer for part in view.parts] or [view.groomer]
    return SeriesVisit(
        booking_id=view.id,
        number=bookings[0].series_no or 0,
        status=view.status,
        starts_ms=view.starts_ms,
        ends_ms=view.ends_ms,
        groomers=list(dict.fromkeys(one.name for one in groomers if one is not None)),
        is_open=not any(has_begun(one) for one in bookings),
        fee_cents=view.policy.fee_cents,
        refund_cents=view.policy.refund_cents,
        health=view.health,
    )
