"""What must hold of logs and of those who write and read them: V1 to V9."""

import math
from collections import Counter
from typing import Any

from tests.faults.dump import Dump, Row
from tests.faults.history import Event, History
from tests.faults.streams import holes_of
from tests.faults.verdict import Verdict


def v1(history: History, dump: Dump) -> Verdict:
    """Every acknowledged message is in the final log: same seq, same contents, unless it was taken back since."""
    verdict, at, changed = Verdict(), dump.at(), dump.changed()
    for name, events in history.clients.items():
        said = {event["cmid"]: event for event in events if event["what"] == "invoke"}
        account = history.opened(name)["account"]
        for event in events:
            if event["what"] != "ok" or not history.is_of(event):
                continue
            key = event["c"], event["seq"]
            row = at.get(key)
            is_same = row is not None and (row.cmid, row.sender) == (event["cmid"], account)
            if row is not None and is_same and key not in changed and event["cmid"] in said:
                is_same = row.digest == said[event["cmid"]]["digest"]
            verdict.judge(is_same, f"{name}: acked {event['cmid']} as {key}, the log has {_told(row)}")
    return verdict


def v2(_history: History, dump: Dump) -> Verdict:
    """No two entries share conversation, sender and client id."""
    verdict = Verdict()
    for key, count in Counter((row.c, row.sender, row.cmid) for row in dump.rows).items():
        verdict.judge(count == 1, f"{key} is there {count} times")
    return verdict


def v3(_history: History, dump: Dump) -> Verdict:
    """In every conversation seq is exactly 1 to N, and N is the head; n counts the messages."""
    verdict, logs = Verdict(), dump.logs()
    for c, talk in dump.talks.items():
        rows = logs.get(c, [])
        seqs = [row.seq for row in rows]
        verdict.judge(seqs == list(range(1, talk.last_seq + 1)), f"{c}: head {talk.last_seq}, {_odd(seqs)}")
        counted = 0
        for row in rows:
            counted += row.kind == "message"
            verdict.judge(row.n == counted, f"{c}/{row.seq}: n is {row.n}, {counted} messages counted")
    return verdict


def v4(history: History, dump: Dump) -> Verdict:
    """All who saw (conversation, seq) saw the same there."""
    verdict, changed = Verdict(), dump.changed()
    seen: dict[tuple[Any, ...], tuple[str, str]] = {}
    for name, event in history.all("entry"):
        key = event["epoch"], event["c"], event["seq"]
        what = event["cmid"] if key[1:] in changed else f"{event['cmid']} {event['digest']}"
        other, known = seen.setdefault(key, (name, what))
        verdict.judge(known == what, f"{key}: {other} saw {known}, {name} saw {what}")
    return verdict


def v5(history: History, _dump: Dump) -> Verdict:
    """Each client applied in order without a hole; the server told it everything it called synced, and all since."""
    verdict = Verdict()
    for name, events in history.clients.items():
        last: dict[str, int] = dict(history.opened(name).get("follows", {}))
        for event in events:
            if event["what"] == "restarted":
                last[event["c"]] = 0
            elif event["what"] == "begins":
                last[event["c"]] = event["seq"] - 1
            elif event["what"] == "entry":
                c, seq = event["c"], event["seq"]
                verdict.judge(seq == last.get(c, 0) + 1, f"{name}: {c} applied {seq} after {last.get(c, 0)}")
                last[c] = seq
        for finding in holes_of(name, events, may_lose_pushes=history.may_lose_pushes):
            verdict.judge(not finding, finding or "")
    return verdict


def v6(history: History, _dump: Dump) -> Verdict:
    """Session order: what was acknowledged before another message was written comes before it in the log."""
    verdict = Verdict()
    for name, events in history.clients.items():
        highest: dict[str, int] = {}
        floor: dict[str, int] = {}
        for event in events:
            if event["what"] == "invoke":
                floor[event["cmid"]] = highest.get(event["c"], 0)
            elif event["what"] == "ok" and history.is_of(event):
                c, seq = event["c"], event["seq"]
                under = floor.get(event["cmid"], 0)
                verdict.judge(seq > under, f"{name}: {c}/{seq} was written after {under} was acknowledged")
                highest[c] = max(seq, highest.get(c, 0))
    return verdict


def v7(history: History, dump: Dump) -> Verdict:
    """Nothing was seen that is not in the final log: no dirty read."""
    verdict, at, changed = Verdict(), dump.at(), dump.changed()
    for name, event in history.all("entry"):
        if not history.is_of(event):
            continue
        key = event["c"], event["seq"]
        row = at.get(key)
        is_there = row is not None and row.cmid == event["cmid"]
        if row is not None and is_there and key not in changed:
            is_there = row.digest == event["digest"]
        verdict.judge(is_there, f"{name}: saw {event['cmid']} as {key}, the log has {_told(row)}")
    return verdict


def v8(history: History, dump: Dump) -> Verdict:
    """A message without an answer is there once or not at all; one refused at its only attempt never."""
    verdict = Verdict()
    count = Counter((row.c, row.sender, row.cmid) for row in dump.rows)
    for name, events in history.clients.items():
        account = history.opened(name)["account"]
        answered = {event["cmid"] for event in events if event["what"] == "ok"}
        # Sent twice and then refused: the first may have been taken in, so it counts as unknown.
        failed = {event["cmid"] for event in events if event["what"] == "fail" and event.get("attempts", 1) == 1}
        for event in events:
            if event["what"] != "invoke" or event["cmid"] in answered:
                continue
            found = count[event["c"], account, event["cmid"]]
            most = 0 if event["cmid"] in failed else 1
            verdict.judge(found <= most, f"{name}: {event['cmid']} is there {found} times, at most {most} may be")
    return verdict


def v9(history: History, dump: Dump) -> Verdict:
    """Everybody saw, and wrote, within the stretch that was theirs; after the end nothing of it is missing.

    A conductor that cannot stop the server's own writers says with `settled` up to where (`heads`) it watched.
    """
    verdict = Verdict()
    settled = next(iter(history.done("settled")), None)
    for name, events in history.clients.items():
        _judge_view(verdict, history, dump, name, events, settled)
    for row in dump.rows:
        if row.c in dump.talks and row.kind == "message":
            parts = dump.parts(row.sender, row.c)
            is_right = any(_is_within(row.seq, part) for part in parts)
            verdict.judge(is_right, f"{row.c}/{row.seq} is by {row.sender}, whose part is {parts}")
    return verdict


def _judge_view(
    verdict: Verdict, history: History, dump: Dump, name: str, events: list[Event], settled: Event | None
) -> None:
    opened = history.opened(name)
    account, follows = opened["account"], dict(opened.get("follows", {}))
    seen: dict[str, set[int]] = {}
    for event in events:
        if event["what"] == "restarted":
            seen.pop(event["c"], None)
            follows[event["c"]] = 0
        elif event["what"] in {"entry", "heard"} and history.is_of(event):
            c = event["c"]
            for seq in event.get("seqs", [event.get("seq")]):
                parts = dump.parts(account, c)
                is_right = any(_is_within(seq, part) for part in parts)
                verdict.judge(is_right, f"{name}: was told {c}/{seq}, its part is {parts}")
                if event["what"] == "entry":
                    seen.setdefault(c, set()).add(seq)
    if settled is None or any(event["what"] in {"gone", "ended"} for event in events):
        return
    for c, after in follows.items():
        part = dump.part(account, c)
        if part is None or part[1] is not None:
            # Who has left may not fetch any more: what had not reached them by then never does.
            continue
        until = settled.get("heads", {}).get(c, math.inf)
        wanted = {row.seq for row in dump.log(c) if after < row.seq <= until and _is_within(row.seq, part)}
        missing = sorted(wanted - seen.get(c, set()))
        verdict.judge(not missing, f"{name}: never saw {c}/{missing[:10]}, {len(missing)} in all")


def _is_within(seq: int, part: tuple[int, int | None] | None) -> bool:
    return part is not None and part[0] <= seq and (part[1] is None or seq <= part[1])


def _told(row: Row | None) -> str:
    return "nothing" if row is None else f"{row.cmid} by {row.sender} ({row.digest})"


def _odd(seqs: list[int]) -> str:
    twice = [seq for seq, count in Counter(seqs).items() if count > 1]
    missing = sorted(set(range(1, max(seqs, default=0) + 1)) - set(seqs))
    return f"{len(seqs)} entries, twice {twice[:5]}, missing {missing[:5]}"
