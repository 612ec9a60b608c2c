"""From `pawline init` to a confirmed booking, without any demo: manager, groomer, owner, real text message."""

import asyncio
import json
import os
import stat
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from bench.servers import free_port

from pawline.app import House, web_app
from pawline.platform.config import Config
from pawline.platform.ports.sms import GatewaySms, NoSms, SilentSms, SmsFailed
from pawline.serve import server_of
from tests.serving import cheap_passwords


@asynccontextmanager
async def gateway(status: int = 200) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A text-message gateway on loopback that writes down what it was sent."""
    sent: list[dict[str, Any]] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.split("content-length: ")[1].split("\r\n")[0])
        sent.append(json.loads(await reader.readexactly(size)) | {"has_token": "bearer secret" in head})
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", sent


@asynccontextmanager
async def opened(folder: Path, sms_url: str) -> AsyncIterator[tuple[str, str]]:
    """`pawline init`, then the server; gives its address and the manager's invitation token."""
    environment = dict(os.environ, PAWLINE_DATA=str(folder))
    words = ["init", "--name", "豆豆之家", "--opens", "00:00", "--closes", "24:00"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pawline", *words, env=environment, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    token = out.decode().split("/join/")[1].split()[0]
    config = Config(data=str(folder), port=str(free_port()), sms_url=sms_url, sms_token="secret")
    house = House(config, passwords=cheap_passwords())
    server = server_of(house, web_app(house))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{config.port}", token
        finally:
            server.should_exit = True
            await running


async def hired(boss: httpx.AsyncClient, url: str) -> None:
    link = (await boss.post("/api/people/invitations", json={"name": "小美", "role": "groomer"})).json()["link"]
    async with httpx.AsyncClient(base_url=url, headers={"x-pawline-side": "desk"}) as fresh:
        said = {"token": link.rsplit("/", 1)[1], "login": "mei", "password": "long enough 1"}
        assert (await fresh.post("/api/invitations/accept", json=said)).status_code == 201


async def heard(owner: httpx.AsyncClient, c: str, wanted: str) -> dict[str, Any]:
    """The newest entry of a kind, once the assistant has answered."""
    for _ in range(100):
        entries = (await owner.get(f"/api/conversations/{c}/entries")).json()["entries"]
        found = [one for one in entries if one["body"].get("card") == wanted or wanted in str(one["body"].get("chips"))]
        if found:
            return found[-1]
        await asyncio.sleep(0.1)
    raise AssertionError(f"the assistant never came to {wanted}")


async def test_a_real_shop_from_nothing(tmp_path: Path) -> None:
    async with gateway() as (sms_url, sent), opened(tmp_path, sms_url) as (url, token):
        assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
        async with (
            httpx.AsyncClient(base_url=url, headers={"x-pawline-side": "desk"}) as boss,
            httpx.AsyncClient(base_url=url) as owner,
        ):
            said = {"token": token, "login": "boss", "password": "long enough 1"}
            assert (await boss.post("/api/invitations/accept", json=said)).json()["role"] == "manager"
            await hired(boss, url)
            me = (await owner.post("/api/owner/session", json={"lang": "zh"})).json()
            assert me["demo_inbox"] is None
            assert (await owner.get("/demo")).status_code == 404
            c = me["conversation_id"]
            wish = {"body": {"type": "text", "text": "后天上午给我家柯基洗澡"}}
            await owner.post(f"/api/conversations/{c}/messages", json=wish, headers={"Idempotency-Key": "wish-0001"})
            slots = await heard(owner, c, "slots")
            time = next(one for day in slots["body"]["view"]["times"].values() for one in day if one["is_free"])
            choice = {"type": "choice", "text": "就这个", "choice": time["offer_id"], "of_seq": slots["seq"]}
            await owner.post(
                f"/api/conversations/{c}/messages", json={"body": choice}, headers={"Idempotency-Key": "wish-0002"}
            )
            view = (await heard(owner, c, "booking"))["body"]["view"]
            await owner.post("/api/phone/code", json={"phone": "13812345678"})
            assert sent[0]["phone"] == "13812345678"
            assert sent[0]["has_token"]
            code = "".join(ch for ch in sent[0]["text"] if ch.isdigit())[:6]
            await owner.post("/api/phone/verify", json={"phone": "13812345678", "code": code})
            path, key = f"/api/bookings/{view['id']}/confirm", {"Idempotency-Key": uuid.uuid4().hex}
            done = await owner.post(path, json={"version": view["version"]}, headers=key)
            assert done.json()["status"] == "confirmed"


async def test_a_gateway_that_refuses_is_said_so() -> None:
    async with gateway(500) as (url, _):
        with pytest.raises(SmsFailed):
            await GatewaySms(url, "").send("13812345678", "x")
    with pytest.raises(NoSms):
        await SilentSms().send("13812345678", "x")
