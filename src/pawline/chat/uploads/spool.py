"""Parts of uploads on the local disk until they are whole. An offset that was answered survives a power cut."""

import asyncio
import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from pawline.chat.errors import DiskFull, WrongOffset
from pawline.chat.uploads.kinds import HEAD_BYTES
from pawline.platform.durable import sync_folder

# What the database and the log may always still use.
KEPT_FREE_BYTES = 512 * 1024 * 1024
_WORK = ".work-"


class Spool:
    """A folder with one growing file an upload."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def _part(self, upload_id: str) -> Path:
        assert upload_id.isalnum(), "names are made by us"
        return self._folder / f"{upload_id}.part"

    def path(self, upload_id: str) -> Path:
        """Where the bytes of a closed upload are."""
        return self._part(upload_id).with_suffix(".whole")

    def offset(self, upload_id: str) -> int:
        """How many bytes have arrived; 0 for an upload that has not begun."""
        for path in (self.path(upload_id), self._part(upload_id)):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return 0

    async def append(self, upload_id: str, offset: int, content: bytes) -> int:
        """Adds a part at the end; returns the new offset, which is on the disk. Raises WrongOffset, DiskFull."""
        return await asyncio.to_thread(self._append, upload_id, offset, content)

    def _append(self, upload_id: str, offset: int, content: bytes) -> int:
        if shutil.disk_usage(self._folder).free < KEPT_FREE_BYTES + len(content):
            raise DiskFull
        handle = os.open(self._part(upload_id), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            # One writer at a time, in every process that shares the folder; given back with the handle.
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._check(upload_id, handle, offset)
            with memoryview(content) as rest:
                done = 0
                while done < len(rest):
                    done += os.pwrite(handle, rest[done:], offset + done)
            os.fsync(handle)
        finally:
            os.close(handle)
        if offset == 0:
            sync_folder(self._folder)
        return offset + len(content)

    def _check(self, upload_id: str, handle: int, offset: int) -> None:
        """Whether the part begins where the bytes end, and nobody has closed the upload meanwhile."""
        part, mine = self._part(upload_id), os.fstat(handle)
        is_closed = self.path(upload_id).exists()
        if is_closed and mine.st_size == 0:
            part.unlink(missing_ok=True)
        is_there = part.exists() and part.stat().st_ino == mine.st_ino
        if is_closed or not is_there or mine.st_size != offset:
            raise WrongOffset(offset=self.offset(upload_id))

    def close(self, upload_id: str) -> None:
        """Nothing more is written from here on: what is judged is what is kept. Closing twice is closing once."""
        with suppress(FileNotFoundError), self._part(upload_id).open("rb") as part:
            fcntl.flock(part, fcntl.LOCK_EX)
            self._part(upload_id).rename(self.path(upload_id))

    async def read(self, upload_id: str) -> tuple[bytes, str]:
        """The first bytes, and the SHA-256 of all of them in hex."""

        def look() -> tuple[bytes, str]:
            with self.path(upload_id).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
                return file.read(HEAD_BYTES), digest

        return await asyncio.to_thread(look)

    def workshop(self) -> AbstractContextManager[str]:
        """A folder of its own for one piece of work, gone afterwards."""
        return tempfile.TemporaryDirectory(prefix=_WORK, dir=self._folder, ignore_cleanup_errors=True)

    def drop(self, upload_id: str) -> None:
        """Forgets what has arrived."""
        for path in (self._part(upload_id), self.path(upload_id)):
            path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what work left behind that was cut off (before any begins)."""
        for one in self._folder.glob(f"{_WORK}*"):
            shutil.rmtree(one, ignore_errors=True)
