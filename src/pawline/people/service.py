"""Verbs of accounts and sessions: arriving, signing in, leaving."""

import secrets
from contextlib import suppress
from dataclasses import dataclass

from pawline.people import store
from pawline.people.errors import TooManyArrivals, TooManyTries, WrongPassword
from pawline.people.events import OwnerArrived, SessionEnded
from pawline.people.model import Actor, Lang, Role
from pawline.people.passwords import Passwords
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Busy, NotFound
from pawline.platform.ids import AccountId, DeviceId, Ids, ShopId
from pawline.platform.keys import Keys, fingerprint

HOUR_MS = 3_600_000
DAY_MS = 86_400_000
SESSION_DAYS = 180
# A session that has been quiet for longer is noted as seen again when it next asks.
SEEN_MS = 10 * 60_000
TRIES = 5
TRIES_EVERYWHERE = 30
TRY_WINDOW_MS = 15 * 60_000
# Guests of one network: a shop's own Wi-Fi or a phone company's gateway has many, a script has more.
ARRIVALS_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the secret `token` goes to the device and is not stored."""

    actor: Actor
    token: str


class People:
    """Accounts and sessions of every shop on this installation."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, passwords: Passwords, keys: Keys) -> None:
        self.db = db
        self.clock = clock
        self.ids = ids
        self.passwords = passwords
        self.keys = keys

    async def arrive(self, shop_id: ShopId, lang: Lang, network: str | None = None) -> SignedIn:
        """A new owner's device: an account without a name or a phone, and its session.

        `network` is the asker's network address, None when it is not known; it is stored sealed.
        Raises TooManyArrivals.
        """
        origin = network and self.keys.seal("network", network)
        return await self.db.write(lambda tx: self._arrive(tx, shop_id, lang, origin))

    def _arrive(self, tx: Tx, shop_id: ShopId, lang: Lang, origin: str | None) -> SignedIn:
        if origin is not None:
            now_ms = self.clock.now_ms()
            if store.attempts_since(tx, shop_id, "arrive", origin, now_ms - HOUR_MS) >= ARRIVALS_AN_HOUR:
                raise TooManyArrivals(retry_after_ms=HOUR_MS)
            store.add_attempt(tx, shop_id, "arrive", origin, now_ms)
        account_id = AccountId(self.ids.new())
        self.open_account(tx, shop_id, account_id, Role.OWNER, lang=lang, origin=origin)
        tx.emit(OwnerArrived(shop_id=shop_id, key=account_id, account_id=account_id, lang=lang))
        return self.open_session(tx, shop_id, account_id)

    def open_account(
        self,
        tx: Tx,
        shop_id: ShopId,
        account_id: AccountId,
        role: Role,
        *,
        lang: Lang = "zh",
        **values: object,
    ) -> None:
        """Adds an account inside the caller's transaction. `values` are further columns of `account`."""
        kind = {Role.OWNER: "owner", Role.BOT: "bot", Role.PROGRAM: "bot"}.get(role, "staff")
        store.add_account(
            tx,
            id=account_id,
            shop_id=shop_id,
            kind=kind,
            role=role.value,
            lang=lang,
            created_ms=self.clock.now_ms(),
            **values,
        )

    def open_session(
        self,
        tx: Tx,
        shop_id: ShopId,
        account_id: AccountId,
        device_id: DeviceId | None = None,
        days: int = SESSION_DAYS,
    ) -> SignedIn:
        """A session for a device that has just proved who it is; None is a device not seen before."""
        token = secrets.token_urlsafe(32)
        now_ms = self.clock.now_ms()
        store.add_session(
            tx,
            id=self.ids.new(),
            shop_id=shop_id,
            account_id=account_id,
            device_id=device_id or self.ids.new(),
            token=fingerprint(token),
            created_ms=now_ms,
            seen_ms=now_ms,
            expires_ms=now_ms + days * DAY_MS,
        )
        found = store.actor_of_token(tx, fingerprint(token), now_ms)
        assert found is not None
        return SignedIn(found.actor, token)

    async def authenticate(self, token: str) -> Actor | None:
        """Who holds this token, or None."""
        found = await self.session_of(token)
        return found.actor if found is not None else None

    async def session_of(self, token: str) -> store.LiveSession | None:
        """The session of a token, or None when it is unknown, expired or revoked.

        Whoever comes back stays signed in: it lasts as long as a new one from then on.
        """
        now_ms = self.clock.judged_ms()
        found = await self.db.read(lambda tx: store.actor_of_token(tx, fingerprint(token), now_ms))
        if found is None:
            return None
        if now_ms - found.seen_ms > SEEN_MS:
            # Who comes in to read is let in also while nothing can be written, as on a full disk.
            with suppress(Busy):
                await self.db.write(lambda tx: store.see_session(tx, found.id, now_ms, now_ms + SESSION_DAYS * DAY_MS))
        return found

    async def sign_in(self, shop_id: ShopId, login: str, password: str, network: str | None = None) -> SignedIn:
        """A member of staff with a password. Raises WrongPassword, TooManyTries.

        Tries are counted by login and network, so that a stranger who guesses does not lock out the
        colleague at the desk, and by login alone with a higher limit, so that many strangers are stopped too.
        """
        here, anywhere = self.keys.seal("login", login, network or ""), self.keys.seal("login", login)
        abouts = {here: TRIES, anywhere: TRIES_EVERYWHERE}
        row = await self.db.write(lambda tx: self._begin_sign_in(tx, shop_id, login, abouts))
        is_right = await self.passwords.is_right(row.password if row else None, password)
        if not is_right or row is None:
            raise WrongPassword
        return await self.db.write(lambda tx: self._finish_sign_in(tx, shop_id, abouts, AccountId(row.id)))

    def _begin_sign_in(self, tx: Tx, shop_id: ShopId, login: str, abouts: dict[str, int]):  # type: ignore[no-untyped-def]
        now_ms = self.clock.now_ms()
        for about, most in abouts.items():
            if store.attempts_since(tx, shop_id, "sign_in", about, now_ms - TRY_WINDOW_MS) >= most:
                raise TooManyTries(retry_after_ms=TRY_WINDOW_MS)
            store.add_attempt(tx, shop_id, "sign_in", about, now_ms)
        return store.find_by_login(tx, shop_id, login)

    def _finish_sign_in(self, tx: Tx, shop_id: ShopId, abouts: dict[str, int], account_id: AccountId) -> SignedIn:
        for about in abouts:
            store.forget_attempts(tx, shop_id, "sign_in", about)
        return self.open_session(tx, shop_id, account_id)

    async def sign_out(self, actor: Actor, token: str) -> None:
        """Ends this one session and closes its sockets."""

        def end(tx: Tx) -> None:
            found = store.actor_of_token(tx, fingerprint(token), self.clock.judged_ms())
            if found is not None:
                self.end_sessions(tx, actor.shop_id, actor.account_id, found.id)

        await self.db.write(end)

    def end_sessions(self, tx: Tx, shop_id: str, account_id: str, session_id: str | None = None) -> None:
        """Revokes one session or, with None, all of the account's; their sockets close."""
        for ended in store.end_sessions(tx, account_id, self.clock.now_ms(), session_id):
            tx.emit(SessionEnded(shop_id=shop_id, key=account_id, account_id=account_id, session_id=ended))
        tx.publish(f"sessions.{account_id}", None)

    async def change_me(self, actor: Actor, *, lang: Lang | None = None, name: str | None = None) -> Actor:
        """Changes one's own language or name; None leaves it as it is."""

        def change(tx: Tx) -> Actor:
            values: dict[str, str] = {k: v for k, v in (("lang", lang), ("name", name)) if v is not None}
            if values:
                store.change_account(tx, actor.shop_id, actor.account_id, **values)
            row = store.find_account(tx, actor.shop_id, actor.account_id)
            if row is None:
                raise NotFound
            return Actor(actor.shop_id, actor.account_id, row.kind, Role(row.role), actor.device_id, row.lang)

        return await self.db.write(change)


def system_actor(shop_id: str) -> Actor:
    """The shop itself, for jobs and reactions: may do what a manager may."""
    return Actor(ShopId(shop_id), AccountId("system"), "staff", Role.MANAGER, DeviceId("system"))
