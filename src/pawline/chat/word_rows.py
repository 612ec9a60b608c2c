"""The index of what was said: what it lacks, what it holds, and what is found in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from pawline.chat.entry_rows import entry_of
from pawline.chat.model import Body, Found, Kind
from pawline.chat.tables import ENTRY_WORDS, conversation, entry, indexed, member
from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId

_NAMED = sa.func.coalesce(indexed.c.seq, 0)
_NOT_INDEXED = (
    sa.select(conversation.c.id, _NAMED.label("named"), conversation.c.last_seq)
    .outerjoin(indexed, indexed.c.c == conversation.c.id)
    .where(conversation.c.last_seq > _NAMED)
    .limit(sa.bindparam("most"))
)
_QUIET_FIRST = _NOT_INDEXED.order_by(conversation.c.last_ts)
_NEWEST_FIRST = _NOT_INDEXED.where(conversation.c.shop_id == sa.bindparam("shop")).order_by(
    conversation.c.last_ts.desc()
)
# An edit is shown as the message that it is about; an edited message is in the index once more.
_SHOWN = entry.alias("shown")
_IS_EDIT = entry.c.kind == Kind.EDIT.value
_SAID = (
    sa.select(_SHOWN.c.no, _SHOWN.c.body)
    .select_from(entry)
    .join(
        _SHOWN,
        (_SHOWN.c.c_no == entry.c.c_no) & (_SHOWN.c.seq == sa.case((_IS_EDIT, entry.c.target_seq), else_=entry.c.seq)),
    )
    .where(
        entry.c.c_no == sa.select(conversation.c.no).where(conversation.c.id == sa.bindparam("conv")).scalar_subquery(),
        entry.c.seq.between(sa.bindparam("first"), sa.bindparam("last")),
        entry.c.kind.in_((Kind.MESSAGE.value, Kind.EDIT.value)),
    )
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries of one conversation, `first` to `last`."""

    c: ConversationId
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it stands: its number and what it holds, by which a later change is noticed."""

    no: int
    raw: str

    @property
    def body(self) -> Body:
        return msgspec.json.decode(self.raw)


def not_indexed(tx: Tx, limit: int) -> list[Stretch]:
    """What is said and not in the index, by conversation; the longest quiet ones first."""
    return [Stretch(row.id, row.named + 1, row.last_seq) for row in tx.execute(_QUIET_FIRST, {"most": limit})]


def not_indexed_lately(tx: Tx, shop_id: str, limit: int) -> list[Stretch]:
    """The newest of a shop's entries that are not in the index, at most so many."""
    stretches: list[Stretch] = []
    for row in tx.execute(_NEWEST_FIRST, {"shop": shop_id, "most": limit}):
        if limit <= 0:
            break
        stretches.append(Stretch(row.id, max(row.named, row.last_seq - limit) + 1, row.last_seq))
        limit -= row.last_seq - row.named
    return stretches


def said_in(tx: Tx, one: Stretch) -> list[Said]:
    """The messages of a stretch, and those that its edits are about."""
    rows = tx.execute(_SAID, {"conv": one.c, "first": one.first, "last": one.last})
    return [Said(row.no, row.body) for row in rows]


def take_in(tx: Tx, stretches: Sequence[Stretch], words: Sequence[tuple[Said, set[str]]]) -> None:
    """These stretches are in the index from now on, as often as it is said.

    What was changed since it was read is left to its change.
    """
    numbers = [said.no for said, _ in words]
    # Locked: another process may take one of them back at this moment, and drops its words after these are in.
    read_again = sa.select(entry.c.no, entry.c.body).where(entry.c.no.in_(numbers)).with_for_update()
    now = {row.no: row.body for row in tx.execute(read_again)}
    ENTRY_WORDS.put(tx, [(said.no, tokens) for said, tokens in words if now.get(said.no) == said.raw])
    for one in stretches:
        _mark(tx, one.c, one.last)


def forget(tx: Tx, c: str, seq: int) -> None:
    """What was taken back is not found any more."""
    c_no = sa.select(conversation.c.no).where(conversation.c.id == c).scalar_subquery()
    no = tx.execute(sa.select(entry.c.no).where(entry.c.c_no == c_no, entry.c.seq == seq)).scalar()
    if no is not None:
        ENTRY_WORDS.drop(tx, [no])


def find_words(
    tx: Tx, actor: Actor, whole: Sequence[str], begun: Sequence[str], late: Sequence[int], c: str | None, limit: int
) -> list[Found]:
    """The newest messages that hold the tokens, of conversations the actor takes part in, from where they came in.

    `late`: numbers of messages that hold them and are not in the index yet.
    """
    hits = ENTRY_WORDS.found(tx, whole, begun).subquery("hits")
    own = sa.and_(member.c.account_id == actor.account_id, member.c.to_seq.is_(None), entry.c.seq >= member.c.from_seq)
    may = [own]
    if actor.is_staff:
        may.append(conversation.c.kind.in_(("owner", "notes")))
    statement = (
        sa.select(entry, conversation.c.id.label("c"), conversation.c.kind.label("c_kind"))
        .add_columns(conversation.c.title, conversation.c.owner_id)
        .join(conversation, conversation.c.no == entry.c.c_no)
        .outerjoin(member, sa.and_(member.c.c == conversation.c.id, member.c.account_id == actor.account_id))
        .where(sa.or_(entry.c.no.in_(sa.select(hits.c.no)), entry.c.no.in_(late)))
        .where(conversation.c.shop_id == actor.shop_id, sa.or_(*may))
    )
    if c is not None:
        statement = statement.where(conversation.c.id == c)
    rows = tx.execute(statement.order_by(entry.c.no.desc()).limit(limit))
    return [Found(entry_of(row.c, row), row.c_kind, row.title, row.owner_id) for row in rows]


def _mark(tx: Tx, c: str, seq: int) -> None:
    if tx.execute(
        indexed.update().where(indexed.c.c == c).values(seq=sa.case((indexed.c.seq < seq, seq), else_=indexed.c.seq))
    ).rowcount:
        return
    shop_id = sa.select(conversation.c.shop_id).where(conversation.c.id == c).scalar_subquery()
    tx.execute(indexed.insert().values(c=c, shop_id=shop_id, seq=seq))
