"""What processes use, from the kernel's counters."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def cpu(pids: Iterable[int]) -> float:
    """Seconds that these and all processes below them have used so far."""
    table = _parents()
    return sum(_used(pid, table) for pid in pids)


def alone(pid: int) -> float:
    """Seconds that the process itself has used so far."""
    return sum(_counters(pid, 2)) / _TICKS


def memory(pid: int) -> int:
    """Bytes of it that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def below(pid: int) -> list[int]:
    return [child for child, parent in _parents().items() if parent == pid]


def _used(pid: int, table: dict[int, int]) -> float:
    # Of a child that has ended, the kernel counts the time at its parent.
    own = sum(_counters(pid, 4)) / _TICKS
    return own + sum(_used(child, table) for child, parent in table.items() if parent == pid)


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found[int(folder.name)] = int(_stat(int(folder.name))[1])
    return found


def _counters(pid: int, count: int) -> list[int]:
    """utime, stime, cutime, cstime."""
    with suppress(OSError):
        return [int(each) for each in _stat(pid)[11 : 11 + count]]
    return []


def _stat(pid: int) -> list[str]:
    """The fields after the name of the program."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
