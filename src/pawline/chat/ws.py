"""One socket of a phone or a desk: hello, resume, send, marks, typing, presence; live pushes from the log."""

import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import msgspec

from pawline.chat import frames, store
from pawline.chat.errors import NoSuchConversation, TooFast
from pawline.chat.lines import Lines
from pawline.chat.model import Ack, FeedRow, LogNews, Presence, Receipt, Typing, encode_entries
from pawline.chat.policy import access
from pawline.chat.watching import Watching
from pawline.people import Actor, people_of
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, Busy, PawlineError, SignInNeeded
from pawline.platform.web.limits import Bucket, Rate
from pawline.platform.web.operations import admit
from pawline.platform.web.socket import Close, Knock, Peer

log = logging.getLogger(__name__)

BEAT_S = 25.0
SILENCE_S = 45.0
HELLO_S = 10.0
IN_FLIGHT = 16
# Frames that are not messages, a socket: far above what a page sends.
SIGNALS = Rate(20, 200)
# What is worth nothing a moment later is the first to go when commits take longer than this.
EPHEMERAL = frozenset({"typing", "watch"})
SHED_S = 0.25
# Messages above somebody's pace: each is refused in words, and who goes on and on is closed.
PATIENCE = Rate(1, 100)
# A read mark is written at most this often a conversation; the last one counts.
MARK_S = 1.0
# Typing is told to others at most this often.
TYPING_S = 3.0
TOPICS = ("c", "receipt", "typing")
# What this server can do beyond the first version; clients ignore what they do not know.
CAPS = ["changes", "delivered", "feed", "groups", "presence"]
# A desk that is open is noted so often that one which is gone is noticed within three minutes.
AT_DESK_S = 60.0


class ChatLine:
    """Our side of one socket. Callbacks only: nothing here waits."""

    def __init__(self, lines: Lines, knock: Knock, peer: Peer) -> None:
        self._lines = lines
        self._chat = lines.chat
        # Asked for every frame.
        self._now = lines.chat.clock.monotonic
        self._peer = peer
        self._token = lines.token_of(knock)
        self.actor: Actor | None = None
        self._lang = "zh"
        self._device = ""
        self._followed: set[str] = set()
        self._told: dict[str, int] = {}
        self._held: dict[str, list[LogNews]] = {}
        self._receipts: dict[tuple[str, str], Receipt] = {}
        self._marks: dict[tuple[str, str], int | None] = {}
        self._typed: dict[str, float] = {}
        self._watching: Watching | None = None
        self._noted = float("-inf")
        self._in_flight = 0
        self._drained: int | None = None
        self._signals = Bucket(SIGNALS, lines.now())
        self._patience = Bucket(PATIENCE, lines.now())
        self._heard = lines.now()
        self._is_over = False
        self._timer = lines.later(HELLO_S, self._no_hello)
        lines.entrance.inside += 1

    # What comes in

    def received(self, frame: bytes) -> None:
        """Every frame comes in here."""
        self._heard = self._now()
        one: frames.Frame | None = None
        try:
            one = frames.parse(frame)
            self._dispatch(one)
        except SignInNeeded:
            self._peer.close(Close.UNAUTHORISED)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._refuse(one, BadInput("frame"), "bad_frame")
        except PawlineError as error:
            self._refuse(one, error)

    def _dispatch(self, one: frames.Frame) -> None:
        """The registry decides who may; a frame without an entry does not exist."""
        spec = frames.FRAMES.get(one.t)
        if spec is None:
            self._refuse(one, BadInput("frame"), "unknown_frame")
            return
        admit(spec.who, self.actor)
        if one.t != "send" and self._signals.take(self._heard):
            self._peer.close(Close.RATE_LIMITED)
            return
        if one.t in EPHEMERAL and self._chat.db.delay_s > SHED_S:
            return
        HANDLERS[one.t](self, one, frames.payload(one))

    def pong(self, _one: frames.Frame, _nothing: Any) -> None:
        """Being heard is all there is to it."""

    def ping(self, _one: frames.Frame, _nothing: Any) -> None:
        """Answers, so that the client knows the line is alive."""
        self._peer.send(b'{"t":"pong","d":{}}')

    def hello(self, _one: frames.Frame, hello: frames.Hello) -> None:
        """Who is there; answered with a welcome or a close."""
        if self.actor is not None:
            return
        self._timer.cancel()
        if not hello.proto_min <= frames.PROTO <= hello.proto_max:
            self._peer.close(Close.VERSION)
        elif self._token is None:
            self._peer.close(Close.UNAUTHORISED)
        else:
            self._spawn(self._welcome(hello, self._token))

    async def _welcome(self, hello: frames.Hello, token: str) -> None:
        actor = await self._lines.authenticate(token)
        if actor is None:
            self._peer.close(Close.UNAUTHORISED)
            return

        def ask(tx: Tx) -> tuple[dict[str, str], str]:
            own = store.memberships_of(tx, actor.shop_id, actor.account_id)
            return own, people_of(tx, [actor.account_id])[actor.account_id].name

        device = f"{actor.device_id}.{hello.device_id[:32]}"
        wait_s = self._lines.entrance.wait_s(actor, device)
        if wait_s:
            self._peer.close(Close.RATE_LIMITED, f"retry_after_ms={int(wait_s * 1000) + 1}")
            return
        own, name = await self._chat.db.read(ask)
        if self._is_over or self.actor is not None:
            return
        self._watching = Watching(self._chat.db.bus, actor, name, self._on_presence)
        self.actor, self._lang, self._device = actor, hello.lang, device
        self._lines.join(self, self._device)
        self._listen(actor)
        for c, kind in own.items():
            self._follow(c, kind)
        self._note_desk()
        self._beat_later()
        welcome = {
            "proto": frames.PROTO,
            "caps": CAPS,
            "resumed": hello.resume is not None,
            "conn_id": self._chat.ids.new(),
            "server_time": self._chat.clock.now_ms(),
            "epoch": self._chat.epoch,
            "heartbeat_ms": int(BEAT_S * 1000),
            "me": actor.account_id,
            "limits": {"text_bytes": 8192, "frame_bytes": 65536, "in_flight": IN_FLIGHT},
        }
        self._peer.send(frames.encode("welcome", welcome))
        if hello.resume is not None:
            self.resume(frames.Frame("resume"), hello.resume)

    def send(self, one: frames.Frame, send: frames.SendFrame) -> None:
        """A message: acknowledged after its commit, or refused with its cmid."""
        assert self.actor is not None
        try:
            if one.c is None:
                raise BadInput("c")
            if self._in_flight >= IN_FLIGHT:
                raise TooFast(retry_after_ms=100)
            if self._drained is not None:
                raise Busy(retry_after_ms=1000)
            self._chat.submit(self.actor, one.c, send, lambda ack, error: self._answer(one, send.cmid, ack, error))
            self._in_flight += 1
        except TooFast as error:
            self._refuse(one, error, cmid=send.cmid)
            if self._patience.take(self._heard):
                self._peer.close(Close.RATE_LIMITED)
        except PawlineError as error:
            self._refuse(one, error, cmid=send.cmid)

    def _answer(self, one: frames.Frame, cmid: str, ack: Ack | None, error: BaseException | None) -> None:
        self._in_flight -= 1
        if error is None:
            self._peer.send(frames.encode("ack", ack, one.c, one.id))
        elif isinstance(error, PawlineError):
            self._refuse(one, error, cmid=cmid)
        else:
            # Nobody knows whether the same would fail again: over HTTP a bug is temporary too.
            self._refuse(one, Busy(), "internal", cmid=cmid)
        if self._drained is not None:
            self.drain(self._drained)

    def read(self, one: frames.Frame, read: frames.ReadFrame) -> None:
        """Everything up to a seq has been seen."""
        self._raise_mark(one, "read", read.seq)

    def delivered(self, one: frames.Frame, delivered: frames.ReadFrame) -> None:
        """Everything up to a seq has arrived on the device."""
        self._raise_mark(one, "delivered", delivered.seq)

    def _raise_mark(self, one: frames.Frame, which: str, seq: int) -> None:
        """The first mark at once, those that follow together a second later."""
        key = (one.c or "", which)
        if key in self._marks:
            self._marks[key] = max(seq, self._marks[key] or 0)
            return
        self._marks[key] = None
        self._spawn(self._mark(one, which, seq))
        self._lines.later(MARK_S, lambda: self._mark_again(one, which))

    def _mark_again(self, one: frames.Frame, which: str) -> None:
        seq = self._marks.pop((one.c or "", which), None)
        if seq is not None and not self._is_over:
            self._raise_mark(one, which, seq)

    async def _mark(self, one: frames.Frame, which: str, seq: int) -> None:
        assert self.actor is not None
        try:
            await self._chat.marks.raise_to(self.actor, one.c or "", **{which: seq})
        except PawlineError as error:
            self._refuse(one, error)

    def typing(self, one: frames.Frame, typing: frames.TypingFrame) -> None:
        """Tells the others in the conversation; never stored, and the first to go when there is much to do."""
        assert self.actor is not None
        c = one.c or ""
        if self._heard - self._typed.get(c, float("-inf")) < TYPING_S:
            return
        self._typed[c] = self._heard
        self._spawn(self._tell_typing(c, typing.kind, self.actor))

    async def _tell_typing(self, c: str, kind: str, actor: Actor) -> None:
        def ask(tx: Tx) -> Typing:
            found = self._chat.see(tx, actor, c)
            return Typing(found.id, actor.account_id, kind, people_of(tx, [actor.account_id])[actor.account_id].name)

        try:
            self._chat.db.bus.publish([(f"typing.{c}", await self._chat.db.read(ask))])
        except NoSuchConversation:
            return

    def watch(self, one: frames.Frame, watch: frames.WatchFrame) -> None:
        """What is on the screen now: presence is told of these, and of nothing else."""
        assert self.actor is not None
        self._spawn(self._watch(one, watch.conversations, self.actor))

    async def _watch(self, one: frames.Frame, conversations: list[str], actor: Actor) -> None:
        try:
            found = await self._chat.db.read(lambda tx: [access(tx, actor, c) for c in conversations])
        except PawlineError as error:
            self._refuse(one, error)
            return
        if self._watching is not None and not self._is_over:
            self._watching.watch(found)

    # Catching up

    def feed(self, one: frames.Frame, feed: frames.FeedFrame) -> None:
        """A desk follows its shop: what came after `fseq`, then live."""
        assert self.actor is not None
        self._chat.db.bus.listen(f"feed.{self.actor.shop_id}", self, self._on_feed)
        self._spawn(self._follow_feed(feed.fseq, self.actor))

    async def _follow_feed(self, fseq: int, actor: Actor) -> None:
        page = await self._lines.feed.follow(actor, self, fseq)
        if self._is_over:
            self._lines.feed.leave(actor, self)
        self._peer.send(frames.encode("feed", {"rows": page.rows, "head": page.head, "is_gap": page.is_gap}))

    def _on_feed(self, rows: list[FeedRow]) -> None:
        self._peer.send(frames.encode("feed", {"rows": rows, "head": rows[-1].fseq, "is_gap": False}))

    def resume(self, one: frames.Frame, resume: frames.Resume) -> None:
        """Everything after the client's cursors, then what has come meanwhile, then live."""
        assert self.actor is not None
        for c in resume.conversations:
            self._held.setdefault(c, [])
        self._spawn(self._replay(one, resume.conversations, self.actor))

    async def _replay(self, one: frames.Frame, cursors: dict[str, int], actor: Actor) -> None:
        for c, seq in cursors.items():
            try:
                async with self._lines.replays:
                    await self._replay_one(c, seq, actor)
            except PawlineError as error:
                self._refuse(one, error)
            finally:
                # A line that fails on the way is closed; nothing may stay held on one that lives.
                self._held.pop(c, None)

    async def _replay_one(self, c: str, seq: int, actor: Actor) -> None:
        """Subscribed first, then read from the cursor to the head, then the live ones held meanwhile."""
        if c not in self._followed:
            found = await self._chat.db.read(lambda tx: self._chat.see(tx, actor, c))
            self._follow(c, found.kind)
        page, is_gap = await self._chat.replay(actor, c, seq)
        if seq > page.head:
            log.warning("cursor_ahead", extra={"c": c, "cursor": seq, "head": page.head})
            self._lines.cursor_ahead += 1
            self._peer.send(frames.encode("cursor_ahead", {"head": page.head}, c))
        elif is_gap:
            gap = {"from": seq + 1, "to": page.entries[0].seq - 1, "entries": page.entries}
            self._peer.send(frames.encode("gap", gap, c))
        elif page.entries:
            self._peer.send(encode_entries(c, page.entries))
        head = page.head
        for news in self._held.pop(c, []):
            if news.entries[-1].seq > head:
                self._peer.send(news.frame)
                head = news.entries[-1].seq
        self._told[c] = head
        self._peer.send(frames.encode("synced", {"head": head}, c))

    # What goes out by itself

    def _listen(self, actor: Actor) -> None:
        bus = self._chat.db.bus
        bus.listen(f"sessions.{actor.account_id}", self, lambda _n: self._spawn(self._check_session()))
        bus.listen(f"me.{actor.account_id}", self, self._on_membership)
        if actor.is_staff:
            bus.listen(f"shop.{actor.shop_id}", self, self._on_log)
            bus.listen(f"desk.{actor.shop_id}", self, self._peer.send)

    def _follow(self, c: str, kind: str) -> None:
        """Everything live of one conversation. Owners' conversations reach staff by the topic of the shop."""
        if c in self._followed or self.actor is None or self._is_over:
            return
        self._followed.add(c)
        bus = self._chat.db.bus
        if not (self.actor.is_staff and kind in {"owner", "notes"}):
            bus.listen(f"c.{c}", self, self._on_log)
        bus.listen(f"receipt.{c}", self, self._on_receipt)
        bus.listen(f"typing.{c}", self, self._on_typing)
        if self._watching is not None and not self.actor.is_staff and kind in {"owner", "direct"}:
            self._watching.answer(c)

    def _unfollow(self, c: str) -> None:
        self._followed.discard(c)
        for topic in TOPICS:
            self._chat.db.bus.leave(f"{topic}.{c}", self)

    def _on_membership(self, news: tuple[str, str, str]) -> None:
        """Let into a conversation, or shown out of one: from this commit on."""
        change, c, kind = news
        if change == "joined":
            self._follow(c, kind)
        else:
            self._unfollow(c)
        self._peer.send(frames.encode(change, {"kind": kind}, c))

    def _on_log(self, news: LogNews) -> None:
        held = self._held.get(news.c)
        if held is not None:
            held.append(news)
            return
        self._peer.send(news.frame)

    def _on_receipt(self, receipt: Receipt) -> None:
        if self.actor is None or (receipt.is_private and receipt.account_id != self.actor.account_id):
            return
        if self._peer.is_behind:
            # Only the last one counts: it is told with a beat, when there is room again.
            self._receipts[receipt.c, receipt.account_id] = receipt
            return
        self._receipts.pop((receipt.c, receipt.account_id), None)
        self._peer.send(frames.encode("receipt", receipt, receipt.c))

    def _on_typing(self, typing: Typing) -> None:
        if self.actor is not None and typing.account_id != self.actor.account_id and not self._peer.is_behind:
            self._peer.send(frames.encode("typing", typing, typing.c))

    def _on_presence(self, one: Presence) -> None:
        if not self._peer.is_behind:
            self._peer.send(frames.encode("presence", one, one.c))

    def _beat_later(self) -> None:
        # Not later than a silence would be too long: a half-open line is left within 50 s.
        left_s = self._heard + SILENCE_S + 0.5 - self._lines.now()
        self._timer = self._lines.later(min(BEAT_S * random.uniform(0.8, 1.2), max(1.0, left_s)), self._beat)

    def _beat(self) -> None:
        if self._lines.now() - self._heard > SILENCE_S:
            self._peer.close(Close.NO_HEARTBEAT)
            return
        self._spawn(self._tell_heads())
        for receipt in list(self._receipts.values()):
            self._on_receipt(receipt)
        if self._watching is not None:
            self._watching.ask()
        self._note_desk()
        self._beat_later()

    def _note_desk(self) -> None:
        """A desk that is open says so in the database now and then: who is gone is seen by every process."""
        if self.actor is not None and self.actor.is_staff and self._lines.now() - self._noted >= AT_DESK_S:
            self._noted = self._lines.now()
            self._spawn(self._chat.presence.note(self.actor))

    async def _tell_heads(self) -> None:
        """The heads as the database has them, so that a push that was lost on the way is noticed."""
        found = await self._chat.db.read(lambda tx: store.heads_of(tx, sorted(self._followed)))
        changed = {c: head for c, head in found.items() if self._told.get(c) != head}
        self._told |= changed
        self._peer.send(frames.encode("beat", {"heads": changed}))

    # How it ends

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._lines.spawn(self._or_close(work))

    async def _or_close(self, work: Coroutine[Any, Any, None]) -> None:
        """A line on which something failed unexpectedly is closed: the client comes back and catches up."""
        try:
            await work
        except Exception:
            log.exception("line_failed")
            self._peer.close(Close.INTERNAL)

    def _no_hello(self) -> None:
        self._peer.close(Close.RESYNC)

    async def _check_session(self) -> None:
        found = await self._lines.authenticate(self._token) if self._token else None
        if found is None or self.actor is None or found.account_id != self.actor.account_id:
            self._peer.close(Close.UNAUTHORISED)

    def displace(self) -> None:
        """A newer socket of the same device has come, or more than one account needs."""
        self._peer.close(Close.DISPLACED)

    def drain(self, window_ms: int) -> None:
        """This process leaves: what was taken is acknowledged first, then the client goes elsewhere."""
        self._drained = window_ms
        if not self._in_flight:
            self._peer.close(Close.DRAINING, f"window_ms={window_ms}")

    def _refuse(
        self, one: frames.Frame | None, error: PawlineError, code: str | None = None, cmid: str | None = None
    ) -> None:
        lang = self.actor.lang if self.actor is not None else self._lang
        body: dict[str, Any] = {
            "code": code or error.code,
            "temporary": error.temporary,
            "message": error.sentence(lang),
        }
        if error.data.get("retry_after_ms") is not None:
            body["retry_after_ms"] = error.data["retry_after_ms"]
        if cmid is not None:
            body["cmid"] = cmid
        self._peer.send(frames.encode("err", body, one.c if one else None, one.id if one else None))

    def lost(self) -> None:
        """Forgets everything that points here."""
        self._is_over = True
        self._lines.entrance.inside -= 1
        self._timer.cancel()
        bus = self._chat.db.bus
        for c in self._followed:
            for topic in TOPICS:
                bus.leave(f"{topic}.{c}", self)
        if self._watching is not None:
            self._watching.lost()
        if self.actor is not None:
            bus.leave(f"sessions.{self.actor.account_id}", self)
            bus.leave(f"me.{self.actor.account_id}", self)
            bus.leave(f"shop.{self.actor.shop_id}", self)
            bus.leave(f"desk.{self.actor.shop_id}", self)
            bus.leave(f"feed.{self.actor.shop_id}", self)
            self._lines.feed.leave(self.actor, self)
            self._lines.leave(self, self._device)


Handler: TypeAlias = Callable[[ChatLine, frames.Frame, Any], None]
HANDLERS: dict[str, Handler] = {
    "hello": ChatLine.hello,
    "ping": ChatLine.ping,
    "pong": ChatLine.pong,
    "resume": ChatLine.resume,
    "send": ChatLine.send,
    "read": ChatLine.read,
    "delivered": ChatLine.delivered,
    "typing": ChatLine.typing,
    "watch": ChatLine.watch,
    "feed": ChatLine.feed,
}
