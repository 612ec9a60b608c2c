"""The receptionist: answers owners while the assistant speaks for the shop.

A message plans a reply a moment later; messages that follow in that moment are answered together.
The reply is written only if, in that very transaction, the assistant still speaks for the shop and
nothing newer was said; otherwise it is dropped and made again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace

from pawline import booking, pets
from pawline.booking import BookingService, HoldMade, ServiceLine, SlotsView
from pawline.chat import Chat, Conversation, Entry, Kind, State
from pawline.people import Actor, Role, find_account, find_bot
from pawline.pets import NewNote, NewPet, PetService
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, ConversationId, DeviceId, Ids, PetId, ShopId
from pawline.shop import ShopService
from pawline.visits import VisitService

from . import phrases, replies, store
from .dialogue import step
from .engine import FactsReader, LiveWorld, Unknown, found_of, instant_ms, known_after, with_reason
from .facts import Found, Words
from .hearing import heard_of, messages_of, text_of
from .model import (
    CallPerson,
    CancelBooking,
    Cancelled,
    Dialogue,
    Effect,
    Heard,
    HoldFailed,
    MoveBooking,
    Moved,
    NoteCare,
    PetDraft,
    Propose,
    Refused,
    Say,
    ShowBooking,
    ShowSlots,
    Turn,
    Wish,
)
from .needs import Severity
from .world import World

log = logging.getLogger(__name__)

_SPEAKING = (State.NEW, State.ASSISTANT)
_MOST_QUESTIONS = 8
_NAME_LIMIT = 40
_DEVICE = DeviceId("assistant")
# Refusals after which other times are worth showing.
_TIME_GONE = (booking.SlotTaken, booking.OfferGone, booking.PastTime, booking.TooSoon, booking.HoldGone)


class Stale(Exception):
    """Something newer was said, or a person took over, while the reply was being made."""


@dataclass(frozen=True)
class Asked:
    """What there is to answer in a conversation."""

    found: Conversation
    owner: Actor
    bot_id: AccountId
    stood: store.Stood
    entries: tuple[Entry, ...]
    head: int


@dataclass
class Reply:
    """A reply on its way to its one write. `part` numbers its messages, so that a repeat is harmless."""

    asked: Asked
    world: LiveWorld
    state: Dialogue
    views: dict[Wish, SlotsView]
    part: int = 0


class Receptionist:
    """Runs turns of the dialogue against the rooms below."""

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
    ) -> None:
        self.db = self._db = db
        self.clock = self._clock = clock
        self._ids = ids
        self._chat = chat
        self._pets = pet_files
        self._bookings = bookings
        self._reader = FactsReader(shops, pet_files, bookings, visits)
        self._holding: dict[str, Callable[[Tx], None]] = {}
        db.reacts(HoldMade, self._speak_with_hold)

    async def reply(self, shop_id: str, c: str) -> None:
        """Answers whatever the owner said since the last turn; silent when a person has the conversation."""
        asked = await self._db.read(lambda tx: self._asked(tx, shop_id, c))
        if asked is None:
            return
        if asked.found.state not in _SPEAKING or not asked.entries:
            await self._db.write(lambda tx: self._skip(tx, asked))
            return
        try:
            await self._answer(asked)
        except Stale:
            log.info("reply_dropped", extra={"c": c, "seq": asked.head})
        except Exception:
            log.exception("reply_failed", extra={"c": c, "seq": asked.head})
            await self._db.write(lambda tx: self._give_up(tx, asked))

    # Reading

    def _asked(self, tx: Tx, shop_id: str, c: str) -> Asked | None:
        found = self._chat.conversation(tx, shop_id, c)
        bot = find_bot(tx, shop_id)
        if found is None or found.owner_id is None or found.kind != "owner" or bot is None:
            return None
        account = find_account(tx, shop_id, found.owner_id)
        if account is None or account.is_loadtest:
            return None
        lang = "en" if account.lang == "en" else "zh"
        owner = Actor(ShopId(shop_id), found.owner_id, "owner", Role.OWNER, _DEVICE, lang)
        stood = store.find(tx, shop_id, c) or store.Stood(Dialogue(lang=lang), 0, found.epoch)
        if stood.epoch != found.epoch:
            # A person spoke in between: what was being arranged may be settled.
            stood = store.Stood(Dialogue(lang=stood.state.lang), stood.turn_seq, found.epoch)
        entries = self._unanswered(tx, c, stood.turn_seq, found.owner_id)
        head = entries[-1].seq if entries else found.last_seq
        return Asked(found, owner, AccountId(bot.id), stood, tuple(entries), head)

    def _unanswered(self, tx: Tx, c: str, after: int, owner_id: str) -> list[Entry]:
        """The owner's messages since a seq, the newest page of them."""
        entries: list[Entry] = []
        while page := self._chat.entries_after(tx, c, after):
            entries.extend(one for one in page if one.kind == Kind.MESSAGE and one.sender == owner_id)
            after = page[-1].seq
        return entries[-20:]

    def _check_fresh(self, tx: Tx, asked: Asked) -> Conversation:
        """The conversation if the reply may still be said; raises Stale."""
        found = self._chat.conversation(tx, asked.found.shop_id, asked.found.id)
        if found is None or found.epoch != asked.found.epoch or found.state not in _SPEAKING:
            raise Stale
        newer = self._chat.entries_after(tx, found.id, asked.head)
        if any(one.kind == Kind.MESSAGE and one.sender == asked.owner.account_id for one in newer):
            raise Stale
        return found

    # One answer

    async def _answer(self, asked: Asked) -> None:
        facts = await self._db.read(lambda tx: self._reader.read(tx, asked.owner, self._clock.now_ms()))
        reply = Reply(asked, LiveWorld(facts), asked.stood.state, {})
        effects: list[Effect] = []
        for message in messages_of(asked.entries):
            # Of an earlier message only what it does is kept: the last one is answered.
            effects = [one for one in effects if isinstance(one, NoteCare | CancelBooking | MoveBooking)]
            done = await self._step(reply, lambda state, world, one=message: heard_of(one, state, world))
            reply.state = done.state
            effects.extend(done.effects)
            if any(isinstance(one, CallPerson) for one in done.effects):
                break
        await self._carry_out(reply, effects)

    async def _step(self, reply: Reply, heard: Callable[[Dialogue, World], Heard]) -> Turn:
        """One pure step, with what it asks for fetched until it has everything."""
        for _ in range(_MOST_QUESTIONS):
            try:
                return step(reply.state, heard(reply.state, reply.world), reply.world)
            except Unknown as unknown:
                await self._fetch(reply, unknown.wish)
        raise RuntimeError("the dialogue keeps asking")

    async def _fetch(self, reply: Reply, wish: Wish) -> None:
        """Free times for a wish. A new pet gets its file first: prices and places depend on it."""
        pet_id = wish.pet.id or await self._open_file(reply, wish)
        facts = reply.world.facts
        try:
            view = await self._offered(reply, wish, pet_id)
        except PawlineError as refusal:
            reply.world.found[wish] = Found(reason=_words(refusal))
            return
        reply.world.found[wish] = with_reason(found_of(view, wish, facts.shop), wish)
        reply.views[wish] = view

    async def _offered(self, reply: Reply, wish: Wish, pet_id: str) -> SlotsView:
        asked, when = reply.asked, wish.when
        zone = reply.world.facts.shop.clock_zone
        c = ConversationId(asked.found.id)
        wanted = booking.Wish(
            PetId(pet_id),
            tuple(ServiceLine(code) for code in wish.codes or ()),
            day=when.day,
            at_ms=instant_ms(when.at, zone),
            from_ms=instant_ms(when.from_, zone),
            to_ms=instant_ms(when.to, zone),
            groomer_id=AccountId(wish.groomer_id) if wish.groomer_id else None,
        )
        return await self._bookings.offer(asked.owner, wanted, c, wish.booking_id)

    async def _open_file(self, reply: Reply, wish: Wish) -> str:
        """The file of a pet that was described; the same description in one turn opens one file."""
        draft = wish.pet
        known = next((one for one in reply.world.facts.pets if _is_same(one.name, draft, reply.state)), None)
        if known is not None:
            return known.id
        new = NewPet(
            name=_file_name(draft, reply.state)[:_NAME_LIMIT],
            species="cat" if draft.species == "cat" else "dog",
            breed=draft.breed or (draft.breed_name.zh[:40] if draft.breed_name else None),
            size=msgspec.convert(draft.size, pets.Size | None),
            coat=msgspec.convert(draft.coat, pets.Coat | None),
            weight_g=draft.weight_g,
        )
        made = await self._pets.add_pet(reply.asked.owner, new)
        # What was said of the pet before it had a file goes in at once.
        await self._note(reply, NoteCare(replace(draft, id=made.id), wish.notes))
        facts = await self._db.read(lambda tx: self._reader.read(tx, reply.asked.owner, self._clock.now_ms()))
        reply.world.facts = facts
        return made.id

    # Carrying out

    async def _carry_out(self, reply: Reply, effects: Sequence[Effect]) -> None:
        proposal = next((one for one in effects if isinstance(one, Propose)), None)
        command = next((one for one in effects if isinstance(one, CancelBooking | MoveBooking)), None)
        for one in effects:
            if isinstance(one, NoteCare):
                await self._note(reply, one)
        if command is not None:
            await self._command(reply, command)
        elif proposal is not None:
            await self._propose(reply, proposal)
        else:
            await self._db.write(lambda tx: self._speak(tx, reply, effects))

    async def _propose(self, reply: Reply, wanted: Propose) -> None:
        """The hold, its card and the sentence that says so commit together, or none of them does."""
        asked = reply.asked
        key = self._key(reply, "hold")
        self._holding[asked.found.id] = lambda tx: self._speak(tx, reply, (wanted.said,))
        try:
            await self._bookings.hold(asked.owner, wanted.offer.id, key, "chat")
        except _TIME_GONE:
            await self._show_what_is_left(reply, wanted.wish)
        except PawlineError as refusal:
            await self._follow_up(reply, Refused(_words(refusal)))
        finally:
            self._holding.pop(asked.found.id, None)

    def _speak_with_hold(self, tx: Tx, fact: HoldMade) -> None:
        speak = self._holding.get(fact.c)
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
        done = await self._step(reply, lambda _state, _world: news)
        reply.state = done.state
        await self._db.write(lambda tx: self._speak(tx, reply, done.effects))

    def _key(self, reply: Reply, what: str) -> str:
        """One key for one act of one turn: a turn that runs again does not act again."""
        asked = reply.asked
        return hashlib.sha256(f"{what}-{asked.found.id}-{asked.head}-{asked.found.epoch}".encode()).hexdigest()[:32]

    async def _note(self, reply: Reply, wanted: NoteCare) -> None:
        if wanted.pet.id is None:
            return
        bot = Actor(reply.asked.owner.shop_id, reply.asked.bot_id, "bot", Role.BOT, _DEVICE)
        last = reply.asked.entries[-1]
        for note in wanted.notes:
            severity = msgspec.convert(note.severity, Severity)
            quote = text_of(last.body)[:300] or None
            new = NewNote(
                kind=note.kind, text=note.text[:200], severity=severity, source_msg_id=last.msg_id, quote=quote
            )
            await self._pets.note_care(bot, wanted.pet.id, new)

    # Writing

    def _speak(self, tx: Tx, reply: Reply, effects: Sequence[Effect]) -> None:
        """The one write of a turn: everything it says, who speaks next, and where the dialogue stands."""
        asked = reply.asked
        found = self._check_fresh(tx, asked)
        epoch = found.epoch
        for effect in effects:
            body = self._body(tx, reply, effect)
            if body is not None:
                reply.part += 1
                self._chat.say(tx, found, asked.bot_id, f"reply-{asked.head}-{epoch}-{reply.part}", body)
        calls = [one for one in effects if isinstance(one, CallPerson)]
        if calls:
            self._chat.owners.queue(tx, found, calls[0].reason)
            epoch += 1
        stood = store.Stood(_with_file(reply), asked.head, epoch)
        store.save(tx, found.shop_id, found.id, stood, self._clock.now_ms())

    def _body(self, tx: Tx, reply: Reply, effect: Effect) -> dict[str, Any] | None:
        if isinstance(effect, Say):
            body: dict[str, Any] = {"type": "text", "text": effect.text}
            if effect.chips:
                body["chips"] = [{"id": one.id, "label": one.label} for one in effect.chips]
            return body
        if isinstance(effect, ShowSlots) and effect.wish in reply.views:
            view = reply.views[effect.wish]
            card = {"card": "slots", "id": self._ids.new(), "version": 1}
            return {"type": "card", **card, "view": msgspec.to_builtins(view)}
        if isinstance(effect, ShowBooking):
            shown = self._bookings.view_for(tx, reply.asked.owner, effect.booking_id)
            card = {"card": "booking", "id": shown.id, "version": shown.version}
            return {"type": "card", **card, "view": msgspec.to_builtins(shown)}
        return None

    def _skip(self, tx: Tx, asked: Asked) -> None:
        """A person has the conversation: what was said to them is not answered later."""
        stood = store.Stood(asked.stood.state, max(asked.head, asked.stood.turn_seq), asked.found.epoch)
        store.save(tx, asked.found.shop_id, asked.found.id, stood, self._clock.now_ms())

    def _give_up(self, tx: Tx, asked: Asked) -> None:
        """Never silence: an honest line, and the people's queue."""
        found = self._chat.conversation(tx, asked.found.shop_id, asked.found.id)
        if found is None or found.state not in _SPEAKING:
            return
        text = replies.failed(asked.stood.state.lang)
        body = {"type": "text", "text": text}
        self._chat.say(tx, found, asked.bot_id, f"reply-{asked.head}-{found.epoch}-failed", body)
        self._chat.owners.queue(tx, found, "error")
        stood = store.Stood(Dialogue(lang=asked.stood.state.lang), asked.head, found.epoch + 1)
        store.save(tx, found.shop_id, found.id, stood, self._clock.now_ms())


def _words(refusal: PawlineError) -> Words:
    return Words(refusal.sentence("zh"), refusal.sentence("en"))


def replace_exact(found: Found) -> Found:
    """What is left after a hold failed: the wished time itself is gone, whatever the calendar said before."""
    return Found(near=found.near, reason=found.reason)


def _file_name(draft: PetDraft, state: Dialogue) -> str:
    """A pet without a name is filed under its breed until its owner says more."""
    if draft.name:
        return draft.name
    if draft.breed_name is not None:
        return draft.breed_name.in_(state.lang)
    return phrases.KINDS.get(draft.species or "", Words("毛孩子", "Pet")).in_(state.lang)


def _is_same(name: str, draft: PetDraft, state: Dialogue) -> bool:
    return name == _file_name(draft, state)


def _with_file(reply: Reply) -> Dialogue:
    """The state with the id of the file that was opened for its pet."""
    state = reply.state
    draft = state.wish.pet
    if draft.id is not None or draft.species is None:
        return state
    known = next((one for one in reply.world.facts.pets if _is_same(one.name, draft, state)), None)
    if known is None or known.species != draft.species:
        return state
    return replace(state, wish=replace(state.wish, pet=replace(draft, id=known.id)))
