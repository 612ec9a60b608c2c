"""A week of free times as an owner looks at it."""

from __future__ import annotations

import msgspec

from pawline.shop import Label

from .view import DayPrice, GroomerView, LineView, PetTime


class FreeTime(msgspec.Struct, frozen=True):
    """A start that is free, who would do it, and when the pet is ready.

    For several pets `pets` says whose turn is when, and `end_ms` is when all are ready; for one it is empty.
    """

    start_ms: int
    end_ms: int
    groomer: GroomerView | None
    pets: list[PetTime] = []


class FreeDay(msgspec.Struct, frozen=True):
    """A day with all of its free starts; `why` says in words why it has none.

    `state` is open, full, closed, barred (the pets' health does not allow it), none (nobody does this then, or it
    is too late), past, or beyond: farther away than may be booked. `price` is what the wish costs that day, None: what
    it costs in the week.
    """

    date: str
    state: str
    why: Label | None
    times: list[FreeTime]
    price: DayPrice | None = None


class WeekView(msgspec.Struct, frozen=True):
    """The free times of a week from Monday to Sunday for a wish, and what the wish costs as listed; it holds nothing.

    `before` and `after` are the Mondays of the weeks beside it, None where nothing can be booked. Of a stay every start
    is the day on which it begins, and `nights` says for how many (0: a day); None is a visit. `agreed_cents` is what
    the booking costs now that would be moved, None when none would be.
    """

    days: list[FreeDay]
    before: str | None
    after: str | None
    lines: list[LineView]
    total_cents: int
    nights: int | None = None
    agreed_cents: int | None = None
