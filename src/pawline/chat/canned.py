"""Replies that a shop says often, found by a few letters after a slash."""

from pawline.chat import desk_rows
from pawline.chat.model import CannedReply
from pawline.people import Actor
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput, Conflict, NotFound
from pawline.platform.ids import Ids

MOST = 200


class TooManyReplies(Conflict):
    """The shop keeps as many replies as there may be."""

    code = "too_many_replies"
    zh = "常用回复已经有 {most} 条了，先删掉几条。"
    en = "There are {most} replies already. Delete a few first."


class Canned:
    """The shop's own replies; every member of staff may use and keep them."""

    def __init__(self, db: Database, ids: Ids) -> None:
        self._db = db
        self._ids = ids

    async def all(self, actor: Actor) -> list[CannedReply]:
        """Every reply of the actor's shop, by its word."""
        return await self._db.read(lambda tx: desk_rows.canned_of(tx, actor.shop_id))

    async def keep(self, actor: Actor, word: str, text: str) -> CannedReply:
        """A new reply, or new words for the one that has this word. Raises BadInput, TooManyReplies."""
        word, text = word.strip().lstrip("/").lower(), text.strip()
        if not 1 <= len(word) <= 20 or any(sign.isspace() for sign in word) or not 1 <= len(text) <= 2000:
            raise BadInput("reply")

        def work(tx: Tx) -> CannedReply:
            known = desk_rows.canned_of(tx, actor.shop_id)
            if len(known) >= MOST and all(one.word != word for one in known):
                raise TooManyReplies(most=MOST)
            return desk_rows.keep_canned(tx, actor.shop_id, self._ids.new(), word, text)

        return await self._db.write(work)

    async def forget(self, actor: Actor, reply_id: str) -> None:
        """Raises NotFound."""

        def work(tx: Tx) -> None:
            if not desk_rows.forget_canned(tx, actor.shop_id, reply_id):
                raise NotFound

        await self._db.write(work)
