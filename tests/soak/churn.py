"""Clients come and go all the time; when they have gone, the server is what it was before them."""

import asyncio
import random
import time
from pathlib import Path

from bench.many import Member, allow_files, enter
from bench.servers import Running

from tests.faults.dump import Dump
from tests.faults.history import CONDUCTOR, Book, gather
from tests.faults.other_invariants import v14
from tests.soak.row import Figures
from tests.soak.serving import Server

USERS, MINUTES, A_MINUTE = 1000, 20.0, 0.05
BODY = {"type": "text", "text": "毛" * 33}
STEP_S = 0.2
# Before the measuring: so many crowds at most, for what part of its minutes, and what share of each is replaced a
# minute.
WARM_CROWDS, WARM_PART, WARM_SHARE = 6, 20, 0.5


def come_and_go(
    number: int, folder: Path, users: int = USERS, minutes: float = MINUTES, share: float = A_MINUTE
) -> Figures:
    """So many clients, a `share` of whom is replaced every minute, each saying something when it comes."""
    allow_files(8192)
    server = Server(folder)
    accounts = server.make_users(users)
    server.start()
    try:
        watch = Running("pawline", server.port, server.pid, accounts)
        return asyncio.run(_churned(random.Random(number), server, watch, minutes, share))
    finally:
        server.stop()


async def _churned(chance: random.Random, server: Server, watch: Running, minutes: float, share: float) -> Figures:
    book, users = Book(CONDUCTOR), len(watch.users)
    await _warm(chance, server, watch, minutes)
    book.note(time.monotonic(), "sample", phase="before", numbers=await asyncio.to_thread(_numbers, server, watch))
    came = await _crowd(chance, watch, minutes, share)
    await _alone(server)
    book.note(time.monotonic(), "sample", phase="after", numbers=await asyncio.to_thread(_numbers, server, watch))
    verdict = v14(gather([book]), Dump())
    assert verdict.judged
    assert not verdict.findings, verdict.findings
    before, after = (one["numbers"] for one in book.events)
    return {
        "clients": users, "minutes": minutes, "came": came, "KiB before": before["rss"], "KiB after": after["rss"],
        "files after": after["files"],
    }  # fmt: skip


async def _warm(chance: random.Random, server: Server, watch: Running, minutes: float) -> None:
    """Crowds fill caches and pools (the database's alone hold 16 MiB a connection), which is no leak, until no more
    comes of it: what leaks would go on and be found afterwards.
    """
    held = watch.rss_kib()
    for _ in range(WARM_CROWDS):
        await _crowd(chance, watch, minutes / WARM_PART, WARM_SHARE)
        await _alone(server)
        before, held = held, watch.rss_kib()
        if held < 1.01 * before:
            return


async def _crowd(chance: random.Random, watch: Running, minutes: float, share: float) -> int:
    """Everybody comes, some are replaced at each step, everybody goes; returns how many came."""
    users = watch.users
    present: list[Member] = await enter(watch, range(len(users)), {})
    came, owed, end = len(users), 0.0, time.monotonic() + minutes * 60
    while time.monotonic() < end:
        await asyncio.sleep(STEP_S)
        owed += len(users) * share * STEP_S / 60
        while owed >= 1:
            owed -= 1
            came += 1
            number = chance.randrange(len(users))
            present[number].close()
            (present[number],) = await enter(watch, range(number, number + 1), {})
            c = users[number]["conversations"][0]["c"]
            present[number].say("send", c, cmid=f"churn-{chance.getrandbits(60):x}", body=BODY)
    for one in present:
        one.close()
    return came


async def _alone(server: Server) -> None:
    """Until the server has noticed that everybody has gone, and has put away what they said."""
    async with asyncio.timeout(30):
        while await asyncio.to_thread(server.number, "connections") or await asyncio.to_thread(
            server.number, "writer_waiting"
        ):
            await asyncio.sleep(0.2)
    await asyncio.sleep(3)


def _numbers(server: Server, watch: Running) -> dict[str, float]:
    """What V14 compares: resident memory in KiB, open files, threads, tasks of the event loop."""
    process = Path(f"/proc/{watch.pid}")
    files, threads = len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))
    # A tenth of a handful is nothing: one more is let pass.
    numbers = {"files": files, "threads": threads, "tasks": server.number("tasks")}
    return {"rss": watch.rss_kib(), **{name: one + 10 for name, one in numbers.items()}}
