"""How far everybody has got and read. Marks only ever grow, and never pass the newest entry."""

from collections.abc import Sequence
from typing import Any

import msgspec

from pawline.chat import entry_rows, store, tables
from pawline.chat.errors import NoSuchConversation
from pawline.chat.mark_rows import MarkRow, find_mark, raise_mark
from pawline.chat.model import Fellow, Receipt, Talk
from pawline.chat.policy import access, takes_part
from pawline.people import Actor, Person, people_of
from pawline.platform.db import Database, Tx, awaited
from pawline.platform.ids import ConversationId

# In larger groups nobody is told who has read: it would be most of what is sent.
READ_BY = 200


class Mark(msgspec.Struct, frozen=True):
    """How far somebody says they have got."""

    actor: Actor
    c: str
    read: int
    delivered: int


class Marks:
    """Verbs and questions of read and delivered marks."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def raise_to(self, actor: Actor, c: str, *, read: int = 0, delivered: int = 0) -> Receipt:
        """Raises the actor's marks (what is read was delivered) and tells the others, where they may know."""
        mark = Mark(actor, c, read, delivered)
        receipt = await self._submit(mark)
        if receipt is None:
            await self._db.write(lambda tx: self._add_row(tx, actor, c))
            receipt = await self._submit(mark)
        assert receipt is not None
        return receipt

    async def _submit(self, mark: Mark) -> Receipt | None:
        future, answer = awaited()
        self._db.submit(self._raise_all, mark, answer, is_light=True)
        return await future

    def _raise_all(self, tx: Tx, marks: Sequence[Mark]) -> list[Receipt | Exception | None]:
        """Marks of several people; None for staff who have no row of their own in the conversation yet."""
        return [self._raise(tx, one) for one in marks]

    def _raise(self, tx: Tx, one: Mark) -> Receipt | Exception | None:
        row = find_mark(tx, one.actor.shop_id, one.c, one.actor.account_id)
        if row is None or not takes_part(one.actor, row.kind, is_member=row.has_row and row.to_seq is None):
            return NoSuchConversation()
        return self._raised(tx, one, row) if row.has_row else None

    def _raised(self, tx: Tx, one: Mark, row: MarkRow) -> Receipt:
        was = (row.delivered_seq or 0, row.read_seq or 0)
        read_seq = max(was[1], min(one.read, row.last_seq))
        delivered_seq = max(was[0], read_seq, min(one.delivered, row.last_seq))
        is_private = row.is_private or (row.kind == "group" and store.count_members(tx, one.c) > READ_BY)
        receipt = Receipt(ConversationId(one.c), one.actor.account_id, delivered_seq, read_seq, is_private)
        if (delivered_seq, read_seq) != was:
            raise_mark(tx, row, one.c, one.actor.account_id, delivered_seq, read_seq)
            tx.publish(f"receipt.{one.c}", receipt)
        return receipt

    def _add_row(self, tx: Tx, actor: Actor, c: str) -> None:
        access(tx, actor, c)
        if store.find_member(tx, c, actor.account_id) is None:
            store.add_member(tx, c, actor.account_id, actor.shop_id)

    async def keep_private(self, actor: Actor, is_private: bool) -> None:
        """Whether others are told what the actor has read; own unread counts work all the same."""
        await self._db.write(lambda tx: store.read_privately(tx, actor.shop_id, actor.account_id, is_private))

    async def is_private(self, actor: Actor) -> bool:
        """Whether the actor keeps what they have read to themselves."""
        return await self._db.read(lambda tx: store.reads_privately(tx, actor.shop_id, actor.account_id))

    async def keep_shop_private(self, actor: Actor, is_private: bool) -> None:
        """The same for everybody in the actor's shop, whatever they have chosen themselves."""
        await self._db.write(lambda tx: store.read_privately(tx, actor.shop_id, tables.EVERYBODY, is_private))

    async def is_shop_private(self, actor: Actor) -> bool:
        """Whether nobody in the actor's shop is told what others have read."""
        return await self._db.read(lambda tx: store.reads_privately(tx, actor.shop_id, tables.EVERYBODY))

    async def fellows(self, actor: Actor, c: str) -> list[Fellow]:
        """Everybody who is in the conversation or has written in it, with the marks that the asker may know."""
        return await self._db.read(lambda tx: self._fellows(tx, actor, c))

    def _fellows(self, tx: Tx, actor: Actor, c: str) -> list[Fellow]:
        found = access(tx, actor, c)
        rows = {row.account_id: row for row in store.members_of(tx, c)}
        words = entry_rows.last_words_of(tx, c)
        people = people_of(tx, {*rows, *words})
        private = store.who_reads_privately(tx, actor.shop_id)
        is_large = found.kind == "group" and len(rows) > READ_BY
        return [
            _fellow(
                one,
                rows.get(one.id),
                words.get(one.id, 0),
                one.id == actor.account_id or not (is_large or one.id in private or tables.EVERYBODY in private),
                found.kind,
            )
            for one in people.values()
        ]

    async def talks(self, actor: Actor) -> list[Talk]:
        """The actor's own conversations with what is unread; staff have the inbox for those of owners."""
        found = await self._db.read(lambda tx: store.talks_of(tx, actor.shop_id, actor.account_id))
        return [one for one in found if not (actor.is_staff and one.kind == "owner")]

    async def mute(self, actor: Actor, c: str, until_ms: int | None) -> None:
        """No push about this conversation until then; None ends it. Messages and unread counts go on."""

        def work(tx: Tx) -> None:
            self._add_row(tx, actor, c)
            store.change_member(tx, c, actor.account_id, muted_ms=until_ms)

        await self._db.write(work)


def _fellow(one: Person, row: Any, last_word: int, is_told: bool, kind: str) -> Fellow:
    """Who writes has read what stands above; that costs no mark of its own in the message's transaction."""
    role = one.role.value
    if row is not None and kind == "group":
        role = row.role if row.to_seq is None or row.role == "removed" else "left"
    silenced_ms = row.silenced_ms if row is not None else None
    delivered, read = (row.delivered_seq, row.read_seq) if row is not None and is_told else (0, 0)
    if is_told and one.kind != "bot":
        delivered, read = max(delivered, last_word), max(read, last_word)
    return Fellow(one.id, one.name, one.kind, role, one.title, delivered, read, silenced_ms)
