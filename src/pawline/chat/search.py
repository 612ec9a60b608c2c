"""Finding what was said. The index is filled after the commit, a little at a time: no message waits for it."""

import asyncio
from collections.abc import Iterator, Sequence

from pawline.chat.model import Body, Found
from pawline.chat.policy import access
from pawline.chat.word_rows import Said, Stretch, find_words, not_indexed, not_indexed_lately, said_in, take_in
from pawline.chat.words import holds, matches, tokens_of, wanted
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx, awaited
from pawline.platform.outbox import BACKGROUND
from pawline.platform.tasks import keep_on

# So many entries in one transaction of a few milliseconds: whoever sends meanwhile waits for it. Then a rest, and a
# long one while others have something to write: in a storm of messages the index is what may come late.
BATCH = 32
REST_S, BUSY_REST_S = 0.03, 0.5
CONVERSATIONS = 300
NEWS_S = 1.0
HITS = 50
# So many of the newest entries are read by a question itself when the index has not come to them.
LATE = 300
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
        while behind := await self._db.read(lambda tx: not_indexed(tx, CONVERSATIONS)):
            for group in _groups(behind):
                await self._take_in(group)
                await self._clock.sleep(BUSY_REST_S if self._db.delay_s else REST_S)
        await self._clock.sleep(NEWS_S)

    async def settle(self) -> None:
        """Indexes everything there is (tests)."""
        while behind := await self._db.read(lambda tx: not_indexed(tx, CONVERSATIONS)):
            for group in _groups(behind):
                await self._take_in(group)

    async def _take_in(self, group: list[Stretch]) -> None:
        """Read and taken apart beside the writer; the writer only puts it down."""

        def ask(tx: Tx) -> list[tuple[Said, set[str]]]:
            return [(said, tokens_of(words_of(said.body))) for one in group for said in said_in(tx, one)]

        words = await self._db.read(ask)
        # In bulk and not as a verb: nothing that the log remembers is touched.
        future, answer = awaited()
        self._db.submit(_take_in_all, (group, words), answer)
        await future

    async def find(self, actor: Actor, text: str, c: str | None = None) -> list[Found]:
        """Messages that hold what is looked for, the newest first, of the conversations that the actor may read.

        What was said a moment ago is found as well, before the index has it. Nothing is found for a text without
        letters or signs. Raises NoSuchConversation for a `c` that is not theirs.
        """
        whole, begun = wanted(text)
        if not whole and not begun:
            return []

        def ask(tx: Tx) -> list[Found]:
            if c is not None:
                access(tx, actor, c)
            late = [
                said.no
                for stretch in not_indexed_lately(tx, actor.shop_id, LATE)
                for said in said_in(tx, stretch)
                if matches(words_of(said.body), whole, begun)
            ]
            found = find_words(tx, actor, whole, begun, late, c, HITS)
            return [one for one in found if holds(words_of(one.entry.body), text)]

        return await self._db.read(ask)


def _take_in_all(tx: Tx, items: Sequence[tuple[list[Stretch], list[tuple[Said, set[str]]]]]) -> list[None]:
    return [take_in(tx, group, words) for group, words in items]


def words_of(body: Body) -> str:
    """The words of a message; nothing for a card or a recalled one."""
    return "\n".join(str(body[name]) for name in FIELDS if name in body)


def _groups(behind: list[Stretch]) -> Iterator[list[Stretch]]:
    """The same stretches, cut and gathered into groups of at most `BATCH` entries."""
    group: list[Stretch] = []
    room = BATCH
    for one in behind:
        first = one.first
        while first <= one.last:
            last = min(one.last, first + room - 1)
            group.append(Stretch(one.c, first, last))
            room -= last - first + 1
            first = last + 1
            if not room:
                yield group
                group, room = [], BATCH
    if group:
        yield group
