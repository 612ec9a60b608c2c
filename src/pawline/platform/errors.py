"""The tree of refusals. A refusal is an answer: what happened, what is safe, what to do.

A room derives its own from these and gives each a stable `code`, an HTTP `status` and one sentence
in Chinese and in English; `{names}` in a sentence are filled from the error's data.
Bugs are assertions, never one of these.
"""

from typing import ClassVar


class PawlineError(Exception):
    """Base of every expected refusal.

    `temporary` tells a program whether the same call may succeed later; `data` reaches the client.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    temporary: ClassVar[bool] = False
    zh: ClassVar[str] = "没办成，什么都没有改动。"
    en: ClassVar[str] = "That didn't work. Nothing was changed."

    def __init__(self, **data: object) -> None:
        super().__init__(self.code)
        self.data = data

    def sentence(self, lang: str) -> str:
        """The refusal in words for a person, in `zh` or `en` (anything else reads as `zh`)."""
        return (self.en if lang == "en" else self.zh).format(**self.data)


class BadInput(PawlineError):
    """What was sent cannot be understood or is out of bounds."""

    code = "bad_input"
    status = 422
    zh = "内容不太对（{reason}），什么都没有改动。"
    en = "Something in that isn't right ({reason}). Nothing was changed."

    def __init__(self, reason: str = "", **data: object) -> None:
        super().__init__(reason=reason, **data)


class SignInNeeded(PawlineError):
    """No live session came with the request."""

    code = "sign_in_needed"
    status = 401
    zh = "登录已过期，请重新登录。"
    en = "Your session has ended. Sign in again."


class Forbidden(PawlineError):
    """The asker is known and may not do this."""

    code = "forbidden"
    status = 403
    zh = "这一步需要店里的其他同事来做。"
    en = "Someone else in the shop has to do this."


class NotFound(PawlineError):
    """There is no such thing for the asker, whether or not it exists for somebody else."""

    code = "not_found"
    status = 404
    zh = "没找到，可能已经不在了。"
    en = "That isn't here (any more)."


class Conflict(PawlineError):
    """The thing has changed since the asker last saw it."""

    code = "conflict"
    status = 409
    zh = "刚才有变化，请看最新的再试一次。"
    en = "That has just changed. Have a look and try again."


class Busy(PawlineError):
    """The server cannot keep up at this moment."""

    code = "busy"
    status = 503
    temporary = True
    zh = "有点忙，稍等一下会自动重试。"
    en = "It's busy right now. This will be tried again by itself."


class StorageFull(Busy):
    """The disk of the database has no room: what was asked for is not stored, and may be asked for again."""

    code = "storage_full"
    status = 507
    zh = "服务器存储满了，这一条还没存上；腾出空间后会自动重试。"
    en = "The server is out of space, so this isn't kept yet. It will be tried again by itself once there is room."


class TooMany(PawlineError):
    """More of this than one person needs; `retry_after_ms` tells when to come back."""

    code = "too_many"
    status = 429
    temporary = True
    zh = "太快了，歇一下再试。"
    en = "That's a little fast. Try again in a moment."
