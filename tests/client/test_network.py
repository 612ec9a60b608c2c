"""The real network: sockets and requests to a real server on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pawline.client import Client, Internet, LineEnded, LineLost, Pending, Refused
from tests.serving import Served, served


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


async def owner(server: Served) -> tuple[str, str]:
    signed = await server.house.people.arrive(server.made.shop.id, "en")
    me = await server.house.door.me(signed.actor)
    assert me.conversation_id is not None
    return signed.token, me.conversation_id


async def test_a_program_says_and_hears(server: Served) -> None:
    token, c = await owner(server)
    network = Internet(server.url, token)
    async with Client(network) as client:
        await client.follow(c)
        heard = client.entries()
        ack = await client.send(c, {"type": "text", "text": "你好"})
        first = await anext(heard)
        assert (first.seq, first.cmid, first.body["text"]) == (ack.seq, ack.cmid, "你好")
        answer = await anext(heard)
        assert answer.sender != client.me
        await client.send(c, {"type": "text", "text": "你好呀"}, kind="edit", target_seq=ack.seq)
        edited = await anext(heard)
        assert (edited.kind, edited.target_seq, edited.body["text"]) == ("edit", ack.seq, "你好呀")
        await client.send(c, {"type": "text", "text": "谢谢"}, reply_to=answer.seq)
        assert (await anext(heard)).body["reply_to"] == answer.seq
        client.read(c, answer.seq)
        client.typing(c)
    await network.close()


async def test_requests_answer_like_sockets(server: Served) -> None:
    token, c = await owner(server)
    network = Internet(server.url, token)
    body = {"type": "text", "text": "once"}
    first = await network.post(Pending("cmid-request", c, body))
    again = await network.post(Pending("cmid-request", c, body))
    assert (first.seq, first.dup, again.seq, again.dup) == (1, False, 1, True)
    assert (await network.page(c, 0, 10)).entries[0].cmid == "cmid-request"
    with pytest.raises(Refused) as refused:
        await network.post(Pending("cmid-request", c, {"type": "text", "text": "other"}))
    assert (refused.value.code, refused.value.temporary) == ("cmid_conflict", False)
    assert len(refused.value.sentence("en")) > 5
    await network.close()


async def test_a_token_that_is_not_one_ends(server: Served) -> None:
    network = Internet(server.url, "nobody")
    async with Client(network) as client:
        with pytest.raises(LineEnded) as ended:
            await client.send("c", {"type": "text", "text": "hi"})
    assert ended.value.close_code == 4501
    with pytest.raises(LineEnded):
        await network.page("c", 0, 1)
    await network.close()


async def test_nobody_there_is_a_lost_line() -> None:
    network = Internet("http://127.0.0.1:9", "token", timeout_s=2)
    with pytest.raises(LineLost):
        await network.connect()
    with pytest.raises(LineLost):
        await network.page("c", 0, 1)
    await network.close()
