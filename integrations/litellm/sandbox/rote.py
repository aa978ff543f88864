"""What the sandbox says: always the same, but in the form that was asked for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.litellm.sandbox.models import Model
from integrations.litellm.sandbox.state import JSON

_LETTERS_PER_TOKEN = 4
_REASONING_TOKENS = 16
_CALL_ID = "call_sandbox"
_EXAMPLES = {"string": "sandbox", "boolean": True, "null": None}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, word for word, and why it ends."""

    text: str
    finish_reason: str
    tool: JSON | None = None

    @property
    def message(self) -> JSON:
        if self.tool:
            return {"content": None, "role": "assistant", "tool_calls": [self.tool]}
        return {"content": self.text, "role": "assistant"}

    @property
    def tokens(self) -> int:
        return tokens(self.tool["function"]["arguments"] if self.tool else self.text)


def tokens(text: str) -> int:
    return -(-len(text) // _LETTERS_PER_TOKEN)


def say(model: Model, body: Mapping[str, Any], text: str | None = None) -> Said:
    """`text`: instead of the usual words."""
    if tool := _wanted_tool(body):
        arguments = json.dumps(_example(tool.get("parameters") or {}))
        function = {"name": tool["name"], "arguments": arguments}
        return Said("", "tool_calls", {"id": _CALL_ID, "type": "function", "function": function})
    if text is None:
        text = _formatted(model, body.get("response_format") or {})
    stops = body.get("stop") or []
    for stop in [stops] if isinstance(stops, str) else stops:
        text = text.partition(stop)[0]
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if isinstance(most, int) and most < tokens(text):
        return Said(text[: most * _LETTERS_PER_TOKEN], "length")
    return Said(text, "stop")


def usage(model: Model, prompt_tokens: int, spoken: int) -> JSON:
    """The model that reasons remembers half of each prompt, and thinks before it speaks."""
    completion = spoken + (_REASONING_TOKENS if model.reasons else 0)
    counts: JSON = {
        "completion_tokens": completion,
        "prompt_tokens": prompt_tokens,
        "total_tokens": prompt_tokens + completion,
    }
    if model.reasons:
        thought = {"reasoning_tokens": _REASONING_TOKENS, "text_tokens": spoken}
        counts["completion_tokens_details"] = thought
        counts["prompt_tokens_details"] = {"cached_tokens": prompt_tokens // 2}
    return counts


def prompt_tokens(messages: Sequence[Any]) -> int:
    return 7 + len(json.dumps(messages)) // 16


def _formatted(model: Model, wanted: Mapping[str, Any]) -> str:
    words = f"This is the SaasLiteLLM sandbox, not a model. Mock answer from {model.name}."
    match wanted.get("type"):
        case "json_object":
            return json.dumps({"answer": words})
        case "json_schema":
            return json.dumps(_example(wanted["json_schema"].get("schema") or {}))
    return words


def _wanted_tool(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The tool that is to be called: the choice asks for one, or the user says "call the tool"."""
    offered = [tool["function"] for tool in body.get("tools") or [] if tool.get("function")]
    choice = body.get("tool_choice")
    if not offered or choice == "none":
        return None
    if isinstance(choice, Mapping):
        named = choice["function"]["name"]
        return next((tool for tool in offered if tool["name"] == named), None)
    last = body["messages"][-1] if body["messages"] else {}
    told = last.get("role") == "user" and "call the tool" in str(last.get("content")).lower()
    return offered[0] if told or choice == "required" else None


def _example(schema: Mapping[str, Any]) -> Any:
    """A value that the schema allows, for the schemas that people write for models."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "array":
        return [_example(schema.get("items") or {})]
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    if kind in _EXAMPLES:
        return _EXAMPLES[kind]
    return {name: _example(each) for name, each in (schema.get("properties") or {}).items()}
