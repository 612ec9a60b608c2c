"""Verbs and questions of conversations."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from pawline.chat import entry_rows, store
from pawline.chat.bodies import checked, checked_change, checked_cmid, with_references
from pawline.chat.canned import Canned
from pawline.chat.changes import Changes, pinned
from pawline.chat.desks import Desks
from pawline.chat.errors import NoSuchEntry, NoSuchUpload, UnknownKind
from pawline.chat.frames import SendFrame
from pawline.chat.groups import Groups
from pawline.chat.log import MESSAGE, LogWriter, NotTaken
from pawline.chat.marks import Marks
from pawline.chat.model import Ack, Append, Body, Conversation, Entry, Kind, Page, Send, State
from pawline.chat.notes import Notes
from pawline.chat.owners import Owners
from pawline.chat.pace import Pace
from pawline.chat.policy import access
from pawline.chat.rules import Rules
from pawline.chat.search import Search
from pawline.chat.uploads.binding import bind
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx, awaited
from pawline.platform.ids import AccountId, ConversationId, Ids, ShopId

PAGE = 100
REPLAY = 300
LATEST = 50
CHANGES = frozenset({"edit", "recall", "reaction", "system"})


class Chat:
    """The message log of every conversation, and who may take part."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, epoch: str) -> None:
        self.db = db
        self.clock = clock
        self.ids = ids
        self.epoch = epoch
        self.log = LogWriter(clock, ids, db.dialect)
        self.owners = Owners(self.log, clock)
        self.groups = Groups(db, clock, ids, self.log)
        self.notes = Notes(db, clock, ids, self.log)
        self.marks = Marks(db)
        self.canned = Canned(db, ids)
        self.rules = Rules(db)
        self.presence = Desks(db, clock, self.owners)
        self.search = Search(db, clock)
        self._changes = Changes(clock)
        self._pace = Pace(clock)
        self._may_show: Callable[[Tx, Actor, str], object] | None = None

    def asks_about_pets(self, may_show: Callable[[Tx, Actor, str], object]) -> None:
        """Whoever shows a pet must see it: `may_show` raises for a pet that there is not, or that is not theirs."""
        self._may_show = may_show

    def submit(
        self,
        actor: Actor,
        c: str,
        wanted: SendFrame,
        answer: Callable[[Ack | None, BaseException | None], None],
    ) -> None:
        """The message path: checks pace and form at once (raising refusals), answers after the commit."""
        self._pace.take(actor)
        one = _read(actor, c, wanted)
        self.db.submit(self._send_all, one, answer, _is_plain(one))

    async def send(self, actor: Actor, c: str, cmid: str, body: Any, **more: Any) -> Ack:
        """The same for callers that wait. Raises TooFast, NoSuchConversation, CmidConflict, BadInput and its kin."""
        return await self.send_frame(actor, c, SendFrame(cmid, body, **more))

    async def send_frame(self, actor: Actor, c: str, wanted: SendFrame) -> Ack:
        """The same, for messages and for changes of them: edits, recalls, reactions, pins."""
        future, answer = awaited()
        self.submit(actor, c, wanted, answer)
        return await future

    def _send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Any]:
        """A group from the writer. The rare kinds that need more than the log go one by one, in order."""
        if all(map(_is_plain, sends)):
            with suppress(NotTaken):
                return self.log.send_all(tx, sends)
        self.log.lock(tx, sends)
        return [tx.attempt(partial(self._send_one, tx, one)) for one in sends]

    def _send_one(self, tx: Tx, one: Send) -> Any:
        found = access(tx, one.actor, one.c)
        earlier = entry_rows.find_by_cmid(tx, one.c, one.actor.account_id, one.cmid)
        if "upload_id" in one.body:
            try:
                one.body.update(bind(tx, one.actor, one.body["upload_id"], one.body["type"], one.c, found.last_seq + 1))
            except NoSuchUpload:
                if earlier is None:
                    raise
                # It was sent, and has been taken back since: the answer to its sending stays the same.
                return Ack(one.cmid, earlier.msg_id, earlier.seq, earlier.n, earlier.ts, True)
        if earlier is None:
            self._prepare(tx, one, found)
        answer = self.log.send_one(tx, one)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _prepare(self, tx: Tx, one: Send, found: Conversation) -> None:
        """What a new entry needs besides its row. A retry has had it."""
        if one.kind is not Kind.MESSAGE:
            self._changes.apply(tx, one, found)
            return
        if not found.first_seq <= one.body.get("reply_to", found.first_seq) <= max(found.last_seq, found.first_seq):
            raise NoSuchEntry
        if "pet_id" in one.body and self._may_show is not None:
            self._may_show(tx, one.actor, one.body["pet_id"])
        if one.actor.is_staff and found.kind == "owner":
            # The first human message takes the conversation in its own transaction.
            self.owners.take(tx, one.actor, found)
            tx.tale += 1

    def append(self, tx: Tx, one: Append) -> int:
        """The one borrowing write: an entry in the caller's transaction; returns its seq."""
        return self.log.append(tx, one)

    async def page(
        self, actor: Actor, c: str, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> Page:
        """Up to 100 entries: after a seq, before a seq, or (neither) the newest."""
        return await self.db.read(lambda tx: self.page_in(tx, actor, c, before, after, limit))

    def page_in(self, tx: Tx, actor: Actor, c: str, before: int | None, after: int | None, limit: int) -> Page:
        found = access(tx, actor, c)
        head = found.last_seq
        size = max(1, min(limit, PAGE))
        if after is not None:
            first, last = after + 1, after + size
        else:
            last = min(head, (before - 1) if before is not None else head)
            first = max(1, last - size + 1)
        entries = entry_rows.entries_between(tx, c, max(first, found.first_seq), min(last, head))
        return Page(entries, head, self.epoch, found.first_seq)

    async def replay(self, actor: Actor, c: str, seq: int) -> tuple[Page, bool]:
        """Everything after the cursor, or (flag) only the newest 50 of a long gap."""
        return await self.db.read(lambda tx: self._replay(tx, actor, c, seq))

    def _replay(self, tx: Tx, actor: Actor, c: str, seq: int) -> tuple[Page, bool]:
        found = access(tx, actor, c)
        head = found.last_seq
        # Who came later than the cursor says begins where their view does.
        is_gap = head - seq > REPLAY or seq + 1 < found.first_seq <= head
        first = max(head - LATEST + 1, found.first_seq) if is_gap else seq + 1
        return Page(entry_rows.entries_between(tx, c, first, head), head, self.epoch, found.first_seq), is_gap

    async def pins(self, actor: Actor, c: str) -> list[Entry]:
        """The pinned messages of a conversation, in order."""

        def ask(tx: Tx) -> list[Entry]:
            found = access(tx, actor, c)
            seqs = sorted(seq for seq in pinned(entry_rows.pins_of(tx, c)) if seq >= found.first_seq)
            entries = [entry_rows.find_entry(tx, c, seq) for seq in seqs]
            return [one for one in entries if one is not None and one.body.get("type") != "recalled"]

        return await self.db.read(ask)

    async def earlier(self, actor: Actor, c: str, seq: int) -> list[tuple[int, Body]]:
        """What a message said before it was edited, for staff; nothing of what was said before they came.

        Raises NoSuchConversation.
        """

        def ask(tx: Tx) -> list[tuple[int, Body]]:
            found = access(tx, actor, c)
            return entry_rows.revisions_of(tx, c, seq) if seq >= found.first_seq else []

        return await self.db.read(ask)

    async def take(self, actor: Actor, c: str) -> Conversation:
        """A member of staff speaks for the shop from here on; the assistant falls silent."""
        return await self._owned(actor, c, self.owners.take)

    async def assign(self, actor: Actor, c: str, account_id: str) -> Conversation:
        """A colleague speaks for the shop from here on. Raises NoSuchConversation for whoever is not staff here."""

        def give(tx: Tx, who: Actor, found: Conversation) -> None:
            self.owners.assign(tx, who, found, AccountId(account_id))

        return await self._owned(actor, c, give)

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
        return entry_rows.entries_between(tx, c, seq + 1, seq + PAGE)

    def say(self, tx: Tx, found: Conversation, bot_id: AccountId, cmid: str, body: Body) -> int:
        """The assistant says something in the caller's transaction; returns the seq."""
        return self.append(tx, Append(found.id, found.shop_id, bot_id, cmid, Kind.MESSAGE, body))


def _read(actor: Actor, c: str, wanted: SendFrame) -> Send:
    """What was sent, bounded and typed. Raises BadInput and its kin."""
    cmid = checked_cmid(wanted.cmid)
    if wanted.kind == "message":
        body = checked(wanted.body)
        if wanted.reply_to is not None or wanted.mentions:
            body = with_references(body, wanted.reply_to, wanted.mentions)
        return Send(actor, ConversationId(c), cmid, body)
    if wanted.kind not in CHANGES or wanted.target_seq is None:
        raise UnknownKind("kind")
    kind = Kind(wanted.kind)
    return Send(actor, ConversationId(c), cmid, checked_change(kind, wanted.body), kind, wanted.target_seq)


def _is_plain(one: Send) -> bool:
    """Whether the log alone can take it, but for somebody on staff who has to take the conversation first."""
    return one.kind is MESSAGE and not ("upload_id" in one.body or "reply_to" in one.body or "pet_id" in one.body)
