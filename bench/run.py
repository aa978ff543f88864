"""`python -m bench.run`: the product beside hand-written SQL, round by round. See README.md."""

import argparse
import itertools
import json
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import uvloop

from bench import data, load
from bench.load import Result
from bench.systems import System, folder, serve, started
from server.embedded.process import free_port

_IMPORT = [sys.executable, "-c", "import server.app"]

Measure = Callable[[System, float], Coroutine[None, None, Result]]
Round = dict[str, Result]


async def _rounds(args: argparse.Namespace, systems: list[System], measure: Measure) -> list[Round]:
    """In turns, so that what else the machine does strikes all alike; after a warm-up."""
    for system in systems:
        await measure(system, args.seconds / 3)
    return [
        {system.name: await measure(system, args.seconds) for system in systems[:: 1 - n % 2 * 2]}
        for n in range(args.rounds)
    ]


def _load(
    args: argparse.Namespace, system: System, requests: Iterator[bytes], seconds: float
) -> Coroutine[None, None, Result]:
    port, pids = system.asks.port, system.pids
    return load.run(port, requests, seconds=seconds, concurrency=args.concurrency, pids=pids)


async def _reads(args: argparse.Namespace, systems: list[System], db: asyncpg.Connection) -> None:
    everybody, busy = [await data.teams(db, busy=each) for each in (False, True)]
    for screen, teams in {"balance": everybody, "nested": ["-"], "ledger": busy}.items():
        for team in teams[:: max(1, len(teams) // 5)]:
            await _require_equal(screen, team, systems)

        async def measure(
            system: System, seconds: float, screen: str = screen, teams: list[str] = teams
        ) -> Result:
            requests = itertools.cycle([system.asks.read(screen, team) for team in teams])
            return await _load(args, system, requests, seconds)

        _tell(args, screen, await _rounds(args, systems, measure))


async def _require_equal(screen: str, team: str, systems: list[System]) -> None:
    """What does not give the same is not worth comparing."""
    product, reference = [
        json.loads(await load.ask(each.asks.port, each.asks.read(screen, team))) for each in systems
    ]
    assert product == reference, f"{screen} {team}:\n{product}\n{reference}"


async def _writes(args: argparse.Namespace, systems: list[System], db: asyncpg.Connection) -> None:
    everybody = await data.teams(db, busy=False)
    for kind, teams in itertools.product(("deduct", "add"), (everybody[:1], everybody)):

        async def measure(
            system: System, seconds: float, kind: str = kind, teams: list[str] = teams
        ) -> Result:
            run = secrets.token_hex(8)
            places = enumerate(itertools.cycle(teams))
            requests = (system.asks.write(kind, team, f"{run}-{n}") for n, team in places)
            result = await _load(args, system, requests, seconds)
            await data.require_conserved(db, run, result.answers, len(result.failures))
            return result

        name = f"{kind}, {'one team' if len(teams) == 1 else f'{len(teams)} teams'}"
        _tell(args, name, await _rounds(args, systems, measure))


def _tell(args: argparse.Namespace, what: str, rounds: list[Round]) -> None:
    for name in rounds[0]:
        runs = [each[name] for each in rounds]
        ratios = [each[name].rate / each["reference"].rate for each in rounds]
        row = {
            "what": what,
            "system": name,
            "rps": round(statistics.median(run.rate for run in runs)),
            "p50_ms": round(statistics.median(run.percentile(50) for run in runs) * 1e3, 1),
            "p99_ms": round(statistics.median(run.percentile(99) for run in runs) * 1e3, 1),
            "ratio": [round(f(ratios), 3) for f in (statistics.median, min, max)],
            "failures": sum(len(run.failures) for run in runs),
            "cpu_server_us": _microseconds(run.server_cpu / run.answers for run in runs),
            "cpu_postgres_us": _microseconds(run.postgres_cpu / run.answers for run in runs),
        }
        _print(args, row)


def _microseconds(seconds: Iterator[float]) -> int:
    return round(statistics.median(seconds) * 1e6)


def _print(args: argparse.Namespace, row: dict[str, object]) -> None:
    if args.json:
        print(json.dumps(row), flush=True)
    else:
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


def _start(args: argparse.Namespace) -> None:
    """From the command to the first answer, with servers of its own; and the imports alone."""
    with folder() as place:
        first, *later = [_seconds_to_answer(place) for _ in range(args.rounds + 1)]
    imports = [_seconds(lambda: subprocess.run(_IMPORT, check=True)) for _ in range(args.rounds)]
    row = {"first": first, "later": statistics.median(later), "import": statistics.median(imports)}
    _print(args, {"what": "start"} | {f"{name}_s": round(each, 2) for name, each in row.items()})


def _seconds_to_answer(place: Path) -> float:
    with ExitStack() as stack:
        return _seconds(lambda: stack.enter_context(serve(place, free_port())))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


async def _compare(args: argparse.Namespace, url: str, systems: list[System]) -> None:
    db = await asyncpg.connect(url)
    await data.fill(db, args.organizations)
    if "read" in args.parts:
        await _reads(args, systems, db)
    if "write" in args.parts:
        await _writes(args, systems, db)
    await db.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.run")
    parser.add_argument("parts", nargs="*", default=["read", "write", "start"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--organizations", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    args = parser.parse_args()
    if {"read", "write"} & set(args.parts):
        with ExitStack() as stack:
            uvloop.run(_compare(args, *started(stack)))
    if "start" in args.parts:
        _start(args)


if __name__ == "__main__":
    main()
