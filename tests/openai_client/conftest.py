"""`behind`: our /v1 with the sandbox or with a real LiteLLM behind it, and OpenAI's own client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import openai
import pytest

from integrations.litellm.sandbox.faults import Course, Faults
from tests.calls_service import Service, serving
from tests.calls_world import calling
from tests.litellm_served import served_sandbox
from tests.real_proxy import MASTER_KEY, running_proxy, why_missing

LONG = "word " * 3_000


@dataclass
class Behind:
    """`requests` are those that the client sent, repeats included."""

    service: Service
    is_real: bool
    requests: list[Any] = field(default_factory=list)

    def client(self, **options: Any) -> openai.AsyncOpenAI:
        async def count(request: Any) -> None:
            self.requests.append(request)

        http = openai.DefaultAsyncHttpxClient(event_hooks={"request": [count]})
        given = {"api_key": self.service.world.secret, "http_client": http, **options}
        return openai.AsyncOpenAI(base_url=f"{self.service.url}/v1", **given)

    def saying(self, text: str) -> dict[str, Any]:
        """What to send besides, so that the model says this."""
        if self.is_real:
            return {"mock_response": text}
        self.service.world.faults.steer(Course(text=text))
        return {}

    def rambling(self) -> dict[str, Any]:
        """What to send besides, so that the model does not come to an end soon."""
        if self.is_real:
            return {"mock_response": LONG}

        async def falter(number: int) -> None:
            if number > 3:
                await asyncio.Event().wait()

        self.service.world.faults.steer(Course(text=LONG, wait=falter))
        return {}

    def calling(self, function: dict[str, str]) -> dict[str, Any]:
        """What to send besides, so that the model calls this function."""
        if not self.is_real:
            return {}
        return {"mock_tool_calls": [{"id": "call_1", "type": "function", "function": function}]}


class Backends:
    """Makes worlds before one LiteLLM."""

    def __init__(self, stack: AsyncExitStack, name: str) -> None:
        self._stack, self.is_real = stack, name == "real"

    async def __call__(self, **values: Any) -> Behind:
        faults = Faults()
        if self.is_real:
            proxy: Any = running_proxy()
            place = (proxy.url, MASTER_KEY, None)
        else:
            place = await self._stack.enter_async_context(served_sandbox(faults))
        world = await self._stack.enter_async_context(calling(*place, faults, **values))
        service = await self._stack.enter_async_context(serving(world))
        return Behind(service, self.is_real)


@pytest.fixture(params=["sandbox", pytest.param("real", marks=pytest.mark.real_proxy)])
async def make(request: pytest.FixtureRequest, database: None) -> AsyncIterator[Backends]:
    """`behind = await make(balance=2)`"""
    if request.param == "real" and (reason := why_missing()):
        pytest.skip(reason)
    async with AsyncExitStack() as stack:
        yield Backends(stack, request.param)


@pytest.fixture
async def behind(make: Backends) -> Behind:
    return await make()


@pytest.fixture
async def scripted(make: Backends) -> Behind:
    """Says what it is told to: a real proxy lets the team say so, of a model that has no words
    of its own."""
    if not make.is_real:
        return await make()
    allowed = {"allow_client_mock_response": True}
    return await make(models=("always-fails-no-fallback",), metadata=allowed)
