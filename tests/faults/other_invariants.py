"""What must hold of marks, bookings, ephemeral news, recovery and resources: V10 to V15."""

from itertools import pairwise
from typing import Any

from tests.faults.dump import Dump
from tests.faults.history import Event, History
from tests.faults.verdict import Verdict

DURABLE = frozenset({"message", "edit", "recall", "reaction", "member", "booking", "system"})
EPHEMERAL = frozenset({"typing", "recording", "presence", "ring", "progress"})
CONVERGED_S = 30.0
DRIFT = 1.1


def v10(history: History, dump: Dump) -> Verdict:
    """Marks only rise, 0 <= read <= delivered <= last; unread is what counting anew gives."""
    verdict = Verdict()
    heads = {c: talk.last_seq for c, talk in dump.talks.items()}
    for name, events in history.clients.items():
        known: dict[tuple[Any, ...], tuple[int, int]] = {}
        for event in events:
            if event["what"] == "receipt":
                key = event["epoch"], event["c"], event["account"]
                read, delivered = event["read"], event["delivered"]
                before = known.get(key, (0, 0))
                is_higher = before[0] <= read and before[1] <= delivered
                verdict.judge(is_higher, f"{name}: {key} fell from {before} to {(read, delivered)}")
                verdict.judge(0 <= read <= delivered, f"{name}: {key} read {read}, delivered {delivered}")
                if history.is_of(event) and event["c"] in heads:
                    verdict.judge(delivered <= heads[event["c"]], f"{name}: {key} is at {delivered}, past the head")
                known[key] = read, delivered
    _judge_members(verdict, dump, heads)
    for name, event in history.all("unread"):
        rows = [row for row in dump.log(event["c"]) if row.seq <= event["head"] and row.kind == "message"]
        counted = sum(row.seq > event["read"] for row in rows)
        verdict.judge(event["unread"] == counted, f"{name}: {event['unread']} unread were told, {counted} are")
    return verdict


def _judge_members(verdict: Verdict, dump: Dump, heads: dict[str, int]) -> None:
    logs = dump.logs()
    for one in dump.members:
        head = heads.get(one.c, 0)
        is_right = 0 <= one.read <= one.delivered <= head
        verdict.judge(is_right, f"{one.c}: {one.account} read {one.read}, delivered {one.delivered}, head {head}")
        counted = max((row.n for row in logs.get(one.c, []) if row.seq <= one.read), default=0)
        verdict.judge(one.read_n == counted, f"{one.c}: {one.account} has read_n {one.read_n}, counted {counted}")


def v11(history: History, dump: Dump) -> Verdict:
    """No resource is claimed twice; a booking has its card and a card its booking; one action a key, one winner."""
    verdict = Verdict()
    claims = sorted(dump.claims, key=lambda one: (one.resource, one.start_ms))
    for one, other in pairwise(claims):
        is_apart = one.resource != other.resource or one.end_ms <= other.start_ms
        verdict.judge(is_apart, f"resource {one.resource}: {one.booking} and {other.booking} overlap")
    carded = {one.id for one in dump.bookings.values() if one.c and not one.lead}
    cards = {row.cmid[8:] for row in dump.rows if row.kind == "message" and row.cmid.startswith("booking-")}
    for booking in sorted(carded | cards):
        verdict.judge(booking in carded and booking in cards, f"booking {booking}: row and card do not go together")
    _judge_actions(verdict, history)
    return verdict


def _judge_actions(verdict: Verdict, history: History) -> None:
    by_key: dict[str, set[str]] = {}
    by_slot: dict[str, set[str]] = {}
    for _, event in history.all("action"):
        winners = by_slot.setdefault(event["slot"], set()) if event.get("slot") else set[str]()
        if event["is_ok"]:
            by_key.setdefault(event["key"], set()).add(f"{event['booking']} {event.get('version')}")
            winners.add(event["booking"])
    for key, answers in by_key.items():
        verdict.judge(len(answers) == 1, f"key {key} was answered {sorted(answers)}")
    for slot, winners in by_slot.items():
        verdict.judge(len(winners) == 1, f"{slot} has {len(winners)} winners: {sorted(winners)}")


def v12(history: History, dump: Dump) -> Verdict:
    """Nothing ephemeral was stored."""
    verdict = Verdict()
    shown = {event["token"] for _, event in history.all("ephemeral")}
    for row in dump.rows:
        is_durable = row.kind in DURABLE and row.type not in EPHEMERAL and row.cmid not in shown
        verdict.judge(is_durable, f"{row.c}/{row.seq} is a stored {row.kind} {row.type}")
    return verdict


def v13(history: History, dump: Dump) -> Verdict:
    """After every healing all clients have caught up within 30 s, or the time that the conductor has set.

    Unless something was broken again meanwhile: who finds nobody at each try waits longer and longer.
    """
    verdict = Verdict()
    faults = [fault["at"] for fault in history.done("fault")]
    for heal in history.done("heal"):
        deadline = heal["at"] + heal.get("within_s", CONVERGED_S)
        if any(heal["at"] < at <= deadline for at in faults):
            continue
        for name, events in history.clients.items():
            if any(event["what"] in {"gone", "ended"} and event["at"] <= deadline for event in events):
                continue
            for c, newest in heal["heads"].items():
                position = _position(history, name, events, c, deadline)
                part = dump.part(history.opened(name)["account"], c)
                if position is not None and part is not None and part[1] is None:
                    verdict.judge(position >= newest, f"{name}: {c} at {position}, not {newest}, when healed for long")
    return verdict


def _position(history: History, name: str, events: list[Event], c: str, deadline: float) -> int | None:
    """How far a client had come; None when it does not follow."""
    follows = history.opened(name).get("follows", {})
    if c not in follows:
        return None
    last: int = follows[c]
    for event in events:
        if event["at"] > deadline:
            break
        if event["what"] == "entry" and event["c"] == c:
            last = event["seq"]
        elif event["what"] == "begins" and event["c"] == c:
            last = event["seq"] - 1
        elif event["what"] == "restarted" and event["c"] == c:
            last = 0
    return last


def v14(history: History, _dump: Dump) -> Verdict:
    """Memory, file descriptors and tasks are back at what they were before the load, within a tenth."""
    verdict = Verdict()
    before: dict[str, float] = {}
    for sample in history.done("sample"):
        if sample["phase"] == "before":
            before = sample["numbers"]
        elif sample["phase"] == "after":
            for what, number in sample["numbers"].items():
                most = before[what] * DRIFT
                verdict.judge(number <= most, f"{what}: {number:.0f} after the load, {before[what]:.0f} before it")
    return verdict


def v15(history: History, _dump: Dump) -> Verdict:
    """A snapshot and the events since make the next snapshot (Zulip's rule)."""
    verdict = Verdict()
    for name, events in history.clients.items():
        state: dict[str, dict[str, str]] = {}
        heads: dict[str, int] = {}
        for event in events:
            c = event.get("c", "")
            if event["what"] == "restarted":
                state.pop(c, None)
            elif event["what"] == "entry" and c in state and event["seq"] > heads[c]:
                state[c][str(event["seq"])] = event["digest"]
            elif event["what"] == "snapshot":
                fresh = {str(seq): one for seq, one in event["digests"].items()}
                if c in state:
                    folded = {seq: one for seq, one in state[c].items() if int(seq) <= event["head"]}
                    odd = sorted(k for k in fresh.keys() | folded.keys() if fresh.get(k) != folded.get(k))
                    verdict.judge(not odd, f"{name}: {c} differs from a fresh fetch at {odd[:10]}")
                state[c], heads[c] = fresh, event["head"]
    return verdict
