"""Files over HTTP, as a page, a player and a stranger use them: a real server, a real disk, a real bucket."""

import asyncio
import hashlib
import os
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from pawline.platform.config import BadSetting, Config
from tests.chat.recordings import clip, picture, tone
from tests.serving import Served, served, served_again

PLACE = "/api/chat/uploads"
PART = {"content-type": "application/offset+octet-stream"}
NOTE = os.urandom(3_000_000)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "data") as found:
        yield found


async def owner_of(server: Served, url: str = "") -> httpx.AsyncClient:
    """A new guest's browser."""
    token = (await server.house.people.arrive(server.made.shop.id, "zh")).token
    return httpx.AsyncClient(base_url=url or server.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)


async def announce(client: httpx.AsyncClient, purpose: str, content: bytes, name: str = "") -> str:
    body = {"purpose": purpose, "mime": "x/y", "size": len(content), "name": name}
    answer = await client.post(PLACE, json=body | {"sha256": hashlib.sha256(content).hexdigest()})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{PLACE}/{answer.json()['upload_id']}"
    return answer.json()["upload_id"]


async def push(client: httpx.AsyncClient, upload_id: str, offset: int, content: bytes) -> httpx.Response:
    headers = {**PART, "Upload-Offset": str(offset), "Tus-Resumable": "1.0.0"}
    return await client.patch(f"{PLACE}/{upload_id}", content=content, headers=headers)


async def send_whole(client: httpx.AsyncClient, purpose: str, content: bytes, name: str = "") -> dict[str, Any]:
    upload_id = await announce(client, purpose, content, name)
    assert (await push(client, upload_id, 0, content)).status_code == 204
    return (await client.get(f"{PLACE}/{upload_id}", params={"wait_s": 20})).json()


async def conversation_of(client: httpx.AsyncClient) -> str:
    return (await client.get("/api/me")).json()["conversation_id"]


async def say(client: httpx.AsyncClient, c: str, body: dict[str, Any]) -> httpx.Response:
    key = {"Idempotency-Key": uuid.uuid4().hex}
    return await client.post(f"/api/conversations/{c}/messages", json={"body": body}, headers=key)


async def test_the_whole_way_of_a_voice(server: Served) -> None:
    async with await owner_of(server) as client:
        c = await conversation_of(client)
        kept = await send_whole(client, "voice", tone("webm", "libopus"))
        assert (kept["state"], kept["mime"], len(kept["waveform"])) == ("ready", "audio/mp4", 64)
        assert (await say(client, c, {"type": "voice", "upload_id": kept["upload_id"]})).status_code == 200
        body = (await client.get(f"/api/conversations/{c}/entries")).json()["entries"][0]["body"]
        assert body["duration_ms"] == kept["duration_ms"]
        heard = await client.get(f"{PLACE}/{kept['upload_id']}/audio")
        assert heard.status_code == 200
        assert heard.content[4:8] == b"ftyp"


async def test_tus_as_it_is_written(server: Served) -> None:
    async with await owner_of(server) as client:
        upload_id = await announce(client, "file", NOTE, "x.bin")
        place = f"{PLACE}/{upload_id}"
        begun = await client.head(place)
        assert (begun.status_code, begun.headers["upload-offset"]) == (200, "0")
        assert begun.headers["upload-length"] == str(len(NOTE))
        assert begun.headers["tus-resumable"] == "1.0.0"
        assert begun.headers["cache-control"] == "no-store"
        first = await push(client, upload_id, 0, NOTE[:1_000_000])
        assert (first.status_code, first.headers["upload-offset"]) == (204, "1000000")
        again = await push(client, upload_id, 0, NOTE[:1_000_000])
        assert (again.status_code, again.json()["error"]["data"]["offset"]) == (409, 1_000_000)
        assert (await client.head(place)).headers["upload-offset"] == "1000000"
        assert (await push(client, upload_id, 1_000_000, NOTE[1_000_000:] + b"x")).status_code == 413
        without = await client.patch(place, content=b"x", headers=PART)
        assert (without.status_code, without.json()["error"]["code"]) == (409, "wrong_offset")
        assert (await push(client, upload_id, 1_000_000, NOTE[1_000_000:])).status_code == 204
        assert (await client.get(place, params={"wait_s": 20})).json()["state"] == "ready"
        assert (await client.get(f"{place}/file")).content == NOTE
        assert (await client.delete(place)).status_code == 204
        assert (await client.head(place)).status_code == 404


async def test_a_part_is_at_most_five_megabytes(server: Served) -> None:
    async with await owner_of(server) as client:
        content = bytes(6 * 1024 * 1024)
        upload_id = await announce(client, "file", content)
        assert (await push(client, upload_id, 0, content)).status_code == 413
        assert (await push(client, upload_id, 0, content[: 5 * 1024 * 1024])).status_code == 204


async def test_announcements_that_make_no_sense(server: Served) -> None:
    good = {"purpose": "file", "size": 5, "sha256": "0" * 64}
    async with await owner_of(server) as client:
        for bad in (
            {"purpose": "song"},
            {"size": 0},
            {"size": -1},
            {"sha256": "x"},
            {"sha256": "A" * 64},
        ):
            answer = await client.post(PLACE, json=good | bad)
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_input"), bad
        assert (await client.post(PLACE, json=good | {"size": 51 * 1024 * 1024})).status_code == 413
        assert (await client.post(PLACE, json=good)).status_code == 201


async def test_a_server_that_ends_in_the_middle_goes_on(tmp_path: Path) -> None:
    """One part before the restart, one after it; and a whole one that was not looked at yet."""
    content = tone("wav", "pcm_s16le", 5)
    async with served(tmp_path / "data") as server, await owner_of(server) as client:
        token = client.headers["authorization"]
        upload_id = await announce(client, "voice", content)
        assert (await push(client, upload_id, 0, content[:200_000])).status_code == 204
        waiting = await announce(client, "file", NOTE)
        (tmp_path / "data" / "spool" / f"{waiting}.part").write_bytes(NOTE)
    async with (
        served_again(tmp_path / "data") as url,
        httpx.AsyncClient(base_url=url, headers={"authorization": token}, timeout=30) as client,
    ):
        assert (await client.head(f"{PLACE}/{upload_id}")).headers["upload-offset"] == "200000"
        assert (await push(client, upload_id, 200_000, content[200_000:])).status_code == 204
        for one in (upload_id, waiting):
            assert (await client.get(f"{PLACE}/{one}", params={"wait_s": 20})).json()["state"] == "ready"


async def test_a_player_reads_by_ranges(server: Served) -> None:
    async with await owner_of(server) as client:
        kept = await send_whole(client, "video", clip())
        place = f"{PLACE}/{kept['upload_id']}/video"
        whole = await client.get(place)
        assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
        size = len(whole.content)
        assert whole.headers["content-length"] == str(size)
        probe = await client.get(place, headers={"range": "bytes=0-1"})
        assert (probe.status_code, probe.headers["content-range"]) == (206, f"bytes 0-1/{size}")
        assert probe.content == whole.content[:2]
        rest = await client.get(place, headers={"range": "bytes=100-"})
        assert (rest.status_code, rest.content) == (206, whole.content[100:])
        tail = await client.get(place, headers={"range": "bytes=-64"})
        assert (tail.headers["content-range"], tail.content) == (
            f"bytes {size - 64}-{size - 1}/{size}",
            whole.content[-64:],
        )
        beyond = await client.get(place, headers={"range": f"bytes={size}-"})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
        known = await client.get(place, headers={"if-none-match": whole.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


async def test_how_each_kind_is_answered(server: Served) -> None:
    """Inline only what was made anew; all else is saved, under its own name, and runs nowhere."""
    async with await owner_of(server) as client:
        wanted = {
            ("image", "320"): "image/jpeg",
            ("voice", "audio"): "audio/mp4",
            ("video", "video"): "video/webm",
            ("video", "1280"): "image/jpeg",
            ("file", "file"): "application/octet-stream",
        }
        sources = {
            "image": picture(),
            "voice": tone("ogg", "libopus"),
            "video": clip("webm", "libvpx", "libopus"),
            "file": b"%PDF-1.7 \x00\x01",
        }
        kept = {kind: await send_whole(client, kind, content, "报告.pdf") for kind, content in sources.items()}
        for (kind, variant), mime in wanted.items():
            answer = await client.get(f"{PLACE}/{kept[kind]['upload_id']}/{variant}")
            assert (answer.status_code, answer.headers["content-type"]) == (200, mime)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
            assert answer.headers["cache-control"].startswith("private")
            way = "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf"
            assert answer.headers["content-disposition"] == (way if kind == "file" else "inline")


async def test_a_signed_address_needs_no_session(server: Served) -> None:
    async with await owner_of(server) as client, httpx.AsyncClient(base_url=server.url) as anybody:
        kept = await send_whole(client, "voice", tone("webm", "libopus"))
        place = f"{PLACE}/{kept['upload_id']}/audio"
        assert (await anybody.get(place)).status_code == 401
        link = (await client.get(f"{place}/link")).json()
        assert 290_000 < link["expires_ms"] - time.time_ns() // 1_000_000 <= 300_000
        heard = await anybody.get(link["url"], headers={"range": "bytes=4-7"})
        assert (heard.status_code, heard.content) == (206, b"ftyp")
        assert heard.headers["cache-control"].startswith("private")
        assert (await anybody.get(link["url"][:-1] + "x")).status_code == 404


async def test_files_may_be_shown_from_an_origin_of_their_own(server: Served) -> None:
    """The same server under another name: a page's addresses lead there, for whoever may see the file."""
    server.house.uploads.shelf._origin = origin = server.url.replace("127.0.0.1", "localhost")
    async with await owner_of(server) as client, await owner_of(server) as stranger:
        voice = await send_whole(client, "voice", tone("webm", "libopus"))
        image = (await client.post("/api/uploads", content=picture("JPEG", 800, 600))).json()
        places = {
            f"{PLACE}/{voice['upload_id']}/audio": b"ftyp",
            f"/api/files/{image['upload_id']}?w=320": b"JFIF",
            f"{PLACE}/{image['upload_id']}/1280": b"JFIF",
        }
        for place, sign in places.items():
            assert (await stranger.get(place)).status_code == 404
            led = await client.get(place)
            assert led.status_code == 302
            assert led.headers["location"].startswith(f"{origin}/files/")
            assert led.headers["cache-control"] == "private, max-age=240"
            async with httpx.AsyncClient() as nobody:
                seen = await nobody.get(led.headers["location"], headers={"range": "bytes=0-31"})
            assert seen.status_code == 206
            assert sign in seen.content


async def test_the_first_way_of_pictures_still_works(server: Served) -> None:
    async with await owner_of(server) as client:
        kept = (await client.post("/api/uploads", content=picture("JPEG", 800, 600))).json()
        assert (kept["w"], kept["h"]) == (800, 600)
        old = await client.get(f"/api/files/{kept['upload_id']}", params={"w": 320})
        new = await client.get(f"{PLACE}/{kept['upload_id']}/320")
        assert old.content == new.content


async def test_many_send_at_once_while_others_talk(server: Served) -> None:
    """Ten videos at once do not hold up a word."""
    async with await owner_of(server) as client:
        c = await conversation_of(client)
        sending = [asyncio.ensure_future(send_whole(client, "video", clip(seconds=5))) for _ in range(10)]
        slowest = 0.0
        while not all(one.done() for one in sending):
            before = time.monotonic()
            assert (await say(client, c, {"type": "text", "text": "在吗"})).status_code in {200, 429}
            slowest = max(slowest, time.monotonic() - before)
            await asyncio.sleep(0.05)
        assert [one.result()["state"] for one in sending] == ["ready"] * 10
        assert slowest < 2


@pytest.fixture
def bucket() -> Iterator[str]:
    place = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    place.start()
    host, port = place.get_host_and_port()
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1").create_bucket(Bucket="shop")
    yield f"http://{host}:{port}"
    place.stop()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del os.environ[name]


async def test_files_in_a_bucket(tmp_path: Path, bucket: str) -> None:
    """The same ways; what lies there is sealed, so that it is shown by us alone, also from another origin."""
    origin = "https://files.example"
    async with served(tmp_path / "data", files_url=f"s3://shop/a?endpoint={bucket}", files_origin=origin) as server:
        async with await owner_of(server) as client:
            kept = await send_whole(client, "video", clip())
            assert kept["state"] == "ready"
            place = f"{PLACE}/{kept['upload_id']}/video"
            led = (await client.get(place)).headers["location"].removeprefix(origin)
            part = await client.get(led, headers={"range": "bytes=4-7"})
            assert (part.status_code, part.content) == (206, b"ftyp")
            link = (await client.get(f"{place}/link")).json()["url"]
            policy = (await client.get("/")).headers["content-security-policy"]
            assert f"media-src 'self' blob: {origin};" in policy
            assert f"img-src 'self' data: blob: {origin};" in policy
            assert link.startswith("https://files.example/files/")
            whole = (await client.get(link.removeprefix("https://files.example"))).raise_for_status().content
            assert whole == (await client.get(led)).content
        there = boto3.client("s3", endpoint_url=bucket, region_name="us-east-1")
        for one in there.list_objects_v2(Bucket="shop")["Contents"]:
            raw = there.get_object(Bucket="shop", Key=one["Key"])["Body"].read()
            assert raw.startswith(b"pawline")
            assert b"ftyp" not in raw[:64]
        assert not list((tmp_path / "data" / "files").rglob("*.mp4"))


def test_settings_that_cannot_be_read() -> None:
    with pytest.raises(BadSetting):
        _ = Config(files_shop_mb="lots").files_shop_bytes
    for origin in ("files.example", "https://files.example; script-src *", "https://files.example/a", "data:"):
        with pytest.raises(BadSetting):
            _ = Config(files_origin=origin).files_from
    assert Config().files_from == ""
