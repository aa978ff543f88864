"""The messages of graphql-transport-ws, and the codes to close with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import orjson

from domain.callers import Presented
from graph.json_values import check_json
from graph.live.bounds import MAX_MESSAGE_BYTES

PROTOCOL: Final = "graphql-transport-ws"
_LONGEST_ID: Final = 255
# RFC 6455: a control frame has 125 bytes, two of them for the code.
_LONGEST_REASON: Final = 123


class Code(IntEnum):
    TOO_LARGE = 1009
    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_EXISTS = 4409
    TOO_MANY = 4429


class Close(Exception):
    """The end of a connection; no code: the client is gone already."""

    def __init__(self, code: Code | None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Message:
    type: str
    id: str | None
    payload: Any

    @classmethod
    def of(cls, text: str | None) -> "Message":
        """Raises `Close`."""
        if text is None:
            raise Close(Code.BAD_REQUEST, "Send text.")
        if len(text.encode()) > MAX_MESSAGE_BYTES:
            raise Close(Code.TOO_LARGE, f"A message has at most {MAX_MESSAGE_BYTES} bytes.")
        parsed = _parse(text)
        if not isinstance(parsed, dict) or not isinstance(parsed.get("type"), str):
            raise Close(Code.BAD_REQUEST, "A message is a JSON object with a `type`.")
        return cls(parsed["type"], _id(parsed.get("id")), parsed.get("payload"))

    @property
    def operation_id(self) -> str:
        if self.id is None:
            raise Close(Code.BAD_REQUEST, f"`{self.type}` needs an `id`, which is a string.")
        return self.id

    def presented(self, otherwise: Presented) -> Presented:
        """The credential in the payload of `connection_init`, named as the headers of HTTP are."""
        if not isinstance(self.payload, dict | None):
            raise Close(Code.BAD_REQUEST, "The `payload` must be an object.")
        given = {str(name).lower(): value for name, value in (self.payload or {}).items()}
        authorization, admin_key = _text(given, "authorization"), _text(given, "x-admin-key")
        if authorization is None and admin_key is None:
            return otherwise
        return Presented.of([authorization] if authorization else [], admin_key)


def _parse(text: str) -> Any:
    try:
        parsed = orjson.loads(text)
        check_json(parsed)
    except orjson.JSONDecodeError as error:
        raise Close(Code.BAD_REQUEST, "A message must be valid JSON.") from error
    except ValueError as error:
        raise Close(Code.BAD_REQUEST, str(error)) from error
    return parsed


def _id(value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and 0 < len(value) <= _LONGEST_ID):
        raise Close(Code.BAD_REQUEST, f"An `id` is a string of 1 to {_LONGEST_ID} characters.")
    return value


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if not isinstance(value, str | None):
        raise Close(Code.BAD_REQUEST, f"`{name}` must be a string.")
    return value
