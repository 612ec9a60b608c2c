"""The demo shop takes pets for the night: its kennels, and who stays in them."""

from dataclasses import replace
from datetime import date, timedelta

from pawline.app import House
from pawline.booking import Entry, PetWish, ServiceLine
from pawline.people import Actor
from pawline.pets import NewVaccine
from pawline.platform.errors import PawlineError
from pawline.platform.ids import ConversationId, PetId
from pawline.shop import NewStation, ServiceChange, Shop, StationKind, vaccines_for, wall_ms

KENNELS = (("dog", 4), ("cat", 3))
_NAMES = {"dog": ("犬舍", "Dog kennel"), "cat": ("猫房", "Cat room")}
# Who comes: the pets of one owner, how many days from today, and for how many nights (0: a day).
GUESTS = ((("棉花",), 0, 3), (("灰灰",), 1, 2), (("橘子", "团子"), 2, 4), (("布丁",), 1, 0))


async def open_kennels(house: House, boss: Actor) -> None:
    """Puts stays on sale, with kennels of their own."""
    for species, many in KENNELS:
        zh, en = _NAMES[species]
        for number in range(1, many + 1):
            place = NewStation(
                kind=StationKind.KENNEL, name=f"{zh} {number}", name_en=f"{en} {number}", species=(species,)
            )
            await house.shops.roster.add_station(boss, place)
    sold = await house.db.read(lambda tx: house.shops.catalogue(tx, boss.shop_id))
    for one in sold.services:
        if one.is_stay:
            change = replace(ServiceChange.of(one), is_bookable=True)
            await house.shops.price_list.change_service(boss, one.code, change)


async def fill_kennels(
    house: House, boss: Actor, shop: Shop, today: date, pets: dict[str, PetId], c_of: dict[str, ConversationId]
) -> None:
    """Books the guests, their vaccinations noted; whose days do not suit the shop stays away."""
    for names, offset, nights in GUESTS:
        for name in names:
            await _vaccinated(house, boss, pets[name], today)
        line = ServiceLine("boarding", nights) if nights else ServiceLine("daycare")
        first, *also = [PetWish(pets[name], (line,)) for name in names]
        start_ms = wall_ms(today + timedelta(days=offset), (14 if nights else 9) * 60, shop.clock_zone)
        entry = Entry(first.pet_id, first.services, start_ms, c=c_of.get(names[0]), also=tuple(also))
        try:
            await house.bookings.enter(boss, entry, f"demo-stay-{names[0]}")
        except PawlineError:
            # A day of rest, or later than the hour: a demo needs no stay more.
            continue


async def _vaccinated(house: House, boss: Actor, pet_id: PetId, today: date) -> None:
    pet = await house.db.read(lambda tx: house.pets.pet_for(tx, boss, pet_id))
    for kind in vaccines_for(pet.species):
        await house.vaccines.note(boss, pet_id, NewVaccine(kind=kind, given=today - timedelta(days=120)))
