"""A start that works, and what follows from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pawline.shop import StationKind

from .airing import CAT, DOG
from .buffers import kept_free
from .model import MINUTE_MS, NOBODY, Claim, Place, PlannedStep, Quote, Span, Subject, Worker


@dataclass(frozen=True)
class Need:
    """Consecutive steps at one kind of place, as offsets from the start of the visit.

    `places` are those of the day that fit the pet, the one to be asked first in front; None when no place is needed.
    `species` is the pet's, and `air_ms` how long a place airs after it for a cat, counted from the end of the work.
    """

    kind: StationKind | None
    from_ms: int
    to_ms: int
    places: tuple[Place, ...] | None
    species: str = ""
    air_ms: int = 0

    def claim(self, place: Place, start_ms: int) -> Claim:
        """What is taken of a place for it, in a visit that begins then."""
        ends_ms = start_ms + self.to_ms + place.after_ms
        species = self.species if self.species in (DOG, CAT) else None
        # What the place is kept free for everybody, it airs as well.
        airs_ms = max(0, self.air_ms - place.after_ms)
        return Claim(place.resource_no, start_ms + self.from_ms, ends_ms, species, airs_ms)


@dataclass(frozen=True)
class Slot:
    """A start that works: who does it, and a place for every need.

    Of the many that are found for a day few are shown and one is taken: only for that one the steps and the claims
    are worked out.
    `seat` is what is taken of those that are brought at one time; None where pets come when their turn begins.
    """

    start_ms: int
    end_ms: int
    worker: Worker
    quote: Quote
    subject: Subject
    places: tuple[tuple[Need, Place | None], ...]
    seat: Claim | None = None

    @property
    def comes_ms(self) -> int:
        """When the pet is brought."""
        return self.start_ms if self.seat is None else self.seat.start_ms

    @property
    def begins_ms(self) -> int | None:
        """When its turn begins, None: when it is brought."""
        return None if self.seat is None else self.start_ms

    @cached_property
    def steps(self) -> tuple[PlannedStep, ...]:
        """When and where each step happens."""
        planned: list[PlannedStep] = []
        at_ms = self.start_ms
        for step in self.quote.steps:
            end_ms = at_ms + step.minutes * MINUTE_MS
            place = self._place_at(at_ms - self.start_ms)
            planned.append(PlannedStep(step.kind, at_ms, end_ms, place.id if place else None))
            at_ms = end_ms
        return tuple(planned)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What is taken, and from when to when: the person if any, the pet once it has a number, each place."""
        claims = list[Claim]()
        if self.worker is not NOBODY:
            taken = kept_free(self.worker, self.quote, Span(self.start_ms, self.end_ms))
            claims.append(Claim(self.worker.resource_no, taken.start_ms, taken.end_ms))
        if self.subject.resource_no is not None:
            claims.append(Claim(self.subject.resource_no, self.start_ms, self.end_ms))
        claims += [need.claim(place, self.start_ms) for need, place in self.places if place is not None]
        if self.seat is not None:
            claims.append(self.seat)
        return tuple(claims)

    def _place_at(self, offset_ms: int) -> Place | None:
        return next((place for need, place in self.places if need.from_ms <= offset_ms < need.to_ms), None)
