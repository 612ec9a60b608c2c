"""One socket of a phone or a desk: hello, resume, send, read, typing; live pushes from the log."""

import logging
import random
from typing import Any

import msgspec

from pawline.chat import frames, store
from pawline.chat.errors import NoSuchConversation, TooFast
from pawline.chat.lines import Lines
from pawline.chat.model import Ack, LogNews, Receipt, Typing, encode_entries
from pawline.people import Actor, people_of
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, PawlineError
from pawline.platform.web.limits import Bucket, Rate
from pawline.platform.web.socket import Close, Knock, Peer

log = logging.getLogger(__name__)

BEAT_S = 25.0
SILENCE_S = 60.0
HELLO_S = 10.0
MOST_CURSORS = 200
RATES = {"owner": Rate(5, 20), "staff": Rate(20, 60), "bot": Rate(50, 100)}
LOADTEST = Rate(100_000, 100_000)


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
        self._heads: dict[str, int] = {}
        self._held: dict[str, list[LogNews]] = {}
        self._bucket: Bucket | None = None
        self._heard = lines.now()
        self._is_over = False
        self._timer = lines.later(HELLO_S, self._no_hello)

    def received(self, frame: bytes) -> None:
        """Every frame comes in here."""
        self._heard = self._lines.now()
        one: frames.Frame | None = None
        try:
            one = frames.parse(frame)
            self._dispatch(one)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._refuse(None, BadInput("frame"), "bad_frame")
        except PawlineError as error:
            self._refuse(one, error)

    def _dispatch(self, one: frames.Frame) -> None:
        if one.t == "hello":
            self._hello(frames.payload(one, frames.Hello))
        elif one.t == "ping":
            self._peer.send(b'{"t":"pong","d":{}}')
        elif one.t == "pong":
            return
        elif self.actor is None:
            self._peer.close(Close.UNAUTHORISED)
        elif one.t == "send":
            self._send(one, frames.payload(one, frames.SendFrame), self.actor)
        elif one.t == "read":
            seq = frames.payload(one, frames.ReadFrame).seq
            self._lines.spawn(self._read(one, seq, self.actor))
        elif one.t == "typing":
            self._lines.spawn(self._typing(one.c or "", self.actor))
        elif one.t == "resume":
            self._resume(one, frames.payload(one, frames.Resume), self.actor)
        else:
            self._refuse(one, BadInput("frame"), "unknown_frame")

    def _hello(self, hello: frames.Hello) -> None:
        if not hello.proto_min <= frames.PROTO <= hello.proto_max:
            self._peer.close(Close.VERSION)
        elif self._token is None:
            self._peer.close(Close.UNAUTHORISED)
        elif self.actor is None:
            self._lines.spawn(self._welcome(hello, self._token))

    async def _welcome(self, hello: frames.Hello, token: str) -> None:
        actor = await self._lines.authenticate(token)
        if actor is None:
            self._peer.close(Close.UNAUTHORISED)
            return
        # Listening begins before anything is read: what commits in between is pushed, not lost.
        own = await self._chat.db.read(lambda tx: store.memberships_of(tx, actor.shop_id, actor.account_id))
        if self._is_over:
            return
        self.actor, self._lang, self._device = actor, hello.lang, f"{actor.device_id}.{hello.device_id[:32]}"
        rate = LOADTEST if actor.is_loadtest else RATES[actor.kind]
        self._bucket = self._lines.bucket(actor.account_id, rate)
        self._lines.join(self, self._device)
        self._listen(actor, own)
        self._timer.cancel()
        self._beat_later()
        welcome = {
            "proto": frames.PROTO,
            "conn_id": self._chat.ids.new(),
            "server_time": self._chat.clock.now_ms(),
            "epoch": self._chat.epoch,
            "heartbeat_ms": int(BEAT_S * 1000),
            "me": actor.account_id,
            "limits": {"text_bytes": 8192, "frame_bytes": 65536, "in_flight": 16},
        }
        self._peer.send(frames.encode("welcome", welcome))

    def _listen(self, actor: Actor, own: list[tuple[str, int]]) -> None:
        bus = self._chat.db.bus
        for c, head in own:
            self._follow(c, head)
        bus.listen(f"sessions.{actor.account_id}", self, lambda _n: self._lines.spawn(self._check_session()))
        if actor.is_staff:
            bus.listen(f"shop.{actor.shop_id}", self, self._on_log)
            bus.listen(f"desk.{actor.shop_id}", self, self._on_frame)

    def _follow(self, c: str, head: int) -> None:
        """Everything live of one conversation."""
        if c in self._heads:
            return
        self._heads[c] = head
        bus = self._chat.db.bus
        if self.actor is None or not self.actor.is_staff:
            bus.listen(f"c.{c}", self, self._on_log)
        bus.listen(f"receipt.{c}", self, self._on_receipt)
        bus.listen(f"typing.{c}", self, self._on_typing)

    def _on_log(self, news: LogNews) -> None:
        held = self._held.get(news.c)
        if held is not None:
            held.append(news)
            return
        self._heads[news.c] = max(self._heads.get(news.c, 0), news.entries[-1].seq)
        self._peer.send(news.frame)

    def _on_receipt(self, receipt: Receipt) -> None:
        self._peer.send(frames.encode("receipt", receipt, receipt.c))

    def _on_typing(self, typing: Typing) -> None:
        if self.actor is not None and typing.account_id != self.actor.account_id:
            self._peer.send(frames.encode("typing", typing, typing.c))

    def _on_frame(self, frame: bytes) -> None:
        self._peer.send(frame)

    def _send(self, one: frames.Frame, send: frames.SendFrame, actor: Actor) -> None:
        assert self._bucket is not None
        wait_s = self._bucket.take(self._lines.now())
        if wait_s:
            self._refuse(one, TooFast(retry_after_ms=int(wait_s * 1000) + 1), cmid=send.cmid)
            return

        def answer(ack: Ack | None, error: BaseException | None) -> None:
            if ack is not None:
                self._peer.send(frames.encode("ack", ack, one.c, one.id))
            elif isinstance(error, PawlineError):
                self._refuse(one, error, cmid=send.cmid)
            else:
                self._refuse(one, PawlineError(), "internal", cmid=send.cmid)

        try:
            if send.kind != "message" or one.c is None:
                raise BadInput("kind")
            self._chat.submit(actor, one.c, send.cmid, send.body, answer)
        except PawlineError as error:
            self._refuse(one, error, cmid=send.cmid)

    async def _read(self, one: frames.Frame, seq: int, actor: Actor) -> None:
        try:
            await self._chat.read_to(actor, one.c or "", seq)
        except PawlineError as error:
            self._refuse(one, error)

    async def _typing(self, c: str, actor: Actor) -> None:
        def ask(tx: Tx) -> Typing:
            found = self._chat.see(tx, actor, c)
            return Typing(
                found.id, actor.account_id, "typing", people_of(tx, [actor.account_id])[actor.account_id].name
            )

        try:
            self._chat.db.bus.deliver(f"typing.{c}", await self._chat.db.read(ask))
        except NoSuchConversation:
            return

    def _resume(self, one: frames.Frame, resume: frames.Resume, actor: Actor) -> None:
        if len(resume.conversations) > MOST_CURSORS:
            raise BadInput("conversations")
        for c in resume.conversations:
            self._held.setdefault(c, [])
        self._lines.spawn(self._replay(one, resume.conversations, actor))

    async def _replay(self, one: frames.Frame, cursors: dict[str, int], actor: Actor) -> None:
        """Subscribed first, then read from the cursor to the head, then the live ones held meanwhile."""
        for c, seq in cursors.items():
            try:
                _, page, is_gap = (await self._chat.replay(actor, {c: max(0, seq)}))[0]
            except PawlineError as error:
                self._held.pop(c, None)
                self._refuse(one, error)
                continue
            self._follow(c, page.head)
            if seq > page.head:
                log.warning("cursor_ahead", extra={"c": c, "cursor": seq, "head": page.head})
                self._lines.cursor_ahead += 1
                self._peer.send(frames.encode("cursor_ahead", {"head": page.head}, c))
            elif is_gap:
                gap = {"from": seq + 1, "to": page.entries[0].seq - 1, "entries": page.entries}
                self._peer.send(frames.encode("gap", gap, c))
            elif page.entries:
                self._peer.send(encode_entries(c, page.entries))
            self._release(c, page.head)
            self._peer.send(frames.encode("synced", {"head": self._heads[c]}, c))

    def _release(self, c: str, sent: int) -> None:
        self._heads[c] = max(self._heads.get(c, 0), sent)
        for news in self._held.pop(c, []):
            if news.entries[-1].seq > sent:
                self._on_log(news)

    def _beat_later(self) -> None:
        self._timer = self._lines.later(BEAT_S * random.uniform(0.8, 1.2), self._beat)

    def _beat(self) -> None:
        if self._lines.now() - self._heard > SILENCE_S:
            self._peer.close(Close.NO_HEARTBEAT)
            return
        self._peer.send(frames.encode("beat", {"heads": self._heads}))
        self._beat_later()

    def _no_hello(self) -> None:
        self._peer.close(Close.UNAUTHORISED)

    async def _check_session(self) -> None:
        if self._token is None or await self._lines.authenticate(self._token) is None:
            self._peer.close(Close.UNAUTHORISED)

    def displace(self) -> None:
        """A newer socket of the same device has come."""
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
        for c in self._heads:
            for topic in ("c", "receipt", "typing"):
                bus.leave(f"{topic}.{c}", self)
        if self.actor is not None:
            bus.leave(f"sessions.{self.actor.account_id}", self)
            bus.leave(f"shop.{self.actor.shop_id}", self)
            bus.leave(f"desk.{self.actor.shop_id}", self)
            self._lines.leave(self, self._device)
