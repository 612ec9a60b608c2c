"""How far everybody has got and read. Marks only ever grow, and never pass the newest entry."""

from typing import Any

import msgspec

from pawline.chat import store
from pawline.chat.model import Conversation, Fellow, Receipt, Talk
from pawline.chat.policy import access
from pawline.people import Actor, Person, people_of
from pawline.platform.db import Database, Tx

# In larger groups nobody is told who has read: it would be most of what is sent.
READ_BY = 200


class Marks:
    """Verbs and questions of read and delivered marks."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def raise_to(self, actor: Actor, c: str, *, read: int = 0, delivered: int = 0) -> Receipt:
        """Raises the actor's marks (what is read was delivered) and tells the others, where they may know."""

        def work(tx: Tx) -> Receipt:
            found = access(tx, actor, c)
            read_seq = max(0, min(read, found.last_seq))
            delivered_seq = max(read_seq, min(delivered, found.last_seq))
            raised = store.mark(
                tx, c, actor.account_id, actor.shop_id, read_seq, store.count_at(tx, c, read_seq), delivered_seq
            )
            receipt = msgspec.structs.replace(raised, is_private=self._is_private(tx, actor, found))
            tx.publish(f"receipt.{c}", receipt)
            return receipt

        return await self._db.write(work)

    def _is_private(self, tx: Tx, actor: Actor, found: Conversation) -> bool:
        if store.reads_privately(tx, actor.shop_id, actor.account_id):
            return True
        return found.kind == "group" and store.count_members(tx, found.id) > READ_BY

    async def keep_private(self, actor: Actor, is_private: bool) -> None:
        """Whether others are told what the actor has read; own unread counts work all the same."""
        await self._db.write(lambda tx: store.read_privately(tx, actor.shop_id, actor.account_id, is_private))

    async def is_private(self, actor: Actor) -> bool:
        """Whether the actor keeps what they have read to themselves."""
        return await self._db.read(lambda tx: store.reads_privately(tx, actor.shop_id, actor.account_id))

    async def fellows(self, actor: Actor, c: str) -> list[Fellow]:
        """Everybody who is in the conversation or has written in it, with the marks that the asker may know."""
        return await self._db.read(lambda tx: self._fellows(tx, actor, c))

    def _fellows(self, tx: Tx, actor: Actor, c: str) -> list[Fellow]:
        found = access(tx, actor, c)
        rows = {row.account_id: row for row in store.members_of(tx, c)}
        people = people_of(tx, {*rows, *store.senders_of(tx, c)})
        private = store.who_reads_privately(tx, actor.shop_id)
        is_large = found.kind == "group" and len(rows) > READ_BY
        return [
            _fellow(
                one, rows.get(one.id), one.id == actor.account_id or not (is_large or one.id in private), found.kind
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
            access(tx, actor, c)
            store.mark(tx, c, actor.account_id, actor.shop_id, 0, 0, 0)
            store.change_member(tx, c, actor.account_id, muted_ms=until_ms)

        await self._db.write(work)


def _fellow(one: Person, row: Any, is_told: bool, kind: str) -> Fellow:
    role = one.role.value
    if row is not None and kind == "group":
        role = row.role if row.to_seq is None or row.role == "removed" else "left"
    silenced_ms = row.silenced_ms if row is not None else None
    delivered, read = (row.delivered_seq, row.read_seq) if row is not None and is_told else (0, 0)
    return Fellow(one.id, one.name, one.kind, role, one.title, delivered, read, silenced_ms)
