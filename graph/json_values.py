"""What JSON we take: nothing that PostgreSQL or a later reader would choke on."""

import math
from typing import Any, Final

MAX_DEPTH: Final = 32
MAX_VALUES: Final = 5000
_INTEGERS: Final = range(-(2**63), 2**64)


def check_json(root: Any) -> None:
    """Raises `ValueError` with a sentence for people."""
    values, depth, count = [root], 0, 0
    while values:
        depth += 1
        count += len(values)
        if depth > MAX_DEPTH or count > MAX_VALUES:
            raise ValueError(
                f"JSON may be nested {MAX_DEPTH} deep and hold {MAX_VALUES} values at most."
            )
        values = [below for value in values for below in _checked(value)]


def _checked(value: Any) -> list[Any]:
    """What is inside of it."""
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and "\0" in value:
        raise ValueError("A string must not hold the character NUL.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("A number must be finite.")
    if isinstance(value, int) and value not in _INTEGERS:
        raise ValueError("A whole number must fit in 64 bits.")
    return []
