"""Several processes on one PostgreSQL: facts are never skipped, one process serves, trouble passes."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import psycopg
import pytest
import sqlalchemy as sa
from bench.engines import Postgres, postgres

from pawline.platform.clock import SystemClock, VirtualClock
from pawline.platform.config import driver_url
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Busy
from pawline.platform.ids import ShopId
from pawline.platform.jobs import job
from pawline.platform.outbox import Fact, Outbox, SavedFact
from tests.conftest import load_every_table
from tests.waiting import until

ADD_FACT = "INSERT INTO outbox (shop_id, key, type, body) VALUES ('s', %s, 'BoneBuried', %s) RETURNING id"


class BoneBuried(Fact):
    """A fact of this test."""

    number: int


@pytest.fixture
async def one(postgres_url: str) -> AsyncIterator[Database]:
    database = Database(driver_url(postgres_url))
    await database.start()
    yield database
    await database.stop()


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Database]:
    database = Database(driver_url(postgres_url))
    await database.start()
    yield database
    await database.stop()


def digger(db: Database, clock: VirtualClock, seen: list[int]) -> Outbox:
    outbox = Outbox(db, clock)

    async def dig(facts: Sequence[SavedFact]) -> None:
        for fact in (saved.fact for saved in facts):
            assert isinstance(fact, BoneBuried)
            seen.append(fact.number)

    outbox.follow("digger", {BoneBuried: dig})
    return outbox


def bury(conn: psycopg.Connection, number: int) -> int:
    body = f'{{"type":"BoneBuried","shop_id":"s","key":"k","number":{number}}}'
    row = conn.execute(ADD_FACT, ("k", body)).fetchone()
    assert row is not None
    return int(row[0])


async def test_a_fact_that_commits_later_with_a_lower_number_is_not_skipped(
    one: Database, clock: VirtualClock, postgres_url: str
) -> None:
    """The slow transaction has number 1 and commits last; the follower waits for it, and for nothing else."""
    seen: list[int] = []
    outbox = digger(one, clock, seen)
    with psycopg.connect(postgres_url) as slow, psycopg.connect(postgres_url) as quick:
        assert bury(slow, 1) < bury(quick, 2)
        quick.commit()
        reading = asyncio.ensure_future(outbox.settle())
        for _ in range(20):
            await asyncio.sleep(0.01)
            clock.advance(1)
        assert seen == []
        slow.commit()
        await until(reading.done, clock)
    assert seen == [1, 2]


async def test_a_number_that_was_given_up_is_not_waited_for(
    one: Database, clock: VirtualClock, postgres_url: str
) -> None:
    """Whoever began after the number was given up does not hold anybody back either."""
    seen: list[int] = []
    outbox = digger(one, clock, seen)
    with psycopg.connect(postgres_url) as undone, psycopg.connect(postgres_url) as quick:
        bury(undone, 1)
        undone.rollback()
        bury(quick, 2)
        quick.commit()
        reading = asyncio.ensure_future(outbox.settle())
        await until(lambda: seen, clock)
        bury(undone, 3)
        bury(quick, 4)
        quick.commit()
        undone.commit()
        await until(reading.done, clock)
    await outbox.settle()
    assert seen == [2, 3, 4]


async def test_facts_of_two_processes_reach_the_follower_once_each(
    one: Database, other: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    """Both emit as fast as they can while the follower reads."""
    seen: list[int] = []
    outbox = digger(one, clock, seen)

    def emit(number: int):  # type: ignore[no-untyped-def]
        return lambda tx: tx.emit(BoneBuried(shop_id=shop_a, key="k", number=number))

    def emit_all(_tx: Tx, numbers: list[int]) -> list[None]:
        for number in numbers:
            emit(number)(_tx)
        return [None] * len(numbers)

    told: list[object] = []
    for number in range(600):
        (one if number % 2 else other).submit(emit_all, number, lambda _result, error: told.append(error))  # type: ignore[arg-type]
    while len(told) < 600 or len(seen) < 600:
        await until(asyncio.ensure_future(outbox.settle()).done, clock)
    assert not any(told)
    assert sorted(seen) == list(range(600))


async def test_verbs_of_two_processes_run_one_at_a_time(one: Database, other: Database) -> None:
    """Each reads a number and writes one more: as on SQLite none is lost."""
    count = sa.select(job.c.tries).where(job.c.key == "k")

    def add(tx: Tx) -> None:
        found = tx.execute(count).scalar()
        if found is None:
            tx.execute(job.insert().values(kind="k", key="k", shop_id="s", due_ms=1, tries=1))
        else:
            tx.execute(job.update().where(job.c.key == "k").values(tries=found + 1))

    await asyncio.gather(*(db.write(add) for _ in range(100) for db in (one, other)))
    assert await one.read(lambda tx: tx.execute(count).scalar()) == 200


async def test_a_circle_of_waiting_is_broken_and_nobody_is_told(one: Database, postgres_url: str) -> None:
    """A verb holds what another connection wants, and wants what that holds: it is tried again until it may."""

    def put(tx: Tx) -> None:
        for key in ("a", "b"):
            tx.execute(job.insert().values(kind="k", key=key, shop_id="s", due_ms=1, tries=0))

    def both(tx: Tx) -> str:
        for key in ("a", "b"):
            tx.execute(job.update().where(job.c.key == key).values(tries=job.c.tries + 1))
        return "done"

    await one.write(put)
    with psycopg.connect(postgres_url) as raw:
        raw.execute("UPDATE job SET tries = 10 WHERE key = 'b'")
        verb = asyncio.ensure_future(one.write(both))
        await asyncio.sleep(0.05)
        took_a = asyncio.to_thread(raw.execute, "UPDATE job SET tries = 10 WHERE key = 'a'")
        await took_a
        raw.commit()
        assert await verb == "done"
    found = await one.read(lambda tx: tx.execute(sa.select(job.c.tries)).scalars().all())
    assert list(found) == [11, 11]


async def test_a_lease_passes_on_when_its_holder_is_gone(one: Database, other: Database, postgres_url: str) -> None:
    serving: list[str] = []

    async def serve(name: str) -> None:
        serving.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            serving.remove(name)

    first = asyncio.ensure_future(one.leases.hold("post", lambda: serve("one")))
    await until(lambda: serving == ["one"])
    second = asyncio.ensure_future(other.leases.hold("post", lambda: serve("other")))
    third = asyncio.ensure_future(other.leases.hold("another", lambda: serve("another")))
    await until(lambda: serving == ["one", "another"])
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid ="
            " (hashtext('post')::bigint & 4294967295)::oid AND granted"
        )
    async with asyncio.timeout(10):
        while serving not in (["another", "other"], ["another", "one"]):
            await asyncio.sleep(0.05)
    for task in (first, second, third):
        task.cancel()
    await asyncio.wait([first, second, third])
    assert serving == []


async def test_a_database_that_is_away_is_busy_and_comes_back_by_itself() -> None:
    """Killed connections, then a server that is gone for a moment: nothing said yes to is lost, nothing hangs."""
    load_every_table()
    with postgres() as server:
        db = Database(driver_url(server.url()))
        db.create_all()
        assert db.is_durable()
        await db.start()
        await asyncio.gather(*(_add(db, f"before{n}") for n in range(5)))
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pawline'")
        assert await _keys(db) == {f"before{n}" for n in range(5)}
        with pytest.raises(Busy):
            await _add(db, "unknown")
        await _until_yes(db, "after")
        server.stop(is_immediate=True)
        with pytest.raises(Busy):
            await _add(db, "away")
        with pytest.raises(Busy):
            await _keys(db)
        server.start()
        await _until_yes(db, "again")
        assert {"after", "again", "before0"} <= await _keys(db)
        assert "away" not in await _keys(db)
        await db.stop()


async def _add(db: Database, key: str) -> None:
    await db.write(
        lambda tx: tx.execute(job.insert().values(kind="k", key=key, shop_id="s", due_ms=1, tries=0)) and None
    )


async def _keys(db: Database) -> set[str]:
    return set(await db.read(lambda tx: tx.execute(sa.select(job.c.key)).scalars().all()))


async def _until_yes(db: Database, key: str) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                return await _add(db, key)
            except Busy:
                await SystemClock().sleep(0.05)


async def test_a_commit_waits_for_the_disk_whatever_the_default_is(postgres_url: str) -> None:
    name = postgres_url.removeprefix("postgresql://postgres@/").partition("?")[0]
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")  # type: ignore[arg-type]
    db = Database(driver_url(postgres_url))
    await db.start()
    assert await db.write(lambda tx: tx.execute(sa.text("SHOW synchronous_commit")).scalar()) == "on"
    await db.stop()


async def test_durability_is_told_as_it_is(postgres_server: Postgres) -> None:
    """The server of the tests gives it up for speed."""
    db = Database(driver_url(postgres_server.url()))
    assert not db.is_durable()
    await db.start()
    await db.stop()
