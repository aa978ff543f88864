"""`python -m bench.calls`: model calls through the product beside the same calls made directly.
See README.md."""

import argparse
import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import uvloop

from bench import calls_load, processes
from bench.calls_load import Listeners, Run, percentile
from bench.calls_systems import Bench, Target, before_litellm, before_mock
from bench.systems import folder
from tests.real_proxy import why_missing

_KINDS = {"plain": False, "streamed": True}
_OURS = ("product", "postgres")
Round = dict[str, Run]


async def _measure(bench: Bench, target: Target, stream: bool, how: dict[str, Any]) -> Run:
    before = bench.cpu()
    run = await calls_load.run(target.port, target.call(stream=stream), **how)
    run.cpu = {name: used - before[name] for name, used in bench.cpu().items()}
    return run


async def _rounds(
    args: argparse.Namespace, bench: Bench, *, stream: bool, concurrency: int
) -> list[Round]:
    """In turns, so that what else the machine does strikes all alike; after a warm-up."""
    how = {"seconds": args.seconds, "concurrency": concurrency}
    for target in bench.targets:
        await _measure(bench, target, stream, how | {"seconds": args.seconds / 3})
    return [
        {
            target.name: await _measure(bench, target, stream, how)
            for target in bench.targets[:: 1 - n % 2 * 2]
        }
        for n in range(args.rounds)
    ]


def _tell(args: argparse.Namespace, bench: Bench, what: str, rounds: list[Round]) -> None:
    for target in bench.targets:
        runs = [each[target.name] for each in rounds]
        row: dict[str, Any] = {"upstream": bench.upstream, "what": what, "system": target.name}
        row["rps"] = round(statistics.median(run.rate for run in runs))
        row |= _times(runs)
        if target.name != "direct":
            direct = [each["direct"] for each in rounds]
            row |= _added(runs, direct)
        row |= {f"cpu_{name}_us": _median_us(runs, name) for name in bench.groups}
        _print(args, row)
    if bench.upstream == "litellm":
        _print(args, {"upstream": "litellm", "what": what} | _gates(rounds))


def _times(runs: Sequence[Run]) -> dict[str, float]:
    found = {f"p{n}_ms": _ms(percentile(run.latencies, n) for run in runs) for n in (50, 99)}
    if runs[0].firsts:
        found["first_p50_ms"] = _ms(percentile(run.firsts, 50) for run in runs)
    return found


def _added(runs: Sequence[Run], direct: Sequence[Run]) -> dict[str, Any]:
    """Against the direct calls of the same round: median, least, most."""
    found = {}
    for n in (50, 99):
        found[f"added_p{n}_ms"] = _spread(runs, direct, lambda run, n=n: run.latencies, n)
    if runs[0].firsts:
        found["added_first_p50_ms"] = _spread(runs, direct, lambda run: run.firsts, 50)
    return found


def _spread(
    runs: Sequence[Run],
    direct: Sequence[Run],
    of: Callable[[Run], Sequence[float]],
    percent: int,
) -> list[float]:
    added = [
        percentile(of(run), percent) - percentile(of(other), percent)
        for run, other in zip(runs, direct, strict=True)
    ]
    return [round(f(added) * 1e3, 2) for f in (statistics.median, min, max)]


def _gates(rounds: list[Round]) -> dict[str, Any]:
    """What the product takes of the processor for what LiteLLM takes for the same call made
    directly: its own process alone, and with its engine and database; and of the time to the
    first event, what the product adds to LiteLLM's."""
    alone, whole, first = [], [], []
    for each in rounds:
        direct, product = each["direct"], each["product"]
        ours = sum(product.cpu_us(name) for name in _OURS)
        theirs = [direct.cpu_us(f"litellm{part}") for part in ("", "_engine", "_postgres")]
        alone.append(ours / theirs[0])
        whole.append(ours / sum(theirs))
        if direct.firsts:
            mine, its = (percentile(run.firsts, 50) for run in (product, direct))
            first.append((mine - its) / its)
    figures = {"cpu_to_litellm": alone, "cpu_to_all_of_litellm": whole, "first_to_litellm": first}
    return {
        name: [round(f(ratios), 4) for f in (statistics.median, min, max)]
        for name, ratios in figures.items()
        if ratios
    }


async def _memory(args: argparse.Namespace, bench: Bench) -> None:
    """What each stream more takes, while all are open; a few were open before."""
    for target in bench.targets[1:]:
        listeners = Listeners(target.port, target.call(stream=True))
        await listeners.more(args.streams)
        before = processes.memory(target.pid)
        await listeners.more(args.streams)
        each = (processes.memory(target.pid) - before) / args.streams
        listeners.close()
        _print(
            args,
            {"what": f"memory of a stream, {args.streams} more", "system": target.name}
            | {"kib": round(each / 1024, 1)},
        )


def _ms(seconds: Iterator[float]) -> float:
    return round(statistics.median(seconds) * 1e3, 2)


def _median_us(runs: Sequence[Run], group: str) -> int:
    return round(statistics.median(run.cpu_us(group) for run in runs))


def _print(args: argparse.Namespace, row: dict[str, object]) -> None:
    if args.json:
        print(json.dumps(row), flush=True)
    else:
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


async def _calls(args: argparse.Namespace, bench: Bench, concurrencies: Sequence[int]) -> None:
    for concurrency in concurrencies:
        for kind, stream in _KINDS.items():
            if kind in args.kinds:
                rounds = await _rounds(args, bench, stream=stream, concurrency=concurrency)
                _tell(args, bench, f"{kind}, {concurrency} at once", rounds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.calls")
    parser.add_argument("parts", nargs="*", default=["mock", "memory", "litellm"])
    parser.add_argument("--kinds", nargs="+", default=list(_KINDS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--concurrency", type=int, nargs="+", help="default: 1 16, mock also 64")
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    args = parser.parse_args()
    if "mock" in args.parts:
        with ExitStack() as stack:
            bench = before_mock(stack, stack.enter_context(folder()), chunks=50, pause_ms=2)
            uvloop.run(_calls(args, bench, args.concurrency or [1, 16, 64]))
    if "memory" in args.parts:
        with ExitStack() as stack:
            bench = before_mock(stack, stack.enter_context(folder()), chunks=100, pause_ms=200)
            uvloop.run(_memory(args, bench))
    if "litellm" in args.parts and not (why := why_missing()):
        with ExitStack() as stack:
            bench = before_litellm(stack, stack.enter_context(folder()))
            uvloop.run(_calls(args, bench, args.concurrency or [1, 16]))
    elif "litellm" in args.parts:
        _print(args, {"upstream": "litellm", "what": why})


if __name__ == "__main__":
    main()
