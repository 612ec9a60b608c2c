"""The search: a day as a program for CP-SAT. Only the child process imports this."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from ortools.sat.python import cp_model

from .check import faults
from .greedy import begin
from .model import (
    MINUTE_MS,
    PROMISE,
    Day,
    Layout,
    Party,
    Placement,
    Shape,
    Stretch,
    Taken,
    Visit,
    cost_of,
    person_at,
    person_by_rules,
    stay_at,
    stay_by_rules,
)
from .rooms import starts_at, starts_of, starts_with

Line: TypeAlias = cp_model.LinearExpr | int

WORKERS = 2
# The first question (who is kept, and who is asked to come at another time) matters most and is the hardest.
SHARES = (0.6, 0.7, 1.0)
# Of what the last question compares: no day has this many visits, or moves so many places.
MOST_PLACES = 10_000


@dataclass
class _Way:
    """The choices about one visit: the start, the person, the place of each stay, or none of it."""

    visit: Visit
    at: cp_model.IntVar
    starts: Mapping[int, cp_model.IntVar]
    workers: Mapping[int, cp_model.IntVar]
    places: tuple[Mapping[int, cp_model.IntVar], ...]
    given_up: cp_model.IntVar
    shapes: list[tuple[Shape, cp_model.IntVar]]

    @property
    def is_elsewhen(self) -> Line:
        """Whether it comes at another time."""
        return 1 - self.given_up - self.stays_when

    @property
    def stays_when(self) -> cp_model.IntVar | int:
        """Whether it begins when it does now."""
        return self.starts.get(self.visit.here.start_ms, 0)


@dataclass
class _Program:
    """The model while it is put together."""

    day: Day
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    taken: dict[int, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    # By place the stays after which it airs, until it has, and those of visits that mind.
    airing: dict[int, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    minding: dict[int, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    ways: list[_Way] = field(default_factory=list)

    def add(self, visit: Visit) -> None:
        """One visit with all its choices."""
        starts = starts_of(self.day, visit)
        by_worker = {one: starts_with(self.day, visit, one, starts) for one in visit.workers}
        some = set[int]().union(*by_worker.values())
        able = [at for at in starts if at in some]
        if able:
            self.ways.append(self._way(visit, able, by_worker))

    def _way(self, visit: Visit, able: list[int], by_worker: dict[int, set[int]]) -> _Way:
        model, new = self.model, self.model.new_bool_var
        given_up = new("")
        at = model.new_int_var_from_domain(cp_model.Domain.from_values([self._minute(s) for s in able]), visit.id)
        starts = {one: new("") for one in able}
        model.add_exactly_one([*starts.values(), given_up])
        first = self._minute(able[0])
        model.add(at == _sum(self._minute(s) * one for s, one in starts.items()) + first * given_up)
        workers = {one: new("") for one, free in by_worker.items() if free}
        for number, chosen in workers.items():
            self._only(at, able, by_worker[number], chosen)
            self._person(visit, at, starts, number, chosen)
        model.add_exactly_one([*workers.values(), given_up])
        places = tuple({one: new("") for one in visit.places_for(n)} for n in range(len(visit.shape.stays)))
        for choices in places:
            model.add_exactly_one([*choices.values(), given_up])
        shapes = self._shapes(visit, workers, given_up)
        for shape, is_so in shapes:
            if visit.pet is not None:
                self.taken[visit.pet].append(self._interval(at, 0, shape.length_ms + visit.longer_ms, is_so))
            for stay, choices in enumerate(places):
                for number, chosen in choices.items():
                    self._stay(visit, shape, stay, at, starts, number, self._unless(is_so, chosen, given_up))
        return _Way(visit, at, starts, workers, places, given_up, shapes)

    def _shapes(
        self, visit: Visit, workers: Mapping[int, cp_model.IntVar], given_up: cp_model.IntVar
    ) -> list[tuple[Shape, cp_model.IntVar]]:
        """What the visit may take, and whether that is so: it depends on who does it."""
        by_shape: dict[Shape, list[cp_model.IntVar]] = defaultdict(list)
        for number, chosen in workers.items():
            by_shape[visit.with_(number)].append(chosen)
        if len(by_shape) == 1:
            return [(one, cast(cp_model.IntVar, given_up.negated())) for one in by_shape]
        found: list[tuple[Shape, cp_model.IntVar]] = []
        for shape, some in by_shape.items():
            is_so = some[0] if len(some) == 1 else self.model.new_bool_var("")
            if len(some) > 1:
                self.model.add(is_so == _sum(some))
            found.append((shape, is_so))
        return found

    def _unless(self, is_so: cp_model.IntVar, chosen: cp_model.IntVar, given_up: cp_model.IntVar) -> cp_model.IntVar:
        """Whether both are so; a place of a visit that always takes the same is chosen only when it is kept."""
        return chosen if is_so.index == given_up.negated().index else self._both(is_so, chosen)

    def _both(self, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
        both = self.model.new_bool_var("")
        self.model.add_bool_and(one, other).only_enforce_if(both)  # pyright: ignore[reportUnknownMemberType]
        self.model.add_bool_or([one.negated(), other.negated(), both])
        return both

    def _only(self, at: cp_model.IntVar, able: list[int], free: set[int], when: cp_model.IntVar) -> None:
        """Somebody or some place is chosen only at the starts at which it is free."""
        fits = [one for one in able if one in free]
        if len(fits) < len(able):
            minutes = cp_model.Domain.from_values([self._minute(one) for one in fits])
            within = self.model.add_linear_expression_in_domain(at, minutes)
            within.only_enforce_if(when)  # pyright: ignore[reportUnknownMemberType]

    def _person(
        self, visit: Visit, at: cp_model.IntVar, starts: Mapping[int, cp_model.IntVar], number: int,
        when: cp_model.IntVar,
    ) -> None:  # fmt: skip
        own = person_by_rules(self.day, visit, number, 0)
        held = person_at(self.day, visit, number, visit.here.start_ms)
        for one, is_so in self._as_held(visit, starts, own, held, when):
            self.taken[number].append(self._interval(at, one.span.start_ms, one.span.end_ms, is_so))

    def _stay(
        self, visit: Visit, shape: Shape, stay: int, at: cp_model.IntVar, starts: Mapping[int, cp_model.IntVar],
        number: int, when: cp_model.IntVar,
    ) -> None:  # fmt: skip
        able = list(starts)
        self._only(at, able, starts_at(self.day, visit, shape, stay, number, able), when)
        own = stay_by_rules(self.day, visit, shape, stay, number, 0)
        held = stay_at(self.day, visit, shape, stay, number, visit.here.start_ms)
        for one, is_so in self._as_held(visit, starts, own, held, when):
            here = self._interval(at, one.span.start_ms, one.span.end_ms, is_so)
            self.taken[number].append(here)
            if one.minds_air:
                self.minding[number].append(here)
            elif one.airs_until_ms > one.span.end_ms:
                self.airing[number].append(self._interval(at, one.span.start_ms, one.airs_until_ms, is_so))

    def _as_held(
        self, visit: Visit, starts: Mapping[int, cp_model.IntVar], own: Taken, held: Taken, when: cp_model.IntVar
    ) -> list[tuple[Taken, cp_model.IntVar]]:
        """What is taken of something, as offsets from the start, and when that is so: by the day's rules, or what is
        held already where the visit is now."""
        here_ms = visit.here.start_ms
        span = Stretch(held.span.start_ms - here_ms, held.span.end_ms - here_ms)
        held = held._replace(span=span, airs_until_ms=held.airs_until_ms - here_ms)
        if held == own or here_ms not in starts:
            return [(own, when)]
        stays = starts[here_ms]
        moved = cast(cp_model.IntVar, stays.negated())
        return [(held, self._both(when, stays)), (own, self._both(when, moved))]

    def _interval(self, at: cp_model.IntVar, from_ms: int, to_ms: int, when: cp_model.IntVar) -> cp_model.IntervalVar:
        # What begins within a minute takes all of it.
        begin, end = from_ms // MINUTE_MS, -(-to_ms // MINUTE_MS)
        return self.model.new_optional_fixed_size_interval_var(at + begin, end - begin, when, "")

    def _minute(self, instant_ms: int) -> int:
        return (instant_ms - self.day.opens_ms) // MINUTE_MS

    def close(self) -> None:
        """Nobody is at two places or has more to do than they may, nothing is used twice, and who minds air has good
        one."""
        for intervals in self.taken.values():
            if len(intervals) > 1:
                self.model.add_no_overlap(intervals)
        for number, minding in self.minding.items():
            airing = self.airing.get(number, [])
            if airing:
                # Air is shared by those who do not mind it: one who does needs all of it.
                demands = [1] * len(airing) + [len(airing)] * len(minding)
                self.model.add_cumulative([*airing, *minding], demands, len(airing))
        for name, party in self.day.parties.items():
            self._together([way for way in self.ways if way.visit.party == name], name, party)
        for who, cap in self.day.caps.items():
            theirs = [way for way in self.ways if who in way.workers]
            self._limit([way.workers[who] for way in theirs], cap.pets)
            self._limit([way.workers[who] for way in theirs if way.visit.is_large], cap.large)

    def _together(self, theirs: list[_Way], name: str, party: Party) -> None:
        """Nobody of them comes at another time without the others, and from the first start to the last end it is not
        too long."""
        is_whole = len(theirs) == sum(one.party == name for one in self.day.visits)
        for way in theirs:
            if not is_whole:
                self.model.add(way.is_elsewhen == 0)
            for other in theirs:
                if other is not way:
                    self.model.add(way.is_elsewhen + other.given_up <= 1)
                    self._within(way, other.at, self._kept(other), party)
            for there in party.there:
                self._within(way, self._minute(there.start_ms), None, party)
                latest = self._minute(there.end_ms) - party.longest_ms // MINUTE_MS
                self.model.add(way.at >= latest).only_enforce_if(self._kept(way))  # pyright: ignore[reportUnknownMemberType]

    def _within(self, way: _Way, begins: Line, is_kept: cp_model.IntVar | None, party: Party) -> None:
        """A visit ends soon enough after another has begun, if both are kept."""
        most = party.longest_ms // MINUTE_MS
        for shape, is_so in way.shapes:
            minutes = -(-shape.length_ms // MINUTE_MS)
            when = [is_so] if is_kept is None else [is_so, is_kept]
            self.model.add(way.at + minutes - begins <= most).only_enforce_if(when)  # pyright: ignore[reportUnknownMemberType]

    @staticmethod
    def _kept(way: _Way) -> cp_model.IntVar:
        return cast(cp_model.IntVar, way.given_up.negated())

    def _limit(self, chosen: list[cp_model.IntVar], most: int | None) -> None:
        if most is not None and len(chosen) > most:
            self.model.add(_sum(chosen) <= most)

    # What is to be little, in the order of `Cost`

    def owners(self) -> Line:
        """Visits given up, and then owners who come at another time."""
        changed: dict[str, list[Line]] = defaultdict(list)
        broken: list[Line] = []
        for way in self.ways:
            changed[way.visit.owner].append(way.is_elsewhen)
            if way.visit.is_promised:
                broken.append(1 - way.stays_when)
        most = len(changed) + PROMISE * len(broken) + 1
        moved = [one[0] if len(one) == 1 else self._any(one) for one in changed.values()]
        return most * _sum(way.given_up for way in self.ways) + _sum(moved) + PROMISE * _sum(broken)

    def _any(self, some: list[Line]) -> cp_model.IntVar:
        found = self.model.new_bool_var("")
        for one in some:
            self.model.add(found >= one)
        return found

    def minutes(self) -> Line:
        """Minutes moved."""
        return _sum(
            abs(start_ms - way.visit.here.start_ms) // MINUTE_MS * one
            for way in self.ways
            for start_ms, one in way.starts.items()
        )

    def people(self) -> Line:
        """Changes of groomer, then visits whose owners are asked anything, then changes of place."""
        others = [1 - way.given_up - way.workers.get(way.visit.here.worker, 0) for way in self.ways]
        asked = _sum(self._any([one, way.is_elsewhen]) for one, way in zip(others, self.ways, strict=True))
        places = _sum(
            1 - way.given_up - stay.get(place, 0)
            for way in self.ways
            for stay, place in zip(way.places, way.visit.here.places, strict=True)
        )
        return MOST_PLACES * (MOST_PLACES * _sum(others) + asked) + places


def _sum(lines: Iterable[Line]) -> cp_model.LinearExpr:
    # The library's own hints leave open what it is given.
    return cp_model.LinearExpr.sum(list(lines))  # pyright: ignore[reportUnknownMemberType]


def solve(day: Day, seconds: float, seed: int = 1) -> Layout:
    """The cheapest layout that is found in so many seconds; the same day and seed give the same one if it is best."""
    program = _Program(day)
    for visit in day.visits:
        program.add(visit)
    if not program.ways:
        return Layout({}, True)
    program.close()
    first = begin(day)
    _begin_at(program, first)
    placed, is_best = _search(program, seconds, seed)
    if is_best:
        return Layout(placed, True)
    return Layout(min(first, _settled(day, placed), key=lambda one: cost_of(day, one)), False)


def _search(program: _Program, seconds: float, seed: int) -> tuple[dict[str, Placement], bool]:
    """One question after the other, each within what the ones before have answered."""
    ends, placed, is_best = time.monotonic() + seconds, dict[str, Placement](), True
    for goal, share in zip((program.owners, program.minutes, program.people), SHARES, strict=True):
        wanted = goal()
        program.model.minimize(wanted)
        solver = _solver(max(0.05, (ends - time.monotonic()) * share), seed)
        status = solver.solve(program.model)
        is_best = is_best and status == cp_model.OPTIMAL
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        placed = {way.visit.id: where for way in program.ways if (where := _where(solver, way)) is not None}
        program.model.add(wanted <= int(solver.value(wanted)))
        _begin_at(program, placed)
    return placed, is_best


def _solver(seconds: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = seconds
    # Looking for symmetries and trying every choice beforehand takes longer than the search itself.
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    return solver


def _begin_at(program: _Program, placed: Mapping[str, Placement]) -> None:
    """Where the search looks first."""
    program.model.clear_hints()
    for way in program.ways:
        where = placed.get(way.visit.id)
        chosen = [(way.starts, where and where.start_ms), (way.workers, where and where.worker)]
        chosen += [(one, where and where.places[n]) for n, one in enumerate(way.places)]
        program.model.add_hint(way.given_up, where is None)
        for choices, wanted in chosen:
            for number, one in choices.items():
                program.model.add_hint(one, where is not None and number == wanted)


def _where(solver: cp_model.CpSolver, way: _Way) -> Placement | None:
    if solver.boolean_value(way.given_up):
        return None
    places = tuple(_chosen(solver, one.items()) for one in way.places)
    return Placement(_chosen(solver, way.starts.items()), _chosen(solver, way.workers.items()), places)


def _chosen(solver: cp_model.CpSolver, choices: Iterable[tuple[int, cp_model.IntVar]]) -> int:
    return next(number for number, one in choices if solver.boolean_value(one))


def _settled(day: Day, placed: dict[str, Placement]) -> dict[str, Placement]:
    """A search that had to stop early may have moved somebody for nothing: whoever can stay stays."""
    known = {one.id: one for one in day.visits}
    for visit_id, where in list(placed.items()):
        back = {**placed, visit_id: known[visit_id].here}
        if where != known[visit_id].here and not faults(day, Layout(back, False)):
            placed = back
    return placed
