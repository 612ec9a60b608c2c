"""The chat room over HTTP: reading back, the equal fall back for sending, pictures, hand-overs."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, QueryParameter

from pawline.chat.errors import ImageTooLarge
from pawline.chat.frames import SendFrame
from pawline.chat.model import Ack, CannedReply, Conversation, Entry, Found, Page, Talk
from pawline.chat.service import Chat
from pawline.chat.uploads import Uploads
from pawline.chat.uploads import http as upload_http
from pawline.chat.uploads.kinds import MOST_BYTES, Purpose
from pawline.chat.uploads.shelf import fitting_width
from pawline.platform.web.http import MANAGER, OWNER, SIGNED_IN, STAFF, Asked, may

PICTURE_BYTES = MOST_BYTES[Purpose.IMAGE]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
# Judged with the message: its own sentence says what is wrong with it.
Key = Annotated[
    str, HeaderParameter(name="Idempotency-Key", description="Needed: 8 to 64 ASCII characters, the same for a retry.")
]
# As far as every JSON parser counts.
NEWEST = 2**53
Seq = Annotated[int | None, QueryParameter(ge=0, le=NEWEST)]


class SendBody(msgspec.Struct):
    """A message over HTTP, or a change of the entry `target_seq`; the `Idempotency-Key` header is its cmid."""

    body: dict[str, Any]
    kind: str = "message"
    target_seq: Annotated[int, msgspec.Meta(ge=0, le=NEWEST)] | None = None
    reply_to: Annotated[int, msgspec.Meta(ge=0, le=NEWEST)] | None = None
    mentions: list[str] | None = None


class PersonCard(msgspec.Struct):
    """Somebody in a conversation, with the marks that the asker may know."""

    id: str
    name: str
    kind: str
    role: str
    title: str
    delivered_seq: int
    read_seq: int
    silenced_ms: int | None


class PeopleAnswer(msgspec.Struct):
    """Everybody in a conversation."""

    people: list[PersonCard]


class TalksAnswer(msgspec.Struct):
    """The asker's own conversations, the newest first."""

    talks: list[Talk]


class EntriesAnswer(msgspec.Struct):
    """Entries in order of seq."""

    entries: list[Entry]


class FoundAnswer(msgspec.Struct):
    """What was found, the newest first, at most fifty."""

    found: list[Found]


class EarlierText(msgspec.Struct):
    """What a message said from `ts` on, until the next."""

    ts: int
    text: str


class EarlierAnswer(msgspec.Struct):
    """The versions of a message before its edits, the oldest first."""

    versions: list[EarlierText]


class NoteBody(msgspec.Struct):
    """A note for colleagues."""

    text: str


class BookAnswer(msgspec.Struct):
    """The conversation that holds the notes; None before the first."""

    c: str | None


class ReplyBody(msgspec.Struct):
    """A reply that the shop says often, and the letters that find it."""

    word: str
    text: str


class RepliesAnswer(msgspec.Struct):
    """The shop's replies, by their words."""

    replies: list[CannedReply]


class Colleague(msgspec.Struct):
    """Somebody who works in the shop. `is_here`: has a desk open."""

    id: str
    name: str
    title: str
    is_here: bool


class ColleaguesAnswer(msgspec.Struct):
    """The team, by name."""

    colleagues: list[Colleague]


class AssignBody(msgspec.Struct):
    """The colleague who speaks from here on."""

    account_id: str


class MuteBody(msgspec.Struct):
    """No push until then; None for pushes again."""

    until_ms: int | None = None


class PrivacyBody(msgspec.Struct):
    """Whether the asker, or everybody in the shop, keeps what they have read to themselves."""

    is_private: bool


class RecallBody(msgspec.Struct):
    """For how many minutes one's own words can be taken back; 0 is never, a day is the most."""

    minutes: int


class UploadAnswer(msgspec.Struct):
    """A stored picture and its size in pixels."""

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
        key: Key = "",
    ) -> Ack:
        wanted = SendFrame(key, data.body, data.kind, data.target_seq, data.reply_to, data.mentions)
        return await chat.send_frame(request.user, c, wanted)

    @get("/api/conversations/{c:str}/people", **may(SIGNED_IN, "chat.people", "Who takes part"))
    async def people(request: Asked, c: str) -> PeopleAnswer:
        found = await chat.marks.fellows(request.user, c)
        return PeopleAnswer(
            [
                PersonCard(p.account_id, p.name, p.kind, p.role, p.title, p.delivered_seq, p.read_seq, p.silenced_ms)
                for p in found
            ]
        )

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

    @post("/api/conversations/{c:str}/assign", status_code=200, **may(STAFF, "chat.assign", "Hand it to a colleague"))
    async def assign(request: Asked, c: str, data: AssignBody) -> Conversation:
        return await chat.assign(request.user, c, data.account_id)

    @get("/api/colleagues", **may(STAFF, "chat.colleagues", "Who works here, and who is there"))
    async def colleagues(request: Asked) -> ColleaguesAnswer:
        found = await chat.presence.colleagues(request.user)
        return ColleaguesAnswer([Colleague(one.id, one.name, one.title, here) for one, here in found])

    @get("/api/search", **may(SIGNED_IN, "chat.search", "Messages that hold some words"))
    async def search(
        request: Asked, q: Annotated[str, QueryParameter(max_length=200)], c: str | None = None
    ) -> FoundAnswer:
        return FoundAnswer(await chat.search.find(request.user, q, c))

    @get("/api/conversations", **may(SIGNED_IN, "chat.talks", "Own conversations, with what is unread"))
    async def talks(request: Asked) -> TalksAnswer:
        return TalksAnswer(await chat.marks.talks(request.user))

    @get("/api/conversations/{c:str}/pins", **may(SIGNED_IN, "chat.pins", "Pinned messages"))
    async def pins(request: Asked, c: str) -> EntriesAnswer:
        return EntriesAnswer(await chat.pins(request.user, c))

    @get("/api/conversations/{c:str}/entries/{seq:int}/earlier", **may(STAFF, "chat.earlier", "Text before edits"))
    async def earlier(request: Asked, c: str, seq: int) -> EarlierAnswer:
        found = await chat.earlier(request.user, c, seq)
        return EarlierAnswer([EarlierText(ts, str(body.get("text", ""))) for ts, body in found])

    @get("/api/conversations/{c:str}/notes", **may(STAFF, "chat.notes", "Where the notes about it are"))
    async def notes(request: Asked, c: str) -> BookAnswer:
        return BookAnswer(await chat.notes.book_of(request.user, c))

    @post("/api/conversations/{c:str}/notes", status_code=200, **may(STAFF, "chat.note", "A note for colleagues"))
    async def note(
        request: Asked,
        c: str,
        data: NoteBody,
        key: Key = "",
    ) -> Ack:
        return await chat.notes.write(request.user, c, key, data.text)

    @post("/api/conversations/{c:str}/mute", status_code=204, **may(SIGNED_IN, "chat.mute", "No push for a while"))
    async def mute(request: Asked, c: str, data: MuteBody) -> None:
        await chat.marks.mute(request.user, c, data.until_ms)

    @get("/api/privacy", **may(SIGNED_IN, "chat.privacy", "Whether others see what was read"))
    async def privacy(request: Asked) -> PrivacyBody:
        return PrivacyBody(await chat.marks.is_private(request.user))

    @post("/api/privacy", status_code=204, **may(SIGNED_IN, "chat.set_privacy", "Keep read marks private"))
    async def set_privacy(request: Asked, data: PrivacyBody) -> None:
        await chat.marks.keep_private(request.user, data.is_private)

    @get("/api/shop/privacy", **may(STAFF, "chat.shop_privacy", "Whether anybody sees what others have read"))
    async def shop_privacy(request: Asked) -> PrivacyBody:
        return PrivacyBody(await chat.marks.is_shop_private(request.user))

    @post(
        "/api/shop/privacy",
        status_code=204,
        **may(MANAGER, "chat.set_shop_privacy", "Keep everybody's read marks private"),
    )
    async def set_shop_privacy(request: Asked, data: PrivacyBody) -> None:
        await chat.marks.keep_shop_private(request.user, data.is_private)

    @get("/api/shop/recall", **may(STAFF, "chat.recall_rule", "For how long words can be taken back"))
    async def recall_rule(request: Asked) -> RecallBody:
        return RecallBody(await chat.rules.recall_min(request.user))

    @post(
        "/api/shop/recall",
        status_code=204,
        **may(MANAGER, "chat.set_recall_rule", "Change for how long words can be taken back"),
    )
    async def set_recall_rule(request: Asked, data: RecallBody) -> None:
        await chat.rules.set_recall_min(request.user, data.minutes)

    @get("/api/replies", **may(STAFF, "chat.replies", "Replies that the shop says often"))
    async def replies(request: Asked) -> RepliesAnswer:
        return RepliesAnswer(await chat.canned.all(request.user))

    @post("/api/replies", status_code=200, **may(STAFF, "chat.keep_reply", "Keep a reply"))
    async def keep_reply(request: Asked, data: ReplyBody) -> CannedReply:
        return await chat.canned.keep(request.user, data.word, data.text)

    @delete("/api/replies/{reply_id:str}", **may(STAFF, "chat.forget_reply", "Delete a reply"))
    async def forget_reply(request: Asked, reply_id: str) -> None:
        await chat.canned.forget(request.user, reply_id)

    @post("/api/uploads", request_max_body_size=PICTURE_BYTES + 1, **may(SIGNED_IN, "chat.upload", "Keep a picture"))
    async def upload(request: Asked) -> UploadAnswer:
        content = await request.body()
        if len(content) > PICTURE_BYTES:
            raise ImageTooLarge
        kept = await uploads.add(request.user, content)
        return UploadAnswer(kept.upload_id, kept.w or 0, kept.h or 0)

    @get("/api/files/{upload_id:str}", **may(SIGNED_IN, "chat.file", "See a picture"))
    async def file(
        request: Asked, upload_id: str, w: Annotated[int, QueryParameter(ge=1, le=4096)] = 1280
    ) -> Response[bytes]:
        if uploads.shelf.is_elsewhere:
            return upload_http.there(await uploads.shelf.link(request.user, upload_id, fitting_width(w)))
        content = await uploads.show(request.user, upload_id, w)
        headers = {"cache-control": "private, max-age=86400, immutable", "content-disposition": "inline"}
        return Response(content, media_type="image/jpeg", headers=headers)

    return [
        page, send, people, ask_for_person, take, assign, hand_back, colleagues, search, talks, pins, earlier, notes,
        note, mute, privacy, set_privacy, shop_privacy, set_shop_privacy, recall_rule, set_recall_rule,
        replies, keep_reply, forget_reply, upload, file, *upload_http.routes(uploads),
    ]  # fmt: skip
