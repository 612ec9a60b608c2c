"""Air-out: a place smells of dog for a while, and a cat that comes too soon is afraid. Pure.

It is between a dog and a cat that comes after it at the same place, whichever of them was booked first. Dog after dog,
cat after cat and a dog after a cat need the place's own buffer and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .model import Claim, DayPlan, Span

DOG, CAT = "dog", "cat"
_BOTH = {DOG, CAT}


def clash(one: Claim, other: Claim) -> bool:
    """Whether the two cannot both be: at one time, or a cat where it still airs after a dog."""
    if one.resource_no != other.resource_no:
        return False
    is_mixed = {one.species, other.species} == _BOTH
    ends, others_end = (each.end_ms + (each.airs_ms if is_mixed else 0) for each in (one, other))
    return one.start_ms < others_end and other.start_ms < ends


def with_claims(plan: DayPlan, claims: Sequence[Claim]) -> DayPlan:
    """The day with these taken as well."""
    return replace(
        plan,
        busy=joined(plan.busy, busy_of(claims)),
        cats=joined(plan.cats, cats_of(claims)),
        airing=joined(plan.airing, airing_of(claims)),
    )


def busy_of(claims: Iterable[Claim]) -> dict[int, tuple[Span, ...]]:
    """When each resource is taken, by its number."""
    return _by_number((one.resource_no, Span(one.start_ms, one.end_ms)) for one in claims)


def cats_of(claims: Iterable[Claim]) -> dict[int, tuple[Span, ...]]:
    """When cats are at each place, by its number."""
    return busy_of(one for one in claims if one.species == CAT)


def airing_of(claims: Iterable[Claim]) -> dict[int, tuple[Span, ...]]:
    """When each place airs after a dog, by its number."""
    return _by_number(
        (one.resource_no, Span(one.end_ms, one.end_ms + one.airs_ms)) for one in claims if one.airs_ms > 0
    )  # fmt: skip


def _by_number(spans: Iterable[tuple[int, Span]]) -> dict[int, tuple[Span, ...]]:
    found: dict[int, list[Span]] = {}
    for number, span in spans:
        found.setdefault(number, []).append(span)
    return {number: tuple(sorted(some)) for number, some in found.items()}


def joined(known: Mapping[int, tuple[Span, ...]], more: Mapping[int, tuple[Span, ...]]) -> dict[int, tuple[Span, ...]]:
    """Both, by resource in order of time."""
    return dict(known) | {number: tuple(sorted((*known.get(number, ()), *some))) for number, some in more.items()}
