"""Who is there: told only to those who have the conversation on their screen, never stored, believed for a minute
or until a socket has been gone for a moment.

Whoever opens a conversation asks on `ask.{c}`, and asks again at every beat; those who take part answer on
`presence.{c}`. Nobody keeps a list, so nothing is wrong after a process dies: the answers just stay out.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from pawline.chat.model import Conversation, Presence
from pawline.people import Actor
from pawline.platform.bus import Bus
from pawline.platform.ids import AccountId, ConversationId

# In a group presence would be most of what is sent.
TOLD_IN = ("owner", "direct", "notes")
# Whoever only reloads a page is back by then.
GONE_S = 5.0


class Watching:
    """What one device has on its screen, and whom it is told about."""

    def __init__(self, bus: Bus, actor: Actor, name: str, tell: Callable[[Presence], None]) -> None:
        self._bus = bus
        self._actor = actor
        self._name = name
        self._tell = tell
        self._watched: set[str] = set()
        self._answering: set[str] = set()
        # Where others have been told that this account is here.
        self._told: set[str] = set()

    def answer(self, c: str) -> None:
        """From here on, whoever asks about `c` is told that this account is here."""
        if c not in self._answering:
            self._answering.add(c)
            self._bus.listen(f"ask.{c}", self, lambda asker: self._asked(c, asker))

    def watch(self, found: list[Conversation]) -> None:
        """These are on the screen now, and no others. They have been judged."""
        wanted = {one.id: one for one in found if one.kind in TOLD_IN}
        for c in self._watched - wanted.keys():
            self._bus.leave(f"presence.{c}", self)
            self._announce(c, is_looking=False)
        new = wanted.keys() - self._watched
        self._watched = set(wanted)
        for c in new:
            self._bus.listen(f"presence.{c}", self, self._heard)
            self.answer(c)
        self.ask()

    def ask(self) -> None:
        """Tells and asks again; at every beat."""
        for c in self._watched:
            self._announce(c, is_looking=True)
            self._bus.publish([(f"ask.{c}", self._actor.account_id)])

    def lost(self) -> None:
        """The device is gone: it looks at nothing any more."""
        for c in self._answering:
            self._bus.leave(f"ask.{c}", self)
        for c in self._watched:
            self._bus.leave(f"presence.{c}", self)
            self._announce(c, is_looking=False)
        self._watched = set()
        if self._told:
            asyncio.get_running_loop().call_later(GONE_S, self._say_gone)

    def _say_gone(self) -> None:
        """Where this device was said to be here. Another one of the account, or the same one again, says otherwise."""
        me = self._actor
        for c in self._told:
            gone = Presence(ConversationId(c), AccountId(me.account_id), me.kind, self._name, False, False)
            self._bus.publish([(f"presence.{c}", gone), (f"ask.{c}", "")])

    def _asked(self, c: str, asker: Any) -> None:
        if asker != self._actor.account_id:
            self._announce(c, is_looking=c in self._watched)

    def _announce(self, c: str, *, is_looking: bool) -> None:
        me = self._actor
        self._told.add(c)
        one = Presence(ConversationId(c), AccountId(me.account_id), me.kind, self._name, True, is_looking)
        self._bus.publish([(f"presence.{c}", one)])

    def _heard(self, one: Presence) -> None:
        if one.account_id != self._actor.account_id:
            self._tell(one)
