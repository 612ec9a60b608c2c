"""The server does not start with a route or a frame that nobody is named for."""

import pytest
from litestar import Litestar, get

from pawline.chat.frames import FRAMES
from pawline.chat.ws import HANDLERS
from pawline.platform.web.operations import Who, registry_of

NAMED = {name: spec.who for name, spec in FRAMES.items()}


@get("/nobody-is-named", sync_to_thread=False)
def nameless() -> None:
    """A route without an entry."""


def test_a_route_without_an_entry_stops_the_start() -> None:
    routes = list(Litestar([nameless], openapi_config=None).routes)
    with pytest.raises(RuntimeError, match="nobody-is-named"):
        registry_of(routes, NAMED, HANDLERS)


def test_a_frame_without_an_entry_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="frame dance"):
        registry_of([], NAMED, {**HANDLERS, "dance": HANDLERS["ping"]})


def test_an_entry_that_nobody_handles_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="frame sing"):
        registry_of([], {**NAMED, "sing": Who.PUBLIC}, HANDLERS)
