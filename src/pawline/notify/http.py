"""The desk's inbox and files over HTTP."""

from typing import Annotated

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from pawline.notify.desk import OwnerFile, OwnerFiles
from pawline.notify.inbox import Inbox, InboxView
from pawline.platform.web.http import STAFF, Asked, may


def routes(inbox: Inbox, files: OwnerFiles) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @get("/api/desk/inbox", **may(STAFF, "desk.inbox", "Every open conversation of the shop"))
    async def rows(request: Asked) -> InboxView:
        return await inbox.all(request.user)

    @get("/api/desk/inbox/find", **may(STAFF, "desk.find", "Conversations by owner, pet or the end of a phone number"))
    async def find(request: Asked, text: Annotated[str, QueryParameter(min_length=1, max_length=40)]) -> InboxView:
        return await inbox.find(request.user, text)

    @get("/api/desk/owners/{owner_id:str}", **may(STAFF, "desk.owner", "An owner's file"))
    async def owner(request: Asked, owner_id: str) -> OwnerFile:
        return await files.file(request.user, owner_id)

    return [rows, find, owner]
