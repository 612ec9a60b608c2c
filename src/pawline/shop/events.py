"""What happens to a shop."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class ShopOpened(Fact, frozen=True, kw_only=True, tag=True):
    """A shop now exists. `key` is the shop's id."""


class ShopChanged(Fact, frozen=True, kw_only=True, tag=True):
    """The shop's details, hours, people, places or prices changed. `key` is the shop's id."""
