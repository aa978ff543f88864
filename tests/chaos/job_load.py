"""Clients that run jobs of one call, and repeat every request until they know its outcome."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

PAUSE_SECONDS = 0.1
# Not an outcome: the same request must be sent again.
UNKNOWN = frozenset({409, 429, 502, 503})


@dataclass(frozen=True)
class Outcome:
    """What the server said of one key, once and for all."""

    key: str
    status: int
    body: dict[str, Any] = field(hash=False)


@dataclass
class JobLoad:
    """Clients of one team, by its virtual key."""

    url: str
    secret: str
    team: str
    clients: int = 8
    outcomes: list[Outcome] = field(default_factory=list)
    troubles: int = 0
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.http() as http:
            tasks = [asyncio.create_task(self._client(http, n)) for n in range(self.clients)]
            try:
                yield
            except BaseException:
                for task in tasks:  # a service that does not come back has no outcomes
                    task.cancel()
                raise
            self._stop.set()
            await asyncio.gather(*tasks)

    def http(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.secret}"}
        limits = httpx.Limits(max_connections=None)
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=60, limits=limits)

    async def more(self, count: int, seconds: float = 90) -> None:
        """Waits until so many further outcomes are known: the service is back."""
        wanted = len(self.outcomes) + count
        async with asyncio.timeout(seconds):
            while len(self.outcomes) < wanted:
                await asyncio.sleep(0.05)

    async def settle(self, http: httpx.AsyncClient, key: str) -> Outcome:
        """The outcome of one key, however often it takes to learn it."""
        while (answer := await self._ask(http, key)) is None:
            self.troubles += 1
            await asyncio.sleep(PAUSE_SECONDS)
        return Outcome(key, answer.status_code, answer.json())

    async def _client(self, http: httpx.AsyncClient, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            self.outcomes.append(await self.settle(http, f"{number}-{turn}"))

    async def _ask(self, http: httpx.AsyncClient, key: str) -> httpx.Response | None:
        body = {
            "team_id": self.team,
            "job_type": "load",
            "messages": [{"role": "user", "content": "Hello"}],
        }
        try:
            answer = await http.post(
                "/api/jobs/create-and-call", json=body, headers={"Idempotency-Key": key}
            )
        except httpx.HTTPError:
            return None
        return None if answer.status_code in UNKNOWN else answer
