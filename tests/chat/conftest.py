"""Two shops, each with an assistant, a member of staff and two owners in their conversations."""

from contextlib import suppress
from dataclasses import dataclass

import pytest

from pawline.chat import Chat, Uploads
from pawline.chat.reactions import react
from pawline.people import Actor, People, Role
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.db.vault import data_key
from pawline.platform.files import Files
from pawline.platform.ids import AccountId, ConversationId, SeededIds, ShopId
from pawline.platform.sealing import Damaged


@dataclass
class Shop:
    owner: Actor
    c: ConversationId
    other: Actor
    other_c: ConversationId
    staff: Actor
    bot_id: AccountId


@pytest.fixture
async def chat(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Chat:
    chat = Chat(db, clock, ids, "epoch-1")
    react(db, chat)
    return chat


async def open_shop(people: People, chat: Chat, shop_id: ShopId) -> Shop:
    bot_id, staff_id = AccountId(people.ids.new()), AccountId(people.ids.new())

    def work(tx: Tx) -> Actor:
        people.open_account(tx, shop_id, bot_id, Role.BOT, name="小助手")
        people.open_account(tx, shop_id, staff_id, Role.DESK, name="小林")
        return people.open_session(tx, shop_id, staff_id).actor

    staff = await people.db.write(work)
    owner = (await people.arrive(shop_id, "zh")).actor
    other = (await people.arrive(shop_id, "zh")).actor

    async def c_of(who: Actor) -> ConversationId:
        found = await people.db.read(lambda tx: chat.conversation_of(tx, shop_id, who.account_id))
        assert found is not None
        return found.id

    return Shop(owner, await c_of(owner), other, await c_of(other), staff, bot_id)


@pytest.fixture
async def a(people: People, chat: Chat, shop_a: ShopId) -> Shop:
    return await open_shop(people, chat, shop_a)


@pytest.fixture
async def b(people: People, chat: Chat, shop_b: ShopId) -> Shop:
    return await open_shop(people, chat, shop_b)


async def read_back(uploads: Uploads, files: Files, name: str) -> bytes | None:
    """What a stored file of any of the shops holds, opened."""

    def keys(tx: Tx) -> list[bytes]:
        return [tx.vault.of(tx, row.shop_id).files for row in tx.execute(data_key.select())]

    for key in await uploads._db.read(keys):
        with suppress(Damaged):
            return await files.load(name, key)
    return await files.load(name, None)
