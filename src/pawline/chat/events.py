"""What happens in conversations. Facts carry ids, never words."""

from pawline.platform.outbox import Fact


class MessageSent(Fact, frozen=True, kw_only=True):
    """A person or the assistant said something in an owner's conversation; `key` is the conversation."""

    seq: int
    sender: str
    sender_kind: str
    body_type: str


class OwnershipChanged(Fact, frozen=True, kw_only=True):
    """Somebody else speaks for the shop from here on."""

    state: str
    epoch: int
    assignee_id: str | None = None
    reason: str | None = None
