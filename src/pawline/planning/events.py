"""What happens to plans. `key` of a proposal's fact is its booking's id; `c` is the booking's conversation, empty when
it has none."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class ProposalFact(Fact, frozen=True, kw_only=True, tag=True):
    """What every fact about a proposal to an owner carries; never emitted itself.

    `is_told`: the owner has to hear of it in words, and not only from the card.
    """

    move_id: str
    booking_id: str
    c: str
    owner_id: str
    version: int
    state: str
    is_told: bool


class ProposalMade(ProposalFact, frozen=True, kw_only=True, tag=True):
    """An owner is asked whether another time or person will do, or told that today will not."""


class ProposalChanged(ProposalFact, frozen=True, kw_only=True, tag=True):
    """It was answered, carried out, withdrawn or lapsed."""


class PlanChanged(Fact, frozen=True, kw_only=True, tag=True):
    """A plan or one of its moves stands elsewhere now. `key` is the plan's id."""
