"""Clients that write down what they say and hear, over real sockets, and what the checker makes of it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx

from pawline.client import Client, Internet, LineLost, Refused
from tests.faults import checker
from tests.faults.diary import Diary, Recording
from tests.faults.dump import read
from tests.faults.history import CONDUCTOR, Book, gather
from tests.faults.other_invariants import CONVERGED_S
from tests.soak.row import Figures

# As the browser does it, and every so many messages; marks are written once a second.
TYPED_S, READS_EVERY, MARKED_S = 3.0, 7, 1.5
TEXT = "消息 {} 来自一只很乖的猫 " + "喵" * 20


class Voice:
    """One client and its diary."""

    def __init__(self, name: str, user: dict[str, Any], url: str) -> None:
        self.c: str = user["conversations"][0]["c"]
        self.network = Internet(url, user["token"], timeout_s=5)
        self.diary = Diary(name, user["user"], {self.c: 0}, time.monotonic)
        self.client = Client(Recording(self.network, self.diary), listener=self.diary, device_id=name)
        self._url, self._token = url, user["token"]
        self._said = self._read = 0
        self._typed = 0.0

    @property
    def unanswered(self) -> int:
        """How many of its messages have no ack yet."""
        return self._said - self.diary.acked_count

    def say(self) -> None:
        """One more message into the outbox; now and then that it is being typed, and what has come is read."""
        self._said += 1
        if time.monotonic() >= self._typed + TYPED_S:
            self._typed = time.monotonic()
            self.client.typing(self.c)
        if self._said % READS_EVERY == 0:
            self._read = self.client.cursor(self.c)
            self.client.read(self.c, self._read)
        self.client.post(self.c, {"type": "text", "text": TEXT.format(self._said)})

    async def count_unread(self) -> None:
        """Writes down what the server says is unread; who writes has read what stands above."""
        events = self.diary.book.events
        if sum(event["what"] == "welcome" and event["epoch"] != self.diary.log_epoch for event in events):
            # What was read of a log that is gone says nothing of this one.
            return
        headers = {"Authorization": f"Bearer {self._token}"}
        async with httpx.AsyncClient(base_url=self._url, headers=headers, timeout=10) as http:
            talks = (await http.get("/api/conversations")).raise_for_status().json()["talks"]
        talk = next(one for one in talks if one["c"] == self.c)
        read = max([self._read, *(event["seq"] for event in events if event["what"] == "ok")])
        self.diary.write("unread", c=self.c, head=talk["last_seq"], read=read, unread=talk["unread"])


@asynccontextmanager
async def voices(url: str, users: list[dict[str, Any]], first: int = 0) -> AsyncIterator[list[Voice]]:
    """Everybody connected and following their conversation; named by number, from `first` on."""
    async with AsyncExitStack() as stack:
        made = [Voice(str(number), user, url) for number, user in enumerate(users, first)]
        for one in made:
            await one.client.follow(one.c, 0)
            await stack.enter_async_context(one.client)
            stack.push_async_callback(one.network.close)
        yield made


async def chatter(everybody: list[Voice], seconds: float, outstanding: int) -> None:
    """Everybody keeps so many messages under way, whatever becomes of the server meanwhile; reads and types, too."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in everybody:
            if one.unanswered < outstanding:
                one.say()
        await asyncio.sleep(0.005)


class Conductor:
    """Whoever brings the faults about, and knows when all should be well again."""

    def __init__(self, everybody: list[Voice]) -> None:
        self._everybody = everybody
        self._book = Book(CONDUCTOR)

    def breaks(self) -> None:
        """Something is about to be broken, perhaps before everybody has come back from the fault before."""
        self._book.note(time.monotonic(), "fault")

    async def healed(self, within_s: float = CONVERGED_S) -> None:
        """From here on nothing is wrong: what is said by now reaches everybody `within_s`."""
        heads = {one.c: await _head(one) for one in self._everybody}
        self._book.note(time.monotonic(), "heal", heads=heads, within_s=within_s)

    async def settled(self, within_s: float = 60) -> None:
        """Until everybody is back and has said and heard everything; then it is asked what they are told to be unread.

        Being back counts: who waits for the next try has had its messages answered by requests all the same, and may
        hold more of a log that is gone than the present one has.
        """
        async with asyncio.timeout(within_s):
            for one in self._everybody:
                while not (one.client.is_on and one.client.is_done) or one.client.cursor(one.c) < await _head(one):
                    await asyncio.sleep(0.05)
        self._book.note(time.monotonic(), "settled")
        await asyncio.sleep(MARKED_S)
        for one in self._everybody:
            await one.count_unread()

    def judge(self, database: str, *, may_lose_pushes: bool = False) -> Figures:
        """How many cases the checker has judged. Raises AssertionError when an invariant is broken.

        `may_lose_pushes`: nobody could tell this process of a commit, so a socket may be told 9 after 7. What it is
        called synced at, and what the client makes of it, must be whole all the same.
        """
        return judged([*(one.diary.book for one in self._everybody), self._book], database, may_lose_pushes)


def judged(books: list[Book], database: str, may_lose_pushes: bool = False) -> Figures:
    """The same for whoever has books and a database."""
    verdicts = checker.check(gather(books, may_lose_pushes=may_lose_pushes), read(database))
    broken = checker.broken(verdicts)
    assert not broken, broken
    return checker.counts(verdicts)


async def _head(one: Voice) -> int:
    """The newest entry, as soon as the server can say it."""
    while True:
        try:
            return (await one.network.page(one.c, 0, 1)).head
        except (LineLost, Refused) as later:
            assert isinstance(later, LineLost) or later.temporary, later
            await asyncio.sleep(0.05)
