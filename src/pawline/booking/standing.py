"""A booking that keeps its time: what of it stays as it is keeps what it has taken, whatever the rules say. Pure.

Only who and what is new is judged, and takes what is taken today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .airing import CAT, clash
from .availability import can_begin, needs_of, workers_for
from .model import MINUTE_MS, Booking, Claim, DayPlan, Place, Quote, Span, Subject, Worker
from .pace import at_pace
from .slot import Need, Slot


@dataclass(frozen=True)
class Keeping:
    """What a booking has taken where it is, the places that are wanted for it, and whether its person stays."""

    held: Sequence[Claim]
    place_ids: frozenset[str]
    is_theirs: bool

    def claims_of(self, slot: Slot, old: Booking) -> tuple[Claim, ...]:
        """What is taken there."""
        mine = {(one.resource_no, one.start_ms): one for one in self._at(slot.worker.pace, old)}
        if not self.is_theirs:
            return tuple(mine.get((one.resource_no, one.start_ms), one) for one in slot.claims)
        # What is kept free before a visit may have begun at another minute.
        number = slot.worker.resource_no
        own = next((one for one in self.held if one.resource_no == number), slot.claims[0])
        return (own, *(mine.get((one.resource_no, one.start_ms), one) for one in slot.claims[1:]))

    def stay(self, need: Need, place: Place, worker: Worker, old: Booking) -> Claim | None:
        """What it has taken of a place for a need; None when it comes there anew."""
        at = (place.resource_no, old.turn.start_ms + need.from_ms)
        return next((one for one in self._at(worker.pace, old) if (one.resource_no, one.start_ms) == at), None)

    def _at(self, pace: int, old: Booking) -> Iterable[Claim]:
        """Whoever is quicker or slower is elsewhere at other minutes."""
        return self.held if pace == old.pace else ()


def until_closed(taken: Claim, leaves_ms: int, closed: Mapping[int, Sequence[Span]]) -> Claim:
    """What is held of a place that a pet leaves then, only until the place is out of use: nobody comes who would need
    it clean. The air is as it was."""
    closes = [one.start_ms for one in closed.get(taken.resource_no, ()) if one.start_ms >= leaves_ms]
    end_ms = min([taken.end_ms, *closes])
    return replace(taken, end_ms=end_ms, airs_ms=taken.airs_ms and taken.airs_ms + taken.end_ms - end_ms)


def slot_at_its_time(
    plan: DayPlan, quote: Quote, subject: Subject, old: Booking, groomer_id: str, keeping: Keeping
) -> Slot | None:  # fmt: skip
    """The way in which a booking can be done at its time by somebody, its own places before others unless others are
    wanted; None when there is none. Whoever does it already is not asked again."""
    start_ms = old.turn.start_ms
    for worker in (one for one in plan.workers if one.account_id == groomer_id):
        own = at_pace(quote, worker.pace)
        visit = Span(start_ms, start_ms + own.minutes * MINUTE_MS)
        if not keeping.is_theirs and not (
            workers_for(plan, quote, subject, groomer_id) and can_begin(plan, worker, own, subject, visit)
        ):
            continue
        needs = needs_of(plan, own, subject)
        found = _places([_ways(plan, need, worker, old, keeping) for need in needs], ())
        if found is not None:
            return Slot(start_ms, visit.end_ms, worker, own, subject, tuple(zip(needs, found, strict=True)))
    return None


def _ways(
    plan: DayPlan, need: Need, worker: Worker, old: Booking, keeping: Keeping
) -> list[tuple[Place, Claim]] | None:
    """The places that a need can have, each with what is taken of it, the wanted ones first; None: it needs none."""
    if need.places is None:
        return None
    found: list[tuple[bool, bool, Place, Claim]] = []
    for place in plan.places:
        known = keeping.stay(need, place, worker, old)
        if known is None and place not in need.places:
            continue
        taken = known or need.claim(place, old.turn.start_ms)
        leaves_ms = old.turn.start_ms + need.to_ms
        if _is_free(plan, taken if known is None else until_closed(taken, leaves_ms, plan.closed)):
            found.append((place.id not in keeping.place_ids, known is None, place, taken))
    order = {place.id: number for number, place in enumerate(need.places)}
    found.sort(key=lambda one: (one[0], one[1], order.get(one[2].id, -1)))
    return [(place, taken) for _, _, place, taken in found]


def _is_free(plan: DayPlan, taken: Claim) -> bool:
    number, span = taken.resource_no, Span(taken.start_ms, taken.end_ms)
    if any(map(span.overlaps, plan.busy.get(number, ()))):
        return False
    if taken.species == CAT:
        return not any(map(span.overlaps, plan.airing.get(number, ())))
    with_air = Span(taken.start_ms, taken.end_ms + taken.airs_ms)
    return not taken.airs_ms or not any(map(with_air.overlaps, plan.cats.get(number, ())))


def _places(
    ways: Sequence[list[tuple[Place, Claim]] | None], taken: tuple[Claim, ...]
) -> list[Place | None] | None:  # fmt: skip
    """Goes back on a choice when a later need finds nothing."""
    if not ways:
        return []
    some = ways[0]
    if some is None:
        rest = _places(ways[1:], taken)
        return None if rest is None else [None, *rest]
    for place, claim in some:
        if not any(clash(claim, other) for other in taken):
            rest = _places(ways[1:], (*taken, claim))
            if rest is not None:
                return [place, *rest]
    return None
