"""When an owner speaks, a reply is planned: gathered for a moment, longer while the owner types.

Also when the word comes back to the assistant with messages unanswered.
"""

from __future__ import annotations

from collections.abc import Sequence

from pawline.booking import BookingConfirmed
from pawline.chat import MessageEdited, MessagesSent, OwnershipChanged, State, said_by_owners
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.jobs import Due, Jobs
from pawline.platform.outbox import Fact, Outbox, Reaction, SavedFact

from .service import CONSULT_JOB, Consult, Receptionist

REPLY_JOB = "assistant.reply"
GATHER_MS = 800
TYPING_S = 2.0
LONGEST_S = 8.0
_LOOK_S = 0.4
# Who has waited for a language model for so long, because it is busy with others, waits no more.
CONSULT_WAITS_MS = 6_000


def follow(outbox: Outbox, work: Jobs, receptionist: Receptionist) -> None:
    """Registers the assistant with the facts it follows and the job it does."""
    desk = Desk(receptionist)
    reactions: dict[type[Fact], Reaction] = {
        MessagesSent: desk.plan,
        MessageEdited: desk.look_again,
        OwnershipChanged: desk.take_up,
        BookingConfirmed: desk.go_on,
    }
    outbox.follow("assistant", reactions)
    work.work(REPLY_JOB, desk.reply)
    work.work(CONSULT_JOB, desk.consult)


class Desk:
    """Plans replies and makes them. A plan is a row, so a restart forgets none."""

    def __init__(self, receptionist: Receptionist) -> None:
        self._receptionist = receptionist
        self._db: Database = receptionist.db
        self._clock: Clock = receptionist.clock
        self._typed: dict[str, float] = {}

    async def plan(self, facts: Sequence[SavedFact]) -> None:
        """A newer message plans the same reply anew, which is how several become one."""
        owners = {(shop_id, one.c): one.sender for shop_id, one in said_by_owners(facts)}
        for (_, c), owner_id in owners.items():
            self._watch(c, owner_id)
        await self._schedule(list(owners))

    async def look_again(self, facts: Sequence[SavedFact]) -> None:
        """What was answered already may mean something else now."""
        edited = [saved.fact for saved in facts if isinstance(saved.fact, MessageEdited)]
        await self._schedule([(fact.shop_id, fact.key) for fact in edited])

    async def take_up(self, facts: Sequence[SavedFact]) -> None:
        """The word has come back to the assistant, or a person was called: what is unanswered is answered."""
        changed = [saved.fact for saved in facts if isinstance(saved.fact, OwnershipChanged)]
        is_its_turn = (State.ASSISTANT, State.QUEUED)
        await self._schedule([(fact.shop_id, fact.key) for fact in changed if fact.state in is_its_turn])

    async def go_on(self, facts: Sequence[SavedFact]) -> None:
        """The next pet of the household has its turn; else one that has just got its first booking is asked for its
        name."""
        for fact in (saved.fact for saved in facts):
            if not isinstance(fact, BookingConfirmed) or not fact.c or fact.is_quiet:
                continue
            if not await self._receptionist.next_pet(fact.shop_id, fact.c, fact.booking_id):
                await self._receptionist.ask_name(fact.shop_id, fact.c, fact.booking_id)

    async def _schedule(self, conversations: Sequence[tuple[str, str]]) -> None:
        """Replies in these conversations, as (shop, conversation)."""
        due_ms = self._clock.now_ms() + GATHER_MS

        def plan(tx: Tx, one: tuple[str, str]) -> None:
            shop_id, c = one
            jobs.schedule(tx, REPLY_JOB, c, shop_id, due_ms)

        await self._db.write_each(conversations, plan)

    async def reply(self, due: Due) -> None:
        """Waits while the owner is typing, within a limit, then answers."""
        await self._while_typing(due.key)
        await self._receptionist.reply(due.shop_id, due.key)

    async def consult(self, due: Due) -> None:
        """The same with a language model reading along."""
        waited_ms = self._clock.now_ms() - due.due_ms
        consult = Consult.ASK if waited_ms < CONSULT_WAITS_MS else Consult.NEVER
        await self._receptionist.reply(due.shop_id, due.key, consult)

    def _watch(self, c: str, owner_id: str) -> None:
        def note(typing: object) -> None:
            if getattr(typing, "account_id", None) == owner_id:
                self._typed[c] = self._clock.monotonic()

        self._db.bus.listen(f"typing.{c}", self, note)

    async def _while_typing(self, c: str) -> None:
        began = self._clock.monotonic()
        while self._clock.monotonic() - began < LONGEST_S:
            typed = self._typed.get(c)
            if typed is None or self._clock.monotonic() - typed > TYPING_S:
                break
            await self._clock.sleep(_LOOK_S)
        self._typed.pop(c, None)
        self._db.bus.leave(f"typing.{c}", self)
