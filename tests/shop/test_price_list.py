"""Services and prices: what a manager may say of them, what is refused in words, and that shops share nothing."""

from dataclasses import replace
from typing import get_args

import pytest

from pawline.people import Actor, Role, system_actor
from pawline.pets.model import Coat, Size, Species
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden, PawlineError
from pawline.platform.ids import AccountId, DeviceId, SeededIds
from pawline.shop import (
    BadNumber,
    Catalogue,
    Groomer,
    Label,
    NewShop,
    PriceRule,
    ServiceChange,
    Settings,
    Shift,
    ShopService,
    SoldBy,
    Station,
    StationKind,
    StepKind,
    StepShare,
    Team,
    standard_catalogue,
)
from pawline.shop.checks import BOUNDS
from pawline.shop.kinds import COATS, SIZES, SPECIES, pet_said
from pawline.shop.price_checks import check_prices

pytestmark = pytest.mark.asyncio

DOG = frozenset({"dog"})
STEPS = (StepShare(StepKind.FINAL, StationKind.TABLE, 1), StepShare(StepKind.BATH, StationKind.TUB, 3))
FOAM = ServiceChange(Label(" 泡泡浴 ", ""), DOG, STEPS, frozenset({"bath"}), ("bath",), ("bath",))


@pytest.fixture
def shops(db: Database, clock: VirtualClock, ids: SeededIds) -> ShopService:
    return ShopService(db, clock, ids)


@pytest.fixture
async def boss(shops: ShopService) -> Actor:
    await shops.open_shop(NewShop(slug="other", name="另一家"))
    return system_actor((await shops.open_shop(NewShop(slug="a", name="毛球"))).id)


async def sold(db: Database, shops: ShopService, boss: Actor) -> Catalogue:
    return await db.read(lambda tx: shops.catalogue(tx, boss.shop_id))


async def test_a_service_is_added_changed_and_priced(shops: ShopService, db: Database, boss: Actor) -> None:
    made = await shops.price_list.add_service(boss, FOAM)
    assert (made.name, len(made.code)) == (Label("泡泡浴", "泡泡浴"), 32)
    assert [step.kind for step in made.steps] == [StepKind.BATH, StepKind.FINAL], "in the order of a visit"
    named = await shops.price_list.add_service(boss, replace(FOAM, name=Label("泥浴", "Mud bath")), "mud")
    assert (named.code, named.position) == ("mud", made.position + 1)
    rules = [PriceRule("", 70, 9900, "dog", "S"), PriceRule("", 20, 0, "dog", is_modifier=True, label=Label("长", "L"))]
    await shops.price_list.set_prices(boss, "mud", rules)
    await shops.price_list.set_prices(boss, "mud", [replace(rules[0], price_cents=10900), rules[1]])
    change = replace(FOAM, is_bookable=False, before_min=5, after_min=120)
    off = await shops.price_list.change_service(boss, "mud", change)
    assert (off.position, off.is_bookable, off.before_min, off.after_min) == (named.position, False, 5, 120)
    now = await sold(db, shops, boss)
    assert now.by_code["mud"] == off
    assert [(one.service, one.price_cents) for one in now.rules_of("mud")] == [("mud", 10900), ("mud", 0)]
    assert now.rules_of("bath") == standard_catalogue().rules_of("bath"), "other prices stay"
    other = await db.read(lambda tx: shops.catalogue(tx, shops.shop_by_slug(tx, "other").id))
    assert other == standard_catalogue()


async def test_the_order_of_services(shops: ShopService, db: Database, boss: Actor) -> None:
    await shops.price_list.set_order(boss, ["tidy", "groom"])
    codes = [one.code for one in (await sold(db, shops, boss)).services]
    assert codes[:4] == ["tidy", "groom", "bath", "spa"]
    assert len(codes) == len(standard_catalogue().services)
    assert (await sold(db, shops, boss)).rules == standard_catalogue().rules
    with pytest.raises(PawlineError) as refused:
        await shops.price_list.set_order(boss, ["bath", "fly"])
    assert refused.value.code == "no_such_service"
    assert [one.code for one in (await sold(db, shops, boss)).services] == codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (replace(FOAM, name=Label(" ", "")), "bad_shop"),
        (replace(FOAM, max_quantity=0), "bad_shop"),
        (replace(FOAM, before_min=-1), "bad_number"),
        (replace(FOAM, after_min=121), "bad_number"),
        (replace(FOAM, species=frozenset()), "bad_shop"),
        (replace(FOAM, steps=(StepShare(StepKind.BATH, None, 0),)), "bad_shop"),
        (replace(FOAM, species=frozenset({"horse"})), "not_known_here"),
        (replace(FOAM, skills=frozenset({"flying"})), "not_known_here"),
        (replace(FOAM, labels=("flying",)), "not_known_here"),
        (replace(FOAM, includes=("flying",)), "not_known_here"),
        (replace(FOAM, steps=()), "no_steps"),
        (replace(FOAM, includes=("bath",)), "includes_itself"),
        # By way of another: the spa comes with a bath.
        (replace(FOAM, includes=("tidy", "spa")), "includes_itself"),
    ],
)
async def test_what_no_service_can_be(
    shops: ShopService, db: Database, boss: Actor, change: ServiceChange, code: str
) -> None:
    with pytest.raises(PawlineError) as refused:
        await shops.price_list.change_service(boss, "bath", change)
    assert refused.value.code == code
    assert all("{" not in refused.value.sentence(lang) for lang in ("zh", "en"))
    assert await sold(db, shops, boss) == standard_catalogue()


async def test_a_service_without_steps_can_be_an_extra_or_off_sale(shops: ShopService, boss: Actor) -> None:
    for change in (replace(FOAM, steps=(), is_extra=True), replace(FOAM, steps=(), is_bookable=False)):
        await shops.price_list.add_service(boss, change)


S, M = PriceRule("", 60, 8800, "dog", "S"), PriceRule("", 90, 12800, "dog", "M")
LONG = PriceRule("", 99, 9900, "dog", None, "long")


@pytest.mark.parametrize(
    ("rules", "code", "words"),
    [
        ((replace(S, price_cents=-1),), "bad_price", "狗 · 小型"),
        ((replace(S, price_cents=10**10),), "bad_price", "狗 · 小型"),
        ((replace(S, minutes=0),), "no_minutes", "狗 · 小型"),
        ((replace(S, minutes=1441),), "no_minutes", "狗 · 小型"),
        ((S, M, replace(S, price_cents=1)), "two_prices", "狗 · 小型"),
        ((S, LONG), "two_prices", "狗 · 小型 · 长毛"),
        ((replace(S, species=None, size=None), replace(M, species=None, size=None)), "two_prices", "所有毛孩子"),
        ((replace(S, species="horse"),), "not_known_here", "horse"),
        ((replace(S, size="XXL"),), "not_known_here", "XXL"),
        ((replace(S, coat="pink"),), "not_known_here", "pink"),
        ((S, replace(M, is_modifier=True)), "bad_shop", "label"),
        ((S, replace(M, is_modifier=True, minutes=-1, label=Label("长", ""))), "no_minutes", "狗 · 中型"),
    ],
)
async def test_what_no_price_can_be(
    shops: ShopService, db: Database, boss: Actor, rules: tuple[PriceRule, ...], code: str, words: str
) -> None:
    with pytest.raises(PawlineError) as refused:
        await shops.price_list.set_prices(boss, "bath", rules)
    assert refused.value.code == code
    assert words in refused.value.sentence("zh")
    assert "{" not in refused.value.sentence("en")
    assert (await sold(db, shops, boss)).rules == standard_catalogue().rules


async def test_prices_that_are_well(shops: ShopService, db: Database, boss: Actor) -> None:
    """The most exact one wins, an extra may take no time, and no price at all takes a service off every offer."""
    await shops.price_list.set_prices(boss, "bath", [S, LONG, replace(LONG, size="S", price_cents=11000)])
    await shops.price_list.set_prices(boss, "teeth", [PriceRule("", 0, 2000)])
    await shops.price_list.set_prices(boss, "groom", [])
    assert (await sold(db, shops, boss)).rules_of("groom") == ()
    for one in standard_catalogue().services:
        check_prices(one, standard_catalogue().rules_of(one.code))


async def test_what_takes_no_time_does_not_go_on_sale(shops: ShopService, db: Database, boss: Actor) -> None:
    boarding = standard_catalogue().by_code["boarding"]
    on_sale = replace(
        ServiceChange.of(boarding),
        is_bookable=True,
        sold_by=SoldBy.VISIT,
        steps=(StepShare(StepKind.REST, StationKind.CRATE, 1),),
    )
    with pytest.raises(PawlineError) as refused:
        await shops.price_list.change_service(boss, "boarding", on_sale)
    assert refused.value.code == "no_minutes"
    assert (await sold(db, shops, boss)).by_code["boarding"] == boarding


async def test_only_managers_only_what_is_there_and_no_code_twice(shops: ShopService, boss: Actor) -> None:
    desk = Actor(boss.shop_id, AccountId("desk"), "staff", Role.DESK, DeviceId("d"))
    verbs = shops.price_list
    for verb in (
        verbs.add_service(desk, FOAM), verbs.change_service(desk, "bath", FOAM),
        verbs.set_prices(desk, "bath", []), verbs.set_order(desk, []),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            await verb
    for verb, code in (
        (verbs.change_service(boss, "fly", FOAM), "no_such_service"),
        (verbs.set_prices(boss, "fly", []), "no_such_service"),
        (verbs.add_service(boss, FOAM, "bath"), "service_taken"),
        (verbs.add_service(boss, FOAM, "Not a code"), "bad_shop"),
    ):
        with pytest.raises(PawlineError) as refused:
            await verb
        assert refused.value.code == code


async def test_who_can_do_it_and_where() -> None:
    bath = standard_catalogue().by_code["bath"]
    may = Groomer(AccountId("may"), 1, Label("", ""), frozenset({"bath"}), (Shift(1, 540, 600),))
    tub = Station("t", 2, StationKind.TUB, Label("", ""))
    assert Team((may,), (tub,)).can_do(bath)
    assert Team((may,), (tub,)).lacks(bath) == [StationKind.BLOWER, StationKind.TABLE]
    for nobody in (replace(may, is_active=False), replace(may, shifts=()), replace(may, skills=frozenset({"cat"}))):
        assert not Team((nobody,), ()).can_do(bath)


async def test_kinds_are_those_of_pets() -> None:
    assert [set(known) for known in (SPECIES, SIZES, COATS)] == [set(get_args(one)) for one in (Species, Size, Coat)]
    assert pet_said("dog", None, "long").en == "Dog · long coat"


async def test_each_number_has_bounds_and_says_them(shops: ShopService, boss: Actor) -> None:
    numbers = {name for name in Settings.__struct_fields__ if type(getattr(Settings(), name)) is int}
    assert numbers == BOUNDS.keys()
    with pytest.raises(BadNumber) as refused:
        await shops.set_settings(boss, Settings(late_percent=101))
    assert refused.value.sentence("zh").startswith("「临时取消收百分之几」要在 0 到 100 之间")
    assert refused.value.data["reason"] == "late_percent"


async def test_who_waits_is_told_within_some_hours_of_the_day(shops: ShopService, boss: Actor) -> None:
    with pytest.raises(BadNumber) as refused:
        await shops.set_settings(boss, Settings(wait_from_h=9, wait_to_h=9))
    assert refused.value.sentence("zh").startswith("「几点以后不再通知」要在 10 到 24 之间")
