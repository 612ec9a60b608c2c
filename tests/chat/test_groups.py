"""Groups: coming in and going, who looks after them, and that everybody sees only their own stretch."""

from dataclasses import replace
from typing import Any

import pytest

from pawline.chat import Chat
from pawline.chat.errors import NoSuchConversation, NoSuchInvitation, NotInGroup, Silenced, SlowMode
from pawline.chat.marks import READ_BY
from pawline.chat.store import add_member
from pawline.people import Actor, People, Role
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, Forbidden
from pawline.platform.ids import AccountId
from tests.chat.conftest import Shop
from tests.chat.test_changes import change, say, text


async def group_of(chat: Chat, a: Shop) -> str:
    c = (await chat.groups.found(a.staff, "金毛妈妈群")).id
    for who in (a.owner, a.other):
        await chat.groups.join(who, await chat.groups.invite(a.staff, c, 1, 7))
    return c


async def seqs(chat: Chat, who: Actor, c: str) -> list[int]:
    return [one.seq for one in (await chat.page(who, c, after=0, limit=100)).entries]


async def test_members_see_from_when_they_came(chat: Chat, a: Shop) -> None:
    c = (await chat.groups.found(a.staff, "金毛妈妈群")).id
    await say(chat, a.staff, c, "之前的话")
    joined = await chat.groups.join(a.owner, await chat.groups.invite(a.staff, c, 5, 7))
    await say(chat, a.owner, c, "大家好")
    assert await seqs(chat, a.staff, c) == [1, 2, 3, 4]
    assert await seqs(chat, a.owner, c) == [3, 4]
    assert joined.first_seq == 3
    page, is_gap = await chat.replay(a.owner, c, 0)
    assert is_gap
    assert [one.seq for one in page.entries] == [3, 4]
    with pytest.raises(Exception, match="no_such_entry"):
        await say(chat, a.owner, c, reply_to=2)


async def test_who_came_later_reads_nothing_that_was_changed_before(chat: Chat, a: Shop) -> None:
    c = (await chat.groups.found(a.staff, "金毛妈妈群")).id
    seq = await say(chat, a.staff, c, "之前的话")
    await change(chat, a.staff, c, "edit", seq, text("改过的话"))
    await chat.groups.join(a.owner, await chat.groups.invite(a.staff, c, 5, 7))
    assert len(await chat.earlier(a.staff, c, seq)) == 1
    assert await chat.earlier(a.owner, c, seq) == []


async def test_who_is_shown_out_sees_and_writes_nothing_more(chat: Chat, a: Shop) -> None:
    c = await group_of(chat, a)
    link = await chat.groups.invite(a.staff, c, 5, 7)
    await chat.groups.remove(a.staff, c, a.owner.account_id)
    for refused in (chat.page(a.owner, c), say(chat, a.owner, c), chat.marks.raise_to(a.owner, c, read=1)):
        with pytest.raises(NoSuchConversation):
            await refused
    with pytest.raises(NoSuchInvitation):
        await chat.groups.join(a.owner, link)
    assert [one.c for one in await chat.marks.talks(a.owner)] == [a.c]


async def test_who_leaves_may_come_back_and_begins_anew(chat: Chat, a: Shop) -> None:
    c = await group_of(chat, a)
    await chat.groups.leave(a.owner, c)
    roles = {one.account_id: one.role for one in await chat.marks.fellows(a.other, c)}
    assert roles[a.owner.account_id] == "left"
    assert roles[a.other.account_id] == "member"
    await say(chat, a.other, c, "他走了")
    back = await chat.groups.join(a.owner, await chat.groups.invite(a.staff, c, 1, 7))
    assert await seqs(chat, a.owner, c) == list(range(back.first_seq, back.last_seq + 1))
    with pytest.raises(NotInGroup):
        await chat.groups.leave(a.staff, c)


async def test_links_end(chat: Chat, a: Shop, b: Shop, clock: VirtualClock) -> None:
    c = (await chat.groups.found(a.staff, "群")).id
    once = await chat.groups.invite(a.staff, c, 1, 1)
    with pytest.raises(NoSuchInvitation):
        await chat.groups.join(b.owner, once)
    await chat.groups.join(a.owner, once)
    with pytest.raises(NoSuchInvitation):
        await chat.groups.join(a.other, once)
    late = await chat.groups.invite(a.staff, c, 5, 1)
    clock.advance(86_401)
    with pytest.raises(NoSuchInvitation):
        await chat.groups.join(a.other, late)
    closed = await chat.groups.invite(a.staff, c, 5, 1)
    await chat.groups.close_links(a.staff, c)
    with pytest.raises(NoSuchInvitation):
        await chat.groups.join(a.other, closed)


async def test_silence_and_slow_mode_hold_members_back_and_not_those_who_look_after(
    chat: Chat, a: Shop, clock: VirtualClock
) -> None:
    c = await group_of(chat, a)
    await chat.groups.silence(a.staff, c, a.owner.account_id, 10)
    with pytest.raises(Silenced):
        await say(chat, a.owner, c)
    clock.advance(601)
    first = await chat.send(a.owner, c, "slow-0001", {"type": "text", "text": "一"})
    await chat.groups.change(a.staff, c, None, 30)
    with pytest.raises(SlowMode):
        await say(chat, a.owner, c, "二")
    # A retry of what was taken in is answered as before, whatever the rules are now.
    again = await chat.send(a.owner, c, "slow-0001", {"type": "text", "text": "一"})
    assert (again.seq, again.dup) == (first.seq, True)
    await say(chat, a.staff, c, "管理员不受限")
    await say(chat, a.other, c, "我是第一句")
    clock.advance(30)
    await say(chat, a.owner, c, "二")


async def test_a_group_as_a_whole_has_a_pace(chat: Chat, a: Shop, clock: VirtualClock) -> None:
    members = [replace(a.owner, account_id=AccountId(f"{i:032}")) for i in range(121)]
    refused = [chat.log.crowded(1, one) for one in members]
    assert [one is None for one in refused] == [True] * 120 + [False]
    assert chat.log.crowded(2, a.owner) is None
    clock.advance(1)
    assert chat.log.crowded(1, a.owner) is None


async def test_who_may_not_write_takes_nothing_of_what_the_others_may(chat: Chat, a: Shop) -> None:
    c = await group_of(chat, a)
    await chat.groups.silence(a.staff, c, a.owner.account_id, 10)
    await say(chat, a.other, c, "大家好")
    for _ in range(130):
        with pytest.raises(Silenced):
            await say(chat, replace(a.owner, is_loadtest=True), c)
    await say(chat, a.other, c, "我可以")


async def test_only_those_who_look_after_it_change_a_group(chat: Chat, a: Shop, b: Shop) -> None:
    c = await group_of(chat, a)
    groups = chat.groups
    with pytest.raises(Forbidden):
        await groups.found(a.owner, "我的群")

    async def tries(who: Actor) -> list[Any]:
        return [
            lambda: groups.change(who, c, "改名", None),
            lambda: groups.invite(who, c, 1, 1),
            lambda: groups.close_links(who, c),
            lambda: groups.remove(who, c, a.other.account_id),
            lambda: groups.set_role(who, c, a.other.account_id, "keeper"),
            lambda: groups.silence(who, c, a.other.account_id, 5),
        ]

    for attempt in await tries(a.owner):
        with pytest.raises(NotInGroup):
            await attempt()
    for stranger in (b.staff, b.owner):
        for attempt in await tries(stranger):
            with pytest.raises(NoSuchConversation):
                await attempt()
    await groups.set_role(a.staff, c, a.owner.account_id, "keeper")
    await groups.silence(a.owner, c, a.other.account_id, 5)
    for over_head in (a.staff, a.owner):
        with pytest.raises(NotInGroup):
            await groups.remove(a.owner, c, over_head.account_id)
    with pytest.raises(BadInput):
        await groups.change(a.staff, c, "  ", None)


async def test_unread_counts_begin_after_the_last_own_word(chat: Chat, a: Shop) -> None:
    c = await group_of(chat, a)
    for words in ("一", "二"):
        await say(chat, a.other, c, words)

    async def unread(who: Actor) -> int:
        return next(one.unread for one in await chat.marks.talks(who) if one.c == c)

    assert await unread(a.owner) == 2
    await say(chat, a.owner, c, "三")
    assert await unread(a.owner) == 0
    await say(chat, a.other, c, "四")
    assert (await unread(a.owner), await unread(a.staff)) == (1, 4)
    await chat.marks.raise_to(a.owner, c, read=99)
    assert await unread(a.owner) == 0


async def test_who_writes_has_read_what_stands_above(chat: Chat, a: Shop) -> None:
    c = await group_of(chat, a)
    for words in ("一", "二"):
        await say(chat, a.other, c, words)
    seq = await say(chat, a.owner, c, "三")

    async def marks(asker: Actor, who: Actor) -> tuple[int, int]:
        return next(
            (one.delivered_seq, one.read_seq)
            for one in await chat.marks.fellows(asker, c)
            if one.account_id == who.account_id
        )

    assert await marks(a.other, a.owner) == (seq, seq)
    await chat.marks.keep_private(a.owner, True)
    assert await marks(a.other, a.owner) == (0, 0)
    assert await marks(a.owner, a.owner) == (seq, seq)


async def test_in_a_large_group_nobody_is_told_who_has_read(chat: Chat, people: People, a: Shop) -> None:
    c = await group_of(chat, a)
    seq = await say(chat, a.other, c, "一")
    assert not (await chat.marks.raise_to(a.owner, c, read=seq)).is_private

    def fill(tx: Tx) -> None:
        for number in range(READ_BY):
            one = AccountId(f"{number:032x}")
            people.open_account(tx, a.owner.shop_id, one, Role.OWNER)
            add_member(tx, c, one, a.owner.shop_id)

    await chat.db.write(fill)
    await say(chat, a.other, c, "二")
    assert (await chat.marks.raise_to(a.owner, c, read=seq + 1)).is_private
    others = [one for one in await chat.marks.fellows(a.other, c) if one.account_id != a.other.account_id]
    assert len(others) > READ_BY
    assert {one.read_seq for one in others} == {0}
