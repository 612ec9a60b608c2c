"""Who may do what on the waitlist."""

from __future__ import annotations

from pawline.people import Actor
from pawline.platform.errors import Forbidden


def must_be_staff(actor: Actor) -> None:
    """Only the shop's people; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden


def may_see(actor: Actor, owner_id: str) -> bool:
    """Owners see their own; the shop's people and its assistant see the shop's."""
    return actor.kind != "owner" or actor.account_id == owner_id
