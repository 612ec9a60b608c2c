"""What conversations do when accounts change."""

from pawline.chat import store
from pawline.chat.model import Append, Kind, State
from pawline.chat.service import Chat
from pawline.people import OwnerArrived, PhoneVerified, StaffLeft, find_bot
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, ShopId


def react(db: Database, chat: Chat) -> None:
    """Registers the reactions that live inside the transactions of the people room."""
    db.reacts(OwnerArrived, lambda tx, fact: open_conversation(chat, tx, fact))
    db.reacts(StaffLeft, lambda tx, fact: release(chat, tx, fact))
    db.reacts(PhoneVerified, lambda tx, fact: join_households(chat, tx, fact))


def open_conversation(chat: Chat, tx: Tx, fact: OwnerArrived) -> None:
    """A new owner gets the one conversation with the shop."""
    bot = find_bot(tx, fact.shop_id)
    assert bot is not None, "every shop has an assistant account"
    chat.open_for_owner(tx, ShopId(fact.shop_id), AccountId(fact.account_id), AccountId(bot.id))


def join_households(chat: Chat, tx: Tx, fact: PhoneVerified) -> None:
    """A guest turned out to be a known owner: the guest's conversation closes with a line that says so.

    Its entries stay where they are: they were said there. Who waits goes on waiting where it goes on.
    """
    if fact.was is None:
        return
    guest = chat.conversation_of(tx, fact.shop_id, fact.was)
    if guest is None:
        return
    known = chat.conversation_of(tx, fact.shop_id, fact.account_id)
    body = {"type": "notice", "code": "continued_elsewhere", "c": known.id if known else None}
    sender = AccountId(fact.was)
    # The seq under the conversation's lock: a message may have come since it was looked up.
    last = chat.append(tx, Append(guest.id, guest.shop_id, sender, f"continued-{fact.account_id}", Kind.SYSTEM, body))
    closed = {"state": State.CLOSED.value, "waiting_since_ms": None, "assignee_id": None, "reason": None}
    store.change_conversation(tx, guest.id, **closed)
    store.leave(tx, guest.id, fact.was, last)
    tx.publish("inbox", (guest.shop_id, guest.id))
    if known is not None:
        chat.owners.carry_on(tx, known, guest)


def release(chat: Chat, tx: Tx, fact: StaffLeft) -> None:
    """Somebody left the team: those who were talking to them get another person, and they are out of every group."""
    for found in store.assigned_to(tx, fact.shop_id, fact.account_id):
        chat.owners.release(tx, found)
    chat.groups.let_go(tx, fact.shop_id, AccountId(fact.account_id))
