"""Facts: what has happened, in the past tense, saved in the transaction that made it happen.

A reaction runs either inside that transaction (`Database.reacts`: quick, database only), or after it
(`Outbox.follow`: at least once, in the order of the facts, so it is idempotent by the fact's number).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import msgspec
import sqlalchemy as sa

from pawline.platform.db.schema import metadata

if TYPE_CHECKING:
    from pawline.platform.clock import Clock
    from pawline.platform.db import Database, Tx

log = logging.getLogger(__name__)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
follower = sa.Table(
    "follower",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False, server_default=""),
    sa.Column("seen_id", sa.BigInteger, nullable=False),
)

BATCH = 200
KEPT_FACTS = 10_000
RETRY_S = 1.0


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something that happened in a shop. `key` orders facts: a conversation's or a booking's id."""

    registry: ClassVar[dict[str, type["Fact"]]] = {}

    shop_id: str
    key: str

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Fact.registry[cls.__name__] = cls


@dataclass(frozen=True, slots=True)
class SavedFact:
    """A fact with its number in the outbox."""

    id: int
    fact: Fact


Reaction: TypeAlias = Callable[[SavedFact], Awaitable[None]]


class Outbox:
    """Hands saved facts to those who follow them, after the commit, at least once and in order."""

    def __init__(self, db: "Database", clock: "Clock") -> None:
        self._db = db
        self._clock = clock
        self._followers: dict[str, dict[str, Reaction]] = {}
        self._wake: dict[str, asyncio.Event] = {}

    def follow(self, name: str, reactions: dict[type[Fact], Reaction]) -> None:
        """Registers a follower; `name` is stable across restarts: it remembers how far it has read."""
        assert name not in self._followers, name
        self._followers[name] = {fact.__name__: reaction for fact, reaction in reactions.items()}
        self._wake[name] = asyncio.Event()

    def wake(self) -> None:
        """Tells every follower that there may be news."""
        for event in self._wake.values():
            event.set()

    async def run(self) -> None:
        """Serves all followers until cancelled."""
        self._db.on_facts(self.wake)
        async with asyncio.TaskGroup() as group:
            for name in self._followers:
                group.create_task(self._serve(name))
            if self._followers:
                group.create_task(self._sweep())

    async def settle(self) -> None:
        """Lets every follower read to the end (tests)."""
        for name in self._followers:
            while await self._turn(name):
                pass

    async def _serve(self, name: str) -> None:
        self._wake[name].set()
        while True:
            await self._wake[name].wait()
            self._wake[name].clear()
            while await self._turn(name):
                pass

    async def _turn(self, name: str) -> bool:
        """Reads one batch; returns whether there may be more."""
        saved, last = await self._db.read(lambda tx: self._unread(tx, name))
        if last is None:
            return False
        done = last
        for one in saved:
            try:
                await self._followers[name][type(one.fact).__name__](one)
            except Exception:
                # The follower stays at this fact and tries again: nothing is skipped.
                log.exception("reaction_failed", extra={"follower": name, "fact": one.id})
                done = one.id - 1
                break
        await self._db.write(lambda tx: _remember(tx, name, done))
        if done != last:
            await self._clock.sleep(RETRY_S)
        return True

    def _unread(self, tx: "Tx", name: str) -> tuple[list[SavedFact], int | None]:
        seen = tx.execute(sa.select(follower.c.seen_id).where(follower.c.name == name)).scalar()
        rows: Sequence[sa.Row[tuple[int, str, str]]] = tx.execute(
            sa.select(outbox.c.id, outbox.c.type, outbox.c.body)
            .where(outbox.c.id > (seen or 0))
            .order_by(outbox.c.id)
            .limit(BATCH)
        ).all()
        wanted = self._followers[name]
        saved = [
            SavedFact(row.id, msgspec.json.decode(row.body, type=Fact.registry[row.type]))
            for row in rows
            if row.type in wanted
        ]
        return saved, rows[-1].id if rows else None

    async def _sweep(self) -> None:
        """Forgets facts that every follower has read long ago."""
        while True:
            await self._clock.sleep(600)
            await self._db.write(_forget_old)


def _remember(tx: "Tx", name: str, seen_id: int) -> None:
    row = {"seen_id": seen_id}
    if not tx.execute(follower.update().where(follower.c.name == name).values(row)).rowcount:
        tx.execute(follower.insert().values(name=name, **row))


def _forget_old(tx: "Tx") -> None:
    slowest = tx.execute(sa.select(sa.func.min(follower.c.seen_id))).scalar() or 0
    tx.execute(outbox.delete().where(outbox.c.id <= slowest - KEPT_FACTS))
