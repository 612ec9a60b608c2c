"""Verbs of the shop's team: inviting, joining, resetting, leaving."""

import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pawline.people import store
from pawline.people.errors import InvitationGone, LastManager, LoginTaken
from pawline.people.events import StaffJoined, StaffLeft
from pawline.people.model import STAFF_ROLES, Actor, Role
from pawline.people.service import DAY_MS, People, SignedIn
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, NotFound
from pawline.platform.ids import AccountId, ShopId
from pawline.platform.keys import fingerprint

LINK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation link is for. `login` is known only for a password reset."""

    kind: str
    shop_id: ShopId
    name: str
    role: Role
    login: str | None


class Staff:
    """The team of each shop. Only managers may change it; the edges' registry sees to that."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._db = people.db

    async def team(self, actor: Actor) -> list[sa.Row[Any]]:
        """Everybody who works or worked in the actor's shop, oldest first."""
        return list(await self._db.read(lambda tx: store.staff_of(tx, actor.shop_id)))

    async def invite(self, actor: Actor, name: str, role: Role) -> str:
        """A link token by which one person joins, valid for a week."""
        return await self._db.write(lambda tx: self.invite_in(tx, actor.shop_id, name, role))

    def invite_in(self, tx: Tx, shop_id: ShopId, name: str, role: Role, account_id: str | None = None) -> str:
        """The same inside the caller's transaction; with an account it resets that one's password."""
        if role not in STAFF_ROLES:
            raise BadInput("role")
        token = secrets.token_urlsafe(24)
        store.add_invitation(
            tx,
            token=fingerprint(token),
            shop_id=shop_id,
            kind="reset" if account_id else "join",
            account_id=account_id,
            name=name,
            role=role.value,
            expires_ms=self._people.clock.now_ms() + LINK_DAYS * DAY_MS,
        )
        return token

    async def reset(self, actor: Actor, account_id: str) -> str:
        """A link token by which a member of staff sets a new password; the old one works until then."""

        def reset(tx: Tx) -> str:
            row = self._colleague(tx, actor, account_id)
            store.void_invitations(tx, account_id, self._people.clock.now_ms())
            return self.invite_in(tx, actor.shop_id, row.name, Role(row.role), account_id)

        return await self._db.write(reset)

    async def deactivate(self, actor: Actor, account_id: str) -> None:
        """Ends a colleague's access at once. Raises LastManager."""

        def leave(tx: Tx) -> None:
            row = self._colleague(tx, actor, account_id)
            if row.role == Role.MANAGER and store.count_managers(tx, actor.shop_id) <= 1:
                raise LastManager
            store.change_account(tx, actor.shop_id, account_id, is_active=False)
            store.void_invitations(tx, account_id, self._people.clock.now_ms())
            self._people.end_sessions(tx, actor.shop_id, account_id)
            tx.emit(StaffLeft(shop_id=actor.shop_id, key=account_id, account_id=account_id))

        await self._db.write(leave)

    def _colleague(self, tx: Tx, actor: Actor, account_id: str) -> sa.Row[Any]:
        row = store.find_account(tx, actor.shop_id, account_id)
        if row is None or row.kind != "staff":
            raise NotFound
        return row

    async def look_at(self, token: str) -> Invitation:
        """What the link is for. Raises InvitationGone."""
        return await self._db.read(lambda tx: self._look_at(tx, token))

    def _look_at(self, tx: Tx, token: str) -> Invitation:
        row = store.find_invitation(tx, fingerprint(token), self._people.clock.now_ms())
        if row is None:
            raise InvitationGone
        known = store.find_account(tx, row.shop_id, row.account_id) if row.account_id else None
        return Invitation(row.kind, ShopId(row.shop_id), row.name, Role(row.role), known.login if known else None)

    async def accept(self, token: str, password: str, login: str | None, name: str | None) -> SignedIn:
        """Uses the link once: a new colleague, or a new password for a known one, and a session."""
        # Looked at before the costly hash: a link that never was costs nothing.
        await self.look_at(token)
        stored = await self._people.passwords.hash(password)
        return await self._db.write(lambda tx: self._accept(tx, token, stored, login, name))

    def _accept(self, tx: Tx, token: str, stored: str, login: str | None, name: str | None) -> SignedIn:
        now_ms = self._people.clock.now_ms()
        row = store.find_invitation(tx, fingerprint(token), now_ms)
        if row is None or not store.use_invitation(tx, fingerprint(token), now_ms):
            raise InvitationGone
        shop_id = ShopId(row.shop_id)
        if row.account_id:
            store.void_invitations(tx, row.account_id, now_ms)
            store.change_account(tx, shop_id, row.account_id, password=stored)
            self._people.end_sessions(tx, shop_id, row.account_id)
            return self._people.open_session(tx, shop_id, AccountId(row.account_id))
        account_id = self.join(tx, shop_id, (login or "").strip(), name or row.name, Role(row.role), stored)
        return self._people.open_session(tx, shop_id, account_id)

    def join(
        self, tx: Tx, shop_id: ShopId, login: str, name: str, role: Role, stored: str, title: str = ""
    ) -> AccountId:
        """Adds a member of staff inside the caller's transaction. Raises LoginTaken, BadInput."""
        if not 2 <= len(login) <= 40:
            raise BadInput("login")
        if store.is_login_taken(tx, shop_id, login):
            raise LoginTaken
        account_id = AccountId(self._people.ids.new())
        self._people.open_account(tx, shop_id, account_id, role, name=name, title=title, login=login, password=stored)
        tx.emit(StaffJoined(shop_id=shop_id, key=account_id, account_id=account_id, role=role.value))
        return account_id
