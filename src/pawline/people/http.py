"""The people room over HTTP: signing in and out, phone numbers, the team."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from pawline.people.errors import WrongCode
from pawline.people.model import Actor, Lang, Role
from pawline.people.phones import Phones
from pawline.people.service import SESSION_DAYS, People, SignedIn
from pawline.people.staff import Staff
from pawline.platform.ids import ShopId
from pawline.platform.web.http import (
    MANAGER,
    OWNER,
    PUBLIC,
    SIGNED_IN,
    Asked,
    cookie_name,
    may,
    network_of,
    session_cookie,
)

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class OwnerHello(msgspec.Struct):
    """A phone opens the shop's page. `shop` is a slug; without it the installation's first shop."""

    lang: Lang = "zh"
    shop: str | None = None


class StaffHello(msgspec.Struct):
    """A member of staff signs in."""

    login: Annotated[str, msgspec.Meta(max_length=80)]
    password: Annotated[str, msgspec.Meta(max_length=200)]
    lang: Lang = "zh"
    shop: str | None = None


class ChangeMe(msgspec.Struct):
    """One's own language or name; what is left out stays."""

    lang: Lang | None = None
    name: Name | None = None


class AskCode(msgspec.Struct):
    """Where the one-time code should go."""

    phone: Annotated[str, msgspec.Meta(max_length=30)]


class CodeAnswer(msgspec.Struct):
    """The code is on its way. `demo_inbox` is the page that shows it, in a demo only."""

    tail: str
    expires_ms: int
    demo_inbox: str | None


class TryCode(msgspec.Struct):
    """A phone number and the code that arrived there."""

    phone: Annotated[str, msgspec.Meta(max_length=30)]
    code: Annotated[str, msgspec.Meta(max_length=12)]


class Colleague(msgspec.Struct):
    """One of the team. `last_seen_ms` is None before the first sign-in."""

    id: str
    name: str
    title: str
    role: str
    login: str | None
    is_active: bool
    last_seen_ms: int | None


class Team(msgspec.Struct):
    """Everybody who works or worked here."""

    people: list[Colleague]


class Invite(msgspec.Struct):
    """Whom to invite, as what."""

    name: Name
    role: Role


class Link(msgspec.Struct):
    """A link to hand on; it works once, for a week."""

    link: str


class InvitationCard(msgspec.Struct):
    """What an invitation link is for."""

    kind: str
    name: str
    role: str
    shop_name: dict[str, str]
    login: str | None


class Accept(msgspec.Struct):
    """Using an invitation link: `login` and `name` only when joining."""

    token: Annotated[str, msgspec.Meta(max_length=80)]
    password: Annotated[str, msgspec.Meta(max_length=200)]
    login: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    name: Name | None = None


class Desk:
    """What the people room needs from above to answer: the shop's side of `Me`."""

    def __init__(
        self,
        me: Callable[[Actor], Awaitable[Any]],
        shop_id: Callable[[str | None], Awaitable[ShopId]],
        shop_name: Callable[[str], Awaitable[dict[str, str]]],
        join_link: Callable[[str, str], Awaitable[str]],
    ) -> None:
        self.me = me
        self.shop_id = shop_id
        self.shop_name = shop_name
        self.join_link = join_link


def signed_in(request: Request[Any, Any, Any], done: SignedIn, me: Any) -> Response[Any]:
    """An answer that also gives the device its session cookie."""
    side = "desk" if done.actor.is_staff else "owner"
    return Response(me, cookies=[session_cookie(request, side, done.token, SESSION_DAYS * 86_400)])


def stays(request: Request[Any, Any, Any], me: Any) -> Response[Any]:
    """An answer to a page that is opened: its cookie lasts as long as the session does, from now on."""
    name = cookie_name(request)
    kept = request.cookies.get(name)
    side = "desk" if request.user.is_staff else "owner"
    cookies = [session_cookie(request, side, kept, SESSION_DAYS * 86_400)] if kept and kept == request.auth else []
    return Response(me, cookies=cookies)


def routes(people: People, staff: Staff, phones: Phones, desk: Desk) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @post("/api/owner/session", **may(PUBLIC, "people.arrive", "Open the shop's page on this device"))
    async def arrive(request: Request[Any, Any, Any], data: OwnerHello) -> Response[Any]:
        shop_id = await desk.shop_id(data.shop)
        if request.user is not None and request.user.kind == "owner" and request.user.shop_id == shop_id:
            return stays(request, await desk.me(request.user))
        done = await people.arrive(shop_id, data.lang, network_of(request))
        return signed_in(request, done, await desk.me(done.actor))

    @post("/api/staff/session", **may(PUBLIC, "people.sign_in", "Sign in with a password"))
    async def sign_in(request: Request[Any, Any, Any], data: StaffHello) -> Response[Any]:
        done = await people.sign_in(
            await desk.shop_id(data.shop), data.login.strip(), data.password, network_of(request)
        )
        return signed_in(request, done, await desk.me(done.actor))

    @delete("/api/session", status_code=204, **may(SIGNED_IN, "people.sign_out", "End this session"))
    async def sign_out(request: Asked) -> Response[None]:
        await people.sign_out(request.user, request.auth or "")
        gone = Cookie(key=cookie_name(request), value="", max_age=0, path="/")
        return Response(None, status_code=204, cookies=[gone])

    @get("/api/me", **may(SIGNED_IN, "people.me", "Who is signed in here"))
    async def who_am_i(request: Asked) -> Response[Any]:
        return stays(request, await desk.me(request.user))

    @patch("/api/me", **may(SIGNED_IN, "people.change_me", "Change one's language or name"))
    async def change_me(request: Asked, data: ChangeMe) -> Response[Any]:
        return Response(await desk.me(await people.change_me(request.user, lang=data.lang, name=data.name)))

    @post("/api/phone/code", status_code=200, **may(OWNER, "people.send_code", "Send a one-time code to a phone"))
    async def send_code(request: Asked, data: AskCode) -> CodeAnswer:
        sent = await phones.send_code(request.user, data.phone)
        return CodeAnswer(sent.tail, sent.expires_ms, sent.inbox)

    @post("/api/phone/verify", status_code=200, **may(OWNER, "people.verify_phone", "Prove a phone by its code"))
    async def verify(request: Asked, data: TryCode) -> Response[Any]:
        if not data.code.strip().isdigit():
            raise WrongCode
        done = await phones.verify(request.user, request.auth or "", data.phone, data.code)
        return signed_in(request, done, await desk.me(done.actor))

    @get("/api/people", **may(MANAGER, "people.team", "The shop's team"))
    async def team(request: Asked) -> Team:
        rows = await staff.team(request.user)
        return Team([Colleague(r.id, r.name, r.title, r.role, r.login, r.is_active, r.seen_ms) for r in rows])

    @post("/api/people/invitations", **may(MANAGER, "people.invite", "Invite a colleague"))
    async def invite(request: Asked, data: Invite) -> Link:
        return Link(await desk.join_link(request.user.shop_id, await staff.invite(request.user, data.name, data.role)))

    @post("/api/people/{account_id:str}/reset", **may(MANAGER, "people.reset", "A link for a new password"))
    async def reset(request: Asked, account_id: str) -> Link:
        return Link(await desk.join_link(request.user.shop_id, await staff.reset(request.user, account_id)))

    @post(
        "/api/people/{account_id:str}/deactivate",
        status_code=204,
        **may(MANAGER, "people.deactivate", "End a colleague's access"),
    )
    async def deactivate(request: Asked, account_id: str) -> None:
        await staff.deactivate(request.user, account_id)

    @get("/api/invitations/{token:str}", **may(PUBLIC, "people.invitation", "What an invitation link is for"))
    async def invitation(token: Annotated[str, PathParameter(max_length=80)]) -> InvitationCard:
        found = await staff.look_at(token)
        return InvitationCard(
            found.kind, found.name, found.role.value, await desk.shop_name(found.shop_id), found.login
        )

    @post("/api/invitations/accept", **may(PUBLIC, "people.accept", "Use an invitation link"))
    async def accept(request: Request[Any, Any, Any], data: Accept) -> Response[Any]:
        done = await staff.accept(data.token, data.password, data.login, data.name)
        return signed_in(request, done, await desk.me(done.actor))

    return [
        arrive, sign_in, sign_out, who_am_i, change_me, send_code, verify, team, invite, reset, deactivate,
        invitation, accept,
    ]  # fmt: skip
