"""How plans and proposals are shown: plain typed structs."""

from __future__ import annotations

import msgspec

from pawline.booking import BookingView, PlannedStep, ServiceName
from pawline.pets import PetView
from pawline.shop import Label

from .model import Move, Spot

MINUTE_MS = 60_000


class StayView(msgspec.Struct, frozen=True):
    """When the pet is at a place."""

    place_id: str
    start_ms: int
    end_ms: int


class SpotView(msgspec.Struct, frozen=True):
    """Where a booking is or goes."""

    start_ms: int
    end_ms: int
    groomer_id: str
    groomer_name: str
    stays: list[StayView]


class PlanMoveView(msgspec.Struct, frozen=True):
    """A move as the desk sees it.

    `needs` are the bookings that have to go first; `waits_for` the pets that are still in the way; `answered_by` is
    the name of the colleague who answered for the owner, None when the owner did, or nobody. `asked_with` is the
    booking with whose card its owner is asked, None: with one of its own.
    """

    id: str
    version: int
    booking_id: str
    c: str
    kind: str
    state: str
    pet: PetView
    services: list[ServiceName]
    owner_name: str
    phone_tail: str | None
    here: SpotView
    to: SpotView | None
    minutes: int
    needs: list[str]
    waits_for: list[str]
    why: Label
    note: Label | None
    lapses_ms: int
    answered_ms: int | None
    answered_by: str | None
    asked_with: str | None


class PlanView(msgspec.Struct, frozen=True):
    """A plan as the desk sees it."""

    id: str
    version: int
    day: str
    state: str
    cause: Label
    made_ms: int
    made_by: str
    sent_ms: int | None
    is_best: bool
    moves: list[PlanMoveView]


class DayPlanView(msgspec.Struct, frozen=True):
    """The newest plan of a day that was not given up; None when there is none."""

    plan: PlanView | None


class ProposalPart(msgspec.Struct, frozen=True):
    """One pet of a proposal."""

    pet: PetView
    services: list[ServiceName]
    here: SpotView
    to: SpotView | None


class ProposalView(msgspec.Struct, frozen=True):
    """A move as its owner's card shows it; `to` None: today will not do.

    `parts` are all pets about which it asks, the first one first: one yes is for all of them.
    """

    id: str
    version: int
    booking_id: str
    state: str
    pet: PetView
    services: list[ServiceName]
    here: SpotView
    to: SpotView | None
    lapses_ms: int
    parts: list[ProposalPart]


def spot_view(one: Spot, name: str) -> SpotView:
    """A spot; `name` is its groomer's."""
    return SpotView(one.start_ms, one.end_ms, one.groomer_id, name, _stays(one.steps))


def _stays(steps: tuple[PlannedStep, ...]) -> list[StayView]:
    """Steps that follow each other at one place are one stay."""
    found: list[StayView] = []
    for one in steps:
        if one.place_id is None:
            continue
        last = found[-1] if found else None
        if last is not None and last.place_id == one.place_id and last.end_ms == one.start_ms:
            found[-1] = StayView(last.place_id, last.start_ms, one.end_ms)
        else:
            found.append(StayView(one.place_id, one.start_ms, one.end_ms))
    return found


def proposal_view(moves: list[tuple[Move, BookingView]], names: dict[str, str]) -> ProposalView:
    """Moves for their owner, the one with the card first. Nothing of other people's pets and visits is in it."""
    parts = [
        ProposalPart(
            booking.pet, booking.services, _bare(one.here, booking, names),
            _bare(one.to, booking, names) if one.to else None,
        )
        for one, booking in moves
    ]  # fmt: skip
    (move, _), first = moves[0], parts[0]
    return ProposalView(
        move.id, move.version, move.booking_id, move.state.value, first.pet, first.services, first.here, first.to,
        move.lapses_ms, parts,
    )  # fmt: skip


def _bare(one: Spot, booking: BookingView, names: dict[str, str]) -> SpotView:
    """Places are the shop's own business; and an owner is told when to come, not when the pet's turn is."""
    comes_ms = booking.starts_ms if one.start_ms == booking.begins_ms else one.start_ms
    return SpotView(comes_ms, one.end_ms, one.groomer_id, names.get(one.groomer_id, ""), [])


def move_view(
    move: Move, booking: BookingView, c: str, names: dict[str, str], waits_for: list[str], asked_with: str | None
) -> PlanMoveView:  # fmt: skip
    """A move for the desk."""
    to = spot_view(move.to, names.get(move.to.groomer_id, "")) if move.to else None
    return PlanMoveView(
        id=move.id,
        version=move.version,
        booking_id=move.booking_id,
        c=c,
        kind=move.kind.value,
        state=move.state.value,
        pet=booking.pet,
        services=booking.services,
        owner_name=booking.owner_name,
        phone_tail=booking.phone_tail,
        here=spot_view(move.here, names.get(move.here.groomer_id, "")),
        to=to,
        minutes=abs(to.start_ms - move.here.start_ms) // MINUTE_MS if to else 0,
        needs=list(move.needs),
        waits_for=waits_for,
        why=move.why,
        note=move.note,
        lapses_ms=move.lapses_ms,
        answered_ms=move.answered_ms,
        answered_by=names.get(move.answered_by or ""),
        asked_with=asked_with,
    )
