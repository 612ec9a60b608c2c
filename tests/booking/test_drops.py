"""Pets that are brought at certain times, several at once: what is offered is what the oracle finds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.booking.drops import SEAT_MS
from pawline.booking.model import MINUTE_MS, DayPlan, Drop, Quote, Span, Subject
from pawline.booking.together import PAUSE_MS, Turn, free_visits, turns_at, visit_at
from tests.booking.oracle import brought
from tests.booking.test_availability import OPENS, days, quotes, subjects
from tests.booking.test_together import part

SEATS = (70, 71, 72)


@st.composite
def slotted(draw: st.DrawFn) -> DayPlan:
    """Any day, with one to three drop-offs whose turns may overlap, and seats that are taken already."""
    day = draw(days())
    times = draw(st.lists(st.integers(0, 24), min_size=1, max_size=3, unique=True))
    drops = tuple(
        Drop(OPENS + at * 5 * MINUTE_MS, OPENS + (at * 5 + draw(st.sampled_from((0, 20, 60, 180)))) * MINUTE_MS,
             draw(st.integers(1, 4)), SEATS)
        for at in sorted(times)
    )  # fmt: skip
    gone = {
        seat: tuple(Span(one.at_ms, one.at_ms + SEAT_MS) for one in drops if draw(st.booleans()))
        for seat in SEATS
        if draw(st.booleans())
    }
    starts = tuple(at for at in day.starts if any(one.takes(at) for one in drops))
    return replace(day, drops=drops, starts=starts, busy={**day.busy, **gone})


@settings(max_examples=300, deadline=None)
@given(slotted(), quotes(), subjects)
def test_what_is_offered_of_one_pet_is_the_oracles(day: DayPlan, quote: Quote, subject: Subject) -> None:
    found = free_visits(day, [part(day, quote, subject)])
    assert {one.start_ms: one.end_ms for one in found} == brought(day, [(quote, subject)], PAUSE_MS)
    for visit in found:
        (own,) = visit.parts
        turn = Turn(quote, subject, own.start_ms, own.worker.account_id, visit.brought_ms)
        (slot,) = turns_at(day, [turn]) or ()
        assert (slot.comes_ms, slot.begins_ms, slot.end_ms) == (visit.start_ms, own.start_ms, visit.end_ms)
        assert turns_at(day, [replace(turn, brought_ms=visit.start_ms + MINUTE_MS)]) is None
        assert visit_at(day, [part(day, quote, subject)], visit.start_ms) == visit
    assert visit_at(day, [part(day, quote, subject)], OPENS + MINUTE_MS) is None


pets = st.tuples(quotes(), st.builds(Subject, st.sampled_from(("dog", "cat")), st.sampled_from(("S", "L")), st.none()))


@settings(max_examples=120, deadline=None)
@given(slotted(), st.tuples(pets, pets))
def test_two_that_come_together_are_brought_together(day: DayPlan, asked: tuple[tuple[Quote, Subject], ...]) -> None:
    found = free_visits(day, [part(day, *one) for one in asked])
    assert {one.start_ms: one.end_ms for one in found} == brought(day, list(asked), PAUSE_MS)
    for visit in found:
        turns = [
            Turn(quote, subject, start.start_ms, start.worker.account_id, visit.brought_ms)
            for (quote, subject), start in zip(asked, visit.parts, strict=True)
        ]
        slots = turns_at(day, turns)
        assert slots is not None
        assert {one.comes_ms for one in slots} == {visit.start_ms}
        taken = {number: list(spans) for number, spans in day.busy.items()}
        for claim in (claim for slot in slots for claim in slot.claims):
            span = Span(claim.start_ms, claim.end_ms)
            assert not any(span.overlaps(other) for other in taken.get(claim.resource_no, []))
            taken.setdefault(claim.resource_no, []).append(span)
