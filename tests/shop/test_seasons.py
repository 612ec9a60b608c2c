"""What a shop may say of its seasons, and who may say it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from pawline.people import Actor, Role, system_actor
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden, PawlineError
from pawline.platform.ids import AccountId, DeviceId, SeededIds
from pawline.shop import Label, NewShop, Season, SeasonChange, Shop, ShopService, local_day
from pawline.shop.seasons import MOST_SEASONS

FESTIVAL = SeasonChange(
    Label(" 春节 ", "Spring Festival"),
    date(2027, 2, 6),
    date(2027, 2, 20),
    20,
    services=frozenset({"boarding", "groom"}),
)  # fmt: skip


@pytest.fixture
async def shops(db: Database, clock: VirtualClock, ids: SeededIds) -> ShopService:
    return ShopService(db, clock, ids)


@pytest.fixture
async def shop(shops: ShopService) -> Shop:
    return await shops.open_shop(NewShop(slug="seasons", name="日期价"))


@pytest.fixture
def manager(shop: Shop) -> Actor:
    return system_actor(shop.id)


async def seasons_of(db: Database, shops: ShopService, shop: Shop) -> tuple[Season, ...]:
    return await db.read(lambda tx: shops.seasons(tx, shop.id))


async def test_a_season_is_added_changed_and_removed(
    db: Database, shops: ShopService, shop: Shop, manager: Actor
) -> None:  # fmt: skip
    made = await shops.season_list.add(manager, FESTIVAL)
    assert made.name == Label("春节", "Spring Festival")
    assert await seasons_of(db, shops, shop) == (made,)
    weekends = SeasonChange(Label("周末", ""), date(2026, 12, 1), date(2027, 11, 30), 10, frozenset({6, 7}))
    other = await shops.season_list.add(manager, weekends)
    assert other.name == Label("周末", "周末")
    assert await seasons_of(db, shops, shop) == (other, made), "in the order of their days"
    await shops.season_list.change(manager, made.id, replace(FESTIVAL, percent=-30, weekdays=frozenset(range(1, 8))))
    assert (await seasons_of(db, shops, shop))[1] == replace(made, percent=-30)
    await shops.season_list.remove(manager, other.id)
    assert [one.id for one in await seasons_of(db, shops, shop)] == [made.id]
    now = await db.read(lambda tx: shops.shop_of(tx, shop.id))
    assert now.version == shop.version + 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": Label("  ", "")}, "bad_shop"),
        ({"name": Label("很" * 23, "long")}, "bad_shop"),
        ({"name": Label("春节", "x" * 23)}, "bad_shop"),
        ({"percent": 0}, "zero_percent"),
        ({"percent": -51}, "bad_number"),
        ({"percent": 201}, "bad_number"),
        ({"last": date(2027, 2, 5)}, "bad_stretch"),
        ({"first": date(2020, 1, 1), "last": date(2020, 1, 31)}, "bad_stretch"),
        ({"last": date(2029, 2, 6)}, "bad_stretch"),
        ({"weekdays": frozenset({0})}, "bad_shop"),
        ({"last": date(2027, 2, 8), "weekdays": frozenset({3})}, "season_never"),
        ({"services": frozenset({"bath", "moon"})}, "not_known_here"),
    ],
)
async def test_what_no_season_can_be_is_said(
    db: Database, shops: ShopService, shop: Shop, manager: Actor, change: dict[str, object], code: str
) -> None:
    made = await shops.season_list.add(manager, FESTIVAL)
    wrong = replace(FESTIVAL, **change)  # type: ignore[arg-type]
    for attempt in (shops.season_list.add(manager, wrong), shops.season_list.change(manager, made.id, wrong)):
        with pytest.raises(PawlineError) as refusal:
            await attempt
        assert refusal.value.code == code
        assert refusal.value.sentence("zh") != refusal.value.sentence("en")
    assert await seasons_of(db, shops, shop) == (made,)


async def test_the_ends_of_what_it_can_be(
    db: Database, clock: VirtualClock, shops: ShopService, shop: Shop, manager: Actor
) -> None:  # fmt: skip
    today = local_day(clock.now_ms(), shop.clock_zone)
    for percent in (-50, 200):
        await shops.season_list.add(manager, SeasonChange(Label("好" * 22, "x" * 22), today, today, percent))
    long = SeasonChange(Label("长", ""), today - timedelta(days=700), today + timedelta(days=30), 1)
    await shops.season_list.add(manager, long)
    assert len(await seasons_of(db, shops, shop)) == 3


async def test_there_are_so_many_and_no_more(db: Database, shops: ShopService, shop: Shop, manager: Actor) -> None:
    for _ in range(MOST_SEASONS):
        await shops.season_list.add(manager, FESTIVAL)
    with pytest.raises(PawlineError) as refusal:
        await shops.season_list.add(manager, FESTIVAL)
    assert refusal.value.code == "too_many_seasons"
    first = (await seasons_of(db, shops, shop))[0]
    await shops.season_list.change(manager, first.id, replace(FESTIVAL, percent=30))
    await shops.season_list.remove(manager, first.id)
    await shops.season_list.add(manager, FESTIVAL)


async def test_seasons_are_the_managers_and_their_own_shops(
    db: Database, shops: ShopService, shop: Shop, manager: Actor
) -> None:  # fmt: skip
    made = await shops.season_list.add(manager, FESTIVAL)
    other = await shops.open_shop(NewShop(slug="other", name="另一家"))
    groomer = Actor(shop.id, AccountId("g"), "groomer", Role.GROOMER, DeviceId("d"))
    for who, code in ((groomer, Forbidden.code), (system_actor(other.id), "no_such_season")):
        for attempt in (
            shops.season_list.change(who, made.id, FESTIVAL),
            shops.season_list.remove(who, made.id),
        ):
            with pytest.raises(PawlineError) as refusal:
                await attempt
            assert refusal.value.code == code
    with pytest.raises(Forbidden):
        await shops.season_list.add(groomer, FESTIVAL)
    assert await seasons_of(db, shops, shop) == (made,)
    assert await seasons_of(db, shops, other) == ()
    assert await db.read(lambda tx: tx.execute(text("SELECT count(*) FROM season")).scalar_one()) == 1
