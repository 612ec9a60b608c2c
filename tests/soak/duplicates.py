"""Everything is sent one to five times, over two sockets and HTTP at once: it is there once, with one answer.

The checker is told of each message once, with the one answer that all its repeats had.
"""

import asyncio
import random
import time
from pathlib import Path

import httpx

from tests.faults.dump import read
from tests.faults.history import Book, digest
from tests.soak.crowd import judged
from tests.soak.row import Figures
from tests.soak.saying import Line, line_to, post
from tests.soak.serving import Server

SENDS, AT_ONCE = 2000, 8


def send_again_and_again(number: int, folder: Path, sends: int = SENDS) -> Figures:
    """So many messages, each repeated at once over all ways there are."""
    return asyncio.run(_repeated(random.Random(number), folder, sends))


async def _repeated(chance: random.Random, folder: Path, sends: int) -> Figures:
    server = Server(folder)
    [user, _] = server.make_users(2)
    await asyncio.to_thread(server.start)
    try:
        c, token = user["conversations"][0]["c"], user["token"]
        book = Book("sender")
        book.note(time.monotonic(), "open", account=user["user"], follows={})
        lines = [await line_to(server.port, token, name) for name in ("one", "two")]
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as http:
            repeats = await _all(chance, lines, http, c, sends, book)
        for one in lines:
            await one.close()
    finally:
        await asyncio.to_thread(server.stop)
    found = judged([book], server.stored)
    log = read(server.stored).log(c)
    assert [row.seq for row in log] == list(range(1, sends + 1)), f"{len(log)} entries for {sends} messages"
    assert found["judged by V1"] == sends, "the checker was not told of every message"
    return {"messages": sends, "sent": repeats, **found}


async def _all(
    chance: random.Random, lines: list[Line], http: httpx.AsyncClient, c: str, sends: int, book: Book
) -> int:
    ahead, repeats = asyncio.Semaphore(AT_ONCE), 0

    async def one(number: int, ways: list[int]) -> None:
        async with ahead:
            cmid, body = f"cmid-dup-{number:08}", {"type": "text", "text": f"第 {number} 条"}
            book.note(time.monotonic(), "invoke", c=c, cmid=cmid, digest=digest(body))
            works = [lines[way].send(c, cmid, body) if way < 2 else post(http, c, cmid, body) for way in ways]
            answers = set(await asyncio.gather(*works))
            assert len(answers) == 1, f"{cmid} was answered in several ways: {answers}"
            msg_id, seq = answers.pop()
            book.note(time.monotonic(), "ok", c=c, cmid=cmid, seq=seq, msg_id=msg_id)

    async with asyncio.TaskGroup() as group:
        for number in range(sends):
            ways = [chance.randrange(3) for _ in range(chance.randint(1, 5))]
            repeats += len(ways)
            group.create_task(one(number, ways))
    return repeats
