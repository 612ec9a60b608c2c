"""NATS dies or stops answering between two processes: what was said arrives late, and nothing is lost."""

import asyncio
import random
import signal
from pathlib import Path

from bench.engines import Nats, Postgres, nats, postgres

from tests.soak.crowd import chatter, judged, settled, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

USERS, AWAY_S = 12, 60.0
# One beat of the server with its jitter: what the bus has lost is told then.
LATE_S = 35.0


def lose_the_bus(number: int, folder: Path, away_s: float = AWAY_S) -> Figures:
    """Two processes, every conversation across both; in even rounds NATS is killed, in odd ones it falls silent."""
    with postgres() as database, nats() as bus:
        return asyncio.run(_lost(random.Random(number), folder, database, bus, number % 2 == 0, away_s))


async def _lost(
    chance: random.Random, folder: Path, database: Postgres, bus: Nats, is_kill: bool, away_s: float
) -> Figures:
    settings = {"PAWLINE_DATABASE_URL": database.url(database.create()), "PAWLINE_BUS_URL": bus.url}
    one, other = (Server(folder, **settings) for _ in range(2))
    accounts = one.make_users(USERS)
    await asyncio.to_thread(one.start)
    await asyncio.to_thread(other.start)
    try:
        async with voices(one, accounts[::2]) as here, voices(other, accounts[1::2], first=USERS) as there:
            everybody = [*here, *there]
            talk = asyncio.ensure_future(chatter(everybody, away_s + 3, 2))
            await asyncio.sleep(chance.uniform(0.5, 2))
            await _take_away(bus, away_s, is_kill)
            await talk
            begun = asyncio.get_running_loop().time()
            await settled(everybody, within_s=LATE_S)
            late_s = asyncio.get_running_loop().time() - begun
            return {
                "outages": 1, "away s": away_s, "acked": sum(voice.diary.acked_count for voice in everybody),
                "longest late s": round(late_s, 1), "judged": judged(everybody, one, may_lose_pushes=True),
            }  # fmt: skip
    finally:
        await asyncio.to_thread(one.stop)
        await asyncio.to_thread(other.stop)


async def _take_away(bus: Nats, away_s: float, is_kill: bool) -> None:
    if is_kill:
        await asyncio.to_thread(bus.stop)
        await asyncio.sleep(away_s)
        await asyncio.to_thread(bus.start)
        return
    assert bus.process is not None
    bus.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(away_s)
    finally:
        bus.process.send_signal(signal.SIGCONT)
