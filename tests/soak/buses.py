"""NATS dies, falls silent, is cut off on one side or loses messages between two processes: what was said arrives late,
and nothing is lost.
"""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from bench.engines import Nats, Postgres, nats, postgres

from tests.soak.crowd import Conductor, chatter, voices
from tests.soak.proxy import LosingMessages, Proxy, Sieve
from tests.soak.row import Figures
from tests.soak.serving import Server

USERS, AWAY_S = 12, 60.0
# One beat of the server with its jitter: what the bus has lost is told then.
LATE_S = 35.0
# In turn it is killed, stands still, is not heard by one process while it hears that one, or loses one message in
# twenty of those from and to one process.
KILLED, STILL, ONE_SIDED, LEAKY, WAYS = range(5)
LOSES_ONE_IN = 20


def lose_the_bus(number: int, folder: Path, away_s: float = AWAY_S) -> Figures:
    """Two processes, every conversation across both; NATS fails in the way whose turn it is."""
    with postgres() as database, nats() as bus:
        return asyncio.run(_lost(random.Random(number), folder, database, bus, number % WAYS, away_s))


async def _lost(chance: random.Random, folder: Path, database: Postgres, bus: Nats, way: int, away_s: float) -> Figures:
    sieves: list[LosingMessages] = []

    def leaky() -> tuple[Sieve, Sieve]:
        sieves.extend(LosingMessages(chance, LOSES_ONE_IN) for _ in range(2))
        return sieves[-2], sieves[-1]

    between = Proxy(bus.port, leaky) if way == LEAKY else Proxy(bus.port)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(between)
        through = f"nats://127.0.0.1:{between.port}"
        one, other, accounts = await stack.enter_async_context(_two(folder, database, bus, through))
        here = await stack.enter_async_context(voices(one.url, accounts[::2]))
        there = await stack.enter_async_context(voices(other.url, accounts[1::2], first=USERS))
        everybody = [*here, *there]
        conductor = Conductor(everybody)
        talk = asyncio.ensure_future(chatter(everybody, away_s + 3, 2))
        await asyncio.sleep(chance.uniform(0.5, 2))
        await _fail(way, away_s, bus, between)
        await talk
        begun = asyncio.get_running_loop().time()
        await conductor.healed(within_s=LATE_S)
        await conductor.settled(within_s=LATE_S)
        late_s = asyncio.get_running_loop().time() - begun
        lost = sum(one.lost for one in sieves)
        assert way != LEAKY or lost, "nothing was lost"
        return {
            "outages": 1, "away s": away_s, "messages lost by NATS": lost,
            "acked": sum(voice.diary.acked_count for voice in everybody), "longest late s": round(late_s, 1),
            **conductor.judge(one.stored, may_lose_pushes=True),
        }  # fmt: skip


@asynccontextmanager
async def _two(
    folder: Path, database: Postgres, bus: Nats, through: str
) -> AsyncIterator[tuple[Server, Server, list[dict[str, Any]]]]:
    """Two processes on one database; the first one speaks to NATS through a proxy."""
    url = database.url(database.create())
    one, other = (Server(folder, PAWLINE_DATABASE_URL=url, PAWLINE_BUS_URL=address) for address in (through, bus.url))
    accounts = one.make_users(USERS)
    await asyncio.to_thread(one.start)
    await asyncio.to_thread(other.start)
    try:
        yield one, other, accounts
    finally:
        await asyncio.to_thread(one.stop)
        await asyncio.to_thread(other.stop)


async def _fail(way: int, away_s: float, bus: Nats, between: Proxy) -> None:
    if way == KILLED:
        await asyncio.to_thread(bus.stop)
        await asyncio.sleep(away_s)
        await asyncio.to_thread(bus.start)
        return
    assert bus.process is not None
    if way == STILL:
        bus.process.send_signal(signal.SIGSTOP)
    elif way == ONE_SIDED:
        between.cut(there=False)
    try:
        await asyncio.sleep(away_s)
    finally:
        between.heal()
        bus.process.send_signal(signal.SIGCONT)
