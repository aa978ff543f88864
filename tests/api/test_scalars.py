"""Exact values on the wire."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, strategies

from graph.scalars import (
    SCALARS,
    BigInt,
    Credits,
    Usd,
    credits_text,
    instant_text,
    parse_credits,
    parse_instant,
)

parse_usd, usd_text = SCALARS[Usd].parse_value, SCALARS[Usd].serialize
parse_big_int = SCALARS[BigInt].parse_value


@given(strategies.integers(-(2**63) + 1, 2**63 - 1))
def test_every_number_of_credits_survives_the_way_out_and_in(micro):
    assert parse_credits(credits_text(micro)) == micro


@given(strategies.decimals(allow_nan=False, allow_infinity=False, places=12, max_value=10**15))
def test_every_amount_of_dollars_survives_the_way_out_and_in(amount):
    assert parse_usd(usd_text(amount)) == amount


@pytest.mark.parametrize(
    ("value", "micro"),
    [("12.5", 12_500_000), ("-0.000001", -1), ("+3", 3_000_000), (7, 7_000_000), ("0.50", 500_000)],
)
def test_credits_are_decimal_strings_or_integers(value, micro):
    assert parse_credits(value) == micro


@pytest.mark.parametrize(
    ("micro", "text"),
    [(12_500_000, "12.5"), (0, "0"), (-1, "-0.000001"), (10_000_000, "10"), (-2_500_000, "-2.5")],
)
def test_credits_are_printed_without_superfluous_zeros(micro, text):
    assert credits_text(micro) == text


@pytest.mark.parametrize(
    "value",
    [
        *(0.1, 1.0, True, None, [], {}),
        *("", " 1", "1e3", "1,5", "NaN", "Infinity", "0x1", "1.", ".5", "\u0661"),
        *("1.1234567", "9223372036854.775808", "9" * 40),
    ],
)
def test_other_credits_are_refused(value):
    with pytest.raises(ValueError, match=r"[Cc]redits"):
        parse_credits(value)


def test_a_float_is_refused_with_the_reason():
    with pytest.raises(ValueError, match=r"exact.*not a float"):
        parse_credits(0.1)


def test_dollars_print_without_exponent():
    assert usd_text(Decimal("1E+3")) == "1000"
    assert usd_text(Decimal("7.5E-7")) == "0.00000075"
    assert usd_text(Decimal("0.00")) == "0"


def test_an_instant_goes_out_in_utc_with_milliseconds():
    east = timezone(timedelta(hours=5, minutes=30))

    assert (
        instant_text(datetime(2025, 11, 5, 15, 0, 0, 123_999, east)) == "2025-11-05T09:30:00.123Z"
    )


@pytest.mark.parametrize(
    "text",
    ["2025-11-05T09:30:00Z", "2025-11-05T10:30:00.000+01:00", "2025-11-05t09:30:00.0z"],
)
def test_an_instant_comes_in_with_any_offset(text):
    assert parse_instant(text) == datetime(2025, 11, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        *("2025-11-05T09:30:00", "2025-11-05", "20251105T093000Z", "2025-W45-3T09:30:00Z"),
        *("2025-02-30T00:00:00Z", "2025-11-05T24:30:00Z", "0001-01-01T00:00:00+14:00"),
        *("2025-11-05T09:30:00Z\n", "now", "", 1762335000, None),
    ],
)
def test_other_instants_are_refused(value):
    with pytest.raises(ValueError, match="DateTime"):
        parse_instant(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), 1.0, "1", True, None])
def test_a_big_int_is_a_whole_number_that_javascript_can_hold(value):
    assert parse_big_int(2**53 - 1) == 2**53 - 1
    with pytest.raises(ValueError, match="BigInt"):
        parse_big_int(value)


def test_scalars_say_where_they_are_specified():
    assert all(scalar.specified_by_url for scalar in SCALARS.values())
    assert SCALARS[Credits].name == "Credits"
