"""Edits, recalls, reactions, replies and pins: who may, until when, and what is left."""

from typing import Any

import pytest

from pawline.chat import Chat, SendFrame
from pawline.chat.changes import EDITS, EMOJI, PINS
from pawline.chat.errors import (
    CannotChange,
    CmidConflict,
    NoSuchConversation,
    NoSuchEntry,
    NotYours,
    TooLate,
    TooManyChanges,
    UnknownKind,
)
from pawline.people import Actor
from pawline.platform.clock import VirtualClock
from pawline.platform.errors import BadInput
from tests.chat.conftest import Shop

COUNT = iter(range(10_000))


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


async def say(chat: Chat, who: Actor, c: str, words: str = "在吗", **more: Any) -> int:
    return (await chat.send(who, c, f"said-{next(COUNT):05}", text(words), **more)).seq


async def change(chat: Chat, who: Actor, c: str, kind: str, seq: int, body: dict[str, Any] | None = None) -> int:
    assert isinstance(chat.clock, VirtualClock)
    chat.clock.advance(0.3)  # nobody taps faster
    wanted = SendFrame(f"change-{next(COUNT):05}", body or {}, kind, seq)
    return (await chat.send_frame(who, c, wanted)).seq


async def body_at(chat: Chat, who: Actor, c: str, seq: int) -> dict[str, Any]:
    return (await chat.page(who, c, after=seq - 1, limit=1)).entries[0].body


async def test_an_edit_is_an_entry_and_the_text_is_new_for_everybody(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    seq = await say(chat, a.owner, a.c, "明天上午")
    clock.advance(60)
    edited = await change(chat, a.owner, a.c, "edit", seq, text("后天上午"))
    page = await chat.page(a.staff, a.c)
    assert [(one.seq, one.kind, one.target_seq, one.n) for one in page.entries] == [
        (seq, "message", None, 1),
        (edited, "edit", seq, 1),
    ]
    assert page.entries[0].body["text"] == page.entries[1].body["text"] == "后天上午"
    assert page.entries[0].body["edited_ms"] == clock.now_ms()
    assert [body["text"] for _, body in await chat.earlier(a.staff, a.c, seq)] == ["明天上午"]


async def test_what_an_edit_said_before_the_next_one_is_for_staff(chat: Chat, a: Shop) -> None:
    seq = await say(chat, a.staff, a.c, "先")
    first = SendFrame("edit-first", text("中"), "edit", seq)
    done = await chat.send_frame(a.staff, a.c, first)
    await change(chat, a.staff, a.c, "edit", seq, text("后"))
    page = await chat.page(a.owner, a.c)
    assert not any("中" in str(one.body) for one in page.entries)
    assert [body["text"] for _, body in await chat.earlier(a.staff, a.c, seq)] == ["先", "中"]
    again = await chat.send_frame(a.staff, a.c, first)
    assert (again.seq, again.dup) == (done.seq, True)
    with pytest.raises(CmidConflict):
        await chat.send_frame(a.staff, a.c, SendFrame("edit-first", text("不同"), "edit", seq))


async def test_edits_end_after_a_while_and_after_so_many(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    seq = await say(chat, a.owner, a.c)
    for number in range(EDITS):
        await change(chat, a.owner, a.c, "edit", seq, text(f"{number}"))
    with pytest.raises(TooManyChanges):
        await change(chat, a.owner, a.c, "edit", seq, text("又"))
    late = await say(chat, a.owner, a.c)
    clock.advance(15 * 60 + 1)
    with pytest.raises(TooLate):
        await change(chat, a.owner, a.c, "edit", late, text("晚了"))
    assert (await body_at(chat, a.owner, a.c, late))["text"] == "在吗"


async def test_a_recall_erases_the_words_everywhere(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    seq = await say(chat, a.owner, a.c, "密码是 1234")
    await change(chat, a.owner, a.c, "edit", seq, text("密码是 5678"))
    clock.advance(30)
    await change(chat, a.owner, a.c, "recall", seq)
    assert await body_at(chat, a.staff, a.c, seq) == {"type": "recalled", "by": a.owner.account_id}
    assert await chat.earlier(a.staff, a.c, seq) == []
    rows = await chat.db.read(lambda tx: tx.conn.exec_driver_sql("SELECT body FROM entry").scalars().all())
    assert not any("1234" in row or "5678" in row for row in rows)
    with pytest.raises(CannotChange):
        await change(chat, a.owner, a.c, "recall", seq)


async def test_who_may_recall(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    seq = await say(chat, a.owner, a.c)
    with pytest.raises(NotYours):
        await change(chat, a.staff, a.c, "recall", seq)
    clock.advance(121)
    with pytest.raises(TooLate):
        await change(chat, a.owner, a.c, "recall", seq)
    # Staff are held to that as well, for what they said themselves.
    own = await say(chat, a.staff, a.c, "您好")
    clock.advance(121)
    with pytest.raises(TooLate):
        await change(chat, a.staff, a.c, "recall", own)
    await change(chat, a.staff, a.c, "recall", own, {"reason": "发错了"})
    # Staff clean up with a reason, at any time; an owner never takes back what the shop said.
    await change(chat, a.staff, a.c, "recall", seq, {"reason": "骚扰"})
    shops = await say(chat, a.staff, a.c, "您好")
    with pytest.raises(NotYours):
        await change(chat, a.owner, a.c, "recall", shops, {"reason": "不喜欢"})
    with pytest.raises(NotYours):
        await change(chat, a.owner, a.c, "edit", shops, text("免费"))


async def test_a_shop_decides_for_how_long_words_can_be_taken_back(
    chat: Chat, a: Shop, b: Shop, clock: VirtualClock
) -> None:
    assert await chat.rules.recall_min(a.staff) == 2
    await chat.rules.set_recall_min(a.staff, 10)
    assert (await chat.rules.recall_min(a.staff), await chat.rules.recall_min(b.staff)) == (10, 2)
    seq, other = await say(chat, a.owner, a.c), await say(chat, b.owner, b.c)
    clock.advance(599)
    await change(chat, a.owner, a.c, "recall", seq)
    with pytest.raises(TooLate):
        await change(chat, b.owner, b.c, "recall", other)
    await chat.rules.set_recall_min(a.staff, 0)
    seq = await say(chat, a.owner, a.c)
    with pytest.raises(TooLate):
        await change(chat, a.owner, a.c, "recall", seq)
    for minutes in (-1, 24 * 60 + 1):
        with pytest.raises(BadInput):
            await chat.rules.set_recall_min(a.staff, minutes)


async def test_a_retried_change_answers_the_same(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    seq = await say(chat, a.owner, a.c)
    wanted = SendFrame("recall-0001", {}, "recall", seq)
    first = await chat.send_frame(a.owner, a.c, wanted)
    clock.advance(3600)
    again = await chat.send_frame(a.owner, a.c, wanted)
    assert (again.seq, again.dup) == (first.seq, True)
    with pytest.raises(CmidConflict):
        await chat.send_frame(a.owner, a.c, SendFrame("recall-0001", {}, "recall", first.seq))
    # The recalled message itself, sent again by a phone that missed its ack, is still the same message.
    assert (await chat.page(a.owner, a.c)).head == first.seq


async def test_reactions_come_and_go_and_have_an_end(chat: Chat, a: Shop) -> None:
    seq = await say(chat, a.owner, a.c)
    await change(chat, a.staff, a.c, "reaction", seq, {"emoji": "👍"})
    await change(chat, a.staff, a.c, "reaction", seq, {"emoji": "👍", "is_on": False})
    for number in range(EMOJI):
        await change(chat, a.owner, a.c, "reaction", seq, {"emoji": chr(0x1F600 + number)})
    with pytest.raises(TooManyChanges):
        await change(chat, a.owner, a.c, "reaction", seq, {"emoji": "🐶"})
    await change(chat, a.staff, a.c, "reaction", seq, {"emoji": "😀"})
    for bad in ("hello", "好", "", "👍" * 20, "<b>"):
        with pytest.raises(BadInput):
            await change(chat, a.owner, a.c, "reaction", seq, {"emoji": bad})


async def test_a_reply_names_something_that_is_there(chat: Chat, a: Shop) -> None:
    seq = await say(chat, a.owner, a.c)
    answer = await say(chat, a.staff, a.c, "在的", reply_to=seq, mentions=[a.owner.account_id])
    body = await body_at(chat, a.owner, a.c, answer)
    assert (body["reply_to"], body["mentions"]) == (seq, [a.owner.account_id])
    with pytest.raises(NoSuchEntry):
        await say(chat, a.owner, a.c, reply_to=99)
    with pytest.raises(BadInput):
        await say(chat, a.owner, a.c, mentions=["x" * 32] * 51)
    for bad in ("x" * 31, "x" * 33, "<" * 32, ""):
        with pytest.raises(BadInput):
            await say(chat, a.owner, a.c, mentions=[bad])


async def test_pins(chat: Chat, a: Shop) -> None:
    seqs = [await say(chat, a.staff, a.c, f"{i}") for i in range(PINS + 1)]
    for seq in seqs[:PINS]:
        await change(chat, a.staff, a.c, "system", seq, {"is_on": True})
    with pytest.raises(TooManyChanges):
        await change(chat, a.owner, a.c, "system", seqs[-1])
    await change(chat, a.owner, a.c, "system", seqs[0], {"is_on": False})
    assert [one.seq for one in await chat.pins(a.owner, a.c)] == seqs[1:PINS]


async def test_what_is_not_there_and_what_is_not_theirs(chat: Chat, a: Shop, b: Shop) -> None:
    seq = await say(chat, a.owner, a.c)
    for stranger in (a.other, b.owner, b.staff):
        for kind in ("edit", "recall", "reaction", "system"):
            body = {"edit": text("x"), "reaction": {"emoji": "👍"}}.get(kind, {})
            with pytest.raises(NoSuchConversation):
                await change(chat, stranger, a.c, kind, seq, body)
        with pytest.raises(NoSuchConversation):
            await chat.pins(stranger, a.c)
        with pytest.raises(NoSuchConversation):
            await chat.earlier(stranger, a.c, seq)
    with pytest.raises(NoSuchEntry):
        await change(chat, a.owner, a.c, "recall", 99)
    for kind in ("member", "booking", "nonsense"):
        with pytest.raises(UnknownKind):
            await change(chat, a.owner, a.c, kind, seq)
    with pytest.raises(UnknownKind):
        await change(chat, a.owner, a.c, "edit", seq, {"type": "sticker", "sticker": "paw"})
