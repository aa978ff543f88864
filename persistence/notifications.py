"""A connection beside the pool, for what belongs to a connection: notices, and a lock held."""

from collections.abc import Callable
from typing import Any

import asyncpg
from tortoise import Tortoise

from persistence.errors import StorageTrouble, StorageUnavailable
from persistence.postgres import translate

_CONNECT_SECONDS = 2.0
_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


class Line:
    """Open until closed or broken; `wake` is called for every notice, and when it breaks."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._held: set[str] = set()

    @property
    def is_open(self) -> bool:
        return not self._connection.is_closed()

    async def hold(self, name: str) -> bool:
        """Whether this line holds the lock of that name; it keeps it as long as it is open."""
        if not self.is_open:
            return False
        if name not in self._held:
            question = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"
            try:
                free = await self._connection.fetchval(question, name)
            except (*_ERRORS, TimeoutError) as error:
                raise _trouble(error) from error
            if not free:
                return False
            self._held.add(name)
        return True

    async def close(self) -> None:
        self._connection.terminate()


async def listen(
    channel: str, wake: Callable[[], None], heard: Callable[[str], None] | None = None
) -> Line:
    """A line that hears the notices of one channel; raises `StorageTrouble`. With `heard`, that
    is called with the text of each notice, and `wake` only when the line breaks."""
    connection = None
    try:
        connection = await _connect()
        connection.add_termination_listener(lambda _: wake())
        await connection.add_listener(
            channel, lambda *notice: heard(notice[-1]) if heard else wake()
        )
    except (*_ERRORS, TimeoutError) as error:
        if connection:
            connection.terminate()
        raise _trouble(error) from error
    return Line(connection)


async def _connect() -> Any:
    client: Any = Tortoise.get_connection("default")
    return await asyncpg.connect(
        host=client.host,
        port=client.port,
        user=client.user,
        password=client.password,
        database=client.database,
        ssl=client.extra.get("ssl"),
        server_settings=client.server_settings,
        timeout=_CONNECT_SECONDS,
        command_timeout=_CONNECT_SECONDS,
    )


def _trouble(error: BaseException) -> BaseException:
    trouble = translate(error)
    return trouble if isinstance(trouble, StorageTrouble) else StorageUnavailable()
