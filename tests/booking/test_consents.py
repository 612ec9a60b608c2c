"""What an owner agrees to on the card: asked, agreed to with the yes, refused without, and never lost."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from pawline.booking import BookingView
from pawline.booking.errors import HoldGone, PhoneNeeded, StaleVersion
from pawline.booking.model import PetWish
from pawline.people import Actor, PhoneVerified, Role
from pawline.pets import Agreed, ConsentNeeded, Consents, ConsentView, NewPet
from pawline.platform.commands import KeyReused
from pawline.platform.ids import AccountId, DeviceId, PetId
from pawline.shop import Label, Settings
from tests.booking.world import BATH, Side, World
from tests.pets.test_consents import worded

pytestmark = pytest.mark.asyncio

NO_PHONE = Settings(is_phone_required=False)


def said(view: BookingView, *codes: str) -> list[Agreed]:
    """Yes to everything that the card asks, or to these."""
    return [
        Agreed(one.code, one.version, pet.id)
        for one in view.consents
        for pet in one.pets
        if not codes or one.code in codes
    ]


@dataclass
class Salon:
    """A shop in which nobody has a bath without having agreed to de-matting, and which asks for the emergency vet."""

    world: World
    a: Side
    consents: Consents

    async def set(self, code: str, side: Side | None = None, **changes: object) -> None:
        boss = (side or self.a).manager
        forms = await self.world.db.read(lambda tx: self.consents.forms(tx, boss))
        form = next(one for one in forms if one.code == code)
        await self.consents.change(boss, code, worded(form, **changes))

    async def held(self, hour: int = 10, **more: object) -> BookingView:
        return await self.world.hold(self.a, self.world.at(self.a, hour), services=BATH, **more)

    async def confirm(
        self, view: BookingView, agreed: Sequence[Agreed] = (), actor: Actor | None = None, key: str | None = None
    ) -> BookingView:
        who = actor or self.a.owner
        return await self.world.bookings.confirm(who, view.id, view.version, key or self.world.key(), agreed)

    async def shown(self, booking_id: str, actor: Actor | None = None) -> BookingView:
        who = actor or self.a.owner
        return await self.world.db.read(lambda tx: self.world.bookings.view_for(tx, who, booking_id))

    async def file(self, code: str = "demat", pet: str | None = None) -> ConsentView:
        view = await self.world.db.read(lambda tx: self.consents.of_pet(tx, self.a.manager, pet or self.a.pet))
        return next(one for one in view.consents if one.code == code)


@pytest.fixture
async def salon(world: World, a: Side) -> Salon:
    await world.shops.set_settings(a.manager, NO_PHONE)
    one = Salon(world, a, Consents(world.db, world.clock, world.ids, world.pets))
    await one.set("demat", services=("bath",))
    return one


async def test_the_card_asks_and_the_yes_agrees(salon: Salon) -> None:
    view = await salon.held()
    assert [(one.code, one.is_must, [pet.name for pet in one.pets]) for one in view.consents] == [
        ("demat", True, ["豆豆"]), ("emergency", False, ["豆豆"]),
    ]  # fmt: skip
    booked = await salon.confirm(view, said(view))
    assert (booked.status, booked.consents) == ("confirmed", [])
    for code in ("demat", "emergency"):
        one = await salon.file(code)
        assert (one.state, one.signed[0].noted_by, one.signed[0].at_ms) == ("agreed", None, salon.world.clock.now_ms())
    # The next time there is nothing to ask.
    again = await salon.held(14)
    assert again.consents == []
    assert (await salon.confirm(again)).status == "confirmed"


async def test_without_what_must_be_it_is_refused_and_nothing_is_lost(salon: Salon) -> None:
    view = await salon.held()
    with pytest.raises(ConsentNeeded) as refused:
        await salon.confirm(view, said(view, "emergency"))
    assert refused.value.code == "consent_needed"
    assert "豆豆的「开结和剃短」" in refused.value.sentence("zh")
    assert "“De-matting and shaving” for 豆豆" in refused.value.sentence("en")
    asked = refused.value.data["consents"]
    assert isinstance(asked, list)
    assert asked == view.consents, "all of it, for nothing of a refused yes is kept"
    still = await salon.shown(view.id)
    assert (still.status, still.version, still.hold_until_ms) == ("held", view.version, view.hold_until_ms)
    assert [one.code for one in still.consents] == ["demat", "emergency"], "nothing of a refused yes was kept"
    booked = await salon.confirm(still, said(still, "demat"))
    assert booked.status == "confirmed"
    # What may be left was left, and is asked the next time.
    assert (await salon.file("emergency")).state == "open"
    assert [one.code for one in (await salon.held(14)).consents] == ["emergency"]


async def test_staff_confirm_without_it_and_it_stays_open(salon: Salon) -> None:
    view = await salon.held()
    booked = await salon.confirm(view, said(view), salon.a.manager)
    assert booked.status == "confirmed"
    assert (await salon.file()).state == "open", "nobody can tap for the owner without saying so"
    await salon.consents.agree(salon.a.manager, salon.a.pet, "demat", 1)
    assert [one.code for one in (await salon.held(14)).consents] == ["emergency"]


async def test_a_program_cannot_say_yes_for_the_owner(salon: Salon) -> None:
    view = await salon.held()
    bot = Actor(salon.a.shop.id, AccountId("bot"), "bot", Role.BOT, DeviceId("d"))
    with pytest.raises(ConsentNeeded):
        await salon.confirm(view, said(view), bot)
    assert (await salon.confirm(view, said(view))).status == "confirmed"


async def test_new_words_while_the_card_is_in_the_hand_ask_anew(salon: Salon) -> None:
    view = await salon.held()
    await salon.set("demat", text=Label("新的写法", "New words"))
    with pytest.raises(ConsentNeeded) as refused:
        await salon.confirm(view, said(view))
    (asked, *_others) = refused.value.data["consents"]  # type: ignore[misc]
    assert (asked.code, asked.version, asked.text.zh) == ("demat", 2, "新的写法")  # type: ignore[has-type]
    fresh = await salon.shown(view.id)
    assert (await salon.confirm(fresh, said(fresh))).status == "confirmed"
    assert [one.version for one in (await salon.file()).signed] == [2]
    # Other words after that: the next booking asks, the one that is booked stays.
    await salon.set("demat", name=Label("剃短", "Shaving"))
    assert (await salon.shown(view.id)).status == "confirmed"
    assert "demat" in [one.code for one in (await salon.held(14)).consents]


async def test_what_is_asked_only_now_can_be_given_by_the_same_card(salon: Salon) -> None:
    """The shop asks for more while the owner looks at an older card: the refusal itself says what is asked."""
    view = await salon.held()
    await salon.set("nicks", is_on=True, is_must=True, services=())
    with pytest.raises(ConsentNeeded) as refused:
        await salon.confirm(view, said(view))
    asked = refused.value.data["consents"]
    assert isinstance(asked, list)
    assert [one.code for one in asked] == ["demat", "nicks", "emergency"]
    every = [Agreed(one.code, one.version, pet.id) for one in asked for pet in one.pets]
    assert (await salon.confirm(view, every)).status == "confirmed"
    # What is switched off while it is looked at is no longer needed.
    other = await salon.held(14)
    await salon.set("demat", text=Label("又改了", "Changed again"))
    await salon.set("demat", is_on=False)
    assert (await salon.confirm(other, said(other))).status == "confirmed"


async def test_a_double_tap_and_a_second_device_agree_once(salon: Salon) -> None:
    view = await salon.held()
    first = await salon.confirm(view, said(view), key="tap")
    assert await salon.confirm(view, said(view), key="tap") == first
    with pytest.raises(KeyReused):
        await salon.confirm(view, [], key="tap")
    # Another device shows the same card and taps a moment later.
    second = await salon.confirm(view, said(view))
    assert (second.id, second.status) == (first.id, "confirmed")
    assert len((await salon.file()).signed) == 1


async def test_an_old_card_is_refused_and_keeps_no_yes(salon: Salon) -> None:
    view = await salon.held()
    offer = await salon.world.offer_at(salon.a, salon.world.at(salon.a, 15), services=BATH)
    moved = await salon.world.bookings.move(
        salon.a.owner, view.id, view.version, offer.offer_id, salon.world.key()
    )  # fmt: skip
    with pytest.raises(StaleVersion):
        await salon.confirm(view, said(view))
    assert (await salon.file()).state == "open"
    assert (await salon.confirm(moved, said(moved))).status == "confirmed"


async def test_a_yes_that_comes_too_late_is_not_kept(salon: Salon) -> None:
    view = await salon.held()
    salon.world.clock.advance(3600)
    await salon.world.bookings.expire_due()
    with pytest.raises(HoldGone):
        await salon.confirm(view, said(view))
    assert (await salon.file()).state == "open"


async def test_each_pet_that_comes_is_asked_for(salon: Salon) -> None:
    second = await salon.world.pets.add_pet(salon.a.owner, NewPet(name="球球", species="dog", breed="柯基"))
    await salon.consents.agree(salon.a.manager, salon.a.pet, "emergency", 1)
    view = await salon.held(also=(PetWish(PetId(second.id), BATH),))
    assert [(one.code, [pet.name for pet in one.pets]) for one in view.consents] == [
        ("demat", ["豆豆", "球球"]), ("emergency", ["球球"]),
    ]  # fmt: skip
    only_first = [one for one in said(view) if one.pet_id == salon.a.pet]
    with pytest.raises(ConsentNeeded) as refused:
        await salon.confirm(view, only_first)
    assert "球球的「开结和剃短」" in refused.value.sentence("zh")
    assert "豆豆" not in refused.value.sentence("zh")
    booked = await salon.confirm(view, said(view, "demat"))
    assert booked.status == "confirmed"
    assert [(await salon.file(pet=one)).state for one in (salon.a.pet, second.id)] == ["agreed", "agreed"]
    assert [(await salon.file("emergency", one)).state for one in (salon.a.pet, second.id)] == ["agreed", "open"]


async def test_nothing_is_agreed_to_for_others_pets_or_what_is_not_asked(salon: Salon, b: Side) -> None:
    view = await salon.held()
    strange = [
        Agreed("demat", 1, salon.a.others_pet),
        Agreed("demat", 1, b.pet),
        Agreed("photos", 1, salon.a.pet),
        Agreed("emergency", 99, salon.a.pet),
        Agreed("nothing", 1, salon.a.pet),
    ]
    await salon.confirm(view, [*said(view, "demat"), *strange])
    assert (await salon.file(pet=salon.a.others_pet)).state == "open"
    theirs = await salon.world.db.read(lambda tx: salon.consents.of_pet(tx, b.manager, b.pet))
    assert all(one.state == "open" for one in theirs.consents)
    mine = await salon.world.db.read(lambda tx: salon.consents.of_pet(tx, salon.a.owner, salon.a.pet))
    assert {one.code: one.state for one in mine.consents} == {"demat": "agreed", "emergency": "open"}


async def test_taken_back_it_is_asked_the_next_time(salon: Salon) -> None:
    view = await salon.held()
    await salon.confirm(view, said(view))
    await salon.consents.withdraw(salon.a.owner, salon.a.pet, "demat")
    assert (await salon.shown(view.id)).status == "confirmed"
    again = await salon.held(14)
    assert [one.code for one in again.consents] == ["demat"]
    with pytest.raises(ConsentNeeded):
        await salon.confirm(again)
    # It may as well be given in the pet's file: then the card need not say it.
    await salon.consents.agree(salon.a.owner, salon.a.pet, "demat", 1)
    assert (await salon.confirm(again)).status == "confirmed"


async def test_the_yes_is_kept_while_the_phone_is_proved(salon: Salon) -> None:
    """The guest agrees, proves a number, and is a known owner: nothing has to be said twice."""
    await salon.world.shops.set_settings(salon.a.manager, Settings())
    view = await salon.held()
    with pytest.raises(ConsentNeeded):
        await salon.confirm(view)
    with pytest.raises(PhoneNeeded):
        await salon.confirm(view, said(view))
    assert (await salon.file()).state == "agreed"
    await salon.world.db.write(
        lambda tx: tx.emit(
            PhoneVerified(
                shop_id=salon.a.shop.id, key="k", account_id=salon.a.other.account_id, was=salon.a.owner.account_id
            )
        )
    )
    await salon.world.knows_phone(salon.a.other)
    known = await salon.shown(view.id, salon.a.other)
    assert known.consents == []
    assert (await salon.confirm(known, [], salon.a.other)).status == "confirmed"


async def test_a_deposit_is_not_asked_before_the_consent(salon: Salon) -> None:
    await salon.world.shops.set_settings(
        salon.a.manager, Settings(is_phone_required=False, deposit_percent=50, is_deposit_for_new=True)
    )
    view = await salon.held()
    with pytest.raises(ConsentNeeded):
        await salon.confirm(view)
    agreed = await salon.confirm(view, said(view))
    assert agreed.deposit is not None
    assert (agreed.status, agreed.deposit.is_agreed, agreed.consents) == ("held", True, [])
    assert (await salon.file()).state == "agreed"


async def test_what_is_no_longer_sold_asks_nobody(salon: Salon) -> None:
    await salon.set("demat", services=("gone",))
    assert [one.code for one in (await salon.held()).consents] == ["emergency"]
