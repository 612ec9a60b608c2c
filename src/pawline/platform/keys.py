"""The installation's secret: a generated file that only its user may read."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


class Keys:
    """Keyed hashes for things that must be compared but never read back (one-time codes, links)."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def of_folder(cls, folder: Path) -> "Keys":
        """Reads `secret.key` from the folder, or makes it with mode 600."""
        path = folder / "secret.key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(path.read_bytes())
        with os.fdopen(handle, "wb") as file:
            secret = secrets.token_bytes(32)
            file.write(secret)
        return cls(secret)

    def seal(self, *parts: str) -> str:
        """A 64-character keyed hash of the parts."""
        return hmac.new(self._secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def fingerprint(token: str) -> str:
    """The stored form of a random token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
