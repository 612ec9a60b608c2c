"""The shop's feed: one cursor over all conversations of a shop, for desks.

Messages are numbered in their own conversation, inside their transaction. The feed is numbered after the commit,
from what the conversations hold beyond what it has named so far: a counter of the whole shop inside each message's
transaction would make every conversation wait for every other. Whoever numbers holds the row of the shop's head,
so two processes never give out the same number; and nothing is numbered while no desk listens.
"""

from dataclasses import dataclass
from functools import partial

from pawline.chat import desk_rows
from pawline.chat.model import FeedRow
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.tasks import Tasks

SETTLE_S = 0.1
REPLAY = 300
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a desk has missed. `is_gap`: more than can be told; it reads its inbox anew and goes on from `head`."""

    rows: list[FeedRow]
    head: int
    is_gap: bool


class Feed:
    """Numbers what was committed, for the desks that listen."""

    def __init__(self, db: Database, clock: Clock, tasks: Tasks) -> None:
        self._db = db
        self._clock = clock
        self._tasks = tasks
        self._desks: dict[str, set[object]] = {}
        self._is_due: set[str] = set()

    async def follow(self, actor: Actor, desk: object, fseq: int) -> FeedPage:
        """What came after `fseq`; from here on `feed.{shop}` is published. Subscribe before you call."""
        shop_id = actor.shop_id
        if shop_id not in self._desks:
            self._desks[shop_id] = set()
            self._db.bus.listen(f"shop.{shop_id}", self, lambda _news: self._plan(shop_id))
        self._desks[shop_id].add(desk)
        await self._db.write(partial(self._number, shop_id=shop_id))
        return await self._db.read(lambda tx: self._after(tx, shop_id, fseq))

    def leave(self, actor: Actor, desk: object) -> None:
        """The desk is gone; with the last one the numbering rests."""
        desks = self._desks.get(actor.shop_id, set())
        desks.discard(desk)
        if not desks and self._desks.pop(actor.shop_id, None) is not None:
            self._db.bus.leave(f"shop.{actor.shop_id}", self)

    def _after(self, tx: Tx, shop_id: str, fseq: int) -> FeedPage:
        head = desk_rows.feed_head(tx, shop_id)
        if fseq > head or head - fseq > REPLAY:
            return FeedPage([], head, True)
        return FeedPage(desk_rows.feed_after(tx, shop_id, fseq), head, False)

    def _plan(self, shop_id: str) -> None:
        if shop_id not in self._is_due:
            self._is_due.add(shop_id)
            self._tasks.spawn(self._soon(shop_id))

    async def _soon(self, shop_id: str) -> None:
        """What is committed within a moment is numbered together."""
        await self._clock.sleep(SETTLE_S)
        self._is_due.discard(shop_id)
        await self._db.write(partial(self._number, shop_id=shop_id))

    def _number(self, tx: Tx, shop_id: str) -> None:
        head = desk_rows.lock_feed(tx, shop_id)
        while behind := desk_rows.not_in_feed(tx, shop_id):
            rows = [FeedRow(head + i, c, first, last) for i, (c, first, last) in enumerate(behind, 1)]
            head = rows[-1].fseq
            desk_rows.add_to_feed(tx, shop_id, rows)
            desk_rows.forget_feed(tx, shop_id, head - KEPT)
            tx.publish(f"feed.{shop_id}", rows)
