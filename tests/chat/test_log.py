"""The log's promises: gapless, never doubled, nobody else's."""

import asyncio

import pytest

from pawline.chat import Chat
from pawline.chat.errors import CmidConflict, EmptyText, NoSuchConversation, TooLong, UnknownKind
from tests.chat.conftest import Shop


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


async def test_seq_is_gapless_and_order_is_kept(chat: Chat, a: Shop) -> None:
    acks = await asyncio.gather(*(chat.send(a.owner, a.c, f"cmid-{i:04}", text(f"{i}")) for i in range(200)))
    assert [ack.seq for ack in acks] == list(range(1, 201))
    page = await chat.page(a.owner, a.c, after=0, limit=100)
    assert [e.body["text"] for e in page.entries] == [str(i) for i in range(100)]
    assert page.head == 200


async def test_a_retry_gets_the_same_answer(chat: Chat, a: Shop) -> None:
    first = await chat.send(a.owner, a.c, "cmid-0001", text("在吗"))
    again = await asyncio.gather(*(chat.send(a.owner, a.c, "cmid-0001", text("在吗")) for _ in range(5)))
    assert {(ack.seq, ack.msg_id, ack.dup) for ack in again} == {(first.seq, first.msg_id, True)}
    assert (await chat.page(a.owner, a.c)).head == 1


async def test_retries_in_one_batch_count_once(chat: Chat, a: Shop) -> None:
    acks = await asyncio.gather(*(chat.send(a.owner, a.c, "cmid-0009", text("在吗")) for _ in range(8)))
    assert {ack.seq for ack in acks} == {1}
    assert sorted(ack.dup for ack in acks) == [False] + [True] * 7


async def test_the_same_id_with_other_words_is_refused(chat: Chat, a: Shop) -> None:
    await chat.send(a.owner, a.c, "cmid-0001", text("在吗"))
    with pytest.raises(CmidConflict):
        await chat.send(a.owner, a.c, "cmid-0001", text("不在"))
    assert (await chat.page(a.owner, a.c)).head == 1


async def test_nobody_else_reads_or_writes(chat: Chat, a: Shop, b: Shop) -> None:
    await chat.send(a.owner, a.c, "cmid-0001", text("秘密"))
    for stranger in (a.other, b.owner, b.staff):
        with pytest.raises(NoSuchConversation):
            await chat.send(stranger, a.c, "cmid-0002", text("你好"))
        with pytest.raises(NoSuchConversation):
            await chat.page(stranger, a.c)
        with pytest.raises(NoSuchConversation):
            await chat.read_to(stranger, a.c, 1)
        with pytest.raises(NoSuchConversation):
            await chat.people_in(stranger, a.c)
        with pytest.raises(NoSuchConversation):
            await chat.take(stranger, a.c)
    assert (await chat.page(a.staff, a.c)).head == 1


async def test_bad_contents_change_nothing(chat: Chat, a: Shop) -> None:
    cases: list[tuple[object, type[Exception]]] = [
        (text("   "), EmptyText),
        (text("长" * 8192), TooLong),
        ({"type": "card", "card": "booking"}, UnknownKind),
        ({"type": "hologram"}, UnknownKind),
        ("words", UnknownKind),
        ({"type": "text", "text": 5}, UnknownKind),
    ]
    for body, error in cases:
        with pytest.raises(error):
            await chat.send(a.owner, a.c, "cmid-0001", body)
    assert (await chat.page(a.owner, a.c)).head == 0


async def test_forged_fields_are_not_kept(chat: Chat, a: Shop) -> None:
    await chat.send(
        a.owner, a.c, "cmid-0001", {"type": "text", "text": "你好", "sender": a.staff.account_id, "seq": 99}
    )
    [entry] = (await chat.page(a.owner, a.c)).entries
    assert entry.body == {"type": "text", "text": "你好"}
    assert entry.sender == a.owner.account_id
    assert entry.seq == 1


async def test_marks_only_grow_and_never_pass_the_head(chat: Chat, a: Shop) -> None:
    for i in range(3):
        await chat.send(a.owner, a.c, f"cmid-{i:04}", text("。"))
    assert (await chat.read_to(a.staff, a.c, 99)).read_seq == 3
    assert (await chat.read_to(a.staff, a.c, 1)).read_seq == 3


async def test_replay_is_complete_or_says_that_it_is_not(chat: Chat, a: Shop) -> None:
    await asyncio.gather(*(chat.send(a.owner, a.c, f"cmid-{i:04}", text("。")) for i in range(350)))
    [(_, page, is_gap)] = await chat.replay(a.owner, {a.c: 100})
    assert not is_gap
    assert [e.seq for e in page.entries] == list(range(101, 351))
    [(_, page, is_gap)] = await chat.replay(a.owner, {a.c: 0})
    assert is_gap
    assert [e.seq for e in page.entries] == list(range(301, 351))
