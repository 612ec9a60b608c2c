"""Clients that write down what they say and hear, over real sockets, and what the checker makes of it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from pawline.client import Client, Internet, LineLost
from tests.faults import checker
from tests.faults.diary import Diary, Recording
from tests.faults.dump import read
from tests.faults.history import gather
from tests.soak.serving import Server

TEXT = "消息 {} 来自一只很乖的猫 " + "喵" * 20


class Voice:
    """One client and its diary."""

    def __init__(self, name: str, user: dict[str, Any], url: str) -> None:
        self.c: str = user["conversations"][0]["c"]
        self.network = Internet(url, user["token"], timeout_s=5)
        self.diary = Diary(name, user["user"], {self.c: 0}, time.monotonic)
        self.client = Client(Recording(self.network, self.diary), listener=self.diary, device_id=name)
        self._said = 0

    @property
    def unanswered(self) -> int:
        """How many of its messages have no ack yet."""
        return self._said - self.diary.acked_count

    def say(self) -> None:
        """One more message into the outbox."""
        self._said += 1
        self.client.post(self.c, {"type": "text", "text": TEXT.format(self._said)})


@asynccontextmanager
async def voices(server: Server, users: list[dict[str, Any]], first: int = 0) -> AsyncIterator[list[Voice]]:
    """Everybody connected and following their conversation; named by number, from `first` on."""
    async with AsyncExitStack() as stack:
        made = [Voice(str(number), user, server.url) for number, user in enumerate(users, first)]
        for one in made:
            await one.client.follow(one.c, 0)
            await stack.enter_async_context(one.client)
            stack.push_async_callback(one.network.close)
        yield made


async def chatter(everybody: list[Voice], seconds: float, outstanding: int) -> None:
    """Everybody keeps so many messages under way, whatever becomes of the server meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in everybody:
            if one.unanswered < outstanding:
                one.say()
        await asyncio.sleep(0.005)


async def settled(everybody: list[Voice], within_s: float = 60) -> None:
    """Until everybody has said and heard everything."""
    async with asyncio.timeout(within_s):
        for one in everybody:
            while not one.client.is_done or one.client.cursor(one.c) < await _head(one):
                await asyncio.sleep(0.05)


async def _head(one: Voice) -> int:
    try:
        return (await one.network.page(one.c, 0, 1)).head
    except LineLost:
        return 2**53


def judged(everybody: list[Voice], server: Server, *, may_lose_pushes: bool = False) -> int:
    """How many cases the checker has judged. Raises AssertionError when an invariant is broken.

    `may_lose_pushes`: nobody could tell this process of a commit, so a socket may be told 9 after 7; what the client
    makes of it must be whole all the same.
    """
    history = gather([one.diary.book for one in everybody])
    if may_lose_pushes:
        # A socket of which no resume is known is not held to the promise of its pushes.
        for name, events in history.clients.items():
            history.clients[name] = [event for event in events if event["what"] != "resume"]
    verdicts = checker.check(history, read(server.stored))
    broken = checker.broken(verdicts)
    assert not broken, broken
    return sum(one.judged for one in verdicts.values())
