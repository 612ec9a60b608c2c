"""Files of an installation, by server-made names: in a folder, or in a bucket that speaks S3."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from pawline.platform.durable import sync_folder
from pawline.platform.errors import PawlineError
from pawline.platform.sealed_files import HEAD_BYTES, SealedWriter, Stored
from pawline.platform.sealing import WrongKey

CHUNK_BYTES = 256 * 1024


class BadFilesUrl(PawlineError):
    """`PAWLINE_FILES_URL` names nothing that files can be kept in."""

    code = "bad_files_url"
    zh = "PAWLINE_FILES_URL 请留空（存本机磁盘），或写 s3://桶名/前缀?endpoint=https://地址&region=区域。"
    en = "Leave PAWLINE_FILES_URL empty (local disk) or give s3://bucket/prefix?endpoint=https://host&region=name."


class Files:
    """Immutable blobs, sealed. Names come from us only: hex ids and a suffix.

    `folder` holds them while `url` is empty. A name has the same path in a folder and in a bucket, so an
    installation moves by copying the folder.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self._store: LocalStore | S3Store = _bucket(url) if url else LocalStore(folder, mkdir=True)
        self._folder = None if url else folder
        self.spool = folder.with_name("spool")

    async def adopt(self, name: str, source: Path, key: bytes) -> None:
        """Keeps a finished file, sealed by its shop's key, durably and whole or not at all; the source stays."""
        path = _path(name)
        if self._folder is not None:
            await asyncio.to_thread(_keep, source, self._folder / path, key, name)
            return
        sealed = source.with_name(f"{source.name}.sealed")
        await asyncio.to_thread(_seal, source, sealed, key, name)
        try:
            await obstore.put_async(self._store, path, sealed)
        finally:
            sealed.unlink()

    async def look(self, name: str) -> Stored | None:
        """What lies there under the name, or None."""
        try:
            found = await obstore.get_async(self._store, _path(name), options={"range": (0, HEAD_BYTES)})
        except FileNotFoundError:
            return None
        return Stored.of(name, bytes(await found.bytes_async()), found.meta["size"])

    async def load(self, name: str, key: bytes | None) -> bytes | None:
        """The whole, or None when there is nothing of that name. Raises Damaged."""
        stored = await self.look(name)
        if stored is None:
            return None
        return b"".join([part async for part in self.stream(stored, 0, stored.size, key)])

    async def stream(self, stored: Stored, start: int, end: int, key: bytes | None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises FileNotFoundError, Damaged.

        `key` may be None where the shop has none: then it has only files from before they were sealed.
        """
        if start >= end:
            return
        if stored.salt is not None and key is None:
            raise WrongKey
        found = await obstore.get_async(self._store, _path(stored.name), options={"range": stored.where(start, end)})
        parts = (bytes(part) async for part in found.stream(min_chunk_size=CHUNK_BYTES))
        async for part in stored.opened(key or b"", parts, start, end):
            yield part

    async def delete(self, name: str) -> None:
        """Forgets a blob; one that is not there is fine."""
        try:
            await obstore.delete_async(self._store, _path(name))
        except FileNotFoundError:
            return

    async def names(self) -> list[str]:
        """Every blob there is (tests, and counting); reads the whole list."""
        found: list[str] = []
        async for batch in obstore.list(self._store, chunk_size=1000):  # pyright: ignore[reportUnknownMemberType]
            found += [one["path"].rsplit("/", 1)[-1] for one in batch]
        return found


def _path(name: str) -> str:
    assert name.replace(".", "").replace("-", "").isalnum(), "names are made by us"
    return f"{name[:2]}/{name}"


def _bucket(url: str) -> S3Store:
    """The bucket of an `s3://` address; its keys come from the environment, as for any S3 program."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    region = asked.pop("region", os.environ.get("AWS_REGION", "us-east-1"))
    endpoint = asked.pop("endpoint", f"https://s3.{region}.amazonaws.com")
    if parts.scheme != "s3" or not parts.netloc or asked:
        raise BadFilesUrl
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        endpoint=endpoint,
        region=region,
        client_options={"allow_http": endpoint.startswith("http://")},
    )


# obstore's own local put renames without a sync (traced): after a power cut the name may stand for an empty file.
# A message that shows a picture is acknowledged as durable, so the picture has to be as well.


def _keep(source: Path, path: Path, key: bytes, name: str) -> None:
    _make_folder(path.parent)
    part = path.with_suffix(".part")
    _seal(source, part, key, name)
    part.replace(path)
    sync_folder(path.parent)


def _seal(source: Path, target: Path, key: bytes, name: str) -> None:
    with source.open("rb") as plain, target.open("wb") as below:
        with SealedWriter(below, key, name) as sealed:
            shutil.copyfileobj(plain, sealed, CHUNK_BYTES)
        below.flush()
        os.fsync(below.fileno())


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
