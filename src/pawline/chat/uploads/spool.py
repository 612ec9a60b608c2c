"""Parts of uploads on the local disk until they are whole. An offset that was answered survives a power cut."""

import asyncio
import hashlib
import os
import shutil
import tempfile
from contextlib import AbstractContextManager
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

    def path(self, upload_id: str) -> Path:
        """Where the bytes of an upload are gathered."""
        assert upload_id.isalnum(), "names are made by us"
        return self._folder / f"{upload_id}.part"

    def offset(self, upload_id: str) -> int:
        """How many bytes have arrived; 0 for an upload that has not begun."""
        try:
            return self.path(upload_id).stat().st_size
        except FileNotFoundError:
            return 0

    async def append(self, upload_id: str, offset: int, content: bytes) -> int:
        """Adds a part at the end; returns the new offset, which is on the disk. Raises WrongOffset, DiskFull."""
        return await asyncio.to_thread(self._append, upload_id, offset, content)

    def _append(self, upload_id: str, offset: int, content: bytes) -> int:
        if shutil.disk_usage(self._folder).free < KEPT_FREE_BYTES + len(content):
            raise DiskFull
        found = self.offset(upload_id)
        if found != offset:
            raise WrongOffset(offset=found)
        # Written at its place: two senders of the same part write the same bytes, others are found by the hash.
        handle = os.open(self.path(upload_id), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
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
        self.path(upload_id).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what work left behind that was cut off (before any begins)."""
        for one in self._folder.glob(f"{_WORK}*"):
            shutil.rmtree(one, ignore_errors=True)
