"""A plan for the rest of a day, and the moves it is made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pawline.booking import Claim, PlannedStep
from pawline.platform.ids import AccountId, BookingId, ShopId
from pawline.shop import Label


class PlanState(StrEnum):
    """Where a plan stands: looked at, sent to owners, everything answered, given up."""

    DRAFT = "draft"
    SENT = "sent"
    DONE = "done"
    DROPPED = "dropped"


class MoveKind(StrEnum):
    """What a move asks of an owner: another time or person, nothing (another place), or another day."""

    MOVE = "move"
    PLACE = "place"
    OUT = "out"


class MoveState(StrEnum):
    """Where a move stands.

    `left_out` was taken out of a draft. `waiting`: the owner has said yes, and what it needs is not free yet. `stale`:
    the booking changed meanwhile, or somebody else took the time. `lapsed`: nobody answered in time.
    """

    DRAFT = "draft"
    LEFT_OUT = "left_out"
    PROPOSED = "proposed"
    WAITING = "waiting"
    APPLIED = "applied"
    DECLINED = "declined"
    LAPSED = "lapsed"
    STALE = "stale"
    WITHDRAWN = "withdrawn"


PENDING = (MoveState.PROPOSED, MoveState.WAITING)
# Moves that owners know of: whoever has one of today has been disturbed once.
TOLD = (*PENDING, MoveState.APPLIED, MoveState.DECLINED, MoveState.LAPSED)


@dataclass(frozen=True)
class Spot:
    """A start with the person and the steps at their places. `claims` is everything that is taken for it."""

    start_ms: int
    end_ms: int
    groomer_id: AccountId
    steps: tuple[PlannedStep, ...]
    claims: tuple[Claim, ...]

    @property
    def place_ids(self) -> frozenset[str]:
        """The places of its steps."""
        return frozenset(one.place_id for one in self.steps if one.place_id is not None)


@dataclass(frozen=True)
class Move:
    """One booking that goes elsewhere.

    `terms_version` is the version of the booking's terms that it was made for; `to` None: it cannot be kept today.
    `needs` are the bookings whose present place it takes. A proposal lapses at `lapses_ms`. `note` says why it became
    stale. Of pets that come together the first has the card, and `asked_with` of the others is its move; None: it has
    a card of its own.
    """

    id: str
    plan_id: str
    shop_id: ShopId
    booking_id: BookingId
    position: int
    terms_version: int
    kind: MoveKind
    here: Spot
    to: Spot | None
    needs: tuple[str, ...]
    why: Label
    state: MoveState
    version: int
    lapses_ms: int
    answered_ms: int | None = None
    answered_by: str | None = None
    note: Label | None = None
    asked_with: str | None = None

    @property
    def card_id(self) -> str:
        """The move whose card asks for this one: those with the same are answered and carried out together."""
        return self.asked_with or self.id


@dataclass(frozen=True)
class Plan:
    """The moves of one day together. `is_best`: it is proven that no plan disturbs fewer owners."""

    id: str
    shop_id: ShopId
    day: date
    cause: Label
    state: PlanState
    version: int
    made_by: AccountId
    made_ms: int
    sent_ms: int | None
    is_best: bool


def with_needed(chosen: Iterable[str], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """The bookings that have to go if these go: those whose place they take, and so on."""
    found, left = set[str](), list(chosen)
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left.extend(other for other in needs.get(one, ()) if other in needs)
    return found


def with_needing(dropped: Iterable[str], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """The bookings that cannot go if these stay: those that take their place, and so on."""
    back = {one: [other for other, wanted in needs.items() if one in wanted] for one in needs}
    return with_needed(dropped, back)


def together(first: str, waits_for: Mapping[str, Iterable[str]]) -> set[str] | None:
    """The moves that have to be carried out in one step with this one, as in an exchange of places; it alone if
    nothing is in its way. None while somebody is in the way who does not go.

    `waits_for` holds everybody who is ready to go, and who is in whose way.
    """
    found, left = set[str](), [first]
    while left:
        one = left.pop()
        if one not in waits_for:
            return None
        if one not in found:
            found.add(one)
            left.extend(waits_for[one])
    return found
