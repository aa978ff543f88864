"""What text and data an input may hold: checked here alone, for both APIs.

Each function returns the value as it is stored or raises `InvalidInput` for `field`, the path
of the input field.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from domain.errors import Fault, InvalidInput, Refusal

Field = Sequence[str | int] | str

LONGEST_KEY: Final = 255
LONGEST_NAME: Final = 255
LONGEST_TENANT_NAME: Final = 500
LONGEST_REASON: Final = 500
LONGEST_TEXT: Final = 5000
LONGEST_SEARCH: Final = 200
SHORTEST_SEARCH: Final = 2
MAX_METADATA_BYTES: Final = 10 * 1024
MAX_METADATA_DEPTH: Final = 32
_LINE_BREAKS: Final = frozenset("\n\r\t")
# Control characters, half surrogate pairs, and the separators of lines and paragraphs.
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_storable(name: str) -> bool:
    """Whether anything can have this name: the database need not be asked about others, and
    cannot be asked about some."""
    return len(name) <= LONGEST_KEY and _is_text(name)


def natural_key(field: Field, value: str, *, longest: int = LONGEST_KEY) -> str:
    """A name chosen for good: one line, no blanks around it."""
    if value != value.strip():
        raise InvalidInput(field, "Must not begin or end with a blank.")
    return line(field, value, longest=longest)


def line(field: Field, value: str, *, longest: int = LONGEST_NAME) -> str:
    """One line of text with something to see in it; blanks around it are dropped."""
    value = value.strip()
    if not value:
        raise InvalidInput(field, "Must not be empty.")
    return _plain(field, value, longest)


def optional_line(field: Field, value: str | None, *, longest: int = LONGEST_REASON) -> str | None:
    """None when there is nothing in it."""
    return line(field, value, longest=longest) if value and value.strip() else None


def optional_text(field: Field, value: str | None, *, longest: int = LONGEST_TEXT) -> str | None:
    """Several lines, or None when there is nothing in it."""
    if value is None or not value.strip():
        return None
    return _plain(field, value, longest, breaks=_LINE_BREAKS)


def search(field: Field, value: str | None) -> str | None:
    """What a list is searched for; None when nothing is."""
    if value is None:
        return None
    if len(value.strip()) < SHORTEST_SEARCH:
        raise InvalidInput(field, f"Search for at least {SHORTEST_SEARCH} characters.")
    return line(field, value, longest=LONGEST_SEARCH)


def metadata(field: Field, value: object) -> dict[str, Any]:
    """A JSON object of 10 KB at most; None is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidInput(field, "Must be a JSON object.")
    _check_json(field, value)
    if len(json.dumps(value, ensure_ascii=False).encode()) > MAX_METADATA_BYTES:
        raise InvalidInput(field, f"May hold {MAX_METADATA_BYTES} bytes at most.")
    return dict(value)


def all_of(checks: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """The result of each check by its name; raises one `InvalidInput` with all that is wrong."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, check in checks.items():
        try:
            values[name] = check()
        except InvalidInput as wrong:
            faults += wrong.faults
    if faults:
        raise InvalidInput.of(faults)
    return values


@contextmanager
def inside(*path: str) -> Iterator[None]:
    """Refusals of what runs in it blame fields inside the field with this path."""
    try:
        yield
    except InvalidInput as wrong:
        raise InvalidInput.of(
            [Fault((*path, *fault.field), fault.message) for fault in wrong.faults]
        ) from wrong
    except Refusal as refusal:
        if refusal.field is not None:
            refusal.field = (*path, *refusal.field)
        raise


def no_repeats(field: Field, values: Sequence[str]) -> list[str]:
    """The names in their order; one given twice is a mistake."""
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            raise InvalidInput((*path_of(field), place), f"'{value}' is named twice.")
        seen.add(value)
    return list(values)


def _plain(field: Field, value: str, longest: int, breaks: frozenset[str] = frozenset()) -> str:
    if len(value) > longest:
        raise InvalidInput(field, f"May be {longest} characters at most.")
    if any(
        unicodedata.category(character) in _UNPRINTABLE and character not in breaks
        for character in value
    ):
        raise InvalidInput(field, "Must not hold control characters.")
    return value


def _is_text(value: str) -> bool:
    """No NUL, no half of a surrogate pair."""
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def _check_json(field: Field, root: object) -> None:
    values, depth = [root], 0
    while values:
        depth += 1
        if depth > MAX_METADATA_DEPTH:
            raise InvalidInput(field, f"May be nested {MAX_METADATA_DEPTH} deep at most.")
        if any(isinstance(value, str) and not _is_text(value) for value in values):
            raise InvalidInput(field, "Must not hold the character NUL or broken text.")
        values = [below for value in values for below in _inside(value)]


def _inside(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return list(value) if isinstance(value, list | tuple) else []


def path_of(field: Field) -> tuple[str | int, ...]:
    return (field,) if isinstance(field, str) else tuple(field)
