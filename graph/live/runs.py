"""Streamed model calls under way in this process, each of which several may listen to.

A call goes on while somebody listens, and a little longer: whoever lost the connection finds it
again by its idempotency key, hears what was said in between, and the rest as it comes.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Hashable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any, Final

from domain.calls import Answered, Stream
from domain.errors import IdempotencyKeyInProgress, Refusal, UpstreamFailed
from domain.jobs import CallStatus, Job

# How long a call goes on without a listener, and is remembered when it is over.
GRACE_SECONDS: Final = 10.0
_PAUSES: Final = (0.1, 0.2, 0.4, 0.8)

Open = Callable[[], Awaitable[Stream]]
Forget = Callable[["Run"], None]


@dataclass(frozen=True, slots=True)
class Part:
    """What a chunk adds to the answer."""

    text: str | None = None
    tool_calls: list[Any] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One event: `job` is in the first and the last, an `outcome` in the last alone. `lagged`:
    parts before it were not told."""

    cursor: str
    lagged: bool = False
    part: Part = Part()
    job: Job | None = None
    outcome: Answered | Refusal | None = None


class Run:
    """One call. It begins when this is made."""

    def __init__(self, asked: object, open: Open, forget: Forget) -> None:
        self.asked = asked
        self._open = open
        self._forget = forget
        self._name = token_urlsafe(6)
        self._parts: list[Part] = []
        self._stream: Stream | None = None
        # Whether it was over before this run began: then it is told whole, in one event.
        self._is_replay = False
        self._listeners = 0
        self._news = asyncio.Event()
        self._is_answering = asyncio.Event()
        self._task = asyncio.create_task(self._work())
        self._task.add_done_callback(self._over)
        self._timer = self._time()

    async def begun(self) -> None:
        """Comes back when there is something to tell, or somebody else's answer to wait for.
        Raises what is wrong with the caller; refusals of the call are events."""
        with self._heard():
            await self._is_answering.wait()
        if self._task.done():
            self._outcome()

    async def events(self, seen: str = "") -> AsyncGenerator[Told, None]:
        """Those after `seen`, the cursor of an event of this run; else all."""
        with self._heard():
            place = self._place_after(seen)
            is_new = place is None
            place = place or 0
            async for _ in self._until_over():
                if is_new and self._stream is not None and not self._is_replay:
                    is_new = False
                    yield Told(self._cursor(place), lagged=bool(seen), job=self._stream.job)
                while place < len(self._parts):
                    place, part = self._next(place)
                    yield Told(self._cursor(place), part=part)
            outcome = self._outcome()
            job: Job | None = getattr(outcome, "job", None)
            yield Told(self._cursor(place), lagged=self._is_replay, job=job, outcome=outcome)

    async def end(self) -> None:
        """The upstream is closed, and what was used is settled."""
        self._leave()
        await asyncio.wait({self._task})

    async def _work(self) -> Answered | Refusal:
        try:
            async with aclosing(await self._opened()) as stream:
                self._is_replay = stream.call.status is not CallStatus.RUNNING
                self._stream = stream
                self._tell()
                async for chunk in stream:
                    if not self._is_replay:
                        self._hear(chunk)
        except Refusal as refusal:
            return refusal
        assert stream.answered
        return stream.answered

    async def _opened(self) -> Stream:
        """Another process may be at it: its answer is waited for."""
        pauses = iter(_PAUSES)
        pause = _PAUSES[0]
        while True:
            try:
                return await self._open()
            except IdempotencyKeyInProgress:
                self._is_answering.set()
                pause = next(pauses, pause)
                await asyncio.sleep(pause)

    def _hear(self, chunk: dict[str, Any]) -> None:
        choice: dict[str, Any] = next(iter(chunk.get("choices") or ()), {})
        delta = choice.get("delta") or {}
        part = Part(delta.get("content") or None, delta.get("tool_calls") or None)
        if part != Part():
            self._parts.append(part)
            self._tell()

    async def _until_over(self) -> AsyncIterator[None]:
        """Whenever there may be something new to tell."""
        while not self._task.done():
            news = self._news
            yield
            await news.wait()
        yield

    def _next(self, place: int) -> tuple[int, Part]:
        """The next part, and its end; to whoever is behind, more text at once."""
        if (first := self._parts[place]).tool_calls:
            return place + 1, first
        end = place
        while end < len(self._parts) and not self._parts[end].tool_calls:
            end += 1
        return end, Part("".join(part.text or "" for part in self._parts[place:end]))

    def _outcome(self) -> Answered | Refusal:
        if self._task.cancelled():
            raise UpstreamFailed("The call was given up: the server stops.")
        return self._task.result()

    def _cursor(self, place: int) -> str:
        return f"{self._name}.{place}"

    def _place_after(self, seen: str) -> int | None:
        places = (str(place) for place in range(len(self._parts) + 1))
        name, _, place = seen.partition(".")
        return int(place) if name == self._name and place in places else None

    @contextmanager
    def _heard(self) -> Iterator[None]:
        self._listeners += 1
        self._timer.cancel()
        try:
            yield
        finally:
            self._listeners -= 1
            if not self._listeners:
                self._timer = self._time()

    def _time(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(GRACE_SECONDS, self._leave)

    def _leave(self) -> None:
        self._timer.cancel()
        self._task.cancel()
        self._forget(self)

    def _tell(self) -> None:
        self._is_answering.set()
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _over(self, task: "asyncio.Task[Answered | Refusal]") -> None:
        """What was refused before it began may be asked for again at once."""
        if task.cancelled() or task.exception() or self._stream is None:
            self._forget(self)
        self._tell()


class Runs:
    """Those of this process, by who asked and under which idempotency key."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, Run] = {}
        self._all: set[Run] = set()

    def join(self, key: Hashable, asked: object, open: Open) -> Run:
        """The run of this key, begun if there is none. For another question under the same key
        one of its own, which will be refused."""
        run = self._by_key.get(key)
        if run is None or run.asked != asked:
            run = Run(asked, open, lambda gone: self._forget(key, gone))
            self._all.add(run)
            self._by_key.setdefault(key, run)
        return run

    async def close(self) -> None:
        for run in list(self._all):
            await run.end()

    def __len__(self) -> int:
        return len(self._all)

    def _forget(self, key: Hashable, run: Run) -> None:
        self._all.discard(run)
        if self._by_key.get(key) is run:
            del self._by_key[key]
