"""A layout that is found at once, from which the search begins: who can stay stays, the others go to what is near.

Pure. It is a beginning and no answer: it never asks anybody to make room.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .model import Day, Placement, Taken, Visit, claims, is_beyond, is_fixed_there, is_torn
from .rooms import starts_at, starts_of, starts_with


def begin(day: Day) -> dict[str, Placement]:
    """Where each visit could go; one for which nothing is left is not in it."""
    taken: dict[int, list[Taken]] = {}
    placed: dict[str, Placement] = {}
    given: dict[int, list[Visit]] = {}
    staying = [one for one in day.visits if one.here in set(_ways(day, one, [one.here.start_ms]))]
    moving = [one for one in day.visits if one not in staying]
    for visit in (*staying, *moving):
        full = {who for who, cap in day.caps.items() if is_beyond(cap, [*given.get(who, ()), visit])}
        ways = (one for one in _nearest(day, visit) if one.worker not in full)
        where = next((one for one in ways if _fits(day, visit, one, taken)), None)
        if where is not None:
            placed[visit.id] = where
            given.setdefault(where.worker, []).append(visit)
            for one in claims(day, visit, where):
                taken.setdefault(one.number, []).append(one)
    return _not_torn(day, placed)


def _not_torn(day: Day, placed: dict[str, Placement]) -> dict[str, Placement]:
    """Of those who come together and would be torn apart, nobody comes at another time."""
    for name, party in day.parties.items():
        theirs = [one for one in day.visits if one.party == name]
        if is_torn(party, theirs, placed):
            moved = {one.id for one in theirs if one.id in placed and placed[one.id].start_ms != one.here.start_ms}
            placed = {one: where for one, where in placed.items() if one not in moved}
    return placed


def _nearest(day: Day, visit: Visit) -> Iterator[Placement]:
    """Every placement that nothing fixed stands against, the least trouble first."""
    here_ms = visit.here.start_ms
    for start_ms in sorted(starts_of(day, visit), key=lambda one: abs(one - here_ms)):
        yield from _ways(day, visit, [start_ms])


def _ways(day: Day, visit: Visit, starts: list[int]) -> Iterator[Placement]:
    for at in starts:
        people = [one for one in visit.workers if starts_with(day, visit, one, [at])]
        for worker in sorted(people, key=lambda one: one != visit.here.worker):
            shape = visit.with_(worker)
            free = [
                [one for one in visit.places_for(number) if starts_at(day, visit, shape, number, one, [at])]
                for number in range(len(shape.stays))
            ]
            for some, own in zip(free, visit.here.places, strict=True):
                some.sort(key=lambda one, own=own: one != own)
            for places in product(*free):
                yield Placement(at, worker, places)


def _fits(day: Day, visit: Visit, where: Placement, taken: dict[int, list[Taken]]) -> bool:
    mine = list(claims(day, visit, where))
    if any(is_fixed_there(day, one) or any(map(one.clashes, mine[:n])) for n, one in enumerate(mine)):
        return False
    return not any(one.clashes(other) for one in mine for other in taken.get(one.number, ()))
