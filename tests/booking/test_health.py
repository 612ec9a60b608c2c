"""The health gate in bookings: what is offered, held, confirmed and moved, by owners and by the desk."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from pawline.booking import BookingDesk, BookingView, Entry, MoveWish, SlotsView, Wish
from pawline.booking.model import PetWish
from pawline.people import Actor, Owners
from pawline.pets import Conditions, HealthGate, NewCondition, NewPet, NewVaccine, Vaccines
from pawline.platform.ids import PetId
from pawline.shop import Settings, VaccineAsk
from tests.booking.world import BATH, TUESDAY, EveryOwnersChat, Side, World, later

pytestmark = pytest.mark.asyncio

# The clock says Sunday the 22nd.
SUNDAY = date(2026, 11, 22)
KINDS = ("rabies", "dog_combination")
MUST = Settings(is_phone_required=False, vaccine_asks=(VaccineAsk("bath", "dog", KINDS, is_must=True),))


@dataclass
class Clinic:
    """A shop in which nobody has a bath without both vaccines, and what is written down there."""

    world: World
    a: Side
    vaccines: Vaccines
    desk: BookingDesk

    async def note(self, kind: str, given: date, expires: date | None = None, pet: PetId | None = None) -> str:
        """Writes one down, or moves its days when that kind is there already; returns its id."""
        pet, new = pet or self.a.pet, NewVaccine(kind=kind, given=given, expires=expires)
        view = await self.world.db.read(lambda tx: self.vaccines.of_pet(tx, self.a.owner, pet))
        known = next((one.id for one in view.vaccines if one.kind == kind), None)
        if known is None:
            view = await self.vaccines.note(self.a.owner, pet, new)
        else:
            view = await self.vaccines.change(self.a.owner, pet, known, new)
        return next(one.id for one in view.vaccines if one.kind == kind)

    async def vaccinated(self, pet: PetId | None = None) -> None:
        """Both, long enough ago."""
        for kind in KINDS:
            await self.note(kind, date(2026, 10, 1), pet=pet)

    async def held(self, hour: int = 10, day: date = TUESDAY, **more: object) -> BookingView:
        return await self.world.hold(self.a, self.world.at(self.a, hour, day=day), services=BATH, **more)

    async def confirm(self, held: BookingView, actor: Actor | None = None) -> BookingView:
        return await self.world.bookings.confirm(actor or self.a.owner, held.id, held.version, self.world.key())

    async def shown(self, booking_id: str) -> BookingView:
        return await self.world.db.read(lambda tx: self.world.bookings.view_for(tx, self.a.owner, booking_id))

    async def move(self, booked: BookingView, hour: int, day: date) -> BookingView:
        assert booked.groomer is not None
        at_ms = self.world.at(self.a, hour, day=day)
        wish = MoveWish(booked.version, at_ms, booked.groomer.id, is_told=True)  # type: ignore[arg-type]
        return (await self.world.moves.move(self.a.manager, booked.id, wish, self.world.key())).booking


@pytest.fixture
async def clinic(world: World, a: Side) -> Clinic:
    await world.shops.set_settings(a.manager, MUST)
    vaccines = Vaccines(world.db, world.clock, world.ids, world.pets)
    owners, chat = Owners(world.people), EveryOwnersChat()
    desk = BookingDesk(world.db, world.clock, world.shops, world.pets, owners, chat, world.bookings)  # type: ignore[arg-type]
    return Clinic(world, a, vaccines, desk)


def states(view: SlotsView) -> list[str]:
    return [one.state for one in view.days]


def reason(view: SlotsView) -> str:
    assert view.reason is not None
    return view.reason.zh


async def test_what_is_only_said_keeps_nobody_away(world: World, a: Side, b: Side) -> None:
    """A bath asks by itself, and refuses nobody."""
    booked = await world.confirmed(a, world.at(a, 10), services=BATH)
    assert [one.zh for one in booked.health] == ["豆豆还没记狂犬疫苗、犬联苗，来的时候带上疫苗本。"]
    await world.shops.set_settings(b.manager, Settings(vaccine_asks=()))
    assert (await world.confirmed(b, world.at(b, 10), services=BATH)).health == []


async def test_days_of_rest_are_not_offered_and_the_first_one_after_is(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    assert states(await world.offers(a, world.at(a, 10), services=BATH)).count("barred") == 0
    await clinic.note("rabies", SUNDAY)
    view = await world.offers(a, world.at(a, 10), services=BATH)
    assert reason(view) == "豆豆疫苗刚打，建议11月29日周日起再来。"
    assert (view.days[0].date, view.chosen) == ("2026-11-29", "2026-11-29")
    assert all(one.start_ms >= world.at(a, 0, day=later(5)) for times in view.times.values() for one in times)
    assert any(one.is_free for one in view.times["2026-11-29"])
    # Who asks for a day after it hears nothing of all this.
    assert (await world.offers(a, world.at(a, 10, day=later(6)), services=BATH)).reason is None
    # A shop without days of rest: the same pet comes the day after.
    await world.shops.set_settings(a.manager, Settings(vaccine_wait_days=0, vaccine_asks=MUST.vaccine_asks))
    assert (await world.offers(a, world.at(a, 10), services=BATH)).reason is None


async def test_days_after_the_end_of_a_vaccine_are_not_offered(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    await clinic.note("rabies", date(2025, 11, 27), date(2026, 11, 27))
    view = await world.offers(a, world.at(a, 10, day=later(2)), services=BATH)
    # Thursday is the shop's day off, and says that.
    assert [(one.date[-2:], one.state) for one in view.days] == [
        ("26", "closed"), ("27", "open"), ("28", "barred"), ("29", "barred"), ("30", "barred"), ("01", "barred"),
    ]  # fmt: skip
    assert not any(view.times[one.date] for one in view.days if one.state == "barred")
    late = await world.offers(a, world.at(a, 10, day=later(5)), services=BATH)
    assert reason(late) == "豆豆的狂犬疫苗11月27日到期，打了新的再来。"
    assert not any(one.is_free for times in late.times.values() for one in times)


async def test_an_offer_of_before_is_refused_and_the_older_hold_stays(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    first = await clinic.held(10)
    second = await world.offer_at(a, world.at(a, 15), services=BATH)
    await clinic.note("rabies", SUNDAY)
    with pytest.raises(HealthGate) as refused:
        await world.bookings.hold(a.owner, second.offer_id, world.key())
    assert refused.value.code == "health_gate"
    assert refused.value.sentence("zh") == "豆豆疫苗刚打，建议11月29日周日起再来。"
    assert refused.value.sentence("en") == "豆豆 has just been vaccinated: best from Sun 29 Nov."
    assert (await clinic.shown(first.id)).status == "held"
    await clinic.note("rabies", date(2026, 10, 2))
    assert (await world.bookings.hold(a.owner, second.offer_id, world.key())).status == "held"


@pytest.mark.parametrize(
    ("given", "expires", "words"),
    [
        (date(2026, 11, 20), None, "豆豆疫苗刚打，建议11月27日周五起再来。"),
        (date(2025, 11, 23), date(2026, 11, 23), "豆豆的狂犬疫苗11月23日到期，打了新的再来。"),
    ],
)
async def test_what_changes_between_hold_and_yes_counts(
    clinic: Clinic, given: date, expires: date | None, words: str
) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    held = await clinic.held()
    await clinic.note("rabies", given, expires)
    for who in (a.owner, a.manager):
        with pytest.raises(HealthGate) as refused:
            await clinic.confirm(held, who)
        assert refused.value.sentence("zh") == words
    still = await clinic.shown(held.id)
    assert (still.status, still.hold_until_ms) == ("held", held.hold_until_ms)
    assert words in [one.zh for one in still.health]
    await clinic.note("rabies", date(2026, 10, 3))
    assert (await clinic.confirm(held)).status == "confirmed"
    # What is sure stays, whatever is written down later; saying yes twice is no new question.
    await clinic.note("rabies", given, expires)
    assert (await clinic.confirm(held)).status == "confirmed"
    assert (await world.db.read(lambda tx: world.bookings.live_hold(tx, a.shop.id, world.c(a.owner)))) is None


async def test_what_nobody_has_verified_counts_as_the_shop_says(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    held = await clinic.held()
    strict = Settings(is_phone_required=False, is_unverified_enough=False, vaccine_asks=MUST.vaccine_asks)
    await world.shops.set_settings(a.manager, strict)
    with pytest.raises(HealthGate) as refused:
        await clinic.confirm(held)
    assert refused.value.sentence("zh") == "豆豆的狂犬疫苗、犬联苗还没核对，先给店里看一眼疫苗本。"
    view = await world.db.read(lambda tx: clinic.vaccines.of_pet(tx, a.manager, a.pet))
    for one in view.vaccines:
        await clinic.vaccines.verify(a.manager, a.pet, one.id, is_seen=True)
    assert (await clinic.confirm(held)).status == "confirmed"


async def test_of_several_pets_the_one_that_cannot_come_is_named(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    second = PetId((await world.pets.add_pet(a.owner, NewPet(name="可乐", species="dog", breed="柯基"))).id)
    also = (PetWish(second, BATH),)
    await clinic.vaccinated()
    view = await world.offers(a, world.at(a, 10), services=BATH, also=also)
    assert reason(view) == "可乐还没记狂犬疫苗、犬联苗，先记在疫苗本里再约。"
    assert set(states(view)) == {"barred", "closed"}
    await clinic.vaccinated(second)
    held = await clinic.held(10, also=also)
    await clinic.note("dog_combination", date(2025, 11, 1), date(2026, 11, 1), second)
    with pytest.raises(HealthGate) as refused:
        await clinic.confirm(held)
    assert refused.value.sentence("zh") == "可乐的犬联苗11月1日到期，打了新的再来。"
    assert [(one.pet_id, one.kind) for one in refused.value.data["obstacles"]] == [(second, "expired")]  # type: ignore[attr-defined]
    assert [part.status for part in (await clinic.shown(held.id)).parts] == ["held", "held"]
    # Without that one the other may come.
    part = (await clinic.shown(held.id)).parts[1]
    await world.bookings.cancel(a.owner, part.id, part.version, world.key(), is_alone=True)
    alone = await clinic.shown(held.id)
    assert (await clinic.confirm(alone)).status == "confirmed"


async def test_an_owner_moves_only_to_days_that_are_well(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    booked = await clinic.confirm(await clinic.held())
    view = await world.bookings.offer_move(a.owner, booked.id, later(1))
    offer = next(one for one in view.times[later(1).isoformat()] if one.is_free)
    await clinic.note("rabies", date(2025, 11, 24), date(2026, 11, 24))
    with pytest.raises(HealthGate):
        await world.bookings.move(a.owner, booked.id, booked.version, offer.offer_id, world.key())
    same = await clinic.shown(booked.id)
    assert (same.starts_ms, same.version, same.status) == (booked.starts_ms, booked.version, "confirmed")
    now = await world.bookings.offer_move(a.owner, booked.id, later(1))
    assert set(states(now)) == {"barred", "closed"}
    today = await world.bookings.offer_move(a.owner, booked.id, TUESDAY)
    nearby = next(one for one in today.times[TUESDAY.isoformat()] if one.is_free)
    moved = await world.bookings.move(a.owner, booked.id, booked.version, nearby.offer_id, world.key())
    assert moved.starts_ms == nearby.start_ms


async def test_the_desk_is_told_and_may_let_a_pet_come(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    wish = Wish(a.pet, BATH, at_ms=world.at(a, 10))
    view = await world.db.read(lambda tx: clinic.desk.times(tx, a.manager, wish))
    assert all(one.barred is not None for one in view.days)
    assert view.days[0].times, "what is free is shown all the same"
    with pytest.raises(HealthGate):
        await clinic.desk.enter(a.manager, wish, world.key())
    await clinic.vaccines.waive(a.manager, a.pet, TUESDAY, "疫苗本忘在家里，晚点补")
    view = await world.db.read(lambda tx: clinic.desk.times(tx, a.manager, wish))
    assert [one.date for one in view.days if one.barred is None] == [TUESDAY.isoformat()]
    booked = await clinic.desk.enter(a.manager, wish, world.key())
    assert (booked.status, booked.health) == ("confirmed", [])

    # Within that day it goes anywhere, to another one it is asked anew; and nothing is lost by asking.
    moved = await clinic.move(booked, 15, TUESDAY)
    with pytest.raises(HealthGate):
        await clinic.move(moved, 10, later(1))
    assert (await clinic.shown(booked.id)).starts_ms == world.at(a, 15)
    await clinic.vaccines.waive(a.manager, a.pet, later(1), "医生说可以")
    assert (await clinic.move(moved, 10, later(1))).starts_ms == world.at(a, 10, day=later(1))
    # The owner may come on such a day as well.
    mine = await world.offers(a, world.at(a, 16), services=BATH)
    assert mine.days[0].state == "open"


async def test_what_has_been_is_written_down_whatever_the_vaccines(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    world.clock.advance(timedelta(days=3).total_seconds())
    done = Entry(a.pet, BATH, world.at(a, 10), is_done=True)
    assert (await world.bookings.enter(a.manager, done, world.key())).status == "done"
    with pytest.raises(HealthGate):
        await world.bookings.enter(a.manager, Entry(a.pet, BATH, world.at(a, 10, day=later(6))), world.key())


async def test_another_shop_has_rules_of_its_own(clinic: Clinic, b: Side) -> None:
    world, a = clinic.world, clinic.a
    assert (await world.confirmed(b, world.at(b, 10), services=BATH)).status == "confirmed"
    with pytest.raises(HealthGate):
        await clinic.desk.enter(a.manager, Wish(a.pet, BATH, at_ms=world.at(a, 10)), world.key())


async def test_who_is_not_well_is_not_booked_until_that_is_over(clinic: Clinic) -> None:
    world, a = clinic.world, clinic.a
    await clinic.vaccinated()
    conditions = Conditions(world.db, world.clock, world.ids, world.pets, world.shops)
    held = await clinic.held()
    [one] = (await conditions.note(a.owner, a.pet, NewCondition(kind="diarrhoea"))).conditions
    with pytest.raises(HealthGate) as refused:
        await clinic.confirm(held)
    assert refused.value.sentence("zh") == "豆豆在拉肚子，等好了再来。"
    assert set(states(await world.offers(a, world.at(a, 10), services=BATH))) == {"barred", "closed"}
    assert reason(await world.offers(a, world.at(a, 10), services=BATH)) == "豆豆在拉肚子，等好了再来。"
    await conditions.end(a.owner, a.pet, one.id)
    booked = await clinic.confirm(held)
    # What ends after all that can be booked: the days that were asked for are shown, and why they will not do.
    far = SUNDAY + timedelta(days=200)
    [gone] = (await conditions.note(a.manager, a.pet, NewCondition(kind="pregnant", until=far))).conditions[:1]
    view = await world.offers(a, world.at(a, 12), services=BATH)
    assert (view.days[0].date, set(states(view))) == (TUESDAY.isoformat(), {"barred", "closed"})
    assert "6月11日" in reason(view)
    await conditions.end(a.manager, a.pet, gone.id)
    # What has an end: offers begin on the day after it, and a booking that was made before stays and says so.
    await conditions.note(a.manager, a.pet, NewCondition(kind="post_op", until=later(4)))
    view = await world.offers(a, world.at(a, 12), services=BATH)
    assert (view.days[0].date, states(view).count("barred")) == (later(5).isoformat(), 0)
    words = "豆豆刚做过手术，先问过医生再跟店里说一声，或者11月29日周日起再来。"
    assert reason(view) == words
    assert [one.zh for one in (await clinic.shown(booked.id)).health] == [words]
