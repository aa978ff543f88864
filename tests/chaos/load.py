"""Clients that move credits and repeat every request until they know its outcome, by its key."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

MUTATION = """
mutation ($input: {kind}CreditsInput!) {{
  result: {name}Credits(input: $input) {{
    transaction {{ sequence amount balanceAfter }}
    errors {{ code message }}
  }}
}}
"""
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Acknowledged:
    """What the server said of one request, once and for all."""

    key: str
    amount: str
    sequence: int
    balance_after: str


@dataclass
class Load:
    """Clients on several teams; `acknowledged` by team, `refused` by error code."""

    url: str
    headers: dict[str, str]
    teams: list[str]
    clients: int = 8
    acknowledged: dict[str, list[Acknowledged]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    troubles: int = 0
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with httpx.AsyncClient(base_url=self.url, headers=self.headers, timeout=20) as http:
            tasks = [asyncio.create_task(self._client(http, n)) for n in range(self.clients)]
            try:
                yield
            except BaseException:
                for task in tasks:  # a service that does not come back has no outcomes
                    task.cancel()
                raise
            self._stop.set()
            await asyncio.gather(*tasks)

    @property
    def count(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    async def more(self, count: int, seconds: float = 60) -> None:
        """Waits until so many further requests are acknowledged: the service is back."""
        wanted = self.count + count
        async with asyncio.timeout(seconds):
            while self.count < wanted:
                await asyncio.sleep(0.05)

    async def _client(self, http: httpx.AsyncClient, number: int) -> None:
        team = self.teams[number % len(self.teams)]
        turn = 0
        while not self._stop.is_set():
            turn += 1
            # Two grants of 3 for each charge of 2: never short, so that nothing is refused.
            kind, amount = ("Deduct", "2") if turn % 3 == 0 else ("Add", "3")
            await self._settle(http, team, kind, amount, f"{number}-{turn}")

    async def _settle(
        self, http: httpx.AsyncClient, team: str, kind: str, amount: str, key: str
    ) -> None:
        variables = {
            "input": {"teamId": team, "amount": amount, "reason": "load", "idempotencyKey": key}
        }
        query = MUTATION.format(kind=kind, name=kind.lower())
        while (answer := await self._ask(http, query, variables)) is None:
            self.troubles += 1
            await asyncio.sleep(PAUSE_SECONDS)
        if answer["errors"]:
            self.refused.append(f"{answer['errors'][0]['code']}: {answer['errors'][0]['message']}")
            return
        said = answer["transaction"]
        self.acknowledged.setdefault(team, []).append(
            Acknowledged(key, said["amount"], said["sequence"], said["balanceAfter"])
        )

    async def _ask(
        self, http: httpx.AsyncClient, query: str, variables: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The payload, or None when the outcome is unknown and the same key must be sent again."""
        try:
            response = await http.post("/graphql", json={"query": query, "variables": variables})
        except httpx.HTTPError:
            return None
        body = response.json()
        for error in body.get("errors", []):
            code = error["extensions"]["code"]
            if code != "UNAVAILABLE":
                self.refused.append(f"{code}: {error['message']}")
            return None
        result: dict[str, Any] = body["data"]["result"]
        return result
