"""Pictures people send: kept once, shown only to those who may read where they were sent."""

import asyncio
from dataclasses import dataclass

from pawline.chat import store
from pawline.chat.errors import NoSuchUpload
from pawline.chat.pictures import WIDTHS, redraw
from pawline.chat.policy import access
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import TooMany
from pawline.platform.files import Files
from pawline.platform.ids import Ids, UploadId

OWNER_AN_HOUR = 20
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A stored picture and its size in pixels."""

    upload_id: UploadId
    w: int
    h: int


class Uploads:
    """The picture store of every shop."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, files: Files) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._files = files
        self._drawing = asyncio.Lock()

    async def add(self, actor: Actor, content: bytes) -> Uploaded:
        """Redraws and keeps a picture. Raises NotAnImage, ImageTooLarge, TooMany."""
        # One at a time: a large picture takes a hundred megabytes while it is redrawn, and an allowance that is
        # counted before the work would be passed by many at once.
        async with self._drawing:
            await self._db.read(lambda tx: self._check_rate(tx, actor))
            picture = await asyncio.to_thread(redraw, content)
            upload_id = UploadId(self._ids.new())
            for width, jpeg in picture.jpegs.items():
                await self._files.save(f"{upload_id}-{width}.jpg", jpeg)
            row = {
                "id": upload_id,
                "shop_id": actor.shop_id,
                "account_id": actor.account_id,
                "size": len(content),
                "w": picture.w,
                "h": picture.h,
                "created_ms": self._clock.now_ms(),
            }
            await self._db.write(lambda tx: store.add_upload(tx, **row))
        return Uploaded(upload_id, picture.w, picture.h)

    def _check_rate(self, tx: Tx, actor: Actor) -> None:
        if actor.is_staff:
            return
        since_ms = self._clock.now_ms() - HOUR_MS
        if store.uploads_since(tx, actor.shop_id, actor.account_id, since_ms) >= OWNER_AN_HOUR:
            raise TooMany(retry_after_ms=HOUR_MS)

    async def show(self, actor: Actor, upload_id: str, width: int) -> bytes:
        """The JPEG nearest above `width`, for its sender and whoever may read its conversation."""
        await self._db.read(lambda tx: self._check_seen(tx, actor, upload_id))
        fitting = next((w for w in WIDTHS if w >= width), WIDTHS[-1])
        content = await self._files.load(f"{upload_id}-{fitting}.jpg")
        if content is None:
            raise NoSuchUpload
        return content

    def _check_seen(self, tx: Tx, actor: Actor, upload_id: str) -> None:
        row = store.find_upload(tx, actor.shop_id, upload_id)
        if row is None:
            raise NoSuchUpload
        if row.account_id == actor.account_id:
            return
        if row.c is None:
            raise NoSuchUpload
        access(tx, actor, row.c)

    def attach(self, tx: Tx, actor: Actor, upload_id: str, c: str) -> None:
        """Shows one's own picture to a conversation, in the caller's transaction."""
        row = store.find_upload(tx, actor.shop_id, upload_id)
        if row is None or row.account_id != actor.account_id or row.c not in (None, c):
            raise NoSuchUpload
        store.bind_upload(tx, upload_id, c)
