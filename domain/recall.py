"""What a key's last call depended on, so that its next one need not look it up again.

Whatever is changed is written to the audit log in the same transaction. As long as the log's
latest number is the one that was read together with some rows, the rows are as they were. Nothing
that is remembered is believed: the statement that holds the credits of a call asks for the number
first (`unchanged`), and where it is another, all is looked up as for anybody.
"""

from time import monotonic
from typing import Final, Generic, TypeVar

from persistence.writing import Part

K = TypeVar("K")
V = TypeVar("V")

# What is read with the rows, by the same statement.
NUMBER: Final = "coalesce((SELECT max(sequence) FROM audit_events), 0)"
_UNCHANGED: Final = f"SELECT {NUMBER} = ({{rows}} ->> 0)::bigint AS is_unchanged"

_LONGEST_SECONDS: Final = 60.0
_MOST: Final = 10_000


class Outdated(Exception):
    """What was remembered does not hold, or led to a refusal: look it up and begin again."""


class Memory(Generic[K, V]):
    """Values that were all read at one number of the audit log."""

    def __init__(self) -> None:
        self._number = -1
        self._until = 0.0
        self._values: dict[K, V] = {}

    def keep(self, number: int, key: K, value: V) -> None:
        # A lower number is a late reader's, or that of a log that was restored from a backup.
        if number != self._number or len(self._values) >= _MOST or monotonic() > self._until:
            self._number, self._values = number, {}
            self._until = monotonic() + _LONGEST_SECONDS
        self._values[key] = value

    def get(self, key: K) -> V | None:
        return self._values.get(key) if monotonic() < self._until else None


def unchanged(number: int) -> Part:
    """A condition for `write`: nothing was changed since this number."""
    return Part(_UNCHANGED, [number])
