"""Who may do what with a plan."""

from __future__ import annotations

from pawline.people import Actor
from pawline.platform.errors import Forbidden


def must_be_staff(actor: Actor) -> None:
    """Only the shop's people; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden


def may_answer(actor: Actor, owner_id: str) -> bool:
    """The owner who is asked, or staff for an owner who answered by telephone."""
    return actor.is_staff or (actor.kind == "owner" and actor.account_id == owner_id)
