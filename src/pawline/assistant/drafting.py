"""An answer of a language model in the making, as far as the owner may see it."""

from __future__ import annotations

from dataclasses import replace

from pawline.chat import Draft
from pawline.platform.bus import Bus

from .asked import Asked
from .misheard import may_chat
from .plain_talk import Sentences, is_plain
from .proposal import Scene
from .understanding import Understanding


class Drafting:
    """What the owner sees of an answer in the making: whole sentences that may be said, and nothing of a broken one."""

    def __init__(self, bus: Bus, asked: Asked, read: Understanding, scene: Scene) -> None:
        self._bus = bus
        self._c, self._bot = asked.found.id, asked.bot_id
        self._read = read
        self._may_chat = may_chat(read, scene.world)
        self._own = [pet.name for pet in scene.world.pets()]
        self._strange = [one.name for one in scene.world.groomers()]
        self._sentences = Sentences(self._own, self._strange)
        self._shown = ""
        self._is_paused = False

    def hear(self, piece: str) -> None:
        """A piece of the answer has come."""
        whole = self._sentences.feed(piece) if self._may_chat else None
        if whole is not None:
            self._show(whole)
        elif self._sentences.is_refused:
            self.withdraw()

    def pause(self) -> None:
        """Something was said: nothing more is shown until it is known to be nothing new."""
        self._is_paused = True

    def resume(self) -> None:
        """It was nothing new."""
        self._is_paused = False

    def judged(self, text: str) -> tuple[str, Understanding | None]:
        """The model's words as an answer, if they may be one."""
        text = text.strip()
        if not self._may_chat or not is_plain(text, self._own, self._strange):
            return "refused", None
        return "chatted", replace(self._read, own_words=text)

    def withdraw(self) -> None:
        """What is shown is no answer after all."""
        if self._shown:
            self._is_paused = False
            self._show("")

    def _show(self, text: str) -> None:
        if not self._is_paused:
            self._shown = text
            self._bus.publish([(f"draft.{self._c}", Draft(self._c, self._bot, text))])
