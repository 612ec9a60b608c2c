"""Shops: two of them, each with its own clock, hours, people and prices."""

from datetime import date

import pytest

from pawline.people import Actor, Role, system_actor
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId, SeededIds
from pawline.shop import (
    BadHours,
    BadShift,
    BadShop,
    BadStretch,
    Catalogue,
    Label,
    NewShop,
    NewStation,
    NoSuchShop,
    NotKnownHere,
    Opening,
    PriceRule,
    Settings,
    Shift,
    ShopChange,
    ShopService,
    SlugTaken,
    StationKind,
    VaccineAsk,
    standard_catalogue,
    vaccines_for,
)

pytestmark = pytest.mark.asyncio


@pytest.fixture
def shops(db: Database, clock: VirtualClock, ids: SeededIds) -> ShopService:
    return ShopService(db, clock, ids)


async def test_two_shops_share_nothing(shops: ShopService, db: Database) -> None:
    a = await shops.open_shop(NewShop(slug="a", name="毛球", emergency_name="急诊", emergency_phone="010"))
    b = await shops.open_shop(NewShop(slug="b", name="Fluff", zone="Europe/Berlin", lang="en"))
    boss = system_actor(a.id)
    await shops.change_shop(boss, ShopChange(name="毛球宠物", emergency_phone=""))
    await shops.set_settings(boss, Settings(hold_chat_min=12))
    await shops.roster.set_groomer(boss, AccountId("lin"), Label("美容师", "Groomer"), ["bath"], [Shift(2, 540, 1260)])
    await shops.roster.add_station(boss, NewStation(kind=StationKind.TUB, name="大浴缸", name_en="Large tub"))
    await shops.close_on(boss, date(2026, 11, 24), Label("盘点", "Stock taking"))
    await shops.set_catalogue(boss, Catalogue())
    changed, other = await db.read(lambda tx: (shops.shop_of(tx, a.id), shops.shop_of(tx, b.id)))
    assert (changed.name.zh, changed.settings, changed.emergency) == ("毛球宠物", Settings(hold_chat_min=12), None)
    assert (other.name.zh, other.settings, other.slug) == ("Fluff", Settings(), "b")
    teams = await db.read(lambda tx: (shops.team(tx, a.id), shops.team(tx, b.id)))
    assert [len(team.groomers) + len(team.stations) for team in teams] == [2, 0]
    numbers = {teams[0].groomers[0].resource_no, teams[0].stations[0].resource_no}
    assert len(numbers) == 2
    assert await db.read(lambda tx: shops.catalogue(tx, a.id)) == Catalogue()
    assert await db.read(lambda tx: shops.catalogue(tx, b.id)) == standard_catalogue()
    day = date(2026, 11, 24)
    assert await db.read(lambda tx: shops.hours_on(tx, changed, day)) is None
    hours = await db.read(lambda tx: shops.hours_on(tx, other, day))
    assert hours is not None
    assert hours.closes_ms - hours.opens_ms == 12 * 3_600_000
    await shops.open_on(boss, day)
    assert await db.read(lambda tx: shops.hours_on(tx, changed, day)) is not None


async def test_finding(shops: ShopService, db: Database) -> None:
    made = await shops.open_shop(NewShop(slug="a", name="毛球"))
    assert (await db.read(lambda tx: shops.shop_by_slug(tx, "a"))) == made
    with pytest.raises(NoSuchShop):
        await db.read(lambda tx: shops.shop_by_slug(tx, "b"))
    with pytest.raises(NoSuchShop):
        await db.read(lambda tx: shops.shop_of(tx, "b"))
    with pytest.raises(SlugTaken):
        await shops.open_shop(NewShop(slug="a", name="另一家"))


@pytest.mark.parametrize(
    "new",
    [
        NewShop(slug="Not A Slug", name="x"),
        NewShop(slug="a", name=" "),
        NewShop(slug="a", name="x", zone="Mars/Base"),
        NewShop(slug="a", name="x", zone="../etc/passwd"),
        NewShop(slug="a", name="x", lang="fr"),
        NewShop(slug="a", name="x", hours=(Opening(1, 540, 1500),)),
        NewShop(slug="a", name="x", hours=(Opening(1, 540, 540),)),
        NewShop(slug="a", name="x", hours=(Opening(1, 540, 600), Opening(1, 700, 800))),
        NewShop(slug="a", name="x", settings=Settings(late_percent=101)),
    ],
)
async def test_bad_shops(shops: ShopService, new: NewShop) -> None:
    with pytest.raises(BadShop):
        await shops.open_shop(new)


async def test_only_managers_and_only_sense(shops: ShopService) -> None:
    made = await shops.open_shop(NewShop(slug="a", name="毛球"))
    desk = Actor(made.id, AccountId("desk"), "staff", Role.DESK, DeviceId("d"))
    with pytest.raises(Forbidden):
        await shops.change_shop(desk, ShopChange(name="x"))
    boss = system_actor(made.id)
    for change in (ShopChange(name=""), ShopChange(phone="1" * 33)):
        with pytest.raises(BadShop):
            await shops.change_shop(boss, change)
    for shifts in ([Shift(1, 600, 540)], [Shift(1, 0, 1500)], [Shift(1, 540, 600), Shift(1, 600, 700)],
                   [Shift(1, 540, 1260, 500, 560)], [Shift(1, 540, 1260, 700, None)]):  # fmt: skip
        with pytest.raises(BadShift):
            await shops.roster.set_groomer(boss, AccountId("x"), Label("", ""), [], shifts)
    for rule in (PriceRule("bath", 60, -1), PriceRule("bath", -1, 0), PriceRule("fly", 1, 1)):
        wanted = Catalogue(standard_catalogue().services, (rule,))
        with pytest.raises(BadShop):
            await shops.set_catalogue(boss, wanted)


async def test_a_week_of_opening_hours_and_a_holiday_of_several_days(shops: ShopService, db: Database) -> None:
    made = await shops.open_shop(NewShop(slug="a", name="毛球"))
    boss, desk = system_actor(made.id), Actor(made.id, AccountId("desk"), "staff", Role.DESK, DeviceId("d"))
    await shops.set_hours(boss, [Opening(1, 600, 1440), Opening(7, 0, 720)])
    assert await db.read(lambda tx: shops.week(tx, made.id)) == {1: Opening(1, 600, 1440), 7: Opening(7, 0, 720)}
    for hours in ([Opening(2, 540, 25 * 60)], [Opening(2, 700, 700)], [Opening(2, -1, 60)]):
        with pytest.raises(BadHours) as refused:
            await shops.set_hours(boss, hours)
        assert refused.value.sentence("zh").startswith("周二的营业时间不对")
    first, last = date(2027, 2, 5), date(2027, 2, 9)
    await shops.close_on(boss, first, Label("春节", "Spring Festival"), last)
    closed = await db.read(lambda tx: shops.closed_dates(tx, made.id, first, last))
    assert [one.day for one in closed.values()] == [date(2027, 2, day) for day in range(5, 10)]
    for end in (date(2027, 2, 4), date(2027, 12, 31)):
        with pytest.raises(BadStretch):
            await shops.close_on(boss, first, Label("", ""), end)
    for verb in (shops.set_hours(desk, []), shops.close_on(desk, first, Label("", ""))):
        with pytest.raises(Forbidden):
            await verb
    assert len(await db.read(lambda tx: shops.week(tx, made.id))) == 2, "what was refused changed nothing"


async def test_labels_lead_to_services() -> None:
    catalogue = standard_catalogue()
    codes = {label: [s.code for s in catalogue.for_label(label, "dog")] for label in ("bath", "groom", "nail")}
    assert codes == {"bath": ["bath", "spa"], "groom": ["groom"], "nail": ["bath", "tidy", "nail_grind"]}
    assert [s.code for s in catalogue.for_label("bath", "cat")] == ["cat_bath"]
    assert catalogue.for_label("boarding", "dog") == ()


async def test_which_vaccines_are_asked_for_is_the_shops_own(shops: ShopService, db: Database) -> None:
    a, b = [await shops.open_shop(NewShop(slug=slug, name=slug)) for slug in ("a", "b")]
    boss = system_actor(a.id)
    usual = a.settings.vaccine_asks
    assert {one.service for one in usual if one.is_must} == {"boarding", "daycare"}
    sold = standard_catalogue().by_code
    for one in usual:
        assert one.species in sold[one.service].species
        assert set(one.vaccines) == set(vaccines_for(one.species))
    wanted = Settings(vaccine_wait_days=0, vaccine_asks=(VaccineAsk("bath", "dog", ("rabies",), is_must=True),))
    await shops.set_settings(boss, wanted)
    found = await db.read(lambda tx: [shops.settings_of(tx, one.id) for one in (a, b)])
    assert found == [wanted, Settings()]


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        (Settings(vaccine_wait_days=-1), BadShop),
        (Settings(vaccine_wait_days=61), BadShop),
        (Settings(vaccine_asks=(VaccineAsk("bath", "dog", ("rabies",)),) * 2), BadShop),
        (Settings(vaccine_asks=(VaccineAsk("bath", "dog", ("rabies", "rabies")),)), BadShop),
        (Settings(vaccine_asks=(VaccineAsk("", "dog", ("rabies",)),)), BadShop),
        (Settings(vaccine_asks=(VaccineAsk("b" * 33, "dog", ("rabies",)),)), BadShop),
        (Settings(vaccine_asks=tuple(VaccineAsk(f"s{n}", "dog", ()) for n in range(301))), BadShop),
        (Settings(vaccine_asks=(VaccineAsk("bath", "dragon", ()),)), NotKnownHere),
        (Settings(vaccine_asks=(VaccineAsk("bath", "dog", ("cat_triple",)),)), NotKnownHere),
        (Settings(vaccine_asks=(VaccineAsk("bath", "other", ("rabies",)),)), NotKnownHere),
    ],
)
async def test_vaccines_that_make_no_sense_are_refused(
    shops: ShopService, db: Database, settings: Settings, refusal: type[Exception]
) -> None:
    made = await shops.open_shop(NewShop(slug="a", name="毛球"))
    with pytest.raises(refusal):
        await shops.set_settings(system_actor(made.id), settings)
    assert await db.read(lambda tx: shops.settings_of(tx, made.id)) == Settings()
