"""What somebody takes for a visit who is quicker or slower than listed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .model import DayPlan, PriceLine, Quote, WorkStep


def at_pace(quote: Quote, percent: int) -> Quote:
    """The same wish, done by somebody who takes so many percent of the listed minutes; what it costs stays.

    Steps are cut to whole minutes and none of them is lost; the lines' minutes come to the visit's length again.
    """
    if percent == quote.pace:
        return quote
    known = quote.paced.get(percent)
    if known is None:
        known = quote.paced[percent] = replace(shared_anew(quote, percent, quote.pace), pace=percent)
    return known


def with_pace_of(plan: DayPlan, account_id: str, percent: int) -> DayPlan:
    """The day for a visit that somebody has agreed to do at a pace that was theirs then."""
    workers = tuple(replace(one, pace=percent) if one.account_id == account_id else one for one in plan.workers)
    return replace(plan, workers=workers)


def shared_anew(quote: Quote, by: int, of: int) -> Quote:
    """The same wish in `by` minutes for each `of`, steps and lines alike; whatever its pace was is its pace still."""
    in_steps = sum(step.minutes for step in quote.steps)
    steps = _cut([step.minutes for step in quote.steps], by, of)
    minutes = sum(steps) + _rounded((quote.minutes - in_steps) * by, of)
    lines = shared([line.minutes for line in quote.lines], minutes)
    return replace(
        quote,
        lines=tuple(
            PriceLine(one.code, one.label, part, one.price_cents) for one, part in zip(quote.lines, lines, strict=True)
        ),
        steps=tuple(WorkStep(one.kind, one.station, part) for one, part in zip(quote.steps, steps, strict=True)),
    )


def _cut(minutes: Sequence[int], by: int, of: int) -> list[int]:
    """Each step ends at the minute that is nearest to its share, and has at least one."""
    parts: list[int] = []
    listed = done = 0
    for one in minutes:
        listed += one
        parts.append(max(1, _rounded(listed * by, of) - done))
        done += parts[-1]
    return parts


def shared(minutes: Sequence[int], whole: int) -> list[int]:
    """The whole, shared out as these are; nothing when they come to nothing."""
    every = sum(minutes)
    ends = [_rounded(sum(minutes[: n + 1]) * whole, every) if every else 0 for n in range(len(minutes))]
    return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]


def _rounded(value: int, by: int) -> int:
    """Halves are rounded up."""
    return (2 * value + by) // (2 * by)
