"""Files that only their shop's key opens: AES-256-GCM over chunks, so that any stretch can be read by itself.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): each chunk is sealed with its number and whether
it is the last one in the nonce, so none can be changed, moved, left out or cut off. Every file has a key of its own,
from the shop's key, a random salt and the file's name: one file's chunks are no good in another.

A sealed file is `MAGIC`, sixteen bytes of salt, and chunks of 64 KiB that are each sixteen bytes longer than what
they hold; the last one may be shorter, and is empty for an empty file.
"""

import io
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pawline.platform.sealing import Damaged, derived

MAGIC = b"pawline\x01"
SALT = 16
HEAD_BYTES = len(MAGIC) + SALT
CHUNK = 64 * 1024
TAG = 16
_SEALED = CHUNK + TAG


class Cipher:
    """Seals and opens the chunks of one file."""

    def __init__(self, key: bytes, salt: bytes, name: str) -> None:
        self._box = AESGCM(derived(key, f"file {name}", salt))

    def seal(self, number: int, chunk: bytes | memoryview, *, is_last: bool) -> bytes:
        """One chunk, sealed."""
        return self._box.encrypt(_nonce(number, is_last=is_last), chunk, None)

    def open(self, number: int, sealed: bytes | memoryview, *, is_last: bool) -> bytes:
        """One chunk again. Raises Damaged."""
        try:
            return self._box.decrypt(_nonce(number, is_last=is_last), sealed, None)
        except InvalidTag as error:
            raise Damaged from error


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes((is_last,))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies there. `salt` is None for one from before files were sealed; `size` is the plain one."""

    name: str
    size: int
    salt: bytes | None

    @classmethod
    def of(cls, name: str, head: bytes, bytes_there: int) -> "Stored":
        """What the first bytes and the whole length say. Raises Damaged."""
        if not head.startswith(MAGIC):
            return cls(name, bytes_there, None)
        body = bytes_there - HEAD_BYTES
        if body < TAG:
            raise Damaged
        return cls(name, body - TAG * -(-body // _SEALED), head[len(MAGIC) : HEAD_BYTES])

    def where(self, start: int, end: int) -> tuple[int, int]:
        """Which bytes have to be read for the plain ones from `start` up to, not including, `end`; start < end."""
        if self.salt is None:
            return start, end
        last = (end - 1) // CHUNK
        chunks_end = min((last + 1) * CHUNK, self.size) + (last + 1) * TAG
        return HEAD_BYTES + start // CHUNK * _SEALED, HEAD_BYTES + chunks_end

    async def opened(self, key: bytes, parts: AsyncIterator[bytes], start: int, end: int) -> AsyncIterator[bytes]:
        """The plain bytes from what `where` said, in whatever pieces that comes. Raises Damaged."""
        if self.salt is None:
            async for part in parts:
                yield part
            return
        cipher, number = Cipher(key, self.salt, self.name), start // CHUNK
        last = max(0, (self.size - 1) // CHUNK)
        rest = bytearray()
        async for part in parts:
            rest += part
            whole = len(rest) // _SEALED * _SEALED
            for at in range(0, whole, _SEALED):
                chunk = cipher.open(number, bytes(rest[at : at + _SEALED]), is_last=number == last)
                yield self._cut(chunk, number, start, end)
                number += 1
            del rest[:whole]
        if rest:
            yield self._cut(cipher.open(number, bytes(rest), is_last=number == last), number, start, end)

    def _cut(self, chunk: bytes, number: int, start: int, end: int) -> bytes:
        begin = number * CHUNK
        return chunk[max(0, start - begin) : max(0, end - begin)]


class SealedWriter(io.RawIOBase):
    """Seals what is written to it. Closing writes the end; the file below stays open."""

    def __init__(self, below: BinaryIO, key: bytes, name: str) -> None:
        self._below = below
        salt = secrets.token_bytes(SALT)
        self._cipher = Cipher(key, salt, name)
        self._number = 0
        self._rest = bytearray()
        below.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        self._rest += content
        # The last chunk is only known when nothing follows it.
        while len(self._rest) > CHUNK:
            self._put(bytes(self._rest[:CHUNK]), is_last=False)
            del self._rest[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._rest), is_last=True)
            super().close()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._below.write(self._cipher.seal(self._number, chunk, is_last=is_last))
        self._number += 1


class SealedReader(io.RawIOBase):
    """What a `SealedWriter` was given. Reading raises Damaged where it was tampered with or cut off."""

    def __init__(self, below: BinaryIO, key: bytes, name: str) -> None:
        head = below.read(HEAD_BYTES)
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
            raise Damaged
        self._below = below
        self._cipher = Cipher(key, head[len(MAGIC) :], name)
        self._number = 0
        # Even an empty file has a chunk.
        self._ahead = below.read(_SEALED)
        if not self._ahead:
            raise Damaged
        self._plain = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if not self._plain and self._ahead:
            sealed, self._ahead = self._ahead, self._below.read(_SEALED)
            self._plain = self._cipher.open(self._number, sealed, is_last=not self._ahead)
            self._number += 1
        size = min(len(buffer), len(self._plain))
        buffer[:size] = self._plain[:size]
        self._plain = self._plain[size:]
        return size
