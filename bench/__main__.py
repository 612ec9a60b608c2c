"""`python -m bench [--quick]`: the message path, closed and open loop, beside the bare socket stack."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager

import uvloop

from bench import servers
from bench.load import Result, closed_loop, open_loop, pin_load
from bench.report import compare, note, tell
from bench.servers import Running

PAIRS = 50


def main() -> None:
    """Runs every work in turn, each system in turn within a round, so that noise hits all alike."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--quick", action="store_true", help="one short round: checks the output, measures nothing")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    args = parser.parse_args()
    runs, seconds = (1, 0.5) if args.quick else (args.runs, args.seconds)
    pin_load()
    for outstanding in (1, 16):
        _closed(outstanding, runs, seconds)
    _open(runs, seconds)


def _closed(outstanding: int, runs: int, seconds: float) -> None:
    work = f"W1 pairs={PAIRS} outstanding={outstanding}"
    found: dict[str, list[Result]] = {"pawline": [], "bare": []}
    systems: dict[str, Callable[[], AbstractContextManager[Running]]] = {
        "pawline": lambda: servers.pawline(PAIRS * 2),
        "bare": lambda: servers.bare(PAIRS * 2),
    }
    for _ in range(runs):
        for name, start in systems.items():
            with start() as server:
                found[name].append(uvloop.run(closed_loop(server, outstanding, seconds)))
    for name, results in found.items():
        _tell(work, name, results)
    ours, theirs = found["pawline"], found["bare"]
    compare("messages", work, "rate", "pawline", "bare", [r.rate for r in ours], [r.rate for r in theirs])
    compare(
        "messages", work, "server_cpu", "pawline", "bare", [r.server_us for r in ours], [r.server_us for r in theirs]
    )


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
    share = max(r.load_share for r in results)
    if share > 0.9:
        note(work=work, system=name, load_core=round(share, 2), reading="the load program is the limit: compare CPU")


if __name__ == "__main__":
    main()
