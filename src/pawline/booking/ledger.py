"""All SQL of the offers that were made, of the desk's moves that can be undone, and of late requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, ConversationId

from .model import DeskMove, LateRequest, Offer, PetOffer, RequestState

_ID = sa.String(32)

offer = sa.Table(
    "offer",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("c", _ID),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("pets", sa.JSON, nullable=False),
    sa.Column("expires_ms", sa.BigInteger, nullable=False, index=True),
)

desk_move = sa.Table(
    "desk_move",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("starts_ms", sa.BigInteger, nullable=False),
    sa.Column("ends_ms", sa.BigInteger, nullable=False),
    sa.Column("groomer_id", _ID, nullable=False),
    sa.Column("claims", sa.JSON, nullable=False),
    sa.Column("steps", sa.JSON, nullable=False),
    sa.Column("terms_version", sa.Integer, nullable=False),
    sa.Column("moved_version", sa.Integer, nullable=False),
    sa.Column("is_told", sa.Boolean, nullable=False),
    sa.Column("undo_until_ms", sa.BigInteger, nullable=False),
    sa.Column("free_until_ms", sa.BigInteger),
    sa.Column("lost_from_ms", sa.BigInteger),
    sa.Column("lines", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("pace", sa.Integer, nullable=False, server_default="100"),
    sa.Column("begins_ms", sa.BigInteger),
)

late_request = sa.Table(
    "late_request",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("card_version", sa.Integer, nullable=False),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("deadline_ms", sa.BigInteger, nullable=False),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("answered_ms", sa.BigInteger),
    sa.Column("answered_by", _ID),
    sa.Index("ix_late_request_owner", "shop_id", "owner_id", "state"),
)


def insert_offers(tx: Tx, shop_id: str, offers: Sequence[Offer]) -> None:
    """Remembers what was offered."""
    rows = [
        {
            "id": one.id,
            "shop_id": shop_id,
            "c": one.c or None,
            "owner_id": one.owner_id,
            "pets": msgspec.to_builtins(one.pets),
            "expires_ms": one.expires_ms,
        }
        for one in offers
    ]
    if rows:
        tx.execute(offer.insert(), rows)


def find_offer(tx: Tx, shop_id: str, offer_id: str) -> Offer | None:
    """An offer of a shop."""
    where = (offer.c.shop_id == shop_id) & (offer.c.id == offer_id)
    row = tx.execute(sa.select(offer).where(where)).one_or_none()
    if row is None:
        return None
    return Offer(
        id=row.id,
        c=ConversationId(row.c or ""),
        owner_id=AccountId(row.owner_id),
        pets=msgspec.convert(row.pets, tuple[PetOffer, ...]),
        expires_ms=row.expires_ms,
    )


def drop_offers(tx: Tx, before_ms: int) -> None:
    """Forgets offers that ended before an instant."""
    tx.execute(offer.delete().where(offer.c.expires_ms < before_ms))


def move_owner(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Gives a guest's offers and requests to the owner who turned out to be the same person."""
    where = (offer.c.shop_id == shop_id) & (offer.c.owner_id == old)
    tx.execute(offer.update().where(where).values(owner_id=new))
    mine = (late_request.c.shop_id == shop_id) & (late_request.c.owner_id == old)
    tx.execute(late_request.update().where(mine).values(owner_id=new))


def move_conversation(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Attaches the offers of one conversation to another."""
    where = (offer.c.shop_id == shop_id) & (offer.c.c == old)
    tx.execute(offer.update().where(where).values(c=new))


def find_move(tx: Tx, shop_id: str, booking_id: str) -> DeskMove | None:
    """The move of a booking that waits to be told; None when there is none."""
    where = (desk_move.c.shop_id == shop_id) & (desk_move.c.booking_id == booking_id)
    row = tx.execute(sa.select(desk_move).where(where)).one_or_none()
    if row is None:
        return None
    fields = {name: getattr(row, name) for name in DeskMove.__dataclass_fields__}
    return msgspec.convert(fields, DeskMove)


def keep_move(tx: Tx, shop_id: str, booking_id: str, move: DeskMove) -> None:
    """Notes the one move of a booking that waits to be told, instead of what was noted before."""
    drop_move(tx, booking_id)
    tx.execute(desk_move.insert().values(booking_id=booking_id, shop_id=shop_id, **msgspec.to_builtins(move)))


def drop_move(tx: Tx, booking_id: str) -> None:
    """Forgets it."""
    tx.execute(desk_move.delete().where(desk_move.c.booking_id == booking_id))


def insert_request(tx: Tx, shop_id: str, new: LateRequest) -> None:
    """Notes what an owner asks, in place of what was asked before."""
    tx.execute(late_request.delete().where(late_request.c.booking_id == new.booking_id))
    tx.execute(late_request.insert().values(shop_id=shop_id, **msgspec.to_builtins(new)))


def request_for(tx: Tx, shop_id: str, booking_id: str) -> LateRequest | None:
    """What was asked about a booking; None when nothing was."""
    return requests_for(tx, shop_id, [booking_id]).get(booking_id)


def requests_for(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, LateRequest]:
    """What was asked about some bookings, by booking; one about which nothing was asked is not in it."""
    where = (late_request.c.shop_id == shop_id) & late_request.c.booking_id.in_(sorted(set(booking_ids)))
    return {row.booking_id: _request(row) for row in tx.execute(sa.select(late_request).where(where))}


def answer_request(tx: Tx, shop_id: str, asked: LateRequest, state: RequestState, by: str, now_ms: int) -> None:
    """Notes the answer."""
    where = (late_request.c.shop_id == shop_id) & (late_request.c.booking_id == asked.booking_id)
    tx.execute(late_request.update().where(where).values(state=state.value, answered_ms=now_ms, answered_by=by))


def last_waiver(tx: Tx, shop_id: str, owner_id: str) -> int | None:
    """When an owner was last let off; None: never."""
    where = (late_request.c.shop_id == shop_id) & (late_request.c.owner_id == owner_id)
    where &= late_request.c.state == RequestState.GRANTED.value
    return tx.execute(sa.select(sa.func.max(late_request.c.answered_ms)).where(where)).scalar_one()


def _request(row: sa.Row[Any]) -> LateRequest:
    return msgspec.convert({name: getattr(row, name) for name in LateRequest.__dataclass_fields__}, LateRequest)
