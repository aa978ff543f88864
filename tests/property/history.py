"""Was what callers saw of a ledger possible? Records who asked what and when; then judges.

The database hands out the order: every entry has its sequence. So no search is needed to say
whether the history is linearizable, only these seven checks, each of which names what it found:

1. sequences have no gaps and no doubles;
2. replaying the entries gives every balance they carry, and the one of the account;
3. what was answered before something else was asked comes before it in the ledger;
4. "not enough" was said only when there was not enough at some moment while it was asked;
5. what was read stood in the ledger at some moment while it was read;
6. a key has one entry at most, whatever the outcome of asking with it;
7. what was confirmed is there as confirmed, and nothing is there that nobody asked for.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["running", "ok", "insufficient", "unknown"]


@dataclass(slots=True)
class Asked:
    """One call. `needs`: micro-credits that have to be available; None for a read."""

    key: str | None
    needs: int
    invoked: int
    completed: int | None = None
    outcome: Outcome = "running"
    sequence: int | None = None
    balance: int | None = None
    held: int | None = None

    def ok(self, sequence: int, balance: int, held: int) -> None:
        self._end("ok")
        self.sequence, self.balance, self.held = sequence, balance, held

    def insufficient(self) -> None:
        self._end("insufficient")

    def unknown(self) -> None:
        """Broken off: it may have happened, or may still happen."""
        self._end("unknown")

    def _end(self, outcome: Outcome) -> None:
        self.completed, self.outcome = time.monotonic_ns(), outcome


@dataclass(slots=True)
class History:
    """Of one account, by all its callers."""

    calls: list[Asked] = field(default_factory=list)

    def ask(self, key: str | None = None, needs: int = 0) -> Asked:
        call = Asked(key, needs, time.monotonic_ns())
        self.calls.append(call)
        return call

    def faults(self, account: Any, entries: Sequence[Any]) -> list[str]:
        """`entries` are all of the account; empty when the history is possible."""
        ledger = sorted(entries, key=lambda entry: entry.sequence)
        return [
            *_gapless(account, ledger),
            *_replayed(account, ledger),
            *self._in_real_time(ledger),
            *self._rightly_refused(ledger),
            *self._read_what_was(ledger),
            *self._once(ledger),
            *self._nothing_lost_or_invented(ledger),
        ]

    def _spans(self, ledger: Sequence[Any]) -> list[tuple[int, int | None, int]]:
        """Of each key with an entry: first asked, first confirmed, sequence."""
        sequence = {entry.idempotency_key: entry.sequence for entry in ledger}
        spans: dict[str, tuple[int, int | None, int]] = {}
        for call in self.calls:
            if call.key not in sequence:
                continue
            asked, confirmed, _ = spans.get(call.key, (call.invoked, None, 0))
            if call.outcome == "ok" and call.completed is not None:
                confirmed = min(confirmed or call.completed, call.completed)
            spans[call.key] = (min(asked, call.invoked), confirmed, sequence[call.key])
        return list(spans.values())

    def _in_real_time(self, ledger: Sequence[Any]) -> Iterator[str]:
        spans = self._spans(ledger)
        confirmed = sorted((done, place) for _, done, place in spans if done is not None)
        latest, passed = -1, 0
        for asked, _, place in sorted(spans):
            while passed < len(confirmed) and confirmed[passed][0] < asked:
                latest = max(latest, confirmed[passed][1])
                passed += 1
            if place < latest:
                yield f"3: entry {place} was asked for after entry {latest} was confirmed"

    def _window(self, call: Asked, ledger: Sequence[Any]) -> tuple[int, int]:
        """The first and the last entry after which the account may have stood for this call."""
        spans = self._spans(ledger)
        before = [place for _, done, place in spans if done is not None and done < call.invoked]
        after = [place for asked, _, place in spans if asked > (call.completed or 0)]
        return max(before, default=0), min(after, default=len(ledger)) - 1

    def _rightly_refused(self, ledger: Sequence[Any]) -> Iterator[str]:
        for call in self.calls:
            if call.outcome != "insufficient":
                continue
            first, last = self._window(call, ledger)
            left = (entry.balance_after - entry.held_after for entry in ledger[first : last + 1])
            if not any(available < call.needs for available in left):
                yield f"4: {call.key} was refused {call.needs}, which was there all the time"

    def _read_what_was(self, ledger: Sequence[Any]) -> Iterator[str]:
        for call in self.calls:
            if call.key is not None or call.outcome != "ok" or call.sequence is None:
                continue
            first, last = self._window(call, ledger)
            if not first <= call.sequence <= last:
                yield f"5: entry {call.sequence} was read, which was not the last one then"
                continue
            entry = ledger[call.sequence]
            if (entry.balance_after, entry.held_after) != (call.balance, call.held):
                yield f"5: {call.balance} was read, which never was the balance"

    def _once(self, ledger: Sequence[Any]) -> Iterator[str]:
        keys = [entry.idempotency_key for entry in ledger]
        yield from (f"6: {key} has more than one entry" for key in {*keys} if keys.count(key) > 1)

    def _nothing_lost_or_invented(self, ledger: Sequence[Any]) -> Iterator[str]:
        found = {entry.idempotency_key: entry for entry in ledger}
        for call in self.calls:
            if call.key is None or call.outcome != "ok":
                continue
            entry = found.get(call.key)
            if entry is None:
                yield f"7: {call.key} was confirmed and is not there"
            elif (entry.sequence, entry.balance_after) != (call.sequence, call.balance):
                yield f"7: {call.key} was confirmed otherwise than it is there"
        asked = {call.key for call in self.calls}
        yield from (
            f"7: nobody asked for {key}"
            for key, entry in found.items()
            if entry.sequence > 0 and key not in asked
        )


def _gapless(account: Any, ledger: Sequence[Any]) -> Iterator[str]:
    if [entry.sequence for entry in ledger] != list(range(len(ledger))):
        yield "1: the sequences have gaps or doubles"
    if account.last_sequence != len(ledger) - 1:
        yield "1: the account is not at its last entry"


def _replayed(account: Any, ledger: Sequence[Any]) -> Iterator[str]:
    balance = held = 0
    for entry in ledger:
        balance, held = balance + entry.amount, held + entry.held_change
        if (entry.balance_after, entry.held_after) != (balance, held):
            yield f"2: entry {entry.sequence} carries another balance than its replay"
        if not 0 <= held <= balance:
            yield f"2: entry {entry.sequence} overdraws"
    if (account.balance, account.held) != (balance, held):
        yield "2: the account has another balance than its entries"
