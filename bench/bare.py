"""An echo-and-forward on the same socket stack, without storage: the ceiling to compare with.

`python -m bench.bare PORT` speaks just enough of the protocol for the load program: hello, send to the
other half of a pair, ack.
"""

import sys

import msgspec
import uvicorn

from pawline.chat import frames
from pawline.platform.web.picows_socket import picows_protocol
from pawline.platform.web.socket import Knock, Peer

_peers: dict[str, Peer] = {}
# A conversation of everybody who is connected.
GROUP = "group"


class _Line:
    def __init__(self, knock: Knock, peer: Peer) -> None:
        self._me = knock.headers.get("authorization", "").removeprefix("Bearer ")
        self._peer = peer
        _peers[self._me] = peer

    def received(self, frame: bytes) -> None:
        one = frames.parse(frame)
        if one.t == "send":
            send = frames.payload(one, frame)
            ack = {"cmid": send.cmid, "msg_id": "0" * 32, "seq": 1, "n": 1, "ts": 0}
            self._peer.send(frames.encode("ack", ack, one.c, one.id))
            entry = {"c": one.c, "seq": 1, "sender": self._me, "cmid": send.cmid, "body": send.body}
            news = frames.encode("entries", {"entries": [entry]}, one.c)
            if one.c == GROUP:
                for peer in _peers.values():
                    peer.send(news)
            elif (other := _peers.get(str(int(self._me) ^ 1))) is not None:
                other.send(news)
        elif one.t == "hello":
            self._peer.send(frames.encode("welcome", {"me": self._me}))

    def lost(self) -> None:
        _peers.pop(self._me, None)


async def _health(scope, receive, send):  # type: ignore[no-untyped-def]
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": msgspec.json.encode({"status": "ok"})})


def main() -> None:
    """Serves until stopped."""
    uvicorn.run(
        _health,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        ws=picows_protocol(_Line, lambda _origin, _host: True),
        lifespan="off",
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main()
