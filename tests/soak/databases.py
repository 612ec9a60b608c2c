"""PostgreSQL dies, loses its connections or stands still in the middle of a load; and all is there."""

import asyncio
import os
import random
import signal
import time
from pathlib import Path

from bench.engines import Postgres, postgres

from tests.soak.crowd import Conductor, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

FAULTS, USERS, PAUSE_S = 5, 16, 5.0
KILL_BACKENDS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pawline'"


def lose_the_database(number: int, folder: Path, faults: int = FAULTS, pause_s: float = PAUSE_S) -> Figures:
    """A load on a PostgreSQL that syncs its commits and fails so many times, in turn in each of three ways."""
    with postgres() as database:
        return asyncio.run(_lost(random.Random(number), folder, database, range(number, number + faults), pause_s))


async def _lost(chance: random.Random, folder: Path, database: Postgres, turns: range, pause_s: float) -> Figures:
    server = Server(folder, PAWLINE_DATABASE_URL=database.url(database.create()))
    accounts = server.make_users(USERS)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            for turn in turns:
                talk = asyncio.ensure_future(chatter(everybody, chance.uniform(1.5, 3.0), 4))
                await asyncio.sleep(chance.uniform(0.3, 1.2))
                conductor.breaks()
                await asyncio.to_thread(_fail, database, turn % 3, pause_s)
                await conductor.healed()
                await talk
            await conductor.settled()
            assert server.is_running(), "the server is gone"
            acked = sum(one.diary.acked_count for one in everybody)
            assert acked > 100 * len(turns), "the load was too thin to prove anything"
            return {"faults": len(turns), "acked": acked, **conductor.judge(server.stored, may_lose_pushes=True)}
    finally:
        await asyncio.to_thread(server.stop)


def _fail(database: Postgres, way: int, pause_s: float) -> None:
    if way == 0:
        database.stop(is_immediate=True)
        database.start()
    elif way == 1:
        database.run(KILL_BACKENDS)
    else:
        _stand_still(database, pause_s)


def _stand_still(database: Postgres, pause_s: float) -> None:
    """All its processes: those that serve the connections have the postmaster as their parent."""
    children = Path(f"/proc/{database.pid}/task/{database.pid}/children").read_text().split()
    everybody = [database.pid, *map(int, children)]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(pause_s)
    finally:
        for pid in everybody:
            os.kill(pid, signal.SIGCONT)
