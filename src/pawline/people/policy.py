"""Who may do what, as far as it is the same in every room."""

from __future__ import annotations

from pawline.people.model import Actor
from pawline.platform.errors import Forbidden


def may_see(actor: Actor, owner_id: str) -> bool:
    """Owners see what is their own; the shop's people and its assistant see what is the shop's."""
    return actor.kind != "owner" or actor.account_id == owner_id


def must_be_staff(actor: Actor) -> None:
    """Only the shop's people; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden


def must_manage(actor: Actor) -> None:
    """Only the shop's managers; raises Forbidden."""
    if not (actor.is_staff and actor.role == "manager"):
        raise Forbidden
