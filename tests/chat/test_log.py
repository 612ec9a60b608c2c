"""The log's promises: gapless, never doubled, nobody else's."""

import asyncio
import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pawline.chat import Append, Chat, Kind, Uploads
from pawline.chat.errors import (
    CmidConflict,
    EmptyText,
    NoSuchConversation,
    NoSuchUpload,
    TooFast,
    TooLong,
    UnknownKind,
)
from pawline.chat.store import leave
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import TooMany
from pawline.platform.files import Files
from tests.chat.conftest import Shop
from tests.conftest import SECRET


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


async def test_seq_is_gapless_and_order_is_kept(chat: Chat, a: Shop) -> None:
    fast = replace(a.owner, is_loadtest=True)
    acks = await asyncio.gather(*(chat.send(fast, a.c, f"cmid-{i:04}", text(f"{i}")) for i in range(200)))
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
            await chat.marks.raise_to(stranger, a.c, read=1)
        with pytest.raises(NoSuchConversation):
            await chat.marks.fellows(stranger, a.c)
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
        ({"type": {"a": 1}}, UnknownKind),
        ({"type": ["text"]}, UnknownKind),
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
    assert (await chat.marks.raise_to(a.staff, a.c, read=99)).read_seq == 3
    assert (await chat.marks.raise_to(a.staff, a.c, read=1)).read_seq == 3


async def test_replay_is_complete_or_says_that_it_is_not(chat: Chat, a: Shop) -> None:
    fast = replace(a.owner, is_loadtest=True)
    await asyncio.gather(*(chat.send(fast, a.c, f"cmid-{i:04}", text("。")) for i in range(350)))
    page, is_gap = await chat.replay(a.owner, a.c, 100)
    assert not is_gap
    assert [e.seq for e in page.entries] == list(range(101, 351))
    page, is_gap = await chat.replay(a.owner, a.c, 0)
    assert is_gap
    assert [e.seq for e in page.entries] == list(range(301, 351))


async def test_writing_has_a_pace(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    """Twenty at once, then five a second, whichever way they come; another owner is not held up."""
    for number in range(20):
        await chat.send(a.owner, a.c, f"cmid-{number:04}", text("在吗"))
    with pytest.raises(TooFast) as refused:
        await chat.send(a.owner, a.c, "cmid-0020", text("在吗"))
    assert 0 < refused.value.data["retry_after_ms"] <= 201  # type: ignore[operator]
    await chat.send(a.other, a.other_c, "cmid-0001", text("在吗"))
    clock.advance(0.2)
    await chat.send(a.owner, a.c, "cmid-0020", text("在吗"))


async def test_an_owner_writes_120_in_a_minute(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    done = 0
    for number in range(60 * 5):
        with suppress(TooFast):
            await chat.send(a.owner, a.c, f"minute-{number:05}", text("x"))
            done += 1
        clock.advance(0.2)
    assert 200 <= done <= 242  # 120 at once, and two a second


async def test_a_refused_message_leaves_nothing_behind(chat: Chat, a: Shop, tmp_path: Path) -> None:
    """A picture sent into somebody else's conversation is not shown there, and can still be sent in one's own."""
    uploads = Uploads(chat.db, chat.clock, chat.ids, Files(tmp_path / "files"))
    kept = await uploads.add(a.owner, picture())
    body = {"type": "image", "upload_id": kept.upload_id}
    answers = await asyncio.gather(
        chat.send(a.owner, a.other_c, "cmid-0001", body),
        chat.send(a.other, a.other_c, "cmid-0002", text("在吗")),
        return_exceptions=True,
    )
    assert isinstance(answers[0], NoSuchConversation)
    assert not isinstance(answers[1], Exception)
    with pytest.raises(NoSuchUpload):
        await uploads.show(a.other, kept.upload_id, 320)
    assert (await chat.send(a.owner, a.c, "cmid-0003", body)).seq == 1
    assert await uploads.show(a.staff, kept.upload_id, 320)


async def test_a_picture_shown_to_one_is_not_shown_to_another(chat: Chat, a: Shop, tmp_path: Path) -> None:
    uploads = Uploads(chat.db, chat.clock, chat.ids, Files(tmp_path / "files"))
    kept = await uploads.add(a.staff, picture())
    await chat.send(a.staff, a.c, "cmid-0001", {"type": "image", "upload_id": kept.upload_id})
    with pytest.raises(NoSuchUpload):
        await chat.db.write(lambda tx: uploads.attach(tx, a.staff, kept.upload_id, a.other_c))
    assert await uploads.show(a.owner, kept.upload_id, 320)
    with pytest.raises(NoSuchConversation):
        await uploads.show(a.other, kept.upload_id, 320)


async def test_an_allowance_of_pictures_holds_for_many_at_once(chat: Chat, a: Shop, tmp_path: Path) -> None:
    uploads = Uploads(chat.db, chat.clock, chat.ids, Files(tmp_path / "files"))
    answers = await asyncio.gather(*(uploads.add(a.owner, picture()) for _ in range(25)), return_exceptions=True)
    assert sum(isinstance(one, TooMany) for one in answers) == 5


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "#E9A157").save(target, "PNG")
    return target.getvalue()


async def test_a_repeat_among_new_ones(chat: Chat, a: Shop) -> None:
    """A batch is written as if nothing were repeated; when the database refuses it, each is looked up."""
    first = await chat.send(a.owner, a.c, "cmid-0001", text("一"))
    answers = await asyncio.gather(
        chat.send(a.other, a.other_c, "cmid-0001", text("另一段对话里的同一个号")),
        chat.send(a.owner, a.c, "cmid-0002", text("二")),
        chat.send(a.owner, a.c, "cmid-0001", text("一")),
        chat.send(a.owner, a.c, "cmid-0003", text("三")),
        chat.send(a.owner, a.c, "cmid-0002", text("不一样")),
        return_exceptions=True,
    )
    other, two, again, three, clash = answers
    assert isinstance(clash, CmidConflict)
    assert [(one.seq, one.dup) for one in (other, two, again, three)] == [  # type: ignore[union-attr]
        (1, False), (2, False), (1, True), (3, False),
    ]  # fmt: skip
    assert again.msg_id == first.msg_id  # type: ignore[union-attr]
    texts = [e.body["text"] for e in (await chat.page(a.owner, a.c)).entries]
    assert texts == ["一", "二", "三"]


async def test_what_is_remembered_of_a_conversation_is_forgotten_in_time(chat: Chat, a: Shop) -> None:
    """Membership ends by another verb: the very next message is refused, also in the same batch.

    Where other processes write too, the messages of a batch come before its verbs.
    """
    await chat.send(a.owner, a.c, "cmid-0001", text("一"))
    left, refused = await asyncio.gather(
        chat.db.write(lambda tx: leave(tx, a.c, a.owner.account_id, 1)),
        chat.send(a.owner, a.c, "cmid-0002", text("二")),
        return_exceptions=True,
    )
    assert left is None
    if not chat.db.ways.is_shared:
        assert isinstance(refused, NoSuchConversation)
    with pytest.raises(NoSuchConversation):
        await chat.send(a.owner, a.c, "cmid-0003", text("三"))


async def test_another_process_may_write_in_the_same_conversation(chat: Chat, a: Shop, database_url: str) -> None:
    await chat.send(a.owner, a.c, "cmid-0001", text("一"))
    other_db = Database(database_url, secret=SECRET)
    await other_db.start()
    other = Chat(other_db, chat.clock, chat.ids, "epoch-1")
    assert (await other.send(a.owner, a.c, "cmid-0002", text("二"))).seq == 2
    assert (await chat.send(a.owner, a.c, "cmid-0003", text("三"))).seq == 3
    assert (await other.send(a.owner, a.c, "cmid-0004", text("四"))).seq == 4
    await other_db.stop()
    assert [e.body["text"] for e in (await chat.page(a.owner, a.c)).entries] == ["一", "二", "三", "四"]


async def test_an_undone_entry_leaves_no_hole(chat: Chat, a: Shop) -> None:
    """A verb that appends and then fails: the next message takes the number."""
    await chat.send(a.owner, a.c, "cmid-0001", text("一"))

    def fail(tx: Tx) -> None:
        chat.append(tx, Append(a.c, a.owner.shop_id, a.bot_id, "bot-1", Kind.MESSAGE, text("收回")))
        raise LookupError

    results = await asyncio.gather(
        chat.db.write(fail), chat.send(a.owner, a.c, "cmid-0002", text("二")), return_exceptions=True
    )
    assert isinstance(results[0], LookupError)
    assert results[1].seq == 2  # type: ignore[union-attr]
