"""The machine's clock jumps, an hour or years, both ways: order, sessions and timers do not care."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from pawline.chat.ws import ChatLine
from pawline.cli.loadtest import loadtest_users
from pawline.platform.clock import SystemClock
from tests.serving import Served, served
from tests.soak.crowd import Conductor, Voice, chatter
from tests.soak.row import Figures

JUMPS, USERS = 20, 8
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Also to 2036, when 32-bit seconds of NTP end.
TO = (HOUR, -HOUR, DAY, -DAY, timedelta(days=365 * 10))


def jump(number: int, folder: Path, jumps: int = JUMPS) -> Figures:
    """A load on a server whose clock jumps so many times, in the same process so that its clock can be handed in."""
    return asyncio.run(_jumped(random.Random(number), folder, jumps))


async def _jumped(chance: random.Random, folder: Path, jumps: int) -> Figures:
    clock, beats = SystemClock(), 0
    async with served(folder, clock=clock) as server:
        users = [one async for one in loadtest_users(server.house, USERS, 0, 0)]
        everybody = [Voice(str(number), user, server.url) for number, user in enumerate(users)]
        conductor = Conductor(everybody)
        running = [await _begun(one) for one in everybody]
        try:
            for turn in range(jumps):
                clock.offset = TO[turn % len(TO)] * chance.uniform(0.9, 1.0)
                await chatter(everybody, 0.2, 4)
                # Under each jump there is a beat, and somebody asks by request: nobody's session ends by it.
                beats += _beat(server)
                await everybody[turn % USERS].network.page(everybody[turn % USERS].c, None, 1)
                await chatter(everybody, 0.2, 4)
                if turn % 2:
                    clock.offset = timedelta(0)
                    await chatter(everybody, 0.2, 4)
            clock.offset = timedelta(0)
            # Asks by requests too: nobody's session has gone with the jumps.
            await conductor.healed()
            await conductor.settled()
        finally:
            for one, voice in zip(running, everybody, strict=True):
                await one.__aexit__(None, None, None)
                await voice.network.close()
        assert not [one for one in everybody if one.diary.state == "ended"], "somebody was signed out"
    found = conductor.judge(str(folder / "pawline.db"))
    welcomes = sum(event["what"] == "welcome" for one in everybody for event in one.diary.book.events)
    assert welcomes == USERS, f"{welcomes} welcomes for {USERS} clients: somebody's line was closed by a jump"
    acked = sum(one.diary.acked_count for one in everybody)
    return {"jumps": jumps, "beats": beats, "acked": acked, **found}


def _beat(server: Served) -> int:
    """Every socket's beat, now; how many there were."""
    lines = list(server.house.lines._by_device.values())
    for one in lines:
        cast("ChatLine", one)._beat()
    return len(lines)


async def _begun(one: Voice) -> Any:
    await one.client.follow(one.c, 0)
    return await one.client.__aenter__()
