"""What a visit really took, kept for the next one of its pet."""

from __future__ import annotations

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError

from . import own_pace_rows
from .diary import Diary
from .model import Booking
from .own_pace import taken_by


def keep_taken(tx: Tx, diary: Diary, one: Booking, pet: Pet, minutes: int) -> None:
    """Keeps it for each service that the visit was for; of what the shop has ceased to do for such a pet nothing is
    kept."""
    try:
        listed = diary.listed(one.services, pet)
    except PawlineError:
        return
    sold = diary.catalogue.by_code
    extras = frozenset(line.code for line in listed.services if sold[line.code].is_extra)
    took = taken_by(listed, extras, minutes, one.pace)
    if took is not None:
        own_pace_rows.keep(tx, diary.shop.id, pet.id, took)
