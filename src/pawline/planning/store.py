"""All SQL of plans and their moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.booking import Claim, PlannedStep
from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, BookingId, ShopId
from pawline.shop import Label

from .model import PENDING, Move, MoveKind, MoveState, Plan, PlanState, Spot

_ID = sa.String(32)

plan = sa.Table(
    "plan",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("cause_zh", sa.Text, nullable=False),
    sa.Column("cause_en", sa.Text, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("made_by", _ID, nullable=False),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("sent_ms", sa.BigInteger),
    sa.Column("is_best", sa.Boolean, nullable=False),
    sa.Index("ix_plan_day", "shop_id", "day", "made_ms"),
)

plan_move = sa.Table(
    "plan_move",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("plan_id", _ID, nullable=False),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("terms_version", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("from_start_ms", sa.BigInteger, nullable=False),
    sa.Column("from_end_ms", sa.BigInteger, nullable=False),
    sa.Column("from_groomer_id", _ID, nullable=False),
    sa.Column("from_steps", sa.JSON, nullable=False),
    sa.Column("from_claims", sa.JSON, nullable=False),
    sa.Column("to_start_ms", sa.BigInteger),
    sa.Column("to_end_ms", sa.BigInteger),
    sa.Column("to_groomer_id", _ID),
    sa.Column("to_steps", sa.JSON(none_as_null=True)),
    sa.Column("to_claims", sa.JSON(none_as_null=True)),
    sa.Column("needs", sa.JSON, nullable=False),
    sa.Column("why_zh", sa.Text, nullable=False),
    sa.Column("why_en", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("lapses_ms", sa.BigInteger, nullable=False),
    sa.Column("answered_ms", sa.BigInteger),
    sa.Column("answered_by", _ID),
    sa.Column("note_zh", sa.Text),
    sa.Column("note_en", sa.Text),
    sa.Column("asked_with", _ID),
    sa.UniqueConstraint("plan_id", "booking_id"),
    sa.Index("ix_plan_move_booking", "shop_id", "booking_id", "state"),
)


def insert(tx: Tx, new: Plan, moves: Sequence[Move]) -> None:
    """Adds a plan with its moves."""
    tx.execute(plan.insert().values(id=new.id, shop_id=new.shop_id, **_plan_columns(new)))
    if moves:
        tx.execute(plan_move.insert(), [{"id": one.id, "shop_id": one.shop_id, **_columns(one)} for one in moves])


def find(tx: Tx, shop_id: str, plan_id: str) -> Plan | None:
    """A plan of a shop."""
    row = tx.execute(sa.select(plan).where((plan.c.shop_id == shop_id) & (plan.c.id == plan_id))).one_or_none()
    return None if row is None else _plan(row)


def newest_of(tx: Tx, shop_id: str, day: date, states: Iterable[PlanState]) -> Plan | None:
    """The newest plan of a day in one of these states."""
    where = (plan.c.shop_id == shop_id) & (plan.c.day == day.isoformat())
    where &= plan.c.state.in_([one.value for one in states])
    row = tx.execute(sa.select(plan).where(where).order_by(plan.c.made_ms.desc(), plan.c.id.desc()).limit(1)).first()
    return None if row is None else _plan(row)


def of_day(tx: Tx, shop_id: str, day: date, state: PlanState) -> list[Plan]:
    """Every plan of a day in a state."""
    where = (plan.c.shop_id == shop_id) & (plan.c.day == day.isoformat()) & (plan.c.state == state.value)
    return [_plan(row) for row in tx.execute(sa.select(plan).where(where).order_by(plan.c.made_ms))]


def swap(tx: Tx, old: Plan, new: Plan) -> bool:
    """Writes `new` if the stored plan still has the version of `old`; False when it has not."""
    where = (plan.c.id == old.id) & (plan.c.shop_id == old.shop_id) & (plan.c.version == old.version)
    return tx.execute(plan.update().where(where).values(**_plan_columns(new))).rowcount == 1


def moves_of(tx: Tx, shop_id: str, plan_id: str) -> list[Move]:
    """The moves of a plan in their order."""
    where = (plan_move.c.shop_id == shop_id) & (plan_move.c.plan_id == plan_id)
    return [_move(row) for row in tx.execute(sa.select(plan_move).where(where).order_by(plan_move.c.position))]


def find_move(tx: Tx, shop_id: str, move_id: str) -> Move | None:
    """A move of a shop."""
    where = (plan_move.c.shop_id == shop_id) & (plan_move.c.id == move_id)
    row = tx.execute(sa.select(plan_move).where(where)).one_or_none()
    return None if row is None else _move(row)


def pending_of(tx: Tx, shop_id: str, booking_id: str) -> list[Move]:
    """The moves of a booking that owners or the shop still wait for."""
    where = (plan_move.c.shop_id == shop_id) & (plan_move.c.booking_id == booking_id)
    where &= plan_move.c.state.in_([one.value for one in PENDING])
    return [_move(row) for row in tx.execute(sa.select(plan_move).where(where))]


def plans_waiting(tx: Tx, shop_id: str) -> list[str]:
    """The plans in which somebody who has said yes waits for room."""
    where = (plan_move.c.shop_id == shop_id) & (plan_move.c.state == MoveState.WAITING.value)
    return sorted(tx.execute(sa.select(plan_move.c.plan_id).where(where).distinct()).scalars())


def disturbed(tx: Tx, shop_id: str, booking_ids: Iterable[str], states: Iterable[MoveState]) -> set[str]:
    """Those of the bookings that have had a move in one of these states which asked something of the owner."""
    where = (plan_move.c.shop_id == shop_id) & plan_move.c.booking_id.in_(sorted(set(booking_ids)))
    where &= plan_move.c.state.in_([one.value for one in states]) & (plan_move.c.kind == MoveKind.MOVE.value)
    return set(tx.execute(sa.select(plan_move.c.booking_id).where(where).distinct()).scalars())


def swap_move(tx: Tx, old: Move, new: Move) -> bool:
    """Writes `new` if the stored move still has the version of `old`; False when it has not."""
    where = (plan_move.c.id == old.id) & (plan_move.c.shop_id == old.shop_id) & (plan_move.c.version == old.version)
    return tx.execute(plan_move.update().where(where).values(**_columns(new))).rowcount == 1


def _plan_columns(one: Plan) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "cause_zh": one.cause.zh,
        "cause_en": one.cause.en,
        "state": one.state.value,
        "version": one.version,
        "made_by": one.made_by,
        "made_ms": one.made_ms,
        "sent_ms": one.sent_ms,
        "is_best": one.is_best,
    }


def _plan(row: sa.Row[Any]) -> Plan:
    return Plan(
        id=row.id,
        shop_id=ShopId(row.shop_id),
        day=date.fromisoformat(row.day),
        cause=Label(row.cause_zh, row.cause_en),
        state=PlanState(row.state),
        version=row.version,
        made_by=AccountId(row.made_by),
        made_ms=row.made_ms,
        sent_ms=row.sent_ms,
        is_best=row.is_best,
    )


def _columns(one: Move) -> dict[str, Any]:
    return {
        "plan_id": one.plan_id,
        "booking_id": one.booking_id,
        "position": one.position,
        "terms_version": one.terms_version,
        "kind": one.kind.value,
        **_spot_columns("from", one.here),
        **_spot_columns("to", one.to),
        "needs": list(one.needs),
        "why_zh": one.why.zh,
        "why_en": one.why.en,
        "state": one.state.value,
        "version": one.version,
        "lapses_ms": one.lapses_ms,
        "answered_ms": one.answered_ms,
        "answered_by": one.answered_by,
        "note_zh": one.note.zh if one.note else None,
        "note_en": one.note.en if one.note else None,
        "asked_with": one.asked_with,
    }


def _spot_columns(side: str, one: Spot | None) -> dict[str, Any]:
    return {
        f"{side}_start_ms": one and one.start_ms,
        f"{side}_end_ms": one and one.end_ms,
        f"{side}_groomer_id": one and one.groomer_id,
        f"{side}_steps": one and msgspec.to_builtins(one.steps),
        f"{side}_claims": one and msgspec.to_builtins(one.claims),
    }


def _move(row: sa.Row[Any]) -> Move:
    here = _spot(row, "from")
    assert here is not None, "the table demands it"
    return Move(
        id=row.id,
        plan_id=row.plan_id,
        shop_id=ShopId(row.shop_id),
        booking_id=BookingId(row.booking_id),
        position=row.position,
        terms_version=row.terms_version,
        kind=MoveKind(row.kind),
        here=here,
        to=_spot(row, "to"),
        needs=tuple(row.needs),
        why=Label(row.why_zh, row.why_en),
        state=MoveState(row.state),
        version=row.version,
        lapses_ms=row.lapses_ms,
        answered_ms=row.answered_ms,
        answered_by=row.answered_by,
        note=None if row.note_zh is None else Label(row.note_zh, row.note_en),
        asked_with=row.asked_with,
    )


def _spot(row: sa.Row[Any], side: str) -> Spot | None:
    start_ms, end_ms, who, steps, taken = (
        getattr(row, f"{side}_{name}") for name in ("start_ms", "end_ms", "groomer_id", "steps", "claims")
    )
    if start_ms is None:
        return None
    planned = msgspec.convert(steps, tuple[PlannedStep, ...])
    return Spot(start_ms, end_ms, AccountId(who), planned, msgspec.convert(taken, tuple[Claim, ...]))
