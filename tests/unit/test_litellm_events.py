"""Server-sent events, split in every way that a network can split them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.litellm import events as module
from integrations.litellm.events import Events, EventTooLarge

STREAM = (
    ": a comment\n\n"
    'data: {"a": "ä€😀"}\n\n'
    "data:no space\r\n\r\n"
    "event: named\rid: 7\rdata: of a name\r\r"
    "data: two\ndata: lines\n\n"
    "data: two\r\ndata: more\r\n\r\n"
    "data\n\n"
    "retry: 5\n\n"
    "data: a\u2028b\u0085c\x0bd\n\n"
    "data:  two spaces\n\n"
    "database: no\n\n"
    "data: [DONE]\n\n"
    "data: that never ends"
).encode()
EXPECTED = [
    '{"a": "ä€😀"}'.encode(),
    b"no space",
    b"of a name",
    b"two\nlines",
    b"two\nmore",
    b"",
    "a\u2028b\u0085c\x0bd".encode(),
    b" two spaces",
    b"[DONE]",
]


def read(*parts: bytes) -> list[bytes]:
    events = Events()
    return [event for part in parts for event in events.feed(part)]


def test_events_are_read_from_one_piece() -> None:
    assert read(STREAM) == EXPECTED


def test_events_are_read_from_single_bytes() -> None:
    assert read(*(bytes([byte]) for byte in STREAM)) == EXPECTED


@given(st.lists(st.integers(0, len(STREAM)), max_size=8))
def test_events_are_read_wherever_they_are_split(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    parts = [STREAM[start:end] for start, end in pairwise(edges)]
    assert read(*parts) == EXPECTED


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_an_event_does_not_wait_for_what_follows_it(end: bytes) -> None:
    assert read(b"data: now" + end + end) == [b"now"]


@pytest.mark.parametrize("part", [b"x" * 10, b"data: xxxx\n"])
def test_an_event_that_does_not_end_is_given_up(
    part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 1000)
    with pytest.raises(EventTooLarge):
        read(*[part] * 300)


def test_many_events_may_be_more_than_one_may() -> None:
    assert len(read(*[b"data: x\n\n: comment\n"] * 5000)) == 5000


def test_a_long_event_in_many_pieces_takes_no_longer_than_its_length() -> None:
    """Were the pieces joined at each one that comes, this would take minutes."""
    piece = b"x" * 64
    (event,) = read(b"data: ", *[piece] * 200_000, b"\n\n")
    assert len(event) == 64 * 200_000
