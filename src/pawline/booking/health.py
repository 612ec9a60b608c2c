"""The health gate as a booking asks it: which pets come for what, on the day on which the first of them begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pawline.pets import Gate
from pawline.platform.db import Tx
from pawline.platform.ids import PetId
from pawline.shop import local_day

from .diary import Diary
from .model import ServiceLine


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
