"""Serving a house on one port: pages, API and sockets."""

import socket
from typing import Any

import uvicorn

from pawline.app import House, web_app
from pawline.platform.web.picows_socket import picows_protocol


def server_of(house: House, app: Any = None) -> uvicorn.Server:
    """A server for the house; `app` is given by tests that add routes of their own."""
    config = house.config
    is_picows = config.socket != "asgi"
    return uvicorn.Server(
        uvicorn.Config(
            app or web_app(house),
            host=config.host,
            port=int(config.port),
            http="httptools",
            ws=picows_protocol(house.answer_socket, house.may_call) if is_picows else "websockets-sansio",
            ws_max_size=64 * 1024,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=config.proxies,
            timeout_graceful_shutdown=10,
        )
    )


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on the port yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
