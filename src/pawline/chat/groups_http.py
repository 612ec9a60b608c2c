"""Groups over HTTP."""

import msgspec
from litestar import delete, patch, post
from litestar.handlers import HTTPRouteHandler

from pawline.chat.groups import Groups
from pawline.chat.model import Conversation
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, may


class FoundBody(msgspec.Struct):
    """A new group."""

    title: str


class ChangeBody(msgspec.Struct):
    """What changes; None stays. `slow_s`: the least seconds between two messages of a member, 0 for none."""

    title: str | None = None
    slow_s: int | None = None


class InviteBody(msgspec.Struct):
    """How many may come in by the link, and for how many days."""

    uses: int = 50
    days: int = 7


class LinkAnswer(msgspec.Struct):
    """The link's secret; it is shown once."""

    token: str


class RoleBody(msgspec.Struct):
    """`keeper` or `member`."""

    role: str


class SilenceBody(msgspec.Struct):
    """For how many minutes; 0 lets them write again."""

    minutes: int


def routes(groups: Groups) -> list[HTTPRouteHandler]:
    """The routes of groups."""

    @post("/api/groups", status_code=200, **may(STAFF, "groups.found", "Make a group"))
    async def found(request: Asked, data: FoundBody) -> Conversation:
        return await groups.found(request.user, data.title)

    @patch("/api/groups/{c:str}", **may(SIGNED_IN, "groups.change", "Name and slow mode"))
    async def change(request: Asked, c: str, data: ChangeBody) -> Conversation:
        return await groups.change(request.user, c, data.title, data.slow_s)

    @post("/api/groups/{c:str}/links", status_code=200, **may(SIGNED_IN, "groups.invite", "A link that lets people in"))
    async def invite(request: Asked, c: str, data: InviteBody) -> LinkAnswer:
        return LinkAnswer(await groups.invite(request.user, c, data.uses, data.days))

    @delete("/api/groups/{c:str}/links", **may(SIGNED_IN, "groups.close_links", "No link lets anybody in"))
    async def close_links(request: Asked, c: str) -> None:
        await groups.close_links(request.user, c)

    @post("/api/groups/join/{token:str}", status_code=200, **may(SIGNED_IN, "groups.join", "Come in by a link"))
    async def join(request: Asked, token: str) -> Conversation:
        return await groups.join(request.user, token)

    @post("/api/groups/{c:str}/leave", status_code=204, **may(SIGNED_IN, "groups.leave", "Leave"))
    async def leave(request: Asked, c: str) -> None:
        await groups.leave(request.user, c)

    @delete("/api/groups/{c:str}/members/{account_id:str}", **may(SIGNED_IN, "groups.remove", "Show somebody out"))
    async def remove(request: Asked, c: str, account_id: str) -> None:
        await groups.remove(request.user, c, account_id)

    @post(
        "/api/groups/{c:str}/members/{account_id:str}/role",
        status_code=204,
        **may(SIGNED_IN, "groups.set_role", "Let somebody help to look after the group"),
    )
    async def set_role(request: Asked, c: str, account_id: str, data: RoleBody) -> None:
        await groups.set_role(request.user, c, account_id, data.role)

    @post(
        "/api/groups/{c:str}/members/{account_id:str}/silence",
        status_code=204,
        **may(SIGNED_IN, "groups.silence", "Somebody may not write for a while"),
    )
    async def silence(request: Asked, c: str, account_id: str, data: SilenceBody) -> None:
        await groups.silence(request.user, c, account_id, data.minutes)

    return [found, change, invite, close_links, join, leave, remove, set_role, silence]
