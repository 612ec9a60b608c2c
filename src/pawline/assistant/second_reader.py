"""A language model as a second reader: asked about what the embedded reading missed, within limits of every kind.

It runs in a job of its own, in no transaction and without a part in what follows: what it proposes is held against the
message (`proposal`), and what it says of its own against what may be said at all (`plain_talk`). Whatever fails, and
whatever takes too long, is the embedded answer's turn.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from pawline.chat import Chat, Typing
from pawline.people import people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.egress import BadAddress
from pawline.platform.errors import Busy, PawlineError
from pawline.platform.ids import AccountId
from pawline.platform.ports.llm import Answered, Endpoint, Line, Llm, LlmFailed, ToolCall

from . import lm_rows, second_tools, signals
from .asked import Asked, Stale, check_fresh
from .drafting import Drafting
from .lm_rows import ModelSetting
from .misheard import may_chat
from .model import Turn
from .proposal import Proposal, Scene, held_against, proposal_in
from .script import fold
from .speech import is_sentence
from .understanding import Understanding

log = logging.getLogger(__name__)

MOST_CALLS = 6
MOST_ROUNDS = MOST_CALLS + 1
LONGEST_S = 20.0
# Of one answer of the model.
MOST_TOKENS = 700
_LEAST_UNSURE = 10
_VAGUE = frozenset({"book", "pet_info", "smalltalk", "note_special_need", "unknown"})


class Lost(Exception):
    """The model goes round in circles, contradicts itself, or has used up what it was given. `why` is a word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class _Talk:
    """One consultation under way."""

    asked: Asked
    read: Understanding
    scene: Scene
    setting: ModelSetting
    endpoint: Endpoint
    may_chat: bool
    answers: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    calls: int = 0
    rounds: int = 0

    @property
    def shop_id(self) -> str:
        return self.asked.found.shop_id

    @property
    def c(self) -> str:
        return self.asked.found.id


class SecondReader:
    """Asks the model of a shop that has one, and agreed. `counts` are for `/metrics`."""

    def __init__(self, db: Database, clock: Clock, chat: Chat, llm: Llm) -> None:
        self._db = db
        self._clock = clock
        self._chat = chat
        self._llm = llm
        self.counts: Counter[str] = Counter()

    async def is_wanted(self, asked: Asked, read: Understanding, done: Turn) -> bool:
        """Whether the model should read this message as well. Asks the database only when it may be so."""
        if not (done.is_missed or is_unsure(read)) or not _is_readable(read):
            return False
        setting = await self._db.read(lambda tx: lm_rows.setting_of(tx, asked.found.shop_id))
        return setting.may_ask and (done.is_missed or setting.is_for_unsure)

    async def reading(self, asked: Asked, read: Understanding, scene: Scene) -> Understanding | None:
        """What the message means after all; None leaves it to the embedded reading. Raises Stale."""
        shop_id = asked.found.shop_id
        try:
            setting, endpoint = await self._db.read(lambda tx: _place(tx, shop_id))
        except PawlineError as error:
            # The key cannot be opened, for one.
            log.warning("second_reading_impossible", extra={"shop_id": shop_id, "code": error.code})
            return None
        if endpoint is None:
            return None
        talk = _Talk(asked, read, scene, setting, endpoint, may_chat(read, scene.world))
        drafting = Drafting(self._db.bus, asked, read, scene)
        outcome, found = "late", None
        try:
            outcome, found = await self._within(talk, drafting)
        finally:
            if found is None or found.own_words is None:
                drafting.withdraw()
            self.counts["asked"] += 1
            self.counts[outcome] += 1
            ids = {"c": talk.c, "seq": asked.head, "outcome": outcome, "rounds": talk.rounds, "calls": talk.calls}
            log.info("second_reading", extra=ids)
        return found

    async def _within(self, talk: _Talk, drafting: Drafting) -> tuple[str, Understanding | None]:
        """The talk until it ends, its time does, or something newer is said, whichever comes first."""
        limit_s = min(LONGEST_S, float(talk.setting.patience_s))
        news = asyncio.Event()

        def heard(_news: object) -> None:
            drafting.pause()
            news.set()

        self._db.bus.listen(f"c.{talk.c}", drafting, heard)
        try:
            async with asyncio.TaskGroup() as group:
                works = (
                    group.create_task(self._outcome(talk, drafting)),
                    group.create_task(self._overtaken(talk, drafting, news)),
                    group.create_task(self._clock.sleep(limit_s)),
                )
                await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
                for one in works:
                    one.cancel()
        finally:
            self._db.bus.leave(f"c.{talk.c}", drafting)
        if works[1].done() and not works[1].cancelled():
            self.counts["overtaken"] += 1
            raise Stale
        return ("late", None) if works[0].cancelled() else works[0].result()

    async def _overtaken(self, talk: _Talk, drafting: Drafting, news: asyncio.Event) -> None:
        """Ends when the answer could not be said any more."""
        while True:
            await news.wait()
            news.clear()
            try:
                await self._db.read(lambda tx: check_fresh(self._chat, tx, talk.asked))
            except Stale:
                return
            except Busy:
                continue
            drafting.resume()

    async def _outcome(self, talk: _Talk, drafting: Drafting) -> tuple[str, Understanding | None]:
        """How it ended, in a word, and what was understood."""
        try:
            await self._tell_typing(talk)
            said = await self._said(talk, drafting.hear)
        except Lost as lost:
            return lost.why, None
        except (LlmFailed, BadAddress, Busy) as error:
            return error.code, None
        except Exception:
            # Whatever a stranger's answer does to us, the owner gets ours.
            log.exception("second_reading_failed", extra={"c": talk.c, "seq": talk.asked.head})
            return "failed", None
        if isinstance(said, Proposal):
            found = held_against(said, talk.read, talk.scene)
            return ("understood", found) if found is not None else ("refused", None)
        return drafting.judged(said)

    async def _said(self, talk: _Talk, hear: Callable[[str], None]) -> Proposal | str:
        """The proposal at the end of the talk, or words. Raises Lost, LlmFailed, BadAddress, Busy."""
        lines = second_tools.opening(talk.read.text, talk.scene, talk.may_chat)
        for _ in range(MOST_ROUNDS):
            answered = await self._round(talk, lines, hear)
            calls = _each_once(answered.calls)
            proposed = [call for call in calls if call.name == second_tools.PROPOSE]
            if proposed:
                return _the_one(proposed)
            if not calls:
                return answered.text
            lines.append(Line("assistant", answered.text, calls))
            talk.calls += len(answered.calls)
            if talk.calls > MOST_CALLS:
                raise Lost("looping")
            lines += [Line("tool", _answer(talk, call), call_id=call.id) for call in calls]
        raise Lost("looping")

    async def _round(self, talk: _Talk, lines: list[Line], hear: Callable[[str], None]) -> Answered:
        tools = second_tools.tools()
        aside = MOST_TOKENS + tokens_in(lines)
        day = talk.scene.world.now.astimezone(talk.scene.zone).date()
        taken = await self._db.write(
            lambda tx: lm_rows.take(tx, talk.shop_id, talk.c, day, aside, talk.setting)
        )  # fmt: skip
        if not taken:
            raise Lost("spent")
        talk.rounds += 1
        answered = await self._llm.ask(talk.endpoint, lines, tools, MOST_TOKENS, hear)
        # Cut off in between, what was put aside stays counted.
        more = max(1, answered.tokens or aside) - aside
        is_first = int(talk.rounds == 1)
        await self._db.write(lambda tx: lm_rows.add(tx, talk.shop_id, talk.c, day, more, is_first))
        return answered

    async def _tell_typing(self, talk: _Talk) -> None:
        bot = talk.asked.bot_id
        name = await self._db.read(lambda tx: people_of(tx, [bot])[bot].name)
        self._db.bus.publish([(f"typing.{talk.c}", Typing(talk.asked.found.id, AccountId(bot), "typing", name))])


async def within(clock: Clock, seconds: float, asking: Coroutine[Any, Any, Answered]) -> Answered | None:
    """The answer if it comes in time. Raises what asking raises."""
    async with asyncio.TaskGroup() as group:
        works = (group.create_task(_caught(asking)), group.create_task(clock.sleep(seconds)))
        await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        for one in works:
            one.cancel()
    found = None if works[0].cancelled() else works[0].result()
    if isinstance(found, PawlineError):
        raise found
    return found


async def _caught(asking: Coroutine[Any, Any, Answered]) -> Answered | PawlineError:
    """A refusal is handed on by hand: a group would wrap it."""
    try:
        return await asking
    except PawlineError as error:
        return error


def is_unsure(read: Understanding) -> bool:
    """Whether the embedded reading may have missed what is wanted: it names no service and asks nothing."""
    if len(read.text.strip()) < _LEAST_UNSURE or read.red_flags or read.services or read.topics:
        return False
    return set(read.intents) <= _VAGUE


def tokens_in(lines: list[Line]) -> int:
    """At most so many tokens are in what is sent: a sign of Chinese is one, four Latin letters are."""
    texts = [*(line.text for line in lines), second_tools.SCHEMA]
    return sum(1 if char > "\u2e7f" else 0.3 for text in texts for char in text).__ceil__()


def _is_readable(read: Understanding) -> bool:
    """Words of a language; who plays with instructions is not passed on."""
    folded = fold(read.text)
    return is_sentence(folded) and signals.INJECTION.search(folded) is None


def _place(tx: Tx, shop_id: str) -> tuple[ModelSetting, Endpoint | None]:
    """Where to ask; None when the shop has changed its mind."""
    setting = lm_rows.setting_of(tx, shop_id)
    return setting, lm_rows.endpoint_of(tx, shop_id, setting) if setting.may_ask else None


def _each_once(calls: tuple[ToolCall, ...]) -> tuple[ToolCall, ...]:
    """Some send the same call twice, and some two calls under one id."""
    by_matter = {(call.name, call.arguments): call for call in reversed(calls)}
    by_id = {call.id: call for call in reversed(by_matter.values())}
    return tuple(by_id.values())


def _the_one(proposed: list[ToolCall]) -> Proposal:
    found = [proposal_in(call.arguments) for call in proposed]
    if found[0] is None or any(one != found[0] for one in found):
        raise Lost("unreadable" if None in found else "contradicts")
    return found[0]


def _answer(talk: _Talk, call: ToolCall) -> str:
    """The tool's answer; the same question has the same one."""
    key = (call.name, call.arguments)
    if key not in talk.answers:
        talk.answers[key] = second_tools.answer(call.name, talk.scene) or '{"error": "no such tool"}'
    return talk.answers[key]
