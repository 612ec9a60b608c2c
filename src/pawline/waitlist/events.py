"""What happens to those who wait. `key` is the wait's id; `c` its conversation, empty when it has none."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class WaitFact(Fact, frozen=True, kw_only=True, tag=True):
    """What every fact about somebody who waits carries; never emitted itself."""

    c: str
    owner_id: str
    version: int


class WaitBegun(WaitFact, frozen=True, kw_only=True, tag=True):
    """Somebody waits from now on."""


class WaitOffered(WaitFact, frozen=True, kw_only=True, tag=True):
    """A time is about to be held for them until `until_ms`."""

    start_ms: int
    until_ms: int


class WaitChanged(WaitFact, frozen=True, kw_only=True, tag=True):
    """It stands elsewhere now. `offer` is what became of the offer that was open, empty when none was."""

    state: str
    offer: str = ""
