"""Which media type to answer in, by the `Accept` header."""

from typing import Final

GRAPHQL_RESPONSE: Final = "application/graphql-response+json"
JSON: Final = "application/json"
HTML: Final = "text/html"
EVENT_STREAM: Final = "text/event-stream"

_EXACT = 2


def _ranges(accept: str) -> dict[str, float]:
    """Media ranges with their qualities; malformed qualities count as 0."""
    ranges = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            ranges[name] = float(quality)
        except ValueError:
            ranges[name] = 0.0
    return ranges


def _match(media_type: str, ranges: dict[str, float]) -> tuple[float, int]:
    """Quality and how exactly it was named: 2 itself, 1 its family, 0 anything."""
    family = media_type.split("/", maxsplit=1)[0] + "/*"
    for exactness, name in ((_EXACT, media_type), (1, family), (0, "*/*")):
        if name in ranges:
            return ranges[name], exactness
    return 0.0, 0


def answer_type(accept: str | None) -> str | None:
    """None when neither is acceptable. Whoever names no preference gets `application/json`."""
    if not accept:
        return JSON
    ranges = _ranges(accept)
    modern, modern_exactness = _match(GRAPHQL_RESPONSE, ranges)
    legacy, _ = _match(JSON, ranges)
    if max(modern, legacy) <= 0:
        return None
    is_named = modern_exactness == _EXACT and modern >= legacy
    return GRAPHQL_RESPONSE if is_named or modern > legacy else JSON


def wants_page(accept: str | None) -> bool:
    """Whether a browser asks."""
    quality, exactness = _match(HTML, _ranges(accept or ""))
    return quality > 0 and exactness == _EXACT


def takes_events(accept: str | None) -> bool:
    """Whether the client said that it can read a stream of events."""
    quality, exactness = _match(EVENT_STREAM, _ranges(accept or ""))
    return quality > 0 and exactness == _EXACT


def is_json(content_type: str | None) -> bool:
    """`application/json`, in UTF-8 if it says so."""
    name, *parameters = (piece.strip().lower() for piece in (content_type or "").split(";"))
    charsets = [text[8:].strip('"') for text in parameters if text.startswith("charset=")]
    return name == JSON and all(charset in {"utf-8", "utf8"} for charset in charsets)
