"""E-mail addresses: what is one, without asking the network."""

import re
from typing import Final

from domain.errors import InvalidInput

LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_ATOM: Final = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"({_LABEL}\.)+(?![0-9]){_LABEL}")
# Top-level domains that never receive mail from outside.
_RESERVED: Final = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})


def checked(email: str, field: str = "email") -> str:
    """The address as it is stored: trimmed, its domain in lower case. Raises `InvalidInput`.

    Addresses that differ in case alone are the same; the database sees to it.
    """
    if len(email) > LONGEST:
        raise InvalidInput(field, "This e-mail address is too long.")
    local, at, domain = email.strip().rpartition("@")
    domain = domain.lower()
    is_plain = bool(at) and email.isascii()
    if not is_plain or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise InvalidInput(field, "This is not a valid e-mail address.")
    if len(local) > _LONGEST_LOCAL:
        raise InvalidInput(field, "This e-mail address is too long.")
    if domain.rpartition(".")[2] in _RESERVED:
        raise InvalidInput(field, "The domain of this e-mail address is reserved.")
    return f"{local}@{domain}"
