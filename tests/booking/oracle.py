"""A slow and obvious answer to "when can a visit begin?", from the model alone."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import floor

from pawline.booking.model import MINUTE_MS, DayPlan, Quote, Span, Subject


def bookable(day: DayPlan, quote: Quote, subject: Subject) -> set[tuple[int, str]]:
    """Every (start, person) for which some choice of places collides with nothing."""
    return {
        (start, worker.account_id)
        for start in day.starts
        for worker in day.workers
        if quote.skills <= worker.skills and _works(day, quote, subject, start, worker)
    }


def _works(day, quote, subject, start, worker) -> bool:  # type: ignore[no-untyped-def]
    end = start + _length(quote, worker)
    if end > day.hours.closes_ms:
        return False
    if not any(span.start_ms <= start and end <= span.end_ms for span in worker.working):
        return False
    if _is_too_much(worker, [subject]):
        return False
    if _collides(day, worker.resource_no, _own(quote, worker, start, end), []):
        return False
    if subject.resource_no is not None and _collides(day, subject.resource_no, Span(start, end), []):
        return False
    return any(_is_clear(day, subject, stays, choice) for stays, choice in _choices(day, quote, subject, start, worker))


def _own(quote, worker, start, end) -> Span:  # type: ignore[no-untyped-def]
    """What somebody has to have free for it: of the two tails the longer one counts."""
    return Span(start - quote.before_ms, end + max(worker.after_ms, quote.after_ms))


def _length(quote, worker) -> int:  # type: ignore[no-untyped-def]
    """How long somebody takes, in milliseconds: no wish of these tests has minutes that are in no step."""
    return sum(_minutes(quote, worker)) * MINUTE_MS


def _minutes(quote, worker) -> list[int]:  # type: ignore[no-untyped-def]
    """The minutes of each step: its end is where it is listed, stretched and rounded, and it has at least one."""
    ends, listed = [0], Fraction(0)
    for step in quote.steps:
        listed += step.minutes
        ends.append(max(ends[-1] + 1, floor(listed * worker.pace / 100 + Fraction(1, 2))))
    return [end - begin for begin, end in pairwise(ends)]


def _is_too_much(worker, subjects) -> bool:  # type: ignore[no-untyped-def]
    """Whether so many more pets, or so many more large ones, are beyond what somebody does that day."""
    caps, load = worker.caps, worker.load
    if caps.pets is not None and load.pets + len(subjects) > caps.pets:
        return True
    large = [one for one in subjects if one.size in ("L", "XL")]
    return bool(large) and caps.large is not None and load.large + len(large) > caps.large


def _choices(day, quote, subject, start, worker):  # type: ignore[no-untyped-def]
    """Every way to put the stays at places: a stay is a run of steps at one kind of place."""
    stays = []
    at = start
    for step, minutes in zip(quote.steps, _minutes(quote, worker), strict=True):
        until = at + minutes * MINUTE_MS
        if step.station is not None:
            if stays and stays[-1][0] is step.station and stays[-1][2] == at:
                stays[-1] = (step.station, stays[-1][1], until)
            else:
                stays.append((step.station, at, until))
        at = until
    fitting = [[p for p in day.places if p.kind is kind and _fits(p, subject)] for kind, _, _ in stays]
    for choice in product(*fitting):
        yield stays, choice


def _fits(place, subject) -> bool:  # type: ignore[no-untyped-def]
    by_species = not place.species or subject.species in place.species
    by_size = not place.sizes or subject.size is None or subject.size in place.sizes
    return by_species and by_size


def _is_clear(day, subject, stays, choice) -> bool:  # type: ignore[no-untyped-def]
    own = []
    for (_, begin, until), place in zip(stays, choice, strict=True):
        span = Span(begin, until + place.after_ms)
        if _collides(day, place.resource_no, span, own) or _airs(day, subject, place, begin, until):
            return False
        own.append((place.resource_no, span))
    return True


def _airs(day, subject, place, begin, until) -> bool:  # type: ignore[no-untyped-def]
    """Whether a cat would come before a dog's air is out: this one after a dog, or after this dog another."""
    if subject.species == "cat":
        return any(one.start_ms < until + place.after_ms and begin < one.end_ms for one in _at(day.airing, place))
    if subject.species == "dog":
        return any(begin <= one.start_ms < until + day.air_ms for one in _at(day.cats, place))
    return False


def _at(spans, place):  # type: ignore[no-untyped-def]
    return spans.get(place.resource_no, ())


def _collides(day, number, span, own) -> bool:  # type: ignore[no-untyped-def]
    others = [*day.busy.get(number, ()), *(taken for no, taken in own if no == number)]
    return any(span.start_ms < other.end_ms and other.start_ms < span.end_ms for other in others)


def together(day: DayPlan, pets: list[tuple[Quote, Subject]], pause_ms: int) -> dict[int, int]:
    """By start, when all pets can be ready at the earliest: every start, person and place of each is tried.

    None stays longer than if the slowest did them one after the other, with a pause between.
    """
    found: dict[int, int] = {}
    longest_ms = (len(pets) - 1) * pause_ms
    for quote, subject in pets:
        able = [one for one in day.workers if quote.skills <= one.skills and not _is_too_much(one, [subject])]
        longest_ms += max((_length(quote, one) for one in able), default=0)
    ways = [_ways(day, quote, subject) for quote, subject in pets]
    for chosen in product(*ways):
        start = min(begin for begin, *_ in chosen)
        end = max(until for _, until, *_ in chosen)
        if end - start > longest_ms or end >= found.get(start, end + 1):
            continue
        kinds = [subject.species for _, subject in pets]
        if _is_apart(day, kinds, [taken for *_, taken in chosen]) and not _is_too_much_for_any(day, pets, chosen):
            found[start] = end
    return found


def _is_too_much_for_any(day, pets, chosen) -> bool:  # type: ignore[no-untyped-def]
    for worker in day.workers:
        mine = [subject for (_, subject), (_, _, who, _) in zip(pets, chosen, strict=True) if who is worker]
        if mine and _is_too_much(worker, mine):
            return True
    return False


def _ways(day, quote, subject):  # type: ignore[no-untyped-def]
    """(start, end, who, everything taken) of each way in which a pet could come alone."""
    for start in day.starts:
        for worker in day.workers:
            if not (quote.skills <= worker.skills and _works(day, quote, subject, start, worker)):
                continue
            end = start + _length(quote, worker)
            mine = (worker.resource_no, _own(quote, worker, start, end))
            for stays, choice in _choices(day, quote, subject, start, worker):
                if _is_clear(day, subject, stays, choice):
                    places = [
                        (place.resource_no, Span(begin, until + place.after_ms), until)
                        for (_, begin, until), place in zip(stays, choice, strict=True)
                    ]
                    yield start, end, worker, [(*mine, None), *places]


def _is_apart(day, kinds, taken) -> bool:  # type: ignore[no-untyped-def]
    """Whether no two pets take one thing at the same time, and no cat comes before a dog's air is out.

    What is taken of a place says when the work there ends; of a person it does not, and nobody airs.
    """
    for n, mine in enumerate(taken):
        for m, others in enumerate(taken[n + 1 :], n + 1):
            for a, x, x_ends in mine:
                for b, y, y_ends in others:
                    if a == b and (
                        (x.start_ms < y.end_ms and y.start_ms < x.end_ms)
                        or (x_ends is not None and (kinds[n], kinds[m]) == ("dog", "cat")
                            and x.start_ms <= y.start_ms < x_ends + day.air_ms)
                        or (y_ends is not None and (kinds[m], kinds[n]) == ("dog", "cat")
                            and y.start_ms <= x.start_ms < y_ends + day.air_ms)
                    ):  # fmt: skip
                        return False
    return True


def brought(day: DayPlan, pets: list[tuple[Quote, Subject]], pause_ms: int) -> dict[int, int]:
    """By drop-off, when all pets can be ready at the earliest whose turns begin while it lasts."""
    found: dict[int, int] = {}
    for drop in day.drops:
        gone = sum(bool(_collides(day, seat, Span(drop.at_ms, drop.at_ms + MINUTE_MS), [])) for seat in drop.seats)
        if gone + len(pets) > min(drop.most, len(drop.seats)):
            continue
        starts = tuple(one for one in day.starts if drop.at_ms <= one <= drop.until_ms)
        its = replace(day, starts=starts)
        ends = list(together(its, pets, pause_ms).values()) if len(pets) > 1 else _ends_alone(its, *pets[0])
        if ends:
            found[drop.at_ms] = min(ends)
    return found


def _ends_alone(day: DayPlan, quote: Quote, subject: Subject) -> list[int]:
    lengths = {worker.account_id: _length(quote, worker) for worker in day.workers}
    return [start + lengths[who] for start, who in bookable(day, quote, subject)]
