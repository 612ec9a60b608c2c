"""Vaccinations: how they stand on a day, who writes them down, who verifies them, and who sees nothing of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given as chosen
from hypothesis import strategies as st

from pawline.people import Actor, People, Role
from pawline.pets import (
    MOST_VACCINES,
    BadVaccineDays,
    NewPet,
    NewVaccine,
    NoSuchPet,
    NoSuchVaccine,
    NotItsVaccine,
    PetService,
    TooManyVaccines,
    Vaccine,
    VaccineKnown,
    Vaccines,
    VaccinesView,
    VaccineTextTooLong,
    a_year_after,
    latest,
    status_on,
)
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId, PetId, SeededIds, ShopId
from pawline.platform.outbox import outbox
from pawline.shop import NewShop, ShopService

TODAY = date(2026, 11, 22)
SHOT = NewVaccine(kind="rabies", given=date(2026, 11, 1), brand=" 英特威 ", batch="A12")

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def records(draw: st.DrawFn) -> Vaccine:
    given = draw(days)
    lasts = draw(st.integers(1, 1_200))
    by = draw(st.sampled_from([None, AccountId("lin")]))
    kind = draw(st.sampled_from(["rabies", "dog_combination"]))
    return Vaccine("v", PetId("p"), kind, given, given + timedelta(days=lasts), None, None, AccountId("o"), 1, by, 1)


@chosen(records(), days)
def test_a_status_is_what_counting_days_says(one: Vaccine, day: date) -> None:
    left = sum(1 for n in range(0, 31) if day + timedelta(days=n) <= one.expires)
    expected = {0: "expired", 31: "verified" if one.verified_by else "unverified"}.get(left, "expiring")
    # On its very last day of the thirty-one it ends in thirty days: that is soon.
    if left == 31 and one.expires == day + timedelta(days=30):
        expected = "expiring"
    assert status_on(one, day) == expected
    assert one.protects_on(day) == (one.given <= day and left > 0)


@chosen(st.lists(records(), max_size=6), days)
def test_the_best_of_a_kind_is_never_worse_than_another(known: list[Vaccine], day: date) -> None:
    best = latest(known, "rabies")
    same = [one for one in known if one.kind == "rabies"]
    assert (best is None) == (not same)
    rank = ["expired", "expiring", "unverified", "verified"]
    if best is not None:
        assert all(one.expires <= best.expires for one in same)
        expired = rank.index("expired")
        assert rank.index(status_on(best, day)) > expired or all(status_on(one, day) == "expired" for one in same)


@chosen(days)
def test_a_year_is_the_same_day_of_the_next_one(day: date) -> None:
    after = a_year_after(day)
    assert (after.year, after.month) == (day.year + 1, day.month)
    assert after.day == day.day or (day.month, day.day, after.day) == (2, 29, 28)


@dataclass
class Two:
    """Two shops, two owners of the first, and a dog."""

    vaccines: Vaccines
    pets: PetService
    db: Database
    owner: Actor
    other: Actor
    desk: Actor
    desk_b: Actor
    pet: str

    async def shown(self, who: Actor, pet: str | None = None) -> VaccinesView:
        return await self.db.read(lambda tx: self.vaccines.of_pet(tx, who, pet or self.pet))


def who(shop_id: ShopId, account_id: str, role: Role) -> Actor:
    kind = {Role.OWNER: "owner", Role.BOT: "bot"}.get(role, "staff")
    return Actor(shop_id, AccountId(account_id), kind, role, DeviceId("d"))  # type: ignore[arg-type]


@pytest.fixture
async def two(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Two:
    shops, pets = ShopService(db, clock, ids), PetService(db, clock, ids)
    a = (await shops.open_shop(NewShop(slug="a", name="毛球"))).id
    b = (await shops.open_shop(NewShop(slug="b", name="Fluff", zone="America/New_York"))).id
    await db.write(lambda tx: people.open_account(tx, a, AccountId("lin"), Role.DESK, name="小林", login="lin"))
    owner = who(a, "owner", Role.OWNER)
    pet = await pets.add_pet(owner, NewPet(name="豆豆", species="dog"))
    desk_b = who(b, "desk", Role.DESK)
    vaccines = Vaccines(db, clock, ids, pets)
    return Two(vaccines, pets, db, owner, who(a, "zhou", Role.OWNER), who(a, "lin", Role.DESK), desk_b, pet.id)


@pytest.mark.asyncio
async def test_the_owner_writes_it_down_and_the_shop_verifies_it(two: Two, clock: VirtualClock) -> None:
    empty = await two.shown(two.owner)
    assert [(one.kind, one.name.zh, one.status) for one in empty.kinds] == [
        ("rabies", "狂犬疫苗", "missing"), ("dog_combination", "犬联苗", "missing"),
    ]  # fmt: skip
    noted = await two.vaccines.note(two.owner, two.pet, SHOT)
    (one,) = noted.vaccines
    assert (one.given, one.expires, one.brand, one.batch) == (SHOT.given, date(2027, 11, 1), "英特威", "A12")
    assert (one.status, one.verified, noted.kinds[0].status) == ("unverified", None, "unverified")

    seen = await two.vaccines.verify(two.desk, two.pet, one.id, is_seen=True)
    assert (seen.vaccines[0].status, seen.kinds[0].status) == ("verified", "verified")
    assert seen.vaccines[0].verified is not None
    assert (seen.vaccines[0].verified.by, seen.vaccines[0].verified.at_ms) == ("小林", clock.now_ms())
    first_ms = clock.now_ms()
    clock.advance(60)
    # Said once more it stays with whom and when it was.
    again = await two.vaccines.verify(two.desk, two.pet, one.id, is_seen=True)
    assert again.vaccines[0].verified is not None
    assert again.vaccines[0].verified.at_ms == first_ms
    undone = await two.vaccines.verify(two.desk, two.pet, one.id, is_seen=False)
    assert undone.vaccines[0].verified is None
    for nobody in (two.owner, who(two.desk.shop_id, "bot", Role.BOT)):
        with pytest.raises(Forbidden):
            await two.vaccines.verify(nobody, two.pet, one.id, is_seen=True)
    changes = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.type == "PetChanged")
    assert await two.db.read(lambda tx: tx.execute(changes).scalar_one()) >= 3


@pytest.mark.asyncio
async def test_a_double_tap_is_one_and_a_correction_is_verified_anew(two: Two) -> None:
    await two.vaccines.note(two.owner, two.pet, SHOT)
    noted = await two.vaccines.note(two.owner, two.pet, SHOT)
    (one,) = noted.vaccines
    other_end = NewVaccine(kind="rabies", given=SHOT.given, expires=date(2027, 6, 1))
    with pytest.raises(VaccineKnown):
        await two.vaccines.note(two.owner, two.pet, other_end)
    await two.vaccines.verify(two.desk, two.pet, one.id, is_seen=True)
    same = await two.vaccines.change(two.owner, two.pet, one.id, SHOT)
    assert same.vaccines[0].status == "verified", "nothing was changed"
    changed = await two.vaccines.change(two.owner, two.pet, one.id, other_end)
    assert (changed.vaccines[0].expires, changed.vaccines[0].status) == (date(2027, 6, 1), "unverified")
    both = await two.vaccines.note(two.desk, two.pet, NewVaccine(kind="rabies", given=date(2025, 11, 2)))
    assert [one.given.year for one in both.vaccines] == [2026, 2025]
    old = both.vaccines[1]
    assert (old.status, both.kinds[0].status) == ("expired", "unverified")
    with pytest.raises(VaccineKnown):
        await two.vaccines.change(two.owner, two.pet, old.id, SHOT)
    left = await two.vaccines.drop(two.owner, two.pet, one.id)
    assert [(kind.kind, kind.status) for kind in left.kinds] == [("rabies", "expired"), ("dog_combination", "missing")]
    with pytest.raises(NoSuchVaccine):
        await two.vaccines.drop(two.owner, two.pet, one.id)


@pytest.mark.asyncio
async def test_the_shops_own_day_decides(two: Two, clock: VirtualClock) -> None:
    """At ten in the evening of New York it is the next day in Shanghai."""
    cat = await two.pets.add_pet(who(two.desk_b.shop_id, "joe", Role.OWNER), NewPet(name="Tom", species="cat"))
    ends_today = NewVaccine(kind="cat_triple", given=date(2026, 1, 1), expires=date(2026, 11, 22))
    await two.vaccines.note(two.desk_b, cat.id, ends_today)
    clock.advance(17 * 3600)
    here = NewVaccine(kind="rabies", given=date(2026, 1, 1), expires=date(2026, 11, 22))
    noted = await two.vaccines.note(two.owner, two.pet, here)
    assert (noted.today, noted.vaccines[0].status) == (date(2026, 11, 23), "expired")
    there = await two.shown(two.desk_b, cat.id)
    assert (there.today, there.vaccines[0].status) == (date(2026, 11, 22), "expiring")


@pytest.mark.asyncio
async def test_nobody_elses_pet(two: Two) -> None:
    noted = await two.vaccines.note(two.owner, two.pet, SHOT)
    one = noted.vaccines[0].id
    assert (await two.shown(two.desk)).vaccines == noted.vaccines
    for stranger in (two.other, two.desk_b, who(two.desk_b.shop_id, "owner", Role.OWNER)):
        with pytest.raises(NoSuchPet):
            await two.shown(stranger)
        for verb in (
            two.vaccines.note(stranger, two.pet, SHOT),
            two.vaccines.change(stranger, two.pet, one, SHOT),
            two.vaccines.drop(stranger, two.pet, one),
        ):
            with pytest.raises(NoSuchPet):
                await verb
    with pytest.raises(NoSuchPet):
        await two.vaccines.verify(two.desk_b, two.pet, one, is_seen=True)
    # One's own pet is no way to another one's vaccination.
    mine = await two.pets.add_pet(two.other, NewPet(name="可乐", species="dog"))
    for verb in (two.vaccines.change(two.other, mine.id, one, SHOT), two.vaccines.drop(two.other, mine.id, one)):
        with pytest.raises(NoSuchVaccine):
            await verb
    assert (await two.shown(two.owner)).vaccines == noted.vaccines


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewVaccine(kind="cat_triple", given=TODAY), NotItsVaccine),
        (NewVaccine(kind="", given=TODAY), NotItsVaccine),
        (NewVaccine(kind="rabies", given=TODAY + timedelta(days=1)), BadVaccineDays),
        (NewVaccine(kind="rabies", given=date(9999, 12, 31)), BadVaccineDays),
        (NewVaccine(kind="rabies", given=date(1900, 1, 1)), BadVaccineDays),
        (NewVaccine(kind="rabies", given=TODAY, expires=TODAY), BadVaccineDays),
        (NewVaccine(kind="rabies", given=TODAY, expires=date(9999, 12, 31)), BadVaccineDays),
        (NewVaccine(kind="rabies", given=TODAY, brand="长" * 41), VaccineTextTooLong),
        (NewVaccine(kind="rabies", given=TODAY, batch="1" * 41), VaccineTextTooLong),
    ],
)
async def test_what_no_certificate_holds_is_refused(two: Two, new: NewVaccine, refusal: type[Exception]) -> None:
    noted = await two.vaccines.note(two.owner, two.pet, SHOT)
    with pytest.raises(refusal):
        await two.vaccines.note(two.owner, two.pet, new)
    with pytest.raises(refusal):
        await two.vaccines.change(two.owner, two.pet, noted.vaccines[0].id, new)
    assert (await two.shown(two.owner)).vaccines == noted.vaccines


@pytest.mark.asyncio
async def test_a_file_has_an_end(two: Two) -> None:
    for n in range(MOST_VACCINES):
        await two.vaccines.note(two.owner, two.pet, NewVaccine(kind="rabies", given=TODAY - timedelta(days=n)))
    with pytest.raises(TooManyVaccines) as refused:
        await two.vaccines.note(two.owner, two.pet, NewVaccine(kind="dog_combination", given=TODAY))
    assert "100" in refused.value.sentence("zh")


@pytest.mark.asyncio
async def test_a_hamster_is_asked_for_nothing(two: Two) -> None:
    hamster = await two.pets.add_pet(two.owner, NewPet(name="团子", species="other"))
    assert (await two.shown(two.owner, hamster.id)).kinds == []
    with pytest.raises(NotItsVaccine):
        await two.vaccines.note(two.owner, hamster.id, SHOT)
