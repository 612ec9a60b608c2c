"""One socket of a phone or a desk: hello, resume, send, read, typing; live pushes from the log."""

import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import msgspec

from pawline.chat import frames, store
from pawline.chat.errors import NoSuchConversation, TooFast
from pawline.chat.lines import Lines
from pawline.chat.model import Ack, LogNews, Receipt, Typing, encode_entries
from pawline.people import Actor, people_of
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, PawlineError, SignInNeeded
from pawline.platform.web.limits import Bucket, Rate
from pawline.platform.web.operations import admit
from pawline.platform.web.socket import Close, Knock, Peer

log = logging.getLogger(__name__)

BEAT_S = 25.0
SILENCE_S = 60.0
HELLO_S = 10.0
IN_FLIGHT = 16
# Frames that are not messages, a socket: far above what a page sends.
SIGNALS = Rate(20, 200)
# A read mark is written at most this often a conversation; the last one counts.
MARK_S = 1.0


class ChatLine:
    """Our side of one socket. Callbacks only: nothing here waits."""

    def __init__(self, lines: Lines, knock: Knock, peer: Peer) -> None:
        self._lines = lines
        self._chat = lines.chat
        self._peer = peer
        self._token = lines.token_of(knock)
        self.actor: Actor | None = None
        self._lang = "zh"
        self._device = ""
        self._followed: set[str] = set()
        self._told: dict[str, int] = {}
        self._held: dict[str, list[LogNews]] = {}
        self._marks: dict[str, int | None] = {}
        self._in_flight = 0
        self._signals = Bucket(SIGNALS, lines.now())
        self._heard = lines.now()
        self._is_over = False
        self._timer = lines.later(HELLO_S, self._no_hello)

    # What comes in

    def received(self, frame: bytes) -> None:
        """Every frame comes in here."""
        self._heard = self._lines.now()
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
        own = await self._chat.db.read(lambda tx: store.memberships_of(tx, actor.shop_id, actor.account_id))
        if self._is_over or self.actor is not None:
            return
        self.actor, self._lang, self._device = actor, hello.lang, f"{actor.device_id}.{hello.device_id[:32]}"
        self._lines.join(self, self._device)
        self._listen(actor)
        for c in own:
            self._follow(c)
        self._beat_later()
        welcome = {
            "proto": frames.PROTO,
            "conn_id": self._chat.ids.new(),
            "server_time": self._chat.clock.now_ms(),
            "epoch": self._chat.epoch,
            "heartbeat_ms": int(BEAT_S * 1000),
            "me": actor.account_id,
            "limits": {"text_bytes": 8192, "frame_bytes": 65536, "in_flight": IN_FLIGHT},
        }
        self._peer.send(frames.encode("welcome", welcome))

    def send(self, one: frames.Frame, send: frames.SendFrame) -> None:
        """A message: acknowledged after its commit, or refused with its cmid."""
        assert self.actor is not None
        try:
            if send.kind != "message" or one.c is None:
                raise BadInput("kind")
            if self._in_flight >= IN_FLIGHT:
                raise TooFast(retry_after_ms=100)
            self._chat.submit(self.actor, one.c, send.cmid, send.body, lambda a, e: self._answer(one, send.cmid, a, e))
            self._in_flight += 1
        except PawlineError as error:
            self._refuse(one, error, cmid=send.cmid)

    def _answer(self, one: frames.Frame, cmid: str, ack: Ack | None, error: BaseException | None) -> None:
        self._in_flight -= 1
        if ack is not None:
            self._peer.send(frames.encode("ack", ack, one.c, one.id))
        elif isinstance(error, PawlineError):
            self._refuse(one, error, cmid=cmid)
        else:
            self._refuse(one, PawlineError(), "internal", cmid=cmid)

    def read(self, one: frames.Frame, read: frames.ReadFrame) -> None:
        """A read mark: the first at once, those that follow together a second later."""
        c = one.c or ""
        if c in self._marks:
            self._marks[c] = max(read.seq, self._marks[c] or 0)
            return
        self._marks[c] = None
        self._spawn(self._mark(one, c, read.seq))
        self._lines.later(MARK_S, lambda: self._mark_again(one, c))

    def _mark_again(self, one: frames.Frame, c: str) -> None:
        seq = self._marks.pop(c, None)
        if seq is not None and not self._is_over:
            self.read(one, frames.ReadFrame(seq))

    async def _mark(self, one: frames.Frame, c: str, seq: int) -> None:
        assert self.actor is not None
        try:
            await self._chat.read_to(self.actor, c, seq)
        except PawlineError as error:
            self._refuse(one, error)

    def typing(self, one: frames.Frame, _nothing: Any) -> None:
        """Tells the others in the conversation; never stored."""
        assert self.actor is not None
        self._spawn(self._tell_typing(one.c or "", self.actor))

    async def _tell_typing(self, c: str, actor: Actor) -> None:
        def ask(tx: Tx) -> Typing:
            found = self._chat.see(tx, actor, c)
            return Typing(
                found.id, actor.account_id, "typing", people_of(tx, [actor.account_id])[actor.account_id].name
            )

        try:
            self._chat.db.bus.deliver(f"typing.{c}", await self._chat.db.read(ask))
        except NoSuchConversation:
            return

    # Catching up

    def resume(self, one: frames.Frame, resume: frames.Resume) -> None:
        """Everything after the client's cursors, then what has come meanwhile, then live."""
        assert self.actor is not None
        for c in resume.conversations:
            self._held.setdefault(c, [])
        self._spawn(self._replay(one, resume.conversations, self.actor))

    async def _replay(self, one: frames.Frame, cursors: dict[str, int], actor: Actor) -> None:
        for c, seq in cursors.items():
            try:
                await self._replay_one(c, seq, actor)
            except PawlineError as error:
                self._refuse(one, error)
            finally:
                # A line that fails on the way is closed; nothing may stay held on one that lives.
                self._held.pop(c, None)

    async def _replay_one(self, c: str, seq: int, actor: Actor) -> None:
        """Subscribed first, then read from the cursor to the head, then the live ones held meanwhile."""
        if c not in self._followed:
            await self._chat.db.read(lambda tx: self._chat.see(tx, actor, c))
            self._follow(c)
        _, page, is_gap = (await self._chat.replay(actor, {c: seq}))[0]
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
        if actor.is_staff:
            bus.listen(f"shop.{actor.shop_id}", self, self._on_log)
            bus.listen(f"desk.{actor.shop_id}", self, self._peer.send)

    def _follow(self, c: str) -> None:
        """Everything live of one conversation."""
        if c in self._followed or self.actor is None or self._is_over:
            return
        self._followed.add(c)
        bus = self._chat.db.bus
        if not self.actor.is_staff:
            bus.listen(f"c.{c}", self, self._on_log)
        bus.listen(f"receipt.{c}", self, self._on_receipt)
        bus.listen(f"typing.{c}", self, self._on_typing)

    def _on_log(self, news: LogNews) -> None:
        held = self._held.get(news.c)
        if held is not None:
            held.append(news)
            return
        self._peer.send(news.frame)

    def _on_receipt(self, receipt: Receipt) -> None:
        self._peer.send(frames.encode("receipt", receipt, receipt.c))

    def _on_typing(self, typing: Typing) -> None:
        if self.actor is not None and typing.account_id != self.actor.account_id:
            self._peer.send(frames.encode("typing", typing, typing.c))

    def _beat_later(self) -> None:
        self._timer = self._lines.later(BEAT_S * random.uniform(0.8, 1.2), self._beat)

    def _beat(self) -> None:
        if self._lines.now() - self._heard > SILENCE_S:
            self._peer.close(Close.NO_HEARTBEAT)
            return
        self._spawn(self._tell_heads())
        self._beat_later()

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
        self._timer.cancel()
        bus = self._chat.db.bus
        for c in self._followed:
            for topic in ("c", "receipt", "typing"):
                bus.leave(f"{topic}.{c}", self)
        if self.actor is not None:
            bus.leave(f"sessions.{self.actor.account_id}", self)
            bus.leave(f"shop.{self.actor.shop_id}", self)
            bus.leave(f"desk.{self.actor.shop_id}", self)
            self._lines.leave(self, self._device)


Handler: TypeAlias = Callable[[ChatLine, frames.Frame, Any], None]
HANDLERS: dict[str, Handler] = {
    "hello": ChatLine.hello,
    "ping": ChatLine.ping,
    "pong": ChatLine.pong,
    "resume": ChatLine.resume,
    "send": ChatLine.send,
    "read": ChatLine.read,
    "typing": ChatLine.typing,
}
