"""What happens in conversations. Facts carry ids, never words."""

import msgspec

from pawline.platform.outbox import Fact


class Said(msgspec.Struct, frozen=True, array_like=True):
    """One message of a batch: where, which, by whom, of what kind. Never its words.

    `sender_kind` is `owner`, `staff` or `bot` for what somebody sent, `shop` for what the house itself says.
    """

    c: str
    c_kind: str
    seq: int
    sender: str
    sender_kind: str
    body_type: str


class MessagesSent(Fact, frozen=True, kw_only=True):
    """What people and the assistant said in one shop and one commit, in order. `key` is the shop.

    One fact for a whole batch: a row of the outbox for each message would cost as much as the message.
    """

    said: tuple[Said, ...]


class OwnershipChanged(Fact, frozen=True, kw_only=True):
    """Somebody else speaks for the shop from here on."""

    state: str
    epoch: int
    assignee_id: str | None = None
    reason: str | None = None
