"""A day of the book as the solver sees it, and what it answers as moves of the book. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as replaced

from pawline.booking import CAT, DOG, Caps, Claim, OpenDay, PlannedStep, Standing, Worker, at_pace
from pawline.platform.ids import AccountId
from pawline.shop import Label
from pawline.solver.model import (
    MINUTE_MS,
    Cap,
    Day,
    Layout,
    Placement,
    Shape,
    Stay,
    Stretch,
    Taken,
    Visit,
    claims,
)

from .model import MoveKind, Spot
from .standing import held_by, parties_of

# Nobody reads a message and turns around in less.
NOTICE_MS = 30 * MINUTE_MS
# The number of a place that is there no longer.
GONE = 0


@dataclass(frozen=True)
class Kept:
    """Something that takes a person or a place and cannot be moved.

    `pet` is whose visit it is, None for a place that is out of use; `is_late`: the visit takes longer than said. After
    a dog a place airs for `airs_ms` more; `is_cat`: somebody is there who minds that.
    """

    span: Stretch
    pet: str | None
    is_late: bool = False
    airs_ms: int = 0
    is_cat: bool = False

    @property
    def airing(self) -> Stretch:
        """While a cat cannot come yet."""
        return Stretch(self.span.end_ms, self.span.end_ms + self.airs_ms)


@dataclass(frozen=True)
class Sheet:
    """A day of the book, and the same day as the solver sees it. `kept` is by number what cannot be moved."""

    book: OpenDay
    day: Day
    kept: Mapping[int, tuple[Kept, ...]]
    standing: Mapping[str, Standing]

    def name(self, number: int) -> Label:
        """A person or a place by its number."""
        return self.book.names.get(number, Label("", ""))


def sheet_of(book: OpenDay, late_ms: Mapping[str, int], promised: Iterable[str]) -> Sheet:
    """The day as the solver sees it.

    `late_ms` is by booking how much longer a visit takes than planned; `promised` are the bookings whose owners have
    been disturbed before today.
    """
    kept = _kept(book, late_ms)
    after = {one.resource_no: one.after_ms for one in (*book.workers, *book.places)}
    first_ms = book.now_ms + NOTICE_MS
    movable = [one for one in book.bookings if not one.is_fixed]
    known = set(promised)
    visits: dict[str, Visit] = {}
    for one in movable:
        booking_id = one.booking.id
        more_ms, is_promised = late_ms.get(booking_id, 0), booking_id in known
        visits[booking_id] = replaced(_visit(book, one), is_promised=is_promised, longer_ms=more_ms)
    parties = parties_of(book, visits)
    for name, (_, members) in parties.items():
        visits |= {one.id: replaced(one, party=name) for one in members}
    day = Day(
        opens_ms=book.hours.opens_ms,
        closes_ms=book.hours.closes_ms,
        starts=tuple(one for one in book.starts if one >= first_ms),
        working={one.resource_no: tuple(Stretch(s.start_ms, s.end_ms) for s in one.working) for one in book.workers},
        busy={number: tuple(one.span for one in some) for number, some in kept.items()},
        after_ms=after,
        visits=tuple(visits.values()),
        caps={one.resource_no: _cap(one, movable) for one in book.workers if one.caps != Caps()},
        airing={number: tuple(one.airing for one in some if one.airs_ms) for number, some in kept.items()},
        minding={number: tuple(one.span for one in some if one.is_cat) for number, some in kept.items()},
        parties={name: party for name, (party, _) in parties.items()},
    )
    return Sheet(book, day, kept, {one.booking.id: one for one in movable})


def _kept(book: OpenDay, late_ms: Mapping[str, int]) -> dict[int, tuple[Kept, ...]]:
    found: dict[int, list[Kept]] = {}
    for number, spans in book.closed.items():
        found[number] = [Kept(Stretch(one.start_ms, one.end_ms), None) for one in spans]
    for one in book.bookings:
        more_ms = late_ms.get(one.booking.id, 0)
        for taken in one.claims if one.is_fixed else ():
            # Who is late is late at each of its places.
            span, is_cat = Stretch(taken.start_ms, taken.end_ms + more_ms), taken.species == CAT
            kept = Kept(span, one.pet.name, more_ms > 0, taken.airs_ms, is_cat)
            found.setdefault(taken.resource_no, []).append(kept)
    return {number: tuple(some) for number, some in found.items()}


def _visit(book: OpenDay, one: Standing) -> Visit:
    booking = one.booking
    here = book.numbers.get(booking.groomer_id, GONE)
    able = [w for w in book.workers if one.quote.skills <= w.skills and not _has_too_much(w, one)]
    shape = Shape(booking.turn.end_ms - booking.turn.start_ms, _stays(one, booking.pace))
    places = tuple(_place_now(book, one, stay) for stay in shape.stays)
    return Visit(
        id=booking.id,
        owner=booking.owner_id,
        pet=one.pet_no,
        shape=shape,
        workers=tuple(sorted({here, *(w.resource_no for w in able)})),
        here=Placement(booking.turn.start_ms, here, places),
        is_large=one.is_large,
        before_ms=one.quote.before_ms,
        after_ms=one.quote.after_ms,
        airs_ms=book.air_ms if one.pet.species == DOG else 0,
        minds_air=one.pet.species == CAT,
        shapes={
            w.resource_no: Shape(at_pace(one.quote, w.pace).minutes * MINUTE_MS, _stays(one, w.pace))
            for w in able
            if w.pace != booking.pace and w.resource_no != here
        },
        held=held_by(book, one, here, tuple(zip(shape.stays, places, strict=True))),
        is_meant=one.is_meant,
    )


def _stays(one: Standing, pace: int) -> tuple[Stay, ...]:
    return tuple(
        Stay(need.from_ms, need.to_ms, tuple(place.resource_no for place in need.places))
        for need in one.needs[pace]
        if need.places is not None
    )


def _has_too_much(worker: Worker, one: Standing) -> bool:
    """Whether somebody has more to do than they may by now: that stays with them, and nobody else comes."""
    caps, load = worker.caps, worker.load
    is_beyond = caps.pets is not None and load.pets > caps.pets
    return is_beyond or (one.is_large and caps.large is not None and load.large > caps.large)


def _cap(worker: Worker, movable: Sequence[Standing]) -> Cap:
    """How many of those that may be moved somebody may do: as many as they do now, and as many as there is room for."""
    mine = [one.is_large for one in movable if one.booking.groomer_id == worker.account_id]
    pets, large = worker.caps.pets, worker.caps.large
    return Cap(
        None if pets is None else len(mine) + max(0, pets - worker.load.pets),
        None if large is None else sum(mine) + max(0, large - worker.load.large),
    )


def _place_now(book: OpenDay, one: Standing, stay: Stay) -> int:
    at_ms = one.booking.turn.start_ms + stay.from_ms
    step = next((step for step in one.steps if step.start_ms <= at_ms < step.end_ms), None)
    return book.numbers.get(step.place_id or "", GONE) if step else GONE


@dataclass(frozen=True)
class Proposed:
    """A booking that goes elsewhere by a layout; `to` None: it cannot be kept. `needs` are the bookings whose present
    place it takes, or that leave a groomer who has enough to do."""

    standing: Standing
    kind: MoveKind
    to: Spot | None
    needs: tuple[str, ...]


def moves_of(sheet: Sheet, layout: Layout) -> list[Proposed]:
    """What a layout changes, in the order of the day."""
    found: list[Proposed] = []
    for visit in sheet.day.visits:
        where = layout.placed.get(visit.id)
        if where == visit.here:
            continue
        standing = sheet.standing[visit.id]
        to = None if where is None else spot_of(sheet, visit, where)
        needs = {*_needs(sheet.day, visit, where), *makes_room(sheet.day, layout, visit)}
        found.append(Proposed(standing, _kind(visit, where), to, tuple(sorted(needs))))
    return sorted(found, key=lambda one: (one.standing.booking.turn.start_ms, one.standing.booking.id))


def _kind(visit: Visit, where: Placement | None) -> MoveKind:
    if where is None:
        return MoveKind.OUT
    is_same = (where.start_ms, where.worker) == (visit.here.start_ms, visit.here.worker)
    return MoveKind.PLACE if is_same else MoveKind.MOVE


def _needs(day: Day, visit: Visit, where: Placement | None) -> tuple[str, ...]:
    if where is None:
        return ()
    mine = list(claims(day, visit, where))
    others = (one for one in day.visits if one.id != visit.id)
    return tuple(one.id for one in others if clash(mine, list(claims(day, one, one.here))))


def makes_room(day: Day, layout: Layout, visit: Visit) -> set[str]:
    """The visits that have to leave a groomer before this one may come, since nobody does more than they may."""
    where = layout.placed.get(visit.id)
    cap = day.caps.get(where.worker) if where is not None else None
    if where is None or cap is None or where.worker == visit.here.worker:
        return set()
    who = where.worker
    here = [one for one in day.visits if one.here.worker == who]
    goes = {one.id for one in here if (to := layout.placed.get(one.id)) is None or to.worker != who}
    comes = [one for one in day.visits if one not in here and (to := layout.placed.get(one.id)) and to.worker == who]
    found = _leaves_for(visit, comes, here, goes, cap.pets)
    if visit.is_large:
        large = [one for one in comes if one.is_large]
        found |= _leaves_for(visit, large, [one for one in here if one.is_large], goes, cap.large)
    return found


def _leaves_for(
    visit: Visit, comes: Sequence[Visit], here: Sequence[Visit], goes: set[str], most: int | None
) -> set[str]:  # fmt: skip
    """Who leaves for whom, the large ones first on both sides: one of them needs no room that another has made."""
    if most is None:
        return set()
    turn = sorted(comes, key=lambda one: (not one.is_large, one.id)).index(visit) - (most - len(here))
    leaving = sorted((one for one in here if one.id in goes), key=lambda one: (not one.is_large, one.id))
    return {leaving[turn].id} if turn >= 0 else set()


def clash(some: Sequence[Taken], others: Sequence[Taken]) -> list[int]:
    """The numbers that both want at the same time, or a cat too soon after a dog."""
    return [one.number for one in some for other in others if one.clashes(other)]


def spot_of(sheet: Sheet, visit: Visit, where: Placement) -> Spot:
    """A placement in the words of the book."""
    ids = {number: name for name, number in sheet.book.numbers.items()}
    shape = visit.with_(where.worker)
    stays = [(stay, ids[place]) for stay, place in zip(shape.stays, where.places, strict=True)]
    steps = tuple(_step(one, where.start_ms, stays) for one in _steps(sheet, visit, where.worker))
    taken = tuple(_claim(one) for one in claims(sheet.day, visit, where))
    return Spot(where.start_ms, where.start_ms + shape.length_ms, AccountId(ids[where.worker]), steps, taken)


def _claim(one: Taken) -> Claim:
    airs_ms = one.airs_until_ms - one.span.end_ms
    species = CAT if one.minds_air else DOG if airs_ms else None
    return Claim(one.number, one.span.start_ms, one.span.end_ms, species, airs_ms)


def _steps(sheet: Sheet, visit: Visit, worker: int) -> list[PlannedStep]:
    """The steps as this person does them, as offsets from the start."""
    standing = sheet.standing[visit.id]
    if worker not in visit.shapes:
        begin_ms = visit.here.start_ms
        return [replace(one, start_ms=one.start_ms - begin_ms, end_ms=one.end_ms - begin_ms) for one in standing.steps]
    pace = next(one.pace for one in sheet.book.workers if one.resource_no == worker)
    found: list[PlannedStep] = []
    for one in at_pace(standing.quote, pace).steps:
        begin_ms = found[-1].end_ms if found else 0
        found.append(PlannedStep(one.kind, begin_ms, begin_ms + one.minutes * MINUTE_MS, None))
    return found


def _step(one: PlannedStep, start_ms: int, stays: Sequence[tuple[Stay, str]]) -> PlannedStep:
    place_id = next((place for stay, place in stays if stay.from_ms <= one.start_ms < stay.to_ms), None)
    return replace(one, start_ms=start_ms + one.start_ms, end_ms=start_ms + one.end_ms, place_id=place_id)


def here_of(standing: Standing) -> Spot:
    """Where a booking is now."""
    one = standing.booking
    return Spot(one.turn.start_ms, one.ends_ms, one.groomer_id, standing.steps, standing.claims)
