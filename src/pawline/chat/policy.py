"""Who may see and do what in conversations. Every access goes through `access`."""

import msgspec

from pawline.chat import store
from pawline.chat.errors import NoSuchConversation, NotInGroup
from pawline.chat.model import Conversation
from pawline.people import Actor
from pawline.platform.db import Tx

LOOKING_AFTER = ("founder", "keeper")


def access(tx: Tx, actor: Actor, c: str) -> Conversation:
    """The conversation, if the actor takes part in it: a member, or staff of its shop (and its programs).

    `first_seq` says where their view begins. Raises NoSuchConversation for everybody else: whether it exists is
    nobody else's business.
    """
    found = store.find_conversation(tx, actor.shop_id, c)
    if found is None:
        raise NoSuchConversation
    if found.is_shops and actor.is_staff:
        return found
    if found.kind == "owner" and actor.kind == "bot":
        return found
    row = store.find_member(tx, c, actor.account_id)
    if row is None or row.to_seq is not None or found.kind == "notes":
        raise NoSuchConversation
    return msgspec.structs.replace(found, first_seq=row.from_seq)


def look_after(tx: Tx, actor: Actor, c: str) -> Conversation:
    """The group, if the actor looks after it. Raises NoSuchConversation, NotInGroup."""
    found = access(tx, actor, c)
    row = store.find_member(tx, c, actor.account_id)
    if found.kind != "group" or row is None:
        raise NoSuchConversation
    if row.role not in LOOKING_AFTER:
        raise NotInGroup
    return found
