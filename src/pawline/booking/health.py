"""The health gate as a booking asks it: which pets come for what, on the day on which the first of them begins; and
what of it the team is to know of bookings that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

import msgspec

from pawline.pets import Gate, words_of
from pawline.platform.db import Tx
from pawline.platform.ids import PetId
from pawline.shop import Label, local_day

from .diary import Diary
from .model import Booking, ServiceLine


class Coming(Protocol):
    """Whatever says for one pet what is done: a wish, a part of an offer, a booking."""

    @property
    def pet_id(self) -> PetId: ...
    @property
    def services(self) -> tuple[ServiceLine, ...]: ...


def wanted_of(every: Iterable[Coming]) -> dict[str, list[str]]:
    """The codes of what is done, by pet."""
    return {one.pet_id: [line.code for line in one.services] for one in every}


def check_health(
    tx: Tx, diary: Diary, every: Sequence[Coming], start_ms: int, end_ms: int | None = None
) -> None:  # fmt: skip
    """Raises HealthGate for pets that cannot come on the day of that start, or stay until the day of that end."""
    wanted = wanted_of(every)
    gate = Gate(tx, diary.shop.id, diary.settings, wanted)
    for day in sorted({local_day(at_ms, diary.zone) for at_ms in (start_ms, end_ms) if at_ms is not None}):
        gate.check(wanted, day)


class HealthMark(msgspec.Struct, frozen=True):
    """What the team is to know of a pet before its visit. `is_must`: by the shop's rules it should not come so."""

    words: Label
    is_must: bool


def health_marks(tx: Tx, diary: Diary, bookings: Iterable[Booking]) -> dict[str, HealthMark]:
    """The marks of those whose pet is still to come, by booking; nothing to say is nothing in it.

    A booklet that is only asked for is the owner's to bring, and no mark.
    """
    ahead = [one for one in bookings if one.is_awaited(diary.now_ms)]
    if not ahead:
        return {}
    gate = Gate(tx, diary.shop.id, diary.settings, {one.pet_id for one in ahead})
    found = {one.id: _mark(gate, one, local_day(one.starts_ms, diary.zone)) for one in ahead}
    return {booking_id: mark for booking_id, mark in found.items() if mark is not None}


def _mark(gate: Gate, one: Booking, day: date) -> HealthMark | None:
    known = [obstacle for obstacle in gate.on(wanted_of([one]), day) if obstacle.is_must or obstacle.kind == "said"]
    words = words_of(known, day)
    if not words:
        return None
    whole = Label("".join(each.zh for each in words), " ".join(each.en for each in words))
    return HealthMark(whole, any(obstacle.is_must for obstacle in known))
