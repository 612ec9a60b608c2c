"""Frames besides messages: presence, typing, delivered marks, the feed, coming into and out of groups."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from websockets.asyncio.client import ClientConnection

from pawline.chat import watching, ws
from pawline.people import Actor
from pawline.platform.web.limits import Rate
from pawline.platform.web.picows_socket import PicowsPeer
from tests.platform.test_socket import HELLO, close_code, hear, knock, owner
from tests.serving import Served, served


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


async def line_of(server: Served, token: str, device: str = "d1", **hello: Any) -> ClientConnection:
    line = await knock(server, token)
    await line.send(json.dumps({"t": "hello", "d": HELLO["d"] | {"device_id": device} | hello}))
    assert (await hear(line))["t"] == "welcome"
    return line


async def desk(server: Served, who: str = "lin") -> tuple[ClientConnection, Actor]:
    account_id = server.made.staff[who]
    people = server.house.people
    signed = await server.house.db.write(lambda tx: people.open_session(tx, server.made.shop.id, account_id))
    return await line_of(server, signed.token, who), signed.actor


async def say(line: ClientConnection, t: str, c: str | None = None, **d: Any) -> None:
    await line.send(json.dumps({"t": t, "c": c, "d": d} if c else {"t": t, "d": d}))


async def until(line: ClientConnection, t: str) -> dict[str, Any]:
    while (frame := await hear(line))["t"] != t:
        assert frame["t"] != "err", frame
    return frame


async def told(line: ClientConnection, kind: str, *, is_looking: bool) -> None:
    """Waits for the presence of somebody of this kind."""
    while True:
        one = (await until(line, "presence"))["d"]
        if (one["kind"], one["is_looking"]) == (kind, is_looking):
            return


async def silence(line: ClientConnection, *but: str) -> None:
    """Nothing else comes before the answer to a ping."""
    await say(line, "ping")
    while (frame := await hear(line))["t"] != "pong":
        assert frame["t"] in but, frame


async def test_presence_is_told_to_those_who_look(server: Served) -> None:
    token, c = await owner(server)
    phone = await line_of(server, token)
    lin, who = await desk(server, "lin")
    may, _ = await desk(server, "may")
    await say(lin, "watch", conversations=[c])
    seen = await until(lin, "presence")
    assert (seen["c"], seen["d"]["kind"], seen["d"]["is_here"], seen["d"]["is_looking"]) == (c, "owner", True, False)
    await silence(phone)
    await say(phone, "watch", conversations=[c])
    assert (await until(lin, "presence"))["d"]["is_looking"] is True
    assert (await until(phone, "presence"))["d"]["account_id"] == who.account_id
    # The collision mark: two people of the shop with the same owner on their screens.
    await say(may, "watch", conversations=[c])
    names = {(await until(may, "presence"))["d"]["kind"] for _ in range(2)}
    assert names == {"owner", "staff"}
    await told(lin, "staff", is_looking=True)
    await may.close()
    await told(lin, "staff", is_looking=False)
    await say(lin, "watch", conversations=[])
    await say(phone, "watch", conversations=[])
    await silence(lin, "presence", "inbox")


async def test_whose_last_device_has_gone_is_not_there(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "GONE_S", 0.02)
    token, c = await owner(server)
    phone, tablet = await line_of(server, token), await line_of(server, token, "tablet")
    lin, _ = await desk(server, "lin")
    await say(lin, "watch", conversations=[c])

    async def is_here() -> bool:
        return bool((await until(lin, "presence"))["d"]["is_here"])

    assert [await is_here(), await is_here()] == [True, True]
    # The other device says at once that its owner is still there.
    await phone.close()
    assert [await is_here(), await is_here()] == [False, True]
    await tablet.close()
    assert await is_here() is False
    await say(lin, "ping")
    while (frame := await hear(lin))["t"] != "pong":
        assert frame["t"] != "presence", frame


async def test_nobody_watches_what_is_not_theirs(server: Served) -> None:
    _, c = await owner(server)
    stranger, _ = await owner(server)
    line = await line_of(server, stranger)
    await say(line, "watch", conversations=[c])
    assert (await hear(line))["d"]["code"] == "no_such_conversation"


async def test_typing_is_told_at_most_every_three_seconds(server: Served) -> None:
    token, c = await owner(server)
    phone = await line_of(server, token)
    lin, _ = await desk(server)
    await say(lin, "resume", conversations={c: 0})
    await until(lin, "synced")
    for _ in range(5):
        await say(phone, "typing", c, kind="recording")
    assert (await until(lin, "typing"))["d"]["kind"] == "recording"
    await silence(phone)
    await silence(lin, "inbox")


async def test_delivered_marks_reach_the_sender(server: Served) -> None:
    token, c = await owner(server)
    phone = await line_of(server, token)
    await say(phone, "send", c, cmid="cmid-00000001", body={"type": "text", "text": "在吗"})
    await until(phone, "ack")
    lin, who = await desk(server)
    await say(lin, "resume", conversations={c: 0})
    await until(lin, "synced")
    await say(lin, "delivered", c, seq=1)
    told = (await until(phone, "receipt"))["d"]
    assert (told["account_id"], told["delivered_seq"], told["read_seq"]) == (who.account_id, 1, 0)


async def test_a_desk_follows_the_feed(server: Served) -> None:
    lin, _ = await desk(server)
    await say(lin, "feed", fseq=0)
    begun = (await until(lin, "feed"))["d"]
    assert begun["rows"][0][0] == 1
    token, c = await owner(server)
    phone = await line_of(server, token)
    await say(phone, "feed", fseq=0)
    assert (await hear(phone))["d"]["code"] == "forbidden"
    await say(phone, "send", c, cmid="cmid-00000001", body={"type": "text", "text": "在吗"})
    news = begun
    while all(row[1] != c for row in news["rows"]):
        news = (await until(lin, "feed"))["d"]
    assert next(row[2] for row in news["rows"] if row[1] == c) == 1
    assert news["head"] > begun["head"]


async def test_a_hello_may_resume_at_once(server: Served) -> None:
    token, c = await owner(server)
    line = await knock(server, token)
    await line.send(json.dumps({"t": "hello", "d": HELLO["d"] | {"resume": {"conversations": {c: 0}}}}))
    assert (await hear(line))["d"]["resumed"] is True
    assert (await until(line, "synced"))["c"] == c


async def test_groups_open_and_close_on_the_spot(server: Served) -> None:
    lin, boss = await desk(server)
    token, _ = await owner(server)
    phone = await line_of(server, token)
    groups = server.house.chat.groups
    c = (await groups.found(boss, "金毛妈妈群")).id
    assert (await until(lin, "joined"))["c"] == c
    guest = await server.house.people.authenticate(token)
    assert guest is not None
    await groups.join(guest, await groups.invite(boss, c, 1, 1))
    assert (await until(phone, "joined"))["c"] == c
    await say(lin, "send", c, cmid="cmid-00000001", body={"type": "text", "text": "欢迎"})
    assert (await until(phone, "entries"))["d"]["entries"][0]["body"]["text"] == "欢迎"
    await groups.remove(boss, c, guest.account_id)
    assert (await until(phone, "left"))["c"] == c
    await say(lin, "send", c, cmid="cmid-00000002", body={"type": "text", "text": "他走了"})
    while (await until(lin, "entries"))["d"]["entries"][-1]["body"].get("text") != "他走了":
        pass
    await silence(phone)


async def test_who_is_behind_is_told_the_last_mark_later_and_no_typing(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ws, "BEAT_S", 0.2)
    token, c = await owner(server)
    line = await line_of(server, token)
    (mine,) = server.house.lines._by_device.values()
    peer = cast("ws.ChatLine", mine)._peer
    assert isinstance(peer, PicowsPeer)
    peer.is_behind = True
    staff, _ = await desk(server)
    for number in range(3):
        await say(line, "send", c, cmid=f"cmid-behind-{number}", body={"type": "text", "text": "hello"})
        await until(line, "ack")
    await say(staff, "typing", c)
    for seq in (1, 2, 3):
        await server.house.chat.marks.raise_to(await actor_of(server, "lin"), c, read=seq)
    await silence(line, "entries", "beat", "ack")
    peer.is_behind = False
    assert (await until(line, "receipt"))["d"]["read_seq"] == 3


async def test_who_never_stops_shouting_is_closed(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ws, "PATIENCE", Rate(1, 5))
    token, c = await owner(server)
    line = await line_of(server, token)
    for number in range(60):
        await say(line, "send", c, cmid=f"cmid-shout-{number:03}", body={"type": "text", "text": "!"})
    assert await close_code(line) == 4005


async def actor_of(server: Served, who: str) -> Actor:
    people, account_id = server.house.people, server.made.staff[who]
    signed = await server.house.db.write(lambda tx: people.open_session(tx, server.made.shop.id, account_id))
    return signed.actor
