"""How many may be in at a time, in this process."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Full(Exception):
    pass


class Door:
    """Lets in `most` of each; those who leave make room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside: Counter[Hashable] = Counter()

    @contextmanager
    def entered(self, who: Hashable) -> Iterator[None]:
        """Raises `Full`."""
        if self._inside[who] >= self._most:
            raise Full
        self._inside[who] += 1
        try:
            yield
        finally:
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who]

    def __len__(self) -> int:
        return self._inside.total()
