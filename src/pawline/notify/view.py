"""What the room shows of its own things."""

import msgspec


class HookView(msgspec.Struct, frozen=True):
    """A webhook without its secret. `last_status`: what the other side answered last, 0 for a refused address."""

    id: str
    url: str
    kinds: list[str]
    created_ms: int
    last_status: int | None
    last_ms: int | None
