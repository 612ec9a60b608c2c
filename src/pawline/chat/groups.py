"""Groups: who is in them, who looks after them, and how one comes in. Every change is an entry of the log."""

import secrets

from pawline.chat import group_rows, store
from pawline.chat.errors import GroupFull, NoSuchConversation, NoSuchInvitation, NotInGroup
from pawline.chat.log import LogWriter
from pawline.chat.model import Append, Conversation, Kind, State
from pawline.chat.policy import LOOKING_AFTER, access, look_after
from pawline.people import Actor, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput, Forbidden
from pawline.platform.ids import AccountId, ConversationId, Ids, ShopId
from pawline.platform.keys import fingerprint

MEMBERS = 500
SLOWEST_S = 3600
ROLES = ("member", "keeper")
DAY_MS = 86_400_000


class Groups:
    """Verbs of groups. A `founder` made the group and stays; a `keeper` helps to look after it."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, log: LogWriter) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._log = log

    async def found(self, actor: Actor, title: str) -> Conversation:
        """A new group of the shop; staff only. Raises Forbidden, BadInput."""
        if not actor.is_staff:
            raise Forbidden
        return await self._db.write(lambda tx: self._found(tx, actor, _titled(title)))

    def _found(self, tx: Tx, actor: Actor, title: str) -> Conversation:
        c = ConversationId(self._ids.new())
        store.add_conversation(
            tx, id=c, shop_id=actor.shop_id, kind="group", state=State.HUMAN.value, title=title,
            created_ms=self._clock.now_ms(), last_ts=self._clock.now_ms(),
        )  # fmt: skip
        store.add_member(tx, c, actor.account_id, actor.shop_id, role="founder")
        self._note(tx, actor, c, "founded", actor.account_id, title=title)
        tx.publish(f"me.{actor.account_id}", ("joined", c, "group"))
        return access(tx, actor, c)

    async def change(self, actor: Actor, c: str, title: str | None, slow_s: int | None) -> Conversation:
        """A new name, or the least time between two messages of a member (0: none). Raises NotInGroup, BadInput."""
        if slow_s is not None and not 0 <= slow_s <= SLOWEST_S:
            raise BadInput("slow_s")

        def work(tx: Tx) -> Conversation:
            look_after(tx, actor, c)
            if title is not None:
                store.change_conversation(tx, c, title=_titled(title))
                self._note(tx, actor, c, "renamed", None, title=_titled(title))
            if slow_s is not None:
                store.change_conversation(tx, c, slow_s=slow_s)
                self._note(tx, actor, c, "slowed", None, slow_s=slow_s)
            return access(tx, actor, c)

        return await self._db.write(work)

    async def invite(self, actor: Actor, c: str, uses: int, days: int) -> str:
        """A link's token that lets `uses` people in within `days`. Only its fingerprint is kept. Raises NotInGroup."""
        if not 1 <= uses <= MEMBERS or not 1 <= days <= 30:
            raise BadInput("uses")
        token = secrets.token_urlsafe(18)

        def work(tx: Tx) -> str:
            look_after(tx, actor, c)
            group_rows.add_link(
                tx, token=fingerprint(token), shop_id=actor.shop_id, c=c, by=actor.account_id,
                expires_ms=self._clock.now_ms() + days * DAY_MS, uses_left=uses,
            )  # fmt: skip
            return token

        return await self._db.write(work)

    async def close_links(self, actor: Actor, c: str) -> None:
        """No link that was given out lets anybody in any more. Raises NotInGroup."""

        def work(tx: Tx) -> None:
            look_after(tx, actor, c)
            group_rows.forget_links(tx, c)

        await self._db.write(work)

    async def join(self, actor: Actor, token: str) -> Conversation:
        """Comes in by a link; who is in already stays as they are. Raises NoSuchInvitation, GroupFull."""
        return await self._db.write(lambda tx: self._join(tx, actor, fingerprint(token)))

    def _join(self, tx: Tx, actor: Actor, token: str) -> Conversation:
        link = group_rows.find_link(tx, actor.shop_id, token, self._clock.now_ms())
        if link is None:
            raise NoSuchInvitation
        row = store.find_member(tx, link.c, actor.account_id)
        if row is not None and row.to_seq is None:
            return access(tx, actor, link.c)
        # Who was shown out comes back when somebody who looks after the group lets them in again.
        if row is not None and row.role == "removed":
            raise NoSuchInvitation
        if store.count_members(tx, link.c) >= MEMBERS:
            raise GroupFull
        if not group_rows.use_link(tx, token):
            raise NoSuchInvitation
        seq = self._note(tx, actor, link.c, "joined", actor.account_id)
        store.let_in(tx, link.c, actor.account_id, actor.shop_id, seq)
        tx.publish(f"me.{actor.account_id}", ("joined", link.c, "group"))
        return access(tx, actor, link.c)

    async def leave(self, actor: Actor, c: str) -> None:
        """Reads no further and writes no more. The founder stays: a group without one could not be looked after."""

        def work(tx: Tx) -> None:
            found = access(tx, actor, c)
            if found.kind != "group":
                raise NoSuchConversation
            if self._role(tx, c, actor.account_id) == "founder":
                raise NotInGroup
            self._show_out(tx, actor, c, actor.account_id, "left")

        await self._db.write(work)

    async def remove(self, actor: Actor, c: str, account_id: str) -> None:
        """Shows a member out at once; links do not let them in again. Raises NotInGroup."""

        def work(tx: Tx) -> None:
            self._over(tx, actor, c, account_id)
            self._show_out(tx, actor, c, AccountId(account_id), "removed")

        await self._db.write(work)

    def let_go(self, tx: Tx, shop_id: str, account_id: AccountId) -> None:
        """Somebody has left the team, and with it every group. One without a founder gets another."""
        for c, kind in store.memberships_of(tx, shop_id, account_id).items():
            if kind != "group":
                continue
            is_founder = self._role(tx, c, account_id) == "founder"
            seq = self._note_by(tx, shop_id, account_id, c, "left", account_id)
            store.leave(tx, c, account_id, seq)
            tx.publish(f"me.{account_id}", ("left", c, "group"))
            heir = group_rows.next_founder(tx, c) if is_founder else None
            if heir is not None:
                store.change_member(tx, c, heir, role="founder")
                self._note_by(tx, shop_id, heir, c, "role", heir, role="founder")

    def _show_out(self, tx: Tx, actor: Actor, c: str, account_id: AccountId, change: str) -> None:
        seq = self._note(tx, actor, c, change, account_id)
        store.leave(tx, c, account_id, seq)
        if change == "removed":
            store.change_member(tx, c, account_id, role="removed")
        tx.publish(f"me.{account_id}", ("left", c, "group"))

    async def set_role(self, actor: Actor, c: str, account_id: str, role: str) -> None:
        """`keeper` or `member`, said by the founder. Raises NotInGroup, BadInput."""
        if role not in ROLES:
            raise BadInput("role")

        def work(tx: Tx) -> None:
            look_after(tx, actor, c)
            if self._role(tx, c, actor.account_id) != "founder" or self._role(tx, c, account_id) not in ROLES:
                raise NotInGroup
            store.change_member(tx, c, account_id, role=role)
            self._note(tx, actor, c, "role", AccountId(account_id), role=role)

        await self._db.write(work)

    async def silence(self, actor: Actor, c: str, account_id: str, minutes: int) -> None:
        """The member may read and not write for so many minutes; 0 lets them write again. Raises NotInGroup."""
        if not 0 <= minutes <= 60 * 24 * 30:
            raise BadInput("minutes")

        def work(tx: Tx) -> None:
            self._over(tx, actor, c, account_id)
            until = self._clock.now_ms() + minutes * 60_000 if minutes else None
            store.change_member(tx, c, account_id, silenced_ms=until)
            self._note(tx, actor, c, "silenced", AccountId(account_id), minutes=minutes)

        await self._db.write(work)

    def _over(self, tx: Tx, actor: Actor, c: str, account_id: str) -> None:
        """The founder stands over everybody, a keeper over members. Raises NotInGroup, NoSuchConversation."""
        look_after(tx, actor, c)
        own, theirs = self._role(tx, c, actor.account_id), self._role(tx, c, account_id)
        if theirs is None:
            raise NoSuchConversation
        if theirs == "founder" or (theirs in LOOKING_AFTER and own != "founder"):
            raise NotInGroup

    def _role(self, tx: Tx, c: str, account_id: str) -> str | None:
        row = store.find_member(tx, c, account_id)
        return row.role if row is not None and row.to_seq is None else None

    def _note(self, tx: Tx, actor: Actor, c: str, change: str, about: AccountId | None, **more: object) -> int:
        return self._note_by(tx, actor.shop_id, actor.account_id, c, change, about, **more)

    def _note_by(
        self, tx: Tx, shop_id: str, by: AccountId, c: str, change: str, about: AccountId | None, **more: object
    ) -> int:
        body: dict[str, object] = {"type": "member", "change": change, **more}
        if about is not None:
            body |= {"account_id": about, "name": people_of(tx, [about])[about].name}
        cmid = f"member-{self._ids.new()}"
        return self._log.append(tx, Append(ConversationId(c), ShopId(shop_id), by, cmid, Kind.MEMBER, body))


def _titled(title: str) -> str:
    title = title.strip()
    if not 1 <= len(title) <= 40 or not title.isprintable():
        raise BadInput("title")
    return title
