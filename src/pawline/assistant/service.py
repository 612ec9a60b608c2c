"""The receptionist: answers owners while the assistant speaks for the shop.

A message plans a reply a moment later; messages that follow in that moment are answered together.
The reply is written only if, in that very transaction, the assistant still speaks for the shop and
nothing newer was said; otherwise it is dropped and made again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from enum import Enum, auto

from pawline import booking
from pawline.booking import BookingService, HoldMade, SlotsView
from pawline.chat import Chat, Entry
from pawline.pets import PetService
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, ConversationId, Ids, PetId
from pawline.shop import ShopService
from pawline.visits import VisitService
from pawline.waitlist import WaitBegun, Waitlist, WaitWish

from .asked import Asked, Reply, Stale, asked_in
from .dialogue import step
from .engine import Facts, FactsReader, LiveWorld, Unknown, known_after
from .facts import Found, KnownPet, Words
from .free_times import found_of, instant_ms
from .hearing import heard_of, messages_of
from .model import (
    CallPerson,
    CancelBooking,
    Cancelled,
    Effect,
    Fixed,
    Heard,
    HoldFailed,
    JoinWait,
    MoveBooking,
    Moved,
    NamePet,
    NoteCare,
    Propose,
    Refused,
    Say,
    Turn,
    Wish,
)
from .pet_files import PetFiles, is_same, mistaken_file
from .proposal import Scene
from .second_reader import SecondReader
from .speaking import Speaker
from .understanding import Understanding

log = logging.getLogger(__name__)

CONSULT_JOB = "assistant.consult"
_MOST_QUESTIONS = 8
# What an earlier message of a turn does stays done, though only the last one is answered.
_DEEDS = (NoteCare, NamePet, CancelBooking, MoveBooking, JoinWait)
# Refusals after which other times are worth showing.
_TIME_GONE = (booking.SlotTaken, booking.OfferGone, booking.PastTime, booking.TooSoon, booking.HoldGone)


class Consult(Enum):
    """What becomes of a message that a language model should read as well."""

    PLAN = auto()
    """A job of its own answers it, so that a slow model holds up nobody who is understood without one."""
    ASK = auto()
    NEVER = auto()
    """It has waited for too long."""


class Receptionist:
    """Runs turns of the dialogue against the rooms below. `second` None: there is the embedded reading alone."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        ids: Ids,
        shops: ShopService,
        pet_files: PetService,
        chat: Chat,
        bookings: BookingService,
        visits: VisitService,
        waitlist: Waitlist,
        second: SecondReader | None = None,
    ) -> None:
        self.db = self._db = db
        self.clock = self._clock = clock
        self._chat = chat
        self._files = PetFiles(pet_files)
        self._speaker = Speaker(chat, bookings, ids, clock)
        self._bookings = bookings
        self._waitlist = waitlist
        self._reader = FactsReader(shops, pet_files, bookings, visits)
        self._second = second
        # What is said in the very transaction in which what it says becomes true.
        self._with_it: dict[str, Callable[[Tx], None]] = {}
        db.reacts(HoldMade, self._speak_with_it)
        db.reacts(WaitBegun, self._speak_with_it)

    async def reply(self, shop_id: str, c: str, consult: Consult = Consult.PLAN) -> None:
        """Answers whatever the owner said since the last turn; silent when a person has the conversation."""
        asked = await self.asked(shop_id, c)
        if asked is None or not asked.entries:
            return
        try:
            await self.answer(asked, consult)
        except Stale:
            log.info("reply_dropped", extra={"c": c, "seq": asked.head})
        except Exception:
            log.exception("reply_failed", extra={"c": c, "seq": asked.head})
            await self._db.write(lambda tx: self._speaker.give_up(tx, asked))

    async def asked(self, shop_id: str, c: str) -> Asked | None:
        """What there is to answer; None where the assistant has no word."""
        return await self._db.read(lambda tx: asked_in(self._chat, tx, shop_id, c))

    async def next_pet(self, shop_id: str, c: str, booking_id: str) -> bool:
        """After a confirmed booking: goes on with the next pet of the household, if one waits for that."""
        asked = await self.asked(shop_id, c)
        if asked is None or asked.entries or asked.called or not asked.stood.state.others:
            return False
        reply = await self._begun(asked)
        fixed = next((one for one in reply.world.bookings() if one.id == booking_id), None)
        if fixed is None:
            return False
        done = await self._step(reply, Fixed(fixed.starts.date()))
        reply.state = done.state
        try:
            await self._carry_out(reply, done.effects)
        except Stale:
            log.info("reply_dropped", extra={"c": c, "seq": asked.head})
        return True

    async def ask_name(self, shop_id: str, c: str, booking_id: str) -> None:
        """After a confirmed booking: what is the pet called, if its file does not say?"""

        def work(tx: Tx) -> None:
            pet_id = self._bookings.booking_of(tx, shop_id, booking_id).pet_id
            self._speaker.ask_name(tx, shop_id, c, pet_id, self._pets_of)

        await self._db.write(work)

    def _pets_of(self, tx: Tx, asked: Asked) -> tuple[KnownPet, ...]:
        return self._reader.pets_of(tx, asked.owner)

    # One answer

    async def answer(self, asked: Asked, consult: Consult = Consult.PLAN) -> None:
        """Answers what was asked; raises Stale when it came too late."""
        reply = await self._begun(asked)
        effects: list[Effect] = []
        messages = messages_of(asked.entries)
        for place, message in enumerate(messages, 1):
            # Of an earlier message only what it does is kept: the last one is answered.
            effects = [one for one in effects if isinstance(one, (*_DEEDS, Propose))]
            heard = heard_of(message, reply.state, reply.world)
            done = await self._step(reply, heard)
            if done.is_put_off:
                return
            if place == len(messages) and await self._is_for_second(reply, message, heard, done):
                if consult is Consult.PLAN:
                    await self._plan_consult(asked)
                    return
                if consult is Consult.ASK:
                    done = await self._read_again(reply, heard) or done
            if done.state.wish != reply.state.wish or not done.state.is_proposed:
                # The last wish wins; a question behind it leaves it as it is.
                effects = [one for one in effects if not isinstance(one, Propose)]
            reply.state = done.state
            effects.extend(done.effects)
            if any(isinstance(one, CallPerson) for one in done.effects):
                break
        await self._carry_out(reply, effects)

    async def _begun(self, asked: Asked) -> Reply:
        return Reply(asked, LiveWorld(await self._facts(asked), calling=asked.called), asked.stood.state, {})

    async def _facts(self, asked: Asked) -> Facts:
        """What the rooms below know of the owner by now."""
        return await self._db.read(lambda tx: self._reader.read(tx, asked.owner, self._clock.now_ms()))

    async def _is_for_second(self, reply: Reply, message: Entry | str, heard: Heard, done: Turn) -> bool:
        if self._second is None or not isinstance(message, str) or not isinstance(heard, Understanding):
            return False
        return await self._second.is_wanted(reply.asked, heard, done)

    async def _plan_consult(self, asked: Asked) -> None:
        shop_id, c, now_ms = asked.found.shop_id, asked.found.id, self._clock.now_ms()
        await self._db.write(lambda tx: jobs.schedule(tx, CONSULT_JOB, c, shop_id, now_ms))

    async def _read_again(self, reply: Reply, read: Heard) -> Turn | None:
        """The turn by what a language model has found in the message; None when it found nothing."""
        assert self._second is not None
        assert isinstance(read, Understanding)
        found = await self._second.reading(reply.asked, read, Scene(reply.state, reply.world))
        # That took seconds.
        reply.world.facts = await self._facts(reply.asked)
        return None if found is None else await self._step(reply, found)

    async def _step(self, reply: Reply, heard: Heard) -> Turn:
        """One pure step, with what it asks for fetched until it has everything."""
        for _ in range(_MOST_QUESTIONS):
            try:
                return step(reply.state, heard, reply.world)
            except Unknown as unknown:
                await self._fetch(reply, unknown.wish)
        raise RuntimeError("the dialogue keeps asking")

    async def _fetch(self, reply: Reply, wish: Wish) -> None:
        """Free times for a wish. A new pet gets its file first: prices and places depend on it."""
        pet_id = wish.pet.id or await self._file(reply, wish)
        facts = reply.world.facts
        try:
            view = await self._offered(reply, wish, pet_id)
        except PawlineError as refusal:
            reply.world.found[wish] = Found(reason=_words(refusal))
            return
        reply.world.found[wish] = found_of(view, wish, facts.shop)
        reply.views[wish] = view

    async def _offered(self, reply: Reply, wish: Wish, pet_id: str) -> SlotsView:
        asked, when = reply.asked, wish.when
        zone = reply.world.facts.shop.clock_zone
        c = ConversationId(asked.found.id)
        wanted = booking.Wish(
            PetId(pet_id),
            reply.world.lines(wish),
            day=when.day,
            at_ms=instant_ms(when.at, zone),
            from_ms=instant_ms(when.from_, zone),
            to_ms=instant_ms(when.to, zone),
            groomer_id=AccountId(wish.groomer_id) if wish.groomer_id else None,
        )
        return await self._bookings.offer(asked.owner, wanted, c, wish.booking_id)

    async def _file(self, reply: Reply, wish: Wish) -> str:
        """The file of the pet; the same description in one turn opens one file."""
        known = next((one for one in reply.world.facts.pets if is_same(one.name, wish.pet, reply.state)), None)
        if known is not None:
            return known.id
        wrong = mistaken_file(reply, wish)
        made = wrong.id if wrong else await self._files.make(reply, wish)
        if wrong:
            await self._files.put_right(reply, wrong.id, wish)
        reply.world.facts = await self._facts(reply.asked)
        return made

    # Carrying out

    async def _carry_out(self, reply: Reply, effects: Sequence[Effect]) -> None:
        proposal = next((one for one in effects if isinstance(one, Propose)), None)
        command = next((one for one in effects if isinstance(one, CancelBooking | MoveBooking)), None)
        for one in effects:
            if isinstance(one, NoteCare):
                await self._files.note(reply, one)
            if isinstance(one, NamePet):
                await self._files.name(reply, one)
        wait = next((one for one in effects if isinstance(one, JoinWait)), None)
        if wait is not None:
            await self._join(reply, wait)
            effects = [one for one in effects if one is not wait]
            if not effects:
                return
        if command is not None:
            await self._command(reply, command)
        elif proposal is not None:
            await self._propose(reply, proposal, [one for one in effects if isinstance(one, Say)])
        else:
            await self._db.write(lambda tx: self._speaker.speak(tx, reply, effects))

    async def _propose(self, reply: Reply, wanted: Propose, after: Sequence[Say]) -> None:
        """The hold, its card and the sentence that says so commit together, or none of them does.

        What is said `after` follows the card, so that its chips can be tapped.
        """
        asked = reply.asked
        key = self._key(reply, "hold")
        try:
            with self._saying(reply, wanted.said):
                await self._bookings.hold(asked.owner, wanted.offer.id, key, "chat")
        except _TIME_GONE:
            await self._show_what_is_left(reply, wanted.wish)
        except PawlineError as refusal:
            await self._follow_up(reply, Refused(_words(refusal)))
        else:
            if after:
                await self._db.write(lambda tx: self._speaker.speak(tx, reply, after))

    async def _join(self, reply: Reply, wanted: JoinWait) -> None:
        """The place on the list, its card and the sentence that says so commit together."""
        asked, wish, stretch = reply.asked, wanted.wish, wanted.stretch
        pet = booking.PetWish(PetId(wish.pet.id or await self._file(reply, wish)), reply.world.lines(wish))
        groomer_id = AccountId(wish.groomer_id) if wish.groomer_id else None
        found = WaitWish((pet,), stretch.from_day, stretch.to_day, stretch.from_min, stretch.to_min, groomer_id)
        try:
            with self._saying(reply, wanted.said):
                await self._waitlist.join(asked.owner, found, self._key(reply, "wait"))
        except PawlineError as refusal:
            await self._follow_up(reply, Refused(_words(refusal)))

    @contextmanager
    def _saying(self, reply: Reply, said: Say) -> Generator[None]:
        """Says it in the very transaction in which, inside of this, it becomes true."""
        c = reply.asked.found.id
        self._with_it[c] = lambda tx: self._speaker.speak(tx, reply, (said,))
        try:
            yield
        finally:
            del self._with_it[c]

    def _speak_with_it(self, tx: Tx, fact: HoldMade | WaitBegun) -> None:
        speak = self._with_it.get(fact.c)
        if speak is not None:
            speak(tx)

    async def _show_what_is_left(self, reply: Reply, wish: Wish) -> None:
        reply.world.found.clear()
        await self._fetch(reply, wish)
        found = reply.world.found[wish]
        if wish in reply.views:
            # The turn that shows these times looks them up by the wish it was made for.
            reply.views[reply.state.wish] = reply.views[wish]
        await self._follow_up(reply, HoldFailed(replace_exact(found)))

    async def _command(self, reply: Reply, wanted: CancelBooking | MoveBooking) -> None:
        owner, booking_id, version = reply.asked.owner, wanted.booking_id, wanted.version
        try:
            if isinstance(wanted, CancelBooking):
                done = await self._bookings.cancel(owner, booking_id, version, self._key(reply, "cancel"))
                news: Heard = Cancelled(known_after(done, reply.world.facts))
            else:
                offer_id = wanted.offer.id
                done = await self._bookings.move(owner, booking_id, version, offer_id, self._key(reply, "move"))
                news = Moved(known_after(done, reply.world.facts))
        except PawlineError as refusal:
            news = Refused(_words(refusal))
        await self._follow_up(reply, news)

    async def _follow_up(self, reply: Reply, news: Heard) -> None:
        done = await self._step(reply, news)
        reply.state = done.state
        await self._db.write(lambda tx: self._speaker.speak(tx, reply, done.effects))

    def _key(self, reply: Reply, what: str) -> str:
        """One key for one act of one turn: a turn that runs again does not act again."""
        asked = reply.asked
        return hashlib.sha256(f"{what}-{asked.found.id}-{asked.head}-{asked.found.epoch}".encode()).hexdigest()[:32]


def _words(refusal: PawlineError) -> Words:
    return Words(refusal.sentence("zh"), refusal.sentence("en"))


def replace_exact(found: Found) -> Found:
    """What is left after a hold failed: the wished time itself is gone, whatever the calendar said before."""
    return Found(near=found.near, reason=found.reason)
