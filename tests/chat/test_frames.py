"""What a frame may be: of bounded size in every direction, and said once."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.chat import frames
from pawline.chat.bodies import checked
from pawline.platform.errors import PawlineError

SEND = {"t": "send", "id": 7, "c": "c", "d": {"cmid": "cmid-00000001", "body": {"type": "text", "text": "hi"}}}


def read(frame: str | dict[str, Any]) -> Any:
    whole = (frame if isinstance(frame, str) else json.dumps(frame)).encode()
    return frames.payload(frames.parse(whole), whole)


def nested(levels: int, *, of: str) -> str:
    """A frame of so many levels, of lists or of objects, in a field that nobody knows."""
    inner = (
        "[" * (levels - 1) + "]" * (levels - 1) if of == "lists" else '{"x":' * (levels - 1) + "1" + "}" * (levels - 1)
    )
    return f'{{"t":"ping","new":{inner}}}'


@pytest.mark.parametrize("of", ["lists", "objects"])
def test_sixteen_levels_and_no_more(of: str) -> None:
    read(nested(16, of=of))
    for levels in (17, 200, 100_000):
        with pytest.raises(msgspec.DecodeError):
            read(nested(levels, of=of))
        with pytest.raises(msgspec.DecodeError):
            read(nested(levels, of=of).replace("new", "d"))


@pytest.mark.parametrize(
    "frame",
    [
        '{"t":"ping","t":"ping"}',
        '{"t":"read","c":"mine","c":"yours","d":{"seq":1}}',
        '{"t":"read","c":"c","d":{"seq":1,"seq":2}}',
        '{"t":"send","c":"c","d":{"cmid":"cmid-0001","cmid":"cmid-0002","body":{"type":"text","text":"a"}}}',
        '{"t":"send","c":"c","d":{"cmid":"cmid-0001","body":{"type":"text","text":"a","text":"b"}}}',
        '{"t":"send","c":"c","d":{"cmid":"cmid-0001","body":{"type":"text","text":"a","te\\u0078t":"b"}}}',
        '{"t":"send","c":"c","c" :"x","d":{"cmid":"cmid-0001","body":{"type":"text","text":"a:b"}}}',
        '{"t":"send","c":"c","d":{"cmid":"cmid-0001","body":{"type":"text","text":"a"},"body":{"type":"text","text":"b"}}}',
    ],
)
def test_a_key_twice_is_refused(frame: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        read(frame)


_VALUES = st.recursive(st.none() | st.text(max_size=9) | st.integers(0, 9), lambda one: st.lists(one, max_size=3))


@given(
    text=st.text(max_size=60), more=st.dictionaries(st.text(max_size=5), _VALUES, max_size=3), id=st.text(max_size=5)
)
def test_a_key_put_in_twice_is_always_noticed(text: str, more: dict[str, Any], id: str) -> None:
    """In the message, in its body and in the frame, whatever else is there; and never where none is."""
    body = {"type": "text", "text": text} | {f"x{name}": one for name, one in more.items()}
    whole = json.dumps({"t": "send", "id": id, "c": "c", "d": {"cmid": "cmid-00000001", "body": body}})
    assert read(whole).body["text"] == text
    for place in ('"t":', '"c":', '"cmid":', '"type":'):
        at = whole.index(place.replace(":", ": "))
        with pytest.raises(msgspec.DecodeError):
            read(f'{whole[:at]}{place}"send",{whole[at:]}')


@pytest.mark.parametrize("over", [2**53 + 1, 2**63, 10**30, -1, 1.5, "1", True])
def test_numbers_stay_where_javascript_can_count(over: Any) -> None:
    for name, field in (("read", "seq"), ("delivered", "seq"), ("feed", "fseq")):
        assert read({"t": name, "c": "c", "d": {field: 2**53}})
        with pytest.raises(msgspec.DecodeError):
            read({"t": name, "c": "c", "d": {field: over}})
    for field in ("target_seq", "reply_to"):
        with pytest.raises(msgspec.DecodeError):
            read(SEND | {"d": SEND["d"] | {field: over}})  # type: ignore[operator]
    with pytest.raises(msgspec.DecodeError):
        read({"t": "resume", "d": {"conversations": {"c": over}}})
    with pytest.raises(PawlineError):
        checked({"type": "choice", "text": "好", "choice": "ok", "of_seq": over})


def test_what_is_echoed_is_short() -> None:
    assert read(SEND | {"id": "x" * 64})
    for id in ("x" * 65, 2**53 + 1, -(2**53) - 1):
        with pytest.raises(msgspec.DecodeError):
            read(SEND | {"id": id})


def test_lists_have_an_end() -> None:
    read({"t": "resume", "d": {"conversations": dict.fromkeys(map(str, range(200)), 0)}})
    with pytest.raises(msgspec.DecodeError):
        read({"t": "resume", "d": {"conversations": dict.fromkeys(map(str, range(201)), 0)}})
    with pytest.raises(msgspec.DecodeError):
        read({"t": "watch", "d": {"conversations": ["c"] * 6}})


def test_everything_that_the_server_says_is_in_the_reference() -> None:
    """Frames are built by name in a few places; each name is found in the text of the product."""
    named = re.compile(r'(?:encode|_tell)\("([a-z_]+)"|"t": ?"([a-z_]+)"|_on_membership\(\("([a-z]+)"')
    source = Path(frames.__file__).parents[1]
    found = {
        name
        for path in source.rglob("*.py")
        if path.parts[-2] != "client" and "static" not in path.parts
        for match in named.finditer(path.read_text())
        for name in match.groups()
        if name
    }
    assert {"welcome", "beat", "ring", "left"} <= found, "the search finds what is there"
    assert found - set(frames.FRAMES) <= set(frames.TOLD)
    assert set(frames.TOLD) - {"joined"} <= found
