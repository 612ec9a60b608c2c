"""All SQL of the people room."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pawline.people.model import STAFF_ROLES, Actor, Person, Role
from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, DeviceId, ShopId

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("name", sa.String(80), nullable=False, server_default=""),
    sa.Column("title", sa.String(80), nullable=False, server_default=""),
    sa.Column("lang", sa.String(2), nullable=False, server_default="zh"),
    sa.Column("login", sa.String(80)),
    sa.Column("password", sa.String(200)),
    # Keyed hashes by which a number and its last four digits are found, and the number as only the shop's key opens it.
    sa.Column("phone_tag", sa.String(20)),
    sa.Column("phone_verified_ms", sa.BigInteger),
    sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("is_loadtest", sa.Boolean, nullable=False, server_default=sa.false()),
    # The sealed network address that a guest came from; None for staff, and behind a proxy that hides it.
    sa.Column("origin", sa.String(64)),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("phone_tail_tag", sa.String(20)),
    sa.Column("phone_sealed", sa.String(160)),
    sa.UniqueConstraint("shop_id", "login"),
    sa.UniqueConstraint("shop_id", "phone_tag", name="uq_account_shop_id_phone"),
    sa.Index("ix_account_phone_tail", "shop_id", "phone_tail_tag"),
)
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("device_id", sa.String(32), nullable=False),
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("seen_ms", sa.BigInteger, nullable=False),
    sa.Column("expires_ms", sa.BigInteger, nullable=False),
    sa.Column("revoked_ms", sa.BigInteger),
)
invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("account_id", sa.String(32)),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("expires_ms", sa.BigInteger, nullable=False),
    sa.Column("used_ms", sa.BigInteger),
)
phone_code = sa.Table(
    "phone_code",
    metadata,
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("phone_tag", sa.String(20), nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("sent_ms", sa.BigInteger, nullable=False),
    sa.Column("expires_ms", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("about", sa.String(80), nullable=False, index=True),
    sa.Column("at_ms", sa.BigInteger, nullable=False, index=True),
)
# Longer than every window that attempts are counted in.
ATTEMPTS_KEPT_MS = 2 * 3_600_000


def add_account(tx: Tx, **values: Any) -> None:
    tx.execute(account.insert().values(**values))


def change_account(tx: Tx, shop_id: str, account_id: str, **values: Any) -> None:
    tx.execute(account.update().where(*_one(shop_id, account_id)).values(**values))


def find_account(tx: Tx, shop_id: str, account_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(account).where(*_one(shop_id, account_id))).first()


def _one(shop_id: str, account_id: str) -> Sequence[sa.ColumnElement[bool]]:
    return (account.c.id == account_id, account.c.shop_id == shop_id)


def find_by_login(tx: Tx, shop_id: str, login: str) -> sa.Row[Any] | None:
    where = (account.c.shop_id == shop_id, account.c.login == login, account.c.is_active)
    return tx.execute(sa.select(account).where(*where)).first()


def is_login_taken(tx: Tx, shop_id: str, login: str) -> bool:
    """Also by somebody who has left: what they did stays theirs."""
    where = (account.c.shop_id == shop_id, account.c.login == login)
    return tx.execute(sa.select(account.c.id).where(*where)).first() is not None


def find_by_phone(tx: Tx, shop_id: str, phone_tag: str) -> sa.Row[Any] | None:
    where = (account.c.shop_id == shop_id, account.c.phone_tag == phone_tag, account.c.kind == "owner")
    return tx.execute(sa.select(account).where(*where)).first()


def proved_phones(tx: Tx, shop_id: str, account_ids: Iterable[str]) -> dict[str, str]:
    """By account, sealed."""
    where = (
        account.c.shop_id == shop_id,
        account.c.id.in_(sorted(set(account_ids))),
        account.c.phone_verified_ms.is_not(None),
    )
    return {
        row.id: row.phone_sealed for row in tx.execute(sa.select(account.c.id, account.c.phone_sealed).where(*where))
    }


def owners_by_tail(tx: Tx, shop_id: str, tail_tag: str, limit: int) -> dict[str, str]:
    """Owners whose proved number ends so, and their numbers, sealed."""
    where = (*_owners(shop_id), account.c.phone_tail_tag == tail_tag, account.c.phone_verified_ms.is_not(None))
    rows = tx.execute(sa.select(account.c.id, account.c.phone_sealed).where(*where).limit(limit))
    return {row.id: row.phone_sealed for row in rows}


def owners_named(tx: Tx, shop_id: str, text: str, limit: int) -> list[str]:
    """Owners whose name holds the text, whatever its case."""
    where = (*_owners(shop_id), account.c.name.icontains(text, autoescape=True))
    return list(tx.execute(sa.select(account.c.id).where(*where).limit(limit)).scalars())


def _owners(shop_id: str) -> Sequence[sa.ColumnElement[bool]]:
    return (account.c.shop_id == shop_id, account.c.kind == "owner")


def owners_with_phone(tx: Tx, shop_id: str) -> Sequence[sa.Row[Any]]:
    """Every owner whose number is known."""
    columns = sa.select(account.c.id, account.c.name, account.c.lang, account.c.phone_tag, account.c.phone_sealed)
    where = (*_owners(shop_id), account.c.phone_verified_ms.is_not(None))
    return tx.execute(columns.where(*where)).all()


def owners_by_tags(tx: Tx, shop_id: str, tags: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """The owners to whom these numbers belong."""
    columns = sa.select(account.c.id, account.c.name, account.c.lang, account.c.phone_tag)
    return tx.execute(columns.where(*_owners(shop_id), account.c.phone_tag.in_(tags))).all()


def plain_phones(tx: Tx) -> Sequence[sa.Row[Any]]:
    """Accounts whose number was noted by a version that did not seal: it stands in `phone_tag`."""
    where = (account.c.phone_tag.is_not(None), account.c.phone_sealed.is_(None))
    return tx.execute(sa.select(account.c.id, account.c.shop_id, account.c.phone_tag).where(*where)).all()


def find_bot(tx: Tx, shop_id: str) -> sa.Row[Any] | None:
    where = (account.c.shop_id == shop_id, account.c.role == Role.BOT.value)
    return tx.execute(sa.select(account).where(*where)).first()


def staff_of(tx: Tx, shop_id: str) -> Sequence[sa.Row[Any]]:
    seen = sa.select(sa.func.max(session.c.seen_ms)).where(session.c.account_id == account.c.id).scalar_subquery()
    where = (account.c.shop_id == shop_id, account.c.role.in_(STAFF_ROLES))
    return tx.execute(sa.select(account, seen.label("seen_ms")).where(*where).order_by(account.c.created_ms)).all()


def people_of(tx: Tx, account_ids: Iterable[str]) -> dict[str, Person]:
    rows = tx.execute(sa.select(account).where(account.c.id.in_(list(account_ids))))
    return {r.id: Person(AccountId(r.id), r.name, r.kind, Role(r.role), r.title) for r in rows}


def add_session(tx: Tx, **values: Any) -> None:
    tx.execute(session.insert().values(**values))


class LiveSession(NamedTuple):
    """A session that counts, with who holds it."""

    actor: Actor
    id: str
    seen_ms: int
    expires_ms: int


def actor_of_token(tx: Tx, token: str, now_ms: int) -> LiveSession | None:
    """The live session of a token's fingerprint, or None."""
    row = tx.execute(
        sa.select(
            session.c.id.label("session_id"), session.c.device_id, session.c.seen_ms, session.c.expires_ms, account
        )
        .join(account, account.c.id == session.c.account_id)
        .where(
            session.c.token == token,
            session.c.revoked_ms.is_(None),
            session.c.expires_ms > now_ms,
            account.c.is_active,
        )
    ).first()
    if row is None:
        return None
    actor = Actor(
        ShopId(row.shop_id),
        AccountId(row.id),
        row.kind,
        Role(row.role),
        DeviceId(row.device_id),
        row.lang,
        row.is_loadtest,
    )
    return LiveSession(actor, row.session_id, row.seen_ms, row.expires_ms)


def see_session(tx: Tx, session_id: str, now_ms: int, until_ms: int) -> None:
    """Notes that a session's device was here: it counts until then, or for as long as it did already."""
    later = sa.case((session.c.expires_ms < until_ms, until_ms), else_=session.c.expires_ms)
    tx.execute(session.update().where(session.c.id == session_id).values(seen_ms=now_ms, expires_ms=later))


def end_sessions(tx: Tx, account_id: str, now_ms: int, session_id: str | None = None) -> list[str]:
    """Revokes one session, or all of the account's when `session_id` is None; returns their ids."""
    where = [session.c.account_id == account_id, session.c.revoked_ms.is_(None)]
    if session_id is not None:
        where.append(session.c.id == session_id)
    ended = [r.id for r in tx.execute(sa.select(session.c.id).where(*where))]
    tx.execute(session.update().where(*where).values(revoked_ms=now_ms))
    return ended


def has_session(tx: Tx, account_id: str, device_id: str, now_ms: int) -> bool:
    """Whether somebody who has access is signed in on a device."""
    where = (
        session.c.account_id == account_id,
        session.c.device_id == device_id,
        session.c.revoked_ms.is_(None),
        session.c.expires_ms > now_ms,
        account.c.is_active,
    )
    found = sa.select(session.c.id).join(account, account.c.id == session.c.account_id).where(*where)
    return tx.execute(found.limit(1)).first() is not None


def have_opened(tx: Tx, shop_id: str, account_ids: Collection[str]) -> set[str]:
    """Those who have a page of their own, on whatever device: it was opened, and nobody signed out of it."""
    where = (session.c.shop_id == shop_id) & session.c.account_id.in_(sorted(account_ids))
    where &= session.c.revoked_ms.is_(None)
    return set(tx.execute(sa.select(session.c.account_id).where(where).distinct()).scalars())


def add_invitation(tx: Tx, **values: Any) -> None:
    tx.execute(invitation.insert().values(**values))


def find_invitation(tx: Tx, token: str, now_ms: int) -> sa.Row[Any] | None:
    where = (invitation.c.token == token, invitation.c.used_ms.is_(None), invitation.c.expires_ms > now_ms)
    return tx.execute(sa.select(invitation).where(*where)).first()


def use_invitation(tx: Tx, token: str, now_ms: int) -> bool:
    where = (invitation.c.token == token, invitation.c.used_ms.is_(None))
    return bool(tx.execute(invitation.update().where(*where).values(used_ms=now_ms)).rowcount)


def void_invitations(tx: Tx, account_id: str, now_ms: int) -> None:
    """Every link that was made for this account and not used yet works no more."""
    where = (invitation.c.account_id == account_id, invitation.c.used_ms.is_(None))
    tx.execute(invitation.update().where(*where).values(used_ms=now_ms))


def find_code(tx: Tx, account_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(phone_code).where(phone_code.c.account_id == account_id)).first()


def set_code(tx: Tx, account_id: str, **values: Any) -> None:
    forget_code(tx, account_id)
    tx.execute(phone_code.insert().values(account_id=account_id, tries=0, **values))


def forget_code(tx: Tx, account_id: str) -> None:
    tx.execute(phone_code.delete().where(phone_code.c.account_id == account_id))


def count_try(tx: Tx, account_id: str) -> None:
    mine = phone_code.c.account_id == account_id
    tx.execute(phone_code.update().where(mine).values(tries=phone_code.c.tries + 1))


def add_attempt(tx: Tx, shop_id: str, what: str, about: str, at_ms: int) -> None:
    tx.execute(attempt.delete().where(attempt.c.at_ms < at_ms - ATTEMPTS_KEPT_MS))
    tx.execute(attempt.insert().values(shop_id=shop_id, what=what, about=about, at_ms=at_ms))


def attempts_since(tx: Tx, shop_id: str, what: str, about: str, since_ms: int) -> int:
    where = (
        attempt.c.shop_id == shop_id,
        attempt.c.what == what,
        attempt.c.about == about,
        attempt.c.at_ms > since_ms,
    )
    return tx.execute(sa.select(sa.func.count()).where(*where)).scalar() or 0


def forget_attempts(tx: Tx, shop_id: str, what: str, about: str) -> None:
    same = (attempt.c.shop_id == shop_id, attempt.c.what == what, attempt.c.about == about)
    tx.execute(attempt.delete().where(*same))


def count_managers(tx: Tx, shop_id: str) -> int:
    where = (account.c.shop_id == shop_id, account.c.role == Role.MANAGER, account.c.is_active)
    return tx.execute(sa.select(sa.func.count()).where(*where)).scalar() or 0


def staff_ids(tx: Tx, shop_id: str) -> list[str]:
    """Everybody who works in the shop now."""
    where = (account.c.shop_id == shop_id, account.c.kind == "staff", account.c.is_active.is_(True))
    return list(tx.execute(sa.select(account.c.id).where(*where)).scalars())


def programs_of(tx: Tx, shop_id: str) -> list[Person]:
    """The programs that take part in a shop's conversations."""
    where = (account.c.shop_id == shop_id, account.c.role == Role.PROGRAM.value, account.c.is_active.is_(True))
    found = tx.execute(sa.select(account.c.id).where(*where).order_by(account.c.created_ms)).scalars()
    return list(people_of(tx, found).values())
