"""Who speaks for the shop in an owner's conversation: the assistant, a queue, or a person.

Every change raises the conversation's epoch in the same transaction and leaves a line in the log, so a
reply that was begun under an older epoch can be recognised and dropped.
"""

from pawline.chat import store
from pawline.chat.errors import ContinuedElsewhere, NoSuchConversation
from pawline.chat.events import OwnershipChanged
from pawline.chat.log import LogWriter
from pawline.chat.model import Append, Conversation, Kind, State
from pawline.people import Actor, find_account, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId

# Why a person is wanted, the most pressing first; other reasons are less.
PRESSING = ("health", "harm", "asked")


class Owners:
    """The ownership of conversations, always inside the caller's transaction."""

    def __init__(self, log: LogWriter, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def take(self, tx: Tx, actor: Actor, found: Conversation) -> None:
        """`actor` speaks from here on; nothing happens when they already do."""
        if found.kind != "owner" or not actor.is_staff:
            raise NoSuchConversation
        if found.state is State.HUMAN and found.assignee_id == actor.account_id:
            return
        self._change(tx, found, State.HUMAN, actor.account_id, "took", None)

    def assign(self, tx: Tx, actor: Actor, found: Conversation, account_id: AccountId) -> None:
        """A colleague speaks from here on; nothing happens when they already do. Raises NoSuchConversation."""
        row = find_account(tx, found.shop_id, account_id)
        if found.kind != "owner" or not actor.is_staff or row is None or row.kind != "staff" or not row.is_active:
            raise NoSuchConversation
        if found.state is State.HUMAN and found.assignee_id == account_id:
            return
        self._change(tx, found, State.HUMAN, account_id, "assigned", found.waiting_since_ms)

    def hand_back(self, tx: Tx, actor: Actor, found: Conversation) -> None:
        """The assistant speaks again; nothing happens when it already does."""
        if found.kind != "owner" or not actor.is_staff:
            raise NoSuchConversation
        if found.state in {State.ASSISTANT, State.NEW}:
            return
        self._change(tx, found, State.ASSISTANT, actor.account_id, None, None)

    def carry_on(self, tx: Tx, found: Conversation, before: Conversation) -> None:
        """What an owner was promised in another conversation holds here: the person who spoke, the place in line."""
        if before.state is State.HUMAN and found.state in {State.ASSISTANT, State.NEW}:
            self._change(tx, found, State.HUMAN, before.assignee_id, "assigned", before.waiting_since_ms)
        elif before.waiting_since_ms is not None:
            self.queue(tx, found, before.reason or "asked", before.waiting_since_ms)

    def queue(self, tx: Tx, found: Conversation, reason: str, since_ms: int | None = None) -> None:
        """A person is wanted; who waits already keeps their place, who has somebody is shown as waiting.

        `since_ms`: they have waited since then; None: from now on.
        """
        if found.kind != "owner" or found.state is State.CLOSED:
            return
        if found.state is State.QUEUED:
            self._queue_again(tx, found, reason, since_ms)
            return
        if found.state is State.HUMAN:
            if found.waiting_since_ms is None:
                store.change_conversation(tx, found.id, waiting_since_ms=since_ms or self._clock.now_ms())
                tx.publish("inbox", (found.shop_id, found.id))
            return
        self._change(tx, found, State.QUEUED, None, reason, since_ms or self._clock.now_ms())

    def _queue_again(self, tx: Tx, found: Conversation, reason: str, since_ms: int | None) -> None:
        """What is more pressing than what was known so far replaces it; the place in the queue never gets worse."""
        changed: dict[str, object] = {}
        if reason in PRESSING and found.reason not in PRESSING[: PRESSING.index(reason) + 1]:
            changed["reason"] = reason
        if since_ms is not None and since_ms < (found.waiting_since_ms or since_ms + 1):
            changed["waiting_since_ms"] = since_ms
        if changed:
            store.change_conversation(tx, found.id, **changed)
            tx.publish("inbox", (found.shop_id, found.id))

    def release(self, tx: Tx, found: Conversation) -> None:
        """Whoever spoke is gone; a person is wanted as before."""
        self._change(tx, found, State.QUEUED, None, "released", found.waiting_since_ms or self._clock.now_ms())

    def _change(
        self,
        tx: Tx,
        found: Conversation,
        state: State,
        account_id: AccountId | None,
        reason: str | None,
        waiting_since_ms: int | None,
    ) -> None:
        if found.state is State.CLOSED:
            raise ContinuedElsewhere
        epoch = found.epoch + 1
        store.change_conversation(
            tx,
            found.id,
            state=state.value,
            epoch=epoch,
            assignee_id=account_id if state is State.HUMAN else None,
            waiting_since_ms=waiting_since_ms,
            reason=reason if state is State.QUEUED else None,
        )
        self._leave_line(tx, found, state, account_id, reason, epoch)
        tx.emit(
            OwnershipChanged(
                shop_id=found.shop_id,
                key=found.id,
                state=state.value,
                epoch=epoch,
                assignee_id=account_id,
                reason=reason,
            )
        )
        tx.publish("inbox", (found.shop_id, found.id))

    def _leave_line(
        self, tx: Tx, found: Conversation, state: State, account_id: AccountId | None, reason: str | None, epoch: int
    ) -> None:
        body: dict[str, object] = {
            "type": "handover",
            "to": "assistant" if state is State.ASSISTANT else "staff",
            "reason": reason,
        }
        if account_id is not None:
            body |= {"account_id": account_id, "name": people_of(tx, [account_id])[account_id].name}
        sender = account_id or found.owner_id or AccountId("system")
        self._log.append(tx, Append(found.id, found.shop_id, sender, f"handover-{epoch}", Kind.SYSTEM, body))
