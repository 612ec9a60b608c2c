"""Links into groups."""

from typing import Any

import sqlalchemy as sa

from pawline.chat.tables import group_link, member
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId


def add_link(tx: Tx, **values: Any) -> None:
    tx.execute(group_link.insert().values(**values))


def find_link(tx: Tx, shop_id: str, token: str, now_ms: int) -> sa.Row[Any] | None:
    """A link of the shop that still lets somebody in."""
    where = (
        group_link.c.token == token,
        group_link.c.shop_id == shop_id,
        group_link.c.expires_ms > now_ms,
        group_link.c.uses_left > 0,
    )
    return tx.execute(sa.select(group_link).where(*where)).first()


def use_link(tx: Tx, token: str) -> bool:
    """Takes one use; False when another was quicker and took the last."""
    left = group_link.c.uses_left
    where = (group_link.c.token == token, left > 0)
    return bool(tx.execute(group_link.update().where(*where).values(uses_left=left - 1)).rowcount)


def forget_links(tx: Tx, c: str) -> None:
    tx.execute(group_link.delete().where(group_link.c.c == c))


def next_founder(tx: Tx, c: str) -> AccountId | None:
    """Who looks after a group whose founder has gone: a keeper, else who came first; None when nobody is left."""
    where = (member.c.c == c, member.c.to_seq.is_(None))
    order = (sa.case((member.c.role == "keeper", 0), else_=1), member.c.from_seq)
    return tx.execute(sa.select(member.c.account_id).where(*where).order_by(*order).limit(1)).scalar()
