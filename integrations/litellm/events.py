"""Server-sent events, read from bytes that are split anywhere."""

from collections.abc import Iterator
from typing import Final

_MOST: Final = 16 * 1024 * 1024


class EventTooLarge(Exception):
    pass


class Events:
    """The data of each event, in order. Comments and all other fields are passed over."""

    def __init__(self) -> None:
        self._data: list[bytes] = []
        self._data_size = 0
        self._rest: list[bytes] = []
        self._rest_size = 0
        self._after_cr = False

    def feed(self, received: bytes) -> Iterator[bytes]:
        """The events that `received` completes."""
        for line in self._lines(received):
            if line:
                self._take(line)
            elif self._data:
                data, self._data, self._data_size = self._data, [], 0
                yield b"\n".join(data)
        if self._data_size + self._rest_size > _MOST:
            raise EventTooLarge

    def _lines(self, received: bytes) -> Iterator[bytes]:
        if self._after_cr and received:
            received = received.removeprefix(b"\n")
            self._after_cr = False
        lines = received.splitlines(keepends=True)
        rest = lines.pop() if lines and lines[-1][-1:] not in b"\r\n" else b""
        self._after_cr = bool(lines) and not rest and lines[-1].endswith(b"\r")
        for line in lines:
            yield b"".join([*self._rest, line]).rstrip(b"\r\n")
            self._rest, self._rest_size = [], 0
        if rest:
            self._rest.append(rest)
            self._rest_size += len(rest)

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._data_size += len(value)
