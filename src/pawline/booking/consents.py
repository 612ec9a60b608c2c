"""What an owner agrees to as a booking asks it: which pets come for what, on the day on which the first begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pawline.people import Actor
from pawline.pets import Agreed, ConsentGate
from pawline.platform.db import Tx
from pawline.shop import local_day

from .diary import Diary
from .health import Coming, wanted_of


def check_consents(
    tx: Tx, diary: Diary, actor: Actor, every: Sequence[Coming], start_ms: int, agreed: Collection[Agreed],
    new_id: Callable[[], str],
) -> None:  # fmt: skip
    """Keeps what an owner agrees to, and raises ConsentNeeded when something must be and is not.

    Staff who confirm for an owner are not held up: they ask at the shop.
    """
    if actor.is_staff:
        return
    wanted = wanted_of(every)
    gate = ConsentGate(tx, diary.shop.id, wanted)
    gate.agree(actor, wanted, local_day(start_ms, diary.zone), agreed, diary.now_ms, new_id)
