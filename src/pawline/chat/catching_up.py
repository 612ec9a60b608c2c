"""Coming back: what a client has missed, in order and whole, or said to be too much; then live."""

import logging

import msgspec

from pawline.chat import frames
from pawline.chat.errors import NoSuchConversation
from pawline.chat.live import Live, Refuse
from pawline.chat.model import FeedRow, encode_entries
from pawline.platform.errors import PawlineError

log = logging.getLogger(__name__)


class CatchingUp:
    """The frames `resume`, by conversations, and `feed`, by the shop."""

    def __init__(self, live: Live, refuse: Refuse) -> None:
        self._live = live
        self._chat = live.chat
        self._actor = live.actor
        self._refuse = refuse

    def resume(self, one: frames.Frame, resume: frames.Resume) -> None:
        """Everything after the client's cursors, then what has come meanwhile, then live."""
        for c in resume.conversations:
            self._live.held.setdefault(c, [])
        self._live.spawn(self._replay(one, resume.conversations))

    async def _replay(self, one: frames.Frame, cursors: dict[str, int]) -> None:
        for c, seq in cursors.items():
            try:
                async with self._live.lines.replays:
                    await self._replay_one(c, seq)
            except PawlineError as error:
                self._refuse(msgspec.structs.replace(one, c=c), error)
            finally:
                # A line that fails on the way is closed; nothing may stay held on one that lives.
                self._live.held.pop(c, None)

    async def _replay_one(self, c: str, seq: int) -> None:
        """Subscribed first, then read from the cursor to the head, then the live ones held meanwhile."""
        if not self._live.follows(c):
            found = await self._chat.db.read(lambda tx: self._chat.see(tx, self._actor, c))
            self._live.follow(c, found.kind)
        try:
            head = await self._let_go(c, await self._read_on(c, seq))
        except NoSuchConversation:
            # Shown out between the two questions, when nobody here listened yet.
            self._live.unfollow(c)
            raise
        self._live.held.pop(c, None)
        self._live.told[c] = head
        self._tell("synced", {"head": head}, c)

    async def _read_on(self, c: str, seq: int) -> int:
        """Sends what the log has after `seq`; returns its head."""
        page, is_gap = await self._chat.replay(self._actor, c, seq)
        if seq > page.head:
            log.warning("cursor_ahead", extra={"c": c, "cursor": seq, "head": page.head})
            self._live.lines.cursor_ahead += 1
            self._tell("cursor_ahead", {"head": page.head}, c)
        elif is_gap:
            self._tell("gap", {"from": seq + 1, "to": page.entries[0].seq - 1, "entries": page.entries}, c)
        elif page.entries:
            self._live.peer.send(encode_entries(c, page.entries))
        return page.head

    async def _let_go(self, c: str, head: int) -> int:
        """Sends what came meanwhile and was not in the replay; returns the newest seq sent.

        Of two processes' news the later may be here before the earlier, or without it, if the bus lost that: the log
        is asked for what lies between.
        """
        # Another `resume` of the same conversation may have ended meanwhile, and with it the holding.
        held = self._live.held.setdefault(c, [])
        while held:
            before = held[0].first_seq - 1
            if before > head:
                head = max(await self._read_on(c, head), before)
                continue
            news = held.pop(0)
            if news.last_seq > head:
                self._live.peer.send(news.frame)
                head = news.last_seq
        return head

    def feed(self, _one: frames.Frame, feed: frames.FeedFrame) -> None:
        """A desk follows its shop: what came after `fseq`, then live."""
        self._live.bus.listen(f"feed.{self._actor.shop_id}", self, self._on_feed)
        self._live.spawn(self._follow_feed(feed.fseq))

    async def _follow_feed(self, fseq: int) -> None:
        page = await self._live.lines.feed.follow(self._actor, self, fseq)
        if self._live.is_over:
            self._live.lines.feed.leave(self._actor, self)
        self._tell("feed", {"rows": page.rows, "head": page.head, "is_gap": page.is_gap})

    def _on_feed(self, rows: list[FeedRow]) -> None:
        self._tell("feed", {"rows": rows, "head": rows[-1].fseq, "is_gap": False})

    def _tell(self, t: str, d: object, c: str | None = None) -> None:
        self._live.peer.send(frames.encode(t, d, c))

    def lost(self) -> None:
        """The desk follows its shop no more."""
        self._live.bus.leave(f"feed.{self._actor.shop_id}", self)
        self._live.lines.feed.leave(self._actor, self)
