"""Changes of what was said: edits, recalls, reactions, pins. Each is an entry of its own, so one cursor syncs all.

The entry that is changed is changed in place too: who reads it later, by a search or an older page, sees it as
it stands now, and what was recalled is gone from the database. So is what an edit said before the next one: only
staff find that, among the revisions.
"""

from pawline.chat import entry_rows, word_rows
from pawline.chat.errors import CannotChange, NoSuchEntry, NotYours, TooLate, TooManyChanges
from pawline.chat.events import MessageEdited
from pawline.chat.model import Body, Conversation, Entry, Kind, Send
from pawline.chat.rules import recall_ms
from pawline.chat.uploads.binding import erase
from pawline.platform.clock import Clock
from pawline.platform.db import Tx

EDIT_MS = 15 * 60_000
EDITS = 10
EMOJI = 20
PINS = 20
# What stays as it is: a card is the state of a booking, not words.
LASTING = ("card", "choice")


class Changes:
    """Judges a change and carries it out on its target, inside the writer's transaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def apply(self, tx: Tx, one: Send, found: Conversation) -> None:
        """Raises NoSuchEntry, NotYours, TooLate, CannotChange or TooManyChanges; the entry itself is added after it."""
        target = self._target(tx, one, found)
        if one.kind is Kind.EDIT:
            self._edit(tx, one, found, target)
        elif one.kind is Kind.RECALL:
            self._recall(tx, one, found, target)
        elif one.kind is Kind.REACTION:
            self._react(tx, one, target)
        else:
            self._pin(tx, one, target)

    def _target(self, tx: Tx, one: Send, found: Conversation) -> Entry:
        seq = one.target_seq or 0
        target = entry_rows.find_entry(tx, found.id, seq) if seq >= found.first_seq else None
        if target is None or target.kind is not Kind.MESSAGE:
            raise NoSuchEntry
        if target.body.get("type") == "recalled":
            raise CannotChange
        return target

    def _edit(self, tx: Tx, one: Send, found: Conversation, target: Entry) -> None:
        if target.sender != one.actor.account_id:
            raise NotYours
        if target.body.get("type") != "text":
            raise CannotChange
        now_ms = self._clock.now_ms()
        if now_ms - target.ts > EDIT_MS:
            raise TooLate
        edits = entry_rows.count_revisions(tx, one.c, target.seq)
        if edits >= EDITS:
            raise TooManyChanges
        entry_rows.blank_edits(tx, one.c, target.seq)
        entry_rows.keep_revision(tx, one.c, one.actor.shop_id, target, edits + 1)
        entry_rows.change_body(tx, one.c, target.seq, target.body | {"text": one.body["text"], "edited_ms": now_ms})
        if found.owner_id == target.sender:
            tx.emit(MessageEdited(shop_id=found.shop_id, key=one.c, seq=target.seq, sender=target.sender))

    def _recall(self, tx: Tx, one: Send, found: Conversation, target: Entry) -> None:
        """For a while by whoever wrote it; by staff of the shop, with a reason, at any time."""
        is_own = target.sender == one.actor.account_id
        if target.body.get("type") in LASTING:
            raise CannotChange
        is_early = is_own and self._clock.now_ms() - target.ts < recall_ms(tx, found.shop_id)
        if not is_early and not (one.actor.is_staff and found_reason(one.body)):
            raise TooLate if is_own else NotYours
        stub: Body = {"type": "recalled", "by": one.actor.account_id}
        entry_rows.change_body(tx, one.c, target.seq, stub)
        entry_rows.blank_edits(tx, one.c, target.seq)
        word_rows.forget(tx, one.c, target.seq)
        entry_rows.forget_revisions(tx, one.c, target.seq)
        upload_id = target.body.get("upload_id")
        if upload_id is not None and not entry_rows.is_shown(tx, one.c, str(upload_id)):
            erase(tx, found.shop_id, str(upload_id), self._clock.now_ms())

    def _react(self, tx: Tx, one: Send, target: Entry) -> None:
        shown = reactions_of(entry_rows.entries_about(tx, one.c, target.seq, Kind.REACTION))
        if one.body["is_on"] and one.body["emoji"] not in shown and len(shown) >= EMOJI:
            raise TooManyChanges

    def _pin(self, tx: Tx, one: Send, target: Entry) -> None:
        if one.body["is_on"] and len(pinned(entry_rows.pins_of(tx, one.c)) | {target.seq}) > PINS:
            raise TooManyChanges


def found_reason(body: Body) -> bool:
    """Whether somebody who recalls another's words says why."""
    return bool(str(body.get("reason", "")).strip())


def reactions_of(entries: list[Entry]) -> dict[str, set[str]]:
    """Who has reacted with what, as the entries about one message leave it."""
    shown: dict[str, set[str]] = {}
    for one in entries:
        people = shown.setdefault(one.body["emoji"], set())
        if one.body["is_on"]:
            people.add(one.sender)
        else:
            people.discard(one.sender)
    return {emoji: people for emoji, people in shown.items() if people}


def pinned(entries: list[Entry]) -> set[int]:
    """The seqs that are pinned after these pin entries."""
    latest = {one.target_seq: bool(one.body.get("is_on")) for one in entries}
    return {seq for seq, is_on in latest.items() if is_on and seq is not None}
