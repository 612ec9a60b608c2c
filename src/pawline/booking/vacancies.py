"""What the waitlist asks of this room: the first free time within what somebody waits for, and holding it for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pawline.people import system_actor
from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, ConversationId, PetId
from pawline.shop import wall_ms

from . import store
from .diary import Diary
from .keeping import BookKeeping
from .model import MINUTE_MS, Booking, BookingStatus, DayPlan, Offer, PetWish, Span, Wish
from .offering import Wanted, every_free, gate_of, offer_of, wanted_by, why_barred

NEAR_MS = 60 * MINUTE_MS


@dataclass(frozen=True)
class Sought:
    """What somebody waits for. Starts lie on `days`, from `from_min` on and before `to_min` by the shop's clock; `but`
    are starts that were turned down, and with each goes whatever is less than an hour from it.
    """

    wish: Wish
    c: ConversationId
    days: tuple[date, ...]
    from_min: int
    to_min: int
    but: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Vacancy:
    """A free time, from the first pet's start until all are ready."""

    offer: Offer
    end_ms: int

    @property
    def start_ms(self) -> int:
        """When all of them are to be there."""
        return self.offer.start_ms

    @property
    def groomer_id(self) -> AccountId:
        """Who does the first pet."""
        return self.offer.pets[0].groomer_id


class Vacancies(BookKeeping):
    """Borrowed by the waitlist: questions and writes, all inside the caller's transaction."""

    def reader(self, tx: Tx, shop_id: str) -> VacancyReader:
        """The shop's book, opened once for any number of questions."""
        return VacancyReader(tx, self.diary(tx, shop_id), lambda pets: self.guests(tx, system_actor(shop_id), pets))

    def hold_vacancy(self, tx: Tx, shop_id: str, vacancy: Vacancy, until_ms: int) -> Booking | None:
        """Holds a vacancy for whom it was found, until `until_ms`; None when their conversation holds another time.

        Raises SlotTaken and the refusals of `Diary.place`.
        """
        self.release_due(tx, shop_id)
        offer = vacancy.offer
        if store.live_hold_of(tx, shop_id, offer.c) is not None:
            return None
        diary = self.diary(tx, shop_id)
        return self._make(tx, system_actor(shop_id), diary, offer, "waitlist", None, until_ms)

    def let_go(self, tx: Tx, shop_id: str, booking_id: str) -> None:
        """Ends a hold that nobody waits for any more; one that is none any more is left as it is."""
        held = store.find(tx, shop_id, booking_id)
        if held is not None and held.status is BookingStatus.HELD:
            self._expire(tx, held, is_replaced=True)

    def booked_on(
        self, tx: Tx, shop_id: str, pet_ids: Collection[str], first: date, last: date
    ) -> dict[PetId, set[str]]:
        """The codes of what some pets are confirmed to come for on some days, by pet; who does not come has no line."""
        zone = self._shops.shop_of(tx, shop_id).clock_zone
        span = Span(wall_ms(first, 0, zone), wall_ms(last, 24 * 60, zone))
        found: dict[PetId, set[str]] = {}
        for one in store.sure_of_pets(tx, shop_id, pet_ids, span):
            found.setdefault(one.pet_id, set()).update(service.code for service in one.services)
        return found


class VacancyReader:
    """Looks for the first free time of many who wait, in one transaction."""

    def __init__(self, tx: Tx, diary: Diary, pets_of: Callable[[Sequence[PetWish]], list[Pet]]) -> None:
        self._tx = tx
        self._diary = diary
        self._pets_of = pets_of

    def first_free(self, sought: Sought) -> Vacancy | None:
        """The first one within what is sought, as if nobody else waited; None when there is none.

        Notice, horizon and the pets' health hold as for every owner. Raises NoSuchPet and the refusals of pricing.
        """
        diary = self._diary
        days = [day for day in sought.days if diary.today <= day <= diary.last_day]
        if not days:
            return None
        wanted = wanted_by(self._tx, diary, sought.wish, self._pets_of(sought.wish.pets))
        gate = gate_of(self._tx, diary, wanted)
        for day, plan in diary.plans(days).items():
            if plan is None or why_barred(gate, wanted, day) is not None:
                continue
            found = self._on_day(plan, day, wanted, sought)
            if found is not None:
                return found
        return None

    def _on_day(self, plan: DayPlan, day: date, wanted: Wanted, sought: Sought) -> Vacancy | None:
        diary = self._diary
        # A stay begins when the shop takes it: whoever waits for one waits for a day.
        bounds = (0, 24 * 60) if wanted.is_stay else (sought.from_min, sought.to_min)
        from_ms, to_ms = (wall_ms(day, minute, diary.zone) for minute in bounds)
        earliest_ms = max(diary.earliest_ms, from_ms)
        for visit in every_free(diary, plan, wanted, earliest_ms):
            if visit.start_ms < to_ms and all(abs(visit.start_ms - one) >= NEAR_MS for one in sought.but):
                return Vacancy(offer_of(diary, visit, wanted, sought.c, ""), visit.end_ms)
        return None
