"""Free times are those of the oracle, on any shop and any day, also when the clock jumps."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.booking.availability import FreeStart, free_starts, pick_times, slots_at
from pawline.booking.model import (
    MINUTE_MS,
    Caps,
    DayPlan,
    Load,
    Place,
    PriceLine,
    Quote,
    ServiceLine,
    Span,
    Subject,
    Worker,
    WorkStep,
)
from pawline.platform.ids import AccountId
from pawline.shop import Hours, Label, StationKind, StepKind, grid_starts, local_time, wall_ms
from tests.booking.oracle import bookable

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)
OPENS = wall_ms(DAY, 9 * 60, ZONE)
SIZES = ("S", "M", "L")
KINDS = (StationKind.TUB, StationKind.BLOWER, StationKind.TABLE)


@st.composite
def spans(draw: st.DrawFn, most: int = 3) -> tuple[Span, ...]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        # Some of it before the shop opens: what is kept free reaches there.
        start = draw(st.integers(-8, 40))
        length = draw(st.integers(1, 12))
        found.append(Span(OPENS + start * 5 * MINUTE_MS, OPENS + (start + length) * 5 * MINUTE_MS))
    return tuple(found)


# Of each pace often more than one.
paces = st.sampled_from((100, 100, 100, 120, 120, 70, 93, 50, 200))
# Mostly no limit; else none at all up to a few.
caps = st.sampled_from((None, None, None, 0, 1, 2, 3, 4))
# What a service keeps free before or after it; mostly nothing.
buffers = st.sampled_from((0, 0, 0, 5, 10, 20, 45))


@st.composite
def days(draw: st.DrawFn) -> DayPlan:
    hours = Hours(DAY, OPENS, OPENS + draw(st.integers(12, 60)) * 5 * MINUTE_MS)
    workers = tuple(
        Worker(
            number,
            AccountId(f"w{number}"),
            draw(st.frozensets(st.sampled_from(("bath", "style")))),
            tuple(draw(spans(2))) or (Span(OPENS, hours.closes_ms),),
            draw(st.sampled_from((0, 5, 10))) * MINUTE_MS,
            draw(st.builds(Caps, caps, caps)),
            draw(st.builds(Load, st.integers(0, 2), st.integers(0, 2))),
            draw(paces),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    places = tuple(
        Place(
            10 + number,
            f"p{number}",
            draw(st.sampled_from(KINDS)),
            draw(st.frozensets(st.sampled_from(SIZES))),
            draw(st.frozensets(st.sampled_from(("dog", "cat")))),
            draw(st.sampled_from((0, 5, 15))) * MINUTE_MS,
        )
        for number in range(draw(st.integers(0, 6)))
    )
    numbers = [*range(len(workers)), *(10 + n for n in range(len(places))), 50]
    busy = {number: draw(spans(2)) for number in numbers}
    cats, airing = draw(guests({one.resource_no: busy[one.resource_no] for one in places}))
    air_ms = draw(st.sampled_from((0, 5, 15, 15, 40))) * MINUTE_MS
    starts = grid_starts(hours, 15, ZONE)
    return DayPlan(hours, starts, workers, places, busy, cats=cats, airing=airing, air_ms=air_ms)


@st.composite
def guests(draw: st.DrawFn, busy: dict[int, tuple[Span, ...]]) -> tuple[dict[int, tuple[Span, ...]], ...]:
    """Who is at the places that are taken: a cat, a dog after which it airs, or somebody of whom it does not matter."""
    cats: dict[int, tuple[Span, ...]] = {}
    airing: dict[int, tuple[Span, ...]] = {}
    for number, some in busy.items():
        for span in some:
            who = draw(st.sampled_from(("dog", "dog", "cat", "other")))
            if who == "cat":
                cats[number] = tuple(sorted((*cats.get(number, ()), span)))
            elif who == "dog" and (minutes := draw(st.sampled_from((0, 5, 10, 15, 40)))):
                airs = Span(span.end_ms, span.end_ms + minutes * MINUTE_MS)
                airing[number] = tuple(sorted((*airing.get(number, ()), airs)))
    return cats, airing


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    steps = tuple(
        WorkStep(draw(st.sampled_from(tuple(StepKind))), draw(st.sampled_from((None, *KINDS))), minutes)
        for minutes in draw(st.lists(st.sampled_from((5, 10, 15, 25)), min_size=1, max_size=4))
    )
    line = PriceLine("x", Label("x", "x"), sum(step.minutes for step in steps), 100)
    skills = draw(st.frozensets(st.sampled_from(("bath", "style"))))
    before_ms, after_ms = draw(buffers) * MINUTE_MS, draw(buffers) * MINUTE_MS
    return Quote((ServiceLine("x"),), (line,), steps, skills, before_ms=before_ms, after_ms=after_ms)


# Number 50 is the pet itself, which may have another visit that day.
subjects = st.builds(
    Subject,
    st.sampled_from(("dog", "cat", "other")),
    st.sampled_from((None, *SIZES)),
    st.none(),
    st.sampled_from((None, 50)),
)


@settings(max_examples=1500, deadline=None)
@given(days(), quotes(), subjects)
def test_free_times_are_the_oracles(day: DayPlan, quote: Quote, subject: Subject) -> None:
    wanted = bookable(day, quote, subject)
    ranks = {worker.account_id: (-number,) for number, worker in enumerate(day.workers)}
    best = {start: max(who for at, who in wanted if at == start) for start, _ in wanted}
    found = free_starts(day, quote, subject, ranks)
    assert [(one.start_ms, one.worker.account_id) for one in found] == sorted(best.items())
    for worker in day.workers:
        alone = free_starts(day, quote, subject, ranks, worker_id=worker.account_id)
        assert {(one.start_ms, worker.account_id) for one in alone} == {w for w in wanted if w[1] == worker.account_id}
    earliest_ms = day.starts[len(day.starts) // 2] if day.starts else 0
    later = free_starts(day, quote, subject, ranks, earliest_ms=earliest_ms)
    assert later == [one for one in found if one.start_ms >= earliest_ms]


@settings(max_examples=700, deadline=None)
@given(days(), quotes(), subjects)
def test_what_is_taken_collides_with_nothing(day: DayPlan, quote: Quote, subject: Subject) -> None:
    slots = [slot for start in day.starts for slot in slots_at(day, quote, subject, start)]
    assert {(slot.start_ms, slot.worker.account_id) for slot in slots} == bookable(day, quote, subject)
    for slot in slots:
        taken: dict[int, list[Span]] = {no: list(spans) for no, spans in day.busy.items()}
        for claim in slot.claims:
            span = Span(claim.start_ms, claim.end_ms)
            assert not any(span.overlaps(other) for other in taken.get(claim.resource_no, []))
            airs = Span(claim.start_ms, claim.end_ms + claim.airs_ms)
            if claim.species == "cat":
                assert claim.airs_ms == 0
                assert not any(span.overlaps(other) for other in day.airing.get(claim.resource_no, ()))
            elif claim.airs_ms:
                assert not any(airs.overlaps(other) for other in day.cats.get(claim.resource_no, ()))
            taken.setdefault(claim.resource_no, []).append(span)
        assert [step.start_ms for step in slot.steps[1:]] == [step.end_ms for step in slot.steps[:-1]]
        assert slot.steps[-1].end_ms == slot.end_ms == slot.start_ms + slot.quote.minutes * MINUTE_MS
        assert slot.quote.total_cents == quote.total_cents


@settings(max_examples=100, deadline=None)
@given(days(), quotes(), subjects, st.one_of(st.none(), st.integers(0, 300)))
def test_picking_keeps_the_nearest(day: DayPlan, quote: Quote, subject: Subject, target: int | None) -> None:
    ranks = {worker.account_id: (number,) for number, worker in enumerate(day.workers)}
    slots = free_starts(day, quote, subject, ranks)
    wanted = None if target is None else OPENS + target * MINUTE_MS
    picked = pick_times(slots, wanted)
    assert len(picked) == min(6, len(slots))
    assert picked == sorted(picked, key=lambda slot: slot.start_ms)
    if wanted is not None and picked:
        nearest = min(abs(slot.start_ms - wanted) for slot in slots)
        best = min(abs(slot.start_ms - wanted) for slot in picked)
        assert best == 0 if nearest == 0 else best <= nearest + 20 * MINUTE_MS


def test_picked_times_are_a_choice() -> None:
    """A free afternoon with a start every quarter of an hour: an hour apart, around the wish."""
    slots = [FreeStart(number * 15 * MINUTE_MS, 0, None) for number in range(40)]  # type: ignore[arg-type]
    starts = [slot.start_ms // MINUTE_MS for slot in pick_times(slots, 300 * MINUTE_MS)]
    assert starts == [120, 180, 240, 300, 360, 420]
    left = [slot for slot in slots if slot.start_ms not in (300 * MINUTE_MS, 240 * MINUTE_MS)]
    wanted_gone = [slot.start_ms // MINUTE_MS for slot in pick_times(left, 300 * MINUTE_MS)]
    few = [slot.start_ms // MINUTE_MS for slot in pick_times(slots[:10], 60 * MINUTE_MS)]
    assert wanted_gone == [150, 210, 270, 330, 390, 450]
    assert few == [0, 30, 45, 60, 90, 120]


def test_a_pet_is_in_one_place_at_a_time() -> None:
    hours = Hours(DAY, OPENS, OPENS + 240 * MINUTE_MS)
    workers = tuple(Worker(n, AccountId(f"w{n}"), frozenset(), (Span(OPENS, hours.closes_ms),)) for n in (1, 2))
    line = PriceLine("x", Label("x", "x"), 60, 0)
    quote = Quote((ServiceLine("x"),), (line,), (WorkStep(StepKind.CHECK, None, 60),), frozenset())
    starts = tuple(OPENS + n * 60 * MINUTE_MS for n in range(4))
    plan = DayPlan(hours, starts, workers, (), {9: (Span(starts[1], starts[2]),)})
    free = {one.start_ms for one in free_starts(plan, quote, Subject("dog", "M", None, 9), {"w1": (1,), "w2": (2,)})}
    assert free == {starts[0], starts[2], starts[3]}
    claims = slots_at(plan, quote, Subject("dog", "M", None, 9), starts[0])[0].claims
    assert 9 in {claim.resource_no for claim in claims}


JUMPS = [
    ("Europe/Berlin", date(2026, 3, 29), -60),
    ("Europe/Berlin", date(2026, 10, 25), 60),
    ("America/New_York", date(2026, 3, 8), -60),
    ("America/New_York", date(2026, 11, 1), 60),
    ("Australia/Lord_Howe", date(2026, 10, 4), -30),
    ("Australia/Lord_Howe", date(2026, 4, 5), 30),
    ("Pacific/Auckland", date(2026, 4, 5), 60),
    ("America/Santiago", date(2026, 4, 4), 60),
]


@pytest.mark.parametrize(("name", "day", "longer_min"), JUMPS)
def test_days_on_which_the_clock_jumps(name: str, day: date, longer_min: int) -> None:
    zone = ZoneInfo(name)
    hours = Hours(day, wall_ms(day, 0, zone), wall_ms(day, 24 * 60, zone))
    length_min = (hours.closes_ms - hours.opens_ms) // MINUTE_MS
    assert length_min == 24 * 60 + longer_min
    starts = grid_starts(hours, 15, zone)
    assert len(starts) == length_min // 15
    assert all(later - earlier == 15 * MINUTE_MS for earlier, later in itertools.pairwise(starts))
    for start in starts:
        wall = local_time(start, zone)
        assert wall.minute % 15 == 0
        assert wall.date() == day
        # The wall time that is shown means this instant, whichever of two equal ones it is.
        assert wall.astimezone(UTC) == datetime.fromtimestamp(start / 1000, tz=UTC)


@pytest.mark.parametrize(("name", "day", "_longer"), JUMPS)
def test_a_visit_over_the_jump_lasts_its_minutes(name: str, day: date, _longer: int) -> None:
    zone = ZoneInfo(name)
    hours = Hours(day, wall_ms(day, 0, zone), wall_ms(day, 24 * 60, zone))
    worker = Worker(1, AccountId("w"), frozenset(), (Span(hours.opens_ms, hours.closes_ms),))
    plan = DayPlan(hours, grid_starts(hours, 15, zone), (worker,), ())
    line = PriceLine("x", Label("x", "x"), 180, 0)
    quote = Quote((ServiceLine("x"),), (line,), (WorkStep(StepKind.CHECK, None, 180),), frozenset())
    slots = free_starts(plan, quote, Subject("dog", "M", None), {"w": (1,)})
    assert {(s.start_ms, "w") for s in slots} == bookable(plan, quote, Subject("dog", "M", None))
    assert all(slot.end_ms - slot.start_ms == 180 * MINUTE_MS for slot in slots)
    assert slots[-1].end_ms == hours.closes_ms
    assert local_time(hours.closes_ms, zone).date() == day + timedelta(days=1)
