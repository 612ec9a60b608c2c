"""What ties an upload to the message that shows it."""

from typing import Any

import sqlalchemy as sa

from pawline.chat.errors import NoSuchUpload, UploadNotReady
from pawline.chat.uploads import store
from pawline.chat.uploads.kinds import Purpose, State
from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.jobs import schedule

ERASE_JOB = "upload.erase"


def bind(tx: Tx, actor: Actor, upload_id: str, kind: str, c: str, seq: int | None = None) -> dict[str, Any]:
    """Shows one's own ready upload to a conversation; returns what the server measured, for the message's body.

    `seq` is where it is shown first, for members whose view begins later; None for what every member may see.
    Raises NoSuchUpload for what is another's, another kind, refused, or shown elsewhere; UploadNotReady.
    """
    row = store.find_upload(tx, actor.shop_id, upload_id)
    if row is None or row.account_id != actor.account_id or row.kind != kind or row.c not in (None, c):
        raise NoSuchUpload
    if row.state in {State.PENDING, State.SCANNED}:
        raise UploadNotReady
    if row.state != State.READY:
        raise NoSuchUpload
    if row.c is None:
        store.bind_upload(tx, upload_id, c, seq)
    return measured(row)


def erase(tx: Tx, shop_id: str, upload_id: str, now_ms: int) -> None:
    """Takes an upload away in the caller's transaction: nobody sees it from here on, its bytes go soon."""
    shown = tuple(state for state in State if state is not State.GONE)
    if store.change_upload(tx, upload_id, was=shown, state=State.GONE.value):
        schedule(tx, ERASE_JOB, upload_id, shop_id, now_ms)


def measured(row: sa.Row[Any]) -> dict[str, Any]:
    """The fields of a body that nobody has to believe a client for."""
    if row.kind == Purpose.VOICE:
        heard = {"transcript": row.transcript} if row.transcript else {}
        return {"duration_ms": row.duration_ms, "waveform": row.waveform, **heard}
    if row.kind == Purpose.VIDEO:
        return {"w": row.w, "h": row.h, "duration_ms": row.duration_ms, "mime": row.mime}
    if row.kind == Purpose.FILE:
        return {"name": row.name, "size": row.size, "mime": row.mime}
    return {"w": row.w, "h": row.h}
