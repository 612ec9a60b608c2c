"""The language model of a shop over HTTP, for its managers."""

from __future__ import annotations

from litestar import get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from pawline.platform.web.http import MANAGER, Asked, may

from .lm_settings import LanguageModels, ModelChange, ModelTried, ModelView


def routes(models: LanguageModels) -> list[HTTPRouteHandler]:
    """The routes."""

    @get("/api/desk/language-model", **may(MANAGER, "assistant.model", "The shop's language model, without its key"))
    async def show(request: Asked) -> ModelView:
        return await models.show(request.user)

    @put("/api/desk/language-model", **may(MANAGER, "assistant.set_model", "Choose it, agree to it, switch it"))
    async def change(request: Asked, data: JSONBody[ModelChange]) -> ModelView:
        return await models.change(request.user, data)

    @post("/api/desk/language-model/test", status_code=200, **may(MANAGER, "assistant.try_model", "Really call it"))
    async def try_out(request: Asked, data: JSONBody[ModelChange]) -> ModelTried:
        """With a sentence of ours; what was typed is not kept."""
        return await models.try_out(request.user, data)

    return [show, change, try_out]
