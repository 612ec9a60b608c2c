"""What can be done with plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

import msgspec

from pawline.booking import BookingService, Rearranging
from pawline.people import Actor, must_be_staff
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.commands import carry_out
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput, PawlineError
from pawline.platform.ids import Ids
from pawline.shop import Label, ShopService
from pawline.visits import VisitService

from . import store
from .drafting import PlanDrafting
from .errors import NoSuchProposal, NothingWrong, PlanEmpty, PlanSent, ProposalOver
from .keeping import OWN_CHANGE, SETTLE_JOB
from .laying import NOTICE_MS, moves_of
from .model import (
    PENDING,
    Move,
    MoveKind,
    MoveState,
    Plan,
    PlanState,
    with_needed,
    with_needing,
)
from .searching import Search
from .view import PlanView, ProposalView

Answer = TypeVar("Answer", bound=msgspec.Struct)
TOO_LATE = Label("来不及问了，打电话说好以后手动改", "It's too late to ask: call, then move it by hand")
# Each step carries out one move at least.
MOST_STEPS = 500


class PlanService(PlanDrafting):
    """Questions take the caller's transaction, verbs open their own.

    Every command takes a `key`: the same key with the same request is carried out once.
    """

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, bookings: BookingService,
        book: Rearranging, visits: VisitService, search: Search | None = None,
    ) -> None:  # fmt: skip
        super().__init__(db, clock, ids, shops, bookings, book, visits)
        self._search = search or Search()

    async def make(self, actor: Actor, day: date, longer_min: Mapping[str, int], key: str) -> PlanView:
        """Looks for a plan for the rest of a day and keeps it as a draft, in place of an older draft.

        `longer_min` is by booking how many minutes longer a visit takes than planned, begun or not. The search is done
        in a process of its own, outside of any transaction. Raises Forbidden, ClosedDay, NothingWrong, NothingFound.
        """
        must_be_staff(actor)
        sheet = await self._db.read(lambda tx: self._sheet(tx, actor, day, longer_min))
        layout = await self._search.lay_out(sheet.day)
        proposed = moves_of(sheet, layout)
        if not proposed:
            raise NothingWrong

        def work(tx: Tx) -> PlanView:
            for old in store.of_day(tx, actor.shop_id, day, PlanState.DRAFT):
                self._swap(tx, old, PlanState.DROPPED)
            return self._plan_view(tx, self._draft(tx, actor, sheet, layout, proposed))

        return await carry_out(self._db, self._clock, actor, key, ("plan", day, dict(longer_min)), PlanView, work)

    async def choose(self, actor: Actor, plan_id: str, move_id: str, is_in: bool, key: str) -> PlanView:
        """Leaves a move out of a draft together with those that need its place, or takes it in again together with
        those that it needs. Raises Forbidden, NoSuchPlan, NoSuchProposal, PlanSent."""

        def work(tx: Tx) -> PlanView:
            plan, moves = self._draft_of(tx, actor, plan_id)
            by_booking = {str(one.booking_id): one for one in moves}
            chosen = next((one for one in moves if one.id == move_id), None)
            if chosen is None:
                raise NoSuchProposal
            # Those who come together stay out or go together.
            needs = {
                str(one.booking_id): (*one.needs, *(o.booking_id for o in moves if o.card_id == one.card_id))
                for one in moves
            }
            along = with_needed if is_in else with_needing
            wanted = MoveState.DRAFT if is_in else MoveState.LEFT_OUT
            for booking_id in sorted(along([chosen.booking_id], needs)):
                if by_booking[booking_id].state is not wanted:
                    self._set(tx, by_booking[booking_id], wanted)
            return self._plan_view(tx, plan)

        return await carry_out(self._db, self._clock, actor, key, ("choose", plan_id, move_id, is_in), PlanView, work)

    async def send(self, actor: Actor, plan_id: str, key: str) -> PlanView:
        """Asks the owners; what disturbs nobody is done at once. Whatever older plans still waited for is withdrawn.

        Raises Forbidden, NoSuchPlan, PlanSent, PlanEmpty.
        """

        def work(tx: Tx) -> PlanView:
            plan, moves = self._draft_of(tx, actor, plan_id)
            chosen = [one for one in moves if one.state is MoveState.DRAFT]
            if not chosen:
                raise PlanEmpty
            agreed = self._withdraw_older(tx, plan, chosen)
            for group in _by_card(chosen):
                self._send_group(tx, group, all(one.booking_id in agreed for one in group))
            self._swap(tx, plan, PlanState.SENT, sent_ms=self._clock.now_ms())
            self._close(tx, chosen[0])
            jobs.schedule(tx, SETTLE_JOB, plan.id, plan.shop_id, self._clock.now_ms())
            return self._plan_view(tx, self.plan_for(tx, actor, plan_id))

        await carry_out(self._db, self._clock, actor, key, ("send", plan_id), PlanView, work)
        return await self._settled(actor, plan_id)

    async def drop(self, actor: Actor, plan_id: str, key: str) -> PlanView:
        """Gives a plan up; owners who were asked hear that all stays as it was. What was carried out stays.

        Raises Forbidden, NoSuchPlan, PlanSent.
        """

        def work(tx: Tx) -> PlanView:
            plan = self.plan_for(tx, actor, plan_id)
            if plan.state not in (PlanState.DRAFT, PlanState.SENT):
                raise PlanSent(state=plan.state.value)
            new = self._swap(tx, plan, PlanState.DROPPED)
            for one in store.moves_of(tx, plan.shop_id, plan.id):
                if one.state in PENDING:
                    self._set(tx, one, MoveState.WITHDRAWN)
            return self._plan_view(tx, new)

        return await carry_out(self._db, self._clock, actor, key, ("drop", plan_id), PlanView, work)

    async def answer(self, actor: Actor, move_id: str, version: int, is_yes: bool, key: str) -> ProposalView:
        """The owner's answer, or that which staff heard by telephone, for all pets that come together. A yes is carried
        out as soon as there is room.

        Raises NoSuchProposal, ProposalOver; BadInput for a yes to what has no time.
        """

        def work(tx: Tx) -> ProposalView:
            move = self.move_for(tx, actor, move_id)
            now_ms = self._clock.now_ms()
            if move.state is not MoveState.PROPOSED or move.version != version or now_ms >= move.lapses_ms:
                raise ProposalOver(state=move.state.value)
            if is_yes and move.to is None:
                raise BadInput(reason="nothing to accept")
            state = MoveState.WAITING if is_yes else MoveState.DECLINED
            self._set_all(tx, move, state, answered_ms=now_ms, answered_by=actor.account_id)
            jobs.schedule(tx, SETTLE_JOB, move.plan_id, move.shop_id, now_ms)
            return self.proposal_of(tx, move.shop_id, move.id)

        await carry_out(self._db, self._clock, actor, key, ("answer", move_id, version, is_yes), ProposalView, work)
        move = await self._db.read(lambda tx: self.move_for(tx, actor, move_id))
        await self.settle(actor.shop_id, move.plan_id)
        return await self._db.read(lambda tx: self.proposal_for(tx, actor, move_id))

    async def settle(self, shop_id: str, plan_id: str) -> None:
        """Carries out everything that has been agreed and has room now, each move in its own transaction; moves that
        exchange their places go together."""
        for _ in range(MOST_STEPS):
            group = await self._db.read(lambda tx: self._next(tx, shop_id, plan_id))
            if not group:
                return
            await self._step(group)

    async def _step(self, group: list[Move]) -> None:
        """What the book refuses is taken back as a whole, and noted as void in a transaction of its own."""
        try:
            await self._db.write(lambda tx: self._carry_out(tx, group))
        except ProposalOver:
            return
        except PawlineError as refusal:
            if refusal.temporary:
                raise
            spoiled = refusal
            await self._db.write(lambda tx: self._spoil(tx, group, spoiled))

    async def lapse(self, shop_id: str, move_id: str) -> None:
        """Nobody answered in time, or no room was found: everything stays as it was."""

        def work(tx: Tx) -> None:
            move = store.find_move(tx, shop_id, move_id)
            if move is not None and move.state in PENDING and self._clock.now_ms() >= move.lapses_ms:
                self._set_all(tx, move, MoveState.LAPSED, is_told=move.to is not None)

        await self._db.write(work)

    # How it is done

    async def _settled(self, actor: Actor, plan_id: str) -> PlanView:
        await self.settle(actor.shop_id, plan_id)
        return await self._db.read(lambda tx: self.view_for(tx, actor, plan_id))

    def _draft_of(self, tx: Tx, actor: Actor, plan_id: str) -> tuple[Plan, list[Move]]:
        plan = self.plan_for(tx, actor, plan_id)
        if plan.state is not PlanState.DRAFT:
            raise PlanSent(state=plan.state.value)
        return plan, store.moves_of(tx, actor.shop_id, plan.id)

    def _send_group(self, tx: Tx, group: list[Move], is_agreed: bool) -> None:
        """Those who come together, the one with the card last."""
        now_ms = self._clock.now_ms()
        lapses_ms = min(_lapses_ms(one, now_ms) for one in group)
        note: Label | None = None
        if not all(self._is_as_planned(tx, one) for one in group):
            state, note = MoveState.STALE, OWN_CHANGE
        elif lapses_ms <= now_ms:
            state, note = MoveState.STALE, TOO_LATE
        elif group[0].kind is MoveKind.PLACE or is_agreed:
            state = MoveState.WAITING
        else:
            state = MoveState.PROPOSED
        for one in sorted(group, key=lambda one: one.asked_with is None):
            self._set(tx, replace(one, lapses_ms=lapses_ms), state, note=note)

    def _asked(self, tx: Tx, chosen: list[Move]) -> set[str]:
        """The bookings for which sending makes a card."""
        now_ms = self._clock.now_ms()

        def is_open(one: Move) -> bool:
            return self._is_as_planned(tx, one) and _lapses_ms(one, now_ms) > now_ms

        asked = [
            group for group in _by_card(chosen) if group[0].kind is not MoveKind.PLACE and all(map(is_open, group))
        ]
        return {one.booking_id for group in asked for one in group}

    def _withdraw_older(self, tx: Tx, plan: Plan, chosen: list[Move]) -> set[str]:
        """Takes back what older plans of the day wait for; tells the bookings whose owners have said yes to the very
        same before."""
        agreed, wanted = set[str](), {_aim(one) for one in chosen}
        asked = self._asked(tx, chosen)
        for older in store.of_day(tx, plan.shop_id, plan.day, PlanState.SENT):
            pending = [one for one in store.moves_of(tx, plan.shop_id, older.id) if one.state in PENDING]
            for one in pending:
                if one.state is MoveState.WAITING and _aim(one) in wanted:
                    agreed.add(one.booking_id)
                # Where the new plan asks anew its card comes in this one's place; else the owner hears that it is off.
                self._set(tx, one, MoveState.WITHDRAWN, is_told=one.booking_id not in asked)
        return agreed


def _by_card(moves: list[Move]) -> list[list[Move]]:
    """Those together about which an owner is asked with one card."""
    found: dict[str, list[Move]] = {}
    for one in moves:
        found.setdefault(one.card_id, []).append(one)
    return list(found.values())


def _aim(move: Move) -> tuple[str, int, str] | None:
    """What an owner says yes to; None for what cannot be kept."""
    return None if move.to is None else (move.booking_id, move.to.start_ms, move.to.groomer_id)


def _lapses_ms(move: Move, now_ms: int) -> int:
    """When it is too late to answer: before the present and the proposed start, of those that are still to come."""
    if move.to is None:
        return max(move.here.start_ms, now_ms + NOTICE_MS)
    if move.kind is MoveKind.PLACE:
        return move.here.start_ms if move.here.start_ms > now_ms else move.here.end_ms
    return min(one for one in (move.here.start_ms, move.to.start_ms) if one > now_ms or one == move.to.start_ms)
