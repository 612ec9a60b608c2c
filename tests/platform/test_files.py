"""The blob store: the same promises on a local disk and at a real S3 endpoint."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from pawline.platform.files import BadFilesUrl, Files

NAME = "ab" * 16 + "-320.jpg"


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


async def test_what_was_saved_is_there(files: Files) -> None:
    assert await files.load(NAME) is None
    assert await files.size(NAME) is None
    await files.save(NAME, b"one" * 1000)
    assert await files.load(NAME) == b"one" * 1000
    assert await files.size(NAME) == 3000
    assert await files.names() == [NAME]


async def test_a_finished_file_is_adopted(files: Files, tmp_path: Path) -> None:
    source = tmp_path / "made.m4a"
    source.write_bytes(bytes(range(256)) * 4096)
    await files.adopt(NAME, source, "audio/mp4", "inline")
    assert await files.load(NAME) == bytes(range(256)) * 4096


@pytest.mark.parametrize(("start", "end"), [(0, 1), (5, 1000), (999_999, 1_000_000), (0, 1_000_000), (7, 7)])
async def test_a_stretch_is_streamed(files: Files, start: int, end: int) -> None:
    content = os.urandom(1_000_000)
    await files.save(NAME, content)
    assert b"".join([chunk async for chunk in files.stream(NAME, start, end)]) == content[start:end]


async def test_a_deleted_blob_is_gone(files: Files) -> None:
    await files.save(NAME, b"x")
    await files.delete(NAME)
    await files.delete(NAME)
    assert await files.load(NAME) is None


async def test_many_at_once(files: Files) -> None:
    await asyncio.gather(*(files.save(f"{n:032x}-320.jpg", bytes([n]) * 5000) for n in range(40)))
    assert len(await files.names()) == 40
    assert await files.load(f"{17:032x}-320.jpg") == bytes([17]) * 5000


async def test_names_that_are_not_ours_are_bugs(files: Files) -> None:
    for name in ("../secret", "a/b", "", "a\0b", ".."):
        with pytest.raises(AssertionError):
            await files.load(name)


async def test_files_of_earlier_versions_keep_their_names(tmp_path: Path) -> None:
    """The layout of the folder as the first release wrote it."""
    old = tmp_path / "files" / NAME[:2] / NAME
    old.parent.mkdir(parents=True)
    old.write_bytes(b"jpeg")
    assert await Files(tmp_path / "files").load(NAME) == b"jpeg"


async def test_a_folder_copied_to_a_bucket_is_the_same_store(s3: str, tmp_path: Path) -> None:
    """Moving to S3 is copying: the keys are the folder's paths."""
    here = Files(tmp_path / "files")
    await here.save(NAME, b"moved")
    address, _, query = s3.partition("?")
    bucket, prefix = address.removeprefix("s3://").split("/")
    endpoint = query.split("&")[0].removeprefix("endpoint=")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    for path in (tmp_path / "files").rglob("*.jpg"):
        key = f"{prefix}/{path.relative_to(tmp_path / 'files').as_posix()}"
        client.upload_file(str(path), bucket, key)
    there = Files(tmp_path / "elsewhere", s3)
    assert await there.load(NAME) == b"moved"
    await there.delete(NAME)


async def test_a_link_opens_one_blob_and_no_other(s3: str, tmp_path: Path) -> None:
    there = Files(tmp_path / "files", s3)
    source = tmp_path / "song.m4a"
    source.write_bytes(b"0123456789")
    await there.adopt(NAME, source, "audio/mp4", "inline")
    link = await there.link(NAME, 3600)
    assert link is not None
    assert "X-Amz-Expires=300" in link, "never longer than five minutes"
    async with httpx.AsyncClient() as client:
        answer = await client.get(link, headers={"range": "bytes=2-4"})
        assert (answer.status_code, answer.content) == (206, b"234")
        assert answer.headers["content-type"] == "audio/mp4"
    assert await Files(tmp_path / "local").link(NAME, 60) is None


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
    asyncio.run(Files(tmp_path / "files").save(NAME, b"x"))
    assert done == ["sync", "sync", "name", "sync"], "its new folder first"
