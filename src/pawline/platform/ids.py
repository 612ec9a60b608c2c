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


class Ids(Protocol):
    """A source of new identities."""

    def new(self) -> str:
        """32 hex characters, never given out before."""
        ...


class RandomIds:
    """Identities from the operating system's randomness."""

    def new(self) -> str:
        return os.urandom(16).hex()


class SeededIds:
    """Identities that repeat from a seed, for tests."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)

    def new(self) -> str:
        return self._random.randbytes(16).hex()
