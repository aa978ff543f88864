"""What a Retry-After from elsewhere asks for."""

import pytest

from integrations import retry_after

DAY = 86_400


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("12", 12),
        (" 007 ", 7),
        (str(DAY), DAY),
        (str(DAY + 1), DAY),
        ("9" * 10_000, DAY),
        ("0" * 10_000 + "5", 5),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("\u0665", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_seconds_are_read_and_nothing_else(header, seconds):
    assert retry_after.seconds(header) == seconds
