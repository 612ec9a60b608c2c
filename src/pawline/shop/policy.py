"""Who sees the inside of a shop."""

from __future__ import annotations

from pawline.people import Actor
from pawline.platform.errors import Forbidden


def must_work_here(actor: Actor) -> None:
    """Only the shop's own people and programs see its inside; raises Forbidden."""
    if not actor.is_staff and actor.kind != "bot":
        raise Forbidden
