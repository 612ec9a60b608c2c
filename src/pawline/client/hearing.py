"""What is heard: the logs of the followed conversations, whole and in order, whatever the line did meanwhile."""

import random
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from pawline.client.clock import Clock
from pawline.client.errors import LineEnded, LineLost, Refused
from pawline.client.line import Line
from pawline.client.listener import Listener
from pawline.client.log import ReceivedLog
from pawline.client.model import Entries, Entry, Head
from pawline.client.store import Store
from pawline.client.wire import Network

# The push of a commit is usually right behind its ack.
PUSH_GRACE_S = 1.0
RESUME_AT_ONCE = 200
PAGE = 100
MOST_WAIT_S = 30.0
RESUME_AGAIN_S = 3.0


class Hearing:
    """Applies entries by the receiver's rule, and fetches what a line has not brought."""

    def __init__(
        self, network: Network, store: Store, listener: Listener, clock: Clock, chance: random.Random,
        tell: Callable[[Entry], bool],
    ) -> None:  # fmt: skip
        self._network = network
        self._store = store
        self._listener = listener
        self._clock = clock
        self._chance = chance
        # Hands an entry to the program; False when somebody else notes that it has been dealt with.
        self._tell = tell
        self._logs: dict[str, ReceivedLog] = {}
        self._cursors = store.cursors()
        self._unsaved: set[str] = set()
        self._epoch = store.epoch()
        self._fetching: set[str] = set()
        self._line: Line | None = None

    async def follow(self, c: str, after: int | None) -> None:
        """From the entry after `after`; None goes on where the store left off, else with what is new."""
        if after is None:
            known = self._cursors.get(c)
            after = known if known is not None else (await self._network.page(c, None, 1)).head
        self._logs[c] = ReceivedLog(after)
        self.note(c, after)
        self._resume([c])

    def cursor(self, c: str) -> int:
        """The last entry applied; 0 when nothing was."""
        log = self._logs.get(c)
        return log.last if log is not None else 0

    def begin(self, line: Line, epoch: str) -> list[str]:
        """A welcome: catches up on this line. Returns the conversations whose log begins anew."""
        self._line = line
        self._fetching.clear()
        anew: list[str] = []
        if self._epoch not in {"", epoch}:
            anew = sorted(self._logs.keys() | self._cursors.keys())
        self._epoch = epoch
        for c in anew:
            self._restart(c)
        self._resume(list(self._logs))
        return anew

    def end(self) -> None:
        """The line is gone."""
        self._line = None

    def is_followed(self, c: str | None) -> bool:
        """Whether frames about this conversation are ours."""
        return c in self._logs

    def hear(self, t: str, c: str, payload: msgspec.Raw) -> None:
        """A frame about a followed conversation."""
        if t in {"entries", "gap"}:
            # The entries of a gap are its newest: they are held, and what lies before them is fetched.
            self._apply(c, msgspec.json.decode(payload, type=Entries).entries)
        elif t == "synced":
            head = msgspec.json.decode(payload, type=Head).head
            self._listener.synced(c, head)
            self.told(c, head)
            self.save()
        else:
            # cursor_ahead: the server has lost what we hold; its log is the truth from here on.
            self._restart(c)
            self._resume([c])

    def refused(self, c: str, retry_after_ms: int | None) -> None:
        """Refused for now at coming back: nothing is told of this conversation before it is asked for again."""
        self._spawn(self._resume_later(c, (retry_after_ms or 0) / 1000))

    async def _resume_later(self, c: str, wait_s: float) -> None:
        await self._clock.sleep(wait_s + self._chance.uniform(0, RESUME_AGAIN_S))
        if c in self._logs:
            self._resume([c])

    def told(self, c: str, head: int) -> None:
        """Somebody has told of a head: whatever is missing is fetched."""
        log = self._logs.get(c)
        if log is not None:
            log.tell(head)
            self._fill(c)

    def expect(self, c: str, seq: int) -> None:
        """An own message is in the log: if its push does not come, it is fetched."""
        if self._line is not None and c in self._logs and seq > self._logs[c].last:
            self._spawn(self._told_later(c, seq))

    def note(self, c: str, seq: int) -> None:
        """The program has dealt with everything up to `seq`."""
        self._cursors[c] = seq
        self._unsaved.add(c)

    def save(self) -> None:
        """Cursors may be saved late: after a crash something is heard twice, never left out."""
        if self._unsaved and self._epoch:
            self._store.save(self._epoch, {c: self._cursors[c] for c in self._unsaved})
            self._unsaved.clear()

    async def _told_later(self, c: str, seq: int) -> None:
        await self._clock.sleep(PUSH_GRACE_S)
        self.told(c, seq)

    def _resume(self, conversations: list[str]) -> None:
        if self._line is None:
            return
        for start in range(0, len(conversations), RESUME_AT_ONCE):
            some = conversations[start : start + RESUME_AT_ONCE]
            self._line.say("resume", {"conversations": {c: self._logs[c].last for c in some}})

    def _restart(self, c: str) -> None:
        if c in self._logs:
            # A new one: a page of the old log that is on its way finds nobody.
            self._logs[c] = ReceivedLog()
        self._fetching.discard(c)
        self.note(c, 0)
        self._listener.restarted(c)

    def _apply(self, c: str, entries: list[Entry]) -> None:
        self._hand_on(c, self._logs[c].receive(entries))
        self._fill(c)

    def _hand_on(self, c: str, entries: list[Entry]) -> None:
        for entry in entries:
            self._listener.entry(entry)
            if self._tell(entry):
                self.note(c, entry.seq)

    def _fill(self, c: str) -> None:
        if self._logs[c].is_behind and c not in self._fetching and self._line is not None:
            self._fetching.add(c)
            self._spawn(self._fetch(c, self._logs[c]))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._line is not None
        self._line.spawn(work)

    async def _fetch(self, c: str, log: ReceivedLog) -> None:
        """Page by page until nothing is missing; failures are tried again as long as the line lives."""
        wait_s = 1.0
        while log.is_behind and self._logs.get(c) is log:
            try:
                page = await self._network.page(c, log.last, PAGE)
            except LineEnded:
                raise
            except (LineLost, Refused) as error:
                if isinstance(error, Refused) and not error.temporary:
                    break
                await self._clock.sleep(self._chance.uniform(0, wait_s))
                wait_s = min(MOST_WAIT_S, wait_s * 2)
                continue
            if page.epoch not in {"", self._epoch} or self._logs.get(c) is not log:
                # Another log than the welcome named: the next welcome or beat decides.
                break
            if page.first_seq > log.last + 1:
                self._listener.begins(c, page.first_seq)
                self._hand_on(c, log.begin_at(page.first_seq))
            elif not page.entries:
                break
            self._hand_on(c, log.receive(page.entries))
        if self._logs.get(c) is log:
            self._fetching.discard(c)
