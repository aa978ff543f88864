"""What is an e-mail address."""

import time

import pytest

from domain import emails
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("admin@example.com", "admin@example.com"),
        ("  Admin@Example.COM ", "Admin@example.com"),
        ("first.last+tag@sub.example.co.uk", "first.last+tag@sub.example.co.uk"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("a@xn--bcher-kva.example.net", "a@xn--bcher-kva.example.net"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
        ("a@example.invalid.com", "a@example.invalid.com"),
        ("a@3com.com", "a@3com.com"),
    ],
)
def test_these_are_addresses(given, stored):
    assert emails.checked(given) == stored


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "@",
        "a",
        "a@",
        "@example.com",
        "a@b",
        "a@example",
        "a@@example.com",
        "a@b@example.com",
        "a b@example.com",
        "a@exa mple.com",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@.example.com",
        "a@example..com",
        "a@example.com.",
        "a@-example.com",
        "a@example-.com",
        "a@example.123",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        '"a b"@example.com',
        "Name <a@example.com>",
        "a@example.com,b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "a\0@example.com",
        "a@exämple.com",
        "ä@example.com",
        "\u017f@example.com",  # a long s, which is an s in capitals
        "a@\u212aexample.com",  # the sign of kelvin, which is a k in lower case
        "a\u202e@example.com",
        "a@host.local",
        "a@host.LOCAL",
        "a@host.test",
        "a@host.invalid",
        "a@host.localhost",
        "a@host.onion",
        "a@host.arpa",
        "a@localhost",
        "x" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "a@" + "b." * 130 + "com",
    ],
)
def test_these_are_none(given):
    with pytest.raises(InvalidInput) as refusal:
        emails.checked(given)

    assert refusal.value.field == ("email",)


@pytest.mark.parametrize("given", ["a" * 10**6, "a." * 10**6 + "@x", "a@" + "b-" * 10**6])
def test_long_ones_are_refused_quickly(given):
    started = time.process_time()

    with pytest.raises(InvalidInput):
        emails.checked(given)

    assert time.process_time() - started < 0.1
