"""Files of an installation, by server-made names, in one folder."""

import asyncio
import os
from pathlib import Path


class Files:
    """A folder of immutable blobs. Names come from us only: hex ids and a suffix."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def save(self, name: str, content: bytes) -> None:
        """Writes a blob whole and synced, or not at all."""
        await asyncio.to_thread(self._save, name, content)

    def _save(self, name: str, content: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    async def load(self, name: str) -> bytes | None:
        """The blob, or None when there is none of that name."""
        path = self._path(name)
        return await asyncio.to_thread(lambda: path.read_bytes() if path.is_file() else None)

    def _path(self, name: str) -> Path:
        assert name.replace(".", "").replace("-", "").isalnum(), "names are made by us"
        return self._folder / name[:2] / name
