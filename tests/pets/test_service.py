"""Pets: whose they are, what is assumed of a breed, what is noted and who may read it."""

import pytest

from pawline.people import Actor, People, Role
from pawline.pets import (
    BadPet,
    NewNote,
    NewPet,
    NoSuchOwner,
    NoSuchPet,
    PetChange,
    PetService,
    TooManyPets,
    breed_in,
    breed_named,
    size_by_weight,
)
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId, SeededIds, ShopId

pytestmark = pytest.mark.asyncio


def actor(shop_id: ShopId, name: str, role: Role = Role.OWNER) -> Actor:
    kind = {Role.OWNER: "owner", Role.BOT: "bot"}.get(role, "staff")
    return Actor(shop_id, AccountId(name), kind, role, DeviceId("d"))  # type: ignore[arg-type]


@pytest.fixture
def pets(db: Database, clock: VirtualClock, ids: SeededIds) -> PetService:
    return PetService(db, clock, ids)


async def test_only_the_owner_and_the_shop_see_a_pet(
    pets: PetService, db: Database, shop_a: ShopId, shop_b: ShopId
) -> None:
    lin, zhou = actor(shop_a, "lin"), actor(shop_a, "zhou")
    desk_a, desk_b = actor(shop_a, "desk", Role.DESK), actor(shop_b, "desk", Role.DESK)
    namesake = actor(shop_b, "lin")
    pet = await pets.add_pet(lin, NewPet(name=" 豆豆 ", species="dog", breed="金毛"))
    assert (pet.name, pet.breed, pet.size, pet.coat, pet.look) == ("豆豆", "golden", "L", "double", "golden")
    for who in (lin, desk_a, actor(shop_a, "bot", Role.BOT)):
        assert (await db.read(lambda tx, w=who: pets.pet_for(tx, w, pet.id))).id == pet.id
    for stranger in (zhou, namesake, desk_b):
        with pytest.raises(NoSuchPet):
            await db.read(lambda tx, s=stranger: pets.pet_for(tx, s, pet.id))
        with pytest.raises(NoSuchPet):
            await pets.change_pet(stranger, pet.id, PetChange(name="x"))
        with pytest.raises(NoSuchPet):
            await pets.note_care(stranger, pet.id, NewNote(kind="fear", text="x"))
    with pytest.raises(NoSuchPet):
        await db.read(lambda tx: pets.pets_of_owner(tx, zhou, lin.account_id))
    assert await db.read(lambda tx: pets.pets_of_owner(tx, desk_b, lin.account_id)) == []
    with pytest.raises(Forbidden):
        await pets.add_pet(zhou, NewPet(name="x", species="dog"), lin.account_id)


async def test_a_note_is_a_candidate_until_a_person_confirms(
    pets: PetService, db: Database, shop_a: ShopId, shop_b: ShopId
) -> None:
    lin, bot = actor(shop_a, "lin"), actor(shop_a, "bot", Role.BOT)
    pet = await pets.add_pet(lin, NewPet(name="可乐", species="dog", breed="泰迪"))
    said = NewNote(kind="allergy", text="鸡肉过敏", severity="alert", source_msg_id="m1", quote="它对鸡肉过敏")
    assert [one.is_sure for one in (await pets.note_care(bot, pet.id, said)).care] == [False]
    await pets.note_care(bot, pet.id, said)
    (note,) = (await db.read(lambda tx: pets.pet_for(tx, lin, pet.id))).care
    assert (note.status, note.source_msg_id, note.author_id) == ("candidate", "m1", "bot")
    with pytest.raises(Forbidden):
        await pets.confirm_note(bot, pet.id, note.id)
    with pytest.raises(NoSuchPet):
        await pets.confirm_note(actor(shop_b, "desk", Role.DESK), pet.id, note.id)
    view = await pets.confirm_note(actor(shop_a, "desk", Role.DESK), pet.id, note.id)
    assert [(care.text, care.severity, care.is_sure) for care in view.care] == [("鸡肉过敏", "alert", True)]
    assert (await pets.drop_note(lin, pet.id, note.id)).care == []


async def test_changes(pets: PetService, shop_a: ShopId) -> None:
    lin = actor(shop_a, "lin")
    pet = await pets.add_pet(lin, NewPet(name="元宝", species="dog"))
    assert (pet.size, pet.breed_label) == (None, None)
    heavier = await pets.change_pet(lin, pet.id, PetChange(weight_g=31_000, born="2020-06"))
    assert heavier.size == "L"
    assert (await pets.change_pet(lin, pet.id, PetChange(born=None))).born is None
    other = await pets.change_pet(lin, pet.id, PetChange(breed="阿富汗猎犬"))
    assert other.breed_label is not None
    assert other.breed_label.zh == "阿富汗猎犬"


@pytest.mark.parametrize(
    "new",
    [
        NewPet(name="  ", species="dog"),
        NewPet(name="长" * 41, species="dog"),
        NewPet(name="x", species="cat", breed="金毛"),
        NewPet(name="x", species="dog", weight_g=-1),
        NewPet(name="x", species="dog", born="2020-13"),
        NewPet(name="x", species="dog", born="昨天"),
        NewPet(name="x", species="dog", breed=""),
    ],
)
async def test_bad_pets(pets: PetService, shop_a: ShopId, new: NewPet) -> None:
    with pytest.raises(BadPet):
        await pets.add_pet(actor(shop_a, "lin"), new)


async def test_too_many_pets(pets: PetService, shop_a: ShopId) -> None:
    lin = actor(shop_a, "lin")
    for _ in range(40):
        await pets.add_pet(lin, NewPet(name="x", species="cat"))
    with pytest.raises(TooManyPets) as refused:
        await pets.add_pet(lin, NewPet(name="x", species="cat"))
    assert "40" in refused.value.sentence("zh")


async def test_breeds() -> None:
    assert breed_named(" 布偶猫 ").code == "ragdoll"  # type: ignore[union-attr]
    assert breed_in("给我家巨型贵宾洗澡").code == "standard_poodle"  # type: ignore[union-attr]
    assert breed_in("two labs at 9").code == "labrador"  # type: ignore[union-attr]
    assert breed_in("what's on the label?") is None
    assert [size_by_weight(g) for g in (2_000, 3_001, 20_000, 30_000, 36_000)] == ["XS", "S", "M", "L", "XL"]


async def test_staff_add_pets_to_owners_of_their_shop_only(
    pets: PetService, people: People, shop_a: ShopId, shop_b: ShopId
) -> None:
    here, elsewhere = (await people.arrive(shop_a, "zh")).actor, (await people.arrive(shop_b, "zh")).actor
    desk, new = actor(shop_a, "desk", Role.DESK), NewPet(name="豆豆", species="dog", breed="金毛")
    for owner_id in (elsewhere.account_id, "nobody", None):
        with pytest.raises(NoSuchOwner):
            await pets.add_pet(desk, new, owner_id)
    assert (await pets.add_pet(desk, new, here.account_id)).name == "豆豆"
