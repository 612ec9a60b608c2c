"""Several pets in one visit: what is offered is what the oracle finds, and what is taken collides with nothing."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.booking.model import DayPlan, Quote, Span, Subject
from pawline.booking.together import PAUSE_MS, Part, Turn, free_visits, turns_at
from tests.booking.oracle import together
from tests.booking.test_availability import days, quotes

pets = st.tuples(quotes(), st.builds(Subject, st.sampled_from(("dog", "cat")), st.sampled_from(("S", "L")), st.none()))


def part(day: DayPlan, quote: Quote, subject: Subject) -> Part:
    return Part(quote, subject, {worker.account_id: (-number,) for number, worker in enumerate(day.workers)})


@settings(max_examples=400, deadline=None)
@given(days(), st.lists(pets, min_size=2, max_size=3))
def test_pets_come_together_as_the_oracle_says(day: DayPlan, asked: list[tuple[Quote, Subject]]) -> None:
    day = _short(day) if len(asked) > 2 else day
    found = free_visits(day, [part(day, *one) for one in asked])
    assert {one.start_ms: one.end_ms for one in found} == together(day, asked, PAUSE_MS)
    for visit in found:
        turns = [
            Turn(quote, subject, start.start_ms, start.worker.account_id)
            for (quote, subject), start in zip(asked, visit.parts, strict=True)
        ]
        slots = turns_at(day, turns)
        assert slots is not None
        assert [(one.start_ms, one.worker) for one in slots] == [(one.start_ms, one.worker) for one in visit.parts]
        taken = {number: list(spans) for number, spans in day.busy.items()}
        for claim in (claim for slot in slots for claim in slot.claims):
            span = Span(claim.start_ms, claim.end_ms)
            assert not any(span.overlaps(other) for other in taken.get(claim.resource_no, []))
            taken.setdefault(claim.resource_no, []).append(span)
        airing = [claim for slot in slots for claim in slot.claims if claim.airs_ms]
        cats = [claim for slot in slots for claim in slot.claims if claim.species == "cat"]
        for dog, cat in product(airing, cats):
            is_too_soon = dog.start_ms <= cat.start_ms < dog.end_ms + dog.airs_ms
            assert dog.resource_no != cat.resource_no or not is_too_soon


@settings(max_examples=200, deadline=None)
@given(days(), st.lists(pets, min_size=2, max_size=2))
def test_one_after_the_other_by_the_same_person(day: DayPlan, asked: list[tuple[Quote, Subject]]) -> None:
    who = day.workers[0].account_id
    parts = [Part(quote, subject, {who: ()}, who) for quote, subject in asked]
    for visit in free_visits(day, parts):
        first, second = sorted(visit.parts, key=lambda one: one.start_ms)
        assert {first.worker.account_id, second.worker.account_id} == {who}
        own = {one.start_ms: quote for one, (quote, _) in zip(visit.parts, asked, strict=True)}
        free_ms = first.end_ms + max(first.worker.after_ms, own[first.start_ms].after_ms)
        assert free_ms + own[second.start_ms].before_ms <= second.start_ms


def _short(day: DayPlan) -> DayPlan:
    """The oracle tries everything: three pets are enough for it on a short morning."""
    return replace(day, starts=day.starts[:7], workers=day.workers[:2], places=day.places[:4])
