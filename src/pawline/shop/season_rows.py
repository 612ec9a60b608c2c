"""All SQL of seasons."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

from .model import Label
from .seasons import Season

_ID = sa.String(32)

season = sa.Table(
    "season",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("id", _ID, primary_key=True),
    sa.Column("name_zh", sa.String(22), nullable=False),
    sa.Column("name_en", sa.String(22), nullable=False),
    sa.Column("first_day", sa.String(10), nullable=False),
    sa.Column("last_day", sa.String(10), nullable=False),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("weekdays", sa.JSON, nullable=False),
    sa.Column("services", sa.JSON, nullable=False),
)


def seasons(tx: Tx, shop_id: str) -> tuple[Season, ...]:
    """The seasons of a shop, in the order of their days."""
    mine = sa.select(season).where(season.c.shop_id == shop_id)
    rows = tx.execute(mine.order_by(season.c.first_day, season.c.last_day, season.c.id))
    return tuple(
        Season(
            row.id, Label(row.name_zh, row.name_en),
            date.fromisoformat(row.first_day), date.fromisoformat(row.last_day),
            row.percent, frozenset(row.weekdays), frozenset(row.services),
        )
        for row in rows
    )  # fmt: skip


def save_season(tx: Tx, shop_id: str, one: Season) -> None:
    """Adds a season, or writes all that is said of one."""
    drop_season(tx, shop_id, one.id)
    tx.execute(
        season.insert().values(
            shop_id=shop_id, id=one.id, name_zh=one.name.zh, name_en=one.name.en, first_day=one.first.isoformat(),
            last_day=one.last.isoformat(), percent=one.percent, weekdays=sorted(one.weekdays),
            services=sorted(one.services),
        )
    )  # fmt: skip


def drop_season(tx: Tx, shop_id: str, season_id: str) -> None:
    """Forgets a season."""
    tx.execute(season.delete().where(season.c.shop_id == shop_id, season.c.id == season_id))
