"""The one way to the database: connect, one transaction, a ping."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url

from persistence.errors import (
    ConstraintViolation,
    Overloaded,
    StorageTimeout,
    StorageTrouble,
    StorageUnavailable,
    UniqueViolation,
)

__all__ = [
    "APP_ROLE",
    "ConstraintViolation",
    "Overloaded",
    "StorageTimeout",
    "StorageTrouble",
    "StorageUnavailable",
    "UniqueViolation",
    "close",
    "connect",
    "installation_id",
    "orm_config",
    "ping",
    "rows",
    "transaction",
]

# The role the server works as: it can neither change nor delete entries of the ledger or the
# audit log, nor move a balance. Migrations create it and give it its rights.
APP_ROLE = "saas_litellm_app"

_SERVER_SETTINGS = {
    "application_name": "saas-litellm",
    "statement_timeout": "5000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
}


def orm_config(
    url: str, *, pool_size: int = 10, role: str | None = None, **server_settings: str
) -> dict[str, Any]:
    """Tortoise's configuration for a `postgres://` URL; `role` is assumed by every connection."""
    connection = expand_db_url(url.replace("postgresql://", "postgres://", 1))
    connection["engine"] = "persistence.postgres"
    connection["credentials"] |= {
        "minsize": 1,
        "maxsize": pool_size,
        "command_timeout": 30,
        "server_settings": _SERVER_SETTINGS | server_settings | ({"role": role} if role else {}),
    }
    return {
        "connections": {"default": connection},
        "apps": {"models": {"models": ["persistence.models", "aerich.models"]}},
        "use_tz": True,
        "timezone": "UTC",
    }


async def connect(url: str, *, pool_size: int = 10, **server_settings: str) -> None:
    """Open the pool of this process, as the role that can rewrite no history."""
    config = orm_config(url, pool_size=pool_size, role=APP_ROLE, **server_settings)
    # Requests run in other tasks than the one that connects: without the fallback they find
    # no connection.
    await Tortoise.init(config=config, _enable_global_fallback=True)


async def close() -> None:
    await Tortoise.close_connections()


def _connection() -> BaseDBAsyncClient:
    return Tortoise.get_connection("default")


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. Inside another transaction: a savepoint.

    Nothing may leave the process inside the block, and `UniqueViolation` is caught outside it:
    inside, PostgreSQL has already given the transaction up.
    """
    async with _connection()._in_transaction():
        yield


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of one statement, `INSERT … RETURNING` and the like included."""
    return await _connection().execute_query_dict(sql, list(values))


async def ping() -> None:
    """Raises `StorageTrouble` when the database does not answer."""
    await rows("SELECT 1")


async def installation_id() -> str:
    """Tells what this database's servers make in LiteLLM from what others make there."""
    [row] = await rows("SELECT id FROM installations")
    return str(row["id"])
