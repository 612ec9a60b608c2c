"""What stands on a day as the solver sees it: what each booking holds, and who comes together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pawline.booking import CAT, PAUSE_MS, Claim, OpenDay, Standing, until_closed
from pawline.solver.model import Held, Party, Stay, Stretch, Taken, Visit


def parties_of(book: OpenDay, visits: Mapping[str, Visit]) -> dict[str, tuple[Party, list[Visit]]]:
    """Those who come together, by the booking that leads them, with those of them that may be moved.

    They are there no longer than if they were done one after the other by whoever takes longest, with a pause between,
    or as long as they are there now.
    """
    every: dict[str, list[Standing]] = {}
    for one in book.bookings:
        every.setdefault(one.booking.lead_id or one.booking.id, []).append(one)
    found: dict[str, tuple[Party, list[Visit]]] = {}
    for name, some in every.items():
        movable = [visits[one.booking.id] for one in some if one.booking.id in visits]
        if len(some) > 1 and movable:
            there = [one.booking for one in some if one.booking.id not in visits]
            spans = tuple(Stretch(one.turn.start_ms, one.ends_ms) for one in there)
            found[name] = Party(_longest_ms(movable, spans), spans), movable
    return found


def _longest_ms(movable: Sequence[Visit], there: Sequence[Stretch]) -> int:
    slowest = [max(one.with_(who).length_ms for who in one.workers) for one in movable]
    starts = [one.here.start_ms for one in movable]
    ends = [start + slow for start, slow in zip(starts, slowest, strict=True)] + [one.end_ms for one in there]
    now_ms = max(ends) - min(starts + [one.start_ms for one in there])
    in_turn_ms = sum(slowest) + sum(one.end_ms - one.start_ms for one in there)
    return max(now_ms, in_turn_ms + (len(movable) + len(there) - 1) * PAUSE_MS)


def held_by(book: OpenDay, one: Standing, here: int, stays: Sequence[tuple[Stay, int]]) -> Held:
    """What a booking has really taken, whatever the rules of today would have it take; `here` is its person, `stays`
    are with their present places."""
    mine = {(taken.resource_no, taken.start_ms): taken for taken in one.claims}
    own = next((_taken(taken) for taken in one.claims if taken.resource_no == here), None)
    begin_ms = one.booking.turn.start_ms
    found: list[Taken | None] = []
    for stay, place in stays:
        known = mine.get((place, begin_ms + stay.from_ms))
        found.append(None if known is None else _taken(until_closed(known, begin_ms + stay.to_ms, book.closed)))
    return Held(own, tuple(found))


def _taken(claim: Claim) -> Taken:
    span, is_cat = Stretch(claim.start_ms, claim.end_ms), claim.species == CAT
    return Taken(claim.resource_no, span, claim.end_ms + claim.airs_ms, is_cat)
