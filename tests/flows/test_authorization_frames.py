"""Who may do what over a socket: every frame of the registry, by everybody who should get nowhere with it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from pawline.platform.web.operations import Who
from tests.flows.stage import HELLO, OUTSIDERS, Stage, staged
from tests.platform.test_socket import close_code

Payloads = dict[str, dict[str, Any]]
# Dropped without a word where it is not allowed: nothing was asked.
SILENT = {"typing"}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as one:
        yield one


def payloads(c: str) -> Payloads:
    """What each frame says about a conversation; a new frame needs a line here."""
    return {
        "send": {"cmid": "cmid-frames-1", "body": {"type": "text", "text": "你好"}},
        "resume": {"conversations": {c: 0}},
        "read": {"seq": 1},
        "delivered": {"seq": 1},
        "typing": {},
        "watch": {"conversations": [c]},
        "feed": {"fseq": 0},
    }


async def came_in(stage: Stage, who: str) -> ClientConnection:
    line = await stage.socket(who)
    await line.send(HELLO)
    assert json.loads(await line.recv())["t"] == "welcome"
    return line


async def asked(line: ClientConnection, name: str, c: str, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """What is answered to a frame, the pong behind it aside."""
    await line.send(json.dumps({"t": name, "c": c, "d": payload}))
    await line.send('{"t":"ping","d":{}}')
    heard = [json.loads(await line.recv())]
    if heard[0]["t"] == "pong" and name not in SILENT:  # answered after it was looked up
        heard.append(json.loads(await line.recv()))
    return [one for one in heard if one["t"] != "pong"]


def test_every_frame_has_a_case(stage: Stage) -> None:
    named = {one.path for one in stage.operations if one.verb == "FRAME" and one.who is not Who.PUBLIC}
    assert set(payloads("c")) == named


async def test_nothing_before_the_hello(stage: Stage) -> None:
    c = stage.things["c"]
    for name, payload in payloads(c).items():
        for who in (None, "owner", "groomer"):
            async with stage.socket(who) as line:
                await line.send(json.dumps({"t": name, "c": c, "d": payload}))
                assert await close_code(line) == 4501, (name, who)


async def test_who_was_let_go_does_not_come_in(stage: Stage) -> None:
    async with stage.socket("fired") as line:
        await line.send(HELLO)
        assert await close_code(line) == 4501


@pytest.mark.parametrize("place", ["things", "group"])
async def test_frames_reach_nothing_of_others(stage: Stage, place: str) -> None:
    """An owner's conversation, to outsiders; a group, to outsiders and to those who were in it."""
    things = getattr(stage, place)
    c, before = things["c"], await stage.last_n(things)
    told: list[Any] = []
    stage.server.house.db.bus.listen(f"typing.{c}", "test", told.append)
    for who in (*OUTSIDERS, *(("removed", "left", "owner") if place == "group" else ("removed",))):
        line = await came_in(stage, who)
        for name, payload in payloads(c).items():
            if name == "feed":
                continue
            heard = await asked(line, name, c, payload)
            codes = [one["d"].get("code") for one in heard if one["t"] == "err"]
            assert heard or name in SILENT, (name, who)
            assert codes == ["no_such_conversation"] * len(heard), (name, who, heard)
        await line.close()
    assert await stage.last_n(things) == before
    assert told == []


async def test_the_feed_is_for_staff_and_of_their_own_shop(stage: Stage) -> None:
    for who in ("owner", "stranger", "owner_b"):
        line = await came_in(stage, who)
        heard = await asked(line, "feed", "", {"fseq": 0})
        assert [one["d"]["code"] for one in heard] == ["forbidden"]
        await line.close()
    ours = {stage.things["c"], stage.group["c"]}
    for who, is_ours in {"groomer_b": False, "boss_b": False, "groomer": True}.items():
        line = await came_in(stage, who)
        page = next(one for one in await asked(line, "feed", "", {"fseq": 0}) if one["t"] == "feed")
        rows = {row[1] for row in page["d"]["rows"]}
        assert bool(rows & ours) == is_ours, (who, rows)
        await line.close()
