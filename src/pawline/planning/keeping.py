"""How plans are kept: each change of a move with its facts and its timer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pawline.booking import BookingStatus, NewSpot, has_begun
from pawline.platform import jobs
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.shop import Label

from . import store
from .errors import PlanSent, ProposalOver
from .events import PlanChanged, ProposalChanged, ProposalFact, ProposalMade
from .model import PENDING, Move, MoveKind, MoveState, Plan, PlanState, together
from .questions import STANDING, PlanQuestions

LAPSE_JOB = "planning.lapse"
SETTLE_JOB = "planning.settle"
OWN_CHANGE = Label("这个预约已经有了别的变化", "The booking has changed meanwhile")


class PlanKeeping(PlanQuestions):
    """The writes that the commands are made of, all inside the caller's transaction."""

    # Borrowed by this room's reactions

    def follow(self, tx: Tx, shop_id: str, booking_id: str) -> None:
        """A booking changed: what was planned for it is void, and others may find room where it was."""
        for move in store.pending_of(tx, shop_id, booking_id):
            if not self._is_as_planned(tx, move):
                # Whoever changed it knows.
                self._set_all(tx, move, MoveState.STALE, is_told=False, note=OWN_CHANGE)
        for plan_id in store.plans_waiting(tx, shop_id):
            jobs.schedule(tx, SETTLE_JOB, plan_id, shop_id, self._clock.now_ms())

    # What becomes of a move

    def _along(self, tx: Tx, move: Move) -> list[Move]:
        """The moves about which the owner is asked with one card, this one among them; the one with the card last."""
        every = store.moves_of(tx, move.shop_id, move.plan_id)
        found = [one for one in every if one.card_id == move.card_id]
        return sorted(found, key=lambda one: one.asked_with is None)

    def _set_all(self, tx: Tx, move: Move, state: MoveState, *, is_told: bool = True, **more: Any) -> None:
        """The same for all pets that come together, as far as anybody is waited for."""
        for one in self._along(tx, move):
            if one.state in PENDING:
                self._set(tx, one, state, is_told=is_told, **more)

    def _set(self, tx: Tx, old: Move, state: MoveState, *, is_told: bool = True, **more: Any) -> Move:
        new = replace(old, state=state, version=old.version + 1, **more)
        if not store.swap_move(tx, old, new):
            raise ProposalOver(state=old.state.value)
        if state in PENDING:
            jobs.schedule(tx, LAPSE_JOB, new.id, new.shop_id, new.lapses_ms)
        else:
            jobs.cancel(tx, LAPSE_JOB, new.id)
        self._say(tx, old, new, is_told)
        if old.state in PENDING and state not in PENDING:
            self._close(tx, new)
        return new

    def _say(self, tx: Tx, old: Move, new: Move, is_told: bool) -> None:
        tx.emit(PlanChanged(shop_id=new.shop_id, key=new.plan_id))
        if new.kind is MoveKind.PLACE or new.asked_with is not None:
            return
        if old.state is MoveState.DRAFT and new.state in PENDING:
            self._tell(tx, ProposalMade, new, is_told)
        elif old.state in PENDING:
            self._tell(tx, ProposalChanged, new, is_told)

    def _tell(self, tx: Tx, fact: type[ProposalFact], move: Move, is_told: bool) -> None:
        one = self._bookings.booking_of(tx, move.shop_id, move.booking_id)
        tx.emit(
            fact(
                shop_id=move.shop_id, key=one.id, move_id=move.id, booking_id=one.id, c=one.c,
                owner_id=one.owner_id, version=move.version, state=move.state.value, is_told=is_told,
            )
        )  # fmt: skip

    def _close(self, tx: Tx, move: Move) -> None:
        """A plan is done when nobody is waited for any more."""
        plan = store.find(tx, move.shop_id, move.plan_id)
        left = [one for one in store.moves_of(tx, move.shop_id, move.plan_id) if one.state in PENDING]
        if plan is not None and plan.state is PlanState.SENT and not left:
            self._swap(tx, plan, PlanState.DONE)

    def _swap(self, tx: Tx, old: Plan, state: PlanState, **more: Any) -> Plan:
        new = replace(old, state=state, version=old.version + 1, **more)
        if not store.swap(tx, old, new):
            raise PlanSent(state=old.state.value)
        tx.emit(PlanChanged(shop_id=new.shop_id, key=new.id))
        return new

    def _is_as_planned(self, tx: Tx, move: Move) -> bool:
        one = self._bookings.booking_of(tx, move.shop_id, move.booking_id)
        is_sure = one.status is BookingStatus.CONFIRMED and not has_begun(one)
        return is_sure and one.terms_version == move.terms_version

    # Carrying out

    def _next(self, tx: Tx, shop_id: str, plan_id: str) -> list[Move]:
        """Moves whose owners have said yes and that can be carried out together now; none when all of them wait."""
        moves = store.moves_of(tx, shop_id, plan_id)
        in_way = {str(one.booking_id): one for one in moves if one.state in STANDING}
        ready = {str(one.booking_id): one for one in moves if one.state is MoveState.WAITING}
        waits = {
            booking_id: self._waits_for(tx, one, in_way) | _with_one_card(one, moves)
            for booking_id, one in ready.items()
        }
        groups = [group for one in ready if (group := together(one, waits)) is not None]
        return [ready[one] for one in sorted(min(groups, key=len))] if groups else []

    def _carry_out(self, tx: Tx, group: list[Move]) -> None:
        """All of them or none; raises the refusals of the book."""
        wanted: list[NewSpot] = []
        for move in group:
            assert move.to is not None, "who cannot be kept is never accepted"
            # Before the booking says that it has moved: a change of its own would make this stale.
            self._set(tx, move, MoveState.APPLIED)
            to = move.to
            wanted.append(NewSpot(move.booking_id, move.terms_version, to.start_ms, to.groomer_id, to.place_ids))
        self._book.rearrange(tx, group[0].shop_id, wanted)

    def _spoil(self, tx: Tx, group: list[Move], refusal: PawlineError) -> None:
        """What was agreed cannot be done: somebody else has the time, or the shop has changed again."""
        note = Label(refusal.sentence("zh"), refusal.sentence("en"))
        for move in group:
            known = store.find_move(tx, move.shop_id, move.id)
            if known is not None and known.state is MoveState.WAITING:
                self._set(tx, known, MoveState.STALE, note=note)


def _with_one_card(move: Move, moves: list[Move]) -> set[str]:
    """The bookings of those that come along with it."""
    return {str(one.booking_id) for one in moves if one.card_id == move.card_id and one.id != move.id}
