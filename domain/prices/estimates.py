"""How many tokens a text has, about: when no usage is reported, and before a call.

No tokenizer: each model has its own, and fetching one is a download. Instead: a token is four
characters of ASCII, and one of Chinese, Japanese or Korean; letters with accents, Cyrillic and
the like are in between. Their length in UTF-8 tells them apart at the speed of encoding.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

# Eighths of a token: a character of one byte is 2 of them, of two bytes 5, of three bytes 8.
_PER_TOKEN: Final = 8
_PER_BYTE: Final = 3
# What the form around a value, and around a message, comes to.
_PER_VALUE: Final = 8
_PER_MESSAGE: Final = 24
# A picture of about a megapixel; a document or a recording that nobody looks into.
_PER_ATTACHMENT: Final = 765 * 8
_ATTACHMENTS: Final = frozenset(
    {"image_url", "image", "input_image", "input_audio", "file", "document", "video_url"}
)
# What a model reads besides the messages.
_READ: Final = ("tools", "functions", "response_format", "tool_choice")


def estimate_text(text: str) -> int:
    return -(-_eighths(text) // _PER_TOKEN)


def estimate_prompt(body: Mapping[str, Any]) -> int:
    """Of a request in OpenAI's form, whatever is in it."""
    messages = body.get("messages")
    eighths = sum(_message(message) for message in messages) if isinstance(messages, list) else 0
    eighths += sum(_data(body[name]) for name in _READ if name in body)
    return max(1, -(-eighths // _PER_TOKEN))


def _message(message: object) -> int:
    if not isinstance(message, Mapping):
        return _PER_MESSAGE + _data(message)
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    rest = [value for name, value in message.items() if name not in ("content", "role")]
    return _PER_MESSAGE + sum(_part(part) for part in parts) + sum(_data(value) for value in rest)


def _part(part: object) -> int:
    if isinstance(part, str):
        return _eighths(part)
    if isinstance(part, Mapping) and str(part.get("type")) in _ATTACHMENTS:
        return _PER_ATTACHMENT
    if isinstance(part, Mapping) and isinstance(text := part.get("text"), str):
        return _eighths(text)
    return _data(part)


def _data(value: object) -> int:
    return sum(_eighths(leaf) + _PER_VALUE for leaf in _texts(value))


def _texts(value: object) -> Iterator[str]:
    """All texts, names and other values in JSON data. Not by recursion: it may be deep."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case Mapping() as mapping:
                yield from (str(name) for name in mapping)
                waiting.extend(mapping.values())
            case list() as items:
                waiting.extend(items)
            case None:
                pass
            case _:
                yield ""


def _eighths(text: str) -> int:
    if text.isascii():
        return 2 * len(text)
    # JSON may hold half surrogate pairs, which have no encoding of their own.
    return _PER_BYTE * len(text.encode("utf-8", "surrogatepass")) - len(text)
