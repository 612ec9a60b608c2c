"""`python -m bench [--messages] [--engines] [--stages] [--quick]`: all of it, or the parts that are named.

Messages beside the bare socket stack and two other servers; both engines, one process and two; where a message's
microseconds go.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import uvloop

from bench import bare, many, peers, servers
from bench.load import Crowd, Result, closed_loop, open_loop, pin_load
from bench.report import compare, share_at, tell
from bench.servers import Running
from bench.stages import stages_of
from bench.xmpp import XmppCrowd
from pawline.chat import State

PAIRS = 50
SHOPS = 50


def main() -> None:
    """Runs every work in turn, each system in turn within a round, so that noise hits all alike."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--quick", action="store_true", help="one short round: checks the output, measures nothing")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--messages", action="store_true", help="beside the bare socket stack and other servers")
    parser.add_argument("--engines", action="store_true", help="PostgreSQL and NATS, one process and two")
    parser.add_argument("--stages", action="store_true", help="where a message's microseconds go")
    args = parser.parse_args()
    runs, seconds = (1, 0.5) if args.quick else (args.runs, args.seconds)
    is_all = not (args.messages or args.engines or args.stages)
    pin_load()
    if args.messages or is_all:
        _messages(runs, seconds, is_quick=args.quick)
    if args.engines or is_all:
        for outstanding in (1, 16):
            _engines(outstanding, runs, seconds)
    if args.stages or is_all:
        _stages(runs, batches=10 if args.quick else 400)


def _messages(runs: int, seconds: float, *, is_quick: bool) -> None:
    absent = peers.missing() if is_quick else peers.install()
    if absent:
        sys.stderr.write(f"not compared with {' and '.join(absent)} (Debian: apt install {' '.join(absent)})\n")
    for outstanding in (1, 16):
        _closed(outstanding, runs, seconds, [name for name in peers.PACKAGES if name not in absent])
    _open(runs, seconds)
    _many(runs, is_quick=is_quick)


def _many(runs: int, *, is_quick: bool) -> None:
    """W2, W3 and W5: many at once."""
    size, seconds, idle, back, missed = (20, 1.0, 100, 60, 3) if is_quick else (200, 10.0, 2000, 2000, 50)
    many.allow_files(8192)
    work = f"W2 group={size} 20/s"
    groups: dict[str, list[list[float]]] = {"pawline": [], "bare": []}
    for _ in range(runs):
        with servers.pawline(size, 1, size) as server:
            groups["pawline"].append(uvloop.run(many.group(server, server.users[0]["groups"][0], size, 20, seconds)))
        with servers.bare(size) as server:
            groups["bare"].append(uvloop.run(many.group(server, bare.GROUP, size, 20, seconds)))
    p99 = {name: [share_at(one, 0.99) for one in found] for name, found in groups.items()}
    for name, values in p99.items():
        tell("messages", work, name, "last_p99", "ms", values)
    compare("messages", work, "last_p99", "pawline", "bare", p99["pawline"], p99["bare"])
    found: list[float] = []
    storms: list[many.Storm] = []
    for _ in range(runs):
        with servers.pawline(idle + 100) as server:
            found.append(uvloop.run(many.idle(server, idle)))
        with servers.pawline(back + 20) as server:
            storms.append(uvloop.run(many.storm(server, back, missed)))
    tell("messages", f"W3 idle={idle}", "pawline", "memory", "KiB/connection", found)
    work = f"W5 back={back} missed={missed}"
    tell("messages", work, "pawline", "resumed", "clients", [one.resumed for one in storms])
    tell("messages", work, "pawline", "entries", "entries", [one.entries for one in storms])
    tell("messages", work, "pawline", "all_back", "s", [one.seconds for one in storms])
    tell("messages", work, "pawline", "live_p99", "ms", [one.live_p99_ms for one in storms])


def _closed(outstanding: int, runs: int, seconds: float, others: list[str]) -> None:
    work = f"W1 pairs={PAIRS} outstanding={outstanding}"
    systems: dict[str, Callable[[], AbstractContextManager[Running]]] = {
        "pawline": lambda: servers.pawline(PAIRS * 2),
        "pawline-asgi": lambda: servers.pawline(PAIRS * 2, PAWLINE_SOCKET="asgi"),
        "bare": lambda: servers.bare(PAIRS * 2),
    }
    for name in others:
        systems[name] = partial(peers.START[name], PAIRS * 2)
    found: dict[str, list[Result]] = {name: [] for name in systems}
    for _ in range(runs):
        for name, start in systems.items():
            crowd_of = XmppCrowd if name in others else Crowd
            with start() as server:
                found[name].append(uvloop.run(closed_loop(server, outstanding, seconds, crowd_of)))
    for name, results in found.items():
        _tell(work, name, results)
    for ours, theirs in (("pawline", "bare"), ("pawline-asgi", "pawline"), *(("pawline", name) for name in others)):
        one, other = found[ours], found[theirs]
        compare("messages", work, "rate", ours, theirs, [r.rate for r in one], [r.rate for r in other])
        compare("messages", work, "server_cpu", ours, theirs, [r.server_us for r in one], [r.server_us for r in other])


def _engines(outstanding: int, runs: int, seconds: float) -> None:
    """Rates, and processor time a message: what the server's processes use, and what the engines use beside them."""
    work = f"W1 pairs={PAIRS} outstanding={outstanding} shops={SHOPS}"
    systems: dict[str, dict[str, Any]] = {
        "pawline": {},
        "pawline-postgres": {"engine": "postgres"},
        "pawline-postgres-2": {"engine": "postgres", "workers": 2},
    }
    found: dict[str, list[Result]] = {name: [] for name in systems}
    for _ in range(runs):
        for name, how in systems.items():
            with servers.pawline(PAIRS * 2, shops=SHOPS, **how) as server:
                found[name].append(uvloop.run(closed_loop(server, outstanding, seconds)))
    for name, results in found.items():
        _tell(work, name, results)
        for engine in sorted(results[0].engine_cpu_s):
            tell("messages", work, name, f"{engine}_cpu", "us/message", [r.engine_us(engine) for r in results])
    for ours, theirs in (("pawline-postgres", "pawline"), ("pawline-postgres-2", "pawline-postgres")):
        one, other = found[ours], found[theirs]
        compare("messages", work, "rate", ours, theirs, [r.rate for r in one], [r.rate for r in other])
        compare("messages", work, "server_cpu", ours, theirs, [r.server_us for r in one], [r.server_us for r in other])


def _stages(runs: int, batches: int) -> None:
    for batch, state in ((1, None), (30, None), (256, None), (30, State.HUMAN), (30, State.ASSISTANT)):
        found = [uvloop.run(stages_of(PAIRS, batch, max(10, batches * 30 // batch), state)) for _ in range(runs)]
        work = f"batch={batch} {f'owners, {state.value}' if state else 'two people'}"
        for stage in found[0]:
            tell("stages", work, "pawline", stage, "us/message", [one[stage] for one in found])


def _open(runs: int, seconds: float) -> None:
    work = "W4 open 500/s users=100"
    results: list[Result] = []
    for _ in range(runs):
        with servers.pawline(100) as server:
            results.append(uvloop.run(open_loop(server, 500, seconds)))
    _tell(work, "pawline", results)


def _tell(work: str, name: str, results: list[Result]) -> None:
    tell("messages", work, name, "rate", "1/s", [r.rate for r in results])
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        tell("messages", work, name, label, "ms", [r.percentile(share) for r in results])
    tell("messages", work, name, "server_cpu", "us/message", [r.server_us for r in results])
    # Near 1 the load program is the limit: then the server's CPU is what can be compared, not the rate.
    tell("messages", work, name, "load_core", "share", [r.load_share for r in results])


if __name__ == "__main__":
    main()
