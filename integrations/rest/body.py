"""Reads legacy JSON: what is no JSON is refused at once, what is wrong in it field by field."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from integrations.rest.unreadable import TooLarge, Unprocessable

MAX_BODY_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 64
MAX_ITEMS: Final = 50
MAX_BIGINT: Final = 2**63 - 1
MAX_CREDITS: Final = MAX_BIGINT // 1_000_000
MAX_DIGITS: Final = 18
MAX_DECIMALS: Final = 12
# Of `tokens_per_credit`, say, what was sent is told.
_SECRET: Final = re.compile(r"(password|key|token|secret|auth_header)s?$", re.IGNORECASE)

Item = dict[str, Any]
Location = tuple[str | int, ...]


class Input(BaseModel):
    """A body or a query string; fields that it does not name are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=False)


def _not_a_truth(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "Input should be a number")
    return value


def _at_most(limit: int) -> AfterValidator:
    def check(value: int) -> int:
        if not -limit <= value <= limit:
            raise PydanticCustomError(
                "out_of_range", "Input should be between -{limit} and {limit}", {"limit": limit}
            )
        return value

    return AfterValidator(check)


def _exact(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MAX_DECIMALS or value.adjusted() >= MAX_DIGITS:
        raise PydanticCustomError("out_of_range", "Input has too many digits")
    return value


def _not_a_moment(value: object) -> object:
    """A number would count as seconds since 1970."""
    if not isinstance(value, date) and "-" not in str(value)[1:]:
        raise PydanticCustomError("date_parsing", "Input should be a date as YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_not_a_moment)]
Integer = Annotated[int, BeforeValidator(_not_a_truth), _at_most(MAX_BIGINT)]
Credits = Annotated[int, BeforeValidator(_not_a_truth), _at_most(MAX_CREDITS)]
Number = Annotated[Decimal, BeforeValidator(_not_a_truth), AfterValidator(_exact)]
Metadata = dict[str, Any]


async def read_json(request: Request, limit: int = MAX_BODY_BYTES) -> Any:
    """The parsed body, None when it is empty; raises `TooLarge` or `Unprocessable`."""
    raw = await read(request, limit)
    if not raw:
        return None
    try:
        return json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise Unprocessable([_no_json(error.start, "The body is not UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise Unprocessable([_no_json(error.pos, error.msg)]) from None
    except RecursionError:
        raise Unprocessable([_no_json(0, "Nested too deeply")]) from None
    except ValueError:
        raise Unprocessable([_no_json(0, "A number has too many digits")]) from None


async def read(request: Request, limit: int) -> bytes:
    """The body as it was sent; raises `TooLarge`."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise TooLarge(limit)
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > limit:
            raise TooLarge(limit)
    return bytes(chunks)


def _no_json(position: int, reason: str) -> Item:
    return {
        "type": "json_invalid",
        "loc": ["body", position],
        "msg": "JSON decode error",
        "input": {},
        "ctx": {"error": reason},
    }


def validate(adapter: TypeAdapter[Any], value: Any, where: str) -> tuple[Any, list[Item]]:
    """The validated value, or None and what is wrong with it, the first of it at least."""
    if value is None and where == "body":
        return None, [{"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}]
    if faults := unstorable(value, where):
        return None, faults
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        wrong = error.errors(include_url=False)[:MAX_ITEMS]
        return None, [_item(fault, where) for fault in wrong]


def unstorable(value: Any, where: str) -> list[Item]:
    """What PostgreSQL cannot keep of a value, the first of it at least."""
    held = value if isinstance(value, Mapping | list) else [value]
    return list(islice(_unstorable(held, (where,)), MAX_ITEMS))


def _unstorable(value: Any, loc: Location) -> Iterator[Item]:
    """What JSON can say, or Python takes for JSON, and PostgreSQL cannot keep."""
    if len(loc) > MAX_DEPTH:
        yield _refused(loc, "Nested too deeply")
        return
    members = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, member in members:
        if isinstance(key, str) and (reason := _bad_text(key)):
            yield _refused(loc, f"A key in it {reason}")
        elif isinstance(member, Mapping | list):
            yield from _unstorable(member, (*loc, key))
        elif reason := _bad_text(member) if isinstance(member, str) else _bad_number(member):
            yield _refused((*loc, key), f"The value {reason}")


def _bad_text(text: str) -> str | None:
    if "\0" in text:
        return "has a NUL character"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "has half of a surrogate pair"
    return None


def _bad_number(value: object) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return "is not a finite number"
    if isinstance(value, int) and not -MAX_BIGINT <= value <= MAX_BIGINT:
        return "is beyond 64 bits"
    return None


def _refused(loc: Location, message: str) -> Item:
    return {"type": "value_error", "loc": list(loc), "msg": message}


def _item(fault: Mapping[str, Any], where: str) -> Item:
    item: Item = {
        "type": fault["type"],
        "loc": [where, *fault["loc"]],
        "msg": fault["msg"],
        "input": _echo(fault["input"], fault["loc"]),
    }
    if context := fault.get("ctx"):
        item["ctx"] = {name: _plain(value) for name, value in context.items()}
    return item


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value if isinstance(value, int) else str(value)


def _echo(value: object, loc: Location) -> object:
    """Short scalars come back; objects, lists and secrets do not."""
    if isinstance(value, dict | list):
        return type(value)()
    if any(_SECRET.search(str(step)) for step in loc):
        return "**********"
    return value[:200] if isinstance(value, str) else value
