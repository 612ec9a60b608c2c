"""Who has a calendar to follow."""

from __future__ import annotations

from pawline.people import Actor
from pawline.platform.errors import Forbidden


def must_be_a_person(actor: Actor) -> None:
    """Owners and staff have bookings of their own, programs have none; raises Forbidden."""
    if actor.kind == "bot":
        raise Forbidden
