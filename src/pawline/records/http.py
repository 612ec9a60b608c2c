"""The shop's lists over HTTP: out as a file, in as a file."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from pawline.platform.db import Database
from pawline.platform.web.http import MANAGER, Asked, may
from pawline.records.model import Kind, Overview, Report
from pawline.records.service import Records
from pawline.records.sheet import MOST_BYTES

WhichList = Annotated[Kind, QueryParameter(name="kind")]
# A little more than is taken, so that a file that is too large is refused in words that say how large it may be.
MOST_BODY = MOST_BYTES * 2


def routes(records: Records, db: Database) -> list[HTTPRouteHandler]:
    """The routes of the page of lists."""

    @get("/api/desk/records", **may(MANAGER, "records.overview", "How long the shop's lists are"))
    async def overview(request: Asked) -> Overview:
        return await db.read(lambda tx: records.overview(tx, request.user))

    @get("/api/desk/records/export", **may(MANAGER, "records.export", "A list of the shop as a CSV file"))
    async def export(request: Asked, kind: WhichList) -> Response[bytes]:
        content = await db.read(lambda tx: records.export(tx, request.user, kind))
        headers = {
            "content-disposition": f'attachment; filename="pawline-{kind.value}.csv"',
            # Telephone numbers stay in no cache.
            "cache-control": "no-store",
        }
        return Response(content, media_type="text/csv", headers=headers)

    # A POST for its body; nothing is changed.
    @post(
        "/api/desk/records/preview",
        status_code=200,
        request_max_body_size=MOST_BODY,
        **may(MANAGER, "records.preview", "What a CSV file would change, and what is wrong with it"),
    )
    async def preview(request: Asked, kind: WhichList) -> Report:
        return await records.preview(request.user, kind, await request.body())

    @post(
        "/api/desk/records/import",
        status_code=200,
        request_max_body_size=MOST_BODY,
        **may(MANAGER, "records.import", "Bring in a CSV file, the whole of it or nothing"),
    )
    async def bring(request: Asked, kind: WhichList) -> Report:
        return await records.bring(request.user, kind, await request.body())

    return [overview, export, preview, bring]
