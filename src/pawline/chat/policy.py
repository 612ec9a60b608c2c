"""Who may see and do what in conversations. Every access goes through `access`."""

import msgspec

from pawline.chat import store
from pawline.chat.errors import NoSuchConversation, NotInGroup
from pawline.chat.model import Conversation
from pawline.people import Actor
from pawline.platform.db import Tx

# Conversations in which every member of staff takes part without a row of their own.
SHOPS = frozenset({"owner", "notes"})
LOOKING_AFTER = ("founder", "keeper")


def access(tx: Tx, actor: Actor, c: str) -> Conversation:
    """The conversation, if the actor takes part in it: a member, or staff of its shop (and its programs).

    `first_seq` says where their view begins. Raises NoSuchConversation for everybody else: whether it exists is
    nobody else's business.
    """
    found = store.find_conversation(tx, actor.shop_id, c)
    if found is None:
        raise NoSuchConversation
    if takes_part(actor, found.kind, is_member=False):
        return found
    row = store.find_member(tx, c, actor.account_id)
    if row is None or not takes_part(actor, found.kind, is_member=row.to_seq is None):
        raise NoSuchConversation
    return msgspec.structs.replace(found, first_seq=row.from_seq)


def takes_part(actor: Actor, kind: str, *, is_member: bool) -> bool:
    """Whether somebody of the conversation's shop may see it; `is_member`: by a row of their own that still holds."""
    if kind in SHOPS and actor.is_staff:
        return True
    if kind == "owner" and actor.kind == "bot":
        return True
    return is_member and kind != "notes"


def look_after(tx: Tx, actor: Actor, c: str) -> Conversation:
    """The group, if the actor looks after it. Raises NoSuchConversation, NotInGroup."""
    found = access(tx, actor, c)
    row = store.find_member(tx, c, actor.account_id)
    if found.kind != "group" or row is None:
        raise NoSuchConversation
    if row.role not in LOOKING_AFTER:
        raise NotInGroup
    return found
