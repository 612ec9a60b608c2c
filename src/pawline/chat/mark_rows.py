"""The statements behind read and delivered marks, compiled once: every message is followed by some."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pawline.chat.tables import EVERYBODY, conversation, entry, member, private_reader
from pawline.platform.db import Tx, prepare

_B = sa.bindparam
_FIND = (
    sa.select(
        conversation.c.no,
        conversation.c.kind,
        conversation.c.last_seq,
        member.c.account_id.is_not(None),
        member.c.to_seq,
        member.c.delivered_seq,
        member.c.read_seq,
        sa.exists().where(
            private_reader.c.shop_id == conversation.c.shop_id,
            sa.or_(private_reader.c.account_id == _B("reader"), private_reader.c.account_id == _B("everybody")),
        ),
    )
    .select_from(conversation.outerjoin(member, (member.c.c == conversation.c.id) & (member.c.account_id == _B("who"))))
    .where(conversation.c.id == _B("conv"), conversation.c.shop_id == _B("shop"))
)
_COUNT = (
    sa.select(entry.c.n)
    .where(entry.c.c_no == _B("c_no_"), entry.c.seq <= _B("seq_"))
    .order_by(entry.c.seq.desc())
    .suffix_with("LIMIT 1")
)


def _higher(column: sa.Column[int], name: str) -> sa.ColumnElement[int]:
    """Marks only grow, whoever writes at the same time."""
    value: sa.BindParameter[int] = _B(f"{name}_too")
    return sa.case((column < _B(name), value), else_=column)


_RAISE = (
    member.update()
    .where(member.c.c == _B("conv"), member.c.account_id == _B("who"))
    .values(
        delivered_seq=_higher(member.c.delivered_seq, "delivered"),
        read_seq=_higher(member.c.read_seq, "seen"),
        read_n=_higher(member.c.read_n, "count"),
    )
)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """What a mark is judged by. `has_row`: staff have none in an owner's conversation until their first mark."""

    no: int
    kind: str
    last_seq: int
    has_row: bool
    to_seq: int | None
    delivered_seq: int | None
    read_seq: int | None
    is_private: bool


def find_mark(tx: Tx, shop_id: str, c: str, account_id: str) -> MarkRow | None:
    """The conversation beside somebody's row in it; None where the shop has no such conversation."""
    find = prepare(_FIND, tx.dialect)
    values = {"reader": account_id, "who": account_id, "conv": c, "shop": shop_id, "everybody": EVERYBODY}
    tx.cursor.execute(find.text, find.row(values))
    row: tuple[Any, ...] | None = tx.cursor.fetchone()
    return MarkRow(*row) if row is not None else None


def raise_mark(tx: Tx, row: MarkRow, c: str, account_id: str, delivered_seq: int, read_seq: int) -> None:
    """Raises the marks of a row that is there."""
    count = prepare(_COUNT, tx.dialect)
    tx.cursor.execute(count.text, count.row({"c_no_": row.no, "seq_": read_seq}))
    found = tx.cursor.fetchone()
    n = found[0] if found is not None else 0
    update = prepare(_RAISE, tx.dialect)
    values = {"delivered": delivered_seq, "seen": read_seq, "count": n, "conv": c, "who": account_id}
    values |= {f"{name}_too": values[name] for name in ("delivered", "seen", "count")}
    tx.cursor.execute(update.text, update.row(values))
