"""From a whole file to something that may be shown: checked, made safe elsewhere, kept."""

import asyncio
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pawline.chat.errors import NotPlayable, WrongHash
from pawline.chat.uploads import store
from pawline.chat.uploads.kinds import VIDEOS, Blob, Purpose, State, blobs_of, demuxer_of
from pawline.chat.uploads.spool import Spool
from pawline.chat.uploads.studio import Made, Studio
from pawline.platform.clock import Clock
from pawline.platform.db import Database
from pawline.platform.errors import PawlineError
from pawline.platform.files import Files
from pawline.platform.ports.speech import NoSpeech, Speech

log = logging.getLogger(__name__)

WORKERS = 2
MIMES = {Purpose.VOICE: "audio/mp4", Purpose.IMAGE: "image/jpeg"}
TRIES = 4
_ON_ITS_WAY = (State.PENDING, State.SCANNED)


class Maker:
    """Works through whole uploads. The rows are the queue: what a restart cuts off is begun anew."""

    def __init__(
        self, db: Database, clock: Clock, files: Files, spool: Spool, studio: Studio, speech: Speech | None = None
    ) -> None:
        self._clock = clock
        self._db = db
        self._files = files
        self._spool = spool
        self._studio = studio
        self._speech = speech or NoSpeech()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._settled: dict[str, asyncio.Event] = {}

    async def run(self) -> None:
        """Works until cancelled."""
        self._spool.sweep()
        for row in await self._db.read(store.unfinished):
            if self._spool.offset(row.id) >= row.size:
                self.enqueue(row.id)
        async with asyncio.TaskGroup() as group:
            for _ in range(WORKERS):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            upload_id = await self._waiting.get()
            try:
                await self._insist(upload_id)
            except Exception:
                # Disk or bucket out of reach for long: it stays on its way, and goes on when its sender asks.
                log.exception("upload_not_made")
            finally:
                self._settle(upload_id)

    async def _insist(self, upload_id: str) -> None:
        for wait_s in range(TRIES):
            try:
                return await self.make(upload_id)
            except Exception:
                log.exception("upload_put_off")
                await self._clock.sleep(wait_s)
        await self.make(upload_id)

    def enqueue(self, upload_id: str) -> None:
        """Plans the work on an upload that is whole."""
        if upload_id not in self._settled:
            self._settled[upload_id] = asyncio.Event()
            self._waiting.put_nowait(upload_id)

    def _settle(self, upload_id: str) -> None:
        if (event := self._settled.pop(upload_id, None)) is not None:
            event.set()

    async def settled(self, upload_id: str, most_s: float) -> None:
        """Waits for the end of the work on an upload, at most so long."""
        event = self._settled.get(upload_id)
        if event is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(most_s):
                    await event.wait()

    async def settle(self) -> None:
        """Does everything that is planned, now (tests)."""
        while not self._waiting.empty():
            upload_id = self._waiting.get_nowait()
            await self.make(upload_id)
            self._settle(upload_id)

    async def make(self, upload_id: str) -> None:
        """Makes one upload ready or refuses it; one that is already either is left as it is."""
        row = await self._db.read(lambda tx: store.upload_named(tx, upload_id))
        if row is None or row.state not in _ON_ITS_WAY:
            return self._spool.drop(upload_id)
        try:
            values = await self._made(row)
        except PawlineError as refusal:
            values = {"state": State.REFUSED.value, "refusal": refusal.code}
        await self._db.write(lambda tx: store.change_upload(tx, upload_id, was=_ON_ITS_WAY, **values))
        self._spool.drop(upload_id)
        now = await self._db.read(lambda tx: store.upload_named(tx, upload_id))
        if now is None or now.state == State.GONE:
            # Called off while it was made. When another process was first, what lies there is what it made.
            await self.erase(row.id, row.kind, str(values.get("mime", row.mime)))

    async def _made(self, row: sa.Row[Any]) -> dict[str, Any]:
        demuxer = await self._scan(row)
        await self._db.write(
            lambda tx: store.change_upload(tx, row.id, was=(State.PENDING,), state=State.SCANNED.value)
        )
        with self._spool.workshop() as folder:
            return await self._keep(row, demuxer, folder)

    async def _scan(self, row: sa.Row[Any]) -> str:
        """Whether it is what was announced, and what to read it with."""
        await asyncio.to_thread(self._spool.close, row.id)
        head, digest = await self._spool.read(row.id)
        if self._spool.offset(row.id) != row.size or digest != row.sha256:
            raise WrongHash
        return demuxer_of(Purpose(row.kind), head)

    async def _keep(self, row: sa.Row[Any], demuxer: str, folder: str) -> dict[str, Any]:
        purpose, made = Purpose(row.kind), Made()
        if purpose is Purpose.FILE:
            os.link(self._spool.path(row.id), Path(folder) / "file.bin")
        else:
            made = await self._studio.make(purpose, self._spool.path(row.id), demuxer, folder)
        mime = made.mime or MIMES.get(purpose) or str(row.mime)
        transcript = await self._heard(Path(folder) / "audio.m4a") if purpose is Purpose.VOICE else None
        key = await self._key_of(row.shop_id)
        for variant, blob in blobs_of(row.id, purpose, mime).items():
            await self._adopt(Path(folder) / f"{variant}.{blob.name.rpartition('.')[2]}", blob, key)
        return {
            "state": State.READY.value,
            "mime": mime,
            "w": made.w or 0,
            "h": made.h or 0,
            "duration_ms": made.duration_ms,
            "waveform": made.waveform,
            "transcript": transcript,
        }

    async def _heard(self, recording: Path) -> str | None:
        """The words of a recording, None where nobody writes them down or nobody could."""
        try:
            return await self._speech.transcribe(await asyncio.to_thread(recording.read_bytes), "audio/mp4")
        except (PawlineError, OSError):
            log.warning("not_transcribed")
            return None

    async def _key_of(self, shop_id: str) -> bytes:
        found = await self._db.read(lambda tx: tx.vault.find(tx, shop_id))
        return (found or await self._db.write(lambda tx: tx.vault.of(tx, shop_id))).files

    async def _adopt(self, source: Path, blob: Blob, key: bytes) -> None:
        # The child may have been turned against us: a link would hand out whatever it points at.
        if not await asyncio.to_thread(lambda: source.is_file() and not source.is_symlink()):
            raise NotPlayable
        await self._files.adopt(blob.name, source, key)

    async def erase(self, upload_id: str, kind: str, mime: str) -> None:
        """Removes every stored form, and what has arrived of it."""
        for blob in blobs_of(upload_id, kind, mime).values() if kind != Purpose.VIDEO else _any(upload_id):
            await self._files.delete(blob.name)
        self._spool.drop(upload_id)


def _any(upload_id: str) -> list[Blob]:
    """A video may have been kept in any of three containers."""
    found = [blobs_of(upload_id, Purpose.VIDEO, mime) for mime in VIDEOS]
    return [blob for one in found for blob in one.values()]
