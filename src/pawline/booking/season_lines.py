"""What a wish costs on the day on which it begins: each season of the shop adds a line of its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pawline.shop import Label, Season

from .model import PriceLine, Quote
from .pricing import for_nights

_YUAN_CENTS = 100


def on_day(listed: Quote, seasons: Sequence[Season], day: date) -> Quote:
    """A quote as listed, with what the seasons make of it when it begins on a day of the shop's calendar.

    A visit is of the day on which it begins, of a stay each night is a day of its own, and what goes along with it is
    of the first. A season's line is its percent of the listed prices of what it is for, extras of the coat among them,
    never of another season's line; it is rounded to whole yuan, half of one away from nothing. However many there are,
    nothing costs less than nothing.
    """
    lines = list[PriceLine]()
    left_cents = listed.total_cents
    for season in seasons:
        line = _line(listed, season, day, left_cents)
        if line.price_cents:
            lines.append(line)
            left_cents += line.price_cents
    return replace(listed, lines=(*listed.lines, *lines)) if lines else listed


def _line(listed: Quote, season: Season, day: date, left_cents: int) -> PriceLine:
    slept, nights = listed.nights or 0, _nights_in(listed, season, day)
    # The stay leads its wish; what goes along is no night.
    by_night = listed.services[0].code if slept else None
    base_cents = 0
    for line in listed.lines:
        if not season.is_for(line.code):
            continue
        if line.code == by_night:
            base_cents += line.price_cents // slept * nights
        elif season.holds_on(day):
            base_cents += line.price_cents
    is_by_night = by_night is not None and season.is_for(by_night) and nights > 0
    cents = max(-left_cents, _percent_of(base_cents, season.percent))
    return PriceLine(season.id, _named(season, nights if is_by_night else 0), 0, cents)


def _nights_in(listed: Quote, season: Season, day: date) -> int:
    """How many nights of a stay that begins on a day lie in a season; 0 of a visit."""
    return sum(season.holds_on(day + timedelta(days=n)) for n in range(listed.nights or 0))


def _percent_of(cents: int, percent: int) -> int:
    """In whole yuan, half of one away from nothing."""
    whole = 100 * _YUAN_CENTS
    yuan = (2 * abs(cents * percent) + whole) // (2 * whole)
    return (yuan if percent > 0 else -yuan) * _YUAN_CENTS


def _named(season: Season, nights: int) -> Label:
    """春节 +20% · 3 晚, as on a bill."""
    by = f"{'+' if season.percent > 0 else '−'}{abs(season.percent)}%"
    named = Label(f"{season.name.zh} {by}", f"{season.name.en} {by}")
    return for_nights(named, nights) if nights else named
