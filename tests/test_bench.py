"""The load program's output is what its readers expect; its figures are nobody's test."""

import asyncio
import json
import sys


async def test_bench_prints_the_agreed_lines() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench", "--quick", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0
    lines = [json.loads(line) for line in out.splitlines()]
    metrics = [one for one in lines if "system" in one]
    ratios = [one for one in lines if "ratio_of" in one]
    keys = {"bench", "work", "system", "metric", "unit", "runs", "min", "median", "max"}
    assert len(metrics) + len(ratios) == len(lines)
    assert all(one.keys() == keys for one in metrics)
    assert all(one.keys() == {"bench", "work", "ratio_of", "ratio_to", "metric", "median"} for one in ratios)
    wanted = {(one["system"], one["metric"]) for one in metrics}
    assert {(s, m) for s in ("pawline", "pawline-asgi", "bare") for m in ("rate", "p50", "p99", "server_cpu")} <= wanted
    assert all(one["min"] <= one["median"] <= one["max"] for one in metrics)
    assert all(one["median"] > 0 for one in metrics if one["metric"] == "rate")
