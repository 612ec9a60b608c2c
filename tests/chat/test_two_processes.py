"""Two processes of one installation write in the same conversations at the same moment (PostgreSQL)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from pawline.chat import Ack, Chat, SendFrame
from pawline.chat.tables import ENTRY_WORDS
from pawline.platform.config import driver_url
from pawline.platform.db import Database, FullText, Tx
from tests.chat.conftest import Shop
from tests.conftest import SECRET


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only the engine on which processes share a database."""
    return driver_url(postgres_url)


@pytest.fixture
async def other(chat: Chat, database_url: str) -> AsyncIterator[Chat]:
    """The same rooms in another process."""
    db = Database(database_url, secret=SECRET)
    await db.start()
    yield Chat(db, chat.clock, chat.ids, "epoch-1")
    await db.stop()


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


async def test_every_number_is_given_once(chat: Chat, other: Chat, a: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both take the two conversations in opposite order; nobody waits in a circle, nobody looks up repeats."""
    careful: list[bool] = []
    for one in (chat, other):
        write = one.log._write
        monkeypatch.setattr(
            one.log, "_write", lambda *args, is_careful, write=write: careful.append(is_careful)
            or write(*args, is_careful=is_careful)
        )  # fmt: skip
    talks = [(a.owner, a.c), (a.other, a.other_c)]
    sends: list[asyncio.Future[Ack]] = []
    for number in range(15):
        for name, one, order in (("x", chat, talks), ("y", other, talks[::-1])):
            for who, c in order:
                sends.append(asyncio.ensure_future(one.send(who, c, f"cmid-{name}-{number:04d}", text(f"{number}"))))
        await asyncio.sleep(0.001)
    acks = await asyncio.gather(*sends)
    for _, c in talks:
        entries = (await chat.page(a.staff, c, limit=100)).entries
        assert [one.seq for one in entries] == list(range(1, 31))
        assert {(one.cmid, one.seq) for one in entries} <= {(ack.cmid, ack.seq) for ack in acks}
        for name in "xy":
            own = [one.cmid for one in entries if one.cmid.startswith(f"cmid-{name}")]
            assert own == sorted(own)
    assert not any(careful)


async def test_what_is_taken_back_while_another_process_indexes_it_is_not_found(
    chat: Chat, other: Chat, a: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ack = await chat.send(a.owner, a.c, "cmid-0001", text("密码豆豆"))
    is_read, go_on = threading.Event(), threading.Event()
    put = FullText.put

    def slow(self: FullText, tx: Tx, rows: Sequence[tuple[int, set[str]]]) -> None:
        is_read.set()
        go_on.wait(10)
        put(self, tx, rows)

    monkeypatch.setattr(FullText, "put", slow)
    indexing = asyncio.ensure_future(chat.search.settle())
    await asyncio.to_thread(is_read.wait)
    recall = SendFrame("cmid-0002", {}, kind="recall", target_seq=ack.seq)
    recalling = asyncio.ensure_future(other.send_frame(a.owner, a.c, recall))
    await asyncio.wait([recalling], timeout=0.5)
    go_on.set()
    await asyncio.gather(indexing, recalling)
    assert await chat.db.read(lambda tx: tx.execute(ENTRY_WORDS.found(tx, ["密码"], [])).all()) == []


async def test_the_same_message_through_both_is_one(chat: Chat, other: Chat, a: Shop) -> None:
    """A phone sends again at another process before the first has answered."""
    pairs = [
        asyncio.gather(*(one.send(a.owner, a.c, f"cmid-{number:04d}", text("一")) for one in (chat, other)))
        for number in range(15)
    ]
    for first, again in await asyncio.gather(*pairs):
        assert (first.seq, first.msg_id) == (again.seq, again.msg_id)
        assert {first.dup, again.dup} == {True, False}
    assert [one.seq for one in (await chat.page(a.owner, a.c, limit=100)).entries] == list(range(1, 16))


async def test_staff_who_take_over_at_two_processes(chat: Chat, other: Chat, a: Shop) -> None:
    """One takes it by a word, one by the button: the epoch counts both, each with a line of its own."""
    await chat.send(a.owner, a.c, "cmid-owner-1", text("在吗"))
    for number in range(8):
        await asyncio.gather(
            chat.send(a.staff, a.c, f"cmid-staff-{number:04d}", text("我来")),
            other.hand_back(a.staff, a.c),
            other.send(a.owner, a.c, f"cmid-owner-{number:04d}", text("好")),
        )
    entries = (await chat.page(a.staff, a.c, limit=100)).entries
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
    handovers = [one.cmid for one in entries if one.cmid.startswith("handover-")]
    found = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert handovers == [f"handover-{epoch}" for epoch in range(1, found.epoch + 1)]
