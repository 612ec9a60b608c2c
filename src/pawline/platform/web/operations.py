"""The operation registry: who may do what. A route or a frame without an entry stops the start-up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from pawline.platform.errors import Forbidden, SignInNeeded


class Who(StrEnum):
    """Whom an operation is open to. The room's own policy still decides about each object."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OWNER = "owner"
    STAFF = "staff"
    MANAGER = "manager"


# Asked for every frame; on Python 3.11 naming a member takes longer than comparing it.
PUBLIC, SIGNED_IN = Who.PUBLIC, Who.SIGNED_IN


class Caller(Protocol):
    """Who asks, as far as the edges need to know."""

    @property
    def kind(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for, over HTTP (`verb` and `path`) or as a socket frame (`FRAME`)."""

    name: str
    who: Who
    verb: str
    path: str


def admit(who: Who, caller: Caller | None) -> None:
    """Lets the caller through or raises SignInNeeded or Forbidden."""
    if who is PUBLIC:
        return
    if caller is None:
        raise SignInNeeded
    if who is SIGNED_IN:
        return
    kind = "owner" if who is Who.OWNER else "staff"
    if caller.kind != kind or (who is Who.MANAGER and caller.role != "manager"):
        raise Forbidden


def registry_of(routes: list[Any], frames: Mapping[str, Who], handled: Collection[str]) -> list[Operation]:
    """Every operation of the server, sorted by name.

    `routes` are Litestar's routes, `handled` the frames that the socket takes. Raises RuntimeError naming the
    routes and frames without an entry, and the entries that nobody handles.
    """
    found = [Operation(f"frame.{name}", who, "FRAME", name) for name, who in frames.items()]
    missing: set[str] = set()
    for path, handler in _handlers(routes):
        # The framework answers OPTIONS by itself, without reaching any room.
        verbs = {str(verb) for verb in getattr(handler, "http_methods", {"WS"})} - {"OPTIONS"}
        if verbs and handler.opt.get("who") is None:
            missing.add(path)
        found.extend(Operation(handler.opt.get("operation", ""), handler.opt.get("who"), verb, path) for verb in verbs)
    missing |= {f"frame {name}" for name in set(handled) ^ set(frames)}
    if missing:
        raise RuntimeError(f"without an entry in the operation registry, or entry without a handler: {sorted(missing)}")
    return sorted(found, key=lambda one: (one.name, one.path, one.verb))


def _handlers(routes: list[Any]) -> list[tuple[str, Any]]:
    return [
        (route.path, handler)
        for route in routes
        for handler in (getattr(route, "route_handlers", None) or [route.route_handler])
    ]
