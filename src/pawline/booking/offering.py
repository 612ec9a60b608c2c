"""Turning a wish into a few days of free times, and saying why the wished one is not among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pawline.people import people_of
from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId
from pawline.shop import Label, local_day, local_time, wall_ms

from . import store
from .availability import FreeStart, free_starts, pick_times
from .diary import Diary
from .model import MINUTE_MS, Booking, BookingStatus, DayPlan, Offer, Quote, Subject, Wish
from .reasons import Inquiry, passed, reason_for_all
from .said import day_said, when_said
from .view import DayView, GroomerView, SlotsView, TimeView

DAYS_SHOWN = 6
_LARGE = frozenset({"L", "XL"})


@dataclass(frozen=True)
class Wanted:
    """A wish with everything that it means for one pet."""

    wish: Wish
    pet: Pet
    subject: Subject
    quote: Quote
    but: Booking | None = None


def offer_times(
    tx: Tx, diary: Diary, wish: Wish, pet: Pet, c: ConversationId, new_id: Callable[[], str],
    but: Booking | None = None,
) -> tuple[SlotsView, list[Offer]]:  # fmt: skip
    """Free times around the wish, each with the offer that the owner can choose once it is remembered.

    `but` is the booking that would be moved or the hold that would be let go: its claims do not count.
    Raises the refusals of pricing.
    """
    wanted = Wanted(wish, pet, diary.subject(pet), diary.quote(wish.services, pet), but)
    days = _days(diary, wish)
    plans = diary.plans(days, wanted.subject, but.id if but else None)
    last = last_groomer(tx, diary, pet)
    found = {day: _free(diary, plan, wanted, last) for day, plan in plans.items()}
    picked = {day: pick_times(slots, _target(diary, wish, day)) for day, slots in found.items()}
    offers = {slot.start_ms: _offer(diary, slot, wanted, c, new_id()) for s in picked.values() for slot in s}
    shown = _shown(tx, picked, offers, wanted, last)
    return _slots_view(diary, wanted, plans, found, shown), list(offers.values())


def _days(diary: Diary, wish: Wish) -> list[date]:
    """The wished day and those after it; the days before now and after the horizon are not shown."""
    wished = wish.day
    # A day that was asked for wins over the moment that the wish began with.
    for instant in (wish.at_ms, wish.from_ms):
        if wished is None and instant is not None:
            wished = local_day(instant, diary.zone)
    first = max(diary.today, wished or diary.today)
    first = min(first, diary.last_day - timedelta(days=DAYS_SHOWN - 1))
    first = max(first, diary.today)
    return [first + timedelta(days=n) for n in range(DAYS_SHOWN)]


def _free(diary: Diary, plan: DayPlan | None, wanted: Wanted, last: str | None) -> list[FreeStart]:
    if plan is None or plan.hours.day > diary.last_day:
        return []
    earliest = max(diary.earliest_ms, wanted.wish.from_ms or 0)
    slots = free_starts(
        plan, wanted.quote, wanted.subject, ranks(diary, plan, wanted, last), earliest_ms=earliest,
        worker_id=wanted.wish.groomer_id,
    )  # fmt: skip
    if wanted.but is not None and wanted.but.status is BookingStatus.CONFIRMED:
        slots = [slot for slot in slots if slot.start_ms != wanted.but.starts_ms]
    if wanted.wish.to_ms is not None:
        bounded = [slot for slot in slots if slot.start_ms < wanted.wish.to_ms]
        # Outside the wished stretch is still better than nothing on that day.
        slots = bounded or slots
    return slots


def ranks(diary: Diary, plan: DayPlan, wanted: Wanted, last: str | None) -> dict[str, tuple[int, ...]]:
    """Who is asked first: the pet's own groomer, who is at home with its size, and the specialists last."""
    positions = {one.account_id: n for n, one in enumerate(diary.team.groomers)}
    is_large = wanted.subject.species == "dog" and wanted.subject.size in _LARGE
    return {
        one.account_id: (
            int(one.account_id != last),
            int(is_large and "large" not in one.skills),
            len(one.skills - wanted.quote.skills - {"large"}),
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


def last_groomer(tx: Tx, diary: Diary, pet: Pet) -> str | None:
    """Who did the pet the last time; None before its first visit."""
    done = store.done_before(tx, diary.shop.id, [pet.id])
    return done[0][1] if done else None


def _offer(diary: Diary, slot: FreeStart, wanted: Wanted, c: ConversationId, offer_id: str) -> Offer:
    expires_ms = diary.now_ms + diary.settings.offer_min * MINUTE_MS
    services = wanted.quote.services
    return Offer(
        offer_id, c, wanted.pet.owner_id, wanted.pet.id, services, slot.start_ms, slot.worker.account_id,
        expires_ms,
    )  # fmt: skip


def _shown(
    tx: Tx, picked: Mapping[date, Sequence[FreeStart]], offers: Mapping[int, Offer], wanted: Wanted,
    last: str | None,
) -> dict[date, list[TimeView]]:  # fmt: skip
    people = people_of(tx, {slot.worker.account_id for slots in picked.values() for slot in slots})

    def view(slot: FreeStart) -> TimeView:
        who = slot.worker.account_id
        groomer = GroomerView(who, people[who].name if who in people else "", who == last)
        offer_id = offers[slot.start_ms].id
        return TimeView(offer_id, slot.start_ms, slot.end_ms, groomer, wanted.quote.total_cents, True)

    return {day: [view(slot) for slot in slots] for day, slots in picked.items()}


def _slots_view(
    diary: Diary, wanted: Wanted, plans: Mapping[date, DayPlan | None],
    found: Mapping[date, Sequence[FreeStart]], shown: dict[date, list[TimeView]],
) -> SlotsView:  # fmt: skip
    at_ms = wanted.wish.at_ms
    reason = None
    is_own = wanted.but is not None and wanted.but.starts_ms == at_ms
    if at_ms is not None and not is_own and not _has_start(found, at_ms):
        reason = _reason(diary, wanted, plans.get(local_day(at_ms, diary.zone)), at_ms)
        _strike(shown, diary, plans, wanted, at_ms)
    days = [
        DayView(day.isoformat(), "closed" if plan is None else "open" if found[day] else "full")
        for day, plan in plans.items()
    ]
    chosen = next((day for day in plans if found[day]), next(iter(plans)))
    times = {day.isoformat(): views for day, views in shown.items()}
    return SlotsView(days, chosen.isoformat(), times, at_ms, reason)


def _has_start(found: Mapping[date, Sequence[FreeStart]], at_ms: int) -> bool:
    return any(slot.start_ms == at_ms for slots in found.values() for slot in slots)


def _strike(
    shown: dict[date, list[TimeView]], diary: Diary, plans: Mapping[date, DayPlan | None],
    wanted: Wanted, at_ms: int,
) -> None:  # fmt: skip
    """Shows the wished time struck through among the free ones of its day, if it could be booked at all."""
    day = local_day(at_ms, diary.zone)
    plan = plans.get(day)
    if plan is None or at_ms not in plan.starts or at_ms < diary.earliest_ms:
        return
    ends_ms = at_ms + wanted.quote.minutes * MINUTE_MS
    struck = TimeView("", at_ms, ends_ms, None, wanted.quote.total_cents, False)
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
        most = diary.settings.horizon_days
        return Label(f"目前只能约 {most} 天以内的时间。", f"We're booking the next {most} days only.")
    if plan is None:
        said = day_said(local_day(at_ms, diary.zone))
        return Label(f"{said.zh} 店休。", f"We're closed on {said.en}.")
    return reason_inside(diary, wanted, plan, at_ms)


def reason_inside(diary: Diary, wanted: Wanted, plan: DayPlan, at_ms: int) -> Label | None:
    """Why the visit cannot begin at this start of an open day; None when it is no start of the grid."""
    return reason_for_all(Inquiry(diary.zone, plan, wanted.quote, wanted.subject, wanted.pet.name), at_ms)
