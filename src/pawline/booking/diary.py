"""The shop's book, open in one transaction: what is free when, and whether a start will do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias, TypeVar

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.shop import (
    Catalogue,
    Groomer,
    Hours,
    Label,
    Season,
    Settings,
    Shift,
    Shop,
    ShopService,
    Team,
    Way,
    day_said,
    grid_starts,
    local_day,
    wall_ms,
)

from . import claims, own_pace_rows, store
from .airing import airing_of, busy_of, cats_of, joined
from .buffers import MOST_BUFFER_MS
from .caps import LARGE_ONE, ONE, both, caps_with, has_room
from .drops import drop_at, drops_on
from .errors import ClosedDay, NoDropOff, OutsideHours, PastTime, SlotTaken, TooFarAhead, TooManyNights, TooSoon
from .model import LARGE, MINUTE_MS, Caps, Claim, DayPlan, Load, Place, Quote, ServiceLine, Span, Subject, Worker
from .own_pace import as_it_takes
from .pricing import quote
from .remembered import Remembered, Sign
from .said import clock_said, when_words
from .season_lines import on_day
from .slot import Slot
from .together import Turn, soonest_end_ms, turns_at

DAY_MS = 86_400_000
# Who overrides the rules is not bound to the shop's grid either.
ANYWAY_GRID_MIN = 5
# What somebody whose work is limited has to do on a day, by account and day: that of others, and that of the bookings
# which are being moved.
Loads: TypeAlias = Mapping[date, Mapping[str, tuple[Load, Load]]]
_FREE = (Load(), Load())
Found = TypeVar("Found")


class Diary:
    """Reads once what every question about free times needs."""

    catalogue: Catalogue
    team: Team
    seasons: tuple[Season, ...]
    seats: tuple[int, ...]

    def __init__(self, tx: Tx, shops: ShopService, shop_id: str, now_ms: int, known: Remembered | None = None) -> None:
        """Without a `known` of others nothing is remembered from one to the next."""
        self._tx = tx
        self._shops = shops
        self._known = known or Remembered()
        self.now_ms = now_ms
        self.shop: Shop = shops.shop_of(tx, shop_id)
        self.catalogue, self.team, self.seasons, self.seats = self._known.premises(tx, shops, self.shop)
        self.zone = self.shop.clock_zone
        self._own_paces = dict[str, Mapping[str, int]]()

    @property
    def settings(self) -> Settings:
        """The shop's numbers."""
        return self.shop.settings

    @property
    def today(self) -> date:
        """The shop's calendar day of now."""
        return local_day(self.now_ms, self.zone)

    @property
    def earliest_ms(self) -> int:
        """The first start that owners may still choose."""
        return self.now_ms + self.settings.lead_min * MINUTE_MS

    @property
    def ride_margin_ms(self) -> int:
        """How long before its visit a pet that is fetched is at the shop."""
        return self.settings.rides.margin_min * MINUTE_MS

    @property
    def desk_from_ms(self) -> int:
        """The first start that the shop itself may choose: who walks in begins at the start that has just been."""
        return self.now_ms - self.settings.grid_min * MINUTE_MS + 1

    @property
    def last_day(self) -> date:
        """The last day that owners may choose."""
        return self.today + timedelta(days=self.settings.horizon_days)

    def listed(self, services: Sequence[ServiceLine], pet: Pet) -> Quote:
        """What the list says of a wish for such a pet; raises the refusals of pricing."""
        return quote(self.catalogue, services, Subject(pet.species, pet.size, pet.coat))

    def quote(self, services: Sequence[ServiceLine], pet: Pet) -> Quote:
        """What the wish takes of this very pet, and what it costs as listed, on whatever day; raises TooManyNights and
        the refusals of pricing."""
        found = as_it_takes(self.listed(services, pet), self._own_pace(pet.id))
        if (found.nights or 0) > self.settings.stay_most_nights:
            raise TooManyNights(most=self.settings.stay_most_nights)
        return found

    def _own_pace(self, pet_id: str) -> Mapping[str, int]:
        """Read once for all days of a series."""
        if pet_id not in self._own_paces:
            self._own_paces[pet_id] = own_pace_rows.of_pet(self._tx, self.shop.id, pet_id)
        return self._own_paces[pet_id]

    def on_day(self, listed: Quote, day: date) -> Quote:
        """What a wish costs that begins on a day, by the list of now."""
        return on_day(listed, self.seasons, day) if self.seasons else listed

    def services_said(self, services: Sequence[ServiceLine]) -> Label:
        """What is done, by the names of today; what is no longer known has none."""
        names = [self.catalogue.by_code[one.code].name for one in services if one.code in self.catalogue.by_code]
        return Label(" + ".join(name.zh for name in names), " + ".join(name.en for name in names))

    def ride_seats(self, way: Way) -> tuple[int, ...]:
        """Of which each household takes one that is driven this way in a window."""
        return self._shops.ride_seats(self._tx, self.shop.id, way)

    def midnights(self, day: date) -> Span:
        """A whole calendar day of the shop, from one midnight to the next."""
        return Span(wall_ms(day, 0, self.zone), wall_ms(day, 24 * 60, self.zone))

    def day_of(self, at_ms: int) -> date:
        """The shop's calendar day of an instant."""
        return local_day(at_ms, self.zone)

    def hours(self, day: date) -> Hours | None:
        """Opening hours; None is a closed day."""
        return self._shops.hours_on(self._tx, self.shop, day)

    def subject(self, pet: Pet, *, stays: bool = False) -> Subject:
        """The pet as free times are looked for: one that was never claimed cannot be busy."""
        no = self._shops.known_no(self._tx, self.shop.id, claimed_as(stays), pet.id)
        return Subject(pet.species, pet.size, pet.coat, no)

    def visitor(self, pet: Pet, *, stays: bool = False) -> Subject:
        """The pet as a visit takes it: its kind, and its own number among the things that are claimed.

        While it stays it may be bathed: for stays it has another number.
        """
        no = self._shops.resource_no(self._tx, self.shop.id, claimed_as(stays), pet.id)
        return Subject(pet.species, pet.size, pet.coat, no)

    def taken(self, numbers: Iterable[int], span: Span, but: Collection[str]) -> list[Claim]:
        """What is taken of a few resources, those of long stays as well; `but` are bookings that do not count."""
        return claims.of_resources(self._tx, self.shop.id, numbers, span, self.now_ms, but)

    def plans(self, days: Sequence[date], but: Collection[str] = ()) -> dict[date, DayPlan | None]:
        """Everything that decides what is free on some days; None is a closed day.

        `but` are bookings that do not count, because they are being moved.
        """
        loads = self._loads(days, but)
        signs = self._signs(days, loads) if self._tx.is_reading and not but else {}
        known = self._known.days(self.shop.id, signs)
        missing = [day for day in days if day not in known]
        if missing:
            found = self._found_plans(missing, but, loads)
            self._known.keep(self.shop.id, signs, found)
            known |= found
        return {day: known[day] for day in days}

    def open_plan(self, day: date, but: Collection[str] = ()) -> DayPlan:
        """The same for a day that must be open; raises ClosedDay."""
        return must_be_open(self.plans([day], but)[day], day)

    def anyway_plan(self, day: date) -> DayPlan:
        """A day for who may override the rules: any hour, everybody who takes work, as many as it takes, brought at any
        time.

        What is taken is taken, and a place that is out of use stays so.
        """
        hours = Hours(day, wall_ms(day, 0, self.zone), wall_ms(day, 24 * 60, self.zone))
        all_day = Shift(day.isoweekday(), 0, 24 * 60)
        shifts: dict[tuple[str, date], Shift] = {
            (one.account_id, day): all_day for one in self.team.groomers if one.is_active
        }
        plan = self._plans_in({day: hours}, (), shifts, {})[day]
        assert plan is not None
        workers = tuple(replace(one, caps=Caps()) for one in plan.workers)
        return replace(plan, starts=grid_starts(hours, ANYWAY_GRID_MIN, self.zone), workers=workers, drops=())

    def is_full(self, account_id: str, at_ms: int, pet: Subject, but: Collection[str]) -> bool:
        """Whether somebody has enough to do on that day for this pet not to come as well, the hours left aside."""
        day = local_day(at_ms, self.zone)
        who = [one for one in self.team.groomers if one.account_id == account_id]
        loads = self._loads([day], but)
        return not all(has_room(self._worker(one, (), day, loads), [pet]) for one in who)

    def _loads(self, days: Sequence[date], but: Collection[str]) -> Loads:
        """What those whose work is limited have to do already; where nobody's is, nothing is asked."""
        limited = [one.account_id for one in self.team.groomers if (one.pets_a_day, one.large_a_day) != (None, None)]
        if not limited:
            return {}
        first = min(days)
        every = [first + timedelta(days=n) for n in range((max(days) - first).days + 2)]
        midnights = [wall_ms(day, 0, self.zone) for day in every]
        span = Span(midnights[0], midnights[-1])
        found: dict[date, dict[str, tuple[Load, Load]]] = {}
        for booking_id, who, starts_ms, size in store.done_by(self._tx, self.shop.id, limited, span, self.now_ms):
            theirs = found.setdefault(every[bisect_right(midnights, starts_ms) - 1], {})
            load, own = theirs.get(who, _FREE)
            more = LARGE_ONE if size in LARGE else ONE
            theirs[who] = (load, both(own, more)) if booking_id in but else (both(load, more), own)
        return found

    def _signs(self, days: Sequence[date], loads: Loads) -> dict[date, Sign | None]:
        """By what a day is known again: the shop's version, the claims of the UTC days that it may touch, and how much
        those have to do whose work is limited."""
        midnights = {day: wall_ms(day, 0, self.zone) for day in days}
        spans = {day: Span(at_ms - MOST_BUFFER_MS, at_ms + 2 * DAY_MS) for day, at_ms in midnights.items()}
        touched = {day: _utc_days(one) for day, one in spans.items()}
        first, last = min(one.start for one in touched.values()), max(one.stop for one in touched.values())
        marks = claims.marks(self._tx, self.shop.id, first, last)
        held = claims.held_spans(self._tx, self.shop.id)
        return {
            day: (self.shop.version, loads.get(day), *(marks.get(number) for number in touched[day]))
            if not any(one.overlaps(span) for one in held)
            else None
            for day, span in spans.items()
        }

    def _found_plans(
        self, days: Sequence[date], but: Collection[str], loads: Loads
    ) -> dict[date, DayPlan | None]:  # fmt: skip
        hours = self._shops.hours_on_days(self._tx, self.shop, days)
        shifts = {} if all(one is None for one in hours.values()) else self.shifts(days)
        return self._plans_in(hours, but, shifts, loads)

    def _plans_in(
        self, hours: Mapping[date, Hours | None], but: Collection[str], shifts: Mapping[tuple[str, date], Shift],
        loads: Loads,
    ) -> dict[date, DayPlan | None]:  # fmt: skip
        """Plans of days with these hours and shifts."""
        opened = [one for one in hours.values() if one is not None]
        if not opened:
            return dict.fromkeys(hours)
        # Claims may reach over midnight: a day after the last covers them, and before the first what is kept free.
        span = Span(min(h.opens_ms for h in opened) - MOST_BUFFER_MS, max(h.closes_ms for h in opened) + DAY_MS)
        closed = self.closed(span)
        taken = claims.within(self._tx, self.shop.id, span, self.now_ms, but)
        busy = joined(busy_of(taken), closed)
        places = self.places()
        busy_on, closed_on = _by_day(busy, opened), _by_day(closed, opened)
        cats_on, airing_on = _by_day(cats_of(taken), opened), _by_day(airing_of(taken), opened)
        plan = DayPlan(opened[0], (), (), places, air_ms=self.settings.air_out_min * MINUTE_MS)
        return {
            day: None
            if one is None
            else self._filled(
                replace(plan, busy=busy_on[day], closed=closed_on[day], cats=cats_on[day], airing=airing_on[day]),
                one,
                shifts,
                loads,
            )
            for day, one in hours.items()
        }

    def shifts(self, days: Sequence[date]) -> dict[tuple[str, date], Shift]:
        """Who works when; whoever is off on a day is not in it."""
        changed = self._shops.changed_days(self._tx, self.shop.id, min(days), max(days))
        found: dict[tuple[str, date], Shift] = {}
        for one in self.team.groomers:
            for day in days if one.is_active else ():
                change = changed.get((one.account_id, day))
                shift = one.shift_on(day) if change is None else change.shift
                if shift is not None:
                    found[one.account_id, day] = shift
        return found

    def closed(self, span: Span) -> dict[int, tuple[Span, ...]]:
        """When places cannot be used, by their number."""
        numbers = {one.id: one.resource_no for one in self.team.stations}
        found: dict[int, tuple[Span, ...]] = {}
        for one in self._shops.closures(self._tx, self.shop.id, span.start_ms, span.end_ms):
            number = numbers.get(one.station_id)
            if number is not None:
                found[number] = (*found.get(number, ()), Span(one.start_ms, one.end_ms))
        return found

    def check_when(self, start_ms: int, *, is_staff: bool = False, is_past: bool = False) -> None:
        """Whether something may begin then, by notice and horizon, which `is_staff` waives; `is_past` is a record of
        what has already been. Raises PastTime, TooSoon, TooFarAhead.
        """
        when = when_words(start_ms, self.zone)
        if start_ms <= self.now_ms and not is_past:
            raise PastTime(**when)
        if start_ms < self.earliest_ms and not (is_staff or is_past):
            raise TooSoon(lead_min=self.settings.lead_min, **when)
        if local_day(start_ms, self.zone) > self.last_day and not is_staff:
            raise TooFarAhead(horizon_days=self.settings.horizon_days)

    def place(
        self, turns: Sequence[Turn], *, is_staff: bool = False, is_past: bool = False, but: Collection[str] = ()
    ) -> list[Slot]:
        """The way in which each pet can have its turn, everything checked anew and all of them together.

        Raises what `check_when` raises, ClosedDay, NoDropOff, OutsideHours, SlotTaken.
        """
        start_ms = min(one.comes_ms for one in turns)
        self.check_when(start_ms, is_staff=is_staff, is_past=is_past)
        return self.turns_in(self.open_plan(local_day(start_ms, self.zone), but), turns)

    def turns_in(self, plan: DayPlan | None, turns: Sequence[Turn]) -> list[Slot]:
        """The same in a day's plan, None for a closed day; raises ClosedDay, NoDropOff, OutsideHours, SlotTaken."""
        start_ms = min(one.comes_ms for one in turns)
        when = when_words(start_ms, self.zone)
        opened = must_be_open(plan, local_day(start_ms, self.zone))
        self._check_brought(opened, turns)
        self._check_hours(opened, turns, when)
        slots = turns_at(opened, turns)
        if slots is None:
            raise SlotTaken(start_ms=start_ms, **when)
        return slots

    def _check_brought(self, plan: DayPlan, turns: Sequence[Turn]) -> None:
        """A drop-off that was chosen has to be one of the day's; raises NoDropOff."""
        for at_ms in (one.brought_ms for one in turns):
            if plan.drops and at_ms is not None and drop_at(plan, at_ms) is None:
                said = day_said(plan.hours.day)
                times = [clock_said(one.at_ms, self.zone) for one in plan.drops]
                raise NoDropOff(
                    day=said.zh, day_en=said.en, clock=clock_said(at_ms, self.zone), times="、".join(times),
                    times_en=", ".join(times),
                )  # fmt: skip

    def _check_hours(self, plan: DayPlan, turns: Sequence[Turn], when: dict[str, str]) -> None:
        if any(one.start_ms not in plan.starts or soonest_end_ms(plan, one) > plan.hours.closes_ms for one in turns):
            opens = clock_said(plan.hours.opens_ms, self.zone)
            closes = clock_said(plan.hours.closes_ms, self.zone)
            raise OutsideHours(opens=opens, closes=closes, **when)

    def _filled(
        self, plan: DayPlan, hours: Hours, shifts: Mapping[tuple[str, date], Shift], loads: Loads
    ) -> DayPlan:  # fmt: skip
        drops = drops_on(self.settings.drop_slots, self.seats, hours, self.zone)
        starts = grid_starts(hours, self.settings.grid_min, self.zone)
        if any(one.weekday == hours.day.isoweekday() for one in self.settings.drop_slots):
            starts = tuple(at for at in starts if any(one.takes(at) for one in drops))
        workers = tuple(
            self._worker(one, self.working(shifts[one.account_id, hours.day], hours.day), hours.day, loads)
            for one in self.team.groomers
            if (one.account_id, hours.day) in shifts
        )
        return replace(plan, hours=hours, starts=starts, workers=workers, drops=drops)

    def _worker(self, groomer: Groomer, working: tuple[Span, ...], day: date, loads: Loads) -> Worker:
        after_ms = self.settings.staff_buffer_min * MINUTE_MS
        load, own = loads.get(day, {}).get(groomer.account_id, _FREE)
        caps = caps_with(Caps(groomer.pets_a_day, groomer.large_a_day), load, own)
        return Worker(
            groomer.resource_no, groomer.account_id, groomer.skills, working, after_ms, caps, load,
            groomer.pace_percent,
        )  # fmt: skip

    def working(self, shift: Shift, day: date) -> tuple[Span, ...]:
        """The stretches of a shift, the break left out."""
        start, end = wall_ms(day, shift.start_min, self.zone), wall_ms(day, shift.end_min, self.zone)
        if shift.break_start_min is None or shift.break_end_min is None:
            return (Span(start, end),)
        pause = wall_ms(day, shift.break_start_min, self.zone)
        resume = wall_ms(day, shift.break_end_min, self.zone)
        return (Span(start, pause), Span(resume, end))

    def places(self) -> tuple[Place, ...]:
        """Every place of the shop."""
        return tuple(
            Place(s.resource_no, s.id, s.kind, s.sizes, s.species, s.buffer_min * MINUTE_MS, s.name)
            for s in self.team.stations
        )


def claimed_as(stays: bool) -> str:
    """As what a pet is claimed: while it stays it may come for a visit as well."""
    return "stay" if stays else "pet"


def must_be_open(found: Found | None, day: date) -> Found:
    """What there is of a day, its hours or its plan; raises ClosedDay when it is None."""
    if found is None:
        said = day_said(day)
        raise ClosedDay(day=said.zh, day_en=said.en)
    return found


def _utc_days(span: Span) -> range:
    """The UTC days, since 1970, on which whatever touches a span may have begun."""
    return range((span.start_ms - claims.LONGEST_MS) // DAY_MS, span.end_ms // DAY_MS + 1)


def _by_day(busy: Mapping[int, Sequence[Span]], opened: Sequence[Hours]) -> dict[date, dict[int, tuple[Span, ...]]]:
    """What is taken or closed on each day and just before it, by resource; a visit may last over midnight."""
    found: dict[date, dict[int, tuple[Span, ...]]] = {}
    for one in opened:
        day = Span(one.opens_ms - MOST_BUFFER_MS, one.closes_ms + DAY_MS)
        near = ((number, tuple(span for span in spans if span.overlaps(day))) for number, spans in busy.items())
        found[one.day] = {number: spans for number, spans in near if spans}
    return found
