"""The header Retry-After of answers from elsewhere."""

from typing import Final

_DAY: Final = 86_400
_DIGITS: Final = 9  # no longer number is read, however long it was sent


def seconds(header: str | None) -> int | None:
    """What it asks to wait, a day at most. The form that is a date is not for machines that wait
    seconds: `None`, as for anything else that is no number."""
    text = (header or "").strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text[-_DIGITS:]), _DAY) if len(text.lstrip("0")) <= _DIGITS else _DAY
