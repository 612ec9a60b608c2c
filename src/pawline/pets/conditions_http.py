"""How a pet is for a while, over HTTP; each answer has all of the pet's."""

from __future__ import annotations

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.pets.conditions import Conditions, NewCondition
from pawline.pets.view import ConditionsView
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, Asked, may

ALL = "/api/pets/{pet_id:str}/conditions"


def routes(conditions: Conditions, db: Database) -> list[HTTPRouteHandler]:
    """The routes of a pet's conditions."""

    @get(ALL, **may(SIGNED_IN, "pets.conditions", "How a pet is"))
    async def show(request: Asked, pet_id: FromPath[str]) -> ConditionsView:
        return await db.read(lambda tx: conditions.of_pet(tx, request.user, pet_id))

    @post(ALL, status_code=200, **may(SIGNED_IN, "pets.note_condition", "Write down how a pet is"))
    async def note(request: Asked, pet_id: FromPath[str], data: JSONBody[NewCondition]) -> ConditionsView:
        return await conditions.note(request.user, pet_id, data)

    @post(
        f"{ALL}/{{condition_id:str}}/end",
        status_code=200,
        **may(SIGNED_IN, "pets.end_condition", "Say that it is over"),
    )
    async def end(request: Asked, pet_id: FromPath[str], condition_id: FromPath[str]) -> ConditionsView:
        return await conditions.end(request.user, pet_id, condition_id)

    return [show, note, end]
