"""The desk's own rows: replies the shop keeps, who is at a desk, and the feed of a shop."""

import sqlalchemy as sa

from pawline.chat.model import CannedReply, FeedRow
from pawline.chat.tables import at_desk, canned, conversation, feed, feed_head_of, feed_mark
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId


def canned_of(tx: Tx, shop_id: str) -> list[CannedReply]:
    rows = tx.execute(sa.select(canned).where(canned.c.shop_id == shop_id).order_by(canned.c.word))
    return [CannedReply(row.id, row.word, row.text) for row in rows]


def keep_canned(tx: Tx, shop_id: str, new_id: str, word: str, text: str) -> CannedReply:
    same = (canned.c.shop_id == shop_id, canned.c.word == word)
    if not tx.execute(canned.update().where(*same).values(text=text)).rowcount:
        tx.execute(canned.insert().values(id=new_id, shop_id=shop_id, word=word, text=text))
    return next(one for one in canned_of(tx, shop_id) if one.word == word)


def forget_canned(tx: Tx, shop_id: str, reply_id: str) -> bool:
    return bool(tx.execute(canned.delete().where(canned.c.id == reply_id, canned.c.shop_id == shop_id)).rowcount)


def heard_from(tx: Tx, shop_id: str, account_id: str, now_ms: int) -> None:
    """A member of staff has a desk open at this moment."""
    same = (at_desk.c.shop_id == shop_id, at_desk.c.account_id == account_id)
    if not tx.execute(at_desk.update().where(*same).values(seen_ms=now_ms)).rowcount:
        tx.execute(at_desk.insert().values(shop_id=shop_id, account_id=account_id, seen_ms=now_ms))


def at_desk_since(tx: Tx, shop_id: str, since_ms: int) -> list[str]:
    """The staff of a shop that had a desk open since then."""
    where = (at_desk.c.shop_id == shop_id, at_desk.c.seen_ms >= since_ms)
    return list(tx.execute(sa.select(at_desk.c.account_id).where(*where)).scalars())


def lock_feed(tx: Tx, shop_id: str) -> int:
    """The number of the newest line; the row stays ours until the end of the transaction."""
    same = feed_head_of.c.shop_id == shop_id
    if not tx.execute(feed_head_of.update().where(same).values(fseq=feed_head_of.c.fseq)).rowcount:
        tx.execute(feed_head_of.insert().values(shop_id=shop_id))
    return feed_head(tx, shop_id)


def feed_head(tx: Tx, shop_id: str) -> int:
    """The number of the newest line, 0 before the first."""
    return tx.execute(sa.select(feed_head_of.c.fseq).where(feed_head_of.c.shop_id == shop_id)).scalar() or 0


def not_in_feed(tx: Tx, shop_id: str) -> list[tuple[ConversationId, int, int]]:
    """The stretches that the feed has not named yet: conversation, first and last seq."""
    named = sa.func.coalesce(feed_mark.c.seq, 0)
    statement = (
        sa.select(conversation.c.id, named.label("named"), conversation.c.last_seq)
        .outerjoin(feed_mark, feed_mark.c.c == conversation.c.id)
        .where(
            conversation.c.shop_id == shop_id,
            conversation.c.kind.in_(("owner", "notes")),
            conversation.c.last_seq > named,
        )
        .order_by(conversation.c.last_ts)
        .limit(500)
    )
    return [(row.id, row.named + 1, row.last_seq) for row in tx.execute(statement)]


def add_to_feed(tx: Tx, shop_id: str, rows: list[FeedRow]) -> None:
    tx.execute(
        feed.insert(),
        [{"shop_id": shop_id, "fseq": one.fseq, "c": one.c, "first": one.first, "last": one.last} for one in rows],
    )
    for one in rows:
        if not tx.execute(feed_mark.update().where(feed_mark.c.c == one.c).values(seq=one.last)).rowcount:
            tx.execute(feed_mark.insert().values(c=one.c, shop_id=shop_id, seq=one.last))
    tx.execute(feed_head_of.update().where(feed_head_of.c.shop_id == shop_id).values(fseq=rows[-1].fseq))


def feed_after(tx: Tx, shop_id: str, fseq: int) -> list[FeedRow]:
    where = (feed.c.shop_id == shop_id, feed.c.fseq > fseq)
    rows = tx.execute(sa.select(feed).where(*where).order_by(feed.c.fseq))
    return [FeedRow(row.fseq, row.c, row.first, row.last) for row in rows]


def forget_feed(tx: Tx, shop_id: str, up_to: int) -> None:
    tx.execute(feed.delete().where(feed.c.shop_id == shop_id, feed.c.fseq <= up_to))
