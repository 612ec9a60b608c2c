"""All SQL of the notify room: where browsers and other programs want to be told, and who is on call."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
    # Where they were signed in: who has signed out there is told nothing any more.
    sa.Column("device_id", sa.String(32), nullable=False),
    sa.Column("endpoint", sa.String(1000), nullable=False, unique=True),
    sa.Column("p256dh", sa.String(120), nullable=False),
    sa.Column("auth", sa.String(40), nullable=False),
    sa.Column("has_text", sa.Boolean, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
)
on_call = sa.Table(
    "on_call",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.String(32), nullable=False),
)
hook = sa.Table(
    "hook",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False, index=True),
    sa.Column("url", sa.String(1000), nullable=False),
    sa.Column("secret", sa.String(64), nullable=False),
    sa.Column("kinds", sa.String(400), nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("last_status", sa.Integer),
    sa.Column("last_ms", sa.BigInteger),
)
hook_call = sa.Table(
    "hook_call",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("hook_id", sa.String(32), sa.ForeignKey("hook.id", ondelete="CASCADE"), nullable=False, index=True),
    # Made from the fact's number: a fact that is told twice makes one call.
    sa.Column("source", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("hook_id", "source"),
)


def keep_subscription(tx: Tx, **values: Any) -> None:
    """A browser has one subscription, whoever is signed in there now."""
    tx.execute(subscription.delete().where(subscription.c.endpoint == values["endpoint"]))
    tx.execute(subscription.insert().values(**values))


def count_subscriptions(tx: Tx, account_id: str, but: str) -> int:
    """The browsers of somebody, one endpoint left out."""
    where = (subscription.c.account_id == account_id, subscription.c.endpoint != but)
    return int(tx.execute(sa.select(sa.func.count()).select_from(subscription).where(*where)).scalar_one())


def find_subscription(tx: Tx, subscription_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(subscription).where(subscription.c.id == subscription_id)).first()


def subscriptions_of(tx: Tx, shop_id: str, account_ids: Sequence[str]) -> Sequence[sa.Row[Any]]:
    where = (subscription.c.shop_id == shop_id, subscription.c.account_id.in_(account_ids))
    return tx.execute(sa.select(subscription).where(*where)).all()


def subscribed(tx: Tx) -> set[str]:
    """The accounts that have a subscription at all."""
    return set(tx.execute(sa.select(subscription.c.account_id).distinct()).scalars())


def forget_subscription(tx: Tx, subscription_id: str) -> None:
    tx.execute(subscription.delete().where(subscription.c.id == subscription_id))


def forget_endpoint(tx: Tx, account_id: str, endpoint: str) -> None:
    where = (subscription.c.account_id == account_id, subscription.c.endpoint == endpoint)
    tx.execute(subscription.delete().where(*where))


def who_is_on_call(tx: Tx, shop_id: str) -> str | None:
    return tx.execute(sa.select(on_call.c.account_id).where(on_call.c.shop_id == shop_id)).scalar()


def put_on_call(tx: Tx, shop_id: str, account_id: str | None) -> None:
    tx.execute(on_call.delete().where(on_call.c.shop_id == shop_id))
    if account_id is not None:
        tx.execute(on_call.insert().values(shop_id=shop_id, account_id=account_id))


def hooks_of(tx: Tx, shop_id: str) -> Sequence[sa.Row[Any]]:
    return tx.execute(sa.select(hook).where(hook.c.shop_id == shop_id).order_by(hook.c.created_ms)).all()


def shops_with_hooks(tx: Tx) -> set[str]:
    return set(tx.execute(sa.select(hook.c.shop_id).distinct()).scalars())


def add_hook(tx: Tx, **values: Any) -> None:
    tx.execute(hook.insert().values(**values))


def forget_hook(tx: Tx, shop_id: str, hook_id: str) -> bool:
    mine = sa.select(hook.c.id).where(hook.c.id == hook_id, hook.c.shop_id == shop_id)
    tx.execute(hook_call.delete().where(hook_call.c.hook_id.in_(mine)))
    return bool(tx.execute(hook.delete().where(hook.c.id == hook_id, hook.c.shop_id == shop_id)).rowcount)


def add_call(tx: Tx, **values: Any) -> bool:
    """False when the same was planned before."""
    same = (hook_call.c.hook_id == values["hook_id"], hook_call.c.source == values["source"])
    if tx.execute(sa.select(hook_call.c.id).where(*same)).first() is not None:
        return False
    tx.execute(hook_call.insert().values(**values))
    return True


def find_call(tx: Tx, call_id: str) -> sa.Row[Any] | None:
    """A call with its hook's address and secret."""
    joined = sa.select(hook_call, hook.c.url, hook.c.secret).join(hook, hook.c.id == hook_call.c.hook_id)
    return tx.execute(joined.where(hook_call.c.id == call_id)).first()


def note_call(tx: Tx, hook_id: str, status: int, now_ms: int) -> None:
    tx.execute(hook.update().where(hook.c.id == hook_id).values(last_status=status, last_ms=now_ms))


def forget_calls(tx: Tx, before_ms: int) -> None:
    """Calls are kept for a while after they were made: the same fact is then not told again."""
    tx.execute(hook_call.delete().where(hook_call.c.created_ms < before_ms))
