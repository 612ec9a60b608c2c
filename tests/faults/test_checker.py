"""A checker that never failed proves nothing: for each invariant a history that breaks it, and one that does not."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.faults.checker import INVARIANTS, broken, check
from tests.faults.dump import Booking, Claim, Dump, Member, Row, Talk
from tests.faults.history import Book, Event, History, load
from tests.faults.other_invariants import CONVERGED_S

A, B, C = "ann", "ben", "c1"


def entry(at: float, seq: int, cmid: str, text: str = "x", **more: Any) -> Event:
    return {"at": at, "what": "entry", "c": C, "seq": seq, "cmid": cmid, "sender": A, "kind": "message",
            "digest": text, "epoch": "e", **more}  # fmt: skip


def event(at: float, what: str, **more: Any) -> Event:
    return {"at": at, "what": what, **more}


def good() -> tuple[History, Dump]:
    """Ann writes two messages, Ben hears them, reads them and books; a fault passes; everything is back after it."""
    ann = [
        event(0, "open", account=A, follows={C: 0}),
        event(0, "welcome", epoch="e"),
        event(0, "resume", conn=1, cursors={C: 0}),
        event(0, "synced", conn=1, c=C, head=0),
        event(1, "invoke", c=C, cmid="m1", digest="x"),
        event(2, "ok", c=C, cmid="m1", seq=1, msg_id="i1", epoch="e"),
        event(2, "heard", conn=1, c=C, seqs=[1], epoch="e"),
        entry(2, 1, "m1"),
        event(3, "invoke", c=C, cmid="m2", digest="y"),
        event(4, "ok", c=C, cmid="m2", seq=2, msg_id="i2", epoch="e"),
        event(4, "heard", conn=1, c=C, seqs=[2], epoch="e"),
        entry(4, 2, "m2", "y"),
        event(5, "invoke", c=C, cmid="m3", digest="z"),
        event(6, "invoke", c=C, cmid="m4", digest="z"),
        event(6, "fail", c=C, cmid="m4", code="text_too_long", attempts=1),
        event(7, "ephemeral", token="typing-1"),
    ]
    ben = [
        event(0, "open", account=B, follows={C: 0}),
        event(3, "welcome", epoch="e"),
        event(3, "resume", conn=1, cursors={C: 0}),
        event(3, "heard", conn=1, c=C, seqs=[1], epoch="e"),
        event(3, "synced", conn=1, c=C, head=1),
        entry(3, 1, "m1"),
        event(3.5, "snapshot", c=C, head=1, digests={"1": "x"}),
        event(4, "heard", conn=1, c=C, seqs=[2], epoch="e"),
        entry(4, 2, "m2", "y"),
        event(5, "receipt", c=C, account=B, read=1, delivered=2, epoch="e"),
        event(6, "receipt", c=C, account=B, read=2, delivered=2, epoch="e"),
        event(6, "unread", c=C, head=2, read=1, unread=1),
        event(7, "snapshot", c=C, head=2, digests={"1": "x", "2": "y"}),
        event(8, "action", key="k1", slot="s", is_ok=True, booking="b1", version=2),
        event(8, "action", key="k1", slot="s", is_ok=True, booking="b1", version=2),
        event(8, "action", key="k2", slot="s", is_ok=False, booking=""),
    ]
    conductor = [
        event(1, "sample", phase="before", numbers={"rss_kib": 1000, "fds": 20, "tasks": 30}),
        event(4, "heal", heads={C: 2}),
        event(9, "sample", phase="after", numbers={"rss_kib": 1090, "fds": 21, "tasks": 30}),
        event(9, "settled"),
    ]
    dump = Dump(
        rows=[Row(C, 1, 1, "i1", "m1", A, "message", "x"), Row(C, 2, 2, "i2", "m2", A, "message", "y")],
        talks={C: Talk(C, "shop", "direct", 2, 2)},
        members=[Member(C, A, 1, None, 0, 0, 0), Member(C, B, 1, None, 2, 2, 2)],
        claims=[Claim("b1", 7, 0, 10), Claim("b2", 7, 10, 20), Claim("b2", 8, 5, 20)],
        bookings={"b9": Booking("b9", "confirmed", ""), "b8": Booking("b8", "confirmed", C, "b9")},
    )
    return History({"ann": ann, "ben": ben}, conductor), dump


def change(events: list[Event], what: str, number: int, **values: Any) -> None:
    """Changes the numberth event of a kind."""
    [one for one in events if one["what"] == what][number].update(values)


def drop(events: list[Event], what: str, number: int) -> None:
    events.remove([one for one in events if one["what"] == what][number])


def lost(h: History, d: Dump) -> None:
    d.rows.pop()
    d.talks[C] = Talk(C, "shop", "direct", 1, 1)


def other_contents(h: History, d: Dump) -> None:
    d.rows[1] = d.rows[1]._replace(digest="other")


def twice(h: History, d: Dump) -> None:
    d.rows.append(Row(C, 3, 3, "i3", "m2", A, "message", "y"))


def hole(h: History, d: Dump) -> None:
    d.rows[1] = d.rows[1]._replace(seq=3)


def same_seq(h: History, d: Dump) -> None:
    d.rows[1] = d.rows[1]._replace(seq=1)


def miscounted(h: History, d: Dump) -> None:
    d.rows[1] = d.rows[1]._replace(n=1)


def disagree(h: History, d: Dump) -> None:
    change(h.clients["ben"], "entry", 1, digest="other")


def skipped(h: History, d: Dump) -> None:
    drop(h.clients["ben"], "entry", 0)


def unsynced(h: History, d: Dump) -> None:
    change(h.clients["ben"], "synced", 0, head=2)


def silently_dropped(h: History, d: Dump) -> None:
    change(h.clients["ben"], "heard", 1, seqs=[3])


def out_of_order(h: History, d: Dump) -> None:
    change(h.clients["ann"], "ok", 0, seq=2)
    change(h.clients["ann"], "ok", 1, seq=1)


def ghost(h: History, d: Dump) -> None:
    h.clients["ben"].append(entry(9, 3, "ghost"))


def unknown_twice(h: History, d: Dump) -> None:
    d.rows += [Row(C, n, n, "i", "m3", A, "message", "z") for n in (3, 4)]


def refused_and_there(h: History, d: Dump) -> None:
    d.rows.append(Row(C, 3, 3, "i", "m4", A, "message", "z"))


def after_leaving(h: History, d: Dump) -> None:
    d.members[1] = d.members[1]._replace(to_seq=1)


def no_member(h: History, d: Dump) -> None:
    d.members.pop()


def never_seen(h: History, d: Dump) -> None:
    drop(h.clients["ben"], "entry", 1)


def wrote_after_leaving(h: History, d: Dump) -> None:
    d.members[0] = d.members[0]._replace(to_seq=1)


def mark_fell(h: History, d: Dump) -> None:
    change(h.clients["ben"], "receipt", 1, read=0)


def delivered_mark_fell(h: History, d: Dump) -> None:
    change(h.clients["ben"], "receipt", 1, read=1, delivered=1)


def mark_past_the_head(h: History, d: Dump) -> None:
    d.members[1] = d.members[1]._replace(read=9, delivered=9)


def unread_wrong(h: History, d: Dump) -> None:
    change(h.clients["ben"], "unread", 0, unread=2)


def claimed_twice(h: History, d: Dump) -> None:
    d.claims[1] = d.claims[1]._replace(start_ms=9)


def no_card(h: History, d: Dump) -> None:
    d.bookings["b1"] = Booking("b1", "confirmed", C)


def no_booking(h: History, d: Dump) -> None:
    d.rows.append(Row(C, 3, 3, "i", "booking-b7", A, "message", "z"))


def two_actions(h: History, d: Dump) -> None:
    change(h.clients["ben"], "action", 1, version=3)


def two_winners(h: History, d: Dump) -> None:
    change(h.clients["ben"], "action", 2, is_ok=True, booking="b3")


def stored_typing(h: History, d: Dump) -> None:
    d.rows[1] = d.rows[1]._replace(type="typing")


def late(h: History, d: Dump) -> None:
    change(h.conductor, "heal", 0, heads={C: 3})


def leaked(h: History, d: Dump) -> None:
    change(h.conductor, "sample", 1, numbers={"rss_kib": 1000, "fds": 29, "tasks": 30})


def stale_state(h: History, d: Dump) -> None:
    change(h.clients["ben"], "snapshot", 1, digests={"1": "x", "2": "edited"})


BAD = {
    "V1": [lost, other_contents],
    "V2": [twice],
    "V3": [hole, same_seq, miscounted],
    "V4": [disagree],
    "V5": [skipped, unsynced, silently_dropped],
    "V6": [out_of_order],
    "V7": [ghost, disagree],
    "V8": [unknown_twice, refused_and_there],
    "V9": [after_leaving, no_member, never_seen, wrote_after_leaving],
    "V10": [mark_fell, delivered_mark_fell, mark_past_the_head, unread_wrong],
    "V11": [claimed_twice, no_card, no_booking, two_actions, two_winners],
    "V12": [stored_typing],
    "V13": [late],
    "V14": [leaked],
    "V15": [stale_state],
}


def test_a_good_history_passes_and_every_invariant_had_something_to_judge() -> None:
    verdicts = check(*good())
    assert broken(verdicts) == {}
    assert [name for name, one in verdicts.items() if one.judged == 0] == []


@pytest.mark.parametrize(("name", "spoil"), [(name, one) for name, some in BAD.items() for one in some])
def test_a_bad_history_is_caught(name: str, spoil: Any) -> None:
    history, dump = deepcopy(good())
    spoil(history, dump)
    assert INVARIANTS[name](history, dump).findings


@pytest.mark.parametrize(("spoil", "is_caught"), [(unsynced, True), (skipped, True), (silently_dropped, False)])
def test_lost_pushes_excuse_pushes_alone(spoil: Any, is_caught: bool) -> None:
    """Between processes a push may be lost; what a socket is called synced at is judged all the same."""
    history, dump = good()
    spoil(history, dump)
    history.may_lose_pushes = True
    assert bool(INVARIANTS["V5"](history, dump).findings) == is_caught


def test_what_is_broken_again_is_not_healed() -> None:
    history, dump = good()
    late(history, dump)
    history.conductor.append(event(4 + CONVERGED_S + 1, "fault"))
    assert INVARIANTS["V13"](history, dump).findings
    history.conductor.append(event(5, "fault"))
    assert not INVARIANTS["V13"](history, dump).judged


def test_what_came_after_the_watch_ended_is_asked_of_nobody() -> None:
    history, dump = good()
    dump.rows.append(Row(C, 3, 3, "i3", "m3", A, "message", "z"))
    assert INVARIANTS["V9"](history, dump).findings
    change(history.conductor, "settled", 0, heads={C: 2})
    assert not INVARIANTS["V9"](history, dump).findings
    never_seen(history, dump)
    assert INVARIANTS["V9"](history, dump).findings


def test_what_is_allowed_is_not_blamed() -> None:
    """Taken back since, of a log before a restore, unknown and there, refused after a second try."""
    history, dump = good()
    dump.rows += [Row(C, 3, 2, "i", "r1", A, "recall", "", 2), Row(C, 4, 3, "i", "m3", A, "message", "z")]
    dump.talks[C] = Talk(C, "shop", "direct", 4, 3)
    dump.rows[1] = dump.rows[1]._replace(digest="")
    history.clients["ann"] += [entry(8, 3, "r1", ""), entry(8, 4, "m3", "z")]
    history.clients["ben"] += [entry(8, 3, "r1", ""), entry(8, 4, "m3", "z")]
    history.clients["ben"].append(event(9, "gone"))
    history.clients["old"] = [
        event(-9, "open", account=A, follows={C: 0}),
        event(-9, "welcome", epoch="before"),
        event(-8, "invoke", c=C, cmid="o1", digest="x"),
        event(-7, "ok", c=C, cmid="o1", seq=7, msg_id="i", epoch="before"),
        entry(-7, 1, "o0", epoch="before"),
        event(-6, "invoke", c=C, cmid="m3", digest="z"),
        event(-5, "fail", c=C, cmid="m3", code="no_such_conversation", attempts=2),
        event(-4, "gone"),
    ]
    assert broken(check(history, dump)) == {}


def test_a_file_that_was_cut_off_is_read_to_there(tmp_path: Path) -> None:
    book = Book("ann", tmp_path)
    book.note(1.0, "open", account=A, follows={})
    book.note(2.0, "invoke", c=C, cmid="m1", digest="x")
    book.close()
    with (tmp_path / "ann.jsonl").open("a") as file:
        file.write('{"at": 3, "wha')
    assert [one["what"] for one in load(tmp_path).clients["ann"]] == ["open", "invoke"]


def test_the_command_reads_a_folder_and_a_database(tmp_path: Path) -> None:
    from pawline.platform.db.migrate import upgrade
    from pawline.platform.db.sqlite import open_sqlite

    database, logs = tmp_path / "p.db", tmp_path / "logs"
    engine = open_sqlite(f"sqlite:///{database}")
    upgrade(engine)
    engine.dispose()
    logs.mkdir()
    history, _ = good()
    for name, events in history.clients.items():
        (logs / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events))
    words = [sys.executable, "-m", "tests.faults.checker", str(logs), str(database)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "V1   BROKEN" in told.stdout
    assert "V2   nothing to judge" in told.stdout
