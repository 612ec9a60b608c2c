"""Two shops with people, places, owners and pets, for the tests of booking and visits."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace

from pawline.booking import BookingService, DeskMoves, ServiceLine, SlotsView, TimeView, Wish
from pawline.booking import react as booking_reacts
from pawline.people import Actor, People, Role, system_actor
from pawline.people.phones import note_phone
from pawline.people.store import change_account
from pawline.pets import NewPet, PetService
from pawline.pets import react as pets_react
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, ConversationId, DeviceId, PetId, SeededIds, ShopId
from pawline.shop import (
    Label,
    NewShop,
    NewStation,
    Opening,
    ServiceChange,
    Settings,
    Shift,
    Shop,
    ShopService,
    StationKind,
    wall_ms,
)
from pawline.visits import VisitService
from pawline.visits import react as visits_react

TUESDAY = date(2026, 11, 24)
GROOM = (ServiceLine("groom"),)
BATH = (ServiceLine("bath"),)
SKILLS = (("bath", "style", "cat"), ("bath", "large"))


class EveryOwnersChat:
    """One conversation an owner, named after the owner."""

    def conversation_of(self, _tx: object, _shop_id: str, owner_id: str) -> SimpleNamespace:
        return SimpleNamespace(id=f"c-{owner_id}"[:32])


@dataclass
class Side:
    """One shop and who is in it."""

    shop: Shop
    manager: Actor
    owner: Actor
    other: Actor
    pet: PetId
    others_pet: PetId
    groomers: tuple[AccountId, ...]


class World:
    """The services of the four rooms and two shops that know nothing of each other."""

    def __init__(self, db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> None:
        self.db, self.clock, self.ids, self.people = db, clock, ids, people
        self.shops = ShopService(db, clock, ids)
        self.pets = PetService(db, clock, ids)
        self.bookings = BookingService(db, clock, ids, self.shops, self.pets)
        self.moves = DeskMoves(db, clock, ids, self.shops, self.pets)
        self.visits = VisitService(db, clock, ids, self.shops, self.pets, self.bookings)
        booking_reacts(db, self.bookings, EveryOwnersChat())  # type: ignore[arg-type]
        visits_react(db, self.visits)
        pets_react(db, self.pets)
        self.facts: list[object] = []
        self._key = 0

    async def open(self, slug: str, zone: str = "Asia/Shanghai", **settings: object) -> Side:
        week = tuple(Opening(day, 9 * 60, 21 * 60) for day in (1, 2, 3, 5, 6, 7))
        new = NewShop(slug=slug, name=slug, zone=zone, hours=week, settings=Settings(**settings))  # type: ignore[arg-type]
        shop = await self.shops.open_shop(new)
        manager = system_actor(shop.id)
        groomers = [await self._groomer(manager, number, skills) for number, skills in enumerate(SKILLS)]
        for kind, sizes in (
            (StationKind.TUB, ("XS", "S", "M")), (StationKind.TUB, ()), (StationKind.BLOWER, ()),
            (StationKind.BLOWER, ()), (StationKind.TABLE, ()), (StationKind.TABLE, ()), (StationKind.CRATE, ()),
        ):  # fmt: skip
            place = NewStation(kind=kind, name=kind.value, name_en=kind.value, sizes=sizes, buffer_min=5)
            await self.shops.roster.add_station(manager, place)
        owner, pet = await self._owner(shop.id)
        other, others_pet = await self._owner(shop.id)
        return Side(shop, manager, owner, other, pet, others_pet, tuple(groomers))

    async def _groomer(self, manager: Actor, number: int, skills: tuple[str, ...]) -> AccountId:
        account_id = AccountId(self.ids.new())
        await self.db.write(
            lambda tx: self.people.open_account(
                tx, manager.shop_id, account_id, Role.GROOMER, name=f"groomer {number}", login=account_id
            )
        )
        shifts = [Shift(day, 9 * 60, 21 * 60, 12 * 60, 13 * 60) for day in range(1, 8)]
        await self.shops.roster.set_groomer(manager, account_id, Label("美容师", "Groomer"), skills, shifts, number)
        return account_id

    async def _owner(self, shop_id: ShopId) -> tuple[Actor, PetId]:
        account_id = AccountId(self.ids.new())
        await self.db.write(lambda tx: self.people.open_account(tx, shop_id, account_id, Role.OWNER, name="owner"))
        owner = Actor(shop_id, account_id, "owner", Role.OWNER, DeviceId("d"))
        pet = await self.pets.add_pet(owner, NewPet(name="豆豆", species="dog", breed="金毛"))
        return owner, PetId(pet.id)

    async def knows_phone(self, owner: Actor, phone: str = "13900000001") -> None:
        await self.db.write(lambda tx: note_phone(tx, owner.shop_id, owner.account_id, phone, 1))

    async def comes_from(self, owner: Actor, origin: str) -> None:
        await self.db.write(lambda tx: change_account(tx, owner.shop_id, owner.account_id, origin=origin))

    def key(self) -> str:
        self._key += 1
        return f"key-{self._key}"

    def at(self, side: Side, hour: int, minute: int = 0, day: date = TUESDAY) -> int:
        return wall_ms(day, hour * 60 + minute, side.shop.clock_zone)

    def go_to(self, side: Side, hour: int, minute: int = 0, day: date = TUESDAY) -> None:
        then = self.at(side, hour, minute, day)
        self.clock.advance((then - self.clock.now_ms()) / 1000)

    async def offers(self, side: Side, at_ms: int, owner: Actor | None = None, **more: object) -> SlotsView:
        asker = owner or side.owner
        pet = side.others_pet if asker is side.other else side.pet
        wish = Wish(pet, more.pop("services", GROOM), at_ms=at_ms, **more)  # type: ignore[arg-type]
        return await self.bookings.offer(asker, wish, self.c(asker))

    def c(self, owner: Actor) -> ConversationId:
        return ConversationId(f"c-{owner.account_id}"[:32])

    async def offer_at(self, side: Side, at_ms: int, owner: Actor | None = None, **more: object) -> TimeView:
        view = await self.offers(side, at_ms, owner, **more)
        return next(one for times in view.times.values() for one in times if one.start_ms == at_ms and one.is_free)

    async def hold(self, side: Side, at_ms: int, owner: Actor | None = None, **more: object):  # type: ignore[no-untyped-def]
        offer = await self.offer_at(side, at_ms, owner, **more)
        return await self.bookings.hold(owner or side.owner, offer.offer_id, self.key())

    async def confirmed(self, side: Side, at_ms: int, owner: Actor | None = None, **more: object):  # type: ignore[no-untyped-def]
        asker = owner or side.owner
        held = await self.hold(side, at_ms, asker, **more)
        await self.knows_phone(asker, "139" + asker.account_id[:8])
        return await self.bookings.confirm(asker, held.id, held.version, self.key())


async def take_stays(db: Database, shops: ShopService, manager: Actor, *kennels: str) -> None:
    """Puts stays on sale, with these kennels: each for a species."""
    sold = await db.read(lambda tx: shops.catalogue(tx, manager.shop_id))
    for one in sold.services:
        if one.is_stay:
            await shops.price_list.change_service(manager, one.code, replace(ServiceChange.of(one), is_bookable=True))
    for number, species in enumerate(kennels, 1):
        place = NewStation(
            kind=StationKind.KENNEL, name=f"寄养间 {number}", name_en=f"Kennel {number}", species=(species,)
        )
        await shops.roster.add_station(manager, place)


def later(days: int) -> date:
    return TUESDAY + timedelta(days=days)
