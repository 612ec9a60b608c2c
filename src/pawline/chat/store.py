"""Conversations and who takes part in them. Entries, links, desks, marks and words have files of their own."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from pawline.chat.entry_rows import entries_between
from pawline.chat.events import Said
from pawline.chat.model import Conversation, Kind, State, Talk
from pawline.chat.tables import conversation, entry, member, private_reader, rule
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId


def add_conversation(tx: Tx, **values: Any) -> None:
    tx.execute(conversation.insert().values(**values))


def add_member(tx: Tx, c: str, account_id: str, shop_id: str, from_seq: int = 1, role: str = "member") -> None:
    tx.execute(member.insert().values(c=c, account_id=account_id, shop_id=shop_id, from_seq=from_seq, role=role))


def let_in(tx: Tx, c: str, account_id: str, shop_id: str, from_seq: int) -> None:
    """A member from `from_seq` on; one who was there before begins anew."""
    same = (member.c.c == c, member.c.account_id == account_id)
    values = {"from_seq": from_seq, "to_seq": None, "role": "member", "silenced_ms": None}
    if not tx.execute(member.update().where(*same).values(**values)).rowcount:
        add_member(tx, c, account_id, shop_id, from_seq)


def change_member(tx: Tx, c: str, account_id: str, **values: Any) -> None:
    tx.execute(member.update().where(member.c.c == c, member.c.account_id == account_id).values(**values))


def count_members(tx: Tx, c: str) -> int:
    where = (member.c.c == c, member.c.to_seq.is_(None))
    return int(tx.execute(sa.select(sa.func.count()).select_from(member).where(*where)).scalar_one())


def find_conversation(tx: Tx, shop_id: str, c: str) -> Conversation | None:
    where = (conversation.c.id == c, conversation.c.shop_id == shop_id)
    row = tx.execute(sa.select(conversation).where(*where)).first()
    return _conversation(row) if row else None


def conversation_of_owner(tx: Tx, shop_id: str, owner_id: str) -> Conversation | None:
    """The owner's open conversation with the shop."""
    where = (conversation.c.shop_id == shop_id, conversation.c.owner_id == owner_id)
    open_first = sa.case((conversation.c.state == State.CLOSED, 1), else_=0)
    order = (open_first, conversation.c.created_ms)
    row = tx.execute(sa.select(conversation).where(*where).order_by(*order)).first()
    return _conversation(row) if row else None


def conversations_of_shop(tx: Tx, shop_id: str, limit: int) -> list[Conversation]:
    """Owners' conversations that have something in them: those who wait the longest first, then the newest."""
    where = (
        conversation.c.shop_id == shop_id,
        conversation.c.kind == "owner",
        conversation.c.state != State.CLOSED,
        conversation.c.last_n > 0,
    )
    waiting = conversation.c.waiting_since_ms
    order = (waiting.is_(None), waiting, conversation.c.last_ts.desc())
    rows = tx.execute(sa.select(conversation).where(*where).order_by(*order).limit(limit))
    return [_conversation(row) for row in rows]


def conversations_of_owners(tx: Tx, shop_id: str, owner_ids: Iterable[str]) -> list[Conversation]:
    """Owners' conversations that have something in them, closed ones too, the newest first."""
    where = (
        conversation.c.shop_id == shop_id,
        conversation.c.kind == "owner",
        conversation.c.owner_id.in_(sorted(set(owner_ids))),
        conversation.c.last_n > 0,
    )
    rows = tx.execute(sa.select(conversation).where(*where).order_by(conversation.c.last_ts.desc()))
    return [_conversation(row) for row in rows]


def _conversation(row: sa.Row[Any]) -> Conversation:
    return Conversation(
        row.id, row.shop_id, row.kind, State(row.state), row.epoch, row.last_seq, row.last_n,
        row.owner_id, row.assignee_id, row.waiting_since_ms, row.reason, row.last_ts, row.title, row.slow_s, row.about,
    )  # fmt: skip


def memberships_of(tx: Tx, shop_id: str, account_id: str) -> dict[str, str]:
    """The conversations somebody is in by a row of their own, and their kinds; the newest first, at most 200."""
    where = (member.c.account_id == account_id, member.c.shop_id == shop_id, member.c.to_seq.is_(None))
    statement = sa.select(conversation.c.id, conversation.c.kind).join(member, member.c.c == conversation.c.id)
    rows = tx.execute(statement.where(*where).order_by(conversation.c.last_ts.desc()).limit(200))
    return {row.id: row.kind for row in rows}


def talks_of(tx: Tx, shop_id: str, account_id: str) -> list[Talk]:
    """Somebody's conversations with what is unread: messages after the read mark, or after their own last word."""
    own = entry.alias()
    last_own = sa.select(sa.func.max(own.c.n)).where(
        own.c.c_no == conversation.c.no, own.c.seq > member.c.read_seq, own.c.sender == account_id
    )
    where = (member.c.account_id == account_id, member.c.shop_id == shop_id, member.c.to_seq.is_(None))
    statement = (
        sa.select(
            conversation, member.c.role, member.c.muted_ms, member.c.read_n, last_own.scalar_subquery().label("own_n")
        )
        .join(member, member.c.c == conversation.c.id)
        .where(*where, conversation.c.kind != "notes")
        .order_by(conversation.c.last_ts.desc())
        .limit(200)
    )
    return [
        Talk(
            row.id, row.kind, row.title, row.role, row.last_seq, row.last_ts,
            max(0, row.last_n - max(row.read_n, row.own_n or 0)), row.slow_s, row.muted_ms,
        )
        for row in tx.execute(statement)
    ]  # fmt: skip


def find_member(tx: Tx, c: str, account_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(member).where(member.c.c == c, member.c.account_id == account_id)).first()


def members_of(tx: Tx, c: str) -> Sequence[sa.Row[Any]]:
    return tx.execute(sa.select(member).where(member.c.c == c)).all()


def change_conversation(tx: Tx, c: str, **values: Any) -> None:
    tx.execute(conversation.update().where(conversation.c.id == c).values(**values))


def reads_privately(tx: Tx, shop_id: str, account_id: str) -> bool:
    """Whether this row is there; a shop's own counts for everybody in it, and is asked for by itself."""
    where = (private_reader.c.shop_id == shop_id, private_reader.c.account_id == account_id)
    return tx.execute(sa.select(private_reader.c.account_id).where(*where)).first() is not None


def who_reads_privately(tx: Tx, shop_id: str) -> set[str]:
    return set(tx.execute(sa.select(private_reader.c.account_id).where(private_reader.c.shop_id == shop_id)).scalars())


def read_privately(tx: Tx, shop_id: str, account_id: str, is_private: bool) -> None:
    where = (private_reader.c.shop_id == shop_id, private_reader.c.account_id == account_id)
    tx.execute(private_reader.delete().where(*where))
    if is_private:
        tx.execute(private_reader.insert().values(shop_id=shop_id, account_id=account_id))


def recall_min_of(tx: Tx, shop_id: str) -> int | None:
    """For how many minutes the shop lets words be taken back; None where it has not decided."""
    return tx.execute(sa.select(rule.c.recall_min).where(rule.c.shop_id == shop_id)).scalar()


def set_recall_min(tx: Tx, shop_id: str, minutes: int) -> None:
    if not tx.execute(rule.update().where(rule.c.shop_id == shop_id).values(recall_min=minutes)).rowcount:
        tx.execute(rule.insert().values(shop_id=shop_id, recall_min=minutes))


def leave(tx: Tx, c: str, account_id: str, last_seq: int) -> None:
    """Somebody reads no further than `last_seq` and writes no more."""
    same = (member.c.c == c, member.c.account_id == account_id)
    tx.execute(member.update().where(*same).values(to_seq=last_seq))


def still_member_of(tx: Tx, account_id: str, conversations: Sequence[str]) -> set[str]:
    """Those of the conversations that somebody is in by a row of their own."""
    where = (member.c.account_id == account_id, member.c.c.in_(conversations), member.c.to_seq.is_(None))
    return set(tx.execute(sa.select(member.c.c).where(*where)).scalars())


def entries_of_shop(tx: Tx, shop_id: str) -> int:
    """How many entries all conversations have that staff see without being members."""
    where = (conversation.c.shop_id == shop_id, conversation.c.kind.in_(("owner", "notes")))
    return int(
        tx.execute(sa.select(sa.func.coalesce(sa.func.sum(conversation.c.last_seq), 0)).where(*where)).scalar_one()
    )


def heads_of(tx: Tx, conversations: Sequence[str]) -> dict[str, int]:
    """The newest seq of some conversations."""
    rows = tx.execute(sa.select(conversation.c.id, conversation.c.last_seq).where(conversation.c.id.in_(conversations)))
    return {row.id: row.last_seq for row in rows}


def assigned_to(tx: Tx, shop_id: str, account_id: str) -> list[Conversation]:
    """The conversations that a member of staff speaks in."""
    is_theirs = (conversation.c.assignee_id == account_id, conversation.c.state == State.HUMAN)
    where = (conversation.c.shop_id == shop_id, *is_theirs)
    return [_conversation(row) for row in tx.execute(sa.select(conversation).where(*where))]


def notes_about(tx: Tx, shop_id: str, c: str) -> ConversationId | None:
    where = (conversation.c.about == c, conversation.c.shop_id == shop_id)
    return tx.execute(sa.select(conversation.c.id).where(*where)).scalar()


def members_to_tell(tx: Tx, one: Said, first: int, now_ms: int) -> list[str]:
    """Who is told by a push of what was said from `first` to `one`: members other than its sender.

    Who has muted the conversation is told only when they are mentioned in it.
    """
    where = (member.c.c == one.c, member.c.to_seq.is_(None), member.c.account_id != one.sender)
    wanted = sa.select(member.c.account_id, member.c.muted_ms).join(conversation, conversation.c.id == member.c.c)
    # The bot is a member as well.
    is_meant = sa.or_(conversation.c.kind != "owner", member.c.account_id == conversation.c.owner_id)
    rows = tx.execute(wanted.where(*where, is_meant)).all()
    muted = {row.account_id for row in rows if (row.muted_ms or 0) > now_ms}
    silent = muted - _mentioned(tx, one.c, first, one.seq) if muted else muted
    return [row.account_id for row in rows if row.account_id not in silent]


def _mentioned(tx: Tx, c: str, first: int, last: int) -> set[str]:
    found = entries_between(tx, c, first, last)
    return {name for one in found if one.kind is Kind.MESSAGE for name in one.body.get("mentions", ())}


def unread_of(tx: Tx, shop_id: str, account_id: str, c: str) -> tuple[int, int]:
    """What somebody has not read in a conversation, and in all of theirs together."""
    talks = talks_of(tx, shop_id, account_id)
    return next((one.unread for one in talks if one.c == c), 0), sum(one.unread for one in talks)
