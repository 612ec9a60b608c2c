"""Who may do what with a plan."""

from __future__ import annotations

from pawline.people import Actor


def may_answer(actor: Actor, owner_id: str) -> bool:
    """The owner who is asked, or staff for an owner who answered by telephone."""
    return actor.is_staff or (actor.kind == "owner" and actor.account_id == owner_id)
