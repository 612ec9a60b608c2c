"""Proving a phone number by a one-time code, and what follows from knowing it."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pawline.people import store
from pawline.people.errors import NotAPhone, TooManyCodes, WrongCode
from pawline.people.events import PhoneVerified
from pawline.people.model import Actor
from pawline.people.service import People, SignedIn
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from pawline.platform.keys import fingerprint
from pawline.platform.ports.sms import Sms

CODE_MS = 5 * 60_000
AGAIN_MS = 30_000
CODES_AN_HOUR = 6
SHOP_CODES_AN_HOUR = 120
TRIES = 5
ABOUT, TAIL = "account.phone", "account.phone_tail"
TAIL_DIGITS = 4
PHONE = re.compile(r"^(\+\d{8,15}|1[3-9]\d{9})$")
_GAPS = re.compile(r"[\s\-()]")


@dataclass(frozen=True, slots=True)
class CodeSent:
    """Where a code went and until when it counts. `inbox` shows it where the SMS adapter has a page."""

    tail: str
    expires_ms: int
    inbox: str | None


class Phones:
    """Phone numbers of owners. A number belongs to one owner a shop."""

    def __init__(self, people: People, sms: Sms) -> None:
        self._people = people
        self._keys = people.keys
        self._sms = sms

    async def send_code(self, actor: Actor, phone: str) -> CodeSent:
        """Sends a six-digit code, good for five minutes. Raises NotAPhone, TooManyCodes, NoSms."""
        number = clean(phone)
        code = f"{secrets.randbelow(1_000_000):06d}"
        expires_ms = await self._people.db.write(lambda tx: self._note_code(tx, actor, number, code))
        text = f"Pawline: your code is {code}." if actor.lang == "en" else f"【宠约】验证码 {code}，5 分钟内有效。"
        await self._sms.send(number, text)
        return CodeSent(number[-4:], expires_ms, self._sms.inbox)

    def _note_code(self, tx: Tx, actor: Actor, number: str, code: str) -> int:
        now_ms = self._people.clock.now_ms()
        last, tag = store.find_code(tx, actor.account_id), tag_of(tx, actor.shop_id, number)
        if last is not None and now_ms - last.sent_ms < AGAIN_MS and last.phone_tag == tag:
            raise TooManyCodes(retry_after_ms=AGAIN_MS)
        # Counted by number and by asker, so that neither can flood the other, and by shop: each costs money.
        limits = {
            self._keys.seal("phone", number): CODES_AN_HOUR,
            actor.account_id: CODES_AN_HOUR,
            "": SHOP_CODES_AN_HOUR,
        }
        for about, most in limits.items():
            if store.attempts_since(tx, actor.shop_id, "code", about, now_ms - 3_600_000) >= most:
                raise TooManyCodes(retry_after_ms=3_600_000)
            store.add_attempt(tx, actor.shop_id, "code", about, now_ms)
        sealed = self._keys.seal(actor.account_id, number, code)
        store.set_code(
            tx,
            actor.account_id,
            shop_id=actor.shop_id,
            phone_tag=tag,
            code=sealed,
            sent_ms=now_ms,
            expires_ms=now_ms + CODE_MS,
        )
        return now_ms + CODE_MS

    async def verify(self, actor: Actor, token: str, phone: str, code: str) -> SignedIn:
        """Checks the code. A number that another owner has proved signs this device in as that owner.

        The device gets a new session in any case: whoever has seen the guest's token does not become the owner.
        Raises WrongCode (also after five wrong tries, or five minutes).
        """
        number = clean(phone)
        is_right = await self._people.db.write(lambda tx: self._try(tx, actor, number, code.strip()))
        if not is_right:
            raise WrongCode
        return await self._people.db.write(lambda tx: self._take(tx, actor, token, number))

    def _try(self, tx: Tx, actor: Actor, number: str, code: str) -> bool:
        # A wrong try is committed too, or it would not count; so this answers instead of raising.
        row = store.find_code(tx, actor.account_id)
        if row is None or row.tries >= TRIES or row.expires_ms < self._people.clock.now_ms():
            return False
        store.count_try(tx, actor.account_id)
        sealed = self._keys.seal(actor.account_id, number, code)
        is_same = row.phone_tag == tag_of(tx, actor.shop_id, number)
        return is_same and secrets.compare_digest(row.code, sealed)

    def _take(self, tx: Tx, actor: Actor, token: str, number: str) -> SignedIn:
        now_ms = self._people.clock.now_ms()
        store.forget_code(tx, actor.account_id)
        old = store.actor_of_token(tx, fingerprint(token), self._people.clock.judged_ms())
        if old is None:
            raise WrongCode
        known = store.find_by_phone(tx, actor.shop_id, tag_of(tx, actor.shop_id, number))
        account_id, was = actor.account_id, None
        if known is None:
            note_phone(tx, actor.shop_id, account_id, number, now_ms)
        elif known.id != account_id:
            # Only a guest becomes somebody else; a known owner with another known number is another person.
            was = account_id if phone_of(tx, actor.shop_id, account_id) is None else None
            account_id = AccountId(known.id)
        tx.emit(PhoneVerified(shop_id=actor.shop_id, key=account_id, account_id=account_id, was=was))
        self._people.end_sessions(tx, actor.shop_id, actor.account_id, old.id)
        return self._people.open_session(tx, actor.shop_id, account_id, actor.device_id)


def clean(phone: str) -> str:
    """A mobile number without spaces and dashes; Chinese ones lose their +86. Raises NotAPhone."""
    number = _GAPS.sub("", phone)
    number = number.removeprefix("+86") if number.startswith("+86") else number
    if not PHONE.match(number):
        raise NotAPhone
    return number


def stranger_origin(tx: Tx, shop_id: str, account_id: str) -> str | None:
    """The sealed network that an owner without a proved phone came from; None when it is not known."""
    row = store.find_account(tx, shop_id, account_id)
    return row.origin if row is not None else None


def phones_of(tx: Tx, shop_id: str, account_ids: Iterable[str]) -> dict[str, str]:
    """The proved phone numbers of some owners; who has none is left out."""
    return opened(tx, shop_id, store.proved_phones(tx, shop_id, account_ids))


def opened(tx: Tx, shop_id: str, sealed: Mapping[str, str]) -> dict[str, str]:
    """Numbers by account, as the shop's key opens them."""
    keys = tx.vault.find(tx, shop_id) if sealed else None
    return {one: keys.open(number, _place(one)) for one, number in sealed.items()} if keys else {}


def phone_of(tx: Tx, shop_id: str, account_id: str) -> str | None:
    """The proved phone number of an owner, or None."""
    return phones_of(tx, shop_id, [account_id]).get(account_id)


def owners_called(tx: Tx, shop_id: str, text: str, limit: int) -> list[str]:
    """Owners whose name holds the text, or whose known number ends with it: four digits or more, gaps or not."""
    found = store.owners_named(tx, shop_id, text, limit)
    digits = _GAPS.sub("", text).removeprefix("+86").removeprefix("+")
    is_number = digits.isascii() and digits.isdigit() and len(digits) >= TAIL_DIGITS
    keys = tx.vault.find(tx, shop_id) if is_number else None
    if keys is not None:
        sealed = store.owners_by_tail(tx, shop_id, keys.tag(digits[-TAIL_DIGITS:], TAIL), limit)
        found += [one for one, number in sealed.items() if keys.open(number, _place(one)).endswith(digits)]
    return found


def note_phone(tx: Tx, shop_id: str, account_id: str, number: str, proved_ms: int) -> None:
    """The number is theirs from here on; kept so that only the shop's key opens it."""
    store.change_account(
        tx, shop_id, account_id, phone_verified_ms=proved_ms, **sealed_phone(tx, shop_id, account_id, number)
    )


def sealed_phone(tx: Tx, shop_id: str, account_id: str, number: str) -> dict[str, str]:
    """The columns that a number is kept in."""
    keys = tx.vault.of(tx, shop_id)
    return {
        "phone_tag": keys.tag(number, ABOUT),
        "phone_tail_tag": keys.tag(number[-TAIL_DIGITS:], TAIL),
        "phone_sealed": keys.seal(number, _place(account_id)),
    }


def seal_plain_phones(tx: Tx) -> int:
    """Numbers from before they were sealed are sealed, and what they stood in is wiped; returns how many."""
    plain = store.plain_phones(tx)
    if plain and tx.dialect == "sqlite":
        tx.conn.exec_driver_sql("PRAGMA secure_delete = ON")
    for row in plain:
        store.change_account(tx, row.shop_id, row.id, **sealed_phone(tx, row.shop_id, row.id, row.phone_tag))
    return len(plain)


def _place(account_id: str) -> str:
    """Where a sealed number opens: on this account and on no other."""
    return f"{ABOUT} {account_id}"


def tag_of(tx: Tx, shop_id: str, number: str) -> str:
    """What a number is found by."""
    return tx.vault.of(tx, shop_id).tag(number, ABOUT)
