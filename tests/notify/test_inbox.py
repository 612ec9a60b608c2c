"""The desk's inbox: who waits is never out of sight, and what they wrote is what is shown."""

import json
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pawline.chat import Append, Kind
from pawline.chat.tables import conversation
from pawline.notify import inbox
from pawline.notify.inbox import InboxRow
from pawline.people import Actor, PhoneVerified, Role, find_bot
from pawline.people.phones import note_phone
from pawline.people.store import change_account
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Tx
from pawline.platform.errors import Busy, NotFound
from pawline.shop import NewShop
from tests.serving import Served, served
from tests.waiting import until


class Desk:
    """A shop with its staff, and owners who come and write."""

    def __init__(self, server: Served) -> None:
        self.house, self.made = server.house, server.made
        self.staff = Actor(self.made.shop.id, self.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]

    async def owner_says(self, words: str) -> tuple[Actor, str]:
        """A new owner, who is never too fast."""
        actor = replace((await self.house.people.arrive(self.made.shop.id, "zh")).actor, is_loadtest=True)
        c = (await self.house.door.me(actor)).conversation_id
        assert c is not None
        await self.house.chat.send(actor, c, "cmid-0001", {"type": "text", "text": words})
        return actor, c

    async def rows(self) -> list[InboxRow]:
        return (await self.house.inbox.all(self.staff)).rows


@pytest.fixture
async def desk(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Desk]:
    async with served(tmp_path, clock=clock) as server:
        yield Desk(server)


async def test_who_waits_the_longest_is_at_the_top(desk: Desk, clock: VirtualClock) -> None:
    first, first_c = await desk.owner_says("有人吗")
    await desk.house.chat.ask_for_person(first, first_c)
    clock.advance(60)
    second, second_c = await desk.owner_says("我家狗吐了")
    await desk.house.chat.ask_for_person(second, second_c, "health")
    clock.advance(60)
    _, third_c = await desk.owner_says("你们几点关门")
    rows = await desk.rows()
    assert [row.c for row in rows[:2]] == [first_c, second_c]
    assert third_c in [row.c for row in rows[2:]]
    assert rows[1].reason == "health"


async def test_a_waiting_row_shows_the_owners_words(desk: Desk) -> None:
    owner, c = await desk.owner_says("我家狗吐了")
    await desk.house.chat.ask_for_person(owner, c)

    def answer(tx: Tx) -> int:
        bot = find_bot(tx, owner.shop_id)
        assert bot is not None
        words = {"type": "text", "text": "已经叫店员了"}
        return desk.house.chat.append(tx, Append(c, owner.shop_id, bot.id, "bot-1", Kind.MESSAGE, words))  # type: ignore[arg-type]

    await desk.house.db.write(answer)
    row = (await desk.rows())[0]
    assert row.last is not None
    assert (row.last.text, row.last.sender_kind, row.unread) == ("我家狗吐了", "owner", 1)


async def test_a_row_names_what_was_sent(desk: Desk) -> None:
    owner, c = await desk.owner_says("给你看看")
    place = {"type": "location", "lat": 39.9, "lng": 116.4, "name": "东门停车场"}
    await desk.house.chat.send(owner, c, "cmid-0002", place)
    last = next(row.last for row in await desk.rows() if row.c == c)
    assert last is not None
    assert (last.kind, last.text, last.name) == ("location", "", "东门停车场")


async def test_many_rows_and_none_of_another_shop(desk: Desk) -> None:
    other = await desk.house.shops.open_shop(NewShop(slug="other", name="另一家"))
    stranger = (await desk.house.people.arrive(other.id, "zh")).actor
    c = (await desk.house.door.me(stranger)).conversation_id
    assert c is not None
    await desk.house.chat.send(stranger, c, "cmid-0001", {"type": "text", "text": "你好"})
    for number in range(30):
        await desk.owner_says(f"第 {number} 位")
    rows = await desk.rows()
    assert len(rows) >= 30
    assert c not in [row.c for row in rows]


async def test_everybody_is_found_by_name_pet_and_the_end_of_the_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also who is not among the newest, and never somebody of another shop."""
    monkeypatch.setattr(inbox, "ROWS", 1)
    house = desk.house
    owner, c = await desk.owner_says("你好")
    _, other_c = await desk.owner_says("我也在")
    other = await house.shops.open_shop(NewShop(slug="other", name="另一家"))
    stranger = (await house.people.arrive(other.id, "zh")).actor
    for who, name in ((owner, "欧阳女士 100%"), (stranger, "欧阳先生")):
        await house.db.write(lambda tx, who=who: note_phone(tx, who.shop_id, who.account_id, "13900010009", 1))
        await house.db.write(lambda tx, who=who, name=name: change_account(tx, who.shop_id, who.account_id, name=name))
    await house.pets.add_pet(owner, NewPet(name="Sesame 芝麻糊", species="dog"))

    async def found(text: str) -> list[str]:
        return [row.c for row in (await house.inbox.find(desk.staff, text)).rows]

    for text in ("欧阳女", "欧阳", "0%", "芝麻糊", "sesa", "0009", "10009", " 13900010009 "):
        assert await found(text) == [c], text
    for text in ("009", "90009", "1009", "_", "王", "0009x", "   "):
        assert await found(text) == [], text
    closed = conversation.update().where(conversation.c.id == c).values(state="closed")
    await house.db.write(lambda tx: tx.execute(closed))
    assert await found("芝麻糊") == [c]
    assert other_c not in await found("你")


async def test_a_file_has_the_number_to_call(desk: Desk) -> None:
    owner, _ = await desk.owner_says("你好")
    before = await desk.house.files.file(desk.staff, owner.account_id)
    assert (before.phone, before.owner.phone_tail) == (None, None)
    await desk.house.db.write(lambda tx: note_phone(tx, owner.shop_id, owner.account_id, "13900000009", 1))
    after = await desk.house.files.file(desk.staff, owner.account_id)
    assert (after.phone, after.owner.phone_tail) == ("13900000009", "0009")
    other = await desk.house.shops.open_shop(NewShop(slug="other", name="另一家"))
    with pytest.raises(NotFound):
        await desk.house.files.file(replace(desk.staff, shop_id=other.id), owner.account_id)


def rows_told(desk: Desk) -> list[dict[str, Any]]:
    """Grows with every row that comes to a desk from here on."""
    rows: list[dict[str, Any]] = []

    def hear(frame: bytes) -> None:
        news = json.loads(frame)
        if news["t"] == "inbox":
            rows.append(news["d"]["row"])

    desk.house.db.bus.listen(f"desk.{desk.staff.shop_id}", "test", hear)
    return rows


async def test_a_row_that_was_read_earlier_never_arrives_later(
    desk: Desk, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = rows_told(desk)
    owner, c = await desk.owner_says("一")
    await desk.house.chat.take(desk.staff, c)
    await until(lambda: told, clock, 0.1)
    read = desk.house.inbox._rows_of
    is_read, go_on = threading.Event(), threading.Event()

    def slow(*args: Any, **kwargs: Any) -> list[InboxRow]:
        rows, is_first = read(*args, **kwargs), not is_read.is_set()
        is_read.set()
        if is_first:
            go_on.wait(10)
        return rows

    monkeypatch.setattr(desk.house.inbox, "_rows_of", slow)
    for number, words in enumerate(("二", "三")):
        await desk.house.chat.send(owner, c, f"cmid-1{number:03}", {"type": "text", "text": words})
        await until(is_read.is_set, clock, 0.1)
        for _ in range(20):
            clock.advance(1)
            await desk.house.db.read(lambda _tx: None)
    go_on.set()
    await until(lambda: told[-1]["last"]["text"] == "三", clock, 0.1)
    for _ in range(20):
        await desk.house.db.read(lambda _tx: None)
    assert [row["last"]["text"] for row in told][-2:] == ["二", "三"]


async def test_what_changed_while_the_database_was_away_is_told_when_it_is_back(
    desk: Desk, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = rows_told(desk)
    owner, c = await desk.owner_says("有人吗")
    await until(lambda: told, clock, 0.1)
    read, tries = desk.house.inbox._rows_of, 0

    def away(*args: Any, **kwargs: Any) -> list[InboxRow]:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise Busy(cause="database away")
        return read(*args, **kwargs)

    monkeypatch.setattr(desk.house.inbox, "_rows_of", away)
    await desk.house.chat.ask_for_person(owner, c)
    await until(lambda: told[-1]["state"] == "queued", clock, 0.5)


async def test_desks_hear_that_a_guests_conversation_is_over(desk: Desk, clock: VirtualClock) -> None:
    known, known_c = await desk.owner_says("我是老顾客")
    guest, guest_c = await desk.owner_says("我家狗吐了")
    await desk.house.chat.ask_for_person(guest, guest_c, "health")
    told = rows_told(desk)
    shop_id, account_id = known.shop_id, known.account_id
    fact = PhoneVerified(shop_id=shop_id, key=account_id, account_id=account_id, was=guest.account_id)
    await desk.house.db.write(lambda tx: tx.emit(fact))
    await until(lambda: {row["c"] for row in told} >= {known_c, guest_c}, clock, 0.1)
    states = {row["c"]: row["state"] for row in told}
    assert (states[guest_c], states[known_c]) == ("closed", "queued")
    assert (await desk.rows())[0].c == known_c
