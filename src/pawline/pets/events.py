"""What happens to pets. `key` is the owner's account id."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class PetAdded(Fact, frozen=True, kw_only=True, tag=True):
    """An owner has a new pet."""

    pet_id: str
    owner_id: str


class PetChanged(Fact, frozen=True, kw_only=True, tag=True):
    """A pet's facts, care notes, vaccinations, conditions or consents changed. `is_by_owner`: its owner did that."""

    pet_id: str
    owner_id: str
    is_by_owner: bool = False
