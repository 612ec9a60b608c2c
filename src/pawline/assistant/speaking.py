"""The one write of a turn: everything it says, who is called, and where the dialogue stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from pawline.booking import BookingService
from pawline.chat import Chat, State
from pawline.platform.clock import Clock
from pawline.platform.db import Tx
from pawline.platform.ids import Ids

from . import courtesies, naming, replies, store
from .asked import SPEAKING, Asked, Reply, asked_in, check_fresh
from .facts import KnownPet
from .model import CallPerson, Dialogue, Effect, Say, ShowBooking, ShowSlots
from .pet_files import with_file


class Speaker:
    """Says what a turn decided, inside the caller's transaction."""

    def __init__(self, chat: Chat, bookings: BookingService, ids: Ids, clock: Clock) -> None:
        self._chat = chat
        self._bookings = bookings
        self._ids = ids
        self._clock = clock

    def speak(self, tx: Tx, reply: Reply, effects: Sequence[Effect]) -> None:
        """Says it all or, when it came too late, raises Stale."""
        asked = reply.asked
        found = check_fresh(self._chat, tx, asked)
        epoch = found.epoch
        for effect in effects:
            body = self._body(tx, reply, effect)
            if body is not None:
                reply.part += 1
                self._chat.say(tx, found, asked.bot_id, f"reply-{asked.head}-{epoch}-{reply.part}", body)
        calls = [one for one in effects if isinstance(one, CallPerson)]
        if calls and found.state is not State.QUEUED:
            self._chat.owners.queue(tx, found, calls[0].reason)
            epoch += 1
        self._keep(tx, asked, with_file(reply), epoch)

    def _body(self, tx: Tx, reply: Reply, effect: Effect) -> dict[str, Any] | None:
        if isinstance(effect, Say):
            return _text(effect)
        if isinstance(effect, ShowSlots) and effect.wish in reply.views:
            # Why the wished time is taken was said in words; the card shows what is free.
            view = msgspec.structs.replace(reply.views[effect.wish], reason=None)
            card = {"card": "slots", "id": self._ids.new(), "version": 1}
            return {"type": "card", **card, "view": msgspec.to_builtins(view)}
        if isinstance(effect, ShowBooking):
            shown = self._bookings.view_for(tx, reply.asked.owner, effect.booking_id)
            card = {"card": "booking", "id": shown.id, "version": shown.version}
            return {"type": "card", **card, "view": msgspec.to_builtins(shown)}
        return None

    def give_up(self, tx: Tx, asked: Asked) -> None:
        """Never silence: an honest line, once, and the people's queue."""
        found = self._chat.conversation(tx, asked.found.shop_id, asked.found.id)
        if found is None or found.state not in SPEAKING:
            return
        # The same words while the same person is called are the same message.
        body = {"type": "text", "text": replies.failed(asked.stood.state.lang)}
        epoch = found.epoch
        self._chat.say(tx, found, asked.bot_id, f"failed-{epoch}", body)
        if found.state is not State.QUEUED:
            self._chat.owners.queue(tx, found, "error")
            epoch += 1
        self._keep(tx, asked, Dialogue(lang=asked.stood.state.lang), epoch)

    def ask_name(
        self, tx: Tx, shop_id: str, c: str, pet_id: str, pets: Callable[[Tx, Asked], Sequence[KnownPet]]
    ) -> None:
        """After a booking of a pet that is filed under its breed its name is asked for, once in its life."""
        asked = asked_in(self._chat, tx, shop_id, c)
        if asked is None or asked.entries or asked.called or asked.stood.state.asking is not None:
            return
        pet = next((one for one in pets(tx, asked) if one.id == pet_id), None)
        if pet is None or not naming.is_nameless(pet):
            return
        state = asked.stood.state
        text = courtesies.ask_name(state.lang)
        seq = self._chat.say(tx, asked.found, asked.bot_id, f"name-{pet_id}", {"type": "text", "text": text})
        if seq > asked.found.last_seq:
            state = msgspec.structs.replace(state, asking="name", naming=pet_id, line=text)
            self._keep(tx, asked, state, asked.found.epoch)

    def _keep(self, tx: Tx, asked: Asked, state: Dialogue, epoch: int) -> None:
        stood = store.Stood(state, asked.head, epoch)
        store.save(tx, asked.found.shop_id, asked.found.id, stood, self._clock.now_ms())


def _text(said: Say) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "text", "text": said.text}
    if said.chips:
        body["chips"] = [{"id": one.id, "label": one.label} for one in said.chips]
    return body
