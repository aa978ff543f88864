"""What an operator does beside the running server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain import credits, provisioning, resealing, setup
from domain.access import SYSTEM
from domain.credits import Verification
from domain.ports import Ports
from domain.provisioning import Report, Waiting
from domain.resealing import Resealed
from persistence import database
from server.ports import Adapters
from server.settings import Settings


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator[Ports]:
    await database.connect(str(settings.database_url), pool_size=2)
    try:
        adapters = Adapters(settings, await database.installation_id())
        async with adapters.running() as ports:
            yield ports
    finally:
        await database.close()


async def create_owner(settings: Settings, *, email: str, display_name: str, password: str) -> None:
    """Whoever has a shell here needs no setup token."""
    async with _connected(settings) as ports:
        await setup.setup(
            SYSTEM,
            ports,
            email=email,
            display_name=display_name,
            password=password,
            setup_token=ports.policy.setup_token,
        )


async def reconcile(settings: Settings, *, force: bool) -> tuple[Report, Waiting]:
    """What was found, and what waits for LiteLLM after all that waited was tried."""
    async with _connected(settings) as ports:
        report = await provisioning.reconcile(SYSTEM, ports, force=force)
        return report, await provisioning.catch_up(ports)


async def verify_ledger(settings: Settings) -> Verification:
    async with _connected(settings):
        return await credits.verify(SYSTEM)


async def reseal(settings: Settings) -> Resealed:
    async with _connected(settings) as ports:
        return await resealing.reseal(SYSTEM, ports.vault)
