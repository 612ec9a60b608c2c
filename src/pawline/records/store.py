"""All SQL of the records room: the links by which calendars are followed."""

from __future__ import annotations

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

from .model import Feed

_ID = sa.String(32)

calendar_feed = sa.Table(
    "calendar_feed",
    metadata,
    # One each: making a new one voids the one before.
    sa.Column("account_id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    # Only a fingerprint: whoever reads the database cannot follow anybody.
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
)


def feed_of(tx: Tx, shop_id: str, account_id: str) -> Feed | None:
    """Somebody's link; None when there is none."""
    return _one(tx, (calendar_feed.c.shop_id == shop_id) & (calendar_feed.c.account_id == account_id))


def feed_by_token(tx: Tx, token: str) -> Feed | None:
    """The link with this fingerprint, of whichever shop."""
    return _one(tx, calendar_feed.c.token == token)


def keep_feed(tx: Tx, feed: Feed, token: str) -> None:
    """Instead of the one before."""
    drop_feed(tx, feed.shop_id, feed.account_id)
    row = {"account_id": feed.account_id, "shop_id": feed.shop_id, "token": token, "made_ms": feed.made_ms}
    tx.execute(calendar_feed.insert().values(**row))


def drop_feed(tx: Tx, shop_id: str, account_id: str) -> None:
    """The link is void."""
    where = (calendar_feed.c.shop_id == shop_id) & (calendar_feed.c.account_id == account_id)
    tx.execute(calendar_feed.delete().where(where))


def _one(tx: Tx, where: sa.ColumnElement[bool]) -> Feed | None:
    columns = sa.select(calendar_feed.c.shop_id, calendar_feed.c.account_id, calendar_feed.c.made_ms)
    row = tx.execute(columns.where(where)).one_or_none()
    return None if row is None else Feed(row.shop_id, row.account_id, row.made_ms)
