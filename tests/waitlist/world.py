"""A shop with one groomer at work on Tuesday, and owners who want the same morning."""

from datetime import date

from pawline.booking import BookingView, LateRequests, PetWish, Vacancies
from pawline.booking import work as booking_works
from pawline.people import Actor, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.waitlist import TrayRow, Waitlist, WaitView, WaitWish, react, work
from tests.booking.world import TUESDAY, EveryOwnersChat, Side
from tests.planning.world import BATH, Guest, Planned


class Waited(Planned):
    """The rooms up to the waitlist."""

    def __init__(self, db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> None:
        super().__init__(db, clock, ids, people)
        chat = EveryOwnersChat()
        vacancies = Vacancies(db, clock, ids, self.shops, self.pets)
        self.waitlist = Waitlist(db, clock, ids, self.shops, self.pets, chat, self.bookings, vacancies)  # type: ignore[arg-type]
        react(db, self.waitlist, chat)  # type: ignore[arg-type]
        work(self.jobs, self.waitlist)
        booking_works(self.jobs, self.bookings, self.moves, LateRequests(db, clock, ids, self.shops, self.pets))

    async def guest(self, side: Side, name: str, breed: str = "柯基") -> Guest:
        """One who has opened their page, and whose telephone is proved."""
        found = await super().guest(side, name, breed)
        at = (found.owner.shop_id, found.owner.account_id)
        await self.db.write(lambda tx: self.people.open_session(tx, *at))
        await self.knows_phone(found.owner, f"139{len(self.guests):08}")
        return found

    async def one_groomer(self, slug: str, **settings: object) -> Side:
        """Only the first one is in on Tuesday."""
        side = await self.open_day(slug, **settings)
        await self.sick(side, 1)
        return side

    async def waits(
        self, side: Side, name: str, from_hour: int = 10, to_hour: int = 11, day: date = TUESDAY, **more: object
    ) -> WaitView:
        """The owner of this pet waits for a bath that begins between these hours; the pet is made when it is new."""
        guest = self.guests.get(name) or await self.guest(side, name)
        by: Actor = more.pop("by", guest.owner)  # type: ignore[assignment]
        pets = (PetWish(guest.pet, more.pop("services", BATH)),)  # type: ignore[arg-type]
        to_day = more.pop("to_day", day)
        wish = WaitWish(pets, day, to_day, from_hour * 60, to_hour * 60, **more)  # type: ignore[arg-type]
        # Who comes a second later waits behind.
        self.clock.advance(1)
        return await self.waitlist.join(by, wish, self.key())

    async def leaves(self, name: str, wait: WaitView) -> WaitView:
        return await self.waitlist.leave(self.guests[name].owner, wait.id, self.key())

    async def cancels(self, name: str, booking: BookingView) -> BookingView:
        return await self.bookings.cancel(self.guests[name].owner, booking.id, booking.version, self.key())

    async def settled(self, seconds: float = 11) -> None:
        """Some time goes by, and what is due is done; more than once, since one thing makes another due."""
        self.clock.advance(seconds)
        await self.jobs.settle()
        await self.jobs.settle()

    async def rows(self, side: Side) -> dict[str, TrayRow]:
        """The tray by the pet's name."""
        tray = await self.db.read(lambda tx: self.waitlist.tray(tx, side.manager))
        return {row.wait.pets[0].pet.name: row for row in tray.rows}

    async def now(self, side: Side, wait: WaitView) -> WaitView:
        return await self.db.read(lambda tx: self.waitlist.view_of(tx, side.shop.id, wait.id))

    async def held(self, side: Side, wait: WaitView) -> BookingView:
        """The booking that is held for somebody who waits."""
        offer = (await self.now(side, wait)).offer
        assert offer is not None, "nothing is offered"
        return await self.booking(side, offer.booking_id)
