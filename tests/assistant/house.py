"""The rooms below with the receptionist above them, on a virtual clock: one shop, one owner."""

from __future__ import annotations

from typing import Any

from pawline import assistant, visits
from pawline.booking import BookingService, Series, Vacancies
from pawline.booking import react as booking_reacts
from pawline.chat import Chat, Entry
from pawline.chat import reactions as chat_reactions
from pawline.notify import Cards, Waiting
from pawline.notify import opening as notify_opening
from pawline.people import Actor, People, Role, system_actor
from pawline.people.events import OwnerArrived
from pawline.pets import PetService
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.egress import Egress
from pawline.platform.ids import AccountId, DeviceId, SeededIds
from pawline.platform.jobs import Jobs
from pawline.platform.outbox import Outbox
from pawline.platform.ports.llm_openai import OpenAiLlm
from pawline.shop import Label, NewShop, NewStation, Opening, Shift, ShopService, StationKind
from pawline.waitlist import Waitlist

SKILLS = (("小林", ("bath", "style", "cat")), ("老周", ("bath", "large")))
PLACES = ((StationKind.TUB, 2), (StationKind.BLOWER, 2), (StationKind.TABLE, 2), (StationKind.CRATE, 3))


class Counter:
    """A shop whose receptionist is at work."""

    def __init__(
        self, db: Database, clock: VirtualClock, ids: SeededIds, people: People, doors: Egress | None = None
    ) -> None:
        """`doors` lead to a language model; without them there is the embedded reading alone."""
        self.db, self.clock, self.ids, self.people = db, clock, ids, people
        self.shops = ShopService(db, clock, ids)
        self.pets = PetService(db, clock, ids)
        self.chat = Chat(db, clock, ids, "epoch")
        self.bookings = BookingService(db, clock, ids, self.shops, self.pets)
        self.visits = visits.VisitService(db, clock, ids, self.shops, self.pets, self.bookings)
        book = Vacancies(db, clock, ids, self.shops, self.pets)
        self.waitlist = Waitlist(db, clock, ids, self.shops, self.pets, self.chat, self.bookings, book)
        llm = OpenAiLlm(doors) if doors else None
        self.second = assistant.SecondReader(db, clock, self.chat, llm) if llm else None
        self.models = assistant.LanguageModels(db, clock, self.shops, doors, llm) if doors and llm else None
        self.receptionist = assistant.Receptionist(
            db, clock, ids, self.shops, self.pets, self.chat, self.bookings, self.visits, self.waitlist, self.second
        )
        series = Series(db, clock, ids, self.shops, self.pets, self.chat)
        self.cards = Cards(db, self.chat, self.shops, self.bookings, series, self.visits)
        self.waiting = Waiting(db, self.chat, self.waitlist, self.shops)
        self.outbox, self.jobs = Outbox(db, clock), Jobs(db, clock)
        notify_opening.react(db, people)
        chat_reactions.react(db, self.chat)
        booking_reacts(db, self.bookings, self.chat)
        visits.react(db, self.visits)
        assistant.follow(self.outbox, self.jobs, self.receptionist)

    async def open(self) -> None:
        """Opens the shop, closed on Thursdays, and lets one owner in."""
        week = tuple(Opening(day, 9 * 60, 21 * 60) for day in (1, 2, 3, 5, 6, 7))
        new = NewShop(slug="shop", name="毛球", hours=week, emergency_name="望京宠物急诊", emergency_phone="010-5559")
        self.shop = await self.shops.open_shop(new)
        self.manager = system_actor(self.shop.id)
        for number, (name, skills) in enumerate(SKILLS):
            await self._groomer(number, name, skills)
        for kind, count in PLACES:
            for _ in range(count):
                await self.shops.roster.add_station(
                    self.manager, NewStation(kind=kind, name=kind.value, name_en=kind.value)
                )
        await self._owner()

    async def _groomer(self, number: int, name: str, skills: tuple[str, ...]) -> None:
        account_id = AccountId(self.ids.new())
        await self.db.write(
            lambda tx: self.people.open_account(
                tx, self.shop.id, account_id, Role.GROOMER, name=name, login=f"login{number}"
            )
        )
        shifts = [Shift(day, 9 * 60, 21 * 60) for day in range(1, 8)]
        await self.shops.roster.set_groomer(
            self.manager, account_id, Label("美容师", "Groomer"), skills, shifts, number
        )

    async def _owner(self) -> None:
        account_id = AccountId(self.ids.new())
        self.owner = Actor(self.shop.id, account_id, "owner", Role.OWNER, DeviceId("d"))

        def arrive(tx: Any) -> str:
            self.people.open_account(tx, self.shop.id, account_id, Role.OWNER, name="客人")
            if self.chat.conversation_of(tx, self.shop.id, account_id) is None:
                tx.emit(OwnerArrived(shop_id=self.shop.id, key=account_id, account_id=account_id, lang="zh"))
            found = self.chat.conversation_of(tx, self.shop.id, account_id)
            assert found is not None
            return found.id

        self.c = await self.db.write(arrive)

    async def say(self, *texts: str) -> list[Entry]:
        """The owner writes; returns what came back."""
        return await self.send(*({"type": "text", "text": text} for text in texts))

    async def tap(self, choice: str, text: str = "好") -> list[Entry]:
        """The owner taps a chip or a slot."""
        return await self.send({"type": "choice", "text": text, "choice": choice, "of_seq": 1})

    async def send(self, *bodies: dict[str, Any]) -> list[Entry]:
        """Sends messages in one breath and lets the receptionist answer."""
        last = 0
        for body in bodies:
            last = (await self.chat.send(self.owner, self.c, self.ids.new(), body)).seq
        return await self.answered(last)

    async def edit(self, seq: int, text: str) -> list[Entry]:
        """The owner puts an earlier message in other words; returns what came back."""
        body = {"type": "text", "text": text}
        ack = await self.chat.send(self.owner, self.c, self.ids.new(), body, kind="edit", target_seq=seq)
        return await self.answered(ack.seq)

    async def answered(self, after: int) -> list[Entry]:
        """Everything that came after an entry, once the plans are carried out."""
        await self.outbox.settle()
        self.clock.advance(0.9)
        await self.jobs.settle()
        return await self.db.read(lambda tx: self.chat.entries_after(tx, self.c, after))


def texts(entries: list[Entry]) -> str:
    """What was said in words."""
    return " ".join(str(one.body.get("text", "")) for one in entries if one.body.get("type") == "text")


def cards(entries: list[Entry], kind: str) -> list[dict[str, Any]]:
    """Cards of a kind among the entries."""
    return [one.body for one in entries if one.body.get("card") == kind]
