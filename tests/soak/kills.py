"""SIGKILL in the middle of a load, again and again: whatever was acknowledged is there, once and in order."""

import asyncio
import random
from pathlib import Path
from typing import TypeAlias

from tests.soak.crowd import Conductor, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

Span: TypeAlias = tuple[float, float]

KILLS, USERS, OUTSTANDING = 3, 200, 4
# Seconds of load around a kill, and how far into it the kill comes.
LOAD_S, KILL_S = (7.0, 9.0), (0.5, 5.0)


def kill_again_and_again(
    number: int, folder: Path, kills: int = KILLS, users: int = USERS, load_s: Span = LOAD_S, kill_s: Span = KILL_S
) -> Figures:
    """A fresh installation under load that dies `kills` times at random moments."""
    return asyncio.run(_killed(random.Random(number), folder, kills, users, load_s, kill_s))


async def _killed(chance: random.Random, folder: Path, kills: int, users: int, load_s: Span, kill_s: Span) -> Figures:
    server = Server(folder)
    accounts = server.make_users(users)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            for _ in range(kills):
                talk = asyncio.ensure_future(chatter(everybody, chance.uniform(*load_s), OUTSTANDING))
                await asyncio.sleep(chance.uniform(*kill_s))
                conductor.breaks()
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
                await conductor.healed()
                await talk
            await conductor.settled()
            acked = sum(one.diary.acked_count for one in everybody)
            assert acked > 100 * kills, "the load was too thin to prove anything"
            return {"kills": kills, "acked": acked, **conductor.judge(server.stored)}
    finally:
        await asyncio.to_thread(server.stop)
