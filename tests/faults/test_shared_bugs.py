"""The bug that only several processes can have, put in on PostgreSQL: two writers and no lock between them."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from pawline.app import House
from pawline.cli.loadtest import loadtest_users
from pawline.people import Actor
from pawline.platform.config import Config, driver_url
from tests.conftest import load_every_table
from tests.faults import bugs, checker
from tests.faults.dump import read
from tests.faults.history import Book, digest, gather
from tests.serving import cheap_passwords

ROUNDS = 80


async def race(kind: type[House], folder: Path, url: str) -> dict[str, list[str]]:
    """What the checker finds after two houses on one database have written to one conversation, always at once."""
    load_every_table()
    config = Config(data=str(folder), database_url=url)
    houses = [kind(config, passwords=cheap_passwords()) for _ in range(2)]
    for house in houses:
        await house.db.start()
    try:
        users = [one async for one in loadtest_users(houses[0], 2, 0, 0)]
        books = [Book(str(number)) for number in range(2)]
        for number in range(ROUNDS):
            works = zip(houses, users, books, strict=True)
            await asyncio.gather(*(say(*one, f"cmid-{number:06}") for one in works))
    finally:
        for house in houses:
            await house.db.stop()
    verdicts = checker.check(gather(books), read(driver_url(url)))
    assert verdicts["V1"].judged == 2 * ROUNDS
    return checker.broken(verdicts)


async def say(house: House, user: dict[str, Any], book: Book, cmid: str) -> None:
    c, body = user["conversations"][0]["c"], {"type": "text", "text": cmid}
    if not book.events:
        book.note(time.monotonic(), "open", account=user["user"], follows={})
    book.note(time.monotonic(), "invoke", c=c, cmid=cmid, digest=digest(body))
    ack = await house.chat.send(await actor_of(house, user), c, cmid, body)
    book.note(time.monotonic(), "ok", c=c, cmid=cmid, seq=ack.seq, msg_id=ack.msg_id)


async def actor_of(house: House, user: dict[str, Any]) -> Actor:
    found = await house.people.authenticate(user["token"])
    assert found is not None
    return found


async def test_two_writers_without_the_row_lock_are_found(tmp_path: Path, postgres_url: str) -> None:
    assert "V3" in await race(bugs.WithoutTheRowLock, tmp_path, postgres_url)


@pytest.mark.parametrize("kind", [House, bugs.WithoutTheUniqueSeq])
async def test_two_writers_with_the_row_lock_are_well(tmp_path: Path, postgres_url: str, kind: type[House]) -> None:
    """Also without the unique key behind it: it is the lock that keeps the numbers apart."""
    assert await race(kind, tmp_path, postgres_url) == {}
