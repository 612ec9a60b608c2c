"""Uploads over HTTP: tus 1.0 for the parts, ranges for players, links for other origins."""

from collections.abc import Mapping
from typing import Annotated

from litestar import Response, delete, get, head, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from pawline.chat.uploads.ranges import Stretch, stretch_of
from pawline.chat.uploads.service import PART_BYTES, NewUpload, Uploads, UploadView
from pawline.chat.uploads.shelf import LONGEST_LINK_S, FileLink, Shown
from pawline.platform.web.http import PUBLIC, SIGNED_IN, Asked, may

PLACE = "/api/chat/uploads/{upload_id:str}"
TUS = {"Tus-Resumable": "1.0.0"}
LONGEST_WAIT_S = 20
# A file opened by itself gets an origin of its own, in which nothing runs and nothing is loaded.
ALONE = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


def routes(uploads: Uploads) -> list[HTTPRouteHandler]:
    """The routes of uploads."""

    @post("/api/chat/uploads", **may(SIGNED_IN, "chat.upload_create", "Announce something to be sent"))
    async def create(request: Asked, data: NewUpload) -> Response[UploadView]:
        made = await uploads.create(request.user, data)
        return Response(made, status_code=201, headers={**TUS, "Location": f"/api/chat/uploads/{made.upload_id}"})

    @head(PLACE, **may(SIGNED_IN, "chat.upload_offset", "How much of it is safe"))
    async def offset(request: Asked, upload_id: str) -> Response[None]:
        found = await uploads.view(request.user, upload_id)
        return Response(None, headers=_offset(found.offset) | {"Upload-Length": str(found.size)})

    @patch(
        PLACE,
        status_code=204,
        request_max_body_size=PART_BYTES,
        **may(SIGNED_IN, "chat.upload_part", "Send the part that begins at Upload-Offset"),
    )
    async def part(
        request: Asked, upload_id: str, at: Annotated[int | None, HeaderParameter(name="Upload-Offset", ge=0)] = None
    ) -> Response[None]:
        await uploads.view(request.user, upload_id)
        done = await uploads.write(request.user, upload_id, at, await request.body())
        return Response(None, status_code=204, headers=_offset(done))

    @get(PLACE, **may(SIGNED_IN, "chat.upload_state", "How far it is; waits for the work on it"))
    async def state(
        request: Asked, upload_id: str, wait_s: Annotated[int, QueryParameter(ge=0, le=LONGEST_WAIT_S)] = 0
    ) -> UploadView:
        return await uploads.view(request.user, upload_id, wait_s)

    @delete(PLACE, **may(SIGNED_IN, "chat.upload_cancel", "Call off what no message shows"))
    async def cancel(request: Asked, upload_id: str) -> None:
        await uploads.call_off(request.user, upload_id)

    @get(f"{PLACE}/{{variant:str}}", **may(SIGNED_IN, "chat.upload_file", "See or hear it"))
    async def file(request: Asked, upload_id: str, variant: str) -> Response[bytes] | Stream:
        if uploads.shelf.is_elsewhere:
            return there(await uploads.shelf.link(request.user, upload_id, variant))
        return _answer(request.headers, await uploads.shelf.open(request.user, upload_id, variant))

    @get(f"{PLACE}/{{variant:str}}/link", **may(SIGNED_IN, "chat.upload_link", "An address of it for five minutes"))
    async def link(request: Asked, upload_id: str, variant: str) -> FileLink:
        return await uploads.shelf.link(request.user, upload_id, variant)

    @get("/files/{token:str}", **may(PUBLIC, "chat.upload_signed", "What a signed address shows"))
    async def signed(request: Asked, token: str) -> Response[bytes] | Stream:
        return _answer(request.headers, await uploads.shelf.follow(token))

    return [create, offset, part, state, cancel, file, link, signed]


def _offset(offset: int) -> dict[str, str]:
    return {**TUS, "Upload-Offset": str(offset), "Cache-Control": "no-store"}


def there(link: FileLink) -> Response[bytes]:
    """Sends a page to the origin of files, for less long than the address is good."""
    headers = {"location": link.url, "cache-control": f"private, max-age={LONGEST_LINK_S - 60}"}
    return Response(b"", status_code=302, headers=headers)


def _answer(asked: Mapping[str, str], shown: Shown) -> Response[bytes] | Stream:
    """The whole, the stretch that was asked for (players on iPhones ask for nothing else), or that it is known."""
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=86400, immutable",
        "content-disposition": shown.disposition,
        "content-security-policy": ALONE,
        "etag": f'"{shown.blob.name}"',
        "x-content-type-options": "nosniff",
    }
    if asked.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers)
    stretch = stretch_of(asked.get("range", ""), shown.size)
    if stretch is None:
        return Response(b"", status_code=416, headers=headers | {"content-range": f"bytes */{shown.size}"})
    return _streamed(shown, stretch, headers)


def _streamed(shown: Shown, stretch: Stretch, headers: dict[str, str]) -> Stream:
    headers["content-length"] = str(stretch.end - stretch.start)
    if stretch.is_partial:
        headers["content-range"] = f"bytes {stretch.start}-{stretch.end - 1}/{shown.size}"
    content = shown.read(stretch.start, stretch.end)
    return Stream(content, status_code=206 if stretch.is_partial else 200, headers=headers, media_type=shown.blob.mime)
