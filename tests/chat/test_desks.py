"""What the desk has of its own: notes, replies, hand-overs, the feed, and owners whose person has gone."""

import asyncio

import pytest

from pawline.chat import Chat, State
from pawline.chat.errors import NoSuchConversation
from pawline.chat.feed import Feed
from pawline.chat.store import add_conversation
from pawline.people import People, Role
from pawline.platform.clock import SystemClock, VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput, NotFound
from pawline.platform.ids import AccountId
from pawline.platform.jobs import Jobs
from pawline.platform.tasks import Tasks
from tests.chat.conftest import Shop
from tests.chat.test_changes import say
from tests.waiting import until


async def hire(people: People, shop: Shop) -> AccountId:
    colleague = AccountId(people.ids.new())
    shop_id = shop.staff.shop_id
    await people.db.write(lambda tx: people.open_account(tx, shop_id, colleague, Role.GROOMER, name="小美"))
    return colleague


async def test_notes_are_for_staff_alone(chat: Chat, a: Shop, b: Shop) -> None:
    await say(chat, a.owner, a.c)
    ack = await chat.notes.write(a.staff, a.c, "note-0001", "上次咬过人")
    again = await chat.notes.write(a.staff, a.c, "note-0001", "上次咬过人")
    assert (again.seq, again.dup) == (ack.seq, True)
    book = await chat.notes.book_of(a.staff, a.c)
    assert book is not None
    (note,) = (await chat.page(a.staff, book)).entries
    assert (note.body["text"], note.body["after_seq"], note.body["about"]) == ("上次咬过人", 1, a.c)
    for stranger in (a.owner, a.other, b.staff, b.owner):
        for refused in (
            chat.page(stranger, book),
            say(chat, stranger, book),
            chat.notes.book_of(stranger, a.c),
            chat.notes.write(stranger, a.c, "note-0002", "x"),
            chat.marks.raise_to(stranger, book, read=1),
        ):
            with pytest.raises(NoSuchConversation):
                await refused
    page = await chat.page(a.owner, a.c)
    assert [one.body["text"] for one in page.entries] == ["在吗"]
    # A note is not an answer: the owner still waits for the same speaker.
    found = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert found.assignee_id is None


async def test_replies_of_the_shop(chat: Chat, a: Shop, b: Shop) -> None:
    kept = await chat.canned.keep(a.staff, "/Park", "门口可以停车")
    await chat.canned.keep(a.staff, "park", "后门可以停车")
    assert [(one.word, one.text) for one in await chat.canned.all(a.staff)] == [("park", "后门可以停车")]
    assert await chat.canned.all(b.staff) == []
    with pytest.raises(NotFound):
        await chat.canned.forget(b.staff, kept.id)
    await chat.canned.forget(a.staff, kept.id)
    assert await chat.canned.all(a.staff) == []
    for word, text in (("", "x"), ("a b", "x"), ("ok", " ")):
        with pytest.raises(BadInput):
            await chat.canned.keep(a.staff, word, text)


async def test_a_colleague_is_given_the_conversation(chat: Chat, people: People, a: Shop, b: Shop) -> None:
    colleague = await hire(people, a)
    found = await chat.assign(a.staff, a.c, colleague)
    assert (found.state, found.assignee_id) == (State.HUMAN, colleague)
    for nobody in (b.staff.account_id, a.owner.account_id, a.bot_id):
        with pytest.raises(NoSuchConversation):
            await chat.assign(a.staff, a.c, nobody)


async def test_who_waits_for_somebody_that_has_gone_is_queued_again(
    chat: Chat, db: Database, clock: VirtualClock, a: Shop
) -> None:
    jobs = Jobs(db, clock)
    chat.presence.work(jobs)
    await chat.presence.note(a.staff)
    await chat.take(a.staff, a.c)
    await chat.take(a.staff, a.other_c)
    await say(chat, a.owner, a.c, "还在吗")

    async def state(c: str) -> State:
        return (await db.read(lambda tx: chat.see(tx, a.staff, c))).state

    clock.advance(170)
    await chat.presence.note(a.staff)
    clock.advance(170)
    await jobs.settle()
    assert await state(a.c) is State.HUMAN
    clock.advance(30)
    await jobs.settle()
    assert await state(a.c) is State.QUEUED
    # Nobody waits there, so nothing is taken from anybody.
    assert await state(a.other_c) is State.HUMAN


async def test_the_feed_names_everything_once_in_order(chat: Chat, db: Database, a: Shop, b: Shop) -> None:
    tasks = Tasks()
    running = asyncio.ensure_future(tasks.run())
    await asyncio.sleep(0)
    feed, heard, desk = Feed(db, SystemClock(), tasks), list[list[object]](), object()
    db.bus.listen(f"feed.{a.staff.shop_id}", desk, heard.append)
    await say(chat, a.owner, a.c)
    first = await feed.follow(a.staff, desk, 0)
    assert [(one.fseq, one.c, one.first, one.last) for one in first.rows] == [(1, a.c, 1, 1)]
    heard.clear()
    await asyncio.gather(*(say(chat, a.other, a.other_c, f"{i}") for i in range(5)), say(chat, b.owner, b.c))
    await chat.notes.write(a.staff, a.c, "note-0001", "记一笔")
    await until(lambda: sum(len(rows) for rows in heard) >= 2)
    told = [one for rows in heard for one in rows]
    assert [one.fseq for one in told] == list(range(2, 2 + len(told)))  # type: ignore[attr-defined]
    page = await feed.follow(a.staff, desk, 1)
    assert page.rows == told
    assert {one.c for one in page.rows} == {a.other_c, await chat.notes.book_of(a.staff, a.c)}
    assert (await feed.follow(a.staff, desk, 99)).is_gap
    feed.leave(a.staff, desk)
    tasks.stop()
    await running


async def test_private_readers_tell_only_themselves(chat: Chat, db: Database, a: Shop) -> None:
    await say(chat, a.owner, a.c)
    await chat.marks.raise_to(a.staff, a.c, read=1)
    assert {one.account_id: one.read_seq for one in await chat.marks.fellows(a.owner, a.c)}[a.staff.account_id] == 1
    await chat.marks.keep_private(a.staff, True)
    receipt = await chat.marks.raise_to(a.staff, a.c, read=1)
    assert receipt.is_private
    assert {one.account_id: one.read_seq for one in await chat.marks.fellows(a.owner, a.c)}[a.staff.account_id] == 0
    own = {one.account_id: one.read_seq for one in await chat.marks.fellows(a.staff, a.c)}
    assert own[a.staff.account_id] == 1


async def test_marks_never_fall_and_never_pass_the_head(chat: Chat, db: Database, a: Shop) -> None:
    for i in range(5):
        await say(chat, a.owner, a.c, f"{i}")
    got = await chat.marks.raise_to(a.staff, a.c, delivered=4)
    assert (got.delivered_seq, got.read_seq) == (4, 0)
    got = await chat.marks.raise_to(a.staff, a.c, read=2)
    assert (got.delivered_seq, got.read_seq) == (4, 2)
    got = await chat.marks.raise_to(a.staff, a.c, read=99, delivered=1)
    assert (got.delivered_seq, got.read_seq) == (5, 5)
    got = await chat.marks.raise_to(a.staff, a.c, read=1)
    assert (got.delivered_seq, got.read_seq) == (5, 5)

    def row(tx: Tx) -> int:
        return next(one.read_n for one in tx.conn.exec_driver_sql("SELECT account_id, read_n FROM member")
                    if one.account_id == a.staff.account_id)  # fmt: skip

    assert await db.read(row) == 5


async def test_a_shop_may_keep_everybodys_marks_to_itself(chat: Chat, a: Shop, b: Shop) -> None:
    for shop in (a, b):
        await say(chat, shop.owner, shop.c, "一")
    await chat.marks.keep_shop_private(a.staff, True)
    assert await chat.marks.is_shop_private(a.staff)
    assert (await chat.marks.raise_to(a.staff, a.c, read=1)).is_private
    others = [one for one in await chat.marks.fellows(a.owner, a.c) if one.account_id != a.owner.account_id]
    assert {one.read_seq for one in others} == {0}
    assert not (await chat.marks.raise_to(b.staff, b.c, read=1)).is_private
    await chat.marks.keep_shop_private(a.staff, False)
    assert 1 in {one.read_seq for one in await chat.marks.fellows(a.owner, a.c)}


async def test_the_feed_names_a_thousand_conversations_at_once(chat: Chat, a: Shop) -> None:
    def many(tx: Tx) -> None:
        for number in range(1200):
            add_conversation(
                tx, id=f"{number:032}", shop_id=a.staff.shop_id, kind="owner", state="human", created_ms=1,
                last_ts=number, last_seq=1, last_n=1, owner_id=a.owner.account_id,
            )  # fmt: skip

    await chat.db.write(many)
    page = await Feed(chat.db, chat.clock, Tasks()).follow(a.staff, object(), 0)
    assert page.head == 1200
