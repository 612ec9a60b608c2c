"""Refusals of the visits room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound


class NoSuchVisit(NotFound):
    """There is no such visit for the asker."""

    code = "no_such_visit"
    zh = "没有找到这次到店记录。"
    en = "That visit isn't here."


class WrongStage(Conflict):
    """The stage cannot follow the present one; `stage` is the present one."""

    code = "wrong_stage"
    zh = "现在还不能到这一步，请看最新的进度。"
    en = "It can't go there from here. Look at where it stands now."


class StaleVisit(Conflict):
    """Somebody else moved the visit meanwhile; `version` is the newest."""

    code = "stale_version"
    zh = "刚刚有同事更新过进度，请看最新的再点一次。"
    en = "A colleague has just moved it. Have a look and tap again."


class ReasonNeeded(BadInput):
    """A stage was left out, or the visit was stopped, without saying why."""

    code = "reason_needed"
    zh = "跳过或暂停时写一句原因吧。"
    en = "Say in a few words why it is skipped or stopped."
