"""One socket of a phone or a desk: who is there, what it sends, and how it ends.

What is told by itself is in `live`, what was missed in `catching_up`, marks, typing and presence in `signals`.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeAlias

import msgspec

from pawline.chat import frames, store
from pawline.chat.catching_up import CatchingUp
from pawline.chat.errors import TooFast
from pawline.chat.lines import Lines
from pawline.chat.live import Live
from pawline.chat.model import Ack
from pawline.chat.rules import recall_ms
from pawline.chat.signals import Signals
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


class ChatLine:
    """Our side of one socket. Callbacks only: nothing here waits."""

    # There from the welcome on; the registry lets frames that need them come no earlier.
    live: Live
    catching_up: CatchingUp
    signals: Signals

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
        self._in_flight = 0
        self._held: deque[bytes] = deque()
        self._drained: int | None = None
        self._allowance = Bucket(SIGNALS, lines.now())
        self._patience = Bucket(PATIENCE, lines.now())
        self._heard = lines.now()
        self._is_over = False
        self._has_knocked = False
        self._account_id: str | None = None
        self._timer = lines.later(HELLO_S, self._no_hello)
        # When the session runs out, if that is before the next beat.
        self._end: asyncio.TimerHandle | None = None
        lines.entrance.inside += 1

    # What comes in

    def received(self, frame: bytes) -> None:
        """Every frame comes in here."""
        self._heard = self._now()
        if self._held:
            self._held.append(frame)
            return
        one: frames.Frame | None = None
        try:
            one = frames.parse(frame)
            self._dispatch(one, frame)
        except SignInNeeded:
            self._peer.close(Close.UNAUTHORISED)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._refuse(one, BadInput("frame"), "bad_frame")
        except PawlineError as error:
            self._refuse(one, error)

    def _dispatch(self, one: frames.Frame, whole: bytes) -> None:
        """The registry decides who may; a frame without an entry does not exist."""
        spec = frames.FRAMES.get(one.t)
        if spec is None:
            self._refuse(one, BadInput("frame"), "unknown_frame")
            return
        admit(spec.who, self.actor)
        if one.t == "send":
            if self._in_flight >= IN_FLIGHT:
                self._hold(whole)
                return
        elif self._allowance.take(self._heard):
            self._peer.close(Close.RATE_LIMITED)
            return
        if one.t in EPHEMERAL and self._chat.db.delay_s > SHED_S:
            return
        HANDLERS[one.t](self, one, frames.payload(one, whole))

    def pong(self, _one: frames.Frame, _nothing: Any) -> None:
        """Being heard is all there is to it."""

    def ping(self, _one: frames.Frame, _nothing: Any) -> None:
        """Answers, so that the client knows the line is alive."""
        self._peer.send(b'{"t":"pong","d":{}}')

    def hello(self, _one: frames.Frame, hello: frames.Hello) -> None:
        """Who is there; answered with a welcome or a close."""
        if self._has_knocked:
            return
        self._has_knocked = True
        self._timer.cancel()
        if not hello.proto_min <= frames.PROTO <= hello.proto_max:
            self._peer.close(Close.VERSION)
        elif self._token is None:
            self._peer.close(Close.UNAUTHORISED)
        else:
            self._spawn(self._welcome(hello, self._token))

    async def _welcome(self, hello: frames.Hello, token: str) -> None:
        found = await self._lines.session_of(token)
        if found is None:
            self._peer.close(Close.UNAUTHORISED)
            return
        actor = found.actor
        device = f"{actor.device_id}.{hello.device_id[:32]}"
        wait_s = self._lines.entrance.wait_s(actor, device)
        if wait_s:
            self._peer.close(Close.RATE_LIMITED, f"retry_after_ms={int(wait_s * 1000) + 1}")
            return

        def ask(tx: Tx) -> tuple[str, int]:
            return people_of(tx, [actor.account_id])[actor.account_id].name, recall_ms(tx, actor.shop_id)

        name, recallable_ms = await self._chat.db.read(ask)
        if self._is_over:
            return
        self._come_in(actor, name)
        self._lang, self._device = hello.lang, device
        # Heard from here on; what was ended or taken before is seen by the questions that follow.
        self._chat.db.bus.listen(f"sessions.{actor.account_id}", self, lambda _n: self._spawn(self._check_again()))
        self.live.listen()
        own = await self._chat.db.read(lambda tx: store.memberships_of(tx, actor.shop_id, actor.account_id))
        if not await self._check_session() or self._is_over:
            return
        self.actor = actor
        self._lines.join(self, device)
        self.live.start(own)
        self._beat_later()
        welcome = {
            "proto": frames.PROTO,
            "caps": frames.CAPS,
            "resumed": hello.resume is not None,
            "conn_id": self._chat.ids.new(),
            "server_time": self._chat.clock.now_ms(),
            "epoch": self._chat.epoch,
            "heartbeat_ms": int(BEAT_S * 1000),
            "me": actor.account_id,
            "limits": {"text_bytes": 8192, "frame_bytes": 65536, "in_flight": IN_FLIGHT, "recall_ms": recallable_ms},
        }
        self._peer.send(frames.encode("welcome", welcome))
        if hello.resume is not None:
            self.catching_up.resume(frames.Frame("resume"), hello.resume)

    def _come_in(self, actor: Actor, name: str) -> None:
        self._account_id = actor.account_id
        self.live = Live(self._lines, self._peer, actor, name, self._spawn)
        self.catching_up = CatchingUp(self.live, self._refuse)
        self.signals = Signals(self.live, self._refuse)

    def send(self, one: frames.Frame, send: frames.SendFrame) -> None:
        """A message: acknowledged after its commit, or refused with its cmid."""
        assert self.actor is not None
        try:
            if one.c is None:
                raise BadInput("c")
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
        elif self._held and self._in_flight <= IN_FLIGHT // 2:
            self._go_on()

    def _hold(self, frame: bytes) -> None:
        """As many are unanswered as may be: this one and what comes behind it waits, and no more is read."""
        self._held.append(frame)
        self._peer.pause()

    def _go_on(self) -> None:
        held, self._held = self._held, deque()
        while held and not self._held:
            self.received(held.popleft())
        self._held.extend(held)
        if not self._held:
            self._peer.go_on()

    # How it lives and ends

    def _beat_later(self) -> None:
        # Not later than a silence would be too long: a half-open line is left within 50 s.
        left_s = self._heard + SILENCE_S + 0.5 - self._lines.now()
        self._timer = self._lines.later(min(BEAT_S * random.uniform(0.8, 1.2), max(1.0, left_s)), self._beat)

    def _beat(self) -> None:
        if self._lines.now() - self._heard > SILENCE_S:
            self._peer.close(Close.NO_HEARTBEAT)
            return
        self._spawn(self._check_again())
        self.live.beat()
        self._beat_later()

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

    async def _check_session(self) -> bool:
        """Whether they are still signed in; closes the socket of who is not, on the moment."""
        found = await self._lines.session_of(self._token) if self._token else None
        if found is None or found.actor.account_id != self._account_id:
            self._peer.close(Close.UNAUTHORISED)
            return False
        left_s = (found.expires_ms - self._chat.clock.judged_ms()) / 1000
        if left_s < 2 * BEAT_S:
            self._forget_end()
            self._end = self._lines.later(left_s + 0.01, lambda: self._spawn(self._check_again()))
        return True

    def _forget_end(self) -> None:
        if self._end is not None:
            self._end.cancel()

    async def _check_again(self) -> None:
        """With each beat: the news of a session's end is a hint, which may be lost on its way here."""
        with suppress(Busy):
            await self._check_session()

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
        self._peer.send(frames.refusal(one, error, lang, code, cmid))

    def lost(self) -> None:
        """Forgets everything that points here."""
        self._is_over = True
        self._held.clear()
        self._lines.entrance.inside -= 1
        self._timer.cancel()
        self._forget_end()
        if self._account_id is None:
            return
        self._chat.db.bus.leave(f"sessions.{self._account_id}", self)
        self.catching_up.lost()
        self.live.lost()
        if self.actor is not None:
            self._lines.leave(self, self._device)


Handler: TypeAlias = Callable[[ChatLine, frames.Frame, Any], None]
HANDLERS: dict[str, Handler] = {
    "hello": ChatLine.hello,
    "ping": ChatLine.ping,
    "pong": ChatLine.pong,
    "resume": lambda line, one, d: line.catching_up.resume(one, d),
    "send": ChatLine.send,
    "read": lambda line, one, d: line.signals.read(one, d),
    "delivered": lambda line, one, d: line.signals.delivered(one, d),
    "typing": lambda line, one, d: line.signals.typing(one, d),
    "watch": lambda line, one, d: line.signals.watch(one, d),
    "feed": lambda line, one, d: line.catching_up.feed(one, d),
}
