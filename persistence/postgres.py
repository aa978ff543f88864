"""Tortoise's client for PostgreSQL, made safe: the engine that `orm_config` names.

What differs from the stock client:
- A connection is waited for `ACQUIRE_SECONDS` at most, then `Overloaded`.
- A transaction that is cancelled, or loses its connection, while it begins gives the connection
  back. Stock Tortoise (1.1.9) leaks it for ever: fifty cancelled tasks empty the pool.
- A connection goes back to the pool as it is, once no transaction is open.
- Trouble is told in the words of `persistence.errors`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from persistence.errors import (
    ConstraintViolation,
    NumberOutOfRange,
    Overloaded,
    StorageTimeout,
    StorageTrouble,
    StorageUnavailable,
    UniqueViolation,
)

ACQUIRE_SECONDS = 2.0

_UNAVAILABLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DiskFullError,
    asyncpg.OutOfMemoryError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
_DRIVER_ERRORS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_TIMEOUT = (
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    TimeoutError,
)


def translate(error: BaseException) -> BaseException:
    """asyncpg's error in our words; the error itself when it is a bug of ours."""
    if isinstance(error, asyncpg.UniqueViolationError):
        return UniqueViolation(error.constraint_name or "", error.sqlstate or "", str(error))
    if isinstance(error, asyncpg.PostgresError) and _is_constraint(error):
        return ConstraintViolation(error.constraint_name or "", error.sqlstate or "", str(error))
    if isinstance(error, asyncpg.NumericValueOutOfRangeError):
        return NumberOutOfRange(str(error))
    if isinstance(error, _TIMEOUT):
        return StorageTimeout()
    if isinstance(error, _UNAVAILABLE):
        return StorageUnavailable()
    return error


def _is_constraint(error: asyncpg.PostgresError) -> bool:
    """The database's own, or a refusal of one of our triggers."""
    return isinstance(error, asyncpg.IntegrityConstraintViolationError) or str(
        error.sqlstate
    ).startswith("LC")


async def _acquire(pool: asyncpg.Pool) -> Any:
    try:
        return await pool.acquire(timeout=ACQUIRE_SECONDS)
    except TimeoutError:
        raise Overloaded from None
    except _DRIVER_ERRORS as error:
        raise translate(error) from error


class _PoolConnection(PoolConnectionWrapper[Any]):
    async def __aenter__(self) -> Any:
        await self.ensure_connection()
        self.connection = await _acquire(self.client._pool)
        return self.connection


class _Transaction(TransactionContextPooled):
    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        self.client._connection = await _acquire(self._pool)
        self.token = get_connections().set(self.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            await self._give_back()
            raise
        return self.client

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            await _finish(self.client, kind)
        finally:
            await self._give_back()

    @property
    def _pool(self) -> asyncpg.Pool:
        return self.client._parent._pool

    async def _give_back(self) -> None:
        get_connections().reset(self.token)
        with suppress(*_DRIVER_ERRORS):  # raised after the pool has dropped the connection
            await asyncio.shield(self._pool.release(self.client._connection))


class _Savepoint(NestedTransactionContext):
    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await _finish(self.client, kind)


async def _finish(client: TransactionalDBClient, kind: type[BaseException] | None) -> None:
    try:
        await (client.commit() if kind is None else client.rollback())
    except _DRIVER_ERRORS as error:
        # A connection that broke has rolled back; the first error says more.
        if kind is None:
            raise translate(error) from error


class _TransactionClient(TransactionWrapper):
    def _in_transaction(self) -> _Savepoint:
        return _Savepoint(_TransactionClient(self))

    async def _translate_exceptions(
        self, func: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
    ) -> Any:
        return await _translated(self, func, *args, **kwargs)


async def _keep(_: Any) -> None:
    """Nothing outlives a transaction in a session of ours, no lock, listener or setting: to reset
    it, as asyncpg does, would cost every statement a second round trip."""


class Client(AsyncpgDBClient):
    def acquire_connection(self) -> Any:
        return _PoolConnection(self, self._pool_init_lock)

    def _in_transaction(self) -> _Transaction:
        return _Transaction(_TransactionClient(self), self._pool_init_lock)

    async def create_pool(self, **settings: Any) -> asyncpg.Pool:
        return await super().create_pool(reset=_keep, **settings)

    async def create_connection(self, with_db: bool) -> None:
        try:
            await super().create_connection(with_db)
        except _DRIVER_ERRORS as error:
            raise translate(error) from error

    async def _translate_exceptions(
        self, func: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
    ) -> Any:
        return await _translated(self, func, *args, **kwargs)


async def _translated(
    client: AsyncpgDBClient, func: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
) -> Any:
    try:
        return await func(client, *args, **kwargs)
    except _DRIVER_ERRORS as error:
        translated = translate(error)
        if isinstance(translated, StorageTrouble | ConstraintViolation | NumberOutOfRange):
            raise translated from error
        if isinstance(error, asyncpg.SyntaxOrAccessError | asyncpg.DataError):
            raise OperationalError(error) from error
        raise


client_class = Client
