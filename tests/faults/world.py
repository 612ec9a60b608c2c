"""A server, its clients and the network between them in one process, on virtual time.

The server is the product (`House`, its sockets' `ChatLine`), without the HTTP and WebSocket stacks in front of it.
Its database works in the loop instead of in threads, so that one seed always gives one order of events.
"""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pawline import app
from pawline.app import House
from pawline.chat.store import heads_of
from pawline.cli.loadtest import loadtest_users
from pawline.client import Client, MemoryStore, Refused
from pawline.people import Actor
from pawline.platform.config import Config
from pawline.platform.db.migrate import upgrade
from pawline.platform.db.sqlite import open_sqlite
from pawline.platform.ids import SeededIds
from tests.faults import checker
from tests.faults.diary import Diary, Recording
from tests.faults.dump import read
from tests.faults.fake_network import FakeNetwork, Links
from tests.faults.history import CONDUCTOR, Book, digest, gather
from tests.faults.inline import InlineDatabase
from tests.faults.verdict import Verdict
from tests.faults.virtual import LoopClock, VirtualLoop
from tests.serving import cheap_passwords


class World:
    """Two or more accounts, direct conversations and a group; `bugs` takes the place of `House`."""

    def __init__(
        self, loop: VirtualLoop, folder: Path, seed: int, *, house: type[House] = House,
        database: type[InlineDatabase] = InlineDatabase,
    ) -> None:  # fmt: skip
        self.loop = loop
        self.clock = LoopClock(loop)
        self.chance = random.Random(seed)
        self.folder = folder
        self.links = Links(loop, self.chance)
        self.conductor = Book(CONDUCTOR)
        self.clients: list[Client] = []
        self.diaries: list[Diary] = []
        self.users: list[dict[str, Any]] = []
        self._made = house
        self._database = database
        self._ids = SeededIds(seed)
        self._living: Any = None
        self.house: House | None = None

    # The server

    async def begin(self, users: int = 4, groups: int = 1) -> None:
        """A fresh installation with accounts, then the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "pawline.db").exists():
            shutil.copy(template(), self.folder / "pawline.db")
        await self.start_server()
        assert self.house is not None
        self.users = [one async for one in loadtest_users(self.house, users, groups, users)]

    async def start_server(self) -> None:
        with patch.object(app, "Database", self._database):
            config = Config(data=str(self.folder), synchronous="OFF")
            self.house = self._made(config, clock=self.clock, ids=self._ids, passwords=cheap_passwords())
        self._living = self.house.living()
        await self._living.__aenter__()
        self.links.serve(self.house)

    async def stop_server(self, *, crash: bool = False) -> None:
        """Every socket is gone; a crash also forgets what was not committed."""
        assert self.house is not None
        self.links.serve(None)
        if crash:
            self.house.db.crash()  # type: ignore[attr-defined]
        self.links.cut_all()
        await self._living.__aexit__(None, None, None)
        self.house = None

    # The clients

    async def client(self, number: int, follows: Iterable[str], after: int = 0, **more: Any) -> Client:
        """A client of the numberth account that follows conversations from the entry after `after` on."""
        user = self.users[number]
        name = f"{number}-{len(self.clients)}"
        follows_from = dict.fromkeys(follows, after)
        diary = Diary(name, user["user"], follows_from, self.loop.time)
        chance = random.Random(self.chance.getrandbits(64))
        network = Recording(FakeNetwork(self.links, user["token"], name), diary)
        store = more.pop("store", None) or MemoryStore()
        one = Client(network, store=store, listener=diary, device_id=name, clock=self.clock, chance=chance, **more)
        for c in follows:
            await one.follow(c, after)
        await one.__aenter__()
        self.clients.append(one)
        self.diaries.append(diary)
        return one

    async def leave(self, number: int) -> None:
        """The numberth client's program ends, in the middle of whatever it did."""
        await self.clients[number].__aexit__(None, None, None)
        self.diaries[number].write("gone")
        self.diaries[number].state = "gone"

    def talks(self, number: int) -> list[str]:
        """The numberth account's conversations: its pair, then its groups."""
        user = self.users[number]
        return [*(one["c"] for one in user["conversations"]), *user["groups"]]

    async def actor(self, number: int) -> Actor:
        assert self.house is not None
        found = await self.house.people.authenticate(self.users[number]["token"])
        assert found is not None
        return found

    # The end

    async def settle(self, within_s: float = 90.0) -> None:
        """Every link is whole again; waits until every client has said and heard everything."""
        self.links.heal()
        if self.house is None:
            await self.start_server()
        async with asyncio.timeout(600):
            while not all(one.is_done or diary.state in {"ended", "gone"} for one, diary in self._pairs()):
                await asyncio.sleep(0.5)
        heads = await self.heads()
        self.conductor.note(self.loop.time(), "heal", heads=heads, within_s=within_s)
        await asyncio.sleep(within_s + 1)
        await self.snapshots()
        self.conductor.note(self.loop.time(), "settled")

    async def snapshots(self) -> None:
        """Each client's own fetch of everything it follows, beside what it was told."""
        for client, diary in self._pairs():
            if diary.state != "on":
                continue
            for c in diary.book.events[0]["follows"]:
                # Who has been shown out sees nothing any more.
                with suppress(Refused):
                    diary.write("snapshot", c=c, **await _fetched(client, c))

    async def heads(self) -> dict[str, int]:
        """The newest seq of every conversation."""
        assert self.house is not None
        every = sorted({c for number in range(len(self.users)) for c in self.talks(number)})
        return await self.house.db.read(lambda tx: heads_of(tx, every))

    def _pairs(self) -> list[tuple[Client, Diary]]:
        return list(zip(self.clients, self.diaries, strict=True))

    async def close(self) -> None:
        """Ends the clients, then the server."""
        for one, diary in self._pairs():
            if diary.state != "gone":
                await one.__aexit__(None, None, None)
        if self.house is not None:
            await self.stop_server()

    def verdicts(self) -> dict[str, Verdict]:
        """What the checker says of it all."""
        history = gather([self.conductor, *(diary.book for diary in self.diaries)])
        return checker.check(history, read(str(self.folder / "pawline.db")))

    def broken(self) -> dict[str, list[str]]:
        """What is wrong; empty when nothing is."""
        return checker.broken(self.verdicts())


async def _fetched(client: Client, c: str) -> dict[str, Any]:
    """The whole conversation as requests tell it."""
    page = client._network.page  # type: ignore[attr-defined]
    digests: dict[int, str] = {}
    last = 0
    while found := (await page(c, last, 100)).entries:
        digests |= {entry.seq: digest(entry.body) for entry in found}
        last = found[-1].seq
    return {"head": last, "digests": digests}


_template: list[Path] = []


def template() -> Path:
    """An empty database of the newest schema, made once a process."""
    if not _template:
        folder = Path(tempfile.mkdtemp(prefix="pawline-faults-"))
        engine = open_sqlite(f"sqlite:///{folder / 'empty.db'}")
        upgrade(engine)
        engine.dispose()
        _template.append(folder / "empty.db")
    return _template[0]
