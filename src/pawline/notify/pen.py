"""How cards and sentences are put into a conversation, inside the transaction of what they tell."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from pawline.booking import clock_said, when_words
from pawline.chat import Append, Chat, Kind, State, find_by_cmid, last_about
from pawline.people import find_account, find_bot, system_actor
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, ConversationId, ShopId
from pawline.shop import ShopService

SCHEDULE, BOARD, PLAN, WAITLIST = (
    msgspec.json.encode({"t": "changed", "d": {"what": what}}) for what in ("schedule", "board", "plan", "waitlist")
)


class Pen:
    """Writes as the shop's assistant."""

    def __init__(self, chat: Chat, shops: ShopService) -> None:
        self._chat = chat
        self._shops = shops

    def _lang(self, tx: Tx, shop_id: str, owner_id: str) -> str:
        owner = find_account(tx, shop_id, owner_id)
        return "en" if owner is not None and owner.lang == "en" else "zh"

    def _when(self, tx: Tx, shop_id: str, ms: int, lang: str) -> str:
        """A moment by the shop's clock, with its day and weekday, as the reader says it."""
        words = when_words(ms, self._shops.shop_of(tx, shop_id).clock_zone)
        return words["when_en" if lang == "en" else "when"]

    def _clock(self, tx: Tx, shop_id: str, ms: int) -> str:
        """The same, the hour alone."""
        return clock_said(ms, self._shops.shop_of(tx, shop_id).clock_zone)

    def _say(self, tx: Tx, shop_id: str, c: str, cmid: str, words: str) -> None:
        body = {"type": "text", "text": words}
        self._append(tx, shop_id, c, self._bot(tx, shop_id), cmid, Kind.MESSAGE, body, None)

    def _bot(self, tx: Tx, shop_id: str) -> str:
        bot = find_bot(tx, shop_id)
        assert bot is not None, "every shop has an assistant account"
        return str(bot.id)

    def _queue(self, tx: Tx, shop_id: str, c: str, reason: str) -> None:
        """A person of the team has to look."""
        found = self._chat.conversation(tx, shop_id, c)
        if found is not None:
            self._chat.owners.queue(tx, found, reason)

    def _unqueue(self, tx: Tx, shop_id: str, c: str, reason: str) -> None:
        """What a person had to look at is settled; who has taken the conversation keeps it."""
        if self._is_queued(tx, shop_id, c, reason):
            found = self._chat.conversation(tx, shop_id, c)
            assistant = replace(system_actor(ShopId(shop_id)), account_id=AccountId(self._bot(tx, shop_id)))
            assert found is not None
            self._chat.owners.hand_back(tx, assistant, found)

    def _is_queued(self, tx: Tx, shop_id: str, c: str, reason: str) -> bool:
        found = self._chat.conversation(tx, shop_id, c)
        return found is not None and (found.state, found.reason) == (State.QUEUED, reason)

    def _drawn(self, tx: Tx, shop_id: str, c: str, card: str, about: str) -> dict[str, Any] | None:
        """What a card of the conversation shows now; None when it has none of this."""
        first = find_by_cmid(tx, c, self._bot(tx, shop_id), f"{card}-{about}") if c else None
        if first is None:
            return None
        return (last_about(tx, c, first.seq, Kind.BOOKING) or first).body["view"]

    def _draw(
        self, tx: Tx, shop_id: str, c: str, card: str, about: str, version: int, view: Any, *, only_anew: bool = False
    ) -> None:
        bot_id = self._bot(tx, shop_id)
        first = find_by_cmid(tx, c, bot_id, f"{card}-{about}")
        body = {"card": card, "id": about, "version": version, "view": msgspec.to_builtins(view)}
        if first is None:
            if only_anew:
                return
            self._append(tx, shop_id, c, bot_id, f"{card}-{about}", Kind.MESSAGE, {"type": "card", **body}, None)
            return
        cmid = f"{card}-{about}-{version}"
        # Of pets that come together each tells that all were confirmed: once is enough.
        if first.body.get("version") != version and find_by_cmid(tx, c, bot_id, cmid) is None:
            self._append(tx, shop_id, c, bot_id, cmid, Kind.BOOKING, body, first.seq)

    def _append(
        self, tx: Tx, shop_id: str, c: str, bot_id: str, cmid: str, kind: Kind, body: dict[str, Any], target: int | None
    ) -> None:
        one = Append(ConversationId(c), ShopId(shop_id), AccountId(bot_id), cmid, kind, body, target)
        self._chat.append(tx, one)


def names_said(names: Sequence[str], lang: str) -> str:
    """Several pets, as the reader lists them."""
    return " and ".join(names) if lang == "en" else "、".join(names)
