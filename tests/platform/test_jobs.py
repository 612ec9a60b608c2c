"""A due job runs at least once, also after a restart; planning it anew moves it; a failing one comes again."""

import asyncio
from datetime import timedelta

from pawline.platform import jobs
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import ShopId
from pawline.platform.jobs import Due, Jobs


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
    while not done:
        await asyncio.sleep(0)
        clock.advance(1)
    running.cancel()
    assert done == ["rex"]
