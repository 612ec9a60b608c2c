"""From the entries of a conversation to what the dialogue hears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pawline.chat import Entry

from .dialogue import context_of
from .model import Choice, Dialogue, Heard, Unreadable
from .understand import understand
from .world import World

# Where the words of a message are, by its type.
WORDS = {"text": "text", "voice": "transcript"}
UNREAD: dict[str, Literal["voice", "photo", "video", "file"]] = {
    "voice": "voice",
    "image": "photo",
    "video": "video",
    "file": "file",
}


def messages_of(entries: Sequence[Entry]) -> list[Entry | str]:
    """Texts, and voices that were written down, are one message when they follow each other; the rest stays apart."""
    messages: list[Entry | str] = []
    for one in entries:
        text = one.body.get(WORDS.get(str(one.body.get("type")), ""))
        if not isinstance(text, str):
            messages.append(one)
        elif messages and isinstance(messages[-1], str):
            messages[-1] = f"{messages[-1]}\n{text}"
        else:
            messages.append(text)
    return messages


def heard_of(message: Entry | str, state: Dialogue, world: World) -> Heard:
    """What one message is to the dialogue, understood in its present state."""
    zone = world.shop().zone
    if isinstance(message, str):
        return understand(message, world.now, zone, context_of(state, world))
    body = message.body
    text = text_of(body)
    read = understand(text, world.now, zone, context_of(state, world))
    if body.get("type") == "choice":
        return Choice(str(body.get("choice", "")), text, read)
    return read if read.red_flags else Unreadable(UNREAD.get(str(body.get("type")), "other"))


def text_of(body: dict[str, Any]) -> str:
    """The words of a body, empty where it has none."""
    return str(body.get("text") or body.get("transcript") or body.get("caption") or "")
