"""All SQL of the language model: each shop's settings, and what was spent by day and conversation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ports.llm import Endpoint

_ID = sa.String(32)
ABOUT = "language model key"
KEPT_DAYS = 31

language_model = sa.Table(
    "language_model",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("url", sa.String(500), nullable=False),
    sa.Column("model", sa.String(120), nullable=False),
    sa.Column("key_sealed", sa.Text),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("is_for_unsure", sa.Boolean, nullable=False),
    sa.Column("agreed_by", _ID),
    sa.Column("agreed_ms", sa.BigInteger),
    sa.Column("day_tokens", sa.BigInteger, nullable=False),
    sa.Column("talk_tokens", sa.BigInteger, nullable=False),
    sa.Column("patience_s", sa.Integer, nullable=False),
    sa.Column("changed_by", _ID, nullable=False),
    sa.Column("changed_ms", sa.BigInteger, nullable=False),
)

language_model_use = sa.Table(
    "language_model_use",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    # Empty for a test of the settings.
    sa.Column("c", _ID, primary_key=True),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """How a shop has a language model read along. `key_sealed` None: the address wants none.

    Tokens are counted by day, of the whole shop and of one conversation. `patience_s`: for so long an owner waits for
    the model before the embedded answer is given. `is_for_unsure`: it also reads what was half understood.
    """

    url: str = ""
    model: str = ""
    key_sealed: str | None = None
    is_on: bool = False
    is_for_unsure: bool = False
    agreed_by: str | None = None
    agreed_ms: int | None = None
    day_tokens: int = 200_000
    talk_tokens: int = 30_000
    patience_s: int = 6

    @property
    def may_ask(self) -> bool:
        """Whether texts may leave the house."""
        return self.is_on and self.agreed_ms is not None and bool(self.url and self.model)


_FIELDS = tuple(ModelSetting.__dataclass_fields__)


def setting_of(tx: Tx, shop_id: str) -> ModelSetting:
    """The shop's settings; the usual ones where none were made."""
    row = tx.execute(sa.select(language_model).where(language_model.c.shop_id == shop_id)).first()
    return ModelSetting() if row is None else ModelSetting(**{name: getattr(row, name) for name in _FIELDS})


def save(tx: Tx, shop_id: str, setting: ModelSetting, by: str, now_ms: int) -> None:
    """Keeps the shop's settings."""
    values = {name: getattr(setting, name) for name in _FIELDS} | {"changed_by": by, "changed_ms": now_ms}
    where = language_model.c.shop_id == shop_id
    if not tx.execute(language_model.update().where(where).values(values)).rowcount:
        tx.execute(language_model.insert().values(shop_id=shop_id, **values))


def with_key(tx: Tx, shop_id: str, setting: ModelSetting, key: str | None) -> ModelSetting:
    """The settings with this key sealed by the shop's own; None has none."""
    sealed = tx.vault.of(tx, shop_id).seal(key, ABOUT) if key else None
    return replace(setting, key_sealed=sealed)


def endpoint_of(tx: Tx, shop_id: str, setting: ModelSetting) -> Endpoint:
    """Where to ask, with the key opened. Raises WrongKey, Damaged."""
    key = ""
    if setting.key_sealed is not None:
        keys = tx.vault.find(tx, shop_id)
        key = keys.open(setting.key_sealed, ABOUT) if keys is not None else ""
    return Endpoint(setting.url, setting.model, key)


def spent(tx: Tx, shop_id: str, day: date, c: str | None = None) -> tuple[int, int]:
    """Tokens and readings of a day, of one conversation or of the whole shop."""
    use = language_model_use.c
    where = [use.shop_id == shop_id, use.day == day.isoformat()]
    if c is not None:
        where.append(use.c == c)
    tokens, asked = sa.func.sum(use.tokens).label("tokens"), sa.func.sum(use.asked).label("asked")
    row = tx.execute(sa.select(tokens, asked).where(*where)).one()
    return int(row.tokens or 0), int(row.asked or 0)


def take(tx: Tx, shop_id: str, c: str, day: date, tokens: int, setting: ModelSetting) -> bool:
    """Puts tokens aside for one round; False when the day's or the conversation's are used up."""
    if spent(tx, shop_id, day)[0] + tokens > setting.day_tokens:
        return False
    if c and spent(tx, shop_id, day, c)[0] + tokens > setting.talk_tokens:
        return False
    add(tx, shop_id, c, day, tokens)
    return True


def add(tx: Tx, shop_id: str, c: str, day: date, tokens: int, asked: int = 0) -> None:
    """Counts tokens (fewer than were put aside is a negative number) and readings; forgets what is a month old."""
    use = language_model_use.c
    where = (use.shop_id == shop_id, use.day == day.isoformat(), use.c == c)
    values = {"tokens": use.tokens + tokens, "asked": use.asked + asked}
    if not tx.execute(language_model_use.update().where(*where).values(values)).rowcount:
        oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
        tx.execute(language_model_use.delete().where(use.shop_id == shop_id, use.day < oldest))
        tx.execute(
            language_model_use.insert().values(
                shop_id=shop_id, day=day.isoformat(), c=c, tokens=max(0, tokens), asked=asked
            )
        )
