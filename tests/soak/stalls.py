"""The server's process is stopped for a moment, again and again: nobody is taken for dead."""

import asyncio
import os
import random
import signal
from pathlib import Path

from tests.soak.crowd import Conductor, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

STALLS, USERS = 10, 20


def stand_still(number: int, folder: Path, stalls: int = STALLS, users: int = USERS) -> Figures:
    """A load whose server stands still `stalls` times, for 0.2 to 2 seconds."""
    return asyncio.run(_stalled(random.Random(number), folder, stalls, users))


async def _stalled(chance: random.Random, folder: Path, stalls: int, users: int) -> Figures:
    server = Server(folder)
    accounts = server.make_users(users)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            stood_s = 0.0
            for _ in range(stalls):
                await chatter(everybody, 0.5, 4)
                pause_s = chance.uniform(0.2, 2.0)
                stood_s += pause_s
                os.kill(server.pid, signal.SIGSTOP)
                await chatter(everybody, pause_s, 4)
                os.kill(server.pid, signal.SIGCONT)
            await conductor.healed()
            await conductor.settled()
            lines = [sum(one["what"] == "welcome" for one in voice.diary.book.events) for voice in everybody]
            assert set(lines) == {1}, f"somebody had to come back: {lines}"
            noticed_s = await asyncio.to_thread(server.number, "loop_stall_seconds")
            assert noticed_s >= 0.15, "the watchdog has slept"
            return {
                "stalls": stalls,
                "stood still s": round(stood_s, 1),
                "acked": sum(one.diary.acked_count for one in everybody),
                **conductor.judge(server.stored),
            }
    finally:
        await asyncio.to_thread(server.stop)
