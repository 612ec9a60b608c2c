"""What JSON allows and neither a frame nor a request may hold: a key twice, and nesting without end.

Parsers differ in which of two values they take, so what one has judged is not what another one reads.
"""

import json
from typing import Any, cast

import msgspec

DEPTH = 16
TOO_DEEP = "nested too deeply"


def judge(body: bytes) -> None:
    """Raises msgspec.DecodeError for a key that is there twice, and for more than `DEPTH` levels."""
    try:
        whole = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error
    # Fewer brackets than levels are impossible: most frames need no walk.
    if body.count(b"{") + body.count(b"[") > DEPTH:
        _measure(whole, DEPTH)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _measure(value: Any, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise msgspec.DecodeError(TOO_DEEP)
    inner = cast("dict[str, Any] | list[Any]", value)
    for one in inner.values() if isinstance(inner, dict) else inner:
        _measure(one, left - 1)
