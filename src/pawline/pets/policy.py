"""Who sees whose pets."""

from __future__ import annotations

from pawline.people import Actor


def may_confirm_notes(actor: Actor) -> bool:
    """What staff or the owner wrote is confirmed; what a program understood is a candidate."""
    return actor.kind != "bot"


def may_verify(actor: Actor) -> bool:
    """Only a person of the shop can have seen a certificate."""
    return actor.is_staff


def may_agree(actor: Actor) -> bool:
    """An owner agrees, or a person of the shop who heard it; a program has heard nothing."""
    return actor.kind != "bot"
