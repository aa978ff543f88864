"""How the text of an environment variable becomes a value; a `ValueError` says what it must be."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, NewType, TypeVar
from urllib.parse import urlsplit

from starlette.datastructures import Secret

from domain.ports import RateLimits

T = TypeVar("T")
Read = Callable[[str], T]
Network = IPv4Network | IPv6Network

_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_KEY_BYTES: Final = 32
# Where front ends run while they are developed.
LOCAL_ORIGINS: Final = tuple(
    f"http://{host}:{port}" for host in ("localhost", "127.0.0.1") for port in (3000, 3001, 3002)
)


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable; `read` makes the value of its text, and of '' that of none."""

    read: Callable[[str], object]
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Key:
    """A secret key of 32 bytes and the id that things made with it carry."""

    id: str
    material: bytes = field(repr=False)


# The first key is the newest: it signs and seals. All of them verify and open.
KeyRing = NewType("KeyRing", tuple[Key, ...])


def read_all(
    variables: Mapping[str, Variable], environ: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by name in lower case, and what is wrong by name: it gets its default instead."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, variable in variables.items():
        text = environ.get(name, "").strip() or variable.default
        try:
            values[name.lower()] = variable.read(text)
        except ValueError as error:
            faults[name] = f"{error}."
            values[name.lower()] = variable.read(variable.default)
    return values, faults


def secret(read: Read[str]) -> Read[Secret]:
    return lambda text: Secret(read(text))


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def optional_file(text: str) -> Path | None:
    return folder(text) if text else None


def whole_number(least: int, most: int) -> Read[int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,3})?", text) or not float(text):
        raise ValueError("must be a number of seconds above 0, such as 1 or 0.5")
    return float(text)


def rate_limits(text: str) -> dict[str, int]:
    """`calls=600,jobs=6000`; an empty text names none."""
    kinds = {each.name for each in fields(RateLimits)}
    found = dict(part.split("=", 1) for part in _parts(text) if "=" in part)
    if len(found) < len(_parts(text)) or not found.keys() <= kinds:
        raise ValueError(f"must list limits such as jobs=6000, of {', '.join(sorted(kinds))}")
    return {kind: whole_number(0, 1_000_000)(limit) for kind, limit in found.items()}


def yes_or_no(text: str) -> bool:
    if text.lower() not in _WORDS:
        raise ValueError("must be true or false")
    return _WORDS[text.lower()]


def one_of(*choices: str) -> Read[str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text.lower()

    return read


def address(*schemes: str) -> Read[str]:
    """A URL of one of these schemes; a slash at its end is dropped. '' stays ''."""

    def read(text: str) -> str:
        if not text:
            return text
        form = f"must be a URL that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}"
        try:
            parts = urlsplit(text)
            complete = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            complete = False
        if not complete:
            raise ValueError(form)
        return text.rstrip("/")

    return read


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def origins(text: str) -> tuple[str, ...]:
    """Web origins, separated by commas."""
    found = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    read = address("http", "https")
    for origin in found:
        if urlsplit(read(origin)).path or origin == "*":
            raise ValueError("must list origins such as https://admin.example.com, without paths")
    return found


def networks(text: str) -> tuple[Network, ...]:
    """IP networks or addresses, separated by commas."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("must list networks such as 10.0.0.0/8, with commas between") from None


def key_ring(text: str) -> KeyRing:
    """`id:base64,id:base64`, the newest first."""
    keys = tuple(_key(part.strip()) for part in text.split(",") if part.strip())
    if len({key.id for key in keys}) < len(keys):
        raise ValueError("must give every key an id of its own")
    return KeyRing(keys)


def _key(text: str) -> Key:
    identifier, colon, encoded = text.partition(":")
    try:
        padded = encoded.replace("-", "+").replace("_", "/") + "=" * (-len(encoded) % 4)
        material = base64.b64decode(padded, validate=True)
    except binascii.Error:
        material = b""
    if not colon or not re.fullmatch(r"[\w.-]{1,40}", identifier) or len(material) != _KEY_BYTES:
        raise ValueError(
            "must list keys as id:base64 of 32 bytes, newest first, with commas between"
        )
    return Key(identifier, material)
