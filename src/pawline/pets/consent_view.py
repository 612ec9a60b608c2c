"""How consents are shown. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from pawline.shop import Label

# `changed`: agreed to other words than those of now; `open`: never agreed to.
ConsentState = Literal["open", "agreed", "changed", "withdrawn"]


class ConsentForm(msgspec.Struct, frozen=True):
    """A consent as the shop sets it up. Empty services and species: all of them; `from_years` None: any age."""

    code: str
    version: int
    name: Label
    text: Label
    services: list[str]
    species: list[str]
    from_years: int | None
    is_must: bool
    is_on: bool


class SignedView(msgspec.Struct, frozen=True):
    """Who agreed to which words, and when. `noted_by` is who of the shop wrote it down; None: the owner tapped it."""

    version: int
    text: Label
    by: str
    noted_by: str | None
    at_ms: int
    withdrawn_by: str | None
    withdrawn_ms: int | None


class ConsentView(msgspec.Struct, frozen=True):
    """A consent and how a pet's owner stands to it; `signed` are the latest first, those withdrawn included."""

    code: str
    version: int
    name: Label
    text: Label
    is_must: bool
    is_on: bool
    state: ConsentState
    signed: list[SignedView]


class ConsentsView(msgspec.Struct, frozen=True):
    """What the shop asks for such a pet, and what was ever agreed to for it."""

    pet_id: str
    consents: list[ConsentView]
