"""What people send besides words: taken part by part, kept once, shown to those who may read where it was sent."""

import hashlib
from typing import Annotated

import msgspec
import sqlalchemy as sa

from pawline.chat.errors import REFUSALS, FileNotTaken, NoSuchUpload, UploadTooLarge, WrongOffset
from pawline.chat.uploads import allowance, store
from pawline.chat.uploads.binding import ERASE_JOB, bind, erase
from pawline.chat.uploads.kinds import MB, MOST_BYTES, Purpose, State, has_active_ending
from pawline.chat.uploads.making import Maker
from pawline.chat.uploads.names import clean, mime_of
from pawline.chat.uploads.shelf import Shelf
from pawline.chat.uploads.spool import Spool
from pawline.chat.uploads.studio import Studio
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.files import Files
from pawline.platform.ids import Ids, UploadId
from pawline.platform.jobs import Due, schedule
from pawline.platform.keys import Keys
from pawline.platform.ports.speech import Speech

PART_BYTES = 5 * MB
COMING = frozenset({State.PENDING, State.SCANNED})
SWEEP_JOB = "upload.sweep"


class NewUpload(msgspec.Struct, frozen=True):
    """What somebody is about to send. `mime` and `name` are what the sender says; `size` is in bytes."""

    purpose: Purpose
    size: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    mime: Annotated[str, msgspec.Meta(max_length=127)] = ""
    name: Annotated[str, msgspec.Meta(max_length=500)] = ""


class WhyNot(msgspec.Struct, frozen=True):
    """Why an upload was refused."""

    code: str
    message: str


class UploadView(msgspec.Struct, frozen=True, omit_defaults=True):
    """An upload as its sender sees it. `offset`: how many bytes are safe; parts hold at most `part_bytes`."""

    upload_id: UploadId
    purpose: str
    state: str
    offset: int
    size: int
    part_bytes: int = PART_BYTES
    mime: str = ""
    name: str | None = None
    w: int | None = None
    h: int | None = None
    duration_ms: int | None = None
    waveform: list[int] | None = None
    transcript: str | None = None
    error: WhyNot | None = None


class Uploads:
    """The files of every shop. `shop_bytes` is what one shop may keep, 0 for no limit."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        ids: Ids,
        files: Files,
        *,
        keys: Keys | None = None,
        shop_bytes: int = 0,
        origin: str = "",
        studio: Studio | None = None,
        speech: Speech | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shop_bytes = shop_bytes
        self._spool = Spool(files.spool)
        self.maker = Maker(db, clock, files, self._spool, studio or Studio(), speech)
        self.shelf = Shelf(db, clock, files, keys or Keys(ids.new().encode()), origin)

    async def create(self, actor: Actor, new: NewUpload) -> UploadView:
        """A place for something to be sent. Raises UploadTooLarge, FileNotTaken, TooMany and its kin."""
        if new.size > MOST_BYTES[new.purpose]:
            raise UploadTooLarge(most_mb=MOST_BYTES[new.purpose] // MB)
        if new.purpose is Purpose.FILE and has_active_ending(clean(new.name)):
            raise FileNotTaken
        upload_id = UploadId(self._ids.new())
        await self._db.write(lambda tx: self._announce(tx, actor, new, upload_id))
        return await self.view(actor, upload_id)

    def _announce(self, tx: Tx, actor: Actor, new: NewUpload, upload_id: UploadId) -> None:
        now_ms = self._clock.now_ms()
        allowance.check(tx, actor, new.size, now_ms, self._shop_bytes)
        name = clean(new.name) if new.purpose is Purpose.FILE else None
        store.add_upload(
            tx, id=upload_id, shop_id=actor.shop_id, account_id=actor.account_id, size=new.size, w=0, h=0,
            created_ms=now_ms, kind=new.purpose.value, state=State.PENDING.value, sha256=new.sha256, name=name,
            mime=mime_of(name) if name else "",
        )  # fmt: skip
        schedule(tx, SWEEP_JOB, upload_id, actor.shop_id, now_ms + allowance.DAY_MS)

    async def write(self, actor: Actor, upload_id: str, offset: int | None, content: bytes) -> int:
        """Takes the part that begins at `offset`; returns how many bytes are safe now.

        Raises NoSuchUpload, WrongOffset (which names the right one), UploadTooLarge, DiskFull.
        """
        row = await self._own(actor, upload_id)
        if row.state != State.PENDING:
            raise WrongOffset(offset=row.size)
        if offset is None:
            raise WrongOffset(offset=self._spool.offset(upload_id))
        if offset + len(content) > row.size:
            raise UploadTooLarge(most_mb=-(-row.size // MB))
        done = await self._spool.append(upload_id, offset, content)
        if done == row.size:
            self.maker.enqueue(upload_id)
        else:
            await self._forget_late(upload_id)
        return done

    async def _forget_late(self, upload_id: str) -> None:
        """It may have been called off, or made from what somebody else sent, while a part was written.

        What is being judged is left alone: who makes it drops it.
        """
        row = await self._db.read(lambda tx: store.upload_named(tx, upload_id))
        if row is None or row.state not in COMING:
            self._spool.drop(upload_id)

    async def view(self, actor: Actor, upload_id: str, wait_s: float = 0) -> UploadView:
        """How far one's own upload is; waits at most so long for the work on it to end."""
        row = await self._own(actor, upload_id)
        if wait_s and row.state in COMING and self._spool.offset(upload_id) == row.size:
            self.maker.enqueue(upload_id)
            await self.maker.settled(upload_id, wait_s)
            row = await self._own(actor, upload_id)
        is_coming = row.state in COMING
        refusal = REFUSALS.get(row.refusal or "")
        return UploadView(
            upload_id=row.id,
            purpose=row.kind,
            state=row.state,
            offset=self._spool.offset(upload_id) if is_coming else row.size,
            size=row.size,
            mime=row.mime,
            name=row.name,
            w=row.w or None,
            h=row.h or None,
            duration_ms=row.duration_ms,
            waveform=row.waveform,
            transcript=row.transcript,
            error=WhyNot(refusal.code, refusal().sentence(actor.lang)) if refusal else None,
        )

    async def _own(self, actor: Actor, upload_id: str) -> sa.Row[tuple[object, ...]]:
        row = await self._db.read(lambda tx: store.find_upload(tx, actor.shop_id, upload_id))
        if row is None or row.account_id != actor.account_id or row.state == State.GONE:
            raise NoSuchUpload
        return row

    async def call_off(self, actor: Actor, upload_id: str) -> None:
        """Forgets one's own upload that no message shows. Raises NoSuchUpload."""
        row = await self._own(actor, upload_id)
        if row.c is not None:
            raise NoSuchUpload
        await self._db.write(lambda tx: self.erase(tx, actor.shop_id, upload_id))

    async def add(self, actor: Actor, content: bytes) -> UploadView:
        """A picture in one go, by the same way. Raises NotAnImage, ImageTooLarge, TooMany and its kin."""
        digest = hashlib.sha256(content).hexdigest()
        new = NewUpload(Purpose.IMAGE, len(content), digest)
        upload_id = (await self.create(actor, new)).upload_id
        await self._spool.append(upload_id, 0, content)
        await self.maker.make(upload_id)
        kept = await self.view(actor, upload_id)
        if kept.error is not None:
            raise REFUSALS[kept.error.code]
        return kept

    async def show(self, actor: Actor, upload_id: str, width: int) -> bytes:
        """The JPEG nearest above `width` of a picture or a video."""
        return await self.shelf.picture(actor, upload_id, width)

    def attach(self, tx: Tx, actor: Actor, upload_id: str, c: str) -> None:
        """Shows one's own picture to a conversation, in the caller's transaction."""
        bind(tx, actor, upload_id, Purpose.IMAGE, c)

    def erase(self, tx: Tx, shop_id: str, upload_id: str) -> None:
        """Takes an upload away in the caller's transaction: nobody sees it from here on, its bytes go soon."""
        erase(tx, shop_id, upload_id, self._clock.now_ms())

    async def sweep(self, due: Due) -> None:
        """A day later: what no message and no visit shows is forgotten."""
        row = await self._db.read(lambda tx: store.find_upload(tx, due.shop_id, due.key))
        if row is not None and row.c is None:
            await self._db.write(lambda tx: self.erase(tx, due.shop_id, due.key))

    async def forget(self, due: Due) -> None:
        """The bytes first, the row last: a blob without a row would never be found again.

        The row stays for the day in which it counts: calling off gives no allowance back.
        """
        row = await self._db.read(lambda tx: store.find_upload(tx, due.shop_id, due.key))
        if row is None or row.state != State.GONE:
            return
        await self.maker.erase(row.id, row.kind, row.mime)
        counts_until_ms = row.created_ms + allowance.DAY_MS
        if self._clock.now_ms() < counts_until_ms:
            await self._db.write(lambda tx: schedule(tx, ERASE_JOB, row.id, row.shop_id, counts_until_ms))
        else:
            await self._db.write(lambda tx: store.forget_upload(tx, due.key))
