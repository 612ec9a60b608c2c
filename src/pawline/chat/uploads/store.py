"""All SQL about uploads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pawline.chat.uploads.kinds import State
from pawline.platform.db import Tx, metadata

upload = sa.Table(
    "upload",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("c", sa.String(32)),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("w", sa.Integer, nullable=False),
    sa.Column("h", sa.Integer, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("seq", sa.BigInteger),
    # What was kept before this table knew more than pictures is a picture, and ready.
    sa.Column("kind", sa.String(8), nullable=False, server_default="image"),
    sa.Column("state", sa.String(8), nullable=False, server_default="ready"),
    sa.Column("mime", sa.String(127), nullable=False, server_default="image/jpeg"),
    sa.Column("name", sa.String(255)),
    sa.Column("sha256", sa.String(64)),
    sa.Column("duration_ms", sa.Integer),
    sa.Column("waveform", sa.JSON),
    sa.Column("transcript", sa.Text),
    sa.Column("refusal", sa.String(32)),
    sa.Index("ix_upload_account", "shop_id", "account_id", "created_ms"),
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How much somebody has sent: how often, and how many bytes."""

    times: int
    size: int


def add_upload(tx: Tx, **values: Any) -> None:
    tx.execute(upload.insert().values(**values))


def find_upload(tx: Tx, shop_id: str, upload_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(upload).where(upload.c.id == upload_id, upload.c.shop_id == shop_id)).first()


def upload_named(tx: Tx, upload_id: str) -> sa.Row[Any] | None:
    """An upload of any shop: for the work on it, and for links that were signed for it."""
    return tx.execute(sa.select(upload).where(upload.c.id == upload_id)).first()


def usage_since(tx: Tx, shop_id: str, account_id: str, since_ms: int) -> Usage:
    where = (upload.c.shop_id == shop_id, upload.c.account_id == account_id, upload.c.created_ms > since_ms)
    asked = sa.select(sa.func.count().label("times"), sa.func.coalesce(sa.func.sum(upload.c.size), 0).label("size"))
    row = tx.execute(asked.where(*where)).one()
    return Usage(row.times, int(row.size))


def shop_bytes(tx: Tx, shop_id: str) -> int:
    """What a shop's files take, those that are still on their way included."""
    where = (upload.c.shop_id == shop_id, upload.c.state.not_in((State.REFUSED.value, State.GONE.value)))
    return int(tx.execute(sa.select(sa.func.coalesce(sa.func.sum(upload.c.size), 0)).where(*where)).scalar() or 0)


def unfinished(tx: Tx) -> Sequence[sa.Row[Any]]:
    """Uploads on their way, oldest first: `id` and the `size` they were announced with."""
    where = upload.c.state.in_((State.PENDING.value, State.SCANNED.value))
    return tx.execute(sa.select(upload.c.id, upload.c.size).where(where).order_by(upload.c.created_ms)).all()


def change_upload(tx: Tx, upload_id: str, *, was: tuple[State, ...], **values: Any) -> bool:
    """Changes an upload that is still in one of the states; tells whether it was."""
    where = (upload.c.id == upload_id, upload.c.state.in_([one.value for one in was]))
    return bool(tx.execute(upload.update().where(*where).values(**values)).rowcount)


def bind_upload(tx: Tx, upload_id: str, c: str, seq: int | None) -> None:
    """From here on everyone who may read the conversation (from `seq` on) may see it."""
    tx.execute(upload.update().where(upload.c.id == upload_id).values(c=c, seq=seq))


def forget_upload(tx: Tx, upload_id: str) -> None:
    tx.execute(upload.delete().where(upload.c.id == upload_id))
