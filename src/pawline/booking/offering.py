"""Turning a wish into a few days of free times, and saying why the wished one is not among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from pawline.people import people_of
from pawline.pets import Gate, Pet
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId
from pawline.shop import Label, day_said, local_day, local_time, wall_ms

from . import store
from .availability import pick_times
from .caps import full_reason
from .day_prices import DayPrices
from .diary import Diary
from .drops import drop_at
from .model import MINUTE_MS, Booking, BookingStatus, DayPlan, Offer, PetOffer, Quote, Subject, Wish
from .reasons import Inquiry, drop_reason, passed, reason_for_visit
from .said import when_said
from .stays import check_alike, stays_on, why_no_stay
from .together import FreeVisit, Part, Turn, free_visits
from .view import DayPrice, DayView, GroomerView, LineView, PetTime, SlotsView, TimeView

DAYS_SHOWN = 6
_LARGE = frozenset({"L", "XL"})


@dataclass(frozen=True)
class Guest:
    """A pet that is to come, with everything that its wish means; `last` is who did it the last time."""

    pet: Pet
    subject: Subject
    quote: Quote
    last: str | None


@dataclass(frozen=True)
class Wanted:
    """A wish with everybody who is to come; `but` are the bookings that would be moved or let go. `groomer` is the
    name of who is to do it, None when that is left open."""

    wish: Wish
    guests: tuple[Guest, ...]
    prices: DayPrices
    but: tuple[Booking, ...] = ()
    groomer: Label | None = None

    @property
    def is_stay(self) -> bool:
        """Whether they stay, by the night or the day."""
        return self.guests[0].quote.is_stay

    @property
    def total_cents(self) -> int:
        """The price for all of them as listed."""
        return _total([one.quote for one in self.guests])

    @property
    def lines(self) -> list[LineView]:
        """The price as listed, line by line; of several pets each line says whose it is."""
        return self._lines([one.quote for one in self.guests])

    def total_on(self, day: date) -> int:
        """The price for all of them when they come on a day."""
        return _total(self.quotes_on(day))

    def price_on(self, day: date) -> DayPrice | None:
        """The price of a day, None when it is as listed."""
        quotes = self.quotes_on(day)
        if all(quote.lines == one.quote.lines for quote, one in zip(quotes, self.guests, strict=True)):
            return None
        return DayPrice(self._lines(quotes), _total(quotes))

    def quotes_on(self, day: date) -> list[Quote]:
        """Each pet's visit as it is when they come on a day."""
        return [self.prices.on(one.quote, one.pet, day) for one in self.guests]

    def _lines(self, quotes: Sequence[Quote]) -> list[LineView]:
        is_named = len(self.guests) > 1
        return [
            LineView(line.label, line.minutes, line.price_cents, one.pet.name if is_named else None)
            for one, quote in zip(self.guests, quotes, strict=True)
            for line in quote.lines
        ]

    @property
    def services(self) -> dict[str, list[str]]:
        """The codes of what is done, by pet."""
        return {one.pet.id: [line.code for line in one.quote.services] for one in self.guests}


def _total(quotes: Iterable[Quote]) -> int:
    return sum(one.total_cents for one in quotes)


def wanted_by(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], but: Sequence[Booking] = ()) -> Wanted:
    """What a wish means; `pets` are those of the wish, in its order. Raises the refusals of pricing."""
    last = last_groomers(tx, diary, pets)
    quotes = [diary.quote(one.services, pet) for one, pet in zip(wish.pets, pets, strict=True)]
    check_alike(diary, quotes)
    guests = tuple(
        Guest(pet, diary.subject(pet, stays=quote.is_stay), quote, last.get(pet.id))
        for pet, quote in zip(pets, quotes, strict=True)
    )
    return Wanted(wish, guests, DayPrices(tx, diary, but), tuple(but), _called(tx, wish.groomer_id))


def _called(tx: Tx, groomer_id: str | None) -> Label | None:
    """A groomer within a sentence."""
    if groomer_id is None:
        return None
    name = person.name if (person := people_of(tx, [groomer_id]).get(groomer_id)) else ""
    return Label(name or "这位美容师", name or "That groomer")


def offer_times(
    tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], c: ConversationId, new_id: Callable[[], str],
    but: Sequence[Booking] = (),
) -> tuple[SlotsView, list[Offer]]:  # fmt: skip
    """Free times around the wish, each with the offer that the owner can choose once it is remembered.

    `but` are the bookings that would be moved or the hold that would be let go: their claims do not count.
    Raises the refusals of pricing.
    """
    wanted = wanted_by(tx, diary, wish, pets, but)
    gate, asked = gate_of(tx, diary, wanted), _asked_day(diary, wish)
    rested = gate.rested_by(wanted.services, asked)
    # What is over after all that can be booked shows the days that were asked for, and why they will not do.
    days = _days(diary, rested if rested <= diary.last_day else asked)
    barred = {day: why for day in {asked, *days} if (why := why_barred(gate, wanted, day)) is not None}
    plans = diary.plans(days, [one.id for one in but])
    found = {day: [] if day in barred else free_on(diary, plan, wanted) for day, plan in plans.items()}
    picked = {day: pick_times(visits, _target(diary, wish, day)) for day, visits in found.items()}
    offers = {one.start_ms: offer_of(diary, one, wanted, c, new_id()) for visits in picked.values() for one in visits}
    shown = _shown(tx, picked, offers, wanted)
    view = _slots_view(diary, wanted, plans, found, shown)
    return _with_barred(view, barred, asked), list(offers.values())


def gate_of(tx: Tx, diary: Diary, wanted: Wanted) -> Gate:
    """What the health of those who are to come says to a day."""
    return Gate(tx, diary.shop.id, diary.settings, wanted.services)


def why_barred(gate: Gate, wanted: Wanted, day: date) -> Label | None:
    """Why the health of those who come is against a day, for a stay also against the one on which it ends."""
    last = day + timedelta(days=wanted.guests[0].quote.nights or 0)
    return gate.why_not(wanted.services, day) or (gate.why_not(wanted.services, last) if last > day else None)


def _with_barred(view: SlotsView, barred: Mapping[date, Label], asked: date) -> SlotsView:
    """Days on which the pets cannot come say so; and why, when it is about the day that was asked for."""
    if not barred:
        return view
    closed = {day.isoformat() for day in barred}
    days = [DayView(one.date, "barred") if one.date in closed and one.state != "closed" else one for one in view.days]
    return structs.replace(view, days=days, reason=barred.get(asked, view.reason))


def _asked_day(diary: Diary, wish: Wish) -> date:
    """The day that is wished for, today when none is or it has gone by."""
    wished = wish.day
    # A day that was asked for wins over the moment that the wish began with.
    for instant in (wish.at_ms, wish.from_ms):
        if wished is None and instant is not None:
            wished = local_day(instant, diary.zone)
    return max(diary.today, wished or diary.today)


def _days(diary: Diary, first: date) -> list[date]:
    """A day and those after it; the days before now and after the horizon are not shown."""
    first = min(first, diary.last_day - timedelta(days=DAYS_SHOWN - 1))
    first = max(first, diary.today)
    return [first + timedelta(days=n) for n in range(DAYS_SHOWN)]


def free_on(diary: Diary, plan: DayPlan | None, wanted: Wanted) -> list[FreeVisit]:
    """Every start of a day that an owner may choose, the health of the pets left aside; none on a closed day."""
    if plan is None or plan.hours.day > diary.last_day:
        return []
    earliest = max(diary.earliest_ms, wanted.wish.from_ms or 0)
    visits = every_free(diary, plan, wanted, earliest)
    # A stay may be made longer or shorter from the day on that it has.
    booked_ms = None if wanted.is_stay else _booked_ms(wanted)
    visits = [one for one in visits if one.start_ms != booked_ms]
    if wanted.wish.to_ms is not None:
        bounded = [one for one in visits if one.start_ms < wanted.wish.to_ms]
        # Outside the wished stretch is still better than nothing on that day.
        visits = bounded or visits
    return visits


def every_free(diary: Diary, plan: DayPlan, wanted: Wanted, earliest_ms: int) -> list[FreeVisit]:
    """Every start of an open day from an instant on; of a stay the one at which it would begin."""
    if not wanted.is_stay:
        return free_visits(plan, parts_of(diary, plan, wanted), earliest_ms=earliest_ms)
    return stays_on(diary, plan.hours.day, turns_of(wanted), [one.id for one in wanted.but], earliest_ms)


def turns_of(wanted: Wanted) -> list[Turn]:
    """Each pet's stay, from the wished start on if one was wished."""
    return [Turn(one.quote, one.subject, wanted.wish.at_ms or 0) for one in wanted.guests]


def _booked_ms(wanted: Wanted) -> int | None:
    """The time that is to be left, which is no choice; that of a hold still is."""
    sure = [one.starts_ms for one in wanted.but if one.status is BookingStatus.CONFIRMED]
    return min(sure, default=None)


def parts_of(diary: Diary, plan: DayPlan, wanted: Wanted) -> list[Part]:
    """The visit as a day is asked for it, with the order in which its people are asked."""
    return [
        Part(one.quote, one.subject, _ranks(diary, plan, one), wanted.wish.groomer_id) for one in wanted.guests
    ]  # fmt: skip


def _ranks(diary: Diary, plan: DayPlan, guest: Guest) -> dict[str, tuple[int, ...]]:
    """Who is asked first: the pet's own groomer, who is at home with its size, and the specialists last."""
    positions = {one.account_id: n for n, one in enumerate(diary.team.groomers)}
    is_large = guest.subject.species == "dog" and guest.subject.size in _LARGE
    return {
        one.account_id: (
            int(one.account_id != guest.last),
            int(is_large and "large" not in one.skills),
            len(one.skills - guest.quote.skills - {"large"}),
            sum(span.end_ms - span.start_ms for span in plan.busy.get(one.resource_no, ())),
            positions[one.account_id],
        )
        for one in plan.workers
    }


def _target(diary: Diary, wish: Wish, day: date) -> int | None:
    """The instant of this day that is nearest in meaning to the wish; None is any."""
    wished = wish.at_ms if wish.at_ms is not None else wish.from_ms
    if wished is None:
        return None
    wall = local_time(wished, diary.zone)
    return wall_ms(day, wall.hour * 60 + wall.minute, diary.zone)


def last_groomers(tx: Tx, diary: Diary, pets: Sequence[Pet]) -> dict[str, str]:
    """Who did each pet the last time, by pet; one before its first visit is not in it."""
    found: dict[str, str] = {}
    for pet_id, groomer_id, _ in store.done_before(tx, diary.shop.id, [pet.id for pet in pets]):
        found.setdefault(pet_id, groomer_id)
    return found


def offer_of(diary: Diary, visit: FreeVisit, wanted: Wanted, c: ConversationId, offer_id: str) -> Offer:
    """A free time as it is offered to the owner of the pets."""
    expires_ms = diary.now_ms + diary.settings.offer_min * MINUTE_MS
    quotes = wanted.quotes_on(local_day(visit.start_ms, diary.zone))
    pets = tuple(
        PetOffer(
            guest.pet.id,
            guest.quote.services,
            start.start_ms,
            start.worker.account_id,
            quote.total_cents,
            visit.brought_ms,
        )
        for guest, start, quote in zip(wanted.guests, visit.parts, quotes, strict=True)
    )
    return Offer(offer_id, c, wanted.guests[0].pet.owner_id, pets, expires_ms)


def _shown(
    tx: Tx, picked: Mapping[date, Sequence[FreeVisit]], offers: Mapping[int, Offer], wanted: Wanted
) -> dict[date, list[TimeView]]:
    asked = {part.worker.account_id for visits in picked.values() for one in visits for part in one.parts}
    names = {account_id: person.name for account_id, person in people_of(tx, asked).items()}
    totals = {day: wanted.total_on(day) for day, visits in picked.items() if visits}
    return {
        day: [_time_view(one, offers[one.start_ms].id, wanted, names, totals[day]) for one in visits]
        for day, visits in picked.items()
    }


def _time_view(
    visit: FreeVisit, offer_id: str, wanted: Wanted, names: Mapping[str, str], total_cents: int
) -> TimeView:  # fmt: skip
    pets = pet_times(visit, wanted, names)
    also = pets if len(pets) > 1 else []
    return TimeView(
        offer_id, visit.start_ms, visit.end_ms, pets[0].groomer, total_cents, True, also, visit.is_drop
    )  # fmt: skip


def pet_times(visit: FreeVisit, wanted: Wanted, names: Mapping[str, str]) -> list[PetTime]:
    """When it is each pet's turn, and whose; the pets in the order of the wish."""
    times: list[PetTime] = []
    for guest, part in zip(wanted.guests, visit.parts, strict=True):
        who = part.worker.account_id
        groomer = GroomerView(who, names.get(who, ""), who == guest.last) if who else None
        times.append(PetTime(guest.pet.id, guest.pet.name, part.start_ms, part.end_ms, groomer))
    return times


def _slots_view(
    diary: Diary, wanted: Wanted, plans: Mapping[date, DayPlan | None],
    found: Mapping[date, Sequence[FreeVisit]], shown: dict[date, list[TimeView]],
) -> SlotsView:  # fmt: skip
    at_ms = wanted.wish.at_ms
    reason = None
    is_own = at_ms is not None and at_ms == min((one.starts_ms for one in wanted.but), default=None)
    if wanted.is_stay:
        reason = _stay_reason(diary, wanted, plans, found)
    elif at_ms is not None and not is_own and not _has_start(found, at_ms):
        reason = _reason(diary, wanted, plans.get(local_day(at_ms, diary.zone)), at_ms)
        _strike(shown, diary, plans, wanted, at_ms)
    days = [
        DayView(day.isoformat(), "closed" if plan is None else "open" if found[day] else "full")
        for day, plan in plans.items()
    ]
    chosen = next((day for day in plans if found[day]), next(iter(plans)))
    times = {day.isoformat(): views for day, views in shown.items()}
    pets, groomer_id = list(wanted.wish.pets), wanted.wish.groomer_id
    nights = wanted.guests[0].quote.nights
    return SlotsView(
        days, chosen.isoformat(), times, at_ms, reason, pets, groomer_id, nights=nights,
        agreed_cents=wanted.prices.agreed_cents,
    )  # fmt: skip


def _stay_reason(
    diary: Diary, wanted: Wanted, plans: Mapping[date, DayPlan | None], found: Mapping[date, Sequence[FreeVisit]]
) -> Label | None:
    """Why no stay begins on the wished day; None when one does."""
    day = _asked_day(diary, wanted.wish)
    if day > diary.last_day:
        return beyond(diary)
    if day not in plans or found[day]:
        return None
    return why_no_stay(diary, day, turns_of(wanted))


def _has_start(found: Mapping[date, Sequence[FreeVisit]], at_ms: int) -> bool:
    return any(one.start_ms == at_ms for visits in found.values() for one in visits)


def _strike(
    shown: dict[date, list[TimeView]], diary: Diary, plans: Mapping[date, DayPlan | None],
    wanted: Wanted, at_ms: int,
) -> None:  # fmt: skip
    """Shows the wished time struck through among the free ones of its day, if it could be booked at all."""
    day = local_day(at_ms, diary.zone)
    plan = plans.get(day)
    if plan is None or at_ms < diary.earliest_ms:
        return
    if drop_at(plan, at_ms) is None if plan.drops else at_ms not in plan.starts:
        return
    ends_ms = at_ms + max(one.quote.minutes for one in wanted.guests) * MINUTE_MS
    struck = TimeView("", at_ms, ends_ms, None, wanted.total_on(day), False)
    target = sorted(shown[day], key=lambda one: abs(one.start_ms - at_ms))[:5]
    shown[day] = sorted([*target, struck], key=lambda one: one.start_ms)


def _reason(diary: Diary, wanted: Wanted, plan: DayPlan | None, at_ms: int) -> Label | None:
    """Why the visit cannot begin at the wished time, in words."""
    when = when_said(at_ms, diary.zone)
    if at_ms <= diary.now_ms:
        return passed(at_ms, diary.zone)
    if at_ms < diary.earliest_ms:
        least = diary.settings.lead_min
        return Label(f"{when.zh} 太近了，至少提前 {least} 分钟。", f"{when.en} is too soon: we need {least} min.")
    if local_day(at_ms, diary.zone) > diary.last_day:
        return beyond(diary)
    if plan is None:
        said = day_said(local_day(at_ms, diary.zone))
        return Label(f"{said.zh} 店休。", f"We're closed on {said.en}.")
    return reason_inside(diary, wanted, plan, at_ms)


def beyond(diary: Diary) -> Label:
    """That a day is farther away than owners may choose."""
    most = diary.settings.horizon_days
    return Label(f"目前只能约 {most} 天以内的时间。", f"We're booking the next {most} days only.")


def full_inside(wanted: Wanted, plan: DayPlan) -> Label | None:
    """That whoever is wished for has enough to do on a day without all of these; None when that is not so."""
    chosen = [one for one in plan.workers if one.account_id == wanted.wish.groomer_id]
    if not chosen or wanted.groomer is None:
        return None
    return full_reason(chosen[0], [one.subject for one in wanted.guests], wanted.groomer)


def reason_inside(
    diary: Diary, wanted: Wanted, plan: DayPlan, at_ms: int, *, is_for_team: bool = False
) -> Label | None:
    """Why the visit cannot begin, or its pets not be brought, at this start of an open day; None when it is no start of
    the grid."""
    if (full := full_inside(wanted, plan)) is not None:
        return full
    if plan.drops:
        return drop_reason(plan, at_ms, len(wanted.guests), diary.zone)
    asked = [
        Inquiry(diary.zone, plan, one.quote, one.subject, one.pet.name, is_for_team) for one in wanted.guests
    ]  # fmt: skip
    return reason_for_visit(asked, at_ms)
