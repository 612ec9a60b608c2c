"""A due job runs at least once, also after a restart; planning it anew moves it; a failing one comes again."""

import asyncio
from datetime import timedelta

import pytest

from pawline.platform import jobs
from pawline.platform.clock import SystemClock, VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import ShopId
from pawline.platform.jobs import AT_ONCE_A_SHOP, Due, Jobs
from tests.platform.faults import break_table, mend_table
from tests.waiting import until


def plan(db: Database, clock: VirtualClock, shop_id: ShopId, key: str, seconds: float):  # type: ignore[no-untyped-def]
    due = clock.now() + timedelta(seconds=seconds)
    return db.write(lambda tx: jobs.schedule(tx, "walk", key, shop_id, due))


def working(db: Database, clock: VirtualClock, done: list[str]) -> Jobs:
    async def walk(due: Due) -> None:
        done.append(due.key)

    found = Jobs(db, clock)
    found.work("walk", walk)
    return found


async def test_a_job_waits_for_its_time(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    done: list[str] = []
    found = working(db, clock, done)
    await plan(db, clock, shop_a, "rex", 60)
    clock.advance(59)
    await found.settle()
    assert done == []
    clock.advance(1)
    await found.settle()
    await found.settle()
    assert done == ["rex"]


async def test_a_job_is_there_after_a_restart(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    done: list[str] = []
    await plan(db, clock, shop_a, "rex", 60)
    clock.advance(3600)
    await working(db, clock, done).settle()
    assert done == ["rex"]


async def test_planned_anew_it_moves_and_cancelled_it_is_gone(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    done: list[str] = []
    found = working(db, clock, done)
    for key in ("rex", "tom"):
        await plan(db, clock, shop_a, key, 60)
    await plan(db, clock, shop_a, "rex", 600)
    await db.write(lambda tx: jobs.cancel(tx, "walk", "tom"))
    clock.advance(61)
    await found.settle()
    assert done == []
    clock.advance(600)
    await found.settle()
    assert done == ["rex"]


async def test_a_failing_job_comes_again_later(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    tries: list[int] = []

    async def walk(due: Due) -> None:
        tries.append(due.tries)
        if due.tries < 2:
            raise RuntimeError("rain")

    found = Jobs(db, clock)
    found.work("walk", walk)
    await plan(db, clock, shop_a, "rex", 0)
    await found.settle()
    assert tries == [0]
    for _ in range(8):
        clock.advance(60)
        await found.settle()
    assert tries == [0, 1, 2]


async def test_a_job_planned_while_it_runs_runs_again(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    done: list[str] = []
    found = Jobs(db, clock)

    async def walk(due: Due) -> None:
        done.append(due.key)
        if len(done) == 1:
            await plan(db, clock, shop_a, "rex", 30)

    found.work("walk", walk)
    await plan(db, clock, shop_a, "rex", 0)
    await found.settle()
    clock.advance(30)
    await found.settle()
    assert done == ["rex", "rex"]


async def test_running_it_wakes_by_itself(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    done: list[str] = []
    found = working(db, clock, done)
    running = asyncio.ensure_future(found.run())
    await plan(db, clock, shop_a, "rex", 5)
    await until(lambda: done, clock, 1)
    running.cancel()
    assert done == ["rex"]


async def test_news_of_something_earlier_wakes_at_once_and_of_something_later_does_not(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    """The clock stands still: nothing but the news can have woken it."""
    done: list[str] = []
    found = working(db, clock, done)
    looks = 0
    ask_due = found._due

    async def counted(now_ms: int) -> list[Due]:
        nonlocal looks
        looks += 1
        return await ask_due(now_ms)

    found._due = counted  # type: ignore[method-assign]
    await plan(db, clock, shop_a, "tom", 10)
    running = asyncio.ensure_future(found.run())
    await until(lambda: looks == 1 and found._rests_until_ms > 0)
    await plan(db, clock, shop_a, "later", 20)
    assert looks == 1
    await plan(db, clock, shop_a, "rex", 0)
    await until(lambda: done == ["rex"])
    running.cancel()


async def test_planned_once_it_waits_for_its_time_and_one_that_runs_may_have_looked_already(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    done: list[str] = []
    now_ms = clock.now_ms()
    found = Jobs(db, clock)

    async def walk(due: Due) -> None:
        done.append(due.key)
        if len(done) == 1:
            later = clock.now_ms() + 3000
            await db.write(lambda tx: jobs.schedule_once(tx, "walk", "rex", shop_a, later, clock.now_ms()))

    found.work("walk", walk)
    for wait_ms in (1000, 5000):
        due_ms = now_ms + wait_ms
        await db.write(lambda tx, due_ms=due_ms: jobs.schedule_once(tx, "walk", "rex", shop_a, due_ms, now_ms))
    clock.advance(1)
    await found.settle()
    assert done == ["rex"]
    clock.advance(3)
    await found.settle()
    assert done == ["rex", "rex"]


async def test_a_job_that_cannot_be_noted_comes_again(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    done: list[str] = []
    found = working(db, clock, done)
    await plan(db, clock, shop_a, "rex", 0)
    await break_table(db, "DELETE ON job")
    running = asyncio.ensure_future(found.run())
    await until(lambda: len(done) >= 2, clock, 1)
    await mend_table(db)
    await plan(db, clock, shop_a, "tom", 0)
    await until(lambda: "tom" in done, clock, 1)
    assert not running.done()
    running.cancel()
    assert set(done) == {"rex", "tom"}


async def test_a_job_that_falls_due_while_the_next_is_looked_up(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    """Between the two questions the clock goes on: the job is seen by one of them."""
    done: list[str] = []
    found = working(db, clock, done)
    ask_next = found._next_ms

    async def slow(now_ms: int) -> int | None:
        clock.advance(2)
        return await ask_next(now_ms)

    found._next_ms = slow  # type: ignore[method-assign]
    await plan(db, clock, shop_a, "rex", 1)
    running = asyncio.ensure_future(found.run())
    async with asyncio.timeout(10):
        while not done:
            await asyncio.sleep(0)
            if clock.monotonic() < 20:  # less than the time after which every job is looked at again
                clock.advance(0.001)
    running.cancel()
    assert done == ["rex"]


@pytest.mark.parametrize("kind", ["hook.call", "a.kind.of.another.version"])
async def test_work_that_hangs_or_has_nobody_holds_up_nothing_else(
    sqlite_db: Database, shop_a: ShopId, shop_b: ShopId, kind: str
) -> None:
    rung, asked = asyncio.Event(), 0

    async def hang(_due: Due) -> None:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()

    async def ring(_due: Due) -> None:
        rung.set()

    work = Jobs(sqlite_db, SystemClock())
    work.work("hook.call", hang)
    work.work("notify.ring", ring)
    now_ms = SystemClock().now_ms()

    def plan_all(tx: Tx) -> None:
        for number in range(20):
            jobs.schedule(tx, kind, f"call-{number}", shop_a, now_ms - 1000)
        jobs.schedule(tx, "notify.ring", "an owner waits", shop_b, now_ms - 10)
        jobs.schedule(tx, "hook.call", "of the other shop", shop_b, now_ms - 10)

    await sqlite_db.write(plan_all)
    running = asyncio.ensure_future(work.run())
    await asyncio.wait_for(rung.wait(), 10)
    # Of the shop whose other side never answers only a few at once, so that there is room for another shop's.
    await until(lambda: asked == (AT_ONCE_A_SHOP + 1 if kind == "hook.call" else 1))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
