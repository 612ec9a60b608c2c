"""Bookings of another book: which there are already, and where those ahead find room, many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pawline.platform.db import Tx
from pawline.shop import ShopService, local_day

from . import store
from .airing import with_claims
from .caps import load_of, with_load
from .diary import Diary, claimed_as
from .errors import PastTime
from .model import MINUTE_MS, Booking, BookingStatus, Claim, DayPlan, Quote, Span, Subject
from .said import when_words
from .slot import Slot
from .stays import stay_end_ms, stay_slots
from .together import Part, Turn, visit_at

# What was called off, or never came about, is in no list.
LISTED = (BookingStatus.CONFIRMED, BookingStatus.DONE, BookingStatus.NO_SHOW)


def booked(tx: Tx, shop_id: str, from_ms: int = 0, to_ms: int = 1 << 53) -> list[Booking]:
    """Bookings that start within a stretch, half open; those that were called off are left out."""
    return store.between(tx, shop_id, Span(from_ms, to_ms), LISTED)


def owners_booked(tx: Tx, shop_id: str) -> dict[str, int]:
    """How many such bookings each owner has who has any."""
    return store.counts_by_owner(tx, shop_id, LISTED)


class Fitting:
    """Finds room for one booking after the other in a single transaction: each leaves less for the next.

    Nothing is taken yet. A day is looked up once, however many bookings there are on it.
    """

    def __init__(self, tx: Tx, shops: ShopService, shop_id: str, now_ms: int) -> None:
        self._tx = tx
        self._shops = shops
        self.diary = Diary(tx, shops, shop_id, now_ms)
        self._plans: dict[date, DayPlan | None] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._stays: list[Claim] = []

    def fit(self, pet_id: str, kind: Subject, wanted: Quote, start_ms: int, groomer_id: str | None) -> Slot:
        """The way in which the visit can begin at this start; a groomer of None lets anyone free do it.

        Raises PastTime, ClosedDay, OutsideHours, SlotTaken.
        """
        if start_ms <= self.diary.now_ms:
            raise PastTime(**when_words(start_ms, self.diary.zone))
        subject = replace(kind, resource_no=self._number(pet_id, wanted))
        if wanted.is_stay:
            (slot,) = stay_slots(
                self.diary, [Turn(wanted, subject, start_ms)], (), is_staff=True, also=self._stays
            )  # fmt: skip
            self._stays += slot.claims
            return slot
        day = local_day(start_ms, self.diary.zone)
        plan = self._plan(day)
        (slot,) = self.diary.turns_in(plan, [self._turn(plan, Turn(wanted, subject, start_ms, groomer_id, start_ms))])
        self._note(day, slot)
        return slot

    def taken(self, tx: Tx, pet_id: str, slot: Slot) -> Slot:
        """The slot as it is written: with the number under which the pet is claimed, made if it has none yet."""
        number = self._shops.resource_no(tx, self.diary.shop.id, claimed_as(slot.quote.is_stay), pet_id)
        return replace(slot, subject=replace(slot.subject, resource_no=number))

    def ends_ms(self, wanted: Quote, start_ms: int) -> int:
        """When a visit or a stay that begins then is over, as listed."""
        stays_until_ms = stay_end_ms(self.diary, wanted, start_ms)
        return start_ms + wanted.minutes * MINUTE_MS if stays_until_ms is None else stays_until_ms

    def _turn(self, plan: DayPlan | None, turn: Turn) -> Turn:
        """A pet that is brought at a drop-off has its turn as soon as there is one."""
        if plan is None or not plan.drops:
            return turn
        rank: dict[str, tuple[int, ...]] = {
            one.account_id: (n,) for n, one in enumerate(self.diary.team.groomers)
        }  # fmt: skip
        way = visit_at(plan, [Part(turn.quote, turn.subject, rank, turn.worker_id)], turn.comes_ms)
        return turn if way is None else replace(turn, start_ms=way.parts[0].start_ms)

    def _number(self, pet_id: str, wanted: Quote) -> int:
        """Below zero stands for a pet that was never claimed: numbers are made only by who writes."""
        key = claimed_as(wanted.is_stay), pet_id
        if key not in self._numbers:
            known = self._shops.known_no(self._tx, self.diary.shop.id, *key)
            self._numbers[key] = -1 - len(self._numbers) if known is None else known
        return self._numbers[key]

    def _plan(self, day: date) -> DayPlan | None:
        if day not in self._plans:
            self._plans[day] = self.diary.plans([day])[day]
        return self._plans[day]

    def _note(self, day: date, slot: Slot) -> None:
        plan = self._plans[day]
        assert plan is not None
        more, who = load_of([slot.subject]), slot.worker.resource_no
        workers = tuple(with_load(one, more) if one.resource_no == who else one for one in plan.workers)
        self._plans[day] = with_claims(replace(plan, workers=workers), slot.claims)
