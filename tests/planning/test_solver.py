"""A day is laid out as well as can be: against every layout there is, and by a judge that knows no search."""

import random
from dataclasses import dataclass

from bench.brute import best_cost
from bench.days import changed_day, full_day, small_day
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pawline.solver.check import faults
from pawline.solver.greedy import begin
from pawline.solver.model import (
    MINUTE_MS,
    Cost,
    Day,
    Held,
    Layout,
    Party,
    Placement,
    Shape,
    Stay,
    Stretch,
    Taken,
    Visit,
    cost_of,
)  # fmt: skip
from pawline.solver.program import solve

HOUR = 60 * MINUTE_MS
OPENS, CLOSES = 9 * HOUR, 18 * HOUR
TUB, OTHER_TUB = 100, 101


@dataclass(frozen=True)
class House:
    """A day under the hand: two people, two tubs, starts every half an hour from nine on."""

    working: dict[int, tuple[Stretch, ...]]
    busy: dict[int, tuple[Stretch, ...]]
    after_ms: int = 0

    def day(self, *visits: Visit, from_ms: int = OPENS) -> Day:
        starts = tuple(range(from_ms, CLOSES, 30 * MINUTE_MS))
        after = {TUB: self.after_ms, OTHER_TUB: self.after_ms}
        return Day(OPENS, CLOSES, starts, self.working, self.busy, after, visits)


WHOLE = (Stretch(OPENS, CLOSES),)


def visit(name: str, at_ms: int, worker: int = 1, place: int = TUB, **more) -> Visit:  # type: ignore[no-untyped-def]
    stays = (Stay(0, HOUR, more.pop("places", (TUB, OTHER_TUB))),)
    workers = more.pop("workers", (1, 2))
    here = Placement(at_ms, worker, (place,))
    return Visit(name, more.pop("owner", name), None, Shape(HOUR, stays), workers, here, **more)


def laid(day: Day) -> Layout:
    layout = solve(day, 10.0)
    assert layout.is_best
    assert faults(day, layout) == []
    return layout


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_no_layout_is_better_than_the_one_that_is_found(seed: int) -> None:
    day = small_day(random.Random(seed))
    layout = solve(day, 20.0)
    assert faults(day, layout) == []
    assert cost_of(day, layout.placed) == best_cost(day)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_other_rules_move_nobody(seed: int) -> None:
    """However much more is kept free by now, and wherever pets may go: what stands on a day that works stays."""
    day = changed_day(random.Random(seed))
    layout = solve(day, 20.0)
    assert layout.placed == {one.id: one.here for one in day.visits}
    assert layout.is_best
    assert faults(day, layout) == []


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_where_the_search_begins_keeps_every_rule(seed: int) -> None:
    """It is what is answered when there is no time for more."""
    day = small_day(random.Random(seed))
    assert faults(day, Layout(begin(day), False)) == []


def test_a_full_day_that_is_cut_short_keeps_every_rule() -> None:
    day = full_day(random.Random(2))
    for layout in (Layout(begin(day), False), solve(day, 0.1)):
        assert faults(day, layout) == []
        assert cost_of(day, layout.placed).given_up <= 2


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_a_search_that_is_cut_short_keeps_every_rule(seed: int) -> None:
    day = small_day(random.Random(seed))
    layout = solve(day, 0.0)
    assert faults(day, layout) == []


def test_nothing_is_moved_on_a_day_that_works() -> None:
    day = House({1: WHOLE, 2: WHOLE}, {}).day(
        visit("a", OPENS), visit("b", OPENS + HOUR), visit("c", OPENS, 2, OTHER_TUB)
    )
    layout = laid(day)
    assert cost_of(day, layout.placed) == Cost(0, 0, 0, 0, 0, 0)


def test_a_colleague_is_asked_before_an_owner() -> None:
    day = House({2: WHOLE}, {}).day(visit("a", OPENS))
    assert laid(day).placed["a"] == Placement(OPENS, 2, (TUB,))


def test_one_owner_is_asked_rather_than_two() -> None:
    """Two at ten and one groomer left: the one whose groomer is away goes elsewhere, and the other hears nothing."""
    day = House({2: WHOLE}, {}).day(visit("a", 10 * HOUR, 1), visit("b", 10 * HOUR, 2, OTHER_TUB))
    layout = laid(day)
    assert layout.placed["b"] == day.visits[1].here
    assert cost_of(day, layout.placed) == Cost(0, 1, 60, 1, 1, 0)


def test_another_place_is_asked_before_anybody() -> None:
    day = House({1: WHOLE, 2: WHOLE}, {TUB: WHOLE}).day(visit("a", OPENS))
    assert laid(day).placed["a"] == Placement(OPENS, 1, (OTHER_TUB,))


def test_nobody_is_asked_when_that_keeps_no_visit() -> None:
    """The one tub fails until three: of four hours of work three are left, whoever moves."""
    starts = (OPENS, 15 * HOUR, 16 * HOUR, 17 * HOUR)
    visits = [visit(f"v{number}", at, places=(TUB,)) for number, at in enumerate(starts)]
    day = House({1: WHOLE}, {TUB: (Stretch(OPENS, 15 * HOUR),)}).day(*visits)
    layout = laid(day)
    assert cost_of(day, layout.placed) == Cost(1, 0, 0, 0, 0, 0)
    assert "v0" not in layout.placed


def test_somebody_makes_room_when_that_keeps_a_visit() -> None:
    """The only one who may do the first is there until eleven; the other's groomer has all day."""
    early = {1: (Stretch(10 * HOUR, 11 * HOUR),), 2: WHOLE}
    first, other = (
        visit("a", OPENS, 1, workers=(1,), places=(TUB,)),
        visit("b", 10 * HOUR, 2, places=(TUB,), workers=(2,)),
    )
    day = House(early, {}).day(first, other)
    layout = laid(day)
    assert layout.placed["a"].start_ms == 10 * HOUR
    assert layout.placed["b"].start_ms in (OPENS, 11 * HOUR)
    assert cost_of(day, layout.placed) == Cost(0, 2, 120, 0, 2, 0)


def test_who_was_moved_once_today_is_not_moved_again() -> None:
    """The first has lost its hour; whichever of the two others has no promise makes room for it."""
    working = {1: (Stretch(10 * HOUR, 13 * HOUR),)}
    busy = {TUB: (Stretch(12 * HOUR + 30 * MINUTE_MS, 14 * HOUR),)}
    for promised in ("b", "c"):
        visits = [
            visit("a", OPENS, places=(OTHER_TUB,), workers=(1,)),
            visit("b", 10 * HOUR, places=(OTHER_TUB, TUB), workers=(1,), is_promised=promised == "b"),
            visit("c", 11 * HOUR, places=(OTHER_TUB, TUB), workers=(1,), is_promised=promised == "c"),
        ]
        layout = laid(House(working, busy).day(*visits))
        moved = {one.id for one in visits if layout.placed[one.id].start_ms != one.here.start_ms}
        assert promised not in moved


def test_what_is_kept_free_after_a_visit_counts() -> None:
    day = House({1: WHOLE, 2: WHOLE}, {}, after_ms=30 * MINUTE_MS).day(
        visit("a", OPENS, places=(TUB,)), visit("b", OPENS + HOUR, 2, places=(TUB,))
    )
    layout = laid(day)
    starts = sorted(one.start_ms for one in layout.placed.values())
    assert starts[1] - starts[0] >= HOUR + 30 * MINUTE_MS


def test_what_a_visit_keeps_free_of_a_person_counts() -> None:
    day = House({1: WHOLE}, {}).day(
        visit("a", OPENS, workers=(1,), after_ms=20 * MINUTE_MS),
        visit("b", OPENS + HOUR, place=OTHER_TUB, workers=(1,), before_ms=10 * MINUTE_MS),
    )
    layout = laid(day)
    starts = sorted(one.start_ms for one in layout.placed.values())
    assert starts[1] - starts[0] >= HOUR + 30 * MINUTE_MS


def test_who_minds_the_air_comes_later_or_goes_elsewhere() -> None:
    """One tub: of a dog and a cat right after it the cat waits. With two, it takes the other one."""
    dog = {"airs_ms": 15 * MINUTE_MS, "places": (TUB,)}
    house = House({1: WHOLE, 2: WHOLE}, {})
    for places, asked in (((TUB,), 1), ((TUB, OTHER_TUB), 0)):
        day = house.day(
            visit("dog", OPENS, **dog),
            visit("cat", OPENS + HOUR, 2, minds_air=True, places=places),
            visit("other", OPENS + 3 * HOUR, **dog),
            visit("next", OPENS + 4 * HOUR, 2, **dog),
        )
        layout = laid(day)
        assert cost_of(day, layout.placed).owners == asked
        # Who does not mind comes at once.
        assert all(layout.placed[one].start_ms == known.here.start_ms for one, known in
                   zip(("other", "next"), day.visits[2:], strict=True))  # fmt: skip


def test_the_air_of_what_cannot_be_moved_counts() -> None:
    airing = {TUB: (Stretch(OPENS + HOUR, OPENS + HOUR + 15 * MINUTE_MS),)}
    minding = {TUB: (Stretch(OPENS + 3 * HOUR, OPENS + 4 * HOUR),)}
    house = House({1: WHOLE, 2: WHOLE}, {TUB: (*(Stretch(OPENS, OPENS + HOUR),), *minding[TUB])})
    cat = visit("cat", OPENS + HOUR, minds_air=True, places=(TUB,))
    dog = visit("dog", OPENS + 2 * HOUR, 2, airs_ms=15 * MINUTE_MS, places=(TUB,))
    other = visit("other", OPENS + 2 * HOUR, 2, places=(TUB,))
    for moved, is_there in ((cat, False), (dog, False), (other, True)):
        day = replace(house.day(moved), airing=airing, minding=minding)
        assert (laid(day).placed[moved.id] == moved.here) is is_there, moved.id
        fault = " ".join(faults(day, Layout({moved.id: moved.here}, True)))
        assert ("is taken" in fault) is not is_there


def held(visit: Visit, after_ms: int = 0) -> Visit:
    """What it has taken by the rules of then: its time, and this much after it."""
    begin, end = visit.here.start_ms, visit.here.start_ms + visit.shape.length_ms
    own = Taken(visit.here.worker, Stretch(begin, end + after_ms), end + after_ms)
    places = (Taken(one, Stretch(begin, end), end) for one in visit.here.places)
    return replace(visit, held=Held(own, tuple(places)))


def test_who_is_moved_keeps_free_what_is_kept_free_now() -> None:
    """Two in a row stay so, half an hour after a visit or not; the third comes to somebody who has half an hour."""
    row = [held(visit(name, at, after_ms=30 * MINUTE_MS)) for name, at in (("a", OPENS), ("b", OPENS + HOUR))]
    other = held(visit("c", OPENS + 2 * HOUR, 2, OTHER_TUB, after_ms=30 * MINUTE_MS))
    day = House({1: WHOLE}, {}).day(*row, other)
    layout = laid(day)
    assert [layout.placed[one.id] for one in row] == [one.here for one in row]
    assert layout.placed["c"] == Placement(OPENS + 2 * HOUR, 1, (OTHER_TUB,)), "b keeps nothing free after it"
    assert faults(day, Layout({one.id: one.here for one in row}, True)) == []
    longer = laid(House({1: WHOLE}, {}).day(row[0], held(row[1], 20 * MINUTE_MS), other))
    assert longer.placed["c"].start_ms == OPENS + 2 * HOUR + 30 * MINUTE_MS


def test_another_place_takes_nothing_else_along() -> None:
    """The first tub fails: who goes to the other one keeps the person for as long as before."""
    row = [held(visit(name, at, after_ms=30 * MINUTE_MS)) for name, at in (("a", OPENS), ("b", OPENS + HOUR))]
    day = House({1: WHOLE}, {TUB: (Stretch(OPENS, OPENS + HOUR),)}).day(*row)
    assert laid(day).placed == {"a": Placement(OPENS, 1, (OTHER_TUB,)), "b": row[1].here}


def test_those_who_come_together_are_moved_together() -> None:
    """Two after each other with one person; nobody is there before noon."""
    pair = [visit(name, at, party="p", owner="o", workers=(1,)) for name, at in (("a", OPENS), ("b", OPENS + HOUR))]
    working = {1: (Stretch(12 * HOUR, 13 * HOUR), Stretch(14 * HOUR, 16 * HOUR))}
    day = replace(House(working, {}).day(*pair), parties={"p": Party(2 * HOUR)})
    assert sorted(one.start_ms for one in laid(day).placed.values()) == [14 * HOUR, 15 * HOUR]
    apart = replace(House({1: (working[1][0], Stretch(17 * HOUR, CLOSES))}, {}).day(*pair), parties=day.parties)
    assert laid(apart).placed == {}
    placed = {"a": Placement(12 * HOUR, 1, (TUB,)), "b": Placement(17 * HOUR, 1, (TUB,))}
    assert "p is torn apart" in faults(apart, Layout(placed, True))
    # One of them is here already: the other comes soon after it, or not at all.
    there = replace(day, visits=day.visits[1:], parties={"p": Party(4 * HOUR, (Stretch(OPENS, OPENS + HOUR),))})
    assert laid(there).placed["b"].start_ms == 12 * HOUR
    soon = replace(there, parties={"p": Party(3 * HOUR, (Stretch(OPENS, OPENS + HOUR),))})
    assert laid(soon).placed == {}


def test_one_can_stay_when_the_other_cannot_come() -> None:
    pair = [
        visit("a", OPENS, party="p", owner="o", workers=(1,)),
        visit("b", OPENS, 2, OTHER_TUB, party="p", owner="o"),
    ]
    pair[1] = replace(pair[1], workers=(2,))
    day = replace(House({1: WHOLE}, {}).day(*pair), parties={"p": Party(2 * HOUR)})
    assert laid(day).placed == {"a": pair[0].here}


def test_what_takes_longer_takes_everything_longer() -> None:
    """The next at the same tub and with the same person wait; who has a tub and a person of their own does not."""
    slow = visit("a", OPENS, longer_ms=30 * MINUTE_MS, is_promised=True, workers=(1,), places=(TUB,))
    after = visit("b", OPENS + HOUR, workers=(1,), places=(OTHER_TUB,))
    beside = visit("c", OPENS + HOUR, 2, workers=(2,), places=(TUB,))
    free = visit("d", OPENS, 2, OTHER_TUB, workers=(2,), places=(OTHER_TUB,))
    layout = laid(House({1: WHOLE, 2: WHOLE}, {}).day(slow, after, beside, free))
    starts = {name: (where.start_ms - OPENS) // MINUTE_MS for name, where in layout.placed.items()}
    assert starts == {"a": 0, "b": 90, "c": 90, "d": 0}


def test_who_comes_back_to_a_place_takes_longer_there_only_until_then() -> None:
    """Half an hour at the tub, half an hour elsewhere, and back again."""
    half = HOUR // 2
    stays = (Stay(0, half, (TUB,)), Stay(half, HOUR, (OTHER_TUB,)), Stay(HOUR, HOUR + half, (TUB,)))
    here = Placement(OPENS, 1, (TUB, OTHER_TUB, TUB))
    slow = Visit("a", "a", None, Shape(HOUR + half, stays), (1,), here, longer_ms=2 * HOUR)
    day = House({1: WHOLE, 2: WHOLE}, {}).day(slow, visit("b", OPENS + 2 * HOUR, 2, workers=(2,), places=(TUB,)))
    layout = laid(day)
    assert layout.placed["a"] == here
    assert layout.placed["b"].start_ms == OPENS + 3 * HOUR + half
    assert cost_of(day, layout.placed) == best_cost(day)


def test_the_judge_sees_every_fault() -> None:
    house = House({1: (Stretch(OPENS, 12 * HOUR),), 2: WHOLE}, {OTHER_TUB: (Stretch(15 * HOUR, 16 * HOUR),)})
    one, other = visit("a", OPENS, workers=(1,)), visit("b", OPENS, 2, OTHER_TUB, places=(OTHER_TUB,))
    day = house.day(one, other)

    def wrong(**placed: Placement) -> str:
        return " ".join(faults(day, Layout(placed, True)))

    assert wrong(a=one.here, b=other.here) == ""
    assert "at no start" in wrong(a=Placement(OPENS + MINUTE_MS, 1, (TUB,)))
    assert "outside the hours" in wrong(b=Placement(CLOSES - 30 * MINUTE_MS, 2, (OTHER_TUB,)))
    assert "not theirs to do" in wrong(a=Placement(OPENS, 2, (TUB,)))
    assert "nobody works then" in wrong(a=Placement(12 * HOUR, 1, (TUB,)))
    assert "does not fit there" in wrong(b=Placement(OPENS, 2, (TUB,)))
    assert "101 is taken" in wrong(b=Placement(15 * HOUR, 2, (OTHER_TUB,)))
    assert "a place is missing" in wrong(a=Placement(OPENS, 1, ()))
    assert "both at 101" in wrong(a=Placement(OPENS, 1, (OTHER_TUB,)), b=other.here)
    assert "nobody's" in wrong(x=one.here)
