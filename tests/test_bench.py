"""The load program's output is what its readers expect; its figures are nobody's test."""

import asyncio
import json
import sys
from typing import Any


async def lines_of(program: str, *words: str) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", program, "--quick", *words, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


async def test_both_engines_carry_messages_through_one_process_and_two() -> None:
    lines = await lines_of("bench", "--engines")
    metrics = [one for one in lines if "system" in one]
    wanted = {(one["system"], one["metric"]) for one in metrics if one["metric"] == "rate" and one["median"] > 0}
    assert wanted == {(one, "rate") for one in ("pawline", "pawline-postgres", "pawline-postgres-2")}
    assert {one["metric"] for one in metrics if one["system"] == "pawline-postgres-2"} >= {"postgres_cpu", "nats_cpu"}


async def test_bench_prints_the_agreed_lines() -> None:
    lines = await lines_of("bench", "--messages")
    metrics = [one for one in lines if "system" in one]
    ratios = [one for one in lines if "ratio_of" in one]
    keys = {"bench", "work", "system", "metric", "unit", "runs", "min", "median", "max"}
    assert len(metrics) + len(ratios) == len(lines)
    assert all(one.keys() == keys for one in metrics)
    assert all(one.keys() == {"bench", "work", "ratio_of", "ratio_to", "metric", "median"} for one in ratios)
    wanted = {(one["system"], one["metric"]) for one in metrics}
    assert {(s, m) for s in ("pawline", "pawline-asgi", "bare") for m in ("rate", "p50", "p99", "server_cpu")} <= wanted
    assert all(one["min"] <= one["median"] <= one["max"] for one in metrics)
    # In the half second of a quick round a busy machine may leave nothing to the others.
    ours = {"pawline", "pawline-asgi", "bare"}
    assert all(one["median"] > 0 for one in metrics if one["metric"] == "rate" and one["system"] in ours)


async def test_what_the_booking_engine_costs_is_printed() -> None:
    lines = await lines_of("bench.booking")
    works = {one["work"] for one in lines if one["bench"] == "booking"}
    looked = {f"{span}-{pets}" for span in ("fortnight", "week") for pets in (1, 2)}
    assert works == looked | {"shop", "offer-hold-confirm-cancel", "schedule-day"}
    assert all(one["median"] > 0 for one in lines)


async def test_what_a_turn_of_the_assistant_costs_is_printed() -> None:
    lines = await lines_of("bench.turn")
    assert {one["work"] for one in lines} == {"small-talk", "price", "offer", "hold", "let-go", "all"}
    assert all(one["median"] > 0 for one in lines)


async def test_what_a_year_of_bookings_costs_is_printed() -> None:
    lines = await lines_of("bench.year")
    assert {one["work"] for one in lines} == {"shop", "schedule-day", "owners-bookings"}
    assert all(one["median"] > 0 for one in lines)


async def test_what_laying_out_a_day_costs_is_printed() -> None:
    lines = await lines_of("bench.planning")
    gaps = [one for one in lines if one["metric"].startswith("gap_")]
    assert len(gaps) == 6
    assert all(one["max"] == 0 for one in gaps), "no layout is better than the one that is found"
    assert [one["unit"] for one in lines if one["metric"] == "wall"] == ["s"]
