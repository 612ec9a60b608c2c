"""Who may see and do what in conversations. Every access goes through `access`."""

from pawline.chat import store
from pawline.chat.errors import NoSuchConversation
from pawline.chat.model import Conversation
from pawline.people import Actor
from pawline.platform.db import Tx


def access(tx: Tx, actor: Actor, c: str) -> Conversation:
    """The conversation, if the actor takes part in it: a member, or staff of its shop.

    Raises NoSuchConversation for everybody else: whether it exists is nobody else's business.
    """
    found = store.find_conversation(tx, actor.shop_id, c)
    if found is None:
        raise NoSuchConversation
    if found.kind == "owner" and actor.is_staff:
        return found
    row = store.find_member(tx, c, actor.account_id)
    if row is None or row.to_seq is not None:
        raise NoSuchConversation
    return found
