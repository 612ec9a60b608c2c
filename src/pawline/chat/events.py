"""What happens in conversations. Facts carry ids, never words."""

from collections.abc import Iterator, Sequence

import msgspec

from pawline.platform.outbox import Fact, SavedFact


class Said(msgspec.Struct, frozen=True, array_like=True):
    """One message of a batch: where, which, by whom. Never its words.

    `sender_kind` is `owner`, `staff` or `bot` for what somebody sent, `shop` for what the house itself says.
    """

    c: str
    seq: int
    sender: str
    sender_kind: str


class MessagesSent(Fact, frozen=True, kw_only=True):
    """What was said between owners and their shop in one commit, in order. `key` is the shop.

    One fact for a whole batch: a row of the outbox for each message would cost as much as the message.
    """

    said: tuple[Said, ...]


class MembersSpoke(Fact, frozen=True, kw_only=True):
    """The same for what is said among members of groups, between two people, and in notes.

    A fact of its own: most who follow what owners say have no business here.
    """

    said: tuple[Said, ...]


def said_in(facts: Sequence[SavedFact]) -> Iterator[tuple[SavedFact, Said]]:
    """Every message of these facts, in order, each with the fact that tells of it."""
    for saved in facts:
        if isinstance(saved.fact, MessagesSent | MembersSpoke):
            yield from ((saved, one) for one in saved.fact.said)


def said_by_owners(facts: Sequence[SavedFact]) -> Iterator[tuple[str, Said]]:
    """What owners wrote to their shop, with the shop, in order."""
    return ((saved.shop_id, one) for saved, one in said_in(facts) if one.sender_kind == "owner")


class MessageEdited(Fact, frozen=True, kw_only=True):
    """An owner says in other words what they said to the shop. `key` is the conversation, `seq` the message's."""

    seq: int
    sender: str


class OwnershipChanged(Fact, frozen=True, kw_only=True):
    """Somebody else speaks for the shop from here on."""

    state: str
    epoch: int
    assignee_id: str | None = None
    reason: str | None = None
