"""What a client says besides messages: how far it has read, that it types, what is on its screen."""

from contextlib import suppress

from pawline.chat import frames
from pawline.chat.errors import NoSuchConversation
from pawline.chat.live import Live, Refuse
from pawline.chat.model import Typing
from pawline.chat.policy import access
from pawline.people import people_of
from pawline.platform.db import Tx
from pawline.platform.errors import Busy, PawlineError

# A read mark is written at most this often a conversation; the last one counts.
MARK_S = 1.0
# Typing is told to others at most this often.
TYPING_S = 3.0


class Signals:
    """The frames `read`, `delivered`, `typing` and `watch`."""

    def __init__(self, live: Live, refuse: Refuse) -> None:
        self._live = live
        self._chat = live.chat
        self._actor = live.actor
        self._refuse = refuse
        self._marks: dict[tuple[str, str], int | None] = {}
        self._typed: dict[str, float] = {}

    def read(self, one: frames.Frame, read: frames.ReadFrame) -> None:
        """Everything up to a seq has been seen."""
        self._raise_mark(one, "read", read.seq)

    def delivered(self, one: frames.Frame, delivered: frames.ReadFrame) -> None:
        """Everything up to a seq has arrived on the device."""
        self._raise_mark(one, "delivered", delivered.seq)

    def _raise_mark(self, one: frames.Frame, which: str, seq: int) -> None:
        """The first mark at once, those that follow together a second later."""
        key = (one.c or "", which)
        if key in self._marks:
            self._marks[key] = max(seq, self._marks[key] or 0)
            return
        self._marks[key] = None
        self._live.spawn(self._mark(one, which, seq))
        self._live.lines.later(MARK_S, lambda: self._mark_again(one, which))

    def _mark_again(self, one: frames.Frame, which: str) -> None:
        seq = self._marks.pop((one.c or "", which), None)
        if seq is not None and not self._live.is_over:
            self._raise_mark(one, which, seq)

    async def _mark(self, one: frames.Frame, which: str, seq: int) -> None:
        try:
            await self._chat.marks.raise_to(self._actor, one.c or "", **{which: seq})
        except PawlineError as error:
            self._refuse(one, error)

    def typing(self, one: frames.Frame, typing: frames.TypingFrame) -> None:
        """Tells the others in the conversation; never stored, and the first to go when there is much to do."""
        c, now = one.c or "", self._live.lines.now()
        if now - self._typed.get(c, float("-inf")) < TYPING_S:
            return
        self._typed = {one: at for one, at in self._typed.items() if now - at < TYPING_S} | {c: now}
        self._live.spawn(self._tell_typing(c, typing.kind))

    async def _tell_typing(self, c: str, kind: str) -> None:
        me = self._actor.account_id

        def ask(tx: Tx) -> Typing:
            found = self._chat.see(tx, self._actor, c)
            return Typing(found.id, me, kind, people_of(tx, [me])[me].name)

        # What cannot be told now is worth nothing later.
        with suppress(NoSuchConversation, Busy):
            self._live.bus.publish([(f"typing.{c}", await self._chat.db.read(ask))])

    def watch(self, one: frames.Frame, watch: frames.WatchFrame) -> None:
        """What is on the screen now: presence is told of these, and of nothing else."""
        self._live.spawn(self._watch(one, watch.conversations))

    async def _watch(self, one: frames.Frame, conversations: list[str]) -> None:
        try:
            found = await self._chat.db.read(lambda tx: [access(tx, self._actor, c) for c in conversations])
        except PawlineError as error:
            self._refuse(one, error)
            return
        if not self._live.is_over:
            self._live.watching.watch(found)
