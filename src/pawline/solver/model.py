"""A day that has to be laid out anew, and what a layout costs. Pure.

People, places and pets are numbers; times are instants in UTC milliseconds, lengths are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

MINUTE_MS = 60_000
# Who was asked to come at another time once today is asked again only if two others were spared by it.
PROMISE = 2


class Stretch(msgspec.Struct, frozen=True, order=True):
    """A half-open stretch of time."""

    start_ms: int
    end_ms: int

    def overlaps(self, other: Stretch) -> bool:
        """Whether both share an instant."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def holds(self, other: Stretch) -> bool:
        """Whether the other lies within this one."""
        return self.start_ms <= other.start_ms and other.end_ms <= self.end_ms


class Stay(msgspec.Struct, frozen=True):
    """A part of a visit at one kind of place, as offsets from its start; `places` are those that would do."""

    from_ms: int
    to_ms: int
    places: tuple[int, ...]


class Shape(msgspec.Struct, frozen=True):
    """How long a visit is, and its stays in their order."""

    length_ms: int
    stays: tuple[Stay, ...]


class Placement(msgspec.Struct, frozen=True):
    """Where a visit is put: its start, its person, and a place for each of its stays, in their order."""

    start_ms: int
    worker: int
    places: tuple[int, ...]


class Cap(msgspec.Struct, frozen=True):
    """How many of the visits somebody may do, and how many of the large ones; None is any number."""

    pets: int | None = None
    large: int | None = None


class Taken(NamedTuple):
    """What a visit takes of a person, a pet or a place, what is kept free around it included.

    After a stay the place airs until `airs_until_ms`; `minds_air`: this one may not be there while it airs.
    """

    number: int
    span: Stretch
    airs_until_ms: int
    minds_air: bool = False

    @property
    def with_air(self) -> Stretch:
        """Until the air is good again for those who mind."""
        return Stretch(self.span.start_ms, self.airs_until_ms)

    def clashes(self, other: Taken) -> bool:
        """Whether the two cannot both be."""
        if self.number != other.number:
            return False
        is_airing = self.minds_air and other.with_air.overlaps(self.span)
        is_minded = other.minds_air and self.with_air.overlaps(other.span)
        return is_airing or is_minded or self.span.overlaps(other.span)


class Held(msgspec.Struct, frozen=True):
    """What a visit has taken of its person and of the place of each of its stays; None where that is nothing."""

    own: Taken | None
    stays: tuple[Taken | None, ...]


class Party(msgspec.Struct, frozen=True):
    """Visits that come together: from the first start to the last end it is no longer than this.

    `there` is when others of it come who cannot be moved.
    """

    longest_ms: int
    there: tuple[Stretch, ...] = ()


class Visit(msgspec.Struct, frozen=True):
    """A visit that may be moved.

    `here` is where it is now; `is_promised`: its owner has been moved or asked to move before today. `pet` None is a
    pet that nobody has claimed yet. `is_large`: it counts as one of the large ones. `shape` is what it takes with whom
    it is now, `shapes` with those of the others who are quicker or slower: as many stays, at the same places. Whoever
    does it is kept free `before_ms` before it and `after_ms` after it, or longer if the day says so.

    For `airs_ms` after each of its stays nobody who `minds_air` may be at that place, 0 is nobody's concern; who minds
    leaves no such air.

    What of it stays as it is takes what is `held`, whatever the day's rules would have it take; None: what they say.
    `is_meant`: at its time its person is there and the shop is open, whatever the day says. It takes everybody and
    everything `longer_ms` longer than its shape, a place until it comes back there at most. `party` names those who
    come together, empty for who comes alone.
    """

    id: str
    owner: str
    pet: int | None
    shape: Shape
    workers: tuple[int, ...]
    here: Placement
    is_promised: bool = False
    is_large: bool = False
    shapes: dict[int, Shape] = {}
    before_ms: int = 0
    after_ms: int = 0
    airs_ms: int = 0
    minds_air: bool = False
    held: Held | None = None
    is_meant: bool = False
    longer_ms: int = 0
    party: str = ""

    def with_(self, worker: int) -> Shape:
        """What it takes when this person does it."""
        return self.shapes.get(worker, self.shape)

    def is_here(self, start_ms: int, worker: int) -> bool:
        """Whether this is the time and the person that it has now."""
        return (start_ms, worker) == (self.here.start_ms, self.here.worker)

    def places_for(self, number: int) -> tuple[int, ...]:
        """The places of a stay: those that would do, and the one that it has now."""
        own, places = self.here.places[number], self.shape.stays[number].places
        has_own = self.held is not None and self.held.stays[number] is not None
        return (*places, own) if has_own and own not in places else places

    def held_at(self, shape: Shape, number: int, place: int, start_ms: int) -> Taken | None:
        """What it has taken for a stay, if that stays as it is; None when the day's rules say what it takes."""
        is_as_now = (start_ms, place, shape) == (self.here.start_ms, self.here.places[number], self.shape)
        return self.held.stays[number] if self.held is not None and is_as_now else None


class Day(msgspec.Struct, frozen=True):
    """Everything that decides how a day may be laid out.

    `starts` are the instants to which a visit may be moved; where it is now it may stay whatever they say. `working`
    is by person when each works, breaks left out. `busy` is by number what is taken by anything that cannot be moved,
    `after_ms` what a person or a place is kept free after each visit, `caps` how many visits somebody may do. `airing`
    is by number of a place when it airs after what cannot be moved, `minding` when somebody who minds is there all the
    same.
    """

    opens_ms: int
    closes_ms: int
    starts: tuple[int, ...]
    working: dict[int, tuple[Stretch, ...]]
    busy: dict[int, tuple[Stretch, ...]]
    after_ms: dict[int, int]
    visits: tuple[Visit, ...]
    caps: dict[int, Cap] = {}
    airing: dict[int, tuple[Stretch, ...]] = {}
    minding: dict[int, tuple[Stretch, ...]] = {}
    parties: dict[str, Party] = {}


class Layout(msgspec.Struct, frozen=True):
    """Where each visit goes, by its id; a visit that is not in it cannot be kept today.

    `is_best`: it is proven that no layout costs less.
    """

    placed: dict[str, Placement]
    is_best: bool


class Job(msgspec.Struct, frozen=True):
    """What the child is asked: a day, how many seconds it may search, with what seed."""

    day: Day
    seconds: float
    seed: int = 1


class Cost(NamedTuple):
    """What a layout costs, the first that differs decides: visits given up, owners who come at another time (with
    `PROMISE` more for each who had a promise), minutes moved, changes of groomer, visits of which anything changes that
    an owner has to be asked about, changes of place."""

    given_up: int
    owners: int
    minutes: int
    groomers: int
    asked: int
    places: int


def claims(day: Day, visit: Visit, where: Placement) -> Iterator[Taken]:
    """What a visit takes there."""
    shape = visit.with_(where.worker)
    yield person_at(day, visit, where.worker, where.start_ms)
    if visit.pet is not None:
        yield _taken(visit.pet, where.start_ms, where.start_ms + shape.length_ms + visit.longer_ms)
    for number, place in enumerate(where.places):
        yield stay_at(day, visit, shape, number, place, where.start_ms)


def person_at(day: Day, visit: Visit, worker: int, start_ms: int) -> Taken:
    """What a visit takes of a person when it begins at `start_ms`."""
    if visit.held is not None and visit.held.own is not None and visit.is_here(start_ms, worker):
        return _longer(visit, visit.held.own)
    return person_by_rules(day, visit, worker, start_ms)


def person_by_rules(day: Day, visit: Visit, worker: int, start_ms: int) -> Taken:
    """The same for whoever comes to this person anew."""
    ends_ms = start_ms + visit.with_(worker).length_ms + max(visit.after_ms, day.after_ms.get(worker, 0))
    return _longer(visit, _taken(worker, start_ms - visit.before_ms, ends_ms))


def stay_at(day: Day, visit: Visit, shape: Shape, number: int, place: int, start_ms: int) -> Taken:
    """What a stay takes of a place when its visit begins at `start_ms`."""
    held = visit.held_at(shape, number, place, start_ms)
    if held is None:
        return stay_by_rules(day, visit, shape, number, place, start_ms)
    return _longer(visit, held, _back_ms(shape, number, start_ms))


def stay_by_rules(day: Day, visit: Visit, shape: Shape, number: int, place: int, start_ms: int) -> Taken:
    """The same for whoever comes to this place anew."""
    stay = shape.stays[number]
    leaves_ms = start_ms + stay.to_ms
    free_ms = leaves_ms + day.after_ms.get(place, 0)
    airs_until_ms = max(free_ms, leaves_ms + visit.airs_ms)
    taken = Taken(place, Stretch(start_ms + stay.from_ms, free_ms), airs_until_ms, visit.minds_air)
    return _longer(visit, taken, _back_ms(shape, number, start_ms))


def _back_ms(shape: Shape, number: int, start_ms: int) -> int | None:
    """When a visit may come back to a place of this stay; None when it does not."""
    stay = shape.stays[number]
    again = (one.from_ms for one in shape.stays[number + 1 :] if set(one.places) & set(stay.places))
    first_ms = min(again, default=None)
    return None if first_ms is None else start_ms + first_ms


def _taken(number: int, start_ms: int, end_ms: int) -> Taken:
    return Taken(number, Stretch(start_ms, end_ms), end_ms)


def _longer(visit: Visit, one: Taken, back_ms: int | None = None) -> Taken:
    """For as much longer as the visit takes, but not beyond when it needs the same again."""
    more_ms = visit.longer_ms
    if back_ms is not None:
        more_ms = min(more_ms, max(0, back_ms - one.span.end_ms))
    span = Stretch(one.span.start_ms, one.span.end_ms + more_ms)
    return one._replace(span=span, airs_until_ms=one.airs_until_ms + more_ms) if more_ms else one


def is_fixed_there(day: Day, one: Taken) -> bool:
    """Whether something that cannot be moved stands against it."""

    def meets(span: Stretch, some: Mapping[int, tuple[Stretch, ...]]) -> bool:
        return any(map(span.overlaps, some.get(one.number, ())))

    if one.minds_air and meets(one.span, day.airing):
        return True
    return meets(one.span, day.busy) or meets(one.with_air, day.minding)


def is_beyond(cap: Cap, visits: Iterable[Visit]) -> bool:
    """Whether these are more visits than somebody may do."""
    large = [one.is_large for one in visits]
    return (cap.pets is not None and len(large) > cap.pets) or (cap.large is not None and sum(large) > cap.large)


def is_torn(party: Party, visits: Sequence[Visit], placed: Mapping[str, Placement]) -> bool:
    """Whether these, who come together, come at another time without one of them, or too far apart."""
    kept = [(one, placed[one.id]) for one in visits if one.id in placed]
    is_elsewhen = any(where.start_ms != one.here.start_ms for one, where in kept)
    if is_elsewhen and len(kept) < len(visits):
        return True
    spans = [Stretch(at.start_ms, at.start_ms + one.with_(at.worker).length_ms) for one, at in kept] + [*party.there]
    return bool(kept) and max(o.end_ms for o in spans) - min(o.start_ms for o in spans) > party.longest_ms


def cost_of(day: Day, placed: dict[str, Placement]) -> Cost:
    """What a layout costs."""
    kept = [(one, placed[one.id]) for one in day.visits if one.id in placed]
    elsewhen = [one for one, where in kept if where.start_ms != one.here.start_ms]
    broken = [
        one for one in day.visits
        if one.is_promised and (one.id not in placed or placed[one.id].start_ms != one.here.start_ms)
    ]  # fmt: skip
    return Cost(
        len(day.visits) - len(kept),
        len({one.owner for one in elsewhen}) + PROMISE * len(broken),
        sum(abs(where.start_ms - one.here.start_ms) // MINUTE_MS for one, where in kept),
        sum(where.worker != one.here.worker for one, where in kept),
        sum((where.start_ms, where.worker) != (one.here.start_ms, one.here.worker) for one, where in kept),
        sum(sum(a != b for a, b in zip(where.places, one.here.places, strict=True)) for one, where in kept),
    )
