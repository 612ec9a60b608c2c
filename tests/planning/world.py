"""A shop with two stylists who can do the same, and a handful of owners: enough to break a day and to mend it."""

from dataclasses import dataclass

from pawline.booking import BookingView, MoveWish, Rearranging, ServiceLine, Wish
from pawline.people import Actor, People
from pawline.pets import NewPet
from pawline.planning import PlanMoveView, PlanService, PlanView, Search, react, work
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, PetId, SeededIds
from pawline.platform.jobs import Jobs
from pawline.shop import Label, Shift
from pawline.visits import Advance, Stage
from tests.booking.world import TUESDAY, Side, World

BATH = (ServiceLine("bath"),)
ALL_DAY = [Shift(day, 9 * 60, 21 * 60) for day in range(1, 8)]


@dataclass
class Guest:
    """An owner with one pet."""

    owner: Actor
    pet: PetId
    name: str


class Planned(World):
    """The rooms up to planning."""

    def __init__(self, db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> None:
        super().__init__(db, clock, ids, people)
        self.guests: dict[str, Guest] = {}
        self.book = Rearranging(db, clock, ids, self.shops, self.pets)
        self.plans = self.planner()
        self.jobs = Jobs(db, clock)
        react(db, self.plans)
        work(self.jobs, self.plans)

    def planner(self, search: Search | None = None) -> PlanService:
        return PlanService(
            self.db, self.clock, self.ids, self.shops, self.bookings, self.book, self.visits, search
        )  # fmt: skip

    async def open_day(self, slug: str, **settings: object) -> Side:
        """Both groomers do everything and work all day without a break; nobody needs notice."""
        mild = {"lead_min": 0, "is_phone_required": False, "holds_per_hour_stranger": 100}
        side = await self.open(slug, **{**mild, **settings})
        for number, who in enumerate(side.groomers):
            skills = ("bath", "style", "large")
            await self.shops.roster.set_groomer(side.manager, who, Label("美容师", "Groomer"), skills, ALL_DAY, number)
        return side

    async def guest(self, side: Side, name: str, breed: str = "柯基") -> Guest:
        owner, _ = await self._owner(side.shop.id)
        pet = await self.pets.add_pet(owner, NewPet(name=name, species="dog", breed=breed))
        self.guests[name] = Guest(owner, PetId(pet.id), name)
        return self.guests[name]

    async def booked(self, side: Side, name: str, hour: int, who: int = 0, minute: int = 0) -> BookingView:
        """A bath of this pet at this time with this groomer, confirmed; the pet is made when it is new."""
        guest = self.guests.get(name) or await self.guest(side, name)
        at_ms = self.at(side, hour, minute)
        wish = Wish(guest.pet, BATH, at_ms=at_ms, groomer_id=side.groomers[who])
        view = await self.bookings.offer(guest.owner, wish, self.c(guest.owner))
        offer = next(one for times in view.times.values() for one in times if one.start_ms == at_ms and one.is_free)
        held = await self.bookings.hold(guest.owner, offer.offer_id, self.key())
        return await self.bookings.confirm(guest.owner, held.id, held.version, self.key())

    async def sick(self, side: Side, who: int = 0) -> None:
        """A groomer calls in sick."""
        await self.shops.roster.change_days(side.manager, side.groomers[who], TUESDAY, TUESDAY, None)

    async def leaves_at(self, side: Side, who: int, hour: int) -> None:
        """A groomer goes home early."""
        until = Shift(1, 9 * 60, hour * 60)
        await self.shops.roster.change_days(side.manager, side.groomers[who], TUESDAY, TUESDAY, until)

    async def make(self, side: Side, **longer: int) -> PlanView:
        return await self.plans.make(side.manager, TUESDAY, longer, self.key())

    async def send(self, side: Side, plan: PlanView) -> PlanView:
        return await self.plans.send(side.manager, plan.id, self.key())

    async def seen(self, side: Side, plan: PlanView) -> dict[str, PlanMoveView]:
        """The moves as they are now, by the pet's name."""
        view = await self.db.read(lambda tx: self.plans.view_for(tx, side.manager, plan.id))
        return {one.pet.name: one for one in view.moves}

    async def answer(self, side: Side, plan: PlanView, name: str, is_yes: bool = True, by: Actor | None = None) -> str:
        """The owner's answer; what the proposal's state is then."""
        move = (await self.seen(side, plan))[name]
        who = by or self.guests[name].owner
        return (await self.plans.answer(who, move.id, move.version, is_yes, self.key())).state

    async def booking(self, side: Side, booking_id: str) -> BookingView:
        return await self.db.read(lambda tx: self.bookings.view_for(tx, side.manager, booking_id))

    async def by_hand(self, side: Side, booking: BookingView, hour: int, who: int) -> BookingView:
        """The desk moves a booking itself."""
        wish = MoveWish(booking.version, self.at(side, hour), AccountId(side.groomers[who]), False)
        return (await self.moves.move(side.manager, booking.id, wish, self.key())).booking

    async def tap(self, side: Side, booking_id: str, stage: Stage) -> None:
        view = await self.db.read(lambda tx: self.visits.view_for(tx, side.manager, booking_id))
        tap = Advance(to=stage, version=view.version, reason="测试")
        await self.visits.advance(side.manager, booking_id, tap, self.key())
