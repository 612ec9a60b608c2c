"""What we expect of a socket stack, held against both: the default and the fall back."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.serving import Served, served
from tests.soak.sockets import framed

HELLO = {"t": "hello", "d": {"proto_min": 1, "proto_max": 1, "device_id": "d1", "lang": "en"}}


@pytest.fixture(params=["picows", "asgi"])
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, socket=request.param) as one:
        yield one


async def knock(server: Served, token: str = "", **more: Any) -> ClientConnection:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = server.url.replace("http", "ws") + "/ws"
    return await connect(url, subprotocols=["pawline.v1"], additional_headers=headers, **more)  # type: ignore[list-item]


async def owner(server: Served) -> tuple[str, str]:
    """A new owner's token and conversation."""
    signed = await server.house.people.arrive(server.made.shop.id, "en")
    me = await server.house.door.me(signed.actor)
    assert me.conversation_id is not None
    return signed.token, me.conversation_id


async def welcomed(server: Served) -> tuple[ClientConnection, str]:
    token, c = await owner(server)
    line = await knock(server, token)
    await line.send(json.dumps(HELLO))
    assert (await hear(line))["t"] == "welcome"
    return line, c


async def hear(line: ClientConnection) -> dict[str, Any]:
    return json.loads(await asyncio.wait_for(line.recv(), 5))


async def close_code(line: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        await _drain(line)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def _drain(line: ClientConnection) -> None:
    while True:
        await asyncio.wait_for(line.recv(), 5)


def send_frame(c: str, cmid: str, words: str) -> str:
    return json.dumps({"t": "send", "id": 7, "c": c, "d": {"cmid": cmid, "body": {"type": "text", "text": words}}})


async def test_a_message_is_acked_and_pushed(server: Served) -> None:
    line, c = await welcomed(server)
    await line.send(send_frame(c, "cmid-00000001", "hello"))
    heard = [await hear(line), await hear(line)]
    ack = next(one for one in heard if one["t"] == "ack")
    entries = next(one for one in heard if one["t"] == "entries")
    assert (ack["id"], ack["d"]["cmid"], ack["d"]["seq"]) == (7, "cmid-00000001", 1)
    assert entries["d"]["entries"][0]["body"]["text"] == "hello"


async def test_fragments_are_joined(server: Served) -> None:
    line, c = await welcomed(server)
    whole = send_frame(c, "cmid-00000002", "碎片 fragments")

    async def parts() -> AsyncIterator[str]:
        for start in range(0, len(whole), 20):
            yield whole[start : start + 20]

    await line.send(parts())
    heard = [await hear(line), await hear(line)]
    assert any(one["t"] == "ack" for one in heard)


async def test_malformed_frames_are_answered_and_hurt_nothing(server: Served) -> None:
    line, c = await welcomed(server)
    for bad in ("{", "[]", '{"t":5}', '{"t":"send","c":"x","d":{"cmid":3}}', '{"t":"nonsense","d":{}}', "null"):
        await line.send(bad)
        answer = await hear(line)
        assert answer["t"] == "err"
        assert answer["d"]["message"]
    await line.send(send_frame(c, "cmid-00000003", "still here"))
    assert (await hear(line))["t"] in {"ack", "entries"}


async def test_bad_utf8_is_refused(server: Served) -> None:
    line, _ = await welcomed(server)
    # The same with bytes that are text is answered.
    await line.send('{"t":"ping","d":{"x":"é"}}'.encode(), text=True)
    assert (await hear(line))["t"] == "pong"
    await line.send(b'{"t":"ping","d":{"x":"\xff\xfe"}}', text=True)
    try:
        assert (await hear(line))["t"] == "err"
    except ConnectionClosed as closed:
        assert closed.rcvd is not None
        assert closed.rcvd.code == 1007


async def test_an_oversized_frame_closes(server: Served) -> None:
    line, _ = await welcomed(server)
    try:
        await line.send("x" * (64 * 1024 + 1))
        assert await close_code(line) in {1009, 4504}
    except ConnectionResetError:
        return
    except AssertionError:
        # The stack may cut the connection before reading so much: then there is no close frame.
        assert line.close_code in {1006, 1009, 4504}


async def test_nobody_gets_in_without_a_session(server: Served) -> None:
    for token in ("", "not-a-token"):
        line = await knock(server, token)
        await line.send(json.dumps(HELLO))
        assert await close_code(line) == 4501


async def test_another_site_may_not_open_a_socket(server: Served) -> None:
    token, _ = await owner(server)
    try:
        line = await knock(server, token, origin="https://evil.example")
        assert await close_code(line) == 4501
    except InvalidStatus as refused:
        assert refused.response.status_code == 403


async def test_a_version_we_do_not_speak_closes(server: Served) -> None:
    token, _ = await owner(server)
    line = await knock(server, token)
    await line.send(json.dumps({"t": "hello", "d": {"device_id": "x", "proto_min": 9, "proto_max": 9}}))
    assert await close_code(line) == 4503


async def test_a_newer_socket_of_the_device_displaces_the_older(server: Served) -> None:
    token, _ = await owner(server)
    older, newer = await knock(server, token), await knock(server, token)
    await older.send(json.dumps(HELLO))
    await hear(older)
    await newer.send(json.dumps(HELLO))
    await hear(newer)
    assert await close_code(older) == 4507


async def hear_back(line: ClientConnection, count: int) -> None:
    """The acks of own messages and the messages themselves, which come together when they were written together."""
    acks = entries = 0
    while acks < count or entries < count:
        frame = await hear(line)
        acks += frame["t"] == "ack"
        entries += len(frame["d"]["entries"]) if frame["t"] == "entries" else 0


async def test_resume_sends_what_was_missed_and_then_synced(server: Served) -> None:
    line, c = await welcomed(server)
    for i in range(5):
        await line.send(send_frame(c, f"cmid-1000000{i}", f"{i}"))
    await hear_back(line, 5)
    await line.send(json.dumps({"t": "resume", "d": {"conversations": {c: 2}}}))
    entries, synced = await hear(line), await hear(line)
    assert [e["seq"] for e in entries["d"]["entries"]] == [3, 4, 5]
    assert (synced["t"], synced["d"]["head"]) == ("synced", 5)
    await line.send(json.dumps({"t": "resume", "d": {"conversations": {c: 99}}}))
    assert (await hear(line))["t"] == "cursor_ahead"


async def test_somebody_elses_conversation_is_not_there(server: Served) -> None:
    line, _ = await welcomed(server)
    _, other_c = await owner(server)
    await line.send(send_frame(other_c, "cmid-00000009", "hi"))
    assert (await hear(line))["d"]["code"] == "no_such_conversation"
    await line.send(json.dumps({"t": "resume", "d": {"conversations": {other_c: 0}}}))
    assert (await hear(line))["d"]["code"] == "no_such_conversation"


async def test_a_revoked_session_is_closed(server: Served) -> None:
    signed = await server.house.people.arrive(server.made.shop.id, "en")
    line = await knock(server, signed.token)
    await line.send(json.dumps(HELLO))
    await hear(line)
    await server.house.people.sign_out(signed.actor, signed.token)
    assert await close_code(line) == 4501


async def test_reads_are_written_once_a_second(server: Served) -> None:
    line, c = await welcomed(server)
    for i in range(10):
        await line.send(send_frame(c, f"cmid-2000000{i}", f"{i}"))
    await hear_back(line, 10)
    asked: list[int] = []
    raise_to = server.house.chat.marks.raise_to

    async def counted(actor: Any, c: str, **marks: int) -> Any:
        asked.append(marks["read"])
        return await raise_to(actor, c, **marks)

    server.house.chat.marks.raise_to = counted  # type: ignore[method-assign]
    for seq in range(1, 101):
        await line.send(json.dumps({"t": "read", "c": c, "d": {"seq": min(seq, 10)}}))
    marks: list[int] = []
    while not marks or marks[-1] < 10:
        frame = await hear(line)
        if frame["t"] == "receipt":
            marks.append(frame["d"]["read_seq"])
    assert len(marks) <= 3
    assert len(asked) <= 3


async def test_a_flood_of_signals_closes(server: Served) -> None:
    line, _ = await welcomed(server)
    for _ in range(220):
        await line.send('{"t":"ping","d":{}}')
    assert await close_code(line) == 4005


async def test_no_more_than_sixteen_in_flight(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends more is not read until there is room: nothing is refused, and the order stays."""
    submit, taken, most = server.house.chat.submit, 0, 0

    def count(actor: Any, c: str, send: Any, answer: Any) -> None:
        nonlocal taken, most

        def done(*result: Any) -> None:
            nonlocal taken
            taken -= 1
            answer(*result)

        submit(actor, c, send, done)
        taken += 1
        most = max(most, taken)

    monkeypatch.setattr(server.house.chat, "submit", count)
    line, c = await welcomed(server)
    cmids = [f"cmid-300000{i:02}" for i in range(20)]
    # Together, so that all of them are there before anything commits.
    line.transport.write(b"".join(framed(send_frame(c, cmid, "hi").encode()) for cmid in cmids))
    acks: list[dict[str, Any]] = []
    while len(acks) < 20:
        frame = await hear(line)
        assert frame["t"] != "err"
        acks += [frame] if frame["t"] == "ack" else []
    assert [(one["d"]["cmid"], one["d"]["seq"]) for one in acks] == [(cmid, i) for i, cmid in enumerate(cmids, 1)]
    assert most == 16


async def test_one_account_has_ten_sockets(server: Served) -> None:
    token, _ = await owner(server)
    lines: list[ClientConnection] = []
    for number in range(11):
        line = await knock(server, token)
        await line.send(json.dumps({"t": "hello", "d": {**HELLO["d"], "device_id": f"d{number}"}}))
        await hear(line)
        lines.append(line)
    assert await close_code(lines[0]) == 4507
    assert server.house.lines.count == 10


async def test_a_beat_tells_of_a_lost_push(server: Served) -> None:
    line, c = await welcomed(server)
    await line.send(send_frame(c, "cmid-40000001", "one"))
    await hear(line), await hear(line)
    bus = server.house.db.bus
    deliver, bus.deliver = bus.deliver, lambda _topic, _news: None  # type: ignore[method-assign]
    await line.send(send_frame(c, "cmid-40000002", "two"))
    assert (await hear(line))["t"] == "ack"
    bus.deliver = deliver  # type: ignore[method-assign]
    socket = next(iter(server.house.lines._by_device.values()))
    socket._beat()  # type: ignore[attr-defined]
    beat = await hear(line)
    assert (beat["t"], beat["d"]["heads"]) == ("beat", {c: 2})


async def test_a_cursor_out_of_bounds_is_refused_and_hurts_nothing(server: Served) -> None:
    line, c = await welcomed(server)
    for cursor in (2**70, -1, "x"):
        await line.send(json.dumps({"t": "resume", "d": {"conversations": {c: cursor}}}))
        assert (await hear(line))["t"] == "err"
    await line.send(send_frame(c, "cmid-50000001", "still live"))
    assert {(await hear(line))["t"], (await hear(line))["t"]} == {"ack", "entries"}


async def test_a_failure_while_catching_up_closes_so_that_the_client_comes_back(server: Served) -> None:
    line, c = await welcomed(server)

    async def fail(*_: Any) -> Any:
        raise OSError

    server.house.chat.replay = fail  # type: ignore[method-assign]
    await line.send(json.dumps({"t": "resume", "d": {"conversations": {c: 0}}}))
    assert await close_code(line) == 4007
