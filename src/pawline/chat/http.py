"""The chat room over HTTP: reading back, the equal fall back for sending, pictures, hand-overs."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, QueryParameter

from pawline.chat.errors import ImageTooLarge
from pawline.chat.model import Ack, Conversation, Page
from pawline.chat.pictures import MOST_BYTES
from pawline.chat.service import Chat
from pawline.chat.uploads import Uploads
from pawline.platform.web.http import OWNER, SIGNED_IN, STAFF, Asked, may

Limit = Annotated[int, QueryParameter(ge=1, le=100)]
Seq = Annotated[int | None, QueryParameter(ge=0, le=2**53)]


class SendBody(msgspec.Struct):
    """A message over HTTP; the `Idempotency-Key` header is its cmid."""

    body: dict[str, Any]


class PersonCard(msgspec.Struct):
    """Somebody in a conversation."""

    id: str
    name: str
    kind: str
    role: str
    title: str


class PeopleAnswer(msgspec.Struct):
    """Everybody in a conversation."""

    people: list[PersonCard]


class UploadAnswer(msgspec.Struct):
    """A stored picture."""

    upload_id: str
    w: int
    h: int


def routes(chat: Chat, uploads: Uploads) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @get("/api/conversations/{c:str}/entries", **may(SIGNED_IN, "chat.page", "Read a stretch of the log"))
    async def page(
        request: Asked,
        c: str,
        before: Seq = None,
        after: Seq = None,
        limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
    ) -> Page:
        return await chat.page(request.user, c, before=before, after=after, limit=limit)

    @post("/api/conversations/{c:str}/messages", status_code=200, **may(SIGNED_IN, "chat.send", "Say something"))
    async def send(
        request: Asked,
        c: str,
        data: SendBody,
        key: Annotated[str, HeaderParameter(name="Idempotency-Key", max_length=64)],
    ) -> Ack:
        return await chat.send(request.user, c, key, data.body)

    @get("/api/conversations/{c:str}/people", **may(SIGNED_IN, "chat.people", "Who takes part"))
    async def people(request: Asked, c: str) -> PeopleAnswer:
        found = await chat.people_in(request.user, c)
        return PeopleAnswer([PersonCard(p.id, p.name, p.kind, p.role.value, p.title) for p in found])

    @post("/api/conversations/{c:str}/person", status_code=200, **may(OWNER, "chat.ask_for_person", "Ask for a person"))
    async def ask_for_person(request: Asked, c: str) -> Conversation:
        return await chat.ask_for_person(request.user, c)

    @post("/api/conversations/{c:str}/take", status_code=200, **may(STAFF, "chat.take", "Speak for the shop"))
    async def take(request: Asked, c: str) -> Conversation:
        return await chat.take(request.user, c)

    @post(
        "/api/conversations/{c:str}/hand-back",
        status_code=200,
        **may(STAFF, "chat.hand_back", "Let the assistant speak"),
    )
    async def hand_back(request: Asked, c: str) -> Conversation:
        return await chat.hand_back(request.user, c)

    @post("/api/uploads", request_max_body_size=MOST_BYTES + 1, **may(SIGNED_IN, "chat.upload", "Keep a picture"))
    async def upload(request: Asked) -> UploadAnswer:
        content = await request.body()
        if len(content) > MOST_BYTES:
            raise ImageTooLarge
        kept = await uploads.add(request.user, content)
        return UploadAnswer(kept.upload_id, kept.w, kept.h)

    @get("/api/files/{upload_id:str}", **may(SIGNED_IN, "chat.file", "See a picture"))
    async def file(
        request: Asked, upload_id: str, w: Annotated[int, QueryParameter(ge=1, le=4096)] = 1280
    ) -> Response[bytes]:
        content = await uploads.show(request.user, upload_id, w)
        headers = {"cache-control": "private, max-age=86400, immutable", "content-disposition": "inline"}
        return Response(content, media_type="image/jpeg", headers=headers)

    return [page, send, people, ask_for_person, take, hand_back, upload, file]
