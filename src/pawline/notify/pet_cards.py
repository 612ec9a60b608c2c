"""What is noted about a pet changes the cards of its bookings to come, in the same transaction.

A card whose pets look the same on it is left alone. An owner's own note that keeps a pet at home brings the
conversation before the team; no telephone rings for a card that is drawn anew.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from pawline.booking import (
    Booking,
    BookingCancelled,
    BookingFact,
    BookingMissed,
    BookingMoved,
    BookingService,
    BookingStatus,
    Series,
)
from pawline.chat import Chat
from pawline.notify.pen import BOARD, SCHEDULE, Pen
from pawline.pets import PetChanged
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.shop import ShopService
from pawline.visits import VisitAdvanced

# The reason for which the team is asked to look.
UNFIT = "unfit"
# Further ahead, whatever it is may well be over: the card and the schedule say it all the same.
SOON_MS = 7 * 24 * 3_600_000


class _News(NamedTuple):
    """What of a pet's bookings looks otherwise now, and which of them by the pet's health. Both by booking."""

    shown: frozenset[str]
    health: frozenset[str]

    def and_also(self, other: "_News") -> "_News":
        return _News(self.shown | other.shown, self.health | other.health)


NOTHING = _News(frozenset(), frozenset())


class PetCards(Pen):
    """Follows the files of pets."""

    def __init__(
        self, db: Database, clock: Clock, chat: Chat, shops: ShopService, bookings: BookingService, series: Series
    ) -> None:
        super().__init__(chat, shops)
        self._time = clock
        self._bookings = bookings
        self._series = series
        db.reacts(PetChanged, self.show_pet)
        for fact in (BookingCancelled, BookingMoved, BookingMissed, VisitAdvanced):
            db.reacts(fact, self.settle)

    def show_pet(self, tx: Tx, fact: PetChanged) -> None:
        """Draws anew what shows the pet otherwise than it is; where nothing does, nobody hears of it."""
        coming = self._bookings.to_come(tx, fact.shop_id, fact.owner_id)
        mine = [one for one in coming if one.pet_id == fact.pet_id]
        news = NOTHING
        for one in mine:
            news = news.and_also(self._draw_own(tx, one, coming))
        for series_id in dict.fromkeys(one.series_id for one in mine if one.series_id is not None):
            visits = [one for one in coming if one.series_id == series_id]
            news = news.and_also(self._draw_whole(tx, visits, news))
        if news.shown:
            for frame in (SCHEDULE, BOARD):
                tx.publish(f"desk.{fact.shop_id}", frame)
        if news.health:
            self._tell_team(tx, fact, coming, news)

    def _draw_own(self, tx: Tx, one: Booking, coming: Sequence[Booking]) -> _News:
        """The card of one visit. Where there is none, what was seen of it before is not known; of a visit of a series
        the series' card knows it."""
        about = one.lead_id or one.id
        was = self._drawn(tx, one.shop_id, one.c, "booking", about)
        if was is None:
            return NOTHING if one.series_id is not None else _all([one])
        now = _plain(self._bookings.view_of(tx, one.shop_id, about))
        if _pets_told(was) == _pets_told(now):
            return NOTHING
        if self._may_draw(tx, [each for each in coming if about in (each.id, each.lead_id)]):
            self._bookings.renew(tx, one.shop_id, about)
            view = self._bookings.view_of(tx, one.shop_id, about)
            self._draw(tx, one.shop_id, one.c, "booking", about, view.version, view)
        is_health = was.get("health", []) != now["health"]
        return _News(frozenset({one.id}), frozenset({one.id} if is_health else ()))

    def _draw_whole(self, tx: Tx, visits: Sequence[Booking], news: _News) -> _News:
        """The card of a series. Its version goes with those of its visits, so that it is drawn with each of them."""
        one = visits[0]
        assert one.series_id is not None
        was = self._drawn(tx, one.shop_id, one.c, "series", one.series_id)
        if was is None:
            return _all(visits)
        now = _plain(self._series.series_of(tx, one.shop_id, one.series_id))
        before, after = _health_of(was), _health_of(now)
        unlike = frozenset(each.id for each in visits if before.get(each.id, []) != after.get(each.id, []))
        is_known = not any(each.id in news.shown for each in visits)
        if is_known and not unlike and was["pets"] == now["pets"]:
            return NOTHING
        if self._may_draw(tx, visits):
            if is_known:
                self._bookings.renew(tx, one.shop_id, one.lead_id or one.id)
            view = self._series.series_of(tx, one.shop_id, one.series_id)
            self._draw(tx, one.shop_id, one.c, "series", one.series_id, view.version, view)
        return _News(frozenset(each.id for each in visits), unlike)

    def _may_draw(self, tx: Tx, shown: Sequence[Booking]) -> bool:
        """Nobody is told of a move that the desk can still undo: the card is drawn when that is over, either way."""
        moving = self._bookings.moving(tx, shown[0].shop_id, [one.id for one in shown])
        for booking_id in moving:
            self._bookings.renew(tx, shown[0].shop_id, booking_id)
        return not moving

    def _tell_team(self, tx: Tx, fact: PetChanged, coming: Iterable[Booking], news: _News) -> None:
        """Somebody has to look when an owner notes what keeps the pet from a visit soon; it is settled when nothing
        does any more, whoever has noted that."""
        barred = self._barred(tx, fact.shop_id, coming)
        for c in dict.fromkeys(one.c for one in coming if one.c and one.id in news.health):
            if fact.is_by_owner and any(one.c == c and one.id in news.health for one in barred):
                self._queue(tx, fact.shop_id, c, UNFIT)
            elif all(one.c != c for one in barred):
                self._unqueue(tx, fact.shop_id, c, UNFIT)

    def settle(self, tx: Tx, fact: BookingFact | VisitAdvanced) -> None:
        """Called off, put on a day that is well, here or missed: then nobody has to look any more."""
        if fact.c and self._is_queued(tx, fact.shop_id, fact.c, UNFIT):
            coming = self._bookings.to_come(tx, fact.shop_id, fact.owner_id)
            if all(one.c != fact.c for one in self._barred(tx, fact.shop_id, coming)):
                self._unqueue(tx, fact.shop_id, fact.c, UNFIT)

    def _barred(self, tx: Tx, shop_id: str, coming: Iterable[Booking]) -> list[Booking]:
        """Visits soon to come that the shop's rules would not book as the pet is now."""
        until_ms = self._time.now_ms() + SOON_MS
        soon = [one for one in coming if one.status is BookingStatus.CONFIRMED and one.starts_ms <= until_ms]
        marks = self._bookings.health_marks(tx, shop_id, [one.id for one in soon])
        return [one for one in soon if one.id in marks and marks[one.id].is_must]


def _all(bookings: Iterable[Booking]) -> _News:
    every = frozenset(one.id for one in bookings)
    return _News(every, every)


def _plain(view: msgspec.Struct) -> dict[str, Any]:
    """A view as an entry of the log carries it."""
    return msgspec.json.decode(msgspec.json.encode(view))


def _pets_told(view: dict[str, Any]) -> tuple[object, ...]:
    """What a booking's card tells of its pets; when it is and what it costs is not the pets' affair."""
    parts = [(one["pet"], one["care"]) for one in view.get("parts", [])]
    return view["pet"], view["care"], parts, view.get("health", []), view.get("consents", [])


def _health_of(view: dict[str, Any]) -> dict[str, Any]:
    return {one["booking_id"]: one.get("health", []) for one in view["visits"]}
