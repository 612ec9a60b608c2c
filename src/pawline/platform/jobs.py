"""Work that is due at a time: a row, so that a restart forgets nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf
from typing import TypeAlias

import sqlalchemy as sa

from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.db.schema import metadata
from pawline.platform.outbox import BACKGROUND
from pawline.platform.tasks import keep_on

log = logging.getLogger(__name__)

job = sa.Table(
    "job",
    metadata,
    sa.Column("kind", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("due_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)

LOOK_AGAIN_S = 30.0
SHARED_LOOK_AGAIN_S = 2.0
RETRY_MS = 2_000
# Of one kind, and of one kind for one shop: the calls of a shop whose other side never answers stop nobody else.
AT_ONCE, AT_ONCE_A_SHOP = 8, 4
SHOPS_LOOKED_AT = 50


class Later(Exception):
    """What a job raises whose work has to wait for somebody outside: tried again, not before `after_s` seconds.

    0 leaves it to the usual pauses, which double with each try.
    """

    def __init__(self, after_s: float = 0) -> None:
        super().__init__(after_s)
        self.after_s = after_s


@dataclass(frozen=True, slots=True)
class Due:
    """A job whose time has come. `key` says about what; `tries` counts earlier failures."""

    kind: str
    key: str
    shop_id: str
    due_ms: int
    tries: int


Worker: TypeAlias = Callable[[Due], Awaitable[None]]


def schedule(tx: Tx, kind: str, key: str, shop_id: str, due: datetime | int) -> None:
    """Plans a job, or plans the same (kind, key) anew: there is one of each."""
    due_ms = due if isinstance(due, int) else int(due.timestamp() * 1000)
    where = (job.c.kind == kind) & (job.c.key == key)
    if not tx.execute(job.update().where(where).values(due_ms=due_ms, tries=0)).rowcount:
        tx.execute(job.insert().values(kind=kind, key=key, shop_id=shop_id, due_ms=due_ms, tries=0))
    tx.publish("jobs", due_ms)


def cancel(tx: Tx, kind: str, key: str) -> None:
    """Forgets a planned job; unknown ones are fine."""
    tx.execute(job.delete().where((job.c.kind == kind) & (job.c.key == key)))


def schedule_once(tx: Tx, kind: str, key: str, shop_id: str, due_ms: int, now_ms: int) -> None:
    """Plans a job unless the same one waits for its time already."""
    if not is_waiting(tx, kind, key, now_ms):
        schedule(tx, kind, key, shop_id, due_ms)


def is_waiting(tx: Tx, kind: str, key: str, now_ms: int) -> bool:
    """Whether such a job will yet begin. One whose time has come may have looked around already, and not again."""
    where = (job.c.kind == kind, job.c.key == key, job.c.due_ms > now_ms)
    return tx.execute(sa.select(job.c.key).where(*where)).first() is not None


class Jobs:
    """Runs due jobs, several at once, each at least once."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._workers: dict[str, Worker] = {}
        # Kind and key of what is being done, and whose it is.
        self._running: dict[tuple[str, str], str] = {}
        self._news = asyncio.Event()
        # Until when nothing is due; 0 while that is being looked up.
        self._rests_until_ms = 0.0

    def work(self, kind: str, worker: Worker) -> None:
        """Registers who does jobs of this kind."""
        assert kind not in self._workers, kind
        self._workers[kind] = worker

    async def run(self) -> None:
        """Works until cancelled."""
        self._db.bus.listen("jobs", self, self._on_planned)
        await self._db.leases.hold(BACKGROUND, self._work)

    def _on_planned(self, due_ms: int) -> None:
        if self._rests_until_ms == 0 or due_ms < self._rests_until_ms:
            self._news.set()

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            await keep_on("jobs", partial(self._begin_due, group), self._clock)

    async def _begin_due(self, group: asyncio.TaskGroup) -> None:
        self._news.clear()
        self._rests_until_ms = 0
        # Read once: a job that falls due between two readings would be seen by neither question.
        now_ms = self._clock.now_ms()
        for due in await self._due(now_ms):
            self._running[due.kind, due.key] = due.shop_id
            group.create_task(self._do(due))
        await self._rest(await self._next_ms(now_ms))

    async def settle(self) -> None:
        """Does everything that is due now (tests)."""
        while found := await self._due(self._clock.now_ms()):
            for due in found:
                self._running[due.kind, due.key] = due.shop_id
                await self._do(due)

    async def _due(self, now_ms: int) -> list[Due]:
        """What may begin: of each kind a few at once, so that one kind that hangs holds up no other."""

        def ask(tx: Tx) -> list[Due]:
            return [due for kind in self._workers for due in self._due_of(tx, kind, now_ms)]

        return sorted(await self._db.read(ask), key=lambda due: due.due_ms)

    def _due_of(self, tx: Tx, kind: str, now_ms: int) -> list[Due]:
        running = {one: shop_id for (of, one), shop_id in self._running.items() if of == kind}
        where = (job.c.kind == kind, job.c.due_ms <= now_ms, job.c.key.not_in(sorted(running)))
        found: list[Due] = []
        # More than may begin: those of a shop that has its share are passed over.
        for row in tx.execute(sa.select(job).where(*where).order_by(job.c.due_ms).limit(AT_ONCE * SHOPS_LOOKED_AT)):
            begun = [*running.values(), *(due.shop_id for due in found)]
            if len(begun) < AT_ONCE and begun.count(row.shop_id) < AT_ONCE_A_SHOP:
                found.append(Due(row.kind, row.key, row.shop_id, row.due_ms, row.tries))
        return found

    async def _next_ms(self, now_ms: int) -> int | None:
        statement = sa.select(sa.func.min(job.c.due_ms)).where(job.c.due_ms > now_ms)
        return await self._db.read(lambda tx: tx.execute(statement).scalar())

    async def _rest(self, next_ms: int | None) -> None:
        # Another process may have planned something without its news coming this far.
        longest_s = SHARED_LOOK_AGAIN_S if self._db.ways.is_shared else LOOK_AGAIN_S
        wait_s = longest_s if next_ms is None else (next_ms - self._clock.now_ms()) / 1000
        self._rests_until_ms = inf if next_ms is None else next_ms
        async with asyncio.TaskGroup() as group:
            waits = [
                group.create_task(self._clock.sleep(max(0.01, min(wait_s, longest_s)))),
                group.create_task(self._wait_for_news()),
            ]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()

    async def _wait_for_news(self) -> None:
        await self._news.wait()

    async def _do(self, due: Due) -> None:
        try:
            await self._db.write(await self._outcome(due))
        except Exception:
            # Neither done nor put off: the row still says that it is due, and it is looked at again soon.
            log.exception("job_not_noted", extra={"kind": due.kind})
            await self._clock.sleep(1)
        finally:
            self._running.pop((due.kind, due.key), None)
            self._news.set()

    async def _outcome(self, due: Due) -> Callable[[Tx], None]:
        try:
            await self._workers[due.kind](due)
        except Later as later:
            log.info("job_put_off", extra={"kind": due.kind, "tries": due.tries, "after_s": later.after_s})
            return partial(_retry, due=due, now_ms=self._clock.now_ms(), least_ms=int(later.after_s * 1000))
        except Exception:
            log.exception("job_failed", extra={"kind": due.kind, "tries": due.tries})
            return partial(_retry, due=due, now_ms=self._clock.now_ms())
        return partial(_finish, due=due)


def _same(due: Due) -> sa.ColumnElement[bool]:
    # Planned anew while it ran: the new time stands, and it runs again.
    return (job.c.kind == due.kind) & (job.c.key == due.key) & (job.c.due_ms == due.due_ms)


def _finish(tx: Tx, due: Due) -> None:
    tx.execute(job.delete().where(_same(due)))


def _retry(tx: Tx, due: Due, now_ms: int, least_ms: int = 0) -> None:
    delay = max(least_ms, RETRY_MS * 2 ** min(due.tries, 8))
    tx.execute(job.update().where(_same(due)).values(tries=due.tries + 1, due_ms=now_ms + delay))
