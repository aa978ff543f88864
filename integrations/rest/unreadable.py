"""Requests that are no good before the domain is asked."""

from collections.abc import Mapping, Sequence
from typing import Any


class Unprocessable(Exception):
    """The request has wrong fields; `items` are those of the legacy answer's `detail`."""

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("The request has wrong fields.")
        self.items = list(items)


class TooLarge(Exception):
    """The body is larger than an operation reads."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body may be {limit} bytes at most.")
        self.limit = limit
