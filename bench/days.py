"""Days to lay out anew: small ones at random, and a full one of a shop of twelve in which a groomer calls in sick."""

import random
from dataclasses import dataclass

from msgspec.structs import replace

from pawline.solver.model import MINUTE_MS, Cap, Day, Held, Party, Placement, Shape, Stay, Stretch, Visit, claims

HOUR_MS = 60 * MINUTE_MS
OPENS_MS = 9 * HOUR_MS
GRID_MS = 15 * MINUTE_MS


@dataclass(frozen=True)
class Kind:
    """A kind of place: its numbers, and what each is kept free after a visit."""

    numbers: tuple[int, ...]
    after_ms: int


@dataclass(frozen=True)
class House:
    """Who works and what there is. Numbers of people are below 100, of places below 1000, pets follow."""

    workers: tuple[int, ...]
    working: tuple[Stretch, ...]
    kinds: tuple[Kind, ...]
    closes_ms: int
    grid_ms: int


def small_day(chance: random.Random) -> Day:
    """At most six visits, two people, two kinds of places with one or two each, and something that has gone wrong."""
    house, visits = _small(chance)
    return _broken(house, visits, chance)


def changed_day(chance: random.Random) -> Day:
    """The same with nothing wrong, but by other rules than when it was booked: more is kept free, it airs longer."""
    house, visits = _small(chance)
    starts = tuple(range(OPENS_MS, house.closes_ms, house.grid_ms))
    ruled = tuple(_aired(chance, _kept_free(chance, _paced(chance, one))) for one in visits)
    working = dict.fromkeys(house.workers, house.working)
    day = Day(OPENS_MS, house.closes_ms, starts, working, {}, _after(house), ruled)
    return _with_new_rules(house, _in_parties(day, chance, 0), visits, chance)


def _small(chance: random.Random) -> tuple[House, list[Visit]]:
    kinds = (Kind(tuple(range(100, 101 + chance.randrange(2))), 5 * MINUTE_MS * chance.randrange(2)), Kind((110,), 0))
    closes_ms = OPENS_MS + chance.choice((3, 4, 5)) * HOUR_MS
    pause = Stretch(OPENS_MS + 2 * HOUR_MS, OPENS_MS + 2 * HOUR_MS + 30 * MINUTE_MS)
    working = (Stretch(OPENS_MS, pause.start_ms), Stretch(pause.end_ms, closes_ms))
    if chance.random() < 0.5:
        working = (Stretch(OPENS_MS, closes_ms),)
    house = House((1, 2), working, kinds, closes_ms, 30 * MINUTE_MS)
    return house, _booked(house, chance, chance.randrange(2, 7), (30, 60, 90), 1.0)


def _broken(house: House, visits: list[Visit], chance: random.Random) -> Day:
    starts = tuple(range(OPENS_MS, house.closes_ms, house.grid_ms))
    away, place = chance.choice((*house.workers, 0)), chance.choice((100, 110, 0))
    from_ms = OPENS_MS + chance.randrange(4) * HOUR_MS
    gone = Stretch(from_ms, from_ms + chance.choice((1, 2, 8)) * HOUR_MS)
    working = {one: house.working for one in house.workers if one != away or chance.random() < 0.5}
    busy = {number: (gone,) for number in (place, away) if number}
    later = starts[chance.randrange(3) :]
    caps = {one: _cap(chance, len(visits)) for one in house.workers}
    paced = tuple(_paced(chance, one) for one in visits) if chance.random() < 0.5 else tuple(visits)
    kept = tuple(_kept_free(chance, one) for one in paced) if chance.random() < 0.5 else paced
    airing, minding = dict[int, tuple[Stretch, ...]](), dict[int, tuple[Stretch, ...]]()
    if chance.random() < 0.5:
        kept = tuple(_aired(chance, one) for one in kept)
        if place and chance.random() < 0.5:
            # What has happened to the place is somebody who stays longer.
            airing[place] = (Stretch(gone.end_ms, gone.end_ms + 20 * MINUTE_MS),)
        elif place:
            minding[place] = (gone,)
    day = Day(
        OPENS_MS, house.closes_ms, later, working, busy, _after(house), kept, caps, airing, minding
    )  # fmt: skip
    day = _in_parties(day, chance, 0.3)
    # Half of the days have other rules than when they were booked.
    return day if chance.random() < 0.5 else _with_new_rules(house, day, visits, chance)


def _in_parties(day: Day, chance: random.Random, late: float) -> Day:
    """Those of one owner may come together, and one of the others may take longer than said."""
    if chance.random() < 0.5:
        return day
    owners = {one.owner for one in day.visits if sum(o.owner == one.owner for o in day.visits) > 1}
    visits = tuple(replace(one, party=one.owner if one.owner in owners else "") for one in day.visits)
    if chance.random() < late:
        slow = chance.choice(visits)
        visits = tuple(replace(one, longer_ms=15 * MINUTE_MS) if one is slow else one for one in visits)
    parties = {name: _party([one for one in visits if one.party == name], chance) for name in owners}
    return replace(day, visits=visits, parties=parties)


def _party(visits: list[Visit], chance: random.Random) -> Party:
    """As long as they are there now, or as one after the other at their slowest; one more may be here already."""
    there = () if chance.random() < 0.7 else (Stretch(visits[0].here.start_ms, visits[0].here.start_ms + HOUR_MS),)
    slowest = [max(one.with_(who).length_ms for who in one.workers) for one in visits]
    ends = [one.here.start_ms + slow for one, slow in zip(visits, slowest, strict=True)]
    begin = min(one.here.start_ms for one in visits)
    now_ms = max(ends + [one.end_ms for one in there]) - begin
    return Party(max(now_ms, sum(slowest) + chance.choice((0, 30)) * MINUTE_MS), there)


def _with_new_rules(house: House, day: Day, booked: list[Visit], chance: random.Random) -> Day:
    """What stands holds what it has taken by the rules of then."""
    before = Day(0, 0, (), {}, {}, _after(house), ())
    held = [held_of(before, one) for one in booked]
    visits = [replace(one, held=own) for one, own in zip(day.visits, held, strict=True)]
    after = {number: after_ms + chance.choice((0, 0, 15)) * MINUTE_MS for number, after_ms in day.after_ms.items()}
    after |= {who: chance.choice((0, 15)) * MINUTE_MS for who in house.workers}
    return replace(day, visits=tuple(_refused(chance, one) for one in visits), after_ms=after)


def held_of(day: Day, visit: Visit) -> Held:
    """What a visit takes where it is now."""
    own, *others = claims(day, visit, visit.here)
    return Held(own, tuple(others[-len(visit.here.places) :] if visit.here.places else ()))


def _refused(chance: random.Random, visit: Visit) -> Visit:
    """Its place may be for others by now, and its person may be there on somebody's word."""
    visit = replace(visit, is_meant=chance.random() < 0.1)
    if chance.random() < 0.8:
        return visit
    stays = tuple(
        replace(stay, places=tuple(one for one in stay.places if one != own))
        for stay, own in zip(visit.shape.stays, visit.here.places, strict=True)
    )
    here = replace(visit.shape, stays=stays)
    return replace(visit, shape=here, shapes={who: _like(shape, here) for who, shape in visit.shapes.items()})


def _like(shape: Shape, other: Shape) -> Shape:
    """A shape at the places of another."""
    stays = (replace(one, places=o.places) for one, o in zip(shape.stays, other.stays, strict=True))
    return replace(shape, stays=tuple(stays))


def _aired(chance: random.Random, visit: Visit) -> Visit:
    """Some leave air that others mind."""
    leaves, minds = chance.choice(((20, False), (20, False), (0, True), (0, True), (0, False)))
    return replace(visit, airs_ms=leaves * MINUTE_MS, minds_air=minds)


def _kept_free(chance: random.Random, visit: Visit) -> Visit:
    """Something may have to be set up before it, or tidied after it."""
    before, after = (chance.choice((0, 0, 15, 30)) * MINUTE_MS for _ in range(2))
    return replace(visit, before_ms=before, after_ms=after)


def _paced(chance: random.Random, visit: Visit) -> Visit:
    """Whoever does not do it now may be quicker or slower."""
    others = [one for one in visit.workers if one != visit.here.worker]
    return replace(visit, shapes={one: _at(visit.shape, chance.choice((2, 3, 4))) for one in others})


def _at(shape: Shape, thirds: int) -> Shape:
    stays = [Stay(one.from_ms * thirds // 3, one.to_ms * thirds // 3, one.places) for one in shape.stays]
    return Shape(shape.length_ms * thirds // 3, tuple(stays))


def _cap(chance: random.Random, visits: int) -> Cap:
    """Half of the people do as many as come."""
    if chance.random() < 0.5:
        return Cap()
    return Cap(chance.choice((None, *range(visits + 1))), chance.choice((None, 0, 1, 2)))


def _after(house: House) -> dict[int, int]:
    return {number: kind.after_ms for kind in house.kinds for number in kind.numbers}


def full_day(chance: random.Random, visits: int = 60, workers: int = 12) -> Day:
    """A full day: one person is away from ten on, and one place of the second kind is out of use."""
    kinds = (
        Kind(tuple(range(100, 106)), 5 * MINUTE_MS),
        Kind(tuple(range(110, 117)), 0),
        Kind(tuple(range(120, 128)), 5 * MINUTE_MS),
    )
    closes_ms = OPENS_MS + 12 * HOUR_MS
    working = (Stretch(OPENS_MS, OPENS_MS + 3 * HOUR_MS), Stretch(OPENS_MS + 4 * HOUR_MS, closes_ms))
    house = House(tuple(range(1, workers + 1)), working, kinds, closes_ms, GRID_MS)
    booked = _booked(house, chance, visits, (60, 75, 90, 120, 150), 0.35)
    ten = OPENS_MS + HOUR_MS
    still = dict.fromkeys(house.workers, working) | {1: (Stretch(OPENS_MS, ten),)}
    busy = {110: (Stretch(ten, closes_ms),)}
    starts = tuple(range(ten, closes_ms, GRID_MS))
    return Day(OPENS_MS, closes_ms, starts, still, busy, _after(house), tuple(booked))


def _booked(house: House, chance: random.Random, wanted: int, lengths: tuple[int, ...], early: float) -> list[Visit]:
    """Visits that fit beside each other, as a shop has booked them; fewer when the day is full."""
    taken: dict[int, list[Stretch]] = {}
    booked: list[Visit] = []
    grid = list(range(OPENS_MS, house.closes_ms, house.grid_ms))
    for number in range(wanted * 30):
        if len(booked) == wanted:
            break
        visit = _visit(house, chance, number, chance.choice(lengths), chance.choice(grid), early)
        claims = [] if visit is None else _claims(house, visit)
        if visit is not None and not any(one.overlaps(o) for no, one in claims for o in taken.get(no, ())):
            booked.append(visit)
            for no, one in claims:
                taken.setdefault(no, []).append(one)
    return booked


def _visit(house: House, chance: random.Random, number: int, minutes: int, at_ms: int, skilled: float) -> Visit | None:
    length_ms = minutes * MINUTE_MS
    span = Stretch(at_ms, at_ms + length_ms)
    if not any(one.holds(span) for one in house.working):
        return None
    able = tuple(one for one in house.workers if chance.random() < max(skilled, 0.5)) or house.workers
    cut = sorted(chance.sample(range(0, minutes + 1, 15), 2))
    parts = ((0, cut[0]), (cut[0], cut[1]), (cut[1], minutes))
    stays = tuple(
        Stay(begin * MINUTE_MS, end * MINUTE_MS, kind.numbers)
        for (begin, end), kind in zip(parts, house.kinds, strict=False)
        if end > begin
    )
    here = Placement(at_ms, chance.choice(able), tuple(chance.choice(one.places) for one in stays))
    owner = str(number // 2) if chance.random() < 0.3 else f"{number}"
    pet = 1000 + number if chance.random() < 0.8 else None
    is_large = number % 3 == 0
    promised = chance.random() < 0.2
    return Visit(f"v{number}", owner, pet, Shape(length_ms, stays), able, here, promised, is_large)


def _claims(house: House, visit: Visit) -> list[tuple[int, Stretch]]:
    day = Day(0, 0, (), {}, {}, _after(house), ())
    return [(one.number, one.span) for one in claims(day, visit, visit.here)]
