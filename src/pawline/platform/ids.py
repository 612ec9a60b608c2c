"""Identities: random 128-bit numbers, written as 32 hex characters. An id never protects anything."""

import os
import random
from typing import NewType, Protocol

ShopId = NewType("ShopId", str)
AccountId = NewType("AccountId", str)
DeviceId = NewType("DeviceId", str)
SessionId = NewType("SessionId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
PetId = NewType("PetId", str)
BookingId = NewType("BookingId", str)
UploadId = NewType("UploadId", str)


AT_ONCE = 256


class Ids(Protocol):
    """A source of new identities."""

    def new(self) -> str:
        """32 hex characters, never given out before."""
        ...


class RandomIds:
    """Identities from the operating system's randomness, fetched for many at once.

    A call for each would let go of the interpreter's lock each time, in the middle of a batch of messages.
    """

    def __init__(self) -> None:
        self._ready: list[str] = []
        # Two processes with the same store would give out the same identities.
        os.register_at_fork(after_in_child=self._ready.clear)

    def new(self) -> str:
        while True:
            try:
                return self._ready.pop()
            except IndexError:
                drawn = os.urandom(16 * AT_ONCE).hex()
                self._ready.extend(drawn[i : i + 32] for i in range(0, len(drawn), 32))


class SeededIds:
    """Identities that repeat from a seed, for tests."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def new(self) -> str:
        return self._random.randbytes(16).hex()
