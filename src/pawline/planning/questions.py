"""What can be asked about plans."""

from __future__ import annotations

from datetime import date

from pawline.booking import BookingService, BookingStatus, Rearranging
from pawline.people import Actor, must_be_staff, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids
from pawline.shop import ShopService
from pawline.visits import VisitService

from . import store
from .errors import NoSuchPlan, NoSuchProposal
from .model import Move, MoveState, Plan, PlanState
from .policy import may_answer
from .view import DayPlanView, PlanMoveView, PlanView, ProposalView, move_view, proposal_view

# Those of them that still stand where others want to go.
STANDING = (
    MoveState.PROPOSED, MoveState.WAITING, MoveState.DECLINED, MoveState.LAPSED, MoveState.WITHDRAWN,
)  # fmt: skip
SHOWN = (PlanState.DRAFT, PlanState.SENT, PlanState.DONE)


class PlanQuestions:
    """Questions take the caller's transaction; the rest of the room builds on them."""

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, bookings: BookingService,
        book: Rearranging, visits: VisitService,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shops = shops
        self._bookings = bookings
        self._book = book
        self._visits = visits

    def plan_for(self, tx: Tx, actor: Actor, plan_id: str) -> Plan:
        """A plan of the asker's shop, for staff; raises Forbidden, NoSuchPlan."""
        must_be_staff(actor)
        found = store.find(tx, actor.shop_id, plan_id)
        if found is None:
            raise NoSuchPlan
        return found

    def view_for(self, tx: Tx, actor: Actor, plan_id: str) -> PlanView:
        """A plan with its moves, for staff; raises Forbidden, NoSuchPlan."""
        return self._plan_view(tx, self.plan_for(tx, actor, plan_id))

    def of_day(self, tx: Tx, actor: Actor, day: date) -> DayPlanView:
        """The newest plan of a day that was not given up, for staff; raises Forbidden."""
        must_be_staff(actor)
        found = store.newest_of(tx, actor.shop_id, day, SHOWN)
        return DayPlanView(None if found is None else self._plan_view(tx, found))

    def move_for(self, tx: Tx, actor: Actor, move_id: str) -> Move:
        """A proposal that the asker may answer; raises NoSuchProposal."""
        found = store.find_move(tx, actor.shop_id, move_id)
        if found is None or found.state in (MoveState.DRAFT, MoveState.LEFT_OUT):
            raise NoSuchProposal
        booking = self._bookings.booking_of(tx, actor.shop_id, found.booking_id)
        if not may_answer(actor, booking.owner_id):
            raise NoSuchProposal
        return found

    def proposal_for(self, tx: Tx, actor: Actor, move_id: str) -> ProposalView:
        """The card of a proposal that the asker may answer; raises NoSuchProposal."""
        return self._proposal(tx, self.move_for(tx, actor, move_id))

    def proposal_of(self, tx: Tx, shop_id: str, move_id: str) -> ProposalView:
        """The card of a proposal, for the shop's own reactions; raises NoSuchProposal."""
        found = store.find_move(tx, shop_id, move_id)
        if found is None:
            raise NoSuchProposal
        return self._proposal(tx, found)

    # For the room's own use

    def _proposal(self, tx: Tx, move: Move) -> ProposalView:
        """The card that asks for a move, with all who come along."""
        every = [one for one in store.moves_of(tx, move.shop_id, move.plan_id) if one.card_id == move.card_id]
        every.sort(key=lambda one: one.asked_with is not None)
        bookings = [self._bookings.view_of(tx, one.shop_id, one.booking_id) for one in every]
        return proposal_view(list(zip(every, bookings, strict=True)), _names(tx, every))

    def _plan_view(self, tx: Tx, plan: Plan) -> PlanView:
        moves = store.moves_of(tx, plan.shop_id, plan.id)
        names = _names(tx, moves)
        in_way = {str(one.booking_id): one for one in moves if one.state in STANDING}
        cards = {one.id: str(one.booking_id) for one in moves}
        made_by = people_of(tx, [plan.made_by])
        return PlanView(
            id=plan.id,
            version=plan.version,
            day=plan.day.isoformat(),
            state=plan.state.value,
            cause=plan.cause,
            made_ms=plan.made_ms,
            made_by=made_by[plan.made_by].name if plan.made_by in made_by else "",
            sent_ms=plan.sent_ms,
            is_best=plan.is_best,
            moves=[self._move_view(tx, one, names, in_way, cards) for one in moves],
        )

    def _move_view(
        self, tx: Tx, move: Move, names: dict[str, str], in_way: dict[str, Move], cards: dict[str, str]
    ) -> PlanMoveView:  # fmt: skip
        booking = self._bookings.booking_of(tx, move.shop_id, move.booking_id)
        view = self._bookings.view_of(tx, move.shop_id, move.booking_id)
        waits = self._waits_for(tx, move, in_way) if move.state is MoveState.WAITING else set[str]()
        pets = [self._bookings.view_of(tx, move.shop_id, one).pet.name for one in sorted(waits)]
        return move_view(move, view, booking.c, names, pets, cards.get(move.asked_with or ""))

    def _waits_for(self, tx: Tx, move: Move, in_way: dict[str, Move]) -> set[str]:
        """The bookings of the plan that still stand where this one wants to go, or with a groomer who has enough; and
        whoever has not said yes yet to a time that is held."""
        taken = self._book.in_the_way(tx, move.shop_id, move.to.claims if move.to else ())
        held = {one for one, status in taken.items() if status is BookingStatus.HELD}
        found = {one for one in taken if one != move.booking_id and (one in in_way or one in held)}
        return found | {one for one in move.needs if one in in_way and self._makes_room(tx, move, in_way[one])}

    def _makes_room(self, tx: Tx, move: Move, other: Move) -> bool:
        """Whether another has to leave the groomer to whom this one goes first."""
        if move.to is None:
            return False
        to = move.to
        leaves = other.here.groomer_id == to.groomer_id and (other.to is None or other.to.groomer_id != to.groomer_id)
        return leaves and self._book.has_enough(tx, move.shop_id, move.booking_id, to.groomer_id, to.start_ms)


def _names(tx: Tx, moves: list[Move]) -> dict[str, str]:
    ids = {spot.groomer_id for one in moves for spot in (one.here, one.to) if spot is not None}
    ids |= {one.answered_by for one in moves if one.answered_by is not None}
    return {account_id: person.name for account_id, person in people_of(tx, ids).items() if person.kind != "owner"}
