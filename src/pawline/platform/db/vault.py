"""The keys of all shops: one each, wrapped by the installation's secret.

So a new secret means to wrap a few keys anew and not to seal everything again, and a copy of the database is worth
nothing without the secret, which is never in it.
"""

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pawline.platform.db.schema import metadata
from pawline.platform.sealing import NONCE, ShopKeys, WrongKey, derived

if TYPE_CHECKING:
    from pawline.platform.db.tx import Tx

MOST_OPENED = 10_000

data_key = sa.Table(
    "data_key",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)


class Vault:
    """The keys of all shops. `secret` None is for databases that hold nothing sealed; asking it raises WrongKey."""

    def __init__(self, secret: bytes | None) -> None:
        self._wrapping = AESGCM(derived(secret, "wrap")) if secret is not None else None
        # By their wrapped form, which the database has said: a key whose transaction was undone is never used again.
        self._opened: dict[bytes, ShopKeys] = {}

    def of(self, tx: "Tx", shop_id: str) -> ShopKeys:
        """The shop's keys; made at the first need, inside the caller's verb. Raises WrongKey."""
        found = self.find(tx, shop_id)
        if found is not None:
            return found
        wrapped = self._wrap(shop_id, AESGCM.generate_key(256))
        tx.execute(data_key.insert().values(shop_id=shop_id, wrapped=wrapped))
        return self._open(shop_id, wrapped)

    def find(self, tx: "Tx", shop_id: str) -> ShopKeys | None:
        """The shop's keys, or None when nothing of it was ever sealed. Raises WrongKey."""
        row = tx.execute(sa.select(data_key.c.wrapped).where(data_key.c.shop_id == shop_id)).first()
        return self._open(shop_id, bytes(row.wrapped)) if row is not None else None

    def check(self, conn: sa.Connection) -> None:
        """Raises WrongKey unless the secret is the one of this database, or nothing is sealed there yet."""
        for row in conn.execute(sa.select(data_key).limit(1)):
            self._open(row.shop_id, bytes(row.wrapped))

    def rewrap(self, conn: sa.Connection, secret: bytes) -> int:
        """Wraps every shop's key by another secret, which this vault then has; returns how many. Raises WrongKey."""
        keys = {row.shop_id: self._unwrap(row.shop_id, bytes(row.wrapped)) for row in conn.execute(sa.select(data_key))}
        self._wrapping = AESGCM(derived(secret, "wrap"))
        for shop_id, key in keys.items():
            mine = data_key.c.shop_id == shop_id
            conn.execute(data_key.update().where(mine).values(wrapped=self._wrap(shop_id, key)))
        return len(keys)

    def _open(self, shop_id: str, wrapped: bytes) -> ShopKeys:
        found = self._opened.get(wrapped)
        if found is None:
            if len(self._opened) > MOST_OPENED:
                self._opened.clear()
            found = self._opened[wrapped] = ShopKeys(self._unwrap(shop_id, wrapped))
        return found

    def _wrap(self, shop_id: str, key: bytes) -> bytes:
        if self._wrapping is None:
            raise WrongKey
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, shop_id.encode())

    def _unwrap(self, shop_id: str, wrapped: bytes) -> bytes:
        if self._wrapping is None:
            raise WrongKey
        try:
            return self._wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], shop_id.encode())
        except InvalidTag as error:
            raise WrongKey from error
