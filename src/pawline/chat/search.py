"""Finding what was said. The index is filled after the commit, a little at a time: no message waits for it."""

import asyncio

from pawline.chat import store
from pawline.chat.model import Entry, Found, Kind
from pawline.chat.policy import access
from pawline.chat.words import holds, tokens_of, wanted
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.outbox import BACKGROUND
from pawline.platform.tasks import keep_on

# So many entries in one transaction, then a rest: in a storm of messages the index is what may come late.
BATCH = 300
REST_S = 1.0
HITS = 50
# What of a body is words.
FIELDS = ("text", "caption", "name", "address")


class Search:
    """The index of everything said, and questions to it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Fills the index until cancelled; one process does it for all."""
        self._db.bus.listen("facts", self, lambda _nothing: self._news.set())
        await self._db.leases.hold(BACKGROUND, self._work)

    async def _work(self) -> None:
        self._news.set()
        await keep_on("search", self._turn, self._clock)

    async def _turn(self) -> None:
        await self._news.wait()
        self._news.clear()
        while await self._db.write(self._index):
            await self._clock.sleep(REST_S)
        await self._clock.sleep(REST_S)

    async def settle(self) -> None:
        """Indexes everything there is (tests)."""
        while await self._db.write(self._index):
            pass

    def _index(self, tx: Tx) -> int:
        """Takes in what conversations hold beyond what was indexed; returns how many entries that were."""
        done = 0
        for c, named, last in store.not_indexed(tx, BATCH):
            upto = min(last, named + BATCH - done)
            for one in store.entries_between(tx, c, named + 1, upto):
                self._take_in(tx, c, one)
            store.mark_indexed(tx, c, upto)
            done += upto - named
            if done >= BATCH:
                break
        return done

    def _take_in(self, tx: Tx, c: str, one: Entry) -> None:
        seq = one.seq if one.kind is Kind.MESSAGE else one.target_seq
        if one.kind not in {Kind.MESSAGE, Kind.EDIT} or seq is None:
            return
        now = one if one.kind is Kind.MESSAGE else store.find_entry(tx, c, seq)
        if now is not None:
            store.put_words(tx, c, seq, tokens_of(words_of(now)))

    async def find(self, actor: Actor, text: str, c: str | None = None) -> list[Found]:
        """Messages that hold what is looked for, the newest first, of the conversations that the actor may read.

        Nothing is found for a text without letters or signs. Raises NoSuchConversation for a `c` that is not theirs.
        """
        whole, begun = wanted(text)
        if not whole and not begun:
            return []

        def ask(tx: Tx) -> list[Found]:
            if c is not None:
                access(tx, actor, c)
            found = store.find_words(tx, actor, whole, begun, c, HITS)
            return [one for one in found if holds(words_of(one.entry), text)]

        return await self._db.read(ask)


def words_of(one: Entry) -> str:
    """The words of a message; nothing for a card or a recalled one."""
    return "\n".join(str(one.body[name]) for name in FIELDS if name in one.body)
