"""The pages as tests see them: blocks in order, and what counts as the answer that is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = {page.name: page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
_BLOCK = re.compile(r"^```(\w*)[ \t]*(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
ANYTHING = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block; `note` is what follows the language, as in ```json 403."""

    language: str
    note: str
    text: str
    place: str


def blocks(page: Path) -> Iterator[Block]:
    content = page.read_text()
    for match in _BLOCK.finditer(content):
        line = content.count("\n", 0, match.start()) + 1
        yield Block(match[1], match[2].strip(), match[3], f"{page.name}:{line}")


def prose(page: Path) -> str:
    """The page without its blocks."""
    return _BLOCK.sub("", page.read_text())


def differences(printed: Any, found: Any, at: str = "answer") -> list[str]:
    """Where an answer is not as printed. What is printed may leave fields out; `…` stands for
    anything, alone or inside a string, and at the end of a list for more of it."""
    if isinstance(printed, dict) and isinstance(found, dict):
        missing = [f"{at} has no {name}" for name in printed.keys() - found.keys()]
        inner = [differences(printed[k], found[k], f"{at}.{k}") for k in printed.keys() & found]
        return missing + [difference for some in inner for difference in some]
    if isinstance(printed, list) and isinstance(found, list):
        return _in_list(printed, found, at)
    if isinstance(printed, str) and ANYTHING in printed:
        pattern = ".*".join(map(re.escape, printed.split(ANYTHING)))
        fits = printed == ANYTHING or re.fullmatch(pattern, str(found), re.DOTALL)
    else:
        fits = type(printed) is type(found) and printed == found
    return [] if fits else [f"{at} is {found!r}, printed is {printed!r}"]


def _in_list(printed: list[Any], found: list[Any], at: str) -> list[str]:
    if printed and printed[-1] == ANYTHING:
        printed, found = printed[:-1], found[: len(printed) - 1]
    if len(printed) != len(found):
        return [f"{at} has {len(found)} items, printed are {len(printed)}"]
    pairs = enumerate(zip(printed, found, strict=True))
    return [text for n, (one, other) in pairs for text in differences(one, other, f"{at}[{n}]")]
