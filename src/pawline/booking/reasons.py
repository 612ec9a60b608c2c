"""Why a visit cannot begin at a time, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from pawline.shop import Label

from .airing import CAT, DOG
from .availability import (
    blocking_kind,
    has_places,
    is_closed,
    is_pet_busy,
    is_worker_free,
    slots_at,
    workers_for,
)
from .buffers import kept_free
from .caps import full_reason
from .drops import drop_at, free_seats
from .model import MINUTE_MS, DayPlan, Place, Quote, Span, Subject, Worker
from .pace import at_pace
from .said import PLACE_WORDS, clock_said, when_said
from .slot import Need

ALL_FULL = Label("那天能做这个项目的美容师都排满了。", "Everybody who does this has enough to do that day.")


@dataclass(frozen=True)
class Inquiry:
    """What is asked about one open day: which visit, of whom, on which wall clock.

    `is_for_team`: the answer stays within the shop, and may say what no owner hears of.
    """

    zone: ZoneInfo
    plan: DayPlan
    quote: Quote
    subject: Subject
    pet_name: str
    is_for_team: bool = False

    def by(self, worker: Worker) -> Inquiry:
        """The same, asked of somebody who takes their own time for it."""
        return replace(self, quote=at_pace(self.quote, worker.pace))

    def by_the_quickest(self) -> Inquiry:
        """The same, asked of whoever of those is quickest who can do it; as listed when nobody can."""
        able = [one for one in self.plan.workers if self.quote.skills <= one.skills]
        return self.by(min(able, key=lambda one: one.pace)) if able else self

    def visit(self, at_ms: int) -> Span:
        """The stretch of a visit that begins then."""
        return Span(at_ms, at_ms + self.quote.minutes * MINUTE_MS)

    def stretch(self, span: Span) -> str:
        """A stretch as 14:00–15:30."""
        return f"{clock_said(span.start_ms, self.zone)}–{clock_said(span.end_ms, self.zone)}"


def passed(at_ms: int, zone: ZoneInfo) -> Label:
    """That a time lies behind."""
    when = when_said(at_ms, zone)
    return Label(f"{when.zh} 已经过去了。", f"{when.en} has passed.")


def drop_reason(plan: DayPlan, at_ms: int, pets: int, zone: ZoneInfo) -> Label:
    """Why so many pets cannot be brought at a time of a day that has drop-offs."""
    clock, drop = clock_said(at_ms, zone), drop_at(plan, at_ms)
    if drop is None:
        times = [clock_said(one.at_ms, zone) for one in plan.drops]
        return Label(
            f"这天只在 {'、'.join(times)} 送店。", f"Pets are brought at {', '.join(times)} that day."
        )  # fmt: skip
    left = len(free_seats(plan, drop))
    if left == 0:
        return Label(f"送店 {clock} 这一批已满。", f"The {clock} drop-off is full.")
    if left < pets:
        return Label(f"送店 {clock} 这一批只剩 {left} 个位置。", f"The {clock} drop-off has room for {left} more.")
    return Label(
        f"{clock} 送来的话，美容师和工位已经排不开了。", f"Nobody, or no place, is left for a pet brought at {clock}."
    )  # fmt: skip


def seat_reason(plan: DayPlan, start_ms: int, zone: ZoneInfo) -> Label | None:
    """That a turn cannot begin at a start since every drop-off before it is full; None when one has room, or there are
    none that day."""
    drops = [one for one in plan.drops if one.takes(start_ms)]
    if not drops or any(free_seats(plan, one) for one in drops):
        return None
    return drop_reason(plan, drops[-1].at_ms, 1, zone)


def reason_for_visit(asked: Sequence[Inquiry], at_ms: int) -> Label | None:
    """Why some pets cannot come together then; None when the grid alone is in the way."""
    first, plan = asked[0], asked[0].plan
    if len(asked) == 1 or not any(slots_at(plan, one.quote, one.subject, at_ms) for one in asked):
        return reason_for_all(first, at_ms)
    clock = clock_said(at_ms, first.zone)
    zh, en = "、".join(one.pet_name for one in asked), " and ".join(one.pet_name for one in asked)
    return Label(f"{clock} 开始没法把 {zh} 一起做完。", f"We can't fit in {en} together from {clock}.")


def reason_for_all(asked: Inquiry, at_ms: int) -> Label | None:
    """Why nobody can do the visit then; None when the grid alone is in the way, or nothing is."""
    asked = asked.by_the_quickest()
    early = _hours_reason(asked, at_ms)
    if early is not None or at_ms not in asked.plan.starts:
        return early
    visit = asked.visit(at_ms)
    if (busy := _pet_reason(asked, visit)) is not None:
        return busy
    if not any(asked.quote.skills <= one.skills for one in asked.plan.workers):
        return Label("那天没有能做这个项目的美容师。", "Nobody who does this is in that day.")
    able = workers_for(asked.plan, asked.quote, asked.subject)
    if not able:
        return ALL_FULL
    if not any(_is_free(asked.by(one), one, at_ms) for one in able):
        stretch = asked.stretch(visit)
        return Label(f"{stretch} 美容师都有约了。", f"Our groomers are booked {stretch}.")
    return place_reason(asked, at_ms) or _full(asked, visit)


def reason_for_one(asked: Inquiry, at_ms: int, worker: Worker, name: str) -> Label | None:
    """Why this very person cannot do the visit then, places left aside (`place_reason`); None when nothing is in
    the way."""
    asked = asked.by(worker)
    visit = asked.visit(at_ms)
    early = _hours_reason(asked, at_ms) or _pet_reason(asked, visit)
    if early is not None:
        return early
    if not asked.quote.skills <= worker.skills:
        return Label(f"{name} 不做这个项目。", f"{name} doesn't do this.")
    if (full := full_reason(worker, [asked.subject], Label(name, name))) is not None:
        return full
    stretch = asked.stretch(visit)
    if not any(span.holds(visit) for span in worker.working):
        if (pause := _pause(worker, visit)) is not None:
            rest = asked.stretch(pause)
            return Label(f"{name} {rest} 休息。", f"{name} has a break {rest}.")
        return Label(f"{name} {stretch} 不上班。", f"{name} isn't working {stretch}.")
    return None if _is_free(asked, worker, at_ms) else _booked(asked, worker, visit, name)


def place_reason(asked: Inquiry, at_ms: int) -> Label | None:
    """Which kind of place stands in the way then: out of use, or taken by others; None when all are to be had."""
    if has_places(asked.plan, asked.quote, asked.subject, at_ms):
        return None
    need = blocking_kind(asked.plan, asked.quote, asked.subject, at_ms)
    if need is None or need.kind is None:
        return _full(asked, asked.visit(at_ms))
    word = PLACE_WORDS[need.kind]
    stretch = asked.stretch(Span(at_ms + need.from_ms, at_ms + need.to_ms))
    if is_closed(asked.plan, need, at_ms):
        return Label(f"{word.zh} {stretch} 停用。", f"{word.en} is out of use {stretch}.")
    if asked.is_for_team and (airs := _airing_reason(asked, need, at_ms)) is not None:
        return airs
    return Label(f"{word.zh} {stretch} 已满。", f"{word.en} is taken {stretch}.")


def _airing_reason(asked: Inquiry, need: Need, at_ms: int) -> Label | None:
    """That a place would be free but for the air between a dog and a cat; None when none would."""
    for place in need.places or ():
        claim = need.claim(place, at_ms)
        stay = Span(claim.start_ms, claim.end_ms)
        if any(stay.overlaps(other) for other in asked.plan.busy.get(place.resource_no, ())):
            continue
        if need.species == CAT:
            return _still_airs(asked, place, stay)
        if need.species == DOG:
            return _cat_comes(asked, place, Span(stay.end_ms, stay.end_ms + claim.airs_ms), need.air_ms)
    return None


def _still_airs(asked: Inquiry, place: Place, stay: Span) -> Label | None:
    spans = asked.plan.airing.get(place.resource_no, ())
    airs = next((one for one in spans if one.overlaps(stay)), None)
    if airs is None:
        return None
    # It airs while it is made ready, too: both begin when the dog leaves.
    stretch = asked.stretch(Span(airs.start_ms - place.after_ms, airs.end_ms))
    return Label(f"{place.name.zh} {stretch} 给狗狗用完要通风。", f"{place.name.en} airs {stretch} after a dog.")


def _cat_comes(asked: Inquiry, place: Place, airs: Span, air_ms: int) -> Label | None:
    spans = asked.plan.cats.get(place.resource_no, ())
    cat = next((one for one in spans if one.overlaps(airs)), None)
    if cat is None:
        return None
    clock, minutes = clock_said(cat.start_ms, asked.zone), air_ms // MINUTE_MS
    return Label(
        f"{place.name.zh} {clock} 有猫猫要用，狗狗用完要通风 {minutes} 分钟。",
        f"{place.name.en} is for a cat at {clock}, and airs for {minutes} min after a dog.",
    )


def _is_free(asked: Inquiry, worker: Worker, at_ms: int) -> bool:
    return is_worker_free(asked.plan, worker, asked.quote, asked.visit(at_ms))


def _booked(asked: Inquiry, worker: Worker, visit: Span, name: str) -> Label:
    """That somebody has something else to do: during the visit, or in what is kept free around it."""
    in_all = kept_free(worker, asked.quote, visit)
    if any(visit.overlaps(other) for other in asked.plan.busy.get(worker.resource_no, ())):
        stretch = asked.stretch(visit)
        return Label(f"{name} {stretch} 有约了。", f"{name} is booked {stretch}.")
    stretch = asked.stretch(in_all)
    return Label(
        f"{name} 算上准备和收拾要 {stretch}，当中有约了。",
        f"{name} needs {stretch} with setting up and tidying, and is booked within it.",
    )


def _pause(worker: Worker, visit: Span) -> Span | None:
    """The break that alone is in the way of a visit within the shift."""
    pauses = [Span(one.end_ms, other.start_ms) for one, other in pairwise(worker.working)]
    if not pauses or not Span(worker.working[0].start_ms, worker.working[-1].end_ms).holds(visit):
        return None
    return next((one for one in pauses if one.overlaps(visit)), None)


def _hours_reason(asked: Inquiry, at_ms: int) -> Label | None:
    hours, visit = asked.plan.hours, asked.visit(at_ms)
    if hours.opens_ms <= at_ms and visit.end_ms <= hours.closes_ms:
        return None
    opened, ends = asked.stretch(Span(hours.opens_ms, hours.closes_ms)), clock_said(visit.end_ms, asked.zone)
    return Label(f"营业时间 {opened}，这次要做到 {ends}。", f"We're open {opened}; this runs to {ends}.")


def _pet_reason(asked: Inquiry, visit: Span) -> Label | None:
    if not is_pet_busy(asked.subject, visit, asked.plan.busy):
        return None
    name, stretch = asked.pet_name, asked.stretch(visit)
    return Label(f"{name} {stretch} 已经有预约了。", f"{name} already has a visit {stretch}.")


def _full(asked: Inquiry, visit: Span) -> Label:
    """Each kind of place has one free, but not all of them together."""
    stretch = asked.stretch(visit)
    return Label(f"{stretch} 已经约满。", f"{stretch} is fully booked.")
