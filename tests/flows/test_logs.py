"""Logs tell what went wrong, with ids: never what people wrote, nor their numbers."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from pawline.platform.log import JsonLines
from tests.serving import Served, served
from tests.waiting import until

SECRET = "我家豆豆有癫痫"
PHONE = "13912345678"


async def talk(server: Served) -> None:
    async with server.client() as client:
        me = (await client.post("/api/owner/session", json={"lang": "zh"})).json()
        c = me["conversation_id"]
        url = f"/api/conversations/{c}/messages"
        for number, body in enumerate(
            ({"type": "text", "text": SECRET}, {"type": "dance", "text": SECRET}, {"text": 5})
        ):
            await client.post(url, json={"body": body}, headers={"Idempotency-Key": f"cmid-000{number}"})
        await client.post(url, content=SECRET.encode(), headers={"Idempotency-Key": "cmid-0009"})
        await client.post("/api/phone/code", json={"phone": PHONE})
        await client.post("/api/phone/verify", json={"phone": PHONE, "code": "000000"})
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        async with connect(
            server.url.replace("http", "ws") + "/ws",
            subprotocols=["pawline.v1"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie},
        ) as line:
            await line.send(json.dumps({"t": "hello", "d": {"device_id": "d"}}))
            await line.recv()
            for frame in (SECRET, json.dumps({"t": "send", "c": c, "d": {"cmid": SECRET, "body": SECRET}})):
                await line.send(frame)
                await line.recv()


async def test_nothing_of_what_people_write_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the assistant breaks over the message, and when the message path itself does."""
    caplog.set_level(logging.DEBUG, logger="pawline")
    async with served(tmp_path) as server:
        server.house.receptionist._reader = None  # type: ignore[assignment]
        await talk(server)
        await until(lambda: any("failed" in one.message for one in caplog.records), None)

        def broken(*_: Any) -> Any:
            raise RuntimeError

        monkeypatch.setattr(server.house.chat.log, "save", broken)
        await talk(server)
    written = [JsonLines().format(one) for one in caplog.records if one.name.startswith("pawline")]
    assert written
    for line in written:
        assert SECRET not in line
        assert SECRET.encode("unicode_escape").decode() not in line
        assert PHONE not in line
