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

    def feed(self, received: bytes) -> list[bytes]:
        """The events that `received` completes."""
        events = []
        for line in self._lines(received):
            if line:
                self._take(line)
            elif self._data:
                events.append(self._data[0] if len(self._data) == 1 else b"\n".join(self._data))
                self._data, self._data_size = [], 0
        if self._data_size + self._rest_size > _MOST:
            raise EventTooLarge
        return events

    def _lines(self, received: bytes) -> Iterator[bytes]:
        if self._after_cr and received:
            received = received.removeprefix(b"\n")
            self._after_cr = False
        # Of bytes, unlike of text, only \n, \r and \r\n end a line.
        lines = received.splitlines()
        if not lines:
            return
        rest = b"" if received[-1:] in {b"\n", b"\r"} else lines.pop()
        if lines and self._rest:
            lines[0] = b"".join([*self._rest, lines[0]])
            self._rest, self._rest_size = [], 0
        yield from lines
        self._after_cr = received[-1:] == b"\r"
        if rest:
            self._rest.append(rest)
            self._rest_size += len(rest)

    def _take(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            value = line[6:] if line[5:6] == b" " else line[5:]
        elif line == b"data":
            value = b""
        else:
            return
        self._data.append(value)
        self._data_size += len(value)
