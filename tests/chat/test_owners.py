"""Who speaks for the shop: the first human message takes over, hand-back is explicit."""

import asyncio
from dataclasses import replace

import pytest

from pawline.chat import Chat, Kind, SendFrame, State
from pawline.chat.errors import ContinuedElsewhere, NoSuchConversation, TooFast
from pawline.chat.model import Ack, Send
from pawline.people import Actor, People, PhoneVerified, Role, Staff
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from tests.chat.conftest import Shop
from tests.chat.test_log import text


async def test_the_first_staff_message_takes_over_in_its_own_transaction(chat: Chat, a: Shop) -> None:
    await chat.send(a.owner, a.c, "cmid-0001", text("你好"))
    before = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert before.state is State.ASSISTANT
    await chat.send(a.staff, a.c, "cmid-0002", text("您好，我是小林"))
    after = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert (after.state, after.assignee_id, after.epoch) == (State.HUMAN, a.staff.account_id, before.epoch + 1)
    kinds = [e.kind for e in (await chat.page(a.owner, a.c)).entries]
    assert kinds == [Kind.MESSAGE, Kind.SYSTEM, Kind.MESSAGE]


async def test_who_has_taken_over_writes_on_as_owners_do(chat: Chat, a: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first message of a member of staff, and one that comes again later, is looked at by itself."""
    alone: list[str] = []
    send_one = chat.log.send_one

    def watched(tx: Tx, one: Send) -> Ack | Exception:
        alone.append(one.cmid)
        return send_one(tx, one)

    monkeypatch.setattr(chat.log, "send_one", watched)
    fast = replace(a.staff, is_loadtest=True)
    first = [(a.owner, "cmid-0001"), (fast, "cmid-0002"), (fast, "cmid-0003"), (a.other, "cmid-0004")]
    acks = await asyncio.gather(
        *(chat.send(who, a.other_c if who is a.other else a.c, cmid, text("你好")) for who, cmid in first)
    )
    assert [ack.seq for ack in acks] == [1, 3, 4, 1]
    alone.clear()
    more = await asyncio.gather(*(chat.send(fast, a.c, f"cmid-1{i:03}", text("还有")) for i in range(20)))
    assert ([ack.seq for ack in more], alone) == (list(range(5, 25)), [])
    await chat.hand_back(a.staff, a.c)
    again = await chat.send(fast, a.c, "cmid-0003", text("你好"))
    assert (again.seq, again.dup, alone) == (4, True, ["cmid-0003"])
    now = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert now.state is State.ASSISTANT
    assert (await chat.send(fast, a.c, "cmid-0005", text("又来了"))).seq == now.last_seq + 2


async def test_a_team_and_its_programs_write_to_one_owner_at_a_pace(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    """Each below their own pace; together faster than anybody reads."""
    program = replace(a.staff, account_id=a.bot_id, kind="bot")
    writes = [(who, i) for who, times in ((program, 90), (a.staff, 50)) for i in range(times)]
    sent = [chat.send(who, a.c, f"cmid-{who.kind}-{i:03}", text("好")) for who, i in writes]
    answers = await asyncio.gather(*sent, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, TooFast)]
    assert len(refused) == 20
    assert all(isinstance(one, Ack | TooFast) for one in answers)
    await chat.send(a.other, a.other_c, "cmid-0001", text("那我呢"))
    clock.advance(1)
    await chat.send(a.owner, a.c, "cmid-0002", text("慢一点"))


async def test_asking_for_a_person_queues_once(chat: Chat, a: Shop, clock) -> None:  # type: ignore[no-untyped-def]
    first = await chat.ask_for_person(a.owner, a.c)
    clock.advance(60)
    again = await chat.ask_for_person(a.owner, a.c)
    assert first.state is State.QUEUED
    assert again.waiting_since_ms == first.waiting_since_ms
    assert again.epoch == first.epoch


async def test_hand_back_lets_the_assistant_speak_again(chat: Chat, a: Shop) -> None:
    await chat.take(a.staff, a.c)
    back = await chat.hand_back(a.staff, a.c)
    assert (back.state, back.assignee_id) == (State.ASSISTANT, None)


async def test_an_answer_ends_the_wait_and_a_new_message_begins_it(chat: Chat, a: Shop) -> None:
    await chat.ask_for_person(a.owner, a.c)
    await chat.send(a.staff, a.c, "cmid-0002", text("来了"))
    assert (await chat.take(a.staff, a.c)).waiting_since_ms is None
    await chat.send(a.owner, a.c, "cmid-0003", text("谢谢"))
    assert (await chat.take(a.staff, a.c)).waiting_since_ms is not None


async def test_whoever_leaves_the_team_leaves_nobody_alone(chat: Chat, people: People, a: Shop) -> None:
    await chat.send(a.owner, a.c, "cmid-0001", text("你好"))
    await chat.take(a.staff, a.c)
    staff = Staff(people)
    boss = replace(a.staff, account_id=AccountId("boss"), role=Role.MANAGER)
    await staff.deactivate(boss, a.staff.account_id)
    now = await chat.db.read(lambda tx: chat.conversation(tx, a.owner.shop_id, a.c))
    assert now is not None
    assert (now.state, now.assignee_id) == (State.QUEUED, None)
    assert now.waiting_since_ms is not None


async def test_asking_again_while_somebody_is_there_shows_as_waiting(chat: Chat, a: Shop) -> None:
    await chat.take(a.staff, a.c)
    asked = await chat.ask_for_person(a.owner, a.c)
    assert (asked.state, asked.waiting_since_ms) == (State.HUMAN, chat.clock.now_ms())


async def test_a_guest_who_turned_out_to_be_known_writes_there_no_more(chat: Chat, people: People, a: Shop) -> None:
    taken = await chat.send(a.other, a.other_c, "cmid-0001", text("你好"))
    await turn_out_known(chat, a)
    with pytest.raises(NoSuchConversation):
        await chat.send(a.other, a.other_c, "cmid-0002", text("还在吗"))
    closed = await chat.db.read(lambda tx: chat.conversation(tx, a.owner.shop_id, a.other_c))
    assert closed is not None
    assert closed.state is State.CLOSED
    # Nor does the team: nobody would read it.
    with pytest.raises(ContinuedElsewhere):
        await chat.send(a.staff, a.other_c, "cmid-0003", text("在的"))
    for verb in (chat.take, chat.hand_back):
        with pytest.raises(ContinuedElsewhere):
            await verb(a.staff, a.other_c)
    assert (await chat.ask_for_person(a.staff, a.other_c)).state is State.CLOSED
    assert (await chat.page(a.staff, a.other_c)).head == closed.last_seq
    # What should not stand there is still taken back.
    recall = SendFrame("cmid-0004", {"reason": "privacy"}, kind="recall", target_seq=taken.seq)
    await chat.send_frame(a.staff, a.other_c, recall)
    assert (await chat.page(a.staff, a.other_c)).entries[0].body["type"] == "recalled"


async def turn_out_known(chat: Chat, a: Shop) -> None:
    """The other owner, a guest so far, proves the number that the owner is known by."""
    shop_id, account_id = a.owner.shop_id, a.owner.account_id
    fact = PhoneVerified(shop_id=shop_id, key=account_id, account_id=account_id, was=a.other.account_id)
    await chat.db.write(lambda tx: tx.emit(fact))


@pytest.mark.parametrize("is_known_waiting", [False, True])
async def test_a_guest_who_waits_goes_on_waiting_where_it_goes_on(chat: Chat, a: Shop, is_known_waiting: bool) -> None:
    await chat.send(a.other, a.other_c, "cmid-0001", text("狗吐了"))
    waited = await chat.ask_for_person(a.other, a.other_c, "health")
    chat.clock.advance(60)  # type: ignore[attr-defined]
    if is_known_waiting:
        await chat.ask_for_person(a.owner, a.c, "unsure")
    await turn_out_known(chat, a)
    now = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert (now.state, now.reason, now.waiting_since_ms) == (State.QUEUED, "health", waited.waiting_since_ms)
    line = (await chat.page(a.staff, a.other_c)).entries[-1]
    assert line.body["c"] == a.c


async def test_who_looked_after_a_guest_looks_after_the_owner(chat: Chat, people: People, a: Shop) -> None:
    await chat.send(a.other, a.other_c, "cmid-0001", text("在吗"))
    await chat.take(a.staff, a.other_c)
    await turn_out_known(chat, a)
    now = await chat.db.read(lambda tx: chat.see(tx, a.staff, a.c))
    assert (now.state, now.assignee_id) == (State.HUMAN, a.staff.account_id)
    # And whoever leaves the team leaves the closed conversation as it is.
    await Staff(people).deactivate(await boss_of(people, a), a.staff.account_id)
    closed, now = await chat.db.read(lambda tx: [chat.conversation(tx, a.owner.shop_id, c) for c in (a.other_c, a.c)])
    assert closed is not None
    assert now is not None
    assert (closed.state, closed.assignee_id, now.state) == (State.CLOSED, None, State.QUEUED)


async def boss_of(people: People, a: Shop) -> Actor:
    boss_id = AccountId(people.ids.new())

    def work(tx: Tx) -> Actor:
        people.open_account(tx, a.staff.shop_id, boss_id, Role.MANAGER, name="店长")
        return people.open_session(tx, a.staff.shop_id, boss_id).actor

    return await people.db.write(work)


async def test_a_more_pressing_reason_replaces_the_one_before(chat: Chat, a: Shop) -> None:
    """And never the other way round; the place in the queue stays."""
    first = await chat.ask_for_person(a.owner, a.c, "unsure")
    chat.clock.advance(60)  # type: ignore[attr-defined]
    for reason, shown in (("asked", "asked"), ("health", "health"), ("harm", "health"), ("unsure", "health")):
        now = await chat.ask_for_person(a.owner, a.c, reason)
        assert (now.reason, now.waiting_since_ms) == (shown, first.waiting_since_ms)
