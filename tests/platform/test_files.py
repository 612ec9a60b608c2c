"""The blob store: the same promises on a local disk and at a real S3 endpoint."""

import asyncio
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from pawline.platform.files import BadFilesUrl, Files
from pawline.platform.sealed_files import CHUNK
from pawline.platform.sealing import Damaged, WrongKey

NAME = "ab" * 16 + "-320.jpg"
KEY = b"k" * 32


async def keep(files: Files, content: bytes, name: str = NAME, key: bytes = KEY) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "made"
        source.write_bytes(content)
        await files.adopt(name, source, key)


async def stretch(files: Files, start: int, end: int, name: str = NAME) -> bytes:
    stored = await files.look(name)
    assert stored is not None
    return b"".join([part async for part in files.stream(stored, start, end, KEY)])


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A bucket on loopback; the address of it as the setting has it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    known = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    before = {name: os.environ.get(name) for name in known}
    os.environ.update(known)
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="shop")
    yield f"s3://shop/files-{uuid.uuid4().hex}?endpoint={endpoint}&region=us-east-1"
    server.stop()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name)
        else:
            os.environ[name] = value


@pytest.fixture(params=["disk", "s3"])
async def files(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Files]:
    url = request.getfixturevalue("s3") if request.param == "s3" else ""
    found = Files(tmp_path / "files", url)
    yield found
    for name in await found.names():
        await found.delete(name)


async def test_what_was_kept_is_there(files: Files) -> None:
    assert await files.load(NAME, KEY) is None
    assert await files.look(NAME) is None
    await keep(files, b"one" * 1000)
    assert await files.load(NAME, KEY) == b"one" * 1000
    stored = await files.look(NAME)
    assert stored is not None
    assert stored.size == 3000
    assert await files.names() == [NAME]
    with pytest.raises(Damaged):
        await files.load(NAME, b"x" * 32)
    with pytest.raises(WrongKey):
        await files.load(NAME, None)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 1_000_000])
async def test_a_stretch_is_streamed(files: Files, size: int) -> None:
    content = os.urandom(size)
    await keep(files, content)
    assert await files.load(NAME, KEY) == content
    ends = {0, 1, 5, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 999_999, size}
    for start in sorted(one for one in ends if one <= size):
        for end in sorted(one for one in ends if start <= one <= size):
            assert await stretch(files, start, end) == content[start:end]


async def test_a_deleted_blob_is_gone(files: Files) -> None:
    await keep(files, b"x")
    await files.delete(NAME)
    await files.delete(NAME)
    assert await files.load(NAME, KEY) is None


async def test_many_at_once(files: Files) -> None:
    await asyncio.gather(*(keep(files, bytes([n]) * 5000, f"{n:032x}-320.jpg") for n in range(40)))
    assert len(await files.names()) == 40
    assert await files.load(f"{17:032x}-320.jpg", KEY) == bytes([17]) * 5000


async def test_names_that_are_not_ours_are_bugs(files: Files) -> None:
    for name in ("../secret", "a/b", "", "a\0b", ".."):
        with pytest.raises(AssertionError):
            await files.load(name, KEY)


async def test_files_of_earlier_versions_are_still_shown(tmp_path: Path) -> None:
    """The layout of the folder as the first release wrote it, and nothing sealed."""
    old = tmp_path / "files" / NAME[:2] / NAME
    old.parent.mkdir(parents=True)
    old.write_bytes(b"jpeg" * 100)
    files = Files(tmp_path / "files")
    assert await files.load(NAME, KEY) == await files.load(NAME, None) == b"jpeg" * 100
    assert await stretch(files, 2, 6) == b"egjp"


async def test_a_folder_copied_to_a_bucket_is_the_same_store(s3: str, tmp_path: Path) -> None:
    """Moving to S3 is copying: the keys are the folder's paths."""
    here = Files(tmp_path / "files")
    await keep(here, b"moved")
    address, _, query = s3.partition("?")
    bucket, prefix = address.removeprefix("s3://").split("/")
    endpoint = query.split("&")[0].removeprefix("endpoint=")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    for path in (tmp_path / "files").rglob("*.jpg"):
        key = f"{prefix}/{path.relative_to(tmp_path / 'files').as_posix()}"
        client.upload_file(str(path), bucket, key)
    there = Files(tmp_path / "elsewhere", s3)
    assert await there.load(NAME, KEY) == b"moved"
    await there.delete(NAME)


@pytest.mark.parametrize("url", ["s3:///x", "http://x/y", "s3://b/p?unknown=1", "file:///tmp"])
def test_addresses_that_name_no_store(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadFilesUrl):
        Files(tmp_path, url)


def test_a_blob_is_synced_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contents, then the name, then the folder: a name never stands for less than the whole."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_sync(handle: int) -> None:
        done.append("sync")
        fsync(handle)

    def note_rename(self: Path, target: Path) -> Path:
        done.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_rename)
    asyncio.run(keep(Files(tmp_path / "files"), b"x"))
    assert done == ["sync", "sync", "name", "sync"], "its new folder first"
