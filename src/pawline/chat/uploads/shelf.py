"""Showing what is kept: to members, by request; and by links that work five minutes."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.chat.errors import NoSuchUpload
from pawline.chat.policy import access
from pawline.chat.uploads import store
from pawline.chat.uploads.kinds import PICTURES, Blob, State, blobs_of
from pawline.chat.uploads.names import disposition
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.files import Files
from pawline.platform.keys import Keys
from pawline.platform.sealed_files import Stored

# Long enough for a player to begin, too short to be passed on.
LONGEST_LINK_S = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """One stored form, ready to be read. `key` is None for a shop from before files were sealed."""

    blob: Blob
    stored: Stored
    disposition: str
    files: Files
    key: bytes | None

    @property
    def size(self) -> int:
        """In bytes."""
        return self.stored.size

    def read(self, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`."""
        return self.files.stream(self.stored, start, end, self.key)


class FileLink(msgspec.Struct, frozen=True):
    """An address that works for anybody until `expires_ms`, UTC."""

    url: str
    expires_ms: int


class Shelf:
    """Every way to see an upload goes through `_visible`, a link's making too."""

    def __init__(self, db: Database, clock: Clock, files: Files, keys: Keys, origin: str) -> None:
        self._db = db
        self._clock = clock
        self._files = files
        self._keys = keys
        self._origin = origin.rstrip("/")

    async def open(self, actor: Actor, upload_id: str, variant: str) -> Shown:
        """A stored form, for its sender and whoever may read its conversation. Raises NoSuchUpload and its kin."""
        row, key = await self._db.read(lambda tx: _with_key(tx, _visible(tx, actor, upload_id)))
        return await self._shown(row, variant, key)

    @property
    def is_elsewhere(self) -> bool:
        """Whether pages see files from another origin, by signed addresses."""
        return bool(self._origin)

    async def picture(self, actor: Actor, upload_id: str, width: int) -> bytes:
        """The JPEG nearest above `width`."""
        fitting = fitting_width(width)
        row, key = await self._db.read(lambda tx: _with_key(tx, _visible(tx, actor, upload_id)))
        blob = blobs_of(row.id, row.kind, row.mime).get(fitting)
        content = await self._files.load(blob.name, key) if blob is not None else None
        if content is None:
            raise NoSuchUpload
        return content

    async def link(self, actor: Actor, upload_id: str, variant: str) -> FileLink:
        """A signed address for players, push pictures and the origin of files."""
        await self.open(actor, upload_id, variant)
        expires_ms = self._clock.now_ms() + LONGEST_LINK_S * 1000
        token = f"{upload_id}.{variant}.{expires_ms}.{self._seal(upload_id, variant, expires_ms)}"
        return FileLink(f"{self._origin}/files/{token}", expires_ms)

    async def follow(self, token: str) -> Shown:
        """What a signed address shows. Raises NoSuchUpload when it is not ours, or its time is over."""
        upload_id, variant, expires_ms = self._read(token)
        row, key = await self._db.read(lambda tx: _with_key(tx, store.upload_named(tx, upload_id)))
        if row is None or row.state != State.READY or expires_ms < self._clock.now_ms():
            raise NoSuchUpload
        return await self._shown(row, variant, key)

    def _read(self, token: str) -> tuple[str, str, int]:
        parts = token.split(".")
        if len(parts) != 4 or not parts[2].isdecimal() or len(parts[2]) > 15:
            raise NoSuchUpload
        upload_id, variant, expires_ms = parts[0], parts[1], int(parts[2])
        if not hmac.compare_digest(parts[3].encode(), self._seal(upload_id, variant, expires_ms).encode()):
            raise NoSuchUpload
        return upload_id, variant, expires_ms

    def _seal(self, upload_id: str, variant: str, expires_ms: int) -> str:
        return self._keys.seal("file", upload_id, variant, str(expires_ms))

    async def _shown(self, row: sa.Row[Any], variant: str, key: bytes | None) -> Shown:
        blob = blobs_of(row.id, row.kind, row.mime).get(variant)
        stored = await self._files.look(blob.name) if blob is not None else None
        if blob is None or stored is None:
            raise NoSuchUpload
        return Shown(blob, stored, disposition(row.name or blob.name, blob.is_inline), self._files, key)


def fitting_width(width: int) -> str:
    """The form of a picture that is nearest above `width`, else the largest."""
    return next((one for one in PICTURES if int(one) >= width), "1280")


def _with_key(tx: Tx, row: sa.Row[Any] | None) -> tuple[Any, bytes | None]:
    found = tx.vault.find(tx, row.shop_id) if row is not None else None
    return row, found.files if found is not None else None


def _visible(tx: Tx, actor: Actor, upload_id: str) -> sa.Row[Any]:
    row = store.find_upload(tx, actor.shop_id, upload_id)
    if row is None or row.state != State.READY:
        raise NoSuchUpload
    if row.account_id == actor.account_id:
        return row
    if row.c is None:
        raise NoSuchUpload
    found = access(tx, actor, row.c)
    if row.seq is not None and row.seq < found.first_seq:
        raise NoSuchUpload
    return row
