"""Passwords: argon2id with the library's current parameters, off the event loop."""

import asyncio
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from pawline.people.errors import WeakPassword

SHORTEST = 10
# Each hash takes 64 MiB and a core for a while.
AT_ONCE = 2


class Passwords:
    """Makes and checks password hashes."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(AT_ONCE)

    @cached_property
    def _decoy(self) -> str:
        """Checked when there is no such login, so that the answer takes as long either way."""
        return self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The stored form. Raises WeakPassword below ten characters and for what is tried first."""
        if len(password) < SHORTEST or is_plain(password):
            raise WeakPassword
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def is_right(self, stored: str | None, password: str) -> bool:
        """Whether the password belongs to the stored hash; None is never right."""
        try:
            async with self._turns:
                await asyncio.to_thread(self._verify, stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return stored is not None

    def _verify(self, stored: str | None, password: str) -> None:
        self._hasher.verify(stored or self._decoy, password)


def is_plain(password: str) -> bool:
    """Whether the password is one character over and over, or a row of the keyboard or of digits."""
    rows = ("01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")
    lower = password.lower()
    return len(set(lower)) < 5 or any(lower in row or lower[::-1] in row for row in rows)
