"""A conversation as it goes on: what the customer does, what comes back, and what the database holds by then."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from evals.screen import Screen, seen_in
from evals.shop import Counter, advance, staff_of
from pawline.assistant.asked import Stale
from pawline.booking import BookingCancelled, BookingConfirmed, BookingMoved, BookingView, HoldMade, PetWish, Wish
from pawline.booking.events import BookingFact
from pawline.chat import Conversation, Entry, Kind
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError

# The assistant gathers what is said within so many seconds before it answers.
GATHERED_S = 0.9
MID_ANSWER = 2
WRITES = (BookingConfirmed, BookingMoved, BookingCancelled)


@dataclass(frozen=True)
class Say:
    """Messages in one breath; `told` are the facts that they hold."""

    texts: tuple[str, ...]
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tap:
    """A chip or a slot that is pressed."""

    choice: str
    label: str
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Confirm:
    """The button of the booking's card."""

    booking_id: str
    version: int


Move = Say | Tap | Confirm


@dataclass
class Exchange:
    """One thing that was done and what followed. `booked` are the owner's confirmed bookings at that moment."""

    what: str
    move: Move | None
    heard: list[Entry]
    screen: Screen
    booked: list[BookingView]
    held: BookingView | None
    state: str
    is_open: bool
    told: frozenset[str]
    now_ms: int
    free: frozenset[int]
    """Every start that the week of the slots card really has, empty without such a card."""

    @property
    def texts(self) -> list[str]:
        """What the shop's assistant said in words."""
        return self.screen.texts


@dataclass
class Talk:
    """The customer's side of the conversation, on the same calls as the owner's page."""

    counter: Counter
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    writes: list[BookingFact] = field(default_factory=list[BookingFact])
    told: set[str] = field(default_factory=set[str])
    refusals: list[str] = field(default_factory=list[str])
    _held: set[str] = field(default_factory=set[str])
    _seq: int = 0

    async def begin(self) -> None:
        """Counts the writes from here on, and skips what was said before."""
        for fact in (HoldMade, *WRITES):
            self.counter.house.db.reacts(fact, self._note)
        self._seq = (await self._conversation()).last_seq

    def _note(self, _tx: Tx, fact: BookingFact) -> None:
        """A time that was only held and is let go of is no write: nothing was booked."""
        if fact.owner_id != self.counter.owner.account_id:
            return
        if isinstance(fact, HoldMade):
            self._held.add(fact.booking_id)
        elif not (isinstance(fact, BookingCancelled) and fact.booking_id in self._held):
            if isinstance(fact, BookingConfirmed):
                self._held.discard(fact.booking_id)
            self.writes.append(fact)

    async def do(self, move: Move, pause_s: float) -> Exchange:
        """Does one thing after a pause, and waits for what follows."""
        await self.counter.settle(pause_s)
        if isinstance(move, Say):
            self.told |= move.told
            await self._say(move.texts)
            return await self._heard(" / ".join(move.texts), move)
        if isinstance(move, Tap):
            self.told |= move.told
            await self._send({"type": "choice", "text": move.label[:80] or "·", "choice": move.choice, "of_seq": 1})
            return await self._heard(f"[{move.label}]", move)
        return await self._confirm(move)

    async def by_shop(self, what: str) -> Exchange:
        """Somebody of the shop takes the conversation, gives it back, says something, or moves the visit on."""
        counter, c = self.counter, self.counter.c
        staff = staff_of(counter, "小林")
        verb, _, rest = what.partition(" ")
        if verb == "takes":
            await counter.house.chat.take(staff, c)
        elif verb == "back":
            await counter.house.chat.hand_back(staff, c)
        elif verb == "says":
            body = {"type": "text", "text": rest}
            await counter.house.chat.send(staff, c, counter.house.ids.new(), body)
        elif verb == "stage":
            await advance(counter, rest)
        else:
            raise ValueError(f"the shop cannot do {what!r}")
        return await self._heard(f"({what})", None)

    async def _say(self, texts: tuple[str, ...]) -> None:
        """In one breath; of three and more the last comes while an answer to the others is being made."""
        *first, last = texts
        for text in first:
            await self._send({"type": "text", "text": text})
        if len(first) < MID_ANSWER:
            await self._send({"type": "text", "text": last})
            return
        await self.counter.house.outbox.settle()
        receptionist = self.counter.house.receptionist
        asked = await receptionist.asked(self.counter.owner.shop_id, self.counter.c)
        await self._send({"type": "text", "text": last})
        if asked is not None:
            with suppress(Stale):
                await receptionist.answer(asked)

    async def _send(self, body: dict[str, Any]) -> None:
        counter = self.counter
        await counter.house.chat.send(counter.owner, counter.c, counter.house.ids.new(), body)

    async def _confirm(self, move: Confirm) -> Exchange:
        counter = self.counter
        bookings, key = counter.house.bookings, counter.house.ids.new()
        try:
            await bookings.confirm(counter.owner, move.booking_id, move.version, key)
        except PawlineError as refusal:
            self.refusals.append(refusal.code)
        return await self._heard("[✓]", move)

    async def _heard(self, what: str, move: Move | None) -> Exchange:
        counter, house = self.counter, self.counter.house
        await counter.settle(GATHERED_S)

        def look(tx: Tx) -> Exchange:
            entries = house.chat.entries_after(tx, counter.c, self._seq)
            found = house.chat.conversation(tx, counter.owner.shop_id, counter.c)
            assert found is not None
            self._seq = found.last_seq
            heard = [one for one in entries if one.kind is Kind.MESSAGE and one.sender != counter.owner.account_id]
            upcoming = house.bookings.bookings_of(tx, counter.owner, counter.owner.account_id).upcoming
            held = house.bookings.live_hold(tx, counter.owner.shop_id, counter.c)
            shop = house.shops.shop_of(tx, counter.owner.shop_id)
            today = house.shops.hours_on(tx, shop, counter.now.date())
            now_ms = counter.clock.now_ms()
            return Exchange(
                what=what, move=move, heard=heard, screen=seen_in(heard, held),
                booked=[one for one in upcoming if one.status == "confirmed"], held=held, state=found.state.value,
                is_open=today is not None and today.opens_ms <= now_ms < today.closes_ms,
                told=frozenset(self.told), now_ms=now_ms, free=self._free(tx, heard),
            )  # fmt: skip

        done = await house.db.read(look)
        self.exchanges.append(done)
        return done

    def _free(self, tx: Tx, heard: list[Entry]) -> frozenset[int]:
        """The free starts as the page of the whole week finds them, which is another way than the card's."""
        view = next((one.body["view"] for one in reversed(heard) if one.body.get("card") == "slots"), None)
        if view is None:
            return frozenset()
        counter, bookings = self.counter, self.counter.house.bookings
        first, *also = msgspec.convert(view["pets"], list[PetWish])
        starts: set[int] = set()
        for day in {date.fromisoformat(one) for one, times in view["times"].items() if times}:
            wish = Wish(first.pet_id, first.services, day, groomer_id=view.get("groomer_id"), also=tuple(also))
            week = bookings.week(tx, counter.owner, wish, counter.c, view.get("moving"))
            starts |= {time.start_ms for one in week.days for time in one.times}
        return frozenset(starts)

    async def _conversation(self) -> Conversation:
        counter = self.counter
        found = await counter.house.db.read(
            lambda tx: counter.house.chat.conversation(tx, counter.owner.shop_id, counter.c)
        )
        assert found is not None
        return found

    async def conversation(self) -> Conversation:
        """The conversation as it stands."""
        return await self._conversation()

    async def waits(self) -> int:
        """How many times the owner waits for something."""
        counter, owner = self.counter, self.counter.owner
        found = await counter.house.db.read(lambda tx: counter.house.waitlist.waiting(tx, owner, owner.account_id))
        return len(found.waits)
