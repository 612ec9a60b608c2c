"""What happens to pets. `key` is the owner's account id."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class PetAdded(Fact, frozen=True, kw_only=True, tag=True):
    """An owner has a new pet."""

    pet_id: str
    owner_id: str


class PetChanged(Fact, frozen=True, kw_only=True, tag=True):
    """A pet's facts or care notes changed."""

    pet_id: str
    owner_id: str
