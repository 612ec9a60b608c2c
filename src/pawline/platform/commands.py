"""Commands with a key: the same key with the same request is carried out once and answers the same again."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec
import sqlalchemy as sa

from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx, metadata
from pawline.platform.errors import Conflict

command = sa.Table(
    "command",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("payload", sa.String(64), nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False, index=True),
)
# A client retries for minutes; a page that was closed in the middle may come back days later.
KEPT_MS = 7 * 86_400_000

View = TypeVar("View", bound=msgspec.Struct)


class Asker(Protocol):
    """Who gives a command; a key belongs to one asker."""

    @property
    def shop_id(self) -> str: ...
    @property
    def account_id(self) -> str: ...


class KeyReused(Conflict):
    """The same key came with another request."""

    code = "key_reused"
    zh = "这次操作和上次的不一样，请再点一次。"
    en = "This differs from the earlier request. Tap again."


def once(
    tx: Tx, asker: Asker, key: str, request: object, kind: type[View], work: Callable[[Tx], View | None],
    now_ms: int,
) -> View | None:  # fmt: skip
    """Runs `work` and remembers its answer, or gives the answer remembered.

    None is not remembered: nothing was decided.
    Raises KeyReused when the key came with another request.
    """
    shop_id, account_id = asker.shop_id, asker.account_id
    payload = hashlib.sha256(msgspec.json.encode(request)).hexdigest()
    where = (command.c.shop_id == shop_id, command.c.account_id == account_id, command.c.key == key)
    known = tx.execute(sa.select(command.c.payload, command.c.result).where(*where)).one_or_none()
    if known is not None:
        if known.payload != payload:
            raise KeyReused
        return msgspec.json.decode(known.result, type=kind)
    answer = work(tx)
    if answer is not None:
        tx.execute(command.delete().where(command.c.at_ms < now_ms - KEPT_MS))
        tx.execute(
            command.insert().values(
                shop_id=shop_id,
                account_id=account_id,
                key=key,
                payload=payload,
                result=msgspec.json.encode(answer).decode(),
                at_ms=now_ms,
            )
        )
    return answer


async def carry_out(
    db: Database, clock: Clock, asker: Asker, key: str, request: object, kind: type[View], work: Callable[[Tx], View]
) -> View:  # fmt: skip
    """The same in a transaction of its own, for work that always answers."""
    now_ms = clock.now_ms()
    answer = await db.write(lambda tx: once(tx, asker, key, request, kind, work, now_ms))
    assert answer is not None, "the work always answers"
    return answer
