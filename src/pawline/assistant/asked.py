"""What there is to answer in a conversation, and whether its answer may still be said."""

from __future__ import annotations

from dataclasses import dataclass

from pawline.booking import SlotsView
from pawline.chat import Chat, Conversation, Entry, Kind, State
from pawline.people import Actor, Role, find_account, find_bot
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, DeviceId, ShopId

from . import store
from .engine import LiveWorld
from .model import Dialogue, Wish

SPEAKING = (State.NEW, State.ASSISTANT, State.QUEUED)
"""The assistant has the word; in the queue until the person called writes."""

DEVICE = DeviceId("assistant")
_NEWEST = 20


class Stale(Exception):
    """Something newer was said, or a person took over, while the reply was being made."""


@dataclass(frozen=True)
class Asked:
    """What there is to answer in a conversation."""

    found: Conversation
    owner: Actor
    bot_id: AccountId
    stood: store.Stood
    entries: tuple[Entry, ...]
    head: int

    @property
    def called(self) -> str | None:
        """Why a person was called who has not come yet."""
        return (self.found.reason or "asked") if self.found.state is State.QUEUED else None

    @property
    def bot(self) -> Actor:
        """The assistant's own account."""
        return Actor(self.owner.shop_id, self.bot_id, "bot", Role.BOT, DEVICE)


@dataclass
class Reply:
    """A reply on its way to its one write. `part` numbers its messages, so that a repeat is harmless."""

    asked: Asked
    world: LiveWorld
    state: Dialogue
    views: dict[Wish, SlotsView]
    part: int = 0


def asked_in(chat: Chat, tx: Tx, shop_id: str, c: str) -> Asked | None:
    """What the owner said since the last answer; None where the assistant has no word."""
    found = chat.conversation(tx, shop_id, c)
    bot = find_bot(tx, shop_id)
    if found is None or found.owner_id is None or found.kind != "owner" or bot is None:
        return None
    account = find_account(tx, shop_id, found.owner_id)
    if found.state not in SPEAKING or account is None or account.is_loadtest:
        return None
    lang = "en" if account.lang == "en" else "zh"
    owner = Actor(ShopId(shop_id), found.owner_id, "owner", Role.OWNER, DEVICE, lang)
    stood = _stood(tx, found, lang)
    entries = _unanswered(chat, tx, c, stood.turn_seq, {found.owner_id}, {found.owner_id, bot.id})
    head = entries[-1].seq if entries else found.last_seq
    return Asked(found, owner, AccountId(bot.id), stood, tuple(entries), head)


def _stood(tx: Tx, found: Conversation, lang: str) -> store.Stood:
    """Where the dialogue stands. After a person spoke, what was being arranged may be settled.

    One change of who speaks is a calling or its end, with no person in between.
    """
    fresh = Dialogue(lang="en" if lang == "en" else "zh")
    stood = store.find(tx, found.shop_id, found.id) or store.Stood(fresh, 0, found.epoch)
    if found.epoch - stood.epoch > 1:
        return store.Stood(Dialogue(lang=stood.state.lang), stood.turn_seq, found.epoch)
    return store.Stood(stood.state, stood.turn_seq, found.epoch)


def _unanswered(chat: Chat, tx: Tx, c: str, after: int, owner: set[str], ours: set[str]) -> list[Entry]:
    """The owner's messages that neither we nor a person of the shop have answered, the newest of them.

    Other words for the last one that was answered are such a message as well.
    """
    entries: list[Entry] = []
    while page := chat.entries_after(tx, c, after):
        for one in page:
            if one.sender in owner and _is_said_anew(chat, tx, one, after):
                entries.append(one)
            if one.kind != Kind.MESSAGE:
                continue
            if one.sender in owner:
                entries.append(one)
            elif one.sender not in ours:
                # A person wrote: what came before is theirs.
                entries.clear()
        after = page[-1].seq
    return entries[-_NEWEST:]


def _is_said_anew(chat: Chat, tx: Tx, one: Entry, answered: int) -> bool:
    """Whether this puts the last thing its sender said in other words, after it was answered.

    What is not answered yet is read as it stands now; what an older message says now is for the record.
    """
    if one.kind != Kind.EDIT or one.body.get("type") != "text" or (one.target_seq or 0) > answered:
        return False
    since = chat.entries_after(tx, one.c, one.target_seq or 0)
    is_near = any(other.seq == one.seq for other in since)
    return is_near and not any(other.kind == Kind.MESSAGE and other.sender == one.sender for other in since)


def check_fresh(chat: Chat, tx: Tx, asked: Asked) -> Conversation:
    """The conversation if the reply may still be said; raises Stale."""
    found = chat.conversation(tx, asked.found.shop_id, asked.found.id)
    if found is None or found.epoch != asked.found.epoch or found.state not in SPEAKING:
        raise Stale
    newer = chat.entries_after(tx, found.id, asked.head)
    if any(one.kind == Kind.MESSAGE and one.sender == asked.owner.account_id for one in newer):
        raise Stale
    return found
