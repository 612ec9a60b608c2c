"""Who is shown out or signed out hears nothing from then on, at whatever moment it happens, heard of or not."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from websockets.asyncio.client import ClientConnection

from pawline.chat import ws
from pawline.chat.lines import Joined
from pawline.people import Actor, LiveSession
from pawline.people.store import session
from pawline.platform.clock import SystemClock
from pawline.platform.errors import Busy
from tests.platform.test_socket import close_code, hear, knock, owner, send_frame
from tests.platform.test_socket_signals import desk, line_of, say, until
from tests.serving import Served, served
from tests.waiting import until as happens


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


async def group_with(server: Served, token: str) -> tuple[Actor, str, Actor]:
    """Its founder, its id, and the owner who is in it."""
    _, founder = await desk(server, "lin")
    groups = server.house.chat.groups
    c = (await groups.found(founder, "g")).id
    actor = await server.house.people.authenticate(token)
    assert actor is not None
    await groups.join(actor, await groups.invite(founder, c, 5, 7))
    return founder, c, actor


async def told_of(server: Served, line: ClientConnection, founder: Actor, c: str) -> list[str]:
    """What the line hears of something said in the group now."""
    await server.house.chat.send(founder, c, "after-removal", {"type": "text", "text": "only for members"})
    await say(line, "ping")
    heard: list[str] = []
    while (frame := await hear(line))["t"] != "pong":
        heard.append(json.dumps(frame))
    return [one for one in heard if "only for members" in one]


def line_of_account(server: Served, account_id: str) -> ws.ChatLine:
    found = [one for one in server.house.lines._by_device.values() if one.actor and one.actor.account_id == account_id]
    return cast("ws.ChatLine", found[0])


async def test_shown_out_while_resuming(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token, _ = await owner(server)
    founder, c, actor = await group_with(server, token)
    line = await line_of(server, token)
    line_of_account(server, actor.account_id).live.unfollow(c)  # as for one of more than two hundred
    read, is_out = server.house.db.read, False

    async def read_and_then(question: Any) -> Any:
        nonlocal is_out
        found = await read(question)
        if not is_out and getattr(found, "id", None) == c:
            is_out = True
            await server.house.chat.groups.remove(founder, c, actor.account_id)
        return found

    monkeypatch.setattr(server.house.db, "read", read_and_then)
    await say(line, "resume", conversations={c: 0})
    refused = await until(line, "err")
    assert (is_out, refused["c"]) == (True, c)
    assert await told_of(server, line, founder, c) == []


async def test_shown_out_while_coming_in(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token, _ = await owner(server)
    founder, c, actor = await group_with(server, token)
    read, is_out = server.house.db.read, False

    async def read_and_then(question: Any) -> Any:
        nonlocal is_out
        found = await read(question)
        if not is_out and isinstance(found, dict) and c in found:
            is_out = True
            await server.house.chat.groups.remove(founder, c, actor.account_id)
        return found

    monkeypatch.setattr(server.house.db, "read", read_and_then)
    line = await line_of(server, token)
    assert is_out
    assert await told_of(server, line, founder, c) == []


async def test_signed_out_while_coming_in(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token, _ = await owner(server)
    session_of, is_out = server.house.lines.session_of, False

    async def and_then(one: str) -> LiveSession | None:
        nonlocal is_out
        found = await session_of(one)
        if found is not None and not is_out:
            is_out, people = True, server.house.people
            await people.db.write(lambda tx: people.end_sessions(tx, found.actor.shop_id, found.actor.account_id))
        return found

    monkeypatch.setattr(server.house.lines, "session_of", and_then)
    line = await knock(server, token)
    await line.send(json.dumps({"t": "hello", "d": {"device_id": "d"}}))
    assert await close_code(line) == 4501


async def account_of(server: Served, token: str) -> str:
    found = await server.house.people.authenticate(token)
    assert found is not None
    return found.account_id


async def test_a_session_that_runs_out_closes_its_socket_on_the_moment(server: Served) -> None:
    token, _ = await owner(server)
    account_id = await account_of(server, token)
    line = await line_of(server, token)
    clock = server.house.clock
    ends_ms = clock.now_ms() + 400
    where = session.c.account_id == account_id
    await server.house.db.write(lambda tx: tx.execute(session.update().where(where).values(expires_ms=ends_ms)))
    line_of_account(server, account_id)._beat()
    await say(line, "ping")
    assert (await hear(line))["t"] == "pong", "until then it counts"
    assert await close_code(line) == 4501
    assert ends_ms <= clock.now_ms() < ends_ms + 1000


async def test_a_clock_that_jumps_ahead_signs_nobody_out(server: Served) -> None:
    token, _ = await owner(server)
    account_id = await account_of(server, token)
    line = await line_of(server, token)
    cast("SystemClock", server.house.clock).offset = timedelta(days=3650)
    line_of_account(server, account_id)._beat()
    await server.house.people.authenticate(token)
    cast("SystemClock", server.house.clock).offset = timedelta(0)
    line_of_account(server, account_id)._beat()
    await say(line, "ping")
    assert (await hear(line))["t"] in {"pong", "beat"}
    ends = sa.select(session.c.expires_ms).where(session.c.account_id == account_id)
    left_ms = await server.house.db.read(lambda tx: tx.execute(ends).scalar_one()) - server.house.clock.now_ms()
    assert left_ms < 181 * 86_400_000, "nor does anybody stay for ever by it"


async def test_what_the_bus_lost_is_noticed_with_a_beat(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bus between processes is away while another process shows somebody out, and then ends a session."""
    monkeypatch.setattr(ws, "BEAT_S", 0.2)
    token, _ = await owner(server)
    founder, c, actor = await group_with(server, token)
    line = await line_of(server, token)
    people, bus = server.house.people, server.house.db.bus
    with monkeypatch.context() as away:
        away.setattr(bus, "publish", lambda _news: None)
        await server.house.chat.groups.remove(founder, c, actor.account_id)
    assert (await until(line, "left"))["c"] == c
    assert await told_of(server, line, founder, c) == []
    with monkeypatch.context() as away:
        away.setattr(bus, "publish", lambda _news: None)
        await people.db.write(lambda tx: people.end_sessions(tx, actor.shop_id, actor.account_id))
    assert await close_code(line) == 4501


async def test_a_desk_notices_what_the_bus_lost(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ws, "BEAT_S", 0.2)
    token, own = await owner(server)
    lin, _ = await desk(server, "lin")
    actor = await server.house.people.authenticate(token)
    assert actor is not None
    assert "missed" not in (await until(lin, "beat"))["d"]
    await server.house.chat.send(actor, own, "heard-0001", {"type": "text", "text": "hello"})
    for _ in range(3):
        assert "missed" not in (await until(lin, "beat"))["d"]
    with monkeypatch.context() as away:
        away.setattr(server.house.db.bus, "publish", lambda _news: None)
        await server.house.chat.send(actor, own, "help-00001", {"type": "text", "text": "help"})
    while "missed" not in (await until(lin, "beat"))["d"]:
        pass
    for _ in range(3):
        assert "missed" not in (await until(lin, "beat"))["d"]


async def test_a_database_that_is_away_for_a_moment_ends_no_line(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ws, "BEAT_S", 0.1)
    token, _ = await owner(server)
    line = await line_of(server, token)
    await until(line, "beat")
    asked = 0

    async def away(_question: Any) -> Any:
        nonlocal asked
        asked += 1
        raise Busy

    with monkeypatch.context() as down:
        down.setattr(server.house.db, "read", away)
        await happens(lambda: asked > 3)
    await until(line, "beat")


async def test_names_of_nothing_are_not_kept(server: Served) -> None:
    token, own = await owner(server)
    line = await line_of(server, token)
    for number in range(20):
        await line.send(json.dumps({"t": "typing", "c": f"{number:05}" + "x" * 6000, "d": {}}))
        assert (await hear(line))["t"] == "err"
    for number in range(50):
        await say(line, "typing", f"{number:032}")
    await line.send(send_frame(own, "cmid-00000001", "still here"))
    await until(line, "ack")
    assert all(len(one) <= 32 for one in next(iter(server.house.lines._by_device.values())).signals._typed)  # type: ignore[attr-defined]


async def test_old_news_of_another_process_ends_no_newer_line(server: Served) -> None:
    token, _ = await owner(server)
    line = await line_of(server, token)
    lines = server.house.lines
    [(device, joined_ms)] = lines._joined_ms.items()
    server.house.db.bus.deliver("line", Joined(device, joined_ms - 1))
    await say(line, "ping")
    assert (await hear(line))["t"] == "pong"
    server.house.db.bus.deliver("line", Joined(device, joined_ms + 1))
    assert await close_code(line) == 4507
