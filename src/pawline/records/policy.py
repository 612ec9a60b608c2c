"""Who may take the shop's records out and bring some in, and who has a calendar to follow."""

from __future__ import annotations

from pawline.people import Actor
from pawline.platform.errors import Forbidden


def must_manage(actor: Actor) -> None:
    """Whole telephone numbers leave the house, and whole lists change: managers only; raises Forbidden."""
    if not (actor.is_staff and actor.role == "manager"):
        raise Forbidden


def must_be_a_person(actor: Actor) -> None:
    """Owners and staff have bookings of their own, programs have none; raises Forbidden."""
    if actor.kind == "bot":
        raise Forbidden
