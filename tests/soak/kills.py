"""SIGKILL in the middle of a load, again and again: whatever was acknowledged is there, once and in order."""

import asyncio
import random
from pathlib import Path

from tests.soak.crowd import chatter, judged, settled, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

KILLS, USERS, OUTSTANDING = 3, 40, 8


def kill_again_and_again(number: int, folder: Path, kills: int = KILLS, users: int = USERS) -> Figures:
    """A fresh installation under load that dies `kills` times at random moments."""
    return asyncio.run(_killed(random.Random(number), folder, kills, users))


async def _killed(chance: random.Random, folder: Path, kills: int, users: int) -> Figures:
    server = Server(folder)
    accounts = server.make_users(users)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server, accounts) as everybody:
            for _ in range(kills):
                talk = asyncio.ensure_future(chatter(everybody, chance.uniform(1.5, 4.0), OUTSTANDING))
                await asyncio.sleep(chance.uniform(0.5, 1.4))
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
                await talk
            await settled(everybody)
            acked = sum(one.diary.acked_count for one in everybody)
            assert acked > 100 * kills, "the load was too thin to prove anything"
            return {"kills": kills, "acked": acked, "judged": judged(everybody, server)}
    finally:
        await asyncio.to_thread(server.stop)
