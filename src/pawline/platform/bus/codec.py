"""How news crosses to another process: each kind has a type, nothing untyped crosses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of news as bytes, and back."""

    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]


# By kind: what stands before the first dot of a topic.
Carried: TypeAlias = Mapping[str, Codec]

_encode = msgspec.msgpack.Encoder().encode


def carried_as(kind: Any) -> Codec:
    """News that msgspec can carry: a struct, a tuple, a number, bytes or None, named by its type."""
    return Codec(_encode, msgspec.msgpack.Decoder(kind).decode)


def kind_of(topic: str) -> str:
    """The kind of a topic: `c` of `c.ID`."""
    return topic.partition(".")[0]
