"""HTTP, the house way: Litestar, msgspec types in and out, one registry of who may."""
# Litestar types its scope as a union of overloads that strict mode cannot follow.
# pyright: reportUnknownMemberType=false

import ipaddress
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias, cast

import msgspec
from litestar import MediaType, Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.params import HeaderParameter, QueryParameter

from pawline.platform.errors import BadInput, Forbidden, PawlineError
from pawline.platform.web.operations import Who, admit
from pawline.platform.web.strict import judge

PUBLIC, SIGNED_IN, OWNER, STAFF, MANAGER = Who.PUBLIC, Who.SIGNED_IN, Who.OWNER, Who.STAFF, Who.MANAGER

log = logging.getLogger(__name__)

SIDES = {"owner": "pawline_owner", "desk": "pawline_desk"}
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Asked: TypeAlias = Request[Any, str | None, State]
# A command's own name: a retry with the same one is carried out once.
Key = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=1, max_length=64)]
# About which owner; the asker when it is left out.
OwnerId = Annotated[str | None, QueryParameter(name="owner_id", max_length=32)]
Authenticate: TypeAlias = Callable[[str], Awaitable[Any]]


class ErrorBody(msgspec.Struct):
    """A refusal on the wire. `temporary` decides whether a program may try again."""

    code: str
    message: str
    temporary: bool
    retry_after_ms: int | None = None
    data: dict[str, Any] = {}


class ErrorAnswer(msgspec.Struct):
    """What every failed request answers."""

    error: ErrorBody


def security_headers(files_origin: str = "") -> dict[str, str]:
    """What every answer carries; pictures, sound and video may also come from the origin of files."""
    files = f" {files_origin}" if files_origin else ""
    return {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "content-security-policy": (
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data: blob:{files}; media-src 'self' blob:{files}; connect-src 'self'; "
            "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    }


def may(who: Who, operation: str, summary: str) -> dict[str, Any]:
    """The registry entry of a route: who may, and what it is called."""
    return {
        "opt": {"who": who, "operation": operation},
        "operation_id": operation,
        "summary": summary,
        "tags": [operation.split(".", 1)[0]],
    }


def side_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Which of the two pages asks: an owner's phone and a staff desk may share one browser."""
    side = connection.headers.get("x-pawline-side") or connection.query_params.get("side") or "owner"
    return side if side in SIDES else "owner"


def cookie_name(connection: ASGIConnection[Any, Any, Any, Any], side: str | None = None) -> str:
    """The session cookie of the asking page; a page of a named shop has its own, so that one phone knows several."""
    shop = connection.headers.get("x-pawline-shop") or connection.query_params.get("shop") or ""
    return cookie_of(side or side_of(connection), shop)


def cookie_of(side: str, shop: str) -> str:
    """The cookie for a side and a shop's slug; an empty or malformed slug is the installation's first shop."""
    name = SIDES.get(side, SIDES["owner"])
    return f"{name}_{shop}" if SLUG.fullmatch(shop) else name


def network_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The asker's network, for limits: an IPv4 address, or the first half of an IPv6 one.

    None when the address is not a public one: then it is the shop's own network, or that of a proxy which
    does not tell for whom it asks, and everybody would share one limit.
    """
    try:
        address = ipaddress.ip_address(connection.client.host if connection.client else "")
    except ValueError:
        return None
    if not address.is_global:
        return None
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def session_cookie(connection: ASGIConnection[Any, Any, Any, Any], side: str, token: str, max_age_s: int) -> Cookie:
    """The cookie that carries a session: out of reach of scripts and of other sites."""
    is_tls = connection.headers.get("x-forwarded-proto", connection.url.scheme) == "https"
    name = cookie_name(connection, side)
    return Cookie(name, path="/", value=token, max_age=max_age_s, httponly=True, secure=is_tls, samesite="lax")


def token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The session token of a request: the page's cookie, or a bearer header for programs; never the URL."""
    header = connection.headers.get("authorization", "")
    if header.startswith("Bearer "):
        return header[7:]
    return connection.cookies.get(cookie_name(connection))


class StrictRequest(Request[Any, Any, State]):
    """A request whose body is held to what frames are held to."""

    async def json(self) -> Any:
        """The body, read once. Raises BadInput for a key that is there twice and for nesting without end."""
        try:
            judge(await self.body() or b"null")
        except msgspec.DecodeError as error:
            raise BadInput("json") from error
        return await super().json()


class Sessions(AbstractAuthenticationMiddleware):
    """Finds out who asks; whether they may is decided by `guard`."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        token = token_of(connection)
        caller = await connection.app.state.authenticate(token) if token else None
        return AuthenticationResult(user=caller, auth=token)


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Applies the registry to every request, and the same-origin rule to those that change something."""
    who = handler.opt.get("who")
    if who is None:
        raise Forbidden
    if connection.scope.get("method") not in SAFE_METHODS:
        _same_origin(connection)
    admit(who, connection.user)


def _same_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    origin = connection.headers.get("origin")
    if origin is not None and not is_allowed_origin(
        origin, connection.headers.get("host", ""), connection.app.state.origins
    ):
        raise Forbidden(reason="origin")


def is_allowed_origin(origin: str, host: str, more: frozenset[str]) -> bool:
    """Whether a page of `origin` may call: it was served from this host, or is on the allow-list."""
    return origin.split("://", 1)[-1] == host or origin in more


def lang_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The language to answer in: the caller's, else the header's, else Chinese.

    A program has chosen none: where it sends the header, that says which.
    """
    user, header = request.scope.get("user"), request.headers.get("accept-language", "").lower()
    if user is not None and not (user.kind == "bot" and header):
        return str(user.lang)
    return "en" if header.startswith("en") else "zh"


def refuse(request: Asked, error: PawlineError) -> Response[ErrorAnswer]:
    """A refusal as an answer: code for machines, a sentence for people, never a trace."""
    retry = error.data.get("retry_after_ms")
    body = ErrorBody(
        error.code,
        error.sentence(lang_of(request)),
        error.temporary,
        retry if isinstance(retry, int) else None,
        {k: v for k, v in error.data.items() if k != "retry_after_ms"},
    )
    headers = {"retry-after": str(-(-body.retry_after_ms // 1000))} if body.retry_after_ms else None
    return Response(ErrorAnswer(body), status_code=error.status, headers=headers, media_type=MediaType.JSON)


def refuse_http(request: Asked, error: HTTPException) -> Response[ErrorAnswer]:
    """The framework's own refusals (unknown path, malformed body) in the same form."""
    body = ErrorBody(f"http_{error.status_code}", _plain(error, lang_of(request)), error.status_code >= 500)
    if error.status_code == 400:
        return refuse(request, BadInput("json", detail=_detail(error)))
    return Response(ErrorAnswer(body), status_code=error.status_code, media_type=MediaType.JSON)


def _detail(error: HTTPException) -> str:
    """What is missing or of another kind, for whoever wrote the request."""
    if not isinstance(error.extra, list):
        return ""
    wrong = cast("list[dict[str, Any]]", error.extra)
    return "; ".join(str(one.get("message", "")) for one in wrong)[:200]


def refuse_bug(request: Asked, error: Exception) -> Response[ErrorAnswer]:
    """A bug: logged with its place, answered without it."""
    log.error("request_failed", exc_info=error, extra={"path": request.scope.get("path_template", "")})
    zh, en = (
        "出了点问题，已经记下来了；没确认的内容都没有改动。",
        "Something broke on our side and was noted. Nothing unconfirmed was changed.",
    )
    body = ErrorBody("internal", en if lang_of(request) == "en" else zh, True)
    return Response(ErrorAnswer(body), status_code=500, media_type=MediaType.JSON)


def _plain(error: HTTPException, lang: str) -> str:
    zh, en = {
        404: ("没有这个页面。", "There is no such page."),
        405: ("这里不能这样操作。", "That can't be done here."),
        413: ("内容太大了，什么都没有保存。", "That is too large. Nothing was saved."),
    }.get(error.status_code, ("没办成，什么都没有改动。", "That didn't work. Nothing was changed."))
    return en if lang == "en" else zh
