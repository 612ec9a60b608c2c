"""Finding what was said: two-sign names, what was edited and recalled, and nothing of others."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.chat import Chat
from pawline.chat import search as searching
from pawline.chat.errors import NoSuchConversation
from pawline.chat.search import words_of
from pawline.chat.tables import ENTRY_WORDS
from pawline.chat.word_rows import Stretch, not_indexed, said_in, take_in
from pawline.chat.words import holds, matches, plain, tokens_of, wanted
from pawline.people import Actor
from tests.chat.conftest import Shop
from tests.chat.test_changes import change, say, text

SIGNS = st.text(alphabet="豆洗澡猫狗明天abcAB12 ，。!", max_size=24)


def _matches(said: str, looked_for: str) -> bool:
    """What the index answers, without an index."""
    whole, begun = wanted(looked_for)
    return bool(whole or begun) and matches(said, whole, begun) and holds(said, looked_for)


@given(SIGNS, st.text(alphabet="豆洗澡猫狗明天", min_size=1, max_size=4))
def test_a_chinese_run_is_found_exactly_where_it_stands(said: str, looked_for: str) -> None:
    assert _matches(said, looked_for) == (looked_for in plain(said))


@given(SIGNS, st.text(alphabet="abcAB12", min_size=1, max_size=4))
def test_a_word_is_found_by_how_it_begins(said: str, looked_for: str) -> None:
    runs: list[str] = []
    for sign in plain(said):
        if sign in "abc12":
            runs = [*runs[:-1], runs[-1] + sign] if runs and runs[-1] else [*runs[:-1], sign]
        else:
            runs.append("")
    assert _matches(said, looked_for) == any(run.startswith(plain(looked_for)) for run in runs)


async def found(chat: Chat, who: Actor, looked_for: str, **more: Any) -> list[str]:
    await chat.search.settle()
    return [str(one.entry.body["text"]) for one in await chat.search.find(who, looked_for, **more)]


async def test_words_are_found_the_newest_first(chat: Chat, a: Shop) -> None:
    for words in ("豆豆明天洗澡", "我家豆豆怕吹风机", "Teddy is a poodle", "全角ＡＢＣ", "豆子和豆腐"):
        await say(chat, a.owner, a.c, words)
    assert await found(chat, a.owner, "豆豆") == ["我家豆豆怕吹风机", "豆豆明天洗澡"]
    assert await found(chat, a.owner, "豆") == ["豆子和豆腐", "我家豆豆怕吹风机", "豆豆明天洗澡"]
    assert await found(chat, a.owner, "豆豆 吹风机") == ["我家豆豆怕吹风机"]
    assert await found(chat, a.owner, "ted poo") == ["Teddy is a poodle"]
    assert await found(chat, a.owner, "abc") == ["全角ＡＢＣ"]
    assert await found(chat, a.owner, "！？ ") == []
    assert await found(chat, a.owner, "\" OR words MATCH '豆") == []


async def test_what_was_edited_is_found_as_it_is_now_and_what_was_recalled_is_not(chat: Chat, a: Shop) -> None:
    edited, recalled = await say(chat, a.owner, a.c, "周三上午"), await say(chat, a.owner, a.c, "密码在门口")
    assert await found(chat, a.owner, "周三") == ["周三上午"]
    await change(chat, a.owner, a.c, "edit", edited, text("周四上午"))
    await change(chat, a.owner, a.c, "recall", recalled)
    assert await found(chat, a.owner, "周三") == []
    assert await found(chat, a.owner, "周四") == ["周四上午"]
    assert await found(chat, a.staff, "密码") == []


async def test_nobody_finds_what_they_may_not_read(chat: Chat, a: Shop, b: Shop) -> None:
    await say(chat, a.owner, a.c, "秘密的豆豆")
    await chat.notes.write(a.staff, a.c, "note-0001", "豆豆的主人很健谈")
    group = (await chat.groups.found(a.staff, "群")).id
    await say(chat, a.staff, group, "豆豆群里的旧话")
    await chat.groups.join(a.other, await chat.groups.invite(a.staff, group, 5, 1))
    await say(chat, a.staff, group, "豆豆群里的新话")
    assert await found(chat, a.owner, "豆豆") == ["秘密的豆豆"]
    assert await found(chat, a.other, "豆豆") == ["豆豆群里的新话"]
    assert len(await found(chat, a.staff, "豆豆")) == 4
    for stranger in (b.owner, b.staff):
        assert await found(chat, stranger, "豆豆") == []
        with pytest.raises(NoSuchConversation):
            await chat.search.find(stranger, "豆豆", a.c)
    await chat.groups.leave(a.other, group)
    assert await found(chat, a.other, "豆豆") == []
    assert await found(chat, a.staff, "豆豆", c=a.c) == ["秘密的豆豆"]


async def test_what_was_said_a_moment_ago_is_found_before_the_index_has_it(
    chat: Chat, a: Shop, b: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(who: Actor, looked_for: str) -> list[str]:
        return [str(one.entry.body["text"]) for one in await chat.search.find(who, looked_for)]

    await say(chat, a.owner, a.c, "豆豆昨天")
    await chat.search.settle()
    edited = await say(chat, a.owner, a.c, "豆豆今天")
    recalled = await say(chat, a.owner, a.c, "豆豆的密码")
    await say(chat, b.owner, b.c, "别家的豆豆")
    assert await at_once(a.owner, "豆豆") == ["豆豆的密码", "豆豆今天", "豆豆昨天"]
    await change(chat, a.owner, a.c, "edit", edited, text("豆豆明天"))
    await change(chat, a.owner, a.c, "recall", recalled)
    assert await at_once(a.owner, "豆豆") == ["豆豆明天", "豆豆昨天"]
    assert await at_once(a.owner, "今天") == []
    assert await at_once(b.staff, "豆豆") == ["别家的豆豆"]
    monkeypatch.setattr(searching, "LATE", 2)
    for i in range(4):
        await say(chat, a.owner, a.c, f"豆豆 {i}")
    assert await at_once(a.owner, "豆豆") == ["豆豆 3", "豆豆 2", "豆豆昨天"]


async def test_much_is_taken_in_bit_by_bit(chat: Chat, a: Shop) -> None:
    for number in range(3):
        chat.clock.advance(60)  # type: ignore[attr-defined]
        for i in range(15):
            await say(chat, a.owner, a.c, f"第{number}批 {i}")
    assert len(await found(chat, a.owner, "批")) == 45


async def test_what_is_taken_in_twice_at_once_stands_there_once(chat: Chat, a: Shop) -> None:
    for words in ("豆豆早上", "豆豆晚上"):
        await say(chat, a.owner, a.c, words)
    await asyncio.gather(chat.search.settle(), chat.search.settle())
    assert await found(chat, a.owner, "豆豆") == ["豆豆晚上", "豆豆早上"]
    rows = await chat.db.read(lambda tx: tx.execute(ENTRY_WORDS.found(tx, ["豆豆"], [])).all())
    assert len(rows) == 2


async def test_an_older_stretch_that_comes_late_takes_nothing_back(chat: Chat, a: Shop) -> None:
    first = await say(chat, a.owner, a.c, "豆豆早上")
    stretch = Stretch(a.c, first, first)
    read = await chat.db.read(lambda tx: said_in(tx, stretch))
    await say(chat, a.owner, a.c, "豆豆晚上")
    await chat.search.settle()
    words = [(said, tokens_of(words_of(said.body))) for said in read]
    await chat.db.write(lambda tx: take_in(tx, [stretch], words))
    assert await chat.db.read(lambda tx: not_indexed(tx, 10)) == []


async def test_what_was_recalled_while_it_was_read_is_not_put_down(chat: Chat, a: Shop) -> None:
    seq = await say(chat, a.owner, a.c, "密码在门口")
    stretch = Stretch(a.c, seq, seq)
    [read] = await chat.db.read(lambda tx: said_in(tx, stretch))
    await change(chat, a.owner, a.c, "recall", seq)
    await chat.db.write(lambda tx: take_in(tx, [stretch], [(read, tokens_of(words_of(read.body)))]))
    assert await chat.db.read(lambda tx: tx.execute(ENTRY_WORDS.found(tx, ["密码"], [])).all()) == []
