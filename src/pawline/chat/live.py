"""What goes out over one socket by itself: the logs it follows, marks, typing, presence, heads."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from pawline.chat import frames, store
from pawline.chat.lines import Lines
from pawline.chat.model import Draft, LogNews, Presence, Receipt, Typing
from pawline.chat.policy import takes_part
from pawline.chat.watching import Watching
from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.errors import Busy, PawlineError
from pawline.platform.web.socket import Peer

# Answers a frame that was not taken.
Refuse: TypeAlias = Callable[[frames.Frame, PawlineError], None]
TOPICS = ("c", "receipt", "typing", "draft")
# A desk that is open is noted so often that one which is gone is noticed within three minutes.
AT_DESK_S = 60.0


class Live:
    """What somebody who has come in follows. `spawn` closes the line when the work fails."""

    def __init__(
        self, lines: Lines, peer: Peer, actor: Actor, name: str, spawn: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self.chat = lines.chat
        self.bus = lines.chat.db.bus
        self.lines = lines
        self.peer = peer
        self.actor = actor
        self.spawn = spawn
        self.watching = Watching(self.bus, actor, name, self._on_presence)
        # News of conversations that are being replayed: told when the replay is.
        self.held: dict[str, list[LogNews]] = {}
        # The head that was told last, by conversation.
        self.told: dict[str, int] = {}
        self.is_over = False
        self._is_started = False
        # Conversations that are followed, and their kinds.
        self._followed: dict[str, str] = {}
        # Shown out while it was read who may see what.
        self._shown_out: set[str] = set()
        # Entries of the shop's conversations: as many as were there, those heard since, those there at the last beat.
        self._known = self._heard = self._there = 0
        self._receipts: dict[tuple[str, str], Receipt] = {}
        self._noted = float("-inf")

    def listen(self) -> None:
        """Hears what concerns the account, before it is asked what it may see: what changes meanwhile is not missed."""
        self.bus.listen(f"me.{self.actor.account_id}", self, self._on_membership)

    def start(self, own: dict[str, str]) -> None:
        """Follows its own conversations (id to kind), and staff everything of their shop. The welcome comes next."""
        actor, bus = self.actor, self.bus
        self._is_started = True
        if actor.is_staff:
            bus.listen(f"shop.{actor.shop_id}", self, self._on_shop_log)
            bus.listen(f"desk.{actor.shop_id}", self, self.peer.send)
        for c, kind in own.items():
            if c not in self._shown_out:
                self.follow(c, kind)
        self._note_desk()

    def follows(self, c: str) -> bool:
        """Whether the conversation is among those followed."""
        return c in self._followed

    def follow(self, c: str, kind: str) -> None:
        """Everything live of one conversation. Owners' conversations reach staff by the topic of the shop."""
        if c in self._followed or self.is_over:
            return
        self._followed[c] = kind
        if not (self.actor.is_staff and kind in {"owner", "notes"}):
            self.bus.listen(f"c.{c}", self, self._on_log)
        self.bus.listen(f"receipt.{c}", self, self._on_receipt)
        self.bus.listen(f"typing.{c}", self, self._on_typing)
        self.bus.listen(f"draft.{c}", self, self._on_draft)
        if not self.actor.is_staff and kind in {"owner", "direct"}:
            self.watching.answer(c)

    def unfollow(self, c: str) -> None:
        """Nothing live of the conversation any more."""
        self._followed.pop(c, None)
        for topic in TOPICS:
            self.bus.leave(f"{topic}.{c}", self)

    def _on_membership(self, news: tuple[str, str, str]) -> None:
        """Let into a conversation, or shown out of one: from this commit on."""
        change, c, kind = news
        if change == "joined":
            self._shown_out.discard(c)
            self.follow(c, kind)
        else:
            self._shown_out.add(c)
            self.unfollow(c)
        if not self._is_started:
            # Nothing before the welcome: they do not know yet that they were in.
            return
        self.peer.send(frames.encode(change, {"kind": kind}, c))

    def _on_log(self, news: LogNews) -> None:
        held = self.held.get(news.c)
        if held is not None:
            held.append(news)
            return
        self.peer.send(news.frame)

    def _on_shop_log(self, news: LogNews) -> None:
        self._heard += news.count
        self._on_log(news)

    def _on_receipt(self, receipt: Receipt) -> None:
        if receipt.is_private and receipt.account_id != self.actor.account_id:
            return
        if self.peer.is_behind:
            # Only the last one counts: it is told with a beat, when there is room again.
            self._receipts[receipt.c, receipt.account_id] = receipt
            return
        self._receipts.pop((receipt.c, receipt.account_id), None)
        self.peer.send(frames.encode("receipt", receipt, receipt.c))

    def _on_typing(self, typing: Typing) -> None:
        if typing.account_id != self.actor.account_id and not self.peer.is_behind:
            self.peer.send(frames.encode("typing", typing, typing.c))

    def _on_draft(self, draft: Draft) -> None:
        if not self.peer.is_behind:
            self.peer.send(frames.encode("draft", {"account_id": draft.account_id, "text": draft.text}, draft.c))

    def _on_presence(self, one: Presence) -> None:
        if not self.peer.is_behind:
            self.peer.send(frames.encode("presence", one, one.c))

    def beat(self) -> None:
        """Tells the heads, the marks that had to wait and who is there."""
        self.spawn(self._tell_heads())
        for receipt in list(self._receipts.values()):
            self._on_receipt(receipt)
        self.watching.ask()
        self._note_desk()

    def _note_desk(self) -> None:
        """A desk that is open says so in the database now and then: who is gone is seen by every process."""
        if self.actor.is_staff and self.lines.now() - self._noted >= AT_DESK_S:
            self._noted = self.lines.now()
            self.spawn(self.chat.presence.note(self.actor))

    async def _tell_heads(self) -> None:
        """The heads as the database has them, so that a push that was lost on the way is noticed.

        So is that somebody was shown out, and, by a desk, that something was said which it has not heard of.
        """
        actor, followed = self.actor, dict(self._followed)

        def ask(tx: Tx) -> tuple[dict[str, int], set[str], int]:
            there = store.entries_of_shop(tx, actor.shop_id) if actor.is_staff else 0
            own = store.still_member_of(tx, actor.account_id, sorted(followed))
            gone = {c for c, kind in followed.items() if not takes_part(actor, kind, is_member=c in own)}
            return store.heads_of(tx, sorted(followed.keys() - gone)), gone, there

        try:
            found, gone, there = await self.chat.db.read(ask)
        except Busy:
            # The next beat asks again.
            return
        for c in gone:
            self._on_membership(("left", c, followed[c]))
        changed = {c: head for c, head in found.items() if self.told.get(c) != head}
        self.told |= changed
        self.peer.send(
            frames.encode("beat", {"heads": changed} | ({"missed": True} if self._has_missed(there) else {}))
        )

    def _has_missed(self, there: int) -> bool:
        """Whether fewer entries were heard than were there at the beat before: what is on its way is not counted."""
        is_first, before = not self._there, self._there
        self._there = there
        if is_first:
            self._known, self._heard = there, 0
            return False
        if self._known + self._heard >= before:
            return False
        self._known, self._heard = there, 0
        return True

    def lost(self) -> None:
        """Forgets everything that points here."""
        self.is_over = True
        for c in list(self._followed):
            self.unfollow(c)
        self.watching.lost()
        for topic in (f"me.{self.actor.account_id}", f"shop.{self.actor.shop_id}", f"desk.{self.actor.shop_id}"):
            self.bus.leave(topic, self)
