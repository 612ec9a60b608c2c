"""Facts: what has happened, in the past tense, saved in the transaction that made it happen.

A reaction runs either inside that transaction (`Database.reacts`: quick, database only), or after it
(`Outbox.follow`: at least once, in the order of the facts, so it is idempotent by the fact's number). What comes
after is told in runs of neighbouring facts for the same reaction: in a busy shop a few dozen commits become one
reaction, which may then write once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import msgspec
import sqlalchemy as sa

from pawline.platform.db.schema import metadata
from pawline.platform.db.ways import Horizon
from pawline.platform.errors import Busy
from pawline.platform.tasks import keep_on

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

# A fact that a follower could not take in; it is kept for a person to look at, and the follower goes on.
set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column("follower", sa.String(64), primary_key=True),
    sa.Column("fact_id", sa.BigInteger, primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("error", sa.String(80), nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
)

# The lease of everything that one process does for all: followers and jobs belong together, since what one of them
# remembers for a moment (who is typing) serves the other.
BACKGROUND = "background"
BATCH = 200
REMEMBER_S = 1.0
PACE_S = 0.05
# Readings that a follower may still find; those that are further behind read for themselves.
KEPT_READINGS = 4
KEPT_FACTS = 10_000
RETRY_S = 1.0
# How often another process's facts are looked for when no news of them comes.
LOOK_AGAIN_S = 2.0
# A transaction that is about to commit takes a few milliseconds.
GAP_S = 0.005
# Tries take half a minute together (1, 2, 4 … seconds): longer than a restart of something we call.
TRIES = 6


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something that happened in a shop. `key` orders facts: a conversation's or a booking's id."""

    registry: ClassVar[dict[str, type["Fact"]]] = {}

    shop_id: str
    key: str

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Fact.registry[cls.__name__] = cls


class SavedFact:
    """A fact with its number in the outbox: decoded when somebody asks for it, and once for all who follow it."""

    __slots__ = ("_body", "_fact", "id", "shop_id", "type")

    def __init__(self, id: int, shop_id: str, type: str, body: str) -> None:
        self.id = id
        self.shop_id = shop_id
        self.type = type
        self._body = body
        self._fact: Fact | None = None

    @property
    def fact(self) -> Fact:
        """What happened."""
        if self._fact is None:
            self._fact = msgspec.json.decode(self._body, type=Fact.registry[self.type])
        return self._fact


Reaction: TypeAlias = Callable[[Sequence[SavedFact]], Awaitable[None]]


class Outbox:
    """Hands saved facts to those who follow them, after the commit, at least once and in order."""

    def __init__(self, db: "Database", clock: "Clock") -> None:
        self._db = db
        self._clock = clock
        self._followers: dict[str, dict[str, Reaction]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        self._tries: dict[str, int] = {}
        # Up to which fact a follower is told one at a time, because a run with it failed.
        self._singly: dict[str, int] = {}
        self._horizons: dict[str, Horizon] = {}
        # How far each has read since this process serves it, and what of that is not in the database yet.
        self._seen: dict[str, int] = {}
        self._unsaved: dict[str, int] = {}
        self._fetched: dict[int, list[SavedFact]] = {}

    def follow(self, name: str, reactions: dict[type[Fact], Reaction]) -> None:
        """Registers a follower; `name` is stable across restarts: it remembers how far it has read."""
        assert name not in self._followers, name
        self._followers[name] = {fact.__name__: reaction for fact, reaction in reactions.items()}
        self._wake[name] = asyncio.Event()
        self._horizons[name] = self._db.ways.horizon()

    def wake(self) -> None:
        """Tells every follower that there may be news."""
        for event in self._wake.values():
            event.set()

    async def run(self) -> None:
        """Serves all followers until cancelled."""
        self._db.bus.listen("facts", self, lambda _nothing: self.wake())
        async with asyncio.TaskGroup() as group:
            for name in self._followers:
                self._wake[name].set()
                group.create_task(self._db.leases.hold(BACKGROUND, partial(self._serve, name)))
            if self._followers:
                group.create_task(keep_on("places", self._keep_places, self._clock))
                group.create_task(keep_on("sweep", self._sweep, self._clock))

    async def settle(self) -> None:
        """Lets every follower read to the end (tests)."""
        for name in self._followers:
            while await self._turn(name):
                pass
        await self.remember()

    async def remember(self) -> None:
        """Saves how far everybody has read. What was read since is read again after a crash: at least once."""
        unsaved, self._unsaved = self._unsaved, {}
        if not unsaved:
            return
        try:
            await self._db.write(lambda tx: _remember_all(tx, unsaved))
        except BaseException:
            self._unsaved = unsaved | self._unsaved
            raise

    async def close(self) -> None:
        """The last places; when the database is away, what was read since the last ones is read again."""
        try:
            await self.remember()
        except Busy:
            log.warning("places_not_saved")

    async def _keep_places(self) -> None:
        await self._clock.sleep(REMEMBER_S)
        await self.remember()

    async def _serve(self, name: str) -> None:
        """For as long as this process has the lease; whoever had it before may have read further."""
        for remembered in (self._seen, self._unsaved, self._tries, self._singly):
            remembered.pop(name, None)
        await keep_on(f"follower {name}", partial(self._read_on, name), self._clock)

    async def _read_on(self, name: str) -> None:
        await self._woken(name)
        self._wake[name].clear()
        try:
            while await self._turn(name):
                pass
        except BaseException:
            self._wake[name].set()  # not read to the end: there is no other news to wait for
            raise
        # Nobody waits for a follower in milliseconds: what is committed meanwhile is read together.
        await asyncio.sleep(PACE_S)

    async def _woken(self, name: str) -> None:
        """News of another process may be lost on the way: where there are others, it is looked for as well."""
        if not self._db.ways.is_shared:
            await self._wake[name].wait()
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN_S):
                await self._wake[name].wait()

    async def _turn(self, name: str) -> bool:
        """Reads one batch; returns whether there may be more."""
        facts, is_held_back, is_newest = await self._next(name)
        for run in self._runs(name, facts):
            try:
                await self._react(name, run)
            except Exception as error:
                log.exception("reaction_failed", extra={"follower": name, "fact": run[0].id, "facts": len(run)})
                await self._failed(name, run, error)
                return True
        if facts:
            self._seen[name] = self._unsaved[name] = facts[-1].id
        elif is_held_back:
            await self._clock.sleep(GAP_S)
        # A short reading of now was the last: what comes after it wakes the follower again. One that another made
        # earlier says nothing of what has come since, and been told, while this one was busy.
        return len(facts) >= BATCH or is_held_back or not is_newest

    async def _next(self, name: str) -> tuple[list[SavedFact], bool, bool]:
        """The facts that follow on the last one read; whether some are held back; whether this was read just now.

        Facts never change, so what one follower has fetched after a number is what the others will find there.
        """
        known = self._seen.get(name)
        if known is not None and known in self._fetched:
            return self._fetched[known], False, False
        seen, facts, is_held_back = await self._db.read(lambda tx: _unread(tx, name, known, self._horizons[name]))
        self._seen[name] = seen
        if facts:
            self._fetched[seen] = facts
            if len(self._fetched) > KEPT_READINGS:
                del self._fetched[next(iter(self._fetched))]
        return facts, is_held_back, True

    def _runs(self, name: str, facts: list[SavedFact]) -> Iterator[list[SavedFact]]:
        """The facts that this follower knows, neighbours for the same reaction together."""
        reactions, singly = self._followers[name], self._singly.get(name, 0)
        followed = [one for one in facts if one.type in reactions]
        for _, run in groupby(followed, key=lambda one: one.id if one.id <= singly else reactions[one.type]):
            yield list(run)

    async def _react(self, name: str, run: list[SavedFact]) -> None:
        await self._followers[name][run[0].type](run)
        self._tries.pop(name, None)

    async def _failed(self, name: str, run: list[SavedFact], error: Exception) -> None:
        """The follower stays at this fact and tries again; after `TRIES` it is set aside, and told of.

        Which fact of a run it was is not known: they are told again one at a time.
        """
        failed = run[0]
        if len(run) > 1:
            self._singly[name] = run[-1].id
            self._seen[name] = self._unsaved[name] = failed.id - 1
            return
        tries = self._tries[name] = self._tries.get(name, 0) + 1
        is_over = tries >= TRIES
        seen_id = failed.id if is_over else failed.id - 1

        def note(tx: "Tx") -> None:
            _remember(tx, name, seen_id)
            if is_over:
                _set_aside(tx, name, failed, error, self._clock.now_ms())

        await self._db.write(note)
        self._seen[name] = seen_id
        self._unsaved.pop(name, None)
        if is_over:
            del self._tries[name]
            log.error("fact_set_aside", extra={"follower": name, "fact": failed.id})
        else:
            await self._clock.sleep(RETRY_S * 2 ** (tries - 1))

    async def _sweep(self) -> None:
        """Forgets facts that every follower has read long ago."""
        await self._clock.sleep(600)
        await self._db.write(_forget_old)


def _unread(tx: "Tx", name: str, known: int | None, horizon: Horizon) -> tuple[int, list[SavedFact], bool]:
    """How far the follower is, the next facts, and whether there are more that must wait for one with a lower number.

    `known` is what this process remembers of it; None asks the database.
    """
    seen = known
    if seen is None:
        seen = tx.execute(sa.select(follower.c.seen_id).where(follower.c.name == name)).scalar() or 0
    statement = sa.select(outbox).where(outbox.c.id > seen).order_by(outbox.c.id).limit(BATCH)
    rows = tx.execute(statement).all()
    safe = horizon.within(tx.conn, seen, rows)
    return seen, [SavedFact(row.id, row.shop_id, row.type, row.body) for row in safe], len(safe) < len(rows)


def _remember_all(tx: "Tx", places: dict[str, int]) -> None:
    for name, seen_id in places.items():
        _remember(tx, name, seen_id)


def _remember(tx: "Tx", name: str, seen_id: int) -> None:
    """Places only grow: a process that has lost the lease may be late with what it had read."""
    grown = sa.case((follower.c.seen_id < seen_id, seen_id), else_=follower.c.seen_id)
    if not tx.execute(follower.update().where(follower.c.name == name).values(seen_id=grown)).rowcount:
        tx.execute(follower.insert().values(name=name, seen_id=seen_id))


def _set_aside(tx: "Tx", name: str, fact: SavedFact, error: Exception, now_ms: int) -> None:
    where = (set_aside.c.follower == name, set_aside.c.fact_id == fact.id)
    if tx.execute(sa.select(set_aside.c.fact_id).where(*where)).first() is not None:
        return
    tx.execute(
        set_aside.insert().values(
            follower=name,
            fact_id=fact.id,
            shop_id=fact.shop_id,
            type=fact.type,
            error=type(error).__name__[:80],
            at_ms=now_ms,
        )
    )


def count_set_aside(tx: "Tx") -> int:
    """How many facts wait for a person, over all followers."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(set_aside)).scalar_one())


def _forget_old(tx: "Tx") -> None:
    slowest = tx.execute(sa.select(sa.func.min(follower.c.seen_id))).scalar() or 0
    tx.execute(outbox.delete().where(outbox.c.id <= slowest - KEPT_FACTS))
