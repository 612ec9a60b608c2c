"""All SQL of the assistant room: where each conversation stands, and whether the shop has a vet."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from pawline.people import account
from pawline.platform.db import Tx, metadata

from .model import Dialogue

dialogue = sa.Table(
    "dialogue",
    metadata,
    sa.Column("c", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("turn_seq", sa.BigInteger, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("changed_ms", sa.BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Stood:
    """A stored dialogue. `turn_seq` is the newest entry that has been answered."""

    state: Dialogue
    turn_seq: int
    epoch: int


def find(tx: Tx, shop_id: str, c: str) -> Stood | None:
    """Where a conversation stands; None before its first turn. A state nobody can read any more is forgotten."""
    row = tx.execute(sa.select(dialogue).where(dialogue.c.c == c, dialogue.c.shop_id == shop_id)).first()
    if row is None:
        return None
    try:
        state = msgspec.json.decode(row.state, type=Dialogue)
    except msgspec.MsgspecError:
        state = Dialogue()
    return Stood(state, row.turn_seq, row.epoch)


def save(tx: Tx, shop_id: str, c: str, stood: Stood, now_ms: int) -> None:
    """Keeps where a conversation stands."""
    values = {
        "state": msgspec.json.encode(stood.state).decode(),
        "turn_seq": stood.turn_seq,
        "epoch": stood.epoch,
        "changed_ms": now_ms,
    }
    where = (dialogue.c.c == c, dialogue.c.shop_id == shop_id)
    if not tx.execute(dialogue.update().where(*where).values(values)).rowcount:
        tx.execute(dialogue.insert().values(c=c, shop_id=shop_id, **values))


def has_vet(tx: Tx, shop_id: str) -> bool:
    """Whether a vet works in the shop."""
    where = (account.c.shop_id == shop_id, account.c.role == "vet", account.c.is_active)
    return tx.execute(sa.select(account.c.id).where(*where).limit(1)).first() is not None
