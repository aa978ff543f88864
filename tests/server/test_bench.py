"""The benchmark runs, and compares only what is the same."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
QUICKLY = ("--rounds", "1", "--seconds", "0.3", "--organizations", "20", "--concurrency", "2")


def rows_of(module: str, *arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", module, "--json", *arguments]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_the_benchmark_finds_both_systems_equal_and_every_write_in_the_ledger() -> None:
    rows = rows_of("bench.run", "read", "write", *QUICKLY)
    kinds = ["balance", "nested", "ledger", *["deduct"] * 2, *["add"] * 2]
    assert [row["what"].split(",")[0] for row in rows] == [k for k in kinds for _ in range(2)]
    assert all(row["rps"] > 0 and row["failures"] == 0 for row in rows)


def test_calls_are_measured_beside_the_same_calls_made_directly() -> None:
    quickly = ("--rounds", "1", "--seconds", "0.5", "--concurrency", "2", "--streams", "5")
    rows = rows_of("bench.calls", "mock", "memory", *quickly)
    calls, memory = rows[:6], rows[6:]
    assert [row["system"] for row in calls] == ["direct", "product", "raw"] * 2
    assert all(row["rps"] > 0 for row in calls)
    for row in calls:
        assert ("added_p50_ms" in row) == (row["system"] != "direct")
        assert ("first_p50_ms" in row) == row["what"].startswith("streamed")
    assert [row["system"] for row in memory] == ["product", "raw"]
    assert all("kib" in row for row in memory)
