"""How many tokens a call took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

# Of one call: a hundred times what any model reads. A higher count is a mistake.
MAX_TOKENS: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`cached` and `cache_written` ones are among those of the prompt, `reasoning` ones among
    those of the completion."""

    prompt: int
    completion: int
    cached: int = 0
    reasoning: int = 0
    cache_written: int = 0
    is_estimated: bool = False

    @property
    def total(self) -> int:
        return self.prompt + self.completion

    @classmethod
    def within(
        cls, prompt: int, completion: int, *, cached: int, reasoning: int, cache_written: int
    ) -> Self:
        """A part that is said to be more than the whole is the whole."""
        cached = min(cached, prompt)
        return cls(
            prompt=prompt,
            completion=completion,
            cached=cached,
            reasoning=min(reasoning, completion),
            cache_written=min(cache_written, prompt - cached),
        )


def tokens_of(usage: object) -> Tokens | None:
    """What an answer in OpenAI's form reports. None if it does not say, or nothing sensible, or
    that there were none at all: every call has a prompt."""
    if not isinstance(usage, Mapping):
        return None
    prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    if prompt is None or completion is None or not prompt + completion:
        return None
    read, answered = (
        _part(usage, "prompt_tokens_details"),
        _part(usage, "completion_tokens_details"),
    )
    written = _count(read, "cache_creation_tokens")
    if written is None:  # LiteLLM's older name for it
        written = _count(usage, "cache_creation_input_tokens")
    return Tokens.within(
        prompt,
        completion,
        cached=_count(read, "cached_tokens") or 0,
        reasoning=_count(answered, "reasoning_tokens") or 0,
        cache_written=written or 0,
    )


def _part(usage: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = usage.get(name)
    return part if isinstance(part, Mapping) else {}


def _count(counts: Mapping[str, Any], name: str) -> int | None:
    count = counts.get(name)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_TOKENS:
        return None
    return count
