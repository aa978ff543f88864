"""What can go wrong with the database, told without asyncpg's or Tortoise's words.

    StorageTrouble
    ├── StorageUnavailable   no connection, or it broke
    ├── StorageTimeout       a statement, a lock or a transaction took too long
    └── Overloaded           no connection of the pool was free in time

    UniqueViolation          a unique constraint or index refused a row
    ConstraintViolation      another constraint or trigger refused it
    NumberOutOfRange         a number, or a sum, is larger than its column

    MigrationRefused         the database's user may not do what a migration does

After any `StorageTrouble` the caller may repeat a read, or a write that has an idempotency key.
"""

from typing import ClassVar


class StorageTrouble(Exception):
    """The database could not do it now; nothing of the transaction happened unless it was
    the commit itself that broke, which only an idempotency key can tell."""

    code: ClassVar[str] = "UNAVAILABLE"
    retry_after_seconds: ClassVar[int] = 1
    message: ClassVar[str] = "The database is not available just now; try again."

    def __init__(self) -> None:
        super().__init__(self.message)


class StorageUnavailable(StorageTrouble):
    retry_after_seconds = 2


class StorageTimeout(StorageTrouble):
    message = "The database took too long; try again."


class Overloaded(StorageTrouble):
    message = "Too many requests at once; try again in a moment."


class ConstraintViolation(Exception):
    """`constraint` is the name of the constraint in the database; '' when a trigger refused."""

    def __init__(self, constraint: str, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.constraint = constraint
        self.sqlstate = sqlstate


class UniqueViolation(ConstraintViolation):
    pass


class NumberOutOfRange(Exception):
    pass


class MigrationRefused(Exception):
    """Says it in PostgreSQL's words. Nothing of that migration happened."""
