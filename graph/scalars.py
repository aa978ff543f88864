"""Exact values on the wire: money never passes through a float, time is always UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from functools import cache
from typing import Any, Final, NewType
from zoneinfo import ZoneInfo, available_timezones

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph.json_values import check_json

JSON = NewType("JSON", object)
Credits = NewType("Credits", int)  # micro-credits
Usd = NewType("Usd", Decimal)
BigInt = NewType("BigInt", int)

MICRO: Final = 1_000_000
_BIGINT_MAX: Final = 2**63 - 1
_SAFE_MAX: Final = 2**53 - 1
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII
)
_DECIMAL: Final = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?", re.ASCII)
_DECIMAL_URL: Final = "https://www.w3.org/TR/xmlschema11-2/#decimal"


def parse_instant(value: Any) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("A DateTime is RFC 3339 with an offset, as in `2025-11-05T09:30:00.000Z`.")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("There is no such DateTime.") from error


def instant_text(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _exact(name: str) -> Callable[[Any], Decimal]:
    def parse(value: Any) -> Decimal:
        if isinstance(value, float):
            raise ValueError(f'{name} must be exact: send a string, as in `"12.5"`, not a float.')
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            return Decimal(value)
        raise ValueError(f'{name} is a decimal string, as in `"12.5"`.')

    return parse


def decimal_text(value: Decimal) -> str:
    """Without exponent and without superfluous zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def parse_credits(value: Any) -> int:
    exact = _exact("Credits")(value)
    with localcontext(prec=80):
        micro = exact * MICRO
    if micro != micro.to_integral_value():
        raise ValueError("Credits have at most 6 decimals.")
    if abs(micro) > _BIGINT_MAX:
        raise ValueError("That is more credits than there can be.")
    return int(micro)


def credits_text(micro: int) -> str:
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    whole, rest = divmod(micro, MICRO)
    return f"{sign}{whole}.{rest:06d}".rstrip("0") if rest else f"{sign}{whole}"


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _parse_time_zone(value: Any) -> ZoneInfo:
    if not isinstance(value, str) or value not in _time_zones():
        raise ValueError("A TimeZone is a name of the IANA database, as in `Europe/Berlin`.")
    return ZoneInfo(value)


def _parse_json(value: Any) -> Any:
    check_json(value)
    return value


def _parse_big_int(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _SAFE_MAX:
        raise ValueError("A BigInt is a whole number up to 2^53 - 1.")
    return value


SCALARS: Final[dict[object, ScalarDefinition]] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant in UTC: RFC 3339 with milliseconds and `Z`, as in "
        "`2025-11-05T09:30:00.000Z`. Other offsets are accepted and converted.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=instant_text,
        parse_value=parse_instant,
    ),
    ZoneInfo: strawberry.scalar(
        name="TimeZone",
        description="A time zone name of the IANA database, as in `Europe/Berlin`.",
        specified_by_url="https://www.iana.org/time-zones",
        serialize=lambda zone: zone.key,
        parse_value=_parse_time_zone,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value. Keys are kept as sent.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=_parse_json,
    ),
    Credits: strawberry.scalar(
        name="Credits",
        description='An exact number of credits as a decimal string, as in `"12.5"`. '
        "Integers are accepted too, JSON floats are refused.",
        specified_by_url=_DECIMAL_URL,
        serialize=credits_text,
        parse_value=parse_credits,
    ),
    Usd: strawberry.scalar(
        name="Usd",
        description='An exact amount of US dollars as a decimal string, as in `"0.00075"`. '
        "JSON floats are refused.",
        specified_by_url=_DECIMAL_URL,
        serialize=decimal_text,
        parse_value=_exact("Usd"),
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact number as a decimal string, for rates and percentages. "
        "JSON floats are refused.",
        specified_by_url=_DECIMAL_URL,
        serialize=decimal_text,
        parse_value=_exact("Decimal"),
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number up to 2^53 - 1, sent as a JSON number. "
        "Token counts outgrow `Int`.",
        specified_by_url="https://tc39.es/ecma262/#sec-number.max_safe_integer",
        serialize=int,
        parse_value=_parse_big_int,
    ),
}
