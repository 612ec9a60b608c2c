"""Files of an installation, by server-made names: in a folder, or in a bucket that speaks S3."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from pawline.platform.errors import PawlineError

CHUNK_BYTES = 256 * 1024
# A link works this long at most: long enough for a player to begin, too short to be passed on.
LONGEST_LINK_S = 300


class BadFilesUrl(PawlineError):
    """`PAWLINE_FILES_URL` names nothing that files can be kept in."""

    code = "bad_files_url"
    zh = "PAWLINE_FILES_URL 请留空（存本机磁盘），或写 s3://桶名/前缀?endpoint=https://地址&region=区域。"
    en = "Leave PAWLINE_FILES_URL empty (local disk) or give s3://bucket/prefix?endpoint=https://host&region=name."


class Files:
    """Immutable blobs. Names come from us only: hex ids and a suffix.

    `folder` holds them while `url` is empty. A name has the same path in a folder and in a bucket, so an
    installation moves by copying the folder.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self._store: LocalStore | S3Store = _bucket(url) if url else LocalStore(folder, mkdir=True)
        self._folder = None if url else folder
        self.spool = folder.with_name("spool")

    async def save(self, name: str, content: bytes) -> None:
        """Keeps a small blob whole and durably, or not at all."""
        path = _path(name)
        if self._folder is None:
            await obstore.put_async(self._store, path, content)
        else:
            await asyncio.to_thread(_write, self._folder / path, content)

    async def adopt(self, name: str, source: Path, mime: str, disposition: str) -> None:
        """Keeps a finished file as a blob; the source may be gone afterwards.

        A bucket is told the type and disposition to answer with when it is asked directly.
        """
        path = _path(name)
        if self._folder is None:
            attributes = {"Content-Type": mime, "Content-Disposition": disposition}
            await obstore.put_async(self._store, path, source, attributes=attributes)
        else:
            await asyncio.to_thread(_move, source, self._folder / path)

    async def load(self, name: str) -> bytes | None:
        """The blob, or None when there is none of that name."""
        try:
            found = await obstore.get_async(self._store, _path(name))
        except FileNotFoundError:
            return None
        return bytes(await found.bytes_async())

    async def size(self, name: str) -> int | None:
        """The blob's size in bytes, or None when there is none of that name."""
        try:
            return (await obstore.head_async(self._store, _path(name)))["size"]
        except FileNotFoundError:
            return None

    async def stream(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises FileNotFoundError."""
        if start >= end:
            return
        found = await obstore.get_async(self._store, _path(name), options={"range": (start, end)})
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)

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

    async def link(self, name: str, valid_s: int) -> str | None:
        """A signed address at the bucket itself, or None where files are on this disk."""
        if not isinstance(self._store, S3Store):
            return None
        valid = timedelta(seconds=min(valid_s, LONGEST_LINK_S))
        return await obstore.sign_async(self._store, "GET", _path(name), valid)


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


def _write(path: Path, content: bytes) -> None:
    _make_folder(path.parent)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def _move(source: Path, path: Path) -> None:
    _make_folder(path.parent)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    try:
        source.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The folder of files is a disk of its own.
        _write(path, source.read_bytes())
    sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
