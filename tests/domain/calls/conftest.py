"""A team, its sandbox and its credits; each test may want them otherwise."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from integrations.litellm.sandbox import Faults
from tests.calls_world import World, calling
from tests.litellm_served import served_sandbox

Making = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture
def make_world(database: None) -> Making:
    """`async with make_world(balance=2) as world:`"""

    @asynccontextmanager
    async def making(**values: Any) -> AsyncIterator[World]:
        faults = Faults()
        async with (
            served_sandbox(faults) as (base_url, master_key, state),
            calling(base_url, master_key, state, faults, **values) as world,
        ):
            yield world

    return making


@pytest_asyncio.fixture
async def world(make_world: Making) -> AsyncIterator[World]:
    async with make_world() as made:
        yield made
