"""The final state of the database, as the checker reads it."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa

from tests.faults.history import digest

Part: TypeAlias = tuple[int, int | None]


class Row(NamedTuple):
    """One entry of a log as it is stored. `change` and `about`: who came or went, in an entry about that."""

    c: str
    seq: int
    n: int
    msg_id: str
    cmid: str
    sender: str
    kind: str
    digest: str
    target_seq: int | None = None
    type: str = ""
    change: str = ""
    about: str = ""


class Member(NamedTuple):
    """Somebody's part in a conversation: entries `from_seq` to `to_seq` (None: until now)."""

    c: str
    account: str
    from_seq: int = 1
    to_seq: int | None = None
    delivered: int = 0
    read: int = 0
    read_n: int = 0


class Talk(NamedTuple):
    """A conversation's row."""

    id: str
    shop: str
    kind: str
    last_seq: int
    last_n: int = 0


class Claim(NamedTuple):
    """A stretch of time that a booking takes of a resource."""

    booking: str
    resource: int
    start_ms: int
    end_ms: int


class Booking(NamedTuple):
    """A booking's row; `c` is empty when it has no card, and so is `lead` unless it stands on another one's card."""

    id: str
    status: str
    c: str = ""
    lead: str | None = None


@dataclass
class Dump:
    """Everything the invariants speak of."""

    rows: list[Row] = field(default_factory=list[Row])
    talks: dict[str, Talk] = field(default_factory=dict[str, Talk])
    members: list[Member] = field(default_factory=list[Member])
    staff: dict[str, str] = field(default_factory=dict[str, str])
    claims: list[Claim] = field(default_factory=list[Claim])
    bookings: dict[str, Booking] = field(default_factory=dict[str, Booking])

    def log(self, c: str) -> list[Row]:
        """One conversation's entries by seq."""
        return self.logs().get(c, [])

    def logs(self) -> dict[str, list[Row]]:
        """Every conversation's entries by seq."""
        found: dict[str, list[Row]] = {}
        for row in sorted(self.rows, key=lambda one: (one.c, one.seq)):
            found.setdefault(row.c, []).append(row)
        return found

    def at(self) -> dict[tuple[str, int], Row]:
        """Entries by conversation and seq."""
        return {(row.c, row.seq): row for row in self.rows}

    def changed(self) -> set[tuple[str, int]]:
        """Entries that a later one has taken back or rewritten: their contents may differ from what was seen."""
        return {(r.c, r.target_seq) for r in self.rows if r.kind in {"recall", "edit"} and r.target_seq is not None}

    def part(self, account: str, c: str) -> Part | None:
        """The stretch of a log that somebody may see now; None is nothing at all."""
        talk = self.talks.get(c)
        if talk is not None and talk.kind in {"owner", "notes"} and self.staff.get(account) == talk.shop:
            return 1, None
        return next(((m.from_seq, m.to_seq) for m in self.members if (m.c, m.account) == (c, account)), None)

    def parts(self, account: str, c: str) -> list[Part]:
        """All stretches that somebody had: the row knows the last, the entries about comings and goings the others."""
        last = self.part(account, c)
        found: list[Part] = []
        begun: int | None = 1
        for row in self._comings.get((c, account), []):
            if row.change == "joined":
                begun = row.seq
            elif begun is not None:
                found.append((begun, row.seq))
                begun = None
        return found if last is None else [*found, last]

    @cached_property
    def _comings(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(self.rows, key=lambda one: one.seq):
            if row.change in {"joined", "left", "removed"}:
                found.setdefault((row.c, row.about), []).append(row)
        return found


def read(url: str) -> Dump:
    """The dump of a database, by its URL or the path of an SQLite file."""
    engine = sa.create_engine(url if "://" in url else f"sqlite:///{url}")
    try:
        with engine.connect() as conn:
            return _read(conn)
    finally:
        engine.dispose()


def _read(conn: sa.Connection) -> Dump:
    def rows(text: str) -> list[Any]:
        return list(conn.execute(sa.text(text)))

    entries = rows(
        "SELECT c.id, e.seq, e.n, e.msg_id, e.cmid, e.sender, e.kind, e.body, e.target_seq"
        " FROM entry e JOIN conversation c ON c.no = e.c_no"
    )
    talks = rows("SELECT id, shop_id, kind, last_seq, last_n FROM conversation")
    members = rows("SELECT c, account_id, from_seq, to_seq, delivered_seq, read_seq, read_n FROM member")
    return Dump(
        rows=[_row(one) for one in entries],
        talks={one[0]: Talk(*one) for one in talks},
        members=[Member(*one) for one in members],
        staff=dict(tuple(one) for one in rows("SELECT id, shop_id FROM account WHERE kind = 'staff'")),
        claims=[
            Claim(*one) for one in rows("SELECT booking_id, resource_no, start_ms, end_ms FROM claim WHERE active")
        ],
        bookings={one[0]: Booking(*one) for one in rows("SELECT id, status, c, lead_id FROM booking")},
    )


def _row(one: Any) -> Row:
    body = json.loads(one[7]) if isinstance(one[7], str) else one[7]
    body = body if isinstance(body, dict) else {}
    said = [str(body.get(name, "")) for name in ("type", "change", "account_id")]
    return Row(one[0], one[1], one[2], one[3], one[4], one[5], one[6], digest(body), one[8], *said)
