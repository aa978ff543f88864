"""Whether the servers that were named answer, and what to do when they do not."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Secret

from server.settings import Settings
from server.trouble import CannotStart

# What PostgreSQL says when it answers, but not to us (SQLSTATE).
_REFUSALS: Final = {
    "28P01": ("refuses the password", "Correct the user and password in it."),
    "28000": ("refuses the user", "Correct the user in it, or allow it in pg_hba.conf."),
    "3D000": ("has no database of that name", "Create it, or correct the name."),
    "53300": ("has no connection left", "Raise its max_connections, or stop other clients."),
}
_TIMEOUT_SECONDS: Final = 5.0


def migrate(settings: Settings) -> list[str]:
    """Brings the database up to date; the names of what was applied."""
    from persistence.migrations import runner  # noqa: PLC0415 - slow: while the services start

    if not settings.migration_database_url:
        return _ask(runner.migrate, settings.database_url, "DATABASE_URL")
    applied = _ask(runner.migrate, settings.migration_database_url, "MIGRATION_DATABASE_URL")
    _ask(runner.pending, settings.database_url, "DATABASE_URL")
    return applied


def require_schema(settings: Settings) -> None:
    from persistence.migrations import runner  # noqa: PLC0415

    if missing := _ask(runner.pending, settings.database_url, "DATABASE_URL"):
        raise CannotStart(
            f"The database lacks {len(missing)} migrations.", "Apply them: saas-litellm migrate"
        )


def _ask(
    question: Callable[[str], Coroutine[Any, Any, list[str]]], url: Secret, name: str
) -> list[str]:
    from persistence.errors import MigrationRefused, StorageUnavailable  # noqa: PLC0415

    try:
        return asyncio.run(question(str(url)))
    except MigrationRefused as error:
        raise CannotStart(
            f"The PostgreSQL of {name}, {_place(str(url))}, refused a migration: "
            f"{' '.join(str(error).split())}",
            "Let its user do that, and start again: it goes on from there.",
        ) from error
    except StorageUnavailable as error:
        raise _database_trouble(name, str(url), error.__cause__) from error


def _database_trouble(name: str, url: str, cause: BaseException | None) -> CannotStart:
    where = _place(url)
    state = getattr(cause, "sqlstate", None)
    if state in _REFUSALS:
        problem, remedy = _REFUSALS[state]
        return CannotStart(f"The PostgreSQL of {name}, {where}, {problem}.", remedy)
    reason = "it took too long" if isinstance(cause, TimeoutError) else f"{cause}"
    return CannotStart(
        f"{name} does not answer at {where}: {reason}.",
        "Start that PostgreSQL, correct the URL, or unset it to use an embedded PostgreSQL.",
    )


def take_prices(settings: Settings) -> None:
    """In this process, for good."""
    from domain import prices  # noqa: PLC0415 - slow, and of no use to most commands

    try:
        prices.use(settings.price_catalog)
    except prices.WrongCatalog as error:
        raise CannotStart(
            f"The file of PRICE_CATALOG, {settings.price_catalog}, is not right. {error}",
            "Correct it, or unset PRICE_CATALOG to use the prices that come with this release.",
        ) from error
    except OSError as error:
        raise CannotStart(
            f"The file of PRICE_CATALOG, {settings.price_catalog}, cannot be read: "
            f"{os.strerror(error.errno or 0).lower()}.",
            "Correct the path or the permissions, or unset PRICE_CATALOG.",
        ) from error


def redis_answers(settings: Settings) -> None:
    import redis  # noqa: PLC0415 - slow, and only needed when a Redis of one's own is named

    url = str(settings.redis_url)
    if url.startswith("memory:"):
        return
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=_TIMEOUT_SECONDS) as client:
            client.ping()
    except redis.AuthenticationError:
        raise CannotStart(
            f"The Redis of REDIS_URL, {_place(url)}, refuses the password.", "Correct it."
        ) from None
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(
            f"REDIS_URL does not answer at {_place(url)}: {error}.",
            "Start that Redis, correct the URL, or unset it to use an embedded Redis.",
        ) from error


def _place(url: str) -> str:
    """The URL without its user and password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.hostname}{port}{parts.path}"
