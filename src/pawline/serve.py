"""Serving a house on one port: pages, API and sockets; leaving so that nobody is left without a server."""

import asyncio
import gc
import signal
import socket
import sys
from typing import Any

import uvicorn

from pawline.app import House, web_app
from pawline.assistant import warm
from pawline.platform.web.head import answering_head
from pawline.platform.web.patient_http import PatientHttp
from pawline.platform.web.picows_socket import picows_protocol

# Of the time a process may take to leave, what is kept for requests and commits that are under way.
LAST_S = 5.0
# Longer than a proxy keeps a connection to us (nginx 60 s): or it sends a request on one that we are closing.
KEPT_S = 75


class HouseServer(uvicorn.Server):
    """uvicorn, with the way out that a chat server needs.

    A signal: `/health` says 503 and no new socket opens; the sockets are asked to go elsewhere, spread over a time
    that grows with their number; what was taken is committed and acknowledged; then the process ends.
    """

    def __init__(self, config: uvicorn.Config, house: House, *, shares_port: bool) -> None:
        super().__init__(config)
        # Before the first message: compiling what understands it would hold the loop.
        warm()
        self._house = house
        self._shares_port = shares_port

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until a signal: the process is ours from here on."""
        _calm_collector()
        super().run(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._house.tasks.spawn(self._house.pulse.run())
        if self._shares_port:
            _leave_with_parent()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called once, after the first signal; a second one hurries."""
        self._house.is_leaving = True
        if self._shares_port:
            # The others take every new connection from here on.
            for server in self.servers:
                server.close()
        longest_s = max(0.0, float(self._house.config.drain_s) - LAST_S)
        await self._house.lines.drain(longest_s, lambda: self.force_exit)
        await super().shutdown(sockets)


def _calm_collector() -> None:
    """What the process is made of lives as long as it does: the collector need not look at it again and again.

    With the defaults it looked through all modules and routes every few thousand messages: a third of a message's
    processor time in the writer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def server_of(house: House, app: Any = None, *, shares_port: bool = False) -> HouseServer:
    """A server for the house; `app` is given by tests that add routes of their own.

    `shares_port`: other processes listen on the same port (see `shared_socket`).
    """
    config = house.config
    is_picows = config.socket != "asgi"
    protocol = picows_protocol(house.answer_socket, house.may_call, house.lines.entrance.may_enter)
    return HouseServer(
        uvicorn.Config(
            answering_head(app or web_app(house)),
            host=config.host,
            port=config.port_number,
            http=PatientHttp,
            ws=protocol if is_picows else "websockets-sansio",
            ws_max_size=64 * 1024,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=config.proxies,
            timeout_graceful_shutdown=int(LAST_S),
            timeout_keep_alive=KEPT_S,
        ),
        house,
        shares_port=shares_port,
    )


def shared_socket(host: str, port: int) -> socket.socket:
    """A socket bound to a port that several processes of this user listen on; the kernel deals out connections."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    one = socket.socket(family, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.bind((host, port))
    one.setblocking(False)
    return one


def _leave_with_parent() -> None:
    """A worker's standard input is a pipe from its parent: when it ends, the parent is gone and so is the worker."""
    loop = asyncio.get_running_loop()

    def leave() -> None:
        loop.remove_reader(sys.stdin.fileno())
        signal.raise_signal(signal.SIGTERM)

    loop.add_reader(sys.stdin.fileno(), leave)


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on the port yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
