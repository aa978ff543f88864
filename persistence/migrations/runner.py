"""Bring a database up to date, or tell what is missing.

Replicas may start at once: an advisory lock lets one of them migrate and the others find it done.
"""

import asyncio
from pathlib import Path

import asyncpg

from persistence.database import orm_config
from persistence.errors import MigrationRefused, StorageUnavailable
from persistence.postgres import translate

FOLDER = Path(__file__).parent
_LOCK = 0x5AA5_117E
_APP = "models"
# Index builds and rewrites may take longer than any request may.
_PATIENCE = {"statement_timeout": "0", "lock_timeout": "60000"}


def known() -> list[str]:
    """All migrations of this release, oldest first."""
    files = (FOLDER / _APP).glob("[0-9]*_*.py")
    return [file.name for file in sorted(files, key=lambda file: int(file.name.split("_")[0]))]


async def pending(url: str) -> list[str]:
    """Migrations that this release needs and the database lacks. Raises `StorageTrouble`."""
    connection = await _connect(url)
    try:
        return await _missing(connection)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise translate(error) from error
    finally:
        await connection.close()


async def migrate(url: str) -> list[str]:
    """Apply what is missing and return its names; safe to call from many processes at once.
    Raises `StorageTrouble` or `MigrationRefused`."""
    connection = await _connect(url)
    try:
        if not await _missing(connection):
            return []
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        missing = await _missing(connection)
        if missing:
            # aerich closes the ORM's shared connections when done: give it a loop of its own.
            await asyncio.to_thread(asyncio.run, _upgrade(url))
        return missing
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(url, timeout=10)
    except (asyncpg.PostgresError, OSError, TimeoutError) as error:
        raise StorageUnavailable from error


async def _missing(connection: asyncpg.Connection) -> list[str]:
    if await connection.fetchval("SELECT to_regclass('public.aerich')") is None:
        return known()
    rows = await connection.fetch("SELECT version FROM aerich WHERE app = $1", _APP)
    applied = {row["version"] for row in rows}
    return [name for name in known() if name not in applied]


async def _upgrade(url: str) -> None:
    # Imported only when there is work: it costs a quarter of a second at every start.
    from aerich import Command  # noqa: PLC0415
    from tortoise.context import TortoiseContext  # noqa: PLC0415
    from tortoise.exceptions import OperationalError  # noqa: PLC0415

    config = orm_config(url, pool_size=2, **_PATIENCE)
    command = Command(tortoise_config=config, app=_APP, location=str(FOLDER))
    # A context of its own: in a process that is connected already, aerich would migrate and then
    # close what that is connected to.
    with TortoiseContext():
        try:
            await command.init()
            await command.upgrade(run_in_transaction=True)
        except OperationalError as error:
            raise MigrationRefused(str(error)) from error
        finally:
            await command.aclose()
