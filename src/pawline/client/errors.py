"""What can go wrong between a program and the server, in words for a person."""

from typing import ClassVar

FINAL = 4500
GONE = 1006


class ClientError(Exception):
    """Base of everything this package raises on purpose."""

    code: str = "client_error"
    zh: ClassVar[str] = "没有办成；没发出去的消息都还在。"
    en: ClassVar[str] = "That didn't work. Unsent messages are kept."

    def sentence(self, lang: str) -> str:
        """What happened, what is safe, what to do; in `zh` or `en`."""
        return self.en if lang == "en" else self.zh


class LineLost(ClientError):
    """The connection is gone. `close_code` is the WebSocket's; 1006 when nothing was said.

    `window_s` is over how long a server that leaves wants everybody to come back; 0 when it named nothing.
    """

    code = "line_lost"
    zh = "连接断了；没发出去的消息都还在，会自动重连。"
    en = "The connection was lost. Unsent messages are kept; it will come back by itself."

    def __init__(self, close_code: int = GONE, window_s: float = 0.0) -> None:
        super().__init__(f"{self.code} {close_code}")
        self.close_code = close_code
        self.window_s = window_s


class LineEnded(LineLost):
    """The server closed for good (4500 and above): coming back by itself would not help. Unsent messages are kept."""

    code = "line_ended"
    zh = "服务器结束了这个连接（登录失效，或另一处接替了）；没发出去的消息都还在，请重新登录。"
    en = "The server ended this connection (session over, or displaced). Unsent messages are kept: sign in again."


class Refused(ClientError):
    """The server's answer to one request. `temporary`: the same may succeed after `retry_after_ms`.

    `retry_after_ms` is None where the server named no time.
    """

    def __init__(self, code: str, message: str, *, temporary: bool, retry_after_ms: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.temporary = temporary
        self.retry_after_ms = retry_after_ms

    def sentence(self, lang: str) -> str:
        """The server's own sentence, in the language that was asked for at the welcome."""
        return self.message
