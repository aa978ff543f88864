"""The benchmark runs, and compares only what is the same."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUICKLY = ("--rounds", "1", "--seconds", "0.3", "--organizations", "20", "--concurrency", "2")


def test_the_benchmark_finds_both_systems_equal_and_every_write_in_the_ledger() -> None:
    command = [sys.executable, "-m", "bench.run", "read", "write", "--json", *QUICKLY]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    kinds = ["balance", "nested", "ledger", *["deduct"] * 2, *["add"] * 2]
    assert [row["what"].split(",")[0] for row in rows] == [k for k in kinds for _ in range(2)]
    assert all(row["rps"] > 0 and row["failures"] == 0 for row in rows)
