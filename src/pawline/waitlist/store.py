"""All SQL of the waitlist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.booking import PetWish
from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, BookingId, ConversationId, ShopId

from .model import OPEN, OfferState, Wait, WaitOffer, WaitState, Window

_ID = sa.String(32)
_OPEN = [one.value for one in OPEN]

wait = sa.Table(
    "wait",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("c", _ID),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("pets", sa.JSON, nullable=False),
    sa.Column("groomer_id", _ID),
    sa.Column("from_day", sa.String(10), nullable=False),
    sa.Column("to_day", sa.String(10), nullable=False),
    sa.Column("from_min", sa.Integer, nullable=False),
    sa.Column("to_min", sa.Integer, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("made_by", _ID, nullable=False),
    sa.Column("unanswered", sa.Integer, nullable=False),
    sa.Index("ix_wait_open", "shop_id", "state", "made_ms"),
    sa.Index("ix_wait_owner", "shop_id", "owner_id", "made_ms"),
)

wait_offer = sa.Table(
    "wait_offer",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("wait_id", _ID, nullable=False, index=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False, unique=True),
    sa.Column("start_ms", sa.BigInteger, nullable=False),
    sa.Column("until_ms", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("ended_ms", sa.BigInteger),
)


def insert(tx: Tx, new: Wait) -> None:
    """Adds somebody who waits."""
    tx.execute(wait.insert().values(id=new.id, shop_id=new.shop_id, **_columns(new)))


def find(tx: Tx, shop_id: str, wait_id: str) -> Wait | None:
    """One of a shop."""
    row = tx.execute(sa.select(wait).where((wait.c.shop_id == shop_id) & (wait.c.id == wait_id))).one_or_none()
    return None if row is None else _wait(row)


def open_of_shop(tx: Tx, shop_id: str) -> list[Wait]:
    """Everybody who waits or has an offer, who came first in front."""
    where = (wait.c.shop_id == shop_id) & wait.c.state.in_(_OPEN)
    return [_wait(row) for row in tx.execute(sa.select(wait).where(where).order_by(wait.c.made_ms, wait.c.id))]


def open_of_owner(tx: Tx, shop_id: str, owner_id: str) -> list[Wait]:
    """What an owner waits for, the oldest first."""
    where = (wait.c.shop_id == shop_id) & (wait.c.owner_id == owner_id) & wait.c.state.in_(_OPEN)
    return [_wait(row) for row in tx.execute(sa.select(wait).where(where).order_by(wait.c.made_ms, wait.c.id))]


def has_open(tx: Tx, shop_id: str) -> bool:
    """Whether anybody waits."""
    where = (wait.c.shop_id == shop_id) & wait.c.state.in_(_OPEN)
    return tx.execute(sa.select(wait.c.id).where(where).limit(1)).first() is not None


def swap(tx: Tx, old: Wait, new: Wait) -> bool:
    """Writes `new` if the stored one still has the version of `old`; False when it has not."""
    where = (wait.c.id == old.id) & (wait.c.shop_id == old.shop_id) & (wait.c.version == old.version)
    return tx.execute(wait.update().where(where).values(**_columns(new))).rowcount == 1


def move_owner(tx: Tx, shop_id: str, was: str, now: str, c: str) -> None:
    """Gives what a guest waits for to the owner who turned out to be the same person, with their conversation."""
    where = (wait.c.shop_id == shop_id) & (wait.c.owner_id == was)
    tx.execute(wait.update().where(where).values(owner_id=now, c=c or None))


def insert_offer(tx: Tx, new: WaitOffer) -> None:
    """Notes what was offered."""
    values = {**msgspec.to_builtins(new), "state": new.state.value}
    tx.execute(wait_offer.insert().values(**values))


def end_offer(tx: Tx, offer: WaitOffer, state: OfferState, now_ms: int) -> None:
    """Notes what became of an offer."""
    where = (wait_offer.c.id == offer.id) & (wait_offer.c.shop_id == offer.shop_id)
    tx.execute(wait_offer.update().where(where).values(state=state.value, ended_ms=now_ms))


def offers_of(tx: Tx, shop_id: str, wait_ids: Iterable[str]) -> dict[str, list[WaitOffer]]:
    """Everything that some were offered, by who waits, the oldest first."""
    wanted = sorted(set(wait_ids))
    found: dict[str, list[WaitOffer]] = {one: [] for one in wanted}
    where = (wait_offer.c.shop_id == shop_id) & wait_offer.c.wait_id.in_(wanted)
    for row in tx.execute(sa.select(wait_offer).where(where).order_by(wait_offer.c.made_ms, wait_offer.c.id)):
        found[row.wait_id].append(_offer(row))
    return found


def follow_offer(tx: Tx, offer: WaitOffer, booking_id: str) -> None:
    """The pet that led stays at home: the time is held for the others by another booking."""
    where = (wait_offer.c.id == offer.id) & (wait_offer.c.shop_id == offer.shop_id)
    tx.execute(wait_offer.update().where(where).values(booking_id=booking_id))


def open_offer_of(tx: Tx, shop_id: str, booking_id: str) -> WaitOffer | None:
    """The offer whose time this booking holds; None when it holds none."""
    where = (wait_offer.c.shop_id == shop_id) & (wait_offer.c.booking_id == booking_id)
    where &= wait_offer.c.state == OfferState.OFFERED.value
    row = tx.execute(sa.select(wait_offer).where(where)).one_or_none()
    return None if row is None else _offer(row)


def _columns(one: Wait) -> dict[str, Any]:
    return {
        "c": one.c or None,
        "owner_id": one.owner_id,
        "pets": msgspec.to_builtins(one.pets),
        "groomer_id": one.groomer_id,
        "from_day": one.window.from_day.isoformat(),
        "to_day": one.window.to_day.isoformat(),
        "from_min": one.window.from_min,
        "to_min": one.window.to_min,
        "state": one.state.value,
        "version": one.version,
        "made_ms": one.made_ms,
        "made_by": one.made_by,
        "unanswered": one.unanswered,
    }


def _wait(row: sa.Row[Any]) -> Wait:
    days = date.fromisoformat(row.from_day), date.fromisoformat(row.to_day)
    return Wait(
        id=row.id,
        shop_id=ShopId(row.shop_id),
        c=ConversationId(row.c or ""),
        owner_id=AccountId(row.owner_id),
        pets=msgspec.convert(row.pets, tuple[PetWish, ...]),
        groomer_id=AccountId(row.groomer_id) if row.groomer_id else None,
        window=Window(*days, row.from_min, row.to_min),
        state=WaitState(row.state),
        version=row.version,
        made_ms=row.made_ms,
        made_by=AccountId(row.made_by),
        unanswered=row.unanswered,
    )


def _offer(row: sa.Row[Any]) -> WaitOffer:
    return WaitOffer(
        id=row.id,
        wait_id=row.wait_id,
        shop_id=ShopId(row.shop_id),
        booking_id=BookingId(row.booking_id),
        start_ms=row.start_ms,
        until_ms=row.until_ms,
        state=OfferState(row.state),
        made_ms=row.made_ms,
        ended_ms=row.ended_ms,
    )
