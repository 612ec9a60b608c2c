"""What visits cost by the day on which they begin, also one that is moved there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.shop import local_day

from . import store
from .diary import Diary
from .model import Booking, BookingStatus, PriceLine, Quote
from .pace import shared


class DayPrices:
    """`but` are the bookings that would be moved or let go. One that was agreed keeps its price when it is moved to a
    day that costs as much as its own: what has become dearer in the price list meanwhile is nothing to it, as long as
    the pet is filed under the same size. It never costs more than who books that day now."""

    def __init__(self, tx: Tx, diary: Diary, but: Sequence[Booking]) -> None:
        self._diary = diary
        self._sure = {one.pet_id: one for one in but if one.status is BookingStatus.CONFIRMED}
        ids = [one.id for one in self._sure.values()]
        self._lines = store.lines_of(tx, diary.shop.id, ids) if ids else {}

    @property
    def agreed_cents(self) -> int | None:
        """What those cost now that would be moved; None when none would be."""
        return sum(one.total_cents for one in self._sure.values()) if self._sure else None

    def on(self, listed: Quote, pet: Pet, day: date) -> Quote:
        """What a pet's visit costs that begins on a day."""
        wanted = self._diary.on_day(listed, day)
        old = self._sure.get(pet.id)
        if old is None or old.services != listed.services or old.size != pet.size:
            return wanted
        was = self._diary.on_day(listed, local_day(old.starts_ms, self._diary.zone))
        is_kept = was.lines == wanted.lines and old.total_cents <= wanted.total_cents
        return _agreed(wanted, self._lines[old.id]) if is_kept else wanted


def _agreed(wanted: Quote, lines: Sequence[PriceLine]) -> Quote:
    """The same visit with the lines of a price that was agreed, their minutes shared out anew."""
    minutes = shared([line.minutes for line in lines], wanted.minutes)
    minutes[0] += wanted.minutes - sum(minutes)
    return replace(
        wanted, lines=tuple(replace(line, minutes=part) for line, part in zip(lines, minutes, strict=True))
    )  # fmt: skip
