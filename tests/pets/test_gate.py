"""The health gate: what is in the way of a visit on a day, against counting days, and in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given as chosen
from hypothesis import strategies as st

from pawline.people import Actor, People, Role
from pawline.pets import (
    BadWaiver,
    Gate,
    HealthGate,
    NewPet,
    NewVaccine,
    NoSuchPet,
    Pet,
    PetService,
    Vaccine,
    Vaccines,
    obstacles,
)
from pawline.pets.health_words import why_not, words_of
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId, PetId, SeededIds
from pawline.shop import NewShop, Settings, ShopService, VaccineAsk
from tests.pets.test_vaccines import who

START = date(2026, 11, 1)
DOG = Pet(PetId("p"), AccountId("o"), "豆豆", "dog", None, None, None, None, None, None)
KINDS = ("rabies", "dog_combination")
SERVICES = ("bath", "boarding", "teeth")
DAY = date(2026, 12, 1)


def vaccine(kind: str, given: date, lasts: int = 365, *, is_verified: bool = False) -> Vaccine:
    by = AccountId("lin") if is_verified else None
    return Vaccine("v", PetId("p"), kind, given, given + timedelta(days=lasts), None, None, AccountId("o"), 1, by, 1)


shots = st.builds(
    vaccine,
    st.sampled_from(KINDS),
    st.integers(-60, 10).map(lambda n: START + timedelta(days=n)),
    st.integers(1, 60),
    is_verified=st.booleans(),
)


@st.composite
def rules(draw: st.DrawFn) -> Settings:
    asks = tuple(
        VaccineAsk(service, species, tuple(draw(st.sets(st.sampled_from(KINDS)))), draw(st.booleans()))
        for service in SERVICES
        for species in ("dog", "cat")
        if draw(st.booleans())
    )
    return Settings(
        vaccine_wait_days=draw(st.integers(0, 9)), is_unverified_enough=draw(st.booleans()), vaccine_asks=asks
    )


def asked_of(rules: Settings, services: set[str], kind: str, *, must: bool) -> bool:
    return any(
        kind in one.vaccines and one.service in services and one.species == "dog" and (one.is_must or not must)
        for one in rules.vaccine_asks
    )


@chosen(st.lists(shots, max_size=5), st.sets(st.sampled_from(SERVICES)), st.integers(10, 40), rules())
def test_the_gate_is_what_trying_day_by_day_says(
    known: list[Vaccine], services: set[str], later: int, rules: Settings
) -> None:
    day = START + timedelta(days=later)
    found = obstacles(DOG, known, services, day, rules)
    before = {day - timedelta(days=n) for n in range(rules.vaccine_wait_days)}
    assert any(one.kind == "recent" for one in found) == any(one.given in before for one in known)
    for kind in KINDS:
        protected = any(
            one.kind == kind
            and day in {one.given + timedelta(days=n) for n in range((one.expires - one.given).days + 1)}
            and (rules.is_unverified_enough or one.verified_by)
            for one in known
        )
        lacks = [one for one in found if one.about == kind and one.kind != "recent"]
        assert bool(lacks) == (asked_of(rules, services, kind, must=False) and not protected)
        for one in lacks:
            assert one.is_must == asked_of(rules, services, kind, must=True)
            assert (one.kind == "missing") == (not any(k.kind == kind and k.given <= day for k in known))
    assert (why_not(found, day) is None) == (not any(one.is_must for one in found))


@chosen(st.lists(shots, min_size=1, max_size=5), st.integers(10, 40), rules())
def test_who_waits_until_the_day_that_is_said_has_rested(known: list[Vaccine], later: int, rules: Settings) -> None:
    day = START + timedelta(days=later)
    for one in obstacles(DOG, known, (), day, rules):
        assert one.kind == "recent"
        assert one.is_must
        assert one.day is not None
        assert not obstacles(DOG, known, (), one.day, rules)
        assert obstacles(DOG, known, (), one.day - timedelta(days=1), rules)


def said(known: list[Vaccine], services: set[str], day: date = DAY, **more: object) -> list[str]:
    rules = Settings(**more)  # type: ignore[arg-type]
    return [one.zh for one in words_of(obstacles(DOG, known, services, day, rules), day)]


def test_every_obstacle_has_its_words() -> None:
    assert said([], {"teeth"}) == []
    assert said([], {"bath"}) == ["豆豆还没记狂犬疫苗、犬联苗，来的时候带上疫苗本。"]
    assert said([], {"boarding"}) == ["豆豆还没记狂犬疫苗、犬联苗，先记在疫苗本里再约。"]
    fresh = [vaccine("rabies", date(2026, 11, 29)), vaccine("dog_combination", date(2026, 10, 1))]
    assert said(fresh, {"bath"}) == ["豆豆疫苗刚打，建议12月6日周日起再来。"]
    assert said(fresh, {"bath"}, date(2026, 12, 6)) == []
    old = [vaccine("rabies", date(2026, 1, 1), 300), vaccine("dog_combination", date(2024, 1, 1), 365)]
    assert said(old, {"bath"}) == [
        "豆豆的狂犬疫苗10月28日到期，记得补打。",
        "豆豆的犬联苗2024年12月31日到期，记得补打。",
    ]
    assert said(old[:1], {"boarding"})[0] == "豆豆的狂犬疫苗10月28日到期，打了新的再来。"
    told = [vaccine(kind, date(2026, 10, 1)) for kind in KINDS]
    assert said(told, {"bath"}, is_unverified_enough=False) == ["豆豆的狂犬疫苗、犬联苗还没核对，来的时候带上疫苗本。"]
    found = obstacles(DOG, [], {"boarding"}, DAY, Settings())
    why = why_not(found, DAY)
    assert why is not None
    assert why.en == "No rabies and dog combination vaccine is noted for 豆豆: please add it to the pet's file first."


@pytest.mark.asyncio
async def test_staff_let_a_pet_come_on_a_day_and_that_is_kept(
    db: Database, clock: VirtualClock, ids: SeededIds, people: People
) -> None:
    shops, pets = ShopService(db, clock, ids), PetService(db, clock, ids)
    vaccines = Vaccines(db, clock, ids, pets)
    a, b = [(await shops.open_shop(NewShop(slug=slug, name=slug))).id for slug in ("a", "b")]
    await db.write(lambda tx: people.open_account(tx, a, AccountId("lin"), Role.DESK, name="小林", login="lin"))
    owner, desk, desk_b = who(a, "owner", Role.OWNER), who(a, "lin", Role.DESK), who(b, "desk", Role.DESK)
    pet = (await pets.add_pet(owner, NewPet(name="豆豆", species="dog"))).id
    await vaccines.note(owner, pet, NewVaccine(kind="rabies", given=date(2026, 11, 22)))
    day = date(2026, 11, 24)

    async def refused(day: date) -> bool:
        def look(tx):  # type: ignore[no-untyped-def]
            Gate(tx, a, Settings(), [pet]).check({pet: ["bath"]}, day)

        try:
            await db.read(look)
        except HealthGate as refusal:
            assert refusal.data["obstacles"][0].pet_id == pet  # type: ignore[index]
            return True
        return False

    assert await refused(day)
    for nobody in (owner, Actor(a, AccountId("bot"), "bot", Role.BOT, DeviceId("d"))):
        with pytest.raises(Forbidden):
            await vaccines.waive(nobody, pet, day, "想约")
    with pytest.raises(NoSuchPet):
        await vaccines.waive(desk_b, pet, day, "想约")
    for when, why in ((day, "  "), (day, "长" * 201), (date(2026, 11, 21), "x"), (date(2999, 1, 1), "x")):
        with pytest.raises(BadWaiver):
            await vaccines.waive(desk, pet, when, why)
    assert await refused(day)

    view = await vaccines.waive(desk, pet, day, " 医生说可以 ")
    assert [(one.day, one.reason, one.by, one.at_ms) for one in view.waivers] == [
        (day, "医生说可以", "小林", clock.now_ms())
    ]
    assert not await refused(day)
    assert await refused(day + timedelta(days=1)), "only that day"
    clock.advance(60)
    assert (await vaccines.waive(desk, pet, day, "医生说可以")).waivers == view.waivers, "a second tap"
    again = await vaccines.waive(desk, pet, day, "又问了一次")
    assert [one.reason for one in again.waivers] == ["又问了一次", "医生说可以"]
    shown = await db.read(lambda tx: vaccines.of_pet(tx, owner, pet))
    assert shown.waivers == [], "why somebody was let through is said among colleagues"
    # Another shop's gate knows nothing of this pet.
    assert await db.read(lambda tx: Gate(tx, b, Settings(), [pet]).on({pet: ["boarding"]}, day)) == []
