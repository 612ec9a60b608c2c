"""How a plan is drawn up: the day as it stands, and what a layout of it means for the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.ids import BookingId
from pawline.solver.model import Layout
from pawline.visits import NoSuchVisit, Stage

from . import store
from .keeping import PlanKeeping
from .laying import Proposed, Sheet, here_of, sheet_of
from .model import TOLD, Move, MoveKind, MoveState, Plan, PlanState
from .reasons import cause_of, explained
from .view import MINUTE_MS

# Who should have been done by now will take at least so much longer.
LEAST_LEFT_MS = 15 * MINUTE_MS


class PlanDrafting(PlanKeeping):
    """All of it inside the caller's transaction."""

    def _sheet(self, tx: Tx, actor: Actor, day: date, longer_min: Mapping[str, int]) -> Sheet:
        book = self._book.open_day(tx, actor.shop_id, day)
        late_ms = {
            str(one.booking.id): self._late_ms(tx, actor, one.booking.id) if one.has_begun else 0
            for one in book.bookings
        }
        for booking_id in late_ms.keys() & longer_min.keys():
            late_ms[booking_id] = max(late_ms[booking_id], longer_min[booking_id] * MINUTE_MS)
        ids = [one.booking.id for one in book.bookings]
        return sheet_of(book, late_ms, store.disturbed(tx, actor.shop_id, ids, TOLD))

    def _late_ms(self, tx: Tx, actor: Actor, booking_id: str) -> int:
        """How much longer than planned a visit takes that has begun, as far as is known now."""
        try:
            visit = self._visits.visit_for(tx, actor, booking_id)
        except NoSuchVisit:
            return 0
        ready_ms = visit.ready_ms
        if visit.stage is not Stage.READY:
            ready_ms = max(
                ready_ms, self._clock.now_ms() + LEAST_LEFT_MS if visit.ends_ms < self._clock.now_ms() else 0
            )
        return max(0, ready_ms - visit.ends_ms)

    def _draft(self, tx: Tx, actor: Actor, sheet: Sheet, layout: Layout, proposed: list[Proposed]) -> Plan:
        plan = Plan(
            id=self._ids.new(),
            shop_id=actor.shop_id,
            day=sheet.book.hours.day,
            cause=cause_of(sheet),
            state=PlanState.DRAFT,
            version=1,
            made_by=actor.account_id,
            made_ms=self._clock.now_ms(),
            sent_ms=None,
            is_best=layout.is_best,
        )
        moves = _asked_together(
            [self._move(plan, sheet, layout, one, number) for number, one in enumerate(proposed)],
            [one.standing.booking.lead_id or one.standing.booking.id for one in proposed],
        )
        store.insert(tx, plan, moves)
        return plan

    def _move(self, plan: Plan, sheet: Sheet, layout: Layout, one: Proposed, position: int) -> Move:
        booking = one.standing.booking
        return Move(
            id=self._ids.new(),
            plan_id=plan.id,
            shop_id=plan.shop_id,
            booking_id=booking.id,
            position=position,
            terms_version=booking.terms_version,
            kind=one.kind,
            here=here_of(one.standing),
            to=one.to,
            needs=one.needs,
            why=explained(sheet, layout, one),
            state=MoveState.DRAFT,
            version=1,
            lapses_ms=0,
        )


def _asked_together(moves: list[Move], leads: list[BookingId]) -> list[Move]:
    """Of pets that come together the first has the card; what asks nothing of the owner is nobody's matter."""
    first: dict[tuple[str, MoveKind], str] = {}
    found: list[Move] = []
    for one, lead_id in zip(moves, leads, strict=True):
        card_id = one.id if one.kind is MoveKind.PLACE else first.setdefault((lead_id, one.kind), one.id)
        found.append(replace(one, asked_with=None if card_id == one.id else card_id))
    return found
