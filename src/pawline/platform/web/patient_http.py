"""HTTP by uvicorn, with an end to its patience: uvicorn waits for a request for as long as somebody likes.

Without it a few thousand connections that send a byte now and then hold the server's descriptors for ever.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# From the connection, or from the first byte of a further request, to the end of its head.
HEAD_S = 10.0
# A body has to come on by so much in so long; a telephone in a cellar does, a byte a second does not.
BODY_S = 20.0
BODY_BYTES = 2000


class PatientHttp(HttpToolsProtocol):
    """Closes who takes too long to ask. Who waits for our answer is left in peace."""

    _patience: asyncio.TimerHandle | None = None
    _come = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._allow(HEAD_S)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._allow(HEAD_S)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._come = 0
        self._relax()
        self._patience = self.loop.call_later(BODY_S, self._judge_body)

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._come += len(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._relax()

    def handle_websocket_upgrade(self) -> None:
        self._relax()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def _allow(self, seconds: float) -> None:
        self._relax()
        self._patience = self.loop.call_later(seconds, self.transport.abort)

    def _relax(self) -> None:
        if self._patience is not None:
            self._patience.cancel()

    def _judge_body(self) -> None:
        # While we do not read ourselves nobody can send.
        if self._come < BODY_BYTES and not self.flow.read_paused:
            self.transport.abort()
            return
        self._come = 0
        self._patience = self.loop.call_later(BODY_S, self._judge_body)
