"""The writer: one commit for many, each verb undone alone, nothing told before the commit."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from pawline.platform.db import Database, Tx, is_duplicate
from pawline.platform.errors import Busy, StorageFull
from pawline.platform.jobs import job
from tests.waiting import until


def add(key: str):  # type: ignore[no-untyped-def]
    def work(tx: Tx) -> str:
        tx.execute(job.insert().values(kind="k", key=key, shop_id="s", due_ms=1, tries=0))
        tx.publish("news", key)
        return key

    return work


def fail_after(key: str):  # type: ignore[no-untyped-def]
    def work(tx: Tx) -> None:
        add(key)(tx)
        raise LookupError(key)

    return work


async def keys(db: Database) -> set[str]:
    return set(await db.read(lambda tx: tx.execute(sa.select(job.c.key)).scalars().all()))


async def test_a_failing_verb_is_undone_alone(db: Database) -> None:
    heard: list[Any] = []
    db.bus.listen("news", "me", heard.append)
    results = await asyncio.gather(
        db.write(add("a")), db.write(fail_after("b")), db.write(add("c")), return_exceptions=True
    )
    assert (results[0], results[2]) == ("a", "c")
    assert isinstance(results[1], LookupError)
    assert await keys(db) == {"a", "c"}
    assert heard == ["a", "c"]


async def test_many_share_a_commit(db: Database) -> None:
    await asyncio.gather(*(db.write(add(f"n{number}")) for number in range(200)))
    assert len(await keys(db)) == 200
    assert db.written == 200
    assert db.commits < 100


async def test_a_bulk_handler_answers_each_item(db: Database) -> None:
    def handle(_tx: Tx, items: Sequence[int]) -> list[Any]:
        return [ValueError(one) if one % 2 else one * 10 for one in items]

    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(4)]
    for number, future in enumerate(futures):
        db.submit(handle, number, lambda result, error, f=future: f.set_result(error or result))
    answers = await asyncio.gather(*futures)
    assert answers[::2] == [0, 20]
    assert all(isinstance(one, ValueError) for one in answers[1::2])


async def test_a_rooms_own_handler_gets_its_items_together(db: Database) -> None:
    """A method is another object each time it is looked up; what was given to it is one group all the same."""

    class Room:
        groups: ClassVar[list[int]] = []

        def handle(self, _tx: Tx, items: Sequence[int]) -> list[Any]:
            self.groups.append(len(items))
            return list(items)

    room, told = Room(), []
    for number in range(50):
        db.submit(room.handle, number, lambda result, _error: told.append(result))
    await until(lambda: len(told) == 50)
    assert told == list(range(50))
    assert sum(room.groups) == 50
    assert len(room.groups) < 10


async def test_a_failing_commit_says_no_to_everybody(sqlite_db: Database) -> None:
    """The disk is full, so to say: the page limit is reached. Nobody gets a yes for what is not stored."""
    db = sqlite_db

    def shrink(tx: Tx) -> None:
        used = tx.cursor.execute("PRAGMA page_count").fetchone()[0]
        tx.cursor.execute(f"PRAGMA max_page_count = {used}")

    await db.write(shrink)
    results = await asyncio.gather(*(db.write(add("x" * 60 + str(n))) for n in range(3000)), return_exceptions=True)
    stored = await keys(db)
    said_yes = {one for one in results if isinstance(one, str)}
    refused = {type(one) for one in results if isinstance(one, Exception)}
    assert refused == {StorageFull}
    assert said_yes == stored


async def test_what_was_not_committed_is_no_result(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work went well and the commit did not: whoever looks at the result first must not find one."""

    def fail(*_: object) -> None:
        raise OSError

    def handle(tx: Tx, items: Sequence[str]) -> list[str]:
        tx.facts.append(("shop", "key", "Nothing", "{}"))
        return list(items)

    monkeypatch.setattr(db.ways, "save_facts", fail)
    answered: asyncio.Future[tuple[object, object]] = asyncio.get_running_loop().create_future()
    db.submit(handle, "yes", lambda result, error: answered.set_result((result, error)))
    result, error = await answered
    assert result is None
    assert isinstance(error, Busy)


async def test_a_question_sees_one_moment(db: Database) -> None:
    await db.write(add("a"))
    started, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask(tx: Tx) -> tuple[int, int]:
        count = sa.select(sa.func.count()).select_from(job)
        before = tx.execute(count).scalar_one()
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(5)
        return before, tx.execute(count).scalar_one()

    asking = asyncio.ensure_future(db.read(ask))
    await started.wait()
    await db.write(add("b"))
    go_on.set()
    assert await asking == (1, 1)
    assert await keys(db) == {"a", "b"}


async def test_a_question_cannot_write(db: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)readonly|read-only|attempt to write"):
        await db.read(add("a"))
    assert await keys(db) == set()


async def test_stopping_finishes_what_was_given(database_url: str) -> None:
    database = Database(database_url)
    await database.start()
    writes = [asyncio.ensure_future(database.write(add(f"n{number}"))) for number in range(50)]
    await asyncio.sleep(0)
    await database.stop()
    assert len(await asyncio.gather(*writes)) == 50
    again = Database(database_url)
    await again.start()
    assert len(await keys(again)) == 50
    await again.stop()


async def test_what_leaves_later_leaves_with_the_next_statement_and_in_order(db: Database) -> None:
    insert = "INSERT INTO job (kind, key, shop_id, due_ms, tries) VALUES ('k', '{}', 's', 1, 0)"

    def work(tx: Tx) -> list[str]:
        tx.later(insert.format("a"))
        tx.later(insert.format("b"))
        return list(tx.execute(sa.select(job.c.key).order_by(job.c.key)).scalars())

    assert await db.write(work) == ["a", "b"]
    assert await keys(db) == {"a", "b"}


async def test_what_is_refused_in_one_journey_is_undone_alone(db: Database) -> None:
    """A repeat is met in the middle of a journey: what was written before it stays, and the transaction goes on."""
    insert = "INSERT INTO job (kind, key, shop_id, due_ms, tries) VALUES ('k', '{}', 's', 1, 0)"

    def twice(tx: Tx) -> None:
        with tx.together():
            for key in ("b", "a", "c"):
                tx.cursor.execute(insert.format(key))

    def work(tx: Tx) -> bool:
        tx.later(insert.format("a"))
        refused = tx.attempt(lambda: twice(tx))
        tx.cursor.execute(insert.format("d"))
        return isinstance(refused, Exception) and is_duplicate(refused)

    assert await db.write(work)
    assert await keys(db) == {"a", "d"}


async def test_what_was_to_leave_with_a_commit_that_fails_never_leaves(db: Database) -> None:
    def handle(tx: Tx, items: Sequence[str]) -> list[str]:
        tx.later("INSERT INTO nowhere VALUES (1)")
        return list(items)

    answered: asyncio.Future[tuple[object, object]] = asyncio.get_running_loop().create_future()
    db.submit(handle, "yes", lambda result, error: answered.set_result((result, error)))
    assert isinstance((await answered)[1], Exception)
    assert await db.write(add("e")) == "e"
    assert await keys(db) == {"e"}
