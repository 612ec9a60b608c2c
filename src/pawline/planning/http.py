"""The planning room over HTTP: plans for the desk, and the answer to a proposal."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from pawline.planning.service import PlanService
from pawline.planning.view import DayPlanView, PlanView, ProposalView
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, may

Minutes = Annotated[int, msgspec.Meta(ge=1, le=720)]
BookingName = Annotated[str, msgspec.Meta(max_length=32)]


class NewPlan(msgspec.Struct):
    """The day to lay out anew, and by booking how many minutes longer a visit takes than planned."""

    day: date
    longer_min: Annotated[dict[BookingName, Minutes], msgspec.Meta(max_length=50)] = {}


class Choice(msgspec.Struct):
    """Whether a move is part of the plan."""

    is_in: bool


class Reply(msgspec.Struct):
    """The version of the card that was tapped, and the answer."""

    version: int
    is_yes: bool


def routes(plans: PlanService, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @post("/api/desk/plans", status_code=200, **may(STAFF, "planning.make", "Look for a plan for the rest of a day"))
    async def make(request: Asked, data: JSONBody[NewPlan], key: Key) -> PlanView:
        return await plans.make(request.user, data.day, data.longer_min, key)

    @get("/api/desk/plans", **may(STAFF, "planning.day", "The newest plan of a day"))
    async def of_day(request: Asked, day: FromQuery[date]) -> DayPlanView:
        return await db.read(lambda tx: plans.of_day(tx, request.user, day))

    @get("/api/desk/plans/{plan_id:str}", **may(STAFF, "planning.show", "A plan with its moves"))
    async def show(request: Asked, plan_id: FromPath[str]) -> PlanView:
        return await db.read(lambda tx: plans.view_for(tx, request.user, plan_id))

    @post(
        "/api/desk/plans/{plan_id:str}/moves/{move_id:str}",
        status_code=200,
        **may(STAFF, "planning.choose", "Leave a move out of a draft, or take it in again"),
    )
    async def choose(
        request: Asked, plan_id: FromPath[str], move_id: FromPath[str], data: JSONBody[Choice], key: Key
    ) -> PlanView:
        return await plans.choose(request.user, plan_id, move_id, data.is_in, key)

    @post(
        "/api/desk/plans/{plan_id:str}/send", status_code=200, **may(STAFF, "planning.send", "Ask the owners of a plan")
    )
    async def send(request: Asked, plan_id: FromPath[str], key: Key) -> PlanView:
        return await plans.send(request.user, plan_id, key)

    @post("/api/desk/plans/{plan_id:str}/drop", status_code=200, **may(STAFF, "planning.drop", "Give a plan up"))
    async def drop(request: Asked, plan_id: FromPath[str], key: Key) -> PlanView:
        return await plans.drop(request.user, plan_id, key)

    @post(
        "/api/proposals/{move_id:str}/answer",
        status_code=200,
        **may(SIGNED_IN, "planning.answer", "Answer a proposal, or for an owner who has telephoned"),
    )
    async def answer(request: Asked, move_id: FromPath[str], data: JSONBody[Reply], key: Key) -> ProposalView:
        return await plans.answer(request.user, move_id, data.version, data.is_yes, key)

    return [make, of_day, show, choose, send, drop, answer]
