"""Requests and answers as they go over the wire, kept in `recorded/`, one file an operation.

What is made anew each time is replaced by a word. RECORD_EXAMPLES=1 writes what is answered now.
"""

import os
import re
from pathlib import Path
from typing import Any

import httpx

from tests.rest.examples_contract import Example
from tests.rest.examples_scene import JOB_ID

FOLDER = Path(__file__).parent / "recorded"
TAGS = {"jobs", "openai"}
_HEADING = "### "
_NOT_KEPT = {"content-length", "x-request-id"}
_UUID = re.compile(rf"(?!{JOB_ID})[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
_VOLATILE = (
    (_UUID, "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "<time>"),
    (re.compile(r'("created":)\d+'), r"\1<seconds>"),
    (re.compile(r'("(?:avg_)?latency_ms":)\d+'), r"\1<ms>"),
)


def differences(example: Example, caller: str, answer: httpx.Response) -> list[str]:
    """Of the exchange and its record; nothing of other operations than these."""
    if not TAGS & set(example.asked["tags"]):
        return []
    exchange = _exchange(caller, answer)
    records = read(example.operation)
    if "RECORD_EXAMPLES" in os.environ:
        _write(example.operation, records | {_title(example): exchange})
        return []
    if records.get(_title(example)) == exchange:
        return []
    return [f"not as recorded (RECORD_EXAMPLES=1 records it anew):\n{exchange}"]


def read(operation: str) -> dict[str, str]:
    """The exchanges of an operation by their titles."""
    file = _file(operation)
    text = file.read_text() if file.exists() else ""
    parts = (tuple(part.split("\n", 1)) for part in text.split(f"\n{_HEADING}")[1:])
    return dict(parts)


def title_of(example: Example) -> tuple[str, str]:
    return example.operation, _title(example)


def recorded() -> set[tuple[str, str]]:
    """Operation and title of every record there is."""
    operations = (file.read_text().split("\n", 1)[0] for file in FOLDER.glob("*.http"))
    return {(operation, title) for operation in operations for title in read(operation)}


def _title(example: Example) -> str:
    form = "as events" if example.media == "text/event-stream" else ""
    return f"{example.status} {example.text or form}".rstrip()


def _exchange(caller: str, answer: httpx.Response) -> str:
    asked = answer.request
    headers = sorted(
        f"{name}: {value}" for name, value in answer.headers.items() if name not in _NOT_KEPT
    )
    lines: list[Any] = [
        f"{asked.method} {asked.url.raw_path.decode()}",
        f"Authorization: <{caller}>",
        "",
        asked.content.decode(),
        "",
        f"HTTP {answer.status_code}",
        *headers,
        "",
        answer.text,
        "",
    ]
    text = "\n".join(lines)
    for pattern, word in _VOLATILE:
        text = pattern.sub(word, text)
    return text


def _write(operation: str, records: dict[str, str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    parts = [f"\n{_HEADING}{title}\n{records[title]}" for title in sorted(records)]
    _file(operation).write_text(operation + "\n" + "".join(parts))


def _file(operation: str) -> Path:
    return FOLDER / (re.sub(r"\W+", "_", operation.lower()).strip("_") + ".http")
