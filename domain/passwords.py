"""Passwords: argon2id, hashed and verified in threads, a few at a time."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Final, TypeVar

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import InvalidInput, RateLimited

T = TypeVar("T")

SHORTEST: Final = 8
MOST_BYTES: Final = 72
QUEUE: Final = 50

_BCRYPT: Final = ("$2a$", "$2b$", "$2y$")
_BCRYPT_BYTES: Final = 72  # what the hashes of before were made of
_MOST_TRIED_BYTES: Final = 1024  # they were made of longer passwords, cut
_THREADS: Final = os.cpu_count() or 1
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_EXECUTOR: Final = ThreadPoolExecutor(_THREADS, thread_name_prefix="passwords")
_places: Final = BoundedSemaphore(_THREADS + QUEUE)
# Of a password that nobody knows, with the parameters of all others.
_NOBODY: Final = _HASHER.hash(os.urandom(32))


def check(password: str, field: str = "password") -> None:
    """Refuses a password that may not be set."""
    if len(password) < SHORTEST:
        raise InvalidInput(field, f"Use at least {SHORTEST} characters.")
    if len(password.encode(errors="surrogatepass")) > MOST_BYTES:
        raise InvalidInput(field, f"Use at most {MOST_BYTES} bytes.")
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in password):
        raise InvalidInput(field, "Use text only.")


async def hash_of(password: str) -> str:
    return await _in_thread(lambda: _HASHER.hash(password))


async def verify(password_hash: str | None, password: str) -> bool:
    """False without a hash, too, and not a moment sooner."""
    secret = password.encode(errors="surrogatepass")
    if len(secret) > _MOST_TRIED_BYTES:
        secret, password_hash = secret[:_MOST_TRIED_BYTES], None
    matches = await _in_thread(lambda: _matches(password_hash or _NOBODY, secret))
    return matches and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a verified password should be hashed anew."""
    return password_hash.startswith(_BCRYPT) or _HASHER.check_needs_rehash(password_hash)


def _matches(password_hash: str, secret: bytes) -> bool:
    try:
        if password_hash.startswith(_BCRYPT):
            return bcrypt.checkpw(secret[:_BCRYPT_BYTES], password_hash.encode())
        return _HASHER.verify(password_hash, secret)
    except (VerificationError, InvalidHashError, ValueError):
        return False


async def _in_thread(work: Callable[[], T]) -> T:
    if not _places.acquire(blocking=False):
        raise RateLimited("Too many sign-ins at once; try again.", retry_after_seconds=1)
    future = _EXECUTOR.submit(work)
    # A caller who goes away does not stop a thread: the place is free when the work has ended.
    future.add_done_callback(lambda _: _places.release())
    return await asyncio.wrap_future(future)
