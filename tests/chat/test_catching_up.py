"""Coming back while the bus is late or loses: `synced` is said of what was sent."""

from types import SimpleNamespace
from typing import Any

import msgspec

from pawline.chat import Chat
from pawline.chat.catching_up import CatchingUp
from pawline.chat.model import Entry, news_of
from pawline.people import Actor
from tests.chat.conftest import Shop


class Line:
    """One socket as the catching up sees it: keeps what was sent."""

    def __init__(self, chat: Chat, actor: Actor) -> None:
        self.chat, self.actor, self.peer = chat, actor, self
        self.held: dict[str, list[Any]] = {}
        self.told: dict[str, int] = {}
        self.lines = SimpleNamespace(cursor_ahead=0)
        self.sent: list[dict[str, Any]] = []

    def follows(self, _c: str) -> bool:
        return True

    def send(self, frame: bytes) -> None:
        self.sent.append(msgspec.json.decode(frame))

    @property
    def seqs(self) -> list[int]:
        return [one["seq"] for frame in self.sent if frame["t"] == "entries" for one in frame["d"]["entries"]]


async def say(chat: Chat, a: Shop, words: str) -> Entry:
    ack = await chat.send(a.owner, a.c, f"cmid-{words}", {"type": "text", "text": words})
    return (await chat.page(a.owner, a.c, after=ack.seq - 1)).entries[0]


async def test_what_the_bus_lost_is_read_before_synced(chat: Chat, a: Shop) -> None:
    line = Line(chat, a.owner)
    replays = 0
    ask = chat.replay

    async def replay(actor: Actor, c: str, seq: int) -> Any:
        """Between the first reading and what was held, three messages come: the news of two of them are lost."""
        nonlocal replays
        found = await ask(actor, c, seq)
        replays += 1
        if replays == 1:
            said = [await say(chat, a, text) for text in ("one", "two", "three")]
            line.held[a.c].append(news_of(a.c, said[2:]))
        return found

    chat.replay = replay  # type: ignore[method-assign]
    line.held[a.c] = []
    await CatchingUp(line, lambda *_: None)._replay_one(a.c, 0)  # type: ignore[arg-type]
    assert line.seqs == [1, 2, 3]
    assert line.sent[-1] == {"t": "synced", "c": a.c, "d": {"head": 3}}
    assert (replays, line.held, line.told) == (2, {}, {a.c: 3})
