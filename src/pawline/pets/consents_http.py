"""Consents over HTTP: the shop's texts for managers, what was agreed to for a pet."""

import msgspec
from litestar import get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.pets.consent_view import ConsentForm, ConsentsView
from pawline.pets.consents import ConsentChange, Consents
from pawline.platform.db import Database
from pawline.platform.web.http import MANAGER, SIGNED_IN, Asked, may


class AgreedTo(msgspec.Struct):
    """The version of the words that were read."""

    version: int


def routes(consents: Consents, db: Database) -> list[HTTPRouteHandler]:
    """The routes of consents."""
    one = "/api/pets/{pet_id:str}/consents/{consent:str}"

    @get("/api/desk/consents", **may(MANAGER, "consents.forms", "What owners are asked to agree to"))
    async def forms(request: Asked) -> list[ConsentForm]:
        return await db.read(lambda tx: consents.forms(tx, request.user))

    @put(
        "/api/desk/consents/{consent:str}",
        **may(MANAGER, "consents.change", "Change a consent, or switch it on or off"),
    )
    async def change(request: Asked, consent: FromPath[str], data: JSONBody[ConsentChange]) -> ConsentForm:
        """Other words are another version, which owners are asked for anew."""
        return await consents.change(request.user, consent, data)

    @get("/api/pets/{pet_id:str}/consents", **may(SIGNED_IN, "consents.list", "What was agreed to for a pet"))
    async def show(request: Asked, pet_id: FromPath[str]) -> ConsentsView:
        return await db.read(lambda tx: consents.of_pet(tx, request.user, pet_id))

    @post(f"{one}/agree", status_code=200, **may(SIGNED_IN, "consents.agree", "Agree for a pet, or note that"))
    async def agree(
        request: Asked, pet_id: FromPath[str], consent: FromPath[str], data: JSONBody[AgreedTo]
    ) -> ConsentsView:
        return await consents.agree(request.user, pet_id, consent, data.version)

    @post(f"{one}/withdraw", status_code=200, **may(SIGNED_IN, "consents.withdraw", "Take a consent back"))
    async def withdraw(request: Asked, pet_id: FromPath[str], consent: FromPath[str]) -> ConsentsView:
        return await consents.withdraw(request.user, pet_id, consent)

    return [forms, change, show, agree, withdraw]
