"""What staff write to each other about an owner's conversation. Owners never see it: it is a log of its own."""

from pawline.chat import entry_rows, store
from pawline.chat.bodies import checked, checked_cmid
from pawline.chat.errors import NoSuchConversation
from pawline.chat.log import LogWriter
from pawline.chat.model import Ack, Conversation, Send, State
from pawline.chat.policy import access
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import ConversationId, Ids


class Notes:
    """One book of notes a conversation, opened by the first note."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, log: LogWriter) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._log = log

    async def write(self, actor: Actor, c: str, cmid: str, text: str) -> Ack:
        """A note, placed after what the conversation holds now (`after_seq`). A retry gets the same answer."""
        checked_cmid(cmid)
        body = checked({"type": "text", "text": text})
        return await self._db.write(lambda tx: self._write(tx, actor, c, cmid, body["text"]))

    def _write(self, tx: Tx, actor: Actor, c: str, cmid: str, text: str) -> Ack:
        found = _owners(tx, actor, c)
        book = self.book(tx, actor.shop_id, found.id) or self._open(tx, found)
        known = entry_rows.find_by_cmid(tx, book, actor.account_id, cmid)
        after_seq = known.body["after_seq"] if known is not None else found.last_seq
        body = {"type": "text", "text": text, "about": found.id, "after_seq": after_seq}
        answer = self._log.send_all(tx, [Send(actor, book, cmid, body)])[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def book(self, tx: Tx, shop_id: str, c: str) -> ConversationId | None:
        """The notes about a conversation, None before the first."""
        return store.notes_about(tx, shop_id, c)

    async def book_of(self, actor: Actor, c: str) -> ConversationId | None:
        """The same for a member of staff. Raises NoSuchConversation for everybody else."""

        def ask(tx: Tx) -> ConversationId | None:
            return self.book(tx, actor.shop_id, _owners(tx, actor, c).id)

        return await self._db.read(ask)

    def _open(self, tx: Tx, found: Conversation) -> ConversationId:
        book = ConversationId(self._ids.new())
        store.add_conversation(
            tx, id=book, shop_id=found.shop_id, kind="notes", state=State.HUMAN.value, about=found.id,
            created_ms=self._clock.now_ms(), last_ts=self._clock.now_ms(),
        )  # fmt: skip
        return book


def _owners(tx: Tx, actor: Actor, c: str) -> Conversation:
    found = access(tx, actor, c)
    if found.kind != "owner" or not actor.is_staff:
        raise NoSuchConversation
    return found
