"""`pawline loadtest-users`: accounts, conversations and tokens for load programs."""

from collections.abc import AsyncIterator
from typing import Any

from pawline.app import House
from pawline.chat import State
from pawline.chat.store import add_conversation, add_member
from pawline.people import Role, SignedIn
from pawline.people.store import change_account
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, ShopId
from pawline.shop import NewShop

SLUG = "loadtest"


async def loadtest_users(
    house: House, count: int, groups: int, group_size: int, shops: int = 1
) -> AsyncIterator[dict[str, Any]]:
    """Pairs of accounts with a conversation each, and groups; one line an account.

    The pairs are spread over `shops`; groups are made only where there is one.
    """
    owned = [await _shop(house, number) for number in range(shops)]
    users = [await house.db.write(lambda tx, i=i: _user(house, tx, owned[i // 2 % shops], i)) for i in range(count)]
    talks: dict[str, list[dict[str, Any]]] = {one.actor.account_id: [] for one in users}
    rooms: dict[str, list[str]] = {one.actor.account_id: [] for one in users}
    ids = [one.actor.account_id for one in users]
    for number, (a, b) in enumerate(zip(ids[::2], ids[1::2], strict=False)):
        shop_id = owned[number % shops]
        c = await house.db.write(lambda tx, a=a, b=b, shop_id=shop_id: _talk(house, tx, shop_id, "direct", [a, b]))
        talks[a].append({"c": c, "peers": [b]})
        talks[b].append({"c": c, "peers": [a]})
    for number in range(groups if shops == 1 else 0):
        members = [ids[(number * group_size + i) % count] for i in range(min(group_size, count))]
        c = await house.db.write(lambda tx, members=members: _talk(house, tx, owned[0], "group", members))
        for one in members:
            rooms[one].append(c)
    for one in users:
        actor = one.actor
        yield {
            "user": actor.account_id,
            "device": actor.device_id,
            "token": one.token,
            "conversations": talks[actor.account_id],
            "groups": rooms[actor.account_id],
        }


async def _shop(house: House, number: int) -> ShopId:
    slug = f"{SLUG}-{number}" if number else SLUG
    found = await house.db.read(house.shops.shops)
    for one in found:
        if one.slug == slug:
            return one.id
    return (await house.shops.open_shop(NewShop(slug=slug, name="压测 Load test"))).id


def _user(house: House, tx: Tx, shop_id: ShopId, number: int) -> SignedIn:
    account_id = AccountId(house.ids.new())
    house.people.open_account(tx, shop_id, account_id, Role.OWNER, name=f"load-{number}")
    change_account(tx, shop_id, account_id, is_loadtest=True)
    return house.people.open_session(tx, shop_id, account_id)


def _talk(house: House, tx: Tx, shop_id: ShopId, kind: str, members: list[AccountId]) -> str:
    c = house.ids.new()
    add_conversation(tx, id=c, shop_id=shop_id, kind=kind, state=State.HUMAN.value, created_ms=house.clock.now_ms())
    for one in members:
        add_member(tx, c, one, shop_id)
    return c
