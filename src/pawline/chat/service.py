"""Verbs and questions of conversations."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from pawline.chat import store
from pawline.chat.bodies import checked, checked_cmid
from pawline.chat.errors import NoSuchUpload
from pawline.chat.log import LogWriter, Send
from pawline.chat.model import Ack, Append, Body, Conversation, Entry, Kind, Page, Receipt, State
from pawline.chat.owners import Owners
from pawline.chat.pace import Pace
from pawline.chat.policy import access
from pawline.people import Actor, Person, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, ConversationId, Ids, ShopId

PAGE = 100
REPLAY = 300
LATEST = 50


class Chat:
    """The message log of every conversation, and who may take part."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, epoch: str) -> None:
        self.db = db
        self.clock = clock
        self.ids = ids
        self.epoch = epoch
        self.log = LogWriter(clock, ids, db.dialect)
        self.owners = Owners(self.log, clock)
        self._pace = Pace(clock)

    def submit(
        self,
        actor: Actor,
        c: str,
        cmid: str,
        body: Any,
        answer: Callable[[Ack | None, BaseException | None], None],
    ) -> None:
        """The message path: checks pace and form at once (raising refusals), answers after the commit."""
        self._pace.take(actor)
        one = Send(actor, ConversationId(c), checked_cmid(cmid), checked(body))
        self.db.submit(self._send_all, one, answer)

    async def send(self, actor: Actor, c: str, cmid: str, body: Any) -> Ack:
        """The same for callers that wait. Raises TooFast, NoSuchConversation, CmidConflict, BadInput and its kin."""
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()

        def answer(ack: Ack | None, error: BaseException | None) -> None:
            if future.cancelled():
                return
            if error is not None:
                future.set_exception(error)
            elif ack is not None:
                future.set_result(ack)

        self.submit(actor, c, cmid, body, answer)
        return await future

    def _send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Any]:
        """A group from the writer. The rare kinds that need more than the log go one by one, in order."""
        if all(one.actor.kind != "staff" and one.body["type"] != "image" for one in sends):
            return self.log.send_all(tx, sends)
        return [tx.attempt(partial(self._send_one, tx, one)) for one in sends]

    def _send_one(self, tx: Tx, one: Send) -> Any:
        conversation = access(tx, one.actor, one.c)
        if one.body["type"] == "image":
            self._bind_upload(tx, one)
        is_repeat = store.find_by_cmid(tx, one.c, one.actor.account_id, one.cmid) is not None
        if one.actor.is_staff and conversation.kind == "owner" and not is_repeat:
            # The first human message takes the conversation in its own transaction.
            self.owners.take(tx, one.actor, conversation)
            tx.tale += 1
        return self.log.send_all(tx, [one])[0]

    def _bind_upload(self, tx: Tx, one: Send) -> None:
        upload = store.find_upload(tx, one.actor.shop_id, one.body["upload_id"])
        if upload is None or upload.account_id != one.actor.account_id or upload.c not in (None, one.c):
            raise NoSuchUpload
        one.body |= {"w": upload.w, "h": upload.h}
        store.bind_upload(tx, upload.id, one.c)

    def append(self, tx: Tx, one: Append) -> int:
        """The one borrowing write: an entry in the caller's transaction; returns its seq."""
        return self.log.append(tx, one)

    async def page(
        self, actor: Actor, c: str, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> Page:
        """Up to 100 entries: after a seq, before a seq, or (neither) the newest."""
        return await self.db.read(lambda tx: self.page_in(tx, actor, c, before, after, limit))

    def page_in(self, tx: Tx, actor: Actor, c: str, before: int | None, after: int | None, limit: int) -> Page:
        head = access(tx, actor, c).last_seq
        size = max(1, min(limit, PAGE))
        if after is not None:
            first, last = after + 1, after + size
        else:
            last = min(head, (before - 1) if before is not None else head)
            first = max(1, last - size + 1)
        return Page(store.entries_between(tx, c, first, min(last, head)), head, self.epoch)

    async def replay(self, actor: Actor, cursors: dict[str, int]) -> list[tuple[str, Page, bool]]:
        """For each conversation everything after the cursor, or (flag) only the newest 50 of a long gap."""
        return await self.db.read(lambda tx: [self._replay(tx, actor, c, seq) for c, seq in cursors.items()])

    def _replay(self, tx: Tx, actor: Actor, c: str, seq: int) -> tuple[str, Page, bool]:
        head = access(tx, actor, c).last_seq
        is_gap = head - seq > REPLAY
        first = head - LATEST + 1 if is_gap else seq + 1
        return c, Page(store.entries_between(tx, c, first, head), head, self.epoch), is_gap

    async def read_to(self, actor: Actor, c: str, seq: int) -> Receipt:
        """Raises the actor's read mark (never above the newest entry, never back)."""

        def raise_mark(tx: Tx) -> Receipt:
            head = access(tx, actor, c).last_seq
            clamped = max(0, min(seq, head))
            receipt = store.mark(tx, c, actor.account_id, actor.shop_id, clamped, store.count_at(tx, c, clamped))
            tx.publish(f"receipt.{c}", receipt)
            return receipt

        return await self.db.write(raise_mark)

    async def people_in(self, actor: Actor, c: str) -> list[Person]:
        """Everybody who has written in the conversation or may."""

        def ask(tx: Tx) -> list[Person]:
            access(tx, actor, c)
            everyone = {m.account_id for m in store.members_of(tx, c)} | store.senders_of(tx, c)
            return list(people_of(tx, everyone).values())

        return await self.db.read(ask)

    async def take(self, actor: Actor, c: str) -> Conversation:
        """A member of staff speaks for the shop from here on; the assistant falls silent."""
        return await self._owned(actor, c, self.owners.take)

    async def hand_back(self, actor: Actor, c: str) -> Conversation:
        """The assistant speaks for the shop again."""
        return await self._owned(actor, c, self.owners.hand_back)

    async def ask_for_person(self, actor: Actor, c: str, reason: str = "asked") -> Conversation:
        """The owner wants a person: the conversation goes into the staff's queue."""
        return await self._owned(actor, c, lambda tx, _who, found: self.owners.queue(tx, found, reason))

    async def _owned(self, actor: Actor, c: str, change: Callable[[Tx, Actor, Conversation], None]) -> Conversation:
        def work(tx: Tx) -> Conversation:
            change(tx, actor, access(tx, actor, c))
            return access(tx, actor, c)

        return await self.db.write(work)

    def see(self, tx: Tx, actor: Actor, c: str) -> Conversation:
        """The conversation for somebody who takes part in it. Raises NoSuchConversation."""
        return access(tx, actor, c)

    def conversation_of(self, tx: Tx, shop_id: str, owner_id: str) -> Conversation | None:
        """The owner's conversation with the shop, or None before the first visit to the page."""
        return store.conversation_of_owner(tx, shop_id, owner_id)

    def conversation(self, tx: Tx, shop_id: str, c: str) -> Conversation | None:
        """A conversation as the shop itself sees it (jobs and reactions)."""
        return store.find_conversation(tx, shop_id, c)

    def open_for_owner(self, tx: Tx, shop_id: ShopId, owner_id: AccountId, bot_id: AccountId) -> ConversationId:
        """One conversation per household and shop."""
        c = ConversationId(self.ids.new())
        now_ms = self.clock.now_ms()
        store.add_conversation(
            tx, id=c, shop_id=shop_id, kind="owner", owner_id=owner_id, state=State.NEW.value, created_ms=now_ms,
            last_ts=now_ms,
        )  # fmt: skip
        for account_id in (owner_id, bot_id):
            store.add_member(tx, c, account_id, shop_id)
        return c

    def entries_after(self, tx: Tx, c: str, seq: int) -> list[Entry]:
        """Everything after `seq`, at most a page (the assistant's reading)."""
        return store.entries_between(tx, c, seq + 1, seq + PAGE)

    def say(self, tx: Tx, found: Conversation, bot_id: AccountId, cmid: str, body: Body) -> int:
        """The assistant says something in the caller's transaction; returns the seq."""
        return self.append(tx, Append(found.id, found.shop_id, bot_id, cmid, Kind.MESSAGE, body))
