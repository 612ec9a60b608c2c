"""A layout that is found at once, from which the search begins: who can stay stays, the others go to what is near.

Pure. It is a beginning and no answer: it never asks anybody to make room.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from .model import Day, Placement, Stretch, Visit, claims, is_beyond
from .rooms import starts_at, starts_of, starts_with

Taken = dict[int, list[Stretch]]


def begin(day: Day) -> dict[str, Placement]:
    """Where each visit could go; one for which nothing is left is not in it."""
    taken: Taken = {number: list(spans) for number, spans in day.busy.items()}
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
            for number, span in claims(day, visit, where):
                taken.setdefault(number, []).append(span)
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
            stays = visit.with_(worker).stays
            free = [[one for one in stay.places if starts_at(day, stay, one, [at])] for stay in stays]
            for some, own in zip(free, visit.here.places, strict=True):
                some.sort(key=lambda one, own=own: one != own)
            for places in product(*free):
                yield Placement(at, worker, places)


def _fits(day: Day, visit: Visit, where: Placement, taken: Taken) -> bool:
    mine = list(claims(day, visit, where))
    is_twice = any(a == b and one.overlaps(other) for n, (a, one) in enumerate(mine) for b, other in mine[:n])
    return not is_twice and not any(one.overlaps(other) for no, one in mine for other in taken.get(no, ()))
