"""Passwords: argon2id with the library's current parameters, off the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from pawline.people.errors import WeakPassword

SHORTEST = 10


class Passwords:
    """Makes and checks password hashes."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Checked when there is no such login, so that the answer takes as long either way.
        self._decoy = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The stored form. Raises WeakPassword below ten characters."""
        if len(password) < SHORTEST:
            raise WeakPassword
        return await asyncio.to_thread(self._hasher.hash, password)

    async def is_right(self, stored: str | None, password: str) -> bool:
        """Whether the password belongs to the stored hash; None is never right."""
        try:
            await asyncio.to_thread(self._hasher.verify, stored or self._decoy, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return stored is not None
